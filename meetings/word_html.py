"""A Word file as HTML elements: one paragraph, heading, list or table after the other.

Does what the library mammoth leaves to us, and tells what is not in the elements.
"""

import io
import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple
from xml.etree import ElementTree

import mammoth

from meetings.word_package import Package, WordFileRefused, damaged, too_big

Element = ElementTree.Element

MAX_WRITTEN = 20_000_000  # characters of HTML, by a rough estimate

_BLOCKS = frozenset({"p", "h5", "ul", "ol", "table", "blockquote"})
_ID_PREFIX = "word-"
_NUMBER = re.compile(r"\[[0-9]{1,6}\]")
_TO_NOTE = re.compile(rf"#{_ID_PREFIX}(?:foot|end)note-(?!ref-)")
_BACK_FROM_NOTE = re.compile(rf"#{_ID_PREFIX}(?:foot|end)note-ref-")
NOTE = "data-note"  # marks a reference to a footnote while we work
_DEEP_LISTS = "\n".join(
    f"p:{kind}ordered-list({level}) => {'ul|ol > li > ' * (level - 1)}{kind[:1] or 'o'}l > li:fresh"
    for kind in ("un", "")
    for level in range(6, 10)
)
# A paragraph that goes on in a list item, as our own papers have them.
_CONTINUED = "\n".join(
    f"p[style-name='List Continue{f' {level}' if level > 1 else ''}']"
    f" => {'ul|ol > li > ' * level}p:fresh"
    for level in range(1, 10)
)
# By style name, which is English in every Word; the Danish ones come from other programs.
_STYLES = f"""
p[style-name='Title'] => h5:fresh
p[style-name='Titel'] => h5:fresh
p[style-name^='heading'] => h5:fresh
p[style-name^='overskrift'] => h5:fresh
p.Heading => h5:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Citat'] => blockquote > p:fresh
{_CONTINUED}
{_DEEP_LISTS}
"""
_LEFT_OUT = {
    "Formler er udeladt.": {"oMath"},
    "Diagrammer og indsatte objekter er udeladt.": {"chart", "relIds", "OLEObject", "altChunk"},
    "Tekst i felter, fx henvisninger og datoer, er udeladt.": {"fldSimple"},
    "Tekst i tekstfelter er sat efter det afsnit, som feltet hører til. Se den efter.": {
        "txbxContent"
    },
    "Der er ændringer, som ikke er godkendt eller afvist: det indsatte er taget med, "
    "og det slettede er udeladt.": {"ins", "del", "moveTo", "moveFrom"},
    "Overstreget tekst er taget med uden overstregning. Se den efter.": {"strike", "dstrike"},
    "Dokumentet har skjult tekst, som kan være taget med. Se teksten efter.": {"vanish"},
}


class Document(NamedTuple):
    """The HTML in `body` with its footnotes, each a list item that blocks() can go through;
    `notes` tell what is not among them."""

    body: Element
    footnotes: list[Element]
    notes: list[str]


def converted(package: Package, is_heading: Callable[[str], bool]) -> Document:
    """The document in `package`; what `is_heading` are headings even if Word numbers them."""
    images: list[object] = []

    def leave_out(image: object) -> list[object]:
        images.append(image)
        return []

    def unnumbered(paragraph: mammoth.documents.Paragraph) -> mammoth.documents.Paragraph:
        # A bold »1. Baggrund« whose number Word counts would become a list of one.
        is_list_item = paragraph.numbering is not None
        if is_list_item and is_heading(_bold_text(paragraph)):
            return paragraph.copy(numbering=None)
        return paragraph

    def prepared(document: mammoth.documents.Document) -> mammoth.documents.Document:
        if _estimate(document) > MAX_WRITTEN:
            raise too_big()
        return mammoth.transforms.paragraph(unnumbered)(document)

    try:
        result = mammoth.convert_to_html(
            io.BytesIO(package.data),
            style_map=_STYLES,
            include_embedded_style_map=False,
            transform_document=prepared,
            convert_image=leave_out,
            id_prefix=_ID_PREFIX,
            external_file_access=False,
        )
        body = ElementTree.fromstring(f"<body>{result.value}</body>")  # noqa: S314 -- our reader's
    except WordFileRefused:
        raise
    except Exception as error:  # the library stumbles in many ways over documents with gaps
        raise damaged() from error
    messages = [message.message for message in result.messages]
    return Document(body, _footnotes_out(body), list(_left_out(package, len(images), messages)))


def _estimate(document: mammoth.documents.Document) -> int:
    """About how long the HTML will be.

    A small file can make a long text: a field's address is written at each of its lines, and a
    footnote at each reference to it.
    """
    notes: dict[tuple[str, str], int] = {}
    total = 0
    waiting = [*document.children]
    while waiting:
        element = waiting.pop()
        if isinstance(element, mammoth.documents.NoteReference):
            key = (element.note_type, element.note_id)
            if key not in notes:
                note = document.notes.resolve(element)
                notes[key] = _estimate(mammoth.documents.document(note.body))
            total += notes[key]
        total += 100  # for its tags
        total += len(getattr(element, "value", None) or getattr(element, "href", None) or "")
        total += len(getattr(element, "anchor", None) or "")
        waiting.extend(getattr(element, "children", ()))
    return total


def _bold_text(paragraph: mammoth.documents.Paragraph) -> str:
    """The text of a paragraph, in one line; nothing if some of it is not bold."""
    find = mammoth.transforms.get_descendants_of_type
    parts = [
        (run.is_bold, text.value)
        for run in find(paragraph, mammoth.documents.Run)
        for text in find(run, mammoth.documents.Text)
    ]
    if not all(is_bold for is_bold, text in parts if text.strip()):
        return ""
    return " ".join("".join(text for _, text in parts).split())


def _left_out(package: Package, images: int, messages: Iterable[str]) -> Iterator[str]:
    marks = package.marks
    if images:
        yield f"{count(images, 'billede', 'billeder')} er udeladt. Læg dem eventuelt på som bilag."
    if comments := marks["commentReference"]:
        yield f"{count(comments, 'kommentar', 'kommentarer')} er udeladt."
    for note, names in _LEFT_OUT.items():
        if any(marks[name] for name in names):
            yield note
    if any(message.startswith("A w:sym element") for message in messages):
        yield "Enkelte specialtegn kunne ikke læses og er udeladt."
    if package.margin:
        yield "Tekst i sidehoved og sidefod er udeladt."


def count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _footnotes_out(body: Element) -> list[Element]:
    """Takes the list of footnotes from the end of `body`; each is a list item."""
    for block in reversed(body):
        if block.tag == "ol" and len(block) and "id" in block[0].attrib:
            body.remove(block)
            for element in block.iter():
                _drop_way_back(element)
            return list(block)
    return []


def _drop_way_back(element: Element) -> None:
    """The link from a footnote to its reference goes, and the blank before it."""
    if not len(element) or not _BACK_FROM_NOTE.match(element[-1].get("href", "")):
        return
    del element[-1]
    if len(element):
        element[-1].tail = (element[-1].tail or "").rstrip()
    else:
        element.text = (element.text or "").rstrip()


def blocks(body: Element) -> Iterator[Element]:
    """The paragraphs, headings, lists and tables in `body`, one by one; empty ones are left out."""
    body = _tidied(body)
    loose = Element("p")  # what stands in no block
    loose.text = body.text
    for child in body:
        if child.tag not in _BLOCKS:
            loose.append(child)
            continue
        if text(loose):
            yield loose
        loose = Element("p")
        loose.text, child.tail = child.tail, None
        if text(child):
            yield child
    if text(loose):
        yield loose


def _tidied(body: Element) -> Element:
    builder = ElementTree.TreeBuilder()
    builder.start(body.tag, {})
    _write(body, builder, in_heading=False)
    builder.end(body.tag)
    tidied: Element = builder.close()
    for table in tidied.iter("table"):
        _mark_head(table)
    return tidied


def _mark_head(table: Element) -> None:
    """The rows that Word repeats on each page are the head of a table; so is a first row in bold
    above one that is not."""
    first, *rest = table
    if first.tag == "tr" and rest and _is_bold_row(first) and not all(map(_is_bold_row, rest)):
        table[:] = [Element("thead"), Element("tbody")]
        table[0].append(first)
        table[1].extend(rest)
        for cell in first:
            cell.tag = "th"
            for paragraph in cell:
                _drop_bold(paragraph)
    for cell in table.iterfind("thead/tr/th"):
        cell.set("scope", "col")


def _is_bold_row(row: Element) -> bool:
    """Whether all that it says is bold, in cells of a single row."""
    is_flat = all("rowspan" not in cell.attrib for cell in row)
    paragraphs = [paragraph for cell in row for paragraph in cell]
    return is_flat and bool(text(row)) and all(is_bold(paragraph) for paragraph in paragraphs)


def _drop_bold(paragraph: Element) -> None:
    """The cell says it already. A mark for the words of a whole paragraph stands outermost."""
    if len(paragraph) == 1 and paragraph[0].tag == "strong":
        [strong] = paragraph
        paragraph.text, paragraph[:] = strong.text, list(strong)


def _write(element: Element, builder: ElementTree.TreeBuilder, *, in_heading: bool) -> None:
    """The content of `element` without links inside the document, empty paragraphs and marks that
    the editor does not know."""
    builder.data(element.text or "")
    for child in element:
        href = child.get("href", "")
        if child.tag == "input":
            builder.data("☒" if "checked" in child.attrib else "☐")
        elif child.tag == "sup" and (number := _note_number(child)):
            builder.start("sup", {NOTE: number})
            builder.data(number)
            builder.end("sup")
        elif child.tag in {"p", "h5"} and not text(child):
            pass
        elif (
            child.tag == "s"
            or (child.tag == "strong" and in_heading)
            or (child.tag == "a" and (not href or href.startswith("#")))
        ):
            _write(child, builder, in_heading=in_heading)
        else:
            builder.start(child.tag, {"href": href} if href else dict(child.attrib))
            _write(child, builder, in_heading=in_heading or child.tag == "h5")
            builder.end(child.tag)
        builder.data(child.tail or "")


def _note_number(sup: Element) -> str:
    """The number in a reference to a footnote; nothing for other raised text."""
    for link in sup[:1]:
        written = link.text or ""
        if _TO_NOTE.match(link.get("href", "")) and _NUMBER.fullmatch(written):
            return written.strip("[]")
    return ""


def text(element: Element) -> str:
    """What a reader sees, in one line, without the numbers of footnotes."""
    return " ".join("".join(_words(element)).split())


def _words(element: Element) -> Iterator[str]:
    if element.tag == "br":
        yield "\n"
    if NOTE not in element.attrib:
        yield element.text or ""
        for child in element:
            yield from _words(child)
            yield child.tail or ""


def is_bold(block: Element) -> bool:
    """Whether a paragraph is bold all through."""
    return block.tag == "p" and not _text_outside_bold(block).strip()


def _text_outside_bold(element: Element) -> str:
    if element.tag == "strong" or NOTE in element.attrib:
        return ""
    inner = "".join(_text_outside_bold(child) + (child.tail or "") for child in element)
    return (element.text or "") + inner


def html(blocks: Iterable[Element]) -> str:
    return "".join(
        ElementTree.tostring(block, encoding="unicode", method="html") for block in blocks
    )
