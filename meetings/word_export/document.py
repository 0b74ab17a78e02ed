"""The agenda from its title to its last item, and the fields that Word fills in."""

import datetime

from meetings.word_export import package
from meetings.word_export.blocks import Writer
from meetings.word_export.text import BREAK, Format, Span, clean_text, xml_text
from meetings.word_export.values import WordAgenda, WordItem

_TAB = "<w:r><w:tab/></w:r>"


def docx_bytes(agenda: WordAgenda, *, moment: datetime.datetime) -> bytes:
    """The agenda as a Word file; `moment` is when the file says it was written."""
    paper = package.Package()
    writer = Writer(paper.link_id)
    body = _front(agenda, writer) + _contents(agenda.items)
    body += "".join(_item(item, place, writer) for place, item in enumerate(agenda.items, start=1))
    paper.write(body, writer.numbering.xml())
    paper.write_margins(
        _margin("Header", _words(agenda.council), _words(agenda.date)) + _warning(agenda, writer),
        _margin(
            "Footer",
            _words(agenda.state),
            f"{_words('Side ')}{_field('PAGE')}{_words(' af ')}{_field('NUMPAGES')}",
        ),
    )
    paper.describe(clean_text(agenda.title), clean_text(agenda.council), moment)
    return paper.bytes()


def _front(agenda: WordAgenda, writer: Writer) -> str:
    parts = [
        writer.paragraph("Title", Span(clean_text(agenda.title))),
        writer.paragraph("Subtitle", Span(clean_text(agenda.council))),
    ]
    for label, value in agenda.facts:
        name = f"<w:r><w:rPr><w:b/><w:bCs/></w:rPr>{_letters(clean_text(label))}</w:r>{_TAB}"
        parts.append(writer.paragraph("Facts", *_lines(value), more=name))
    if agenda.note.strip():
        parts.append(writer.paragraph("Normal", *_lines(agenda.note)))
    if agenda.state.strip():
        parts.append(writer.paragraph("Edition", Span(clean_text(agenda.state))))
    return "".join([*parts, _warning(agenda, writer)])


def _warning(agenda: WordAgenda, writer: Writer) -> str:
    warning = clean_text(agenda.warning)
    return writer.paragraph("Warning", Span(warning)) if warning else ""


def _lines(written: str) -> list[Span]:
    """Plain text with its line breaks."""
    lines = [Span(clean_text(line)) for line in written.splitlines()]
    return [span for line in lines for span in (line, Span(BREAK))][:-1]


def _contents(items: tuple[WordItem, ...]) -> str:
    """A table of contents that Word renews, with what it will say for those who do not.

    It has no page numbers until then: only Word knows them.
    """
    if not items:
        return ""
    begin = _mark("begin") + _code(r'TOC \o "1-2" \h \z') + _mark("separate")
    parts = []
    for place, item in enumerate(items, start=1):
        link = (
            f'<w:hyperlink w:anchor="{_bookmark(place)}" w:history="1">'
            f"{_words(_heading(item))}</w:hyperlink>"
        )
        parts.append(
            f'<w:p><w:pPr><w:pStyle w:val="TOC{_level(item)}"/></w:pPr>'
            f"{begin if place == 1 else ''}{link}"
            f"{_mark('end') if place == len(items) else ''}</w:p>"
        )
    heading = f'<w:p><w:pPr><w:pStyle w:val="TOCHeading"/></w:pPr>{_words("Indhold")}</w:p>'
    gallery = (
        '<w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/>'
        "<w:docPartUnique/></w:docPartObj></w:sdtPr>"
    )
    inner = f"<w:sdtContent>{heading}{''.join(parts)}</w:sdtContent>"
    return f'<w:sdt>{gallery}{inner}</w:sdt><w:p><w:r><w:br w:type="page"/></w:r></w:p>'


def _item(item: WordItem, place: int, writer: Writer) -> str:
    level = _level(item)
    parts = [
        writer.paragraph(
            f"Heading{level}",
            *_title(item),
            more=f'<w:bookmarkStart w:id="{place}" w:name="{_bookmark(place)}"/>',
        ).removesuffix("</w:p>")
        + f'<w:bookmarkEnd w:id="{place}"/></w:p>'
    ]
    if item.is_dropped:
        parts.append(writer.paragraph("Normal", Span("Punktet behandles ikke på mødet.")))
        return "".join(parts)
    if case := clean_text(item.case):
        parts.append(writer.paragraph("Case", Span(case)))
    for heading, html in item.sections:
        if section := writer.section(html):
            parts.append(writer.paragraph("Heading3", Span(clean_text(heading))))
            parts.append(section)
    if item.attachments:
        parts.append(writer.paragraph("Heading3", Span("Bilag")))
        parts.append(writer.bullets(map(clean_text, item.attachments)))
    return "".join(parts)


def _title(item: WordItem) -> list[Span]:
    title = Format(strike=True) if item.is_dropped else Format()
    return [
        Span(f"{item.number} "),
        Span(clean_text(item.title), title),
        Span(" (Udgår)" if item.is_dropped else ""),
        Span(" (Lukket)" if item.is_closed else ""),
    ]


def _heading(item: WordItem) -> str:
    return clean_text("".join(span.text for span in _title(item)))


def _level(item: WordItem) -> int:
    return 1 if item.level <= 1 else 2


def _bookmark(place: int) -> str:
    return f"_Toc{place:08d}"


def _margin(style: str, left: str, right: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{left}{_TAB}{right}</w:p>'


def _field(code: str) -> str:
    """A field that Word fills in, with 1 until it does."""
    return f"{_mark('begin')}{_code(code)}{_mark('separate')}{_words('1')}{_mark('end')}"


def _mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def _code(code: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'


def _words(written: str) -> str:
    return f"<w:r>{_letters(written)}</w:r>" if written else ""


def _letters(written: str) -> str:
    return f'<w:t xml:space="preserve">{xml_text(written)}</w:t>'
