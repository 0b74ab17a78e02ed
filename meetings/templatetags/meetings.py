"""Showing texts, and the numbers and sizes of attachments."""

import re

from django import template
from django.template import Context
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from meetings import files, numbering, richtext

register = template.Library()


@register.filter
def rich_text(html: str) -> SafeString:
    """`html`, sanitised as if it were stored."""
    return mark_safe(richtext.clean(html))


@register.filter
def keep_ranges(text: str) -> SafeString:
    """`text` with ranges like 2022–2026 kept on one line."""
    kept = re.sub(r"\d+–\d+", r'<span class="range">\g<0></span>', conditional_escape(text))
    return mark_safe(kept)


@register.simple_tag(takes_context=True)
def section_text(context: Context, html: str) -> SafeString:
    """A section of an item whose `row` is in the context, ready to print.

    Its attachment marks get the numbers that the attachments have now, and lead to the file or, on
    paper (`is_paper`), to the list below the item. One to an attachment that the reader may not
    see is a mere sign.
    """
    row = context.get("row")
    shown = getattr(row.item, "shown_attachments", ()) if row else ()
    papers = {paper.key: paper for paper in shown}

    def mark(key: int) -> str | None:
        paper = papers.get(key)
        if paper is None:
            return None
        number = numbering.attachment_number(row.number, paper.position)
        address = f"#bilag-{key}" if context.get("is_paper") else paper.get_absolute_url()
        said = f"{richtext.MARK} Bilag {number}"
        return format_html('<a class="attachment-mark" href="{}">{}</a>', address, said)

    return mark_safe(richtext.with_marks(html, mark))


@register.filter
def attachment_number(item_number: str, position: int) -> str:
    """`{{ row.number|attachment_number:attachment.position }}`, e.g. 1.2.1."""
    return numbering.attachment_number(item_number, position)


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
