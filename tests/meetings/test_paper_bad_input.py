"""What somebody may write into an agenda, and what the paper makes of it."""

import itertools

import pytest

from meetings import readable
from meetings.documents import Layout, agenda_pdf  # before the quick printer takes its place
from tests.factories import AgendaItemFactory
from tests.meetings.conftest import NOON
from tests.paper_places import outside, places
from tests.papers import Paper

WORD = "u" * 500
TITLE = ("Godkendelse af kommissorium " * 9)[:249] + "!"
MARKUP = "<b>Fed</b> & \"anført\" 'enkelt' <script>alert(1)</script> &amp;"
SENTENCES = "<p>Rådet drøfter sagen. " + "Den er lang. " * 12 + "</p>"
LIST = "<ul><li>Trin {}" * 10 + "</li></ul>" * 10
LAYOUTS = [Layout.NORMAL, Layout.LARGE, Layout.SCREEN]
EDGE = 8  # points


def printed(meeting, layout: Layout = Layout.NORMAL) -> Paper:
    draft = readable.draft(meeting.pk, is_whole=True)
    return Paper(agenda_pdf(draft, issued_at=NOON, layout=layout))


@pytest.fixture
def bad(agenda, attach):
    """Long words, long titles, markup, forty attachments, and lists of ten levels."""
    item = agenda.composition
    item.title = WORD[:250]
    item.case_number = "S" * 30
    item.background = f"<p>{WORD} 😀 שלום</p><h5>{WORD}</h5><ul><li>{WORD}</li></ul>"
    item.presentation = LIST.format(*range(1, 11))
    item.save()
    agenda.chair.title = TITLE
    agenda.chair.save()
    for number in range(1, 41):
        attach(agenda.chair, title={1: WORD[:200], 2: MARKUP}.get(number, f"Notat {number}"))
    return agenda


@pytest.mark.parametrize("layout", LAYOUTS)
def test_nothing_is_cut_off_and_all_fonts_are_embedded(bad, layout):
    paper = printed(bad.meeting, layout)

    assert [place for page in paper.pdf.pages for place in outside(page, edge=EDGE)] == []
    assert all("/FontFile2" in font for font in paper.fonts)
    assert paper.text.replace(" ", "").count("u" * 20) > 3
    assert MARKUP.replace(" ", "") in paper.text.replace(" ", "")
    assert paper.text.count(TITLE) == 2  # in the contents and above the item
    assert [f"Bilag 1.2.{number} " in paper.text for number in range(1, 41)] == [True] * 40
    assert [f"Trin {level}" in paper.text for level in range(1, 11)] == [True] * 10
    assert f"  1.2 {TITLE}" in paper.bookmarks


def test_same_bad_input_gives_the_same_bytes(bad):
    draft = readable.draft(bad.meeting.pk, is_whole=True)

    assert agenda_pdf(draft, issued_at=NOON) == agenda_pdf(draft, issued_at=NOON)


def test_item_of_200_pages_is_printed(agenda):
    agenda.composition.presentation = "".join(
        f"<p>Afsnit {number}. {'Ord i en lang sag. ' * 60}</p>" for number in range(1, 710)
    )
    agenda.composition.save()

    paper = printed(agenda.meeting)

    assert len(paper.pages) > 200
    assert "Afsnit 709." in paper.text
    assert paper.pages[200].endswith(f"Side 201 af {len(paper.pages)}")


def test_item_without_text_is_its_title_and_nothing_is_made_up(agenda):
    paper = printed(agenda.meeting)

    assert "1.2 Formandskab 2 Eventuelt" in paper.text
    assert paper.bookmarks[-2:] == ["  1.2 Formandskab", "2 Eventuelt"]


def test_agenda_of_nothing_but_titles_is_printed(meeting):
    for position in range(60):
        AgendaItemFactory(meeting=meeting, title=f"Emne nr. {position}", position=position)

    paper = printed(meeting)

    assert paper.text.count("Emne nr. 59") == 2
    assert all("Emne" in page for page in paper.pages[1:])


@pytest.mark.parametrize("layout", LAYOUTS)
def test_headings_are_never_alone_at_the_end_of_a_page(agenda, layout):
    """Items of various lengths, so that headings would fall on every line of a page."""
    for number in range(2, 16):
        AgendaItemFactory(
            meeting=agenda.meeting,
            parent=agenda.main,
            position=number,
            title=f"Overskrift {number}",
            case_number="SAG-2021-06268",
            background=SENTENCES * (number % 5 + 1),
            recommendation="<p>Det indstilles, at</p><ul><li>det sker</li><li>straks</li></ul>",
            presentation=f"<h5>Mellemrubrik</h5>{SENTENCES}",
        )

    paper = printed(agenda.meeting, layout)

    heads = ("Baggrund", "Indstilling", "Sagsfremstilling", "Mellemrubrik", "Overskrift", "SAG-")
    for page in paper.pdf.pages[2:]:
        body = [p for p in places(page) if p.text and "Side" not in p.text][:-1]
        lowest = min(
            itertools.takewhile(lambda p: "KKR" not in p.text, body), key=lambda p: p.bottom
        )
        assert not lowest.text.startswith(heads)
        assert not lowest.text.startswith("Det indstilles, at")
