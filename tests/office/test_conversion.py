"""What a reader sees of Word, Excel and PowerPoint files in the book of a meeting."""

import io
import subprocess

import pikepdf
import pytest

from meetings.binding import Annex, bind, office_pdf, read
from tests.meetings.binding.files import make_pdf
from tests.office.samples import Made, grid, presentation, report, sheet_xml, workbook

pytestmark = pytest.mark.office

A4, A4_WIDE, A3_WIDE = (210, 297), (297, 210), (420, 297)


def made_of(sheets: dict[str, str], **how) -> Made:
    return Made(office_pdf(workbook(sheets, **how), ".xlsx"))


def test_a_word_document_keeps_its_pages_and_letters():
    made = Made(office_pdf(report(), ".docx"))

    assert made.sizes == [A4, A4_WIDE, A4]
    assert "Ærø får færge, Ålborg ør." in made.pages[0]
    assert "ÆØÅæøå" in made.pages[0]
    assert made.bookmarks == ["Økonomi", "Bred tabel", "Bilag"]
    assert len(made.pictures) == 1


def test_pdfs_are_tagged_and_bring_their_fonts():
    made = Made(office_pdf(report(), "DOCX"))

    assert made.pdf.Root.MarkInfo.Marked
    assert made.pdf.Root.StructTreeRoot.K[0].K
    assert made.fonts
    assert [font.BaseFont for font in made.fonts if "/FontFile2" not in font.FontDescriptor] == []


def test_word_s_own_fonts_are_replaced_by_some_as_wide():
    fonts = subprocess.run(["fc-list"], capture_output=True, text=True, check=True).stdout
    if "Carlito" not in fonts or "Caladea" not in fonts:
        pytest.skip("needs fonts-crosextra-carlito and fonts-crosextra-caladea")

    made = Made(office_pdf(report(), ".docx"))

    names = {str(font.BaseFont).partition("+")[2] for font in made.fonts}
    assert {name.partition("-")[0] for name in names} == {"Carlito", "Caladea"}


def test_a_wide_sheet_is_not_cut_but_set_on_wider_paper():
    sheets = {"Smalt": grid(5, 4), "Bredt": grid(5, 20), "Bredest": grid(5, 40)}

    made = made_of({name: sheet_xml(rows) for name, rows in sheets.items()})

    assert made.bookmarks == list(sheets)
    assert made.sizes == [A4, A4_WIDE, A3_WIDE]
    assert "Kolonne 40" in made.pages[2]


def test_a_long_sheet_goes_on_over_pages_of_the_same_width():
    made = made_of({"Langt": sheet_xml(grid(300, 20))})

    assert 3 <= len(made.pages) <= 6
    assert set(made.sizes) == {A4_WIDE}


@pytest.mark.parametrize(
    ("before", "after", "pages"),
    [
        ("", '<colBreaks><brk id="10" max="9" man="1"/></colBreaks>', 3),
        ("", '<pageSetup paperSize="9" scale="50" orientation="portrait"/>', 2),
        (
            '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>',
            '<pageSetup paperSize="9" fitToWidth="2" fitToHeight="1"/>',
            2,
        ),
    ],
)
def test_a_sheet_is_printed_as_its_author_chose(before, after, pages):
    made = made_of({"Bredt": sheet_xml(grid(5, 20), before, after)})

    assert made.sizes == [A4] * pages


def test_a_direction_alone_is_no_reason_to_cut_a_sheet():
    page = '<pageMargins left="0.7" right="0.7" top="0.7" bottom="0.7" header="0.3" footer="0.3"/>'
    page += '<pageSetup paperSize="9" orientation="portrait"/>'

    made = made_of({"Bredt": sheet_xml(grid(5, 20), "<sheetPr/>", page)})

    assert made.sizes == [A4_WIDE]


def test_a_hidden_sheet_stays_hidden():
    sheets = {name: sheet_xml([[name]]) for name in ("Åbent", "Skjult", "Også åbent")}

    made = made_of(sheets, hidden="Skjult")

    assert made.pages == ["Åbent", "Også åbent"]
    assert made.bookmarks == ["Åbent", "Også åbent"]


def test_slides_are_pages_without_what_only_the_speaker_sees(tmp_path):
    slides = presentation(tmp_path, "Sundhed på Ærø", "Skjult", "Økonomi", hidden="Skjult")

    made = Made(office_pdf(slides, ".pptx"))

    assert made.pages == ["Sundhed på Ærø", "Økonomi"]
    assert made.sizes == [(280, 158), (280, 158)]


def test_an_office_file_can_be_bound():
    pdf = office_pdf(report(), ".docx")
    assert pdf is not None
    assert read(pdf) == 3
    annex = Annex(key=1, label="Bilag 1.1", title="Økonomi", item_anchor="punkt-1", pdf=pdf)

    bound = bind(make_pdf(), [annex], title="Dagsorden")

    assert bound.unreadable == ()
    with pikepdf.open(io.BytesIO(bound.pdf)) as book:
        assert len(book.pages) == 4
