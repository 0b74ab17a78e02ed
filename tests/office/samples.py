"""Word, Excel and PowerPoint files as people attach them, and what is in the PDFs made of them."""

import io
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import docx
import pikepdf
from docx.enum.section import WD_ORIENT
from docx.shared import Mm
from PIL import Image

from tests.meetings.uploads import EXCEL_TYPE, OFFICE, make_zip

_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
Rows = list[list[str | float]]


# --- Word -----------------------------------------------------------------------------------------


def report(text: str = "Ærø får færge, Ålborg ør.") -> bytes:
    """Headings, a table and a picture; the second of its three A4 pages lies on its side."""
    file, word = io.BytesIO(), docx.Document()
    word.core_properties.language = "da-DK"
    word.add_heading("Økonomi", 1)
    word.add_paragraph(text)
    table = word.add_table(rows=2, cols=3, style="Table Grid")
    for cell, letters in zip(table._cells, "ÆØÅæøå", strict=True):
        cell.text = letters
    word.add_picture(picture(), width=Mm(60))
    for heading in ("Bred tabel", "Bilag"):
        page = word.add_section()
        word.add_heading(heading, 2)
    for number, page in enumerate(word.sections):
        page.page_width, page.page_height = Mm(210), Mm(297)
        if number == 1:
            page.orientation = WD_ORIENT.LANDSCAPE
            page.page_width, page.page_height = Mm(297), Mm(210)
    word.save(file)
    return file.getvalue()


def picture(size: tuple[int, int] = (60, 40)) -> io.BytesIO:
    file = io.BytesIO()
    Image.new("RGB", size, "red").save(file, "PNG")
    file.seek(0)
    return file


# --- Excel ----------------------------------------------------------------------------------------


def grid(rows: int, columns: int) -> Rows:
    head = [f"Kolonne {number}" for number in range(1, columns + 1)]
    return [head, *([f"Række {row}", *range(row, row + columns - 1)] for row in range(1, rows))]


def sheet_xml(rows: Rows, before: str = "", after: str = "") -> str:
    """`before` and `after` stand around the cells: what the sheet says of columns and printing."""
    body = "".join(
        f'<row r="{y}">{"".join(_cell(x, y, value) for x, value in enumerate(row))}</row>'
        for y, row in enumerate(rows, start=1)
    )
    return f'<worksheet xmlns="{_SHEETS}">{before}<sheetData>{body}</sheetData>{after}</worksheet>'


def workbook(sheets: dict[str, str], *, hidden: str = "") -> bytes:
    """From names and `sheet_xml`; one of the names can be that of a hidden sheet."""
    parts, links, names, types = {}, "", "", ""
    for number, (name, xml) in enumerate(sheets.items(), start=1):
        path = f"worksheets/sheet{number}.xml"
        parts[f"xl/{path}"] = xml.encode()
        links += f'<Relationship Id="r{number}" Type="{_LINKS}/worksheet" Target="{path}"/>'
        state = ' state="hidden"' if name == hidden else ""
        names += f'<sheet name="{name}" sheetId="{number}" r:id="r{number}"{state}/>'
        kind = f"{OFFICE}spreadsheetml.worksheet+xml"
        types += f'<Override PartName="/xl/{path}" ContentType="{kind}"/>'
    book = f'<workbook xmlns="{_SHEETS}" xmlns:r="{_LINKS}"><sheets>{names}</sheets></workbook>'
    main = f'<Relationship Id="r1" Type="{_LINKS}/officeDocument" Target="xl/workbook.xml"/>'
    content_types = (
        f'<Types xmlns="{_TYPES}"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{EXCEL_TYPE}"/>{types}</Types>'
    )
    return make_zip(
        {
            "[Content_Types].xml": content_types.encode(),
            "_rels/.rels": _relations(main),
            "xl/workbook.xml": book.encode(),
            "xl/_rels/workbook.xml.rels": _relations(links),
            **parts,
        }
    )


def _relations(inner: str) -> bytes:
    return f'<Relationships xmlns="{_RELATIONS}">{inner}</Relationships>'.encode()


def _cell(column: int, row: int, value: str | float) -> str:
    place = f"{chr(64 + column // 26) if column > 25 else ''}{chr(65 + column % 26)}{row}"
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'
    return f'<c r="{place}"><v>{value}</v></c>'


# --- PowerPoint -----------------------------------------------------------------------------------

_SLIDES = """<?xml version="1.0" encoding="UTF-8"?>
<office:document office:version="1.3"
  office:mimetype="application/vnd.oasis.opendocument.presentation"
  xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
  xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
  xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
  xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
  xmlns:presentation="urn:oasis:names:tc:opendocument:xmlns:presentation:1.0"
  xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
  xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0">
<office:automatic-styles>
  <style:page-layout style:name="wide"><style:page-layout-properties
    fo:page-width="28cm" fo:page-height="15.75cm"/></style:page-layout>
  <style:style style:name="hidden" style:family="drawing-page"><style:drawing-page-properties
    presentation:visibility="hidden"/></style:style>
</office:automatic-styles>
<office:master-styles><style:master-page style:name="all" style:page-layout-name="wide"/>
</office:master-styles>
<office:body><office:presentation>{}</office:presentation></office:body></office:document>"""
_SLIDE = """<draw:page draw:master-page-name="all" draw:style-name="{style}">
<draw:frame svg:x="2cm" svg:y="1cm" svg:width="24cm" svg:height="3cm">
  <draw:text-box><text:p>{text}</text:p></draw:text-box></draw:frame>
<presentation:notes><draw:frame presentation:class="notes"
  svg:x="2cm" svg:y="14cm" svg:width="16cm" svg:height="10cm">
  <draw:text-box><text:p>Talernote</text:p></draw:text-box></draw:frame></presentation:notes>
</draw:page>"""


def presentation(folder: Path, *texts: str, hidden: str) -> bytes:
    """A slide for each text, with a note for the speaker; LibreOffice itself writes the file."""
    slides = [_SLIDE.format(text=text, style="hidden" * (text == hidden)) for text in texts]
    source = folder / "slides.fodp"
    source.write_text(_SLIDES.format("".join(slides)), encoding="utf-8")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    to = ["--convert-to", "pptx:Impress MS PowerPoint 2007 XML", "--outdir", folder]
    subprocess.run(
        ["soffice", profile, "--headless", *to, source], check=True, capture_output=True, timeout=60
    )
    return source.with_suffix(".pptx").read_bytes()


# --- What came out --------------------------------------------------------------------------------


class Made:
    """A PDF by LibreOffice, whose fonts have one byte for each letter."""

    def __init__(self, pdf: bytes | None) -> None:
        assert pdf is not None, "there is no PDF"
        self.pdf = pikepdf.open(io.BytesIO(pdf))

    @property
    def sizes(self) -> list[tuple[int, int]]:
        """Width and height of each page in millimetres."""
        boxes = [page.mediabox for page in self.pdf.pages]
        return [(round(float(w) / 72 * 25.4), round(float(h) / 72 * 25.4)) for _, _, w, h in boxes]

    @property
    def bookmarks(self) -> list[str]:
        with self.pdf.open_outline() as outline:
            return list(_titles(outline.root))

    @property
    def fonts(self) -> list[pikepdf.Object]:
        return [thing for thing in self.pdf.objects if _type_of(thing) == "/Font"]

    @property
    def pictures(self) -> list[pikepdf.Object]:
        streams = [thing for thing in self.pdf.objects if isinstance(thing, pikepdf.Stream)]
        return [stream for stream in streams if stream.get("/Subtype") == "/Image"]

    @property
    def pages(self) -> list[str]:
        """The text of each page."""
        return ["".join(_letters_on(page)) for page in self.pdf.pages]


def _type_of(thing: pikepdf.Object) -> str:
    return str(thing.get("/Type", "")) if isinstance(thing, pikepdf.Dictionary) else ""


def _titles(items: list[pikepdf.OutlineItem]) -> Iterator[str]:
    for item in items:
        yield item.title
        yield from _titles(item.children)


def _letters_on(page: pikepdf.Page) -> Iterator[str]:
    letters: dict[int, str] = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            letters = _letters_of(page.Resources.Font[str(operands[0])])
        elif str(operator) in {"Tj", "TJ"}:
            parts = operands[0] if str(operator) == "TJ" else operands
            strings = [bytes(part) for part in parts if isinstance(part, pikepdf.String)]
            yield "".join(letters.get(code, "") for code in b"".join(strings))


def _letters_of(font: pikepdf.Object) -> dict[int, str]:
    pairs = re.findall(rb"<([0-9A-Fa-f]{2})> <([0-9A-Fa-f]{4})>", font.ToUnicode.read_bytes())
    return {int(code, 16): chr(int(letter, 16)) for code, letter in pairs}
