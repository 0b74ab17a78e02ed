"""What a sheet says about its printing before LibreOffice gets to see it."""

import io
import re
import time
import zipfile

import pytest

from meetings.binding.sheets import fit_to_width
from tests.meetings.uploads import EXCEL, WORD, make_office, make_zip
from tests.office.samples import grid, sheet_xml, workbook


def fitted(xml: str) -> str:
    with zipfile.ZipFile(io.BytesIO(fit_to_width(workbook({"Ark": xml})))) as book:
        return book.read("xl/worksheets/sheet1.xml").decode()


def paper(xml: str) -> tuple[str, ...]:
    """What the last word on the page says: paper, direction, and how many pages across."""
    page = re.findall(r"<(?:\w+:)?pageSetup[^>]*>", fitted(xml))[-1]
    names = ("paperSize", "orientation", "fitToWidth", "fitToHeight")
    return tuple(re.search(rf' {name}="(\w+)"', page)[1] for name in names)


A4, A4_WIDE, A3_WIDE = (
    ("9", "portrait", "1", "0"),
    ("9", "landscape", "1", "0"),
    ("8", "landscape", "1", "0"),
)


@pytest.mark.parametrize(
    ("columns", "expected"),
    [(1, A4), (12, A4), (13, A4_WIDE), (25, A4_WIDE), (26, A3_WIDE), (90, A3_WIDE)],
)
def test_paper_grows_with_the_table(columns, expected):
    assert paper(sheet_xml(grid(3, columns))) == expected


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ('<cols><col min="1" max="4" width="60" customWidth="1"/></cols>', A3_WIDE),
        ('<cols><col width="100" max="2" min="2"/></cols>', A4_WIDE),
        ('<cols><col min="2" max="4" width="60" hidden="1"/></cols>', A4),
        ('<cols><col min="5" max="16384" width="60"/></cols>', A4),
        ("<cols><col min='1' max='4' width='60'/></cols>", A3_WIDE),
        ('<cols><col min="1" max="1" width="nan"/></cols>', A3_WIDE),
    ],
)
def test_columns_count_by_their_width(before, expected):
    assert paper(sheet_xml(grid(3, 4), before)) == expected


def test_empty_cells_do_not_count():
    row = "".join(f'<c r="{letter}9" s="1"/>' for letter in ("A", "Z", "XFD"))
    xml = sheet_xml(grid(3, 4)).replace("</sheetData>", f'<row r="9">{row}</row></sheetData>')

    assert paper(xml) == A4


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ('orientation="landscape"', A4_WIDE),
        ('orientation="portrait"', A4),
        ('paperSize="8" orientation="landscape"', A3_WIDE),
        ('paperSize="1"', A4),
        ('scale="100"', A4),
    ],
)
def test_paper_does_not_shrink(said, expected):
    assert paper(sheet_xml(grid(3, 4), after=f"<pageSetup {said}/>")) == expected


def test_whatever_else_the_page_says_is_kept():
    after = '<pageSetup orientation="portrait" blackAndWhite="1" r:id="rId1"/>'
    xml = sheet_xml(grid(3, 4), after=after).replace("<worksheet ", '<worksheet xmlns:r="urn:r" ')

    assert ' blackAndWhite="1" r:id="rId1" paperSize="9"' in fitted(xml)


def test_names_can_have_prefixes():
    xml = re.sub(r"<(/?)(?=[a-z])", r"<\1x:", sheet_xml(grid(3, 20)))
    xml = xml.replace(" xmlns=", " xmlns:x=")

    assert paper(xml) == A4_WIDE
    assert fitted(xml).endswith('fitToHeight="0"/></x:worksheet>')


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<sheetPr><tabColor rgb="F"/><pageSetUpPr fitToPage="1"/></sheetPr>', ""),
        ("<sheetPr><pageSetUpPr autoPageBreaks='0' fitToPage='true'/></sheetPr>", ""),
        ("", '<pageSetup paperSize="9" scale="55"/>'),
        ("", '<colBreaks count="1"><brk id="3"/></colBreaks>'),
    ],
)
def test_what_its_author_saw_to_stays(before, after):
    xml = sheet_xml(grid(3, 40), before, after)

    assert fitted(xml) == xml


@pytest.mark.parametrize("data", [b"", b"rod", EXCEL[:200], EXCEL[:-30], WORD[:-200]])
def test_what_cannot_be_read_stays(data):
    assert fit_to_width(data) == data


@pytest.mark.parametrize("sheet", [b"", b"<worksheet/>", b"<html></html>", b"\xff\xfe<\0w\0"])
def test_a_strange_sheet_stays(sheet):
    data = make_office("xl/workbook.xml", "x", {"xl/worksheets/sheet1.xml": sheet})

    with zipfile.ZipFile(io.BytesIO(fit_to_width(data))) as book:
        assert book.read("xl/worksheets/sheet1.xml") == sheet


def test_a_workbook_that_unfolds_to_too_much_stays():
    data = make_zip({"xl/worksheets/sheet1.xml": bytes(50_000_001)})

    assert fit_to_width(data) is data


@pytest.mark.parametrize(
    "said", ['min="x" max="y" width="z"', f'min="-{"9" * 400}" max="2" width="1"']
)
def test_strange_columns_do_no_harm(said):
    xml = sheet_xml(grid(3, 4), f"<cols><col {said}/></cols>")
    data = workbook({"Ark": xml})

    assert fit_to_width(data) == data


@pytest.mark.parametrize(
    "part",
    [
        *("<c ", "<c r", "<c r='A", "r='A1' ", "<col ", "<pageSetup ", "<pageSetUpPr "),
        *("a", " a", "a=", " ", "<", "</worksheet ", "</worksheet> "),
    ],
)
@pytest.mark.parametrize("start", ["", "<c ", "<pageSetup ", "<col "])
def test_no_sheet_takes_long(start, part):
    xml = f"<worksheet>{start}{part * 200_000}></worksheet>"
    started = time.perf_counter()

    fitted(xml)

    assert time.perf_counter() - started < 2
