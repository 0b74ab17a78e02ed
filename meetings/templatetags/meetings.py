"""Showing texts, and the numbers and sizes of attachments."""

from django import template
from django.template import Context
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from meetings import files, numbering, paper_letters, paper_lines, paper_tables, richtext

register = template.Library()

# The sign is put into the margin beside the line where it would stand. It comes after the words:
# before them it would stay on the line above where they begin a new one.
_PAPER_MARK = (
    '<a class="attachment-mark" href="#bilag-{}">Bilag\N{NO-BREAK SPACE}{}</a>'
    '<span class="margin-mark"> {}</span>'
)
_PAPERS = {"large": paper_tables.LARGE, "screen": paper_tables.SCREEN}


@register.filter
def rich_text(html: str) -> SafeString:
    """`html`, sanitised as if it were stored."""
    return mark_safe(richtext.clean(html))


@register.filter
def keep_ranges(text: str) -> SafeString:
    """`text` with ranges like 2022–2026, dates and numbers kept on one line each."""
    return mark_safe(paper_lines.together(conditional_escape(text)))


@register.simple_tag(takes_context=True)
def section_text(context: Context, html: str) -> SafeString:
    """A section of an item whose `row` is in the context, ready to print.

    Its attachment marks get the numbers that the attachments have now, and lead to the file. One to
    an attachment that the reader may not see is a mere sign.

    On paper (`is_paper`, in a `layout`) they lead to the list below the item, the sign itself
    stands in the margin, and tables are set so that they fit.
    """
    is_paper = context.get("is_paper")
    row = context.get("row")
    shown = getattr(row.item, "shown_attachments", ()) if row else ()
    papers = {paper.key: paper for paper in shown}

    def mark(key: int) -> str | None:
        paper = papers.get(key)
        if paper is None:
            return None
        number = numbering.attachment_number(row.number, paper.position)
        if is_paper:
            return format_html(_PAPER_MARK, key, number, richtext.MARK)
        said = f"{richtext.MARK} Bilag {number}"
        address = paper.get_absolute_url()
        return format_html('<a class="attachment-mark" href="{}">{}</a>', address, said)

    marked = richtext.with_marks(html, mark)
    if is_paper:
        sheet = _PAPERS.get(context.get("layout"), paper_tables.NORMAL)
        marked = paper_lines.lines_kept(paper_letters.printable(marked))
        marked = paper_tables.fitted(marked, sheet)
    return mark_safe(marked)


@register.filter
def attachment_number(item_number: str, position: int) -> str:
    """`{{ row.number|attachment_number:attachment.position }}`, e.g. 1.2.1."""
    return numbering.attachment_number(item_number, position)


@register.filter
def first_page(places, key: int) -> int:
    """The page of a book on which an attachment begins."""
    return places.first_pages[key]


@register.filter
def attachment_count(row: numbering.NumberedItem) -> int:
    """How many attachments an item and its sub-items have; needs `with_attachments()`."""
    return sum(len(r.item.shown_attachments) for r in (row, *row.children))


@register.filter
def file_kind(content_type: str) -> str:
    """What a file is, in a word: PDF, Word, Excel, PowerPoint or Billede."""
    kind = files.kind_of(content_type)
    return kind.label if kind else "Fil"


@register.filter
def file_size(size: int) -> str:
    """A number of bytes as `84 kB` or `1,2 MB`, never less than 1 kB; the blank does not break."""
    if size < 999_500:
        return f"{max(1, round(size / 1000))}\N{NO-BREAK SPACE}kB"
    return f"{size / 1_000_000:.1f}\N{NO-BREAK SPACE}MB".replace(".", ",")
