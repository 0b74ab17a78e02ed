"""A Word file becomes the parts of an item, and nothing is left out without a word about it."""

import datetime

import pytest

from meetings import richtext
from meetings.word_export import WordAgenda, WordItem, docx_bytes
from meetings.word_import import ImportedItem, read_item
from tests.meetings.word_files import (
    BULLETS,
    IMAGE,
    NUMBERS,
    bold,
    cell,
    comment_reference,
    docx,
    heading,
    link,
    note_reference,
    paragraph,
    run,
    table,
    text_box,
    tracked,
)

SECTIONS = (heading("Baggrund"), paragraph("a"), heading("Indstilling"), paragraph("b"))


def background(*body: str, **parts) -> str:
    """The HTML of a section with this content."""
    return read_item(docx(heading("Baggrund"), *body, **parts)).background


def notes(*body: str, **parts) -> tuple[str, ...]:
    return read_item(docx(heading("Emne"), heading("Baggrund"), *body, **parts)).notes


def test_an_item_with_everything_in_its_place():
    item = read_item(
        docx(
            paragraph("Ændring af æblehøst på Ærø", style="Titel"),
            paragraph("SAG-2021-06268 abc"),
            heading("Baggrund"),
            paragraph("Første ", run("vigtige", "b"), " sætning & ", run("flere", "i"), "."),
            heading("Indstilling"),
            paragraph("Det indstilles, at KKR godkender."),
            heading("Sagsfremstilling"),
            heading("Økonomi", 2),
            paragraph("Det koster 5 < 6 kr."),
        )
    )
    assert item == ImportedItem(
        title="Ændring af æblehøst på Ærø",
        case_number="SAG-2021-06268",
        initials="abc",
        background=("<p>Første <strong>vigtige</strong> sætning &amp; <em>flere</em>.</p>"),
        recommendation="<p>Det indstilles, at KKR godkender.</p>",
        presentation="<h5>Økonomi</h5><p>Det koster 5 &lt; 6 kr.</p>",
        notes=(),
    )


# --- Headings ------------------------------------------------------------------------------------


@pytest.mark.parametrize("level", [1, 2, 7])
@pytest.mark.parametrize(
    "written",
    ["Indstilling", "INDSTILLING", "indstilling:", "2. Indstilling", "2.1 Indstilling :",
     "B) Indstilling", "II. Indstilling", "  Indstilling\u00a0", "1.Indstilling."],
)  # fmt: skip
def test_headings_of_sections(written, level):
    item = read_item(docx(heading("Emne"), heading(written, level), paragraph("x")))
    assert (item.recommendation, item.notes) == ("<p>x</p>", ())
    item = read_item(docx(bold("Emne"), bold(written), paragraph("x")))
    assert (item.title, item.recommendation, item.notes) == ("Emne", "<p>x</p>", ())


@pytest.mark.parametrize(
    "written",
    ["Sagsfremstilling og baggrund", "Baggrunden", "Ny indstilling", "Indstilling til KKR",
     "Baggrund 2", "ındstilling", "Indſtilling"],
)  # fmt: skip
def test_other_headings_stay_in_the_text(written):
    assert background(heading(written, 2)) == f"<h5>{written}</h5>"
    assert background(bold(written)) == f"<p><strong>{written}</strong></p>"


def test_heading_that_word_numbers():
    item = read_item(
        docx(
            heading("Emne"),
            paragraph(run("Baggrund", "b"), numbering=(NUMBERS, 0)),
            paragraph("a"),
            paragraph(run("Indstilling", "b"), numbering=(NUMBERS, 0)),
            paragraph("Indstilling", numbering=(NUMBERS, 0)),
        )
    )
    assert (item.background, item.notes) == ("<p>a</p>", ())
    assert item.recommendation == "<ol><li>Indstilling</li></ol>"


def test_line_that_only_says_baggrund_is_taken_with_a_note():
    item = read_item(docx(heading("Emne"), paragraph("Baggrund:"), paragraph("a")))
    assert item.background == "<p>a</p>"
    assert "»Baggrund:« er læst som overskrift" in item.notes[0]


@pytest.mark.parametrize(
    "line",
    [
        paragraph(run("Indstilling:", "b"), " Det indstilles."),
        paragraph(run("Indstilling", "b"), ": Det indstilles."),
        paragraph(run("Indstilling", "b"), run("\nDet indstilles.")),
        paragraph(run("Indstilling\n", "b"), "Det indstilles."),
        paragraph(run("Indstilling", "b", "i"), run("\n\nDet indstilles.")),
    ],
)
def test_heading_that_shares_a_paragraph_with_its_text(line):
    item = read_item(docx(*SECTIONS[:2], line))
    assert item.recommendation == "<p>Det indstilles.</p>"


@pytest.mark.parametrize(
    "line",
    [
        paragraph(run("Indstilling", "b"), " til KKR: godkend"),
        paragraph("Indstilling: godkend"),
        table([cell(run("Indstilling", "b"))]),
    ],
)
def test_the_word_alone_makes_no_heading(line):
    assert read_item(docx(*SECTIONS[:2], line)).recommendation == ""


def test_section_that_stands_twice_is_put_together():
    item = read_item(docx(heading("E"), *SECTIONS, heading("Baggrund"), paragraph("c")))
    assert item.background == "<p>a</p><p>c</p>"
    assert "»Baggrund« står flere gange" in item.notes[0]


# --- Title and case number -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "title", "number"),
    [
        ("1.4 Æbler", "Æbler", "1.4"),
        ("1.4. Æbler", "Æbler", "1.4"),
        ("4. Æbler", "Æbler", "4"),
        ("4) Æbler", "Æbler", "4"),
        ("Punkt 1.4: Æbler", "Æbler", "Punkt 1.4"),
        ("PUNKT 4 – Æbler", "Æbler", "PUNKT 4"),
        ("Dagsordenspunkt 1.4 Æbler", "Æbler", "Dagsordenspunkt 1.4"),
        ("1.4 – Æbler", "Æbler", "1.4"),
    ],
)
def test_number_before_the_title_is_taken_off(written, title, number):
    item = read_item(docx(heading(written), *SECTIONS))
    assert item.title == title
    assert item.notes[0].startswith(f"»{number}« foran overskriften er udeladt")


@pytest.mark.parametrize(
    "written",
    ["19 kommuner", "2022-budget", "2022. Æbler", "1. maj i KKR", "1.4", "Punktlig", "3-5 år",
     "Punkter", "1.4-møde", "Punkt 1.4:"],
)  # fmt: skip
def test_numbers_that_belong_to_the_title(written):
    item = read_item(docx(heading(written), *SECTIONS))
    assert (item.title, item.notes) == (written, ())


def test_heading_goes_before_bold_line_and_bold_line_before_nothing():
    item = read_item(docx(bold("KKR"), heading("Emne"), *SECTIONS))
    assert (item.title, item.presentation) == ("Emne", "<p><strong>KKR</strong></p>")
    item = read_item(docx(paragraph("KKR"), bold("Emne"), bold("Mere"), *SECTIONS))
    assert (item.title, item.presentation) == ("Emne", "<p>KKR</p><p><strong>Mere</strong></p>")
    assert item.notes[0].startswith("Tekst før det første afsnit")


def test_document_without_title():
    item = read_item(docx(paragraph("KKR"), *SECTIONS))
    assert (item.title, item.presentation) == ("", "<p>KKR</p>")
    assert item.notes[0].startswith("Dokumentet har ingen overskrift")


def test_title_that_is_too_long_is_text():
    item = read_item(docx(heading("x" * 251), *SECTIONS))
    assert item.title == ""
    assert "x" * 251 in item.presentation


def test_document_without_sections():
    item = read_item(docx(heading("Emne"), paragraph("a"), paragraph("b")))
    assert (item.title, item.presentation) == ("Emne", "<p>a</p><p>b</p>")
    assert item.notes[0].startswith("Dokumentet har ingen af overskrifterne")


@pytest.mark.parametrize(
    ("written", "case_number", "initials"),
    [
        ("SAG-2021-06268", "SAG-2021-06268", ""),
        ("SAG-2021-06268 abc", "SAG-2021-06268", "abc"),
        ("SAG-2021-06268\u00a0  ÆØÅ", "SAG-2021-06268", "ÆØÅ"),
        ("Sagsnr.: SAG-2021-06268 (abc)", "SAG-2021-06268", "abc"),
        ("Sagsnummer SAG-2021-06268, sagsbehandler: abc", "SAG-2021-06268", "abc"),
        ("sag 2021 – 06268 / abc", "SAG-2021-06268", "abc"),
        ("Sag – 2021-06268 abc", "SAG-2021-06268", "abc"),
    ],
)
def test_case_number(written, case_number, initials):
    for line in (paragraph(written), bold(written), heading(written)):
        item = read_item(docx(line, heading("Emne"), *SECTIONS))
        found = (item.title, item.case_number, item.initials, item.notes)
        assert found == ("Emne", case_number, initials, ())


def test_case_number_in_the_same_paragraph_as_the_title():
    for line in (
        paragraph(run("Emne\nSAG-2021-06268 abc"), style="Overskrift1"),
        bold("Emne\nSAG-2021-06268 abc"),
    ):
        item = read_item(docx(line, *SECTIONS))
        assert (item.title, item.case_number, item.initials) == ("Emne", "SAG-2021-06268", "abc")


def test_case_number_at_the_end():
    item = read_item(docx(heading("Emne"), *SECTIONS, paragraph("SAG-2021-06268")))
    assert (item.case_number, item.recommendation) == ("SAG-2021-06268", "<p>b</p>")


def test_second_case_number_stays_with_a_note():
    first, second = paragraph("SAG-2021-06268"), paragraph("SAG-2022-00001")
    item = read_item(docx(heading("Emne"), first, *SECTIONS, first, second))
    assert item.case_number == "SAG-2021-06268"
    assert item.recommendation == "<p>b</p><p>SAG-2022-00001</p>"
    assert "SAG-2022-00001 er ladet stå i teksten" in item.notes[0]


def test_text_about_a_case_is_no_case_number():
    text = "Se SAG-2021-06268 om emnet."
    assert read_item(docx(*SECTIONS, paragraph(text))).case_number == ""


# --- Text ----------------------------------------------------------------------------------------


def test_nested_lists():
    levels = [(BULLETS, 0), (BULLETS, 1), (NUMBERS, 2), (BULLETS, 0)]
    items = [
        paragraph(name, numbering=numbering, style="Listeafsnit")
        for name, numbering in zip("abcd", levels, strict=True)
    ]
    assert background(*items) == (
        "<ul><li>a<ul><li>b<ol><li>c</li></ol></li></ul></li><li>d</li></ul>"
    )


def test_lists_of_nine_levels():
    items = [paragraph(str(level), numbering=(NUMBERS, level)) for level in range(9)]
    assert background(*items).count("<ol>") == 9


def test_numbered_lists_that_begin_again_are_noted():
    one, two = (paragraph(name, numbering=(NUMBERS, 0)) for name in "ab")
    assert notes(one, two) == ()
    assert notes(one, paragraph("x"), two)[0].startswith("Nummererede lister begynder forfra")


def test_table_with_merged_cells():
    html = background(
        table(
            [cell("Kommune", columns=2), cell("Antal", merged="restart")],
            [cell("Ærø"), cell(run("Odense", "b")), cell("", merged="continue")],
            head=False,
        )
    )
    assert html == (
        '<table><tr><td colspan="2"><p>Kommune</p></td><td rowspan="2"><p>Antal</p></td></tr>'
        "<tr><td><p>Ærø</p></td><td><p><strong>Odense</strong></p></td></tr></table>"
    )
    assert 'rowspan="2"' in richtext.clean(html)


def test_head_of_a_table():
    html = background(table([cell("Kommune")], [cell("Ærø")], head=True))
    assert html.startswith('<table><thead><tr><th scope="col"><p>Kommune</p></th>')


def test_first_row_in_bold_is_the_head_of_a_table():
    def in_bold(name):
        return cell(run(name, "b"))

    html = background(table([in_bold("Kommune"), in_bold("Antal"), cell()], [cell("Ærø")] * 3))
    assert html.startswith(
        '<table><thead><tr><th scope="col"><p>Kommune</p></th><th scope="col"><p>Antal</p></th>'
        '<th scope="col"></th></tr></thead><tbody><tr><td><p>Ærø</p></td>'
    )
    assert 'scope="col"' in richtext.clean(html)
    for rows in (
        [[in_bold("Kommune"), cell("Antal")], [cell("Ærø"), cell("2")]],
        [[in_bold("Kommune")], [in_bold("Ærø")]],
        [[in_bold("Kommune")]],
        [[cell()], [cell("Ærø")]],
    ):
        assert "<th" not in background(table(*rows))


def test_what_was_exported_is_read_back_with_quotations_and_paragraphs_in_items():
    section = (
        "<p>a</p><blockquote><p>b</p><p>c</p></blockquote>"
        "<ol><li><p>d</p><p>e</p><ul><li><p>f</p><p>g</p></li></ul></li><li>h</li></ol>"
        "<table><thead><tr><th>i</th></tr></thead><tbody><tr><td>j</td></tr></tbody></table>"
    )
    item = WordItem("1", "Emne", sections=(("Baggrund", section),))
    moment = datetime.datetime(2022, 1, 19, 10, tzinfo=datetime.UTC)

    read = read_item(docx_bytes(WordAgenda("Dagsorden", "KKR", items=(item,)), moment=moment))

    assert read.background == (
        "<p>a</p><blockquote><p>b</p><p>c</p></blockquote>"
        "<ol><li>d<p>e</p><ul><li>f<p>g</p></li></ul></li><li>h</li></ol>"
        '<table><thead><tr><th scope="col"><p>i</p></th></tr></thead>'
        "<tbody><tr><td><p>j</p></td></tr></tbody></table>"
    )


def test_links():
    html = background(
        paragraph(link("KL", to="rLink"), " og ", link("ovenfor", anchor="_Toc1")),
        '<w:bookmarkStart w:id="1" w:name="_Toc1"/><w:bookmarkEnd w:id="1"/>',
        links={"rLink": "https://www.kl.dk/?a=1&b=2"},
    )
    assert html == '<p><a href="https://www.kl.dk/?a=1&amp;b=2">KL</a> og ovenfor</p>'


def test_links_that_run_something_are_for_the_sanitiser():
    html = background(paragraph(link("x", to="r")), links={"r": "javascript:alert(1)"})
    assert richtext.clean(html) == "<p><a>x</a></p>"


def test_line_breaks_stay():
    assert background(paragraph(run("a\nb"))) == "<p>a<br>b</p>"


def test_empty_lines_go():
    assert background(paragraph(), paragraph(" \u00a0"), paragraph("a"), heading(" ")) == "<p>a</p>"


def test_empty_cells_stay():
    assert background(table([cell(), cell(" \u00a0"), cell("a")])) == (
        "<table><tr><td></td><td></td><td><p>a</p></td></tr></table>"
    )


def test_text_outside_paragraphs_is_kept():
    lines = (run("a"), run("b", "b"), paragraph("c"), run("d"))
    assert background(*lines) == "<p>a<strong>b</strong></p><p>c</p><p>d</p>"


def test_bold_headings_are_only_headings():
    line = paragraph(run("Økonomi", "b", "i"), style="Overskrift2")
    assert background(line) == "<h5><em>Økonomi</em></h5>"


def test_tracked_changes():
    line = paragraph("a ", tracked("del", run("slettet ")), tracked("ins", run("indsat")))
    assert background(line) == "<p>a indsat</p>"
    assert notes(line)[0].startswith("Der er ændringer, som ikke er godkendt")


def test_paragraph_whose_end_is_deleted_runs_on():
    lines = (paragraph("a ", marks='<w:del w:id="1"/>'), paragraph("b"))
    assert background(*lines) == "<p>a b</p>"


def test_comments_are_left_out():
    lines = (paragraph("a", comment_reference(1)), paragraph("b", comment_reference(2)))
    parts = {"comments": [paragraph("Hemmeligt"), paragraph("Intern")]}
    assert background(*lines, **parts) == "<p>a</p><p>b</p>"
    assert notes(*lines, **parts) == ("2 kommentarer er udeladt.",)
    assert notes(lines[0], **parts) == ("1 kommentar er udeladt.",)


def test_images_are_left_out_and_counted():
    html = background(paragraph(IMAGE), paragraph("a", IMAGE))
    assert html == "<p>a</p>"
    assert notes(paragraph("a", IMAGE))[0].startswith("1 billede er udeladt")
    assert notes(paragraph(IMAGE), paragraph("a", IMAGE))[0].startswith("2 billeder er udeladt")


def test_footnotes_stand_at_the_end_of_their_section():
    item = read_item(
        docx(
            heading("Emne"),
            heading("Baggrund"),
            paragraph("a", note_reference(2), "."),
            heading("Indstilling"),
            paragraph("b", note_reference(1), note_reference(1, "endnote")),
            paragraph("c"),
            footnotes=[paragraph("Første", style="Fodnotetekst"), paragraph(run("Anden", "i"))],
            endnotes=[paragraph("Slut") + paragraph("mere")],
        )
    )
    assert item.background == "<p>a<sup>1</sup>.</p><p><sup>1</sup> <em>Anden</em></p>"
    assert item.recommendation == (
        "<p>b<sup>2</sup><sup>3</sup></p><p>c</p>"
        "<p><sup>2</sup> Første</p><p><sup>3</sup> Slut</p><p>mere</p>"
    )
    assert item.notes == (
        "3 fodnoter er sat som tekst sidst i det afsnit, som henvisningen står i.",
    )


def test_footnote_of_the_title_is_kept():
    item = read_item(
        docx(
            paragraph("Emne", note_reference(1), style="Overskrift1"),
            *SECTIONS,
            footnotes=[paragraph("Note")],
        )
    )
    assert (item.title, item.presentation) == ("Emne", "<p><sup>1</sup> Note</p>")


@pytest.mark.parametrize(
    ("content", "note"),
    [
        (run("x", "strike"), "Overstreget tekst"),
        (run("x", "vanish"), "Dokumentet har skjult tekst"),
        (text_box(paragraph("x")), "Tekst i tekstfelter"),
        ("<m:oMath><m:r><m:t>y</m:t></m:r></m:oMath>" + run("x"), "Formler er udeladt"),
        ('<w:fldSimple w:instr="DATE"><w:r><w:t>y</w:t></w:r></w:fldSimple>' + run("x"),
         "Tekst i felter"),
        ('<w:r><w:sym w:font="Symbol" w:char="F0FF"/></w:r>' + run("x"), "Enkelte specialtegn"),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_noted(content, note):
    assert background(paragraph("a", content)).replace("</p><p>", "") == "<p>ax</p>"
    (found,) = notes(paragraph("a", content))
    assert found.startswith(note)


def test_margins_are_noted_when_they_hold_words():
    assert notes(paragraph("a"), header=paragraph("Side 2")) == (
        "Tekst i sidehoved og sidefod er udeladt.",
    )
    assert notes(paragraph("a"), header=paragraph("2")) == ()


def test_result_is_what_the_sanitiser_keeps():
    html = background(
        heading("Økonomi", 2),
        paragraph("a", numbering=(NUMBERS, 0)),
        paragraph("b ", run("c", "b", "i"), link("KL", to="r")),
        links={"r": "https://www.kl.dk"},
    )
    assert richtext.clean(html) == html
