"""The agenda in large print, for the screen and as the chair's copy, read back from the PDFs."""

import re
from collections import Counter
from types import SimpleNamespace

import pikepdf
import pytest
from django.db import transaction

from meetings import documents, readable
from meetings.documents import Layout, agenda_pdf  # before the quick printer takes its place
from meetings.models import AgendaItem, AgendaPublication, Meeting
from tests.factories import MeetingFactory
from tests.meetings.conftest import NOON
from tests.meetings.test_documents import _agenda
from tests.papers import Paper

pytestmark = pytest.mark.django_db  # so that a test run alone finds tables, too

NOTE = "Ring til <Ærø> først.\n\nHusk tallene."
WARNING = "Formandens eksemplar. Må ikke videregives."
BODY = 14
SMALLEST = 12  # tables, marks and running heads
LAST_WORDS = "Ordet frit."  # the only text of the last page, beside headings and the table
# A book's own is set by meetings/bookbinding.py, which knows where the attachments are.
LAYOUTS = [layout for layout in Layout if layout is not Layout.BOOK]
ONLY_THE_CHAIRS = ("Ring til", "Intern note", "Tidsplan", "Afsat tid", "Formandens eksemplar")


def timed_agenda() -> Meeting:
    """1 KKR, 1.1 of 25 minutes with a note, 1.2 without time, 2 Eventuelt of 10 minutes."""
    meeting = _agenda()
    meeting.items.filter(title__startswith="Ærø").update(minutes=25, internal_note=NOTE)
    meeting.items.filter(title="KKR").update(is_heading=True)
    meeting.items.filter(title="Eventuelt").update(minutes=10)
    return meeting


def printed(agenda: readable.Agenda, layout: Layout, **facts) -> Paper:
    return Paper(agenda_pdf(agenda, issued_at=NOON, layout=layout, **facts))


def sizes(paper: Paper, page: int) -> Counter[float]:
    """How many glyphs the page has of each size, in points as they stand on paper."""
    found: Counter[float] = Counter()
    scale, kept, size, line = 1.0, [], 0.0, 1.0
    for operands, operator in pikepdf.parse_content_stream(paper.pdf.pages[page]):
        match str(operator):
            case "q":
                kept.append(scale)
            case "Q":
                scale = kept.pop()
            case "cm":
                scale *= abs(float(operands[3]))
            case "Tf":
                size = float(operands[1])
            case "Tm":
                line = abs(float(operands[3]))
            case "TJ" | "Tj":
                runs = operands[0] if str(operator) == "TJ" else operands
                count = sum(len(bytes(run)) // 2 for run in runs if isinstance(run, pikepdf.String))
                found[round(scale * size * line, 1)] += count
    return found


@pytest.fixture(scope="module")
def prints(django_db_setup, django_db_blocker):
    """Each layout of the same draft, twice; the usual one also after the chair's copy."""
    with django_db_blocker.unblock(), transaction.atomic():
        pk = timed_agenda().pk
        made = {
            layout: [
                agenda_pdf(readable.draft(pk, is_whole=True), issued_at=NOON, layout=layout)
                for _ in range(2)
            ]
            for layout in LAYOUTS
        }
        shared = readable.draft(pk, is_whole=True)
        agenda_pdf(shared, issued_at=NOON, layout=Layout.CHAIR)
        after = agenda_pdf(shared, issued_at=NOON)
        unasked = agenda_pdf(readable.draft(pk, is_whole=True), issued_at=NOON)
        transaction.set_rollback(True)
    return SimpleNamespace(made=made, after=after, unasked=unasked)


@pytest.fixture(scope="module")
def papers(prints) -> dict[Layout, Paper]:
    return {layout: Paper(made[0]) for layout, made in prints.made.items()}


# --- All layouts ---------------------------------------------------------------------------------


@pytest.mark.parametrize("layout", LAYOUTS)
def test_paper_is_byte_for_byte_the_same_when_its_content_is(prints, layout):
    first, second = prints.made[layout]

    assert first == second


def test_layouts_are_different_files_with_titles_and_identifiers_of_their_own(papers):
    assert {layout: paper.title for layout, paper in papers.items()} == {
        Layout.NORMAL: "Dagsorden, KKR Midtjylland 19. januar 2022 (udkast)",
        Layout.LARGE: "Dagsorden, KKR Midtjylland 19. januar 2022 (udkast), stor skrift",
        Layout.SCREEN: "Dagsorden, KKR Midtjylland 19. januar 2022 (udkast), til skærm",
        Layout.CHAIR: "Dagsorden, KKR Midtjylland 19. januar 2022 (udkast), formandens eksemplar",
    }
    assert len({bytes(paper.pdf.trailer.ID[0]) for paper in papers.values()}) == len(LAYOUTS)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_is_tagged_and_says_that_it_is_a_draft(papers, layout):
    paper = papers[layout]

    assert str(paper.root.Lang) == "da-DK"
    assert bool(paper.root.MarkInfo.Marked) is True
    assert {"H1", "H2", "H3", "H4", "L", "LI", "Link", "Table", "TH", "TD"} <= set(paper.tags)
    assert ["udkast" in page.lower() for page in paper.pages] == [True] * len(paper.pages)


def test_usual_paper_is_what_it_was_without_a_layout_also_after_a_chairs_copy(prints):
    assert prints.unasked == prints.made[Layout.NORMAL][0]
    assert prints.after == prints.made[Layout.NORMAL][0]


def test_usual_paper_takes_no_further_sheet():
    assert {layout: layout.sheets for layout in Layout} == {
        Layout.NORMAL: (),
        Layout.LARGE: ("css/print-large.css",),
        Layout.SCREEN: ("css/print-screen.css",),
        Layout.CHAIR: ("css/print-chair.css",),
        Layout.BOOK: ("css/print-book.css",),
    }


@pytest.mark.parametrize(
    ("layout", "name"),
    [
        (Layout.NORMAL, "dagsorden-kkr-midtjylland-2022-01-19-udkast.pdf"),
        (Layout.LARGE, "dagsorden-kkr-midtjylland-2022-01-19-stor-skrift-udkast.pdf"),
        (Layout.SCREEN, "dagsorden-kkr-midtjylland-2022-01-19-skaerm-udkast.pdf"),
        (Layout.CHAIR, "dagsorden-kkr-midtjylland-2022-01-19-formand-udkast.pdf"),
    ],
)
def test_file_name_tells_the_layout(meeting, layout, name):
    assert documents.agenda_file_name(meeting, is_whole=False, layout=layout) == name


# --- Large print ---------------------------------------------------------------------------------


def test_large_print_has_text_of_14_points_and_nothing_below_12(papers):
    large = papers[Layout.LARGE]
    found = [sizes(large, page) for page in range(len(large.pages))]

    assert min(min(page) for page in found) == SMALLEST
    assert {size for page in found for size in page if size < BODY} == {SMALLEST}
    assert min(found[0]) == BODY  # the front has neither tables nor a running head
    heads = large.pages[1].partition("KKR Midtjylland Dagsorden")
    assert found[1][SMALLEST] <= len("".join(heads[1:]))  # the contents are larger
    assert found[-1][BODY] == len(LAST_WORDS)


def test_usual_print_is_smaller_so_that_the_sizes_above_are_read_rightly(papers):
    usual = papers[Layout.NORMAL]
    found = sizes(usual, len(usual.pages) - 1)

    assert found[10] == len("Baggrund" + LAST_WORDS)
    assert found[BODY] == 0


def test_large_print_says_what_the_usual_one_says_and_front_stays_one_page(papers):
    usual, large = papers[Layout.NORMAL], papers[Layout.LARGE]

    assert large.bookmarks == usual.bookmarks
    assert large.pages[0] == usual.pages[0]
    assert "Indhold 1 KKR" in large.pages[1]
    rows = re.findall(r"Kommune \d+ \d+", " ".join(large.pages))
    assert rows == re.findall(r"Kommune \d+ \d+", " ".join(usual.pages))


@pytest.mark.parametrize("layout", [Layout.NORMAL, Layout.LARGE, Layout.SCREEN])
def test_papers_for_others_say_nothing_of_what_is_the_chairs(papers, layout):
    assert [words for words in ONLY_THE_CHAIRS if words in papers[layout].text] == []


# --- The chair's copy ----------------------------------------------------------------------------


def test_chairs_copy_says_on_each_page_that_it_is_not_to_be_passed_on(papers):
    pages = papers[Layout.CHAIR].pages

    assert [page.count(WARNING) for page in pages] == [1] * len(pages)


def test_chairs_copy_has_a_time_plan_after_the_contents(papers):
    pages = papers[Layout.CHAIR].pages

    assert pages[1].count("Indhold") == 1
    assert (
        "Tidsplan Nr. Punkt Minutter Kl. 1 KKR 1.1 Ærø, Åbenrå & <Østjylland> 25 09.30–09.55 "
        "1.2 Formandskab – 2 Eventuelt 10 09.55–10.05 I alt 35 09.30–10.05 "
        "Punkterne tager i alt 35 min. Mødet er sat til 2 t. Der er 1 t 25 min tilbage. "
        "1 punkt har ingen afsat tid."
    ) in pages[2].replace("\N{NO-BREAK SPACE}", " ")
    assert "Tidsplan" in papers[Layout.CHAIR].bookmarks
    assert (2, "tidsplan") in papers[Layout.CHAIR].links
    assert "Indhold Tidsplan 3 1 KKR" in pages[1]


def test_chairs_copy_has_time_and_note_at_the_item(papers):
    text = papers[Layout.CHAIR].text

    assert (
        "1.1 Ærø, Åbenrå & <Østjylland> SAG-2021-06268 snm Afsat tid: 25 min, kl. 09.30–09.55 "
        "Intern note Ring til <Ærø> først. Husk tallene."
    ) in text
    assert text.count("Intern note") == 1
    assert text.count("Afsat tid: ") == 2


def test_chairs_copy_says_when_the_items_take_longer_than_the_meeting(agenda):
    AgendaItem.objects.filter(pk=agenda.chair.pk).update(minutes=135)

    paper = printed(readable.draft(agenda.meeting.pk, is_whole=True), Layout.CHAIR)

    text = paper.text.replace("\N{NO-BREAK SPACE}", " ")
    assert "Mødet er sat til 2 t. Punkterne tager 15 min mere, end der er tid til." in text


def test_chairs_copy_without_any_times_has_no_empty_table(agenda):
    paper = printed(readable.draft(agenda.meeting.pk, is_whole=True), Layout.CHAIR)

    assert "Der er ikke afsat tid til punkterne." in paper.text
    assert "Table" not in paper.tags
    assert "Med interne noter. Der er ikke afsat tid til punkterne." in paper.pages[0]
    assert "Tidsplan" not in paper.text


def test_chairs_copy_tells_of_closed_items_once(agenda):
    AgendaItem.objects.filter(pk=agenda.chair.pk).update(is_open=False)

    paper = printed(readable.draft(agenda.meeting.pk, is_whole=True), Layout.CHAIR)

    assert "Med interne noter og det, der er lukket." in paper.pages[0]
    assert "Intern udgave" not in paper.text
    assert "Lukket" in paper.text


@pytest.mark.parametrize("make", ["draft", "edition"])
def test_chairs_copy_is_refused_where_something_may_have_been_left_out(
    agenda, publish, make, django_assert_num_queries
):
    source = publish(agenda.meeting) if make == "edition" else agenda.meeting.pk
    public = getattr(readable, make)(source, is_whole=False)

    with pytest.raises(ValueError, match="whole"), django_assert_num_queries(0):
        agenda_pdf(public, issued_at=NOON, version=1, layout=Layout.CHAIR)


# --- The chair's copy of an edition --------------------------------------------------------------


@pytest.fixture
def edition(agenda, publish) -> AgendaPublication:
    """What went out has no times or notes; those of 1.1 were written afterwards."""
    publication = publish(agenda.meeting)
    AgendaItem.objects.filter(pk=agenda.composition.pk).update(
        title="Senere ord", minutes=20, internal_note="Skrevet siden"
    )
    return publication


def test_chairs_copy_of_an_edition_has_its_words_with_todays_times_and_notes(edition):
    whole = readable.edition(edition, is_whole=True)

    text = printed(whole, Layout.CHAIR, version=1).text

    assert (
        "1.1 Sammensætning SAG-2021-06268 snm Afsat tid: 20 min, kl. 09.30–09.50 "
        "Intern note Skrevet siden"
    ) in text
    assert "Senere ord" not in text
    assert "De er ikke en del af den offentliggjorte udgave." in text


@pytest.mark.parametrize("layout", [Layout.NORMAL, Layout.LARGE, Layout.SCREEN])
def test_other_papers_of_an_edition_have_no_notes(edition, layout):
    whole = readable.edition(edition, is_whole=True)

    text = printed(whole, layout, version=1).text

    assert [words for words in (*ONLY_THE_CHAIRS, "Skrevet siden") if words in text] == []


def test_times_and_notes_of_an_edition_cost_one_query(
    edition, django_assert_num_queries, monkeypatch
):
    monkeypatch.setattr(documents.pdf, "render_html", lambda *args, **how: b"")
    whole = readable.edition(edition, is_whole=True)

    with django_assert_num_queries(1):
        agenda_pdf(whole, issued_at=NOON, version=1, layout=Layout.CHAIR)
    with django_assert_num_queries(0):
        agenda_pdf(whole, issued_at=NOON, version=1, layout=Layout.LARGE)


def test_item_that_is_gone_or_in_another_meeting_has_no_note(edition, agenda):
    elsewhere = MeetingFactory(term=agenda.meeting.term)
    AgendaItem.objects.filter(pk=agenda.composition.pk).update(meeting=elsewhere)
    AgendaItem.objects.filter(pk=agenda.other_business.pk).delete()
    whole = readable.edition(edition, is_whole=True)

    text = printed(whole, Layout.CHAIR, version=1).text

    assert "2 Eventuelt" in text
    assert "Skrevet siden" not in text
    assert "Der er ikke afsat tid til punkterne." in text


def test_dropped_item_keeps_its_note_and_takes_no_time(edition, agenda):
    AgendaItem.objects.filter(pk=agenda.composition.pk).update(is_dropped=True)
    whole = readable.draft(agenda.meeting.pk, is_whole=True)

    text = printed(whole, Layout.CHAIR).text

    assert "Udgår Intern note Skrevet siden Punktet behandles ikke på mødet." in text
    assert "Afsat tid: " not in text
