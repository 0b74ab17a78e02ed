"""The agenda on paper, read back from the finished PDF."""

import datetime
import re
import time

import pytest
from django.db import transaction

from meetings import documents, readable
from meetings.models import AgendaItem, Meeting
from tests.factories import AgendaItemFactory, CouncilFactory, MeetingFactory
from tests.meetings.conftest import DENMARK, NOON
from tests.papers import Paper

TABLE_ROWS = 60
TABLE = (
    '<table><thead><tr><th scope="col">Kommune</th><th scope="col">Overskriftsord</th></tr></thead>'
    "<tbody>{}</tbody></table>"
).format("".join(f"<tr><td>Kommune {n}</td><td>{n}</td></tr>" for n in range(TABLE_ROWS)))


def _agenda() -> Meeting:
    """1 KKR, 1.1 with all sections and a long table, 1.2 without text, 2 Eventuelt."""
    meeting = MeetingFactory(
        council=CouncilFactory(slug="midtjylland"),
        kind="constituent",
        starts_at=datetime.datetime(2022, 1, 19, 9, 30, tzinfo=DENMARK),
        practical_note="Gruppemøder fra kl. 8.30.\nKaffe fra kl. 8.",
    )
    main = AgendaItemFactory(meeting=meeting, title="KKR", position=0)
    AgendaItemFactory(
        meeting=meeting,
        parent=main,
        title="Ærø, Åbenrå & <Østjylland>",
        case_number="SAG-2021-06268",
        initials="snm",
        background='<p>Læs <a href="https://www.kl.dk/kkr">mere</a> om <em>mål</em>.</p>',
        recommendation="<p>Det <strong>indstilles</strong>, at</p><ul><li>det ske</li></ul>",
        presentation=f"<h5>Tal</h5>{TABLE}",
    )
    AgendaItemFactory(meeting=meeting, parent=main, title="Formandskab")
    AgendaItemFactory(
        meeting=meeting, title="Eventuelt", position=1, background="<p>Ordet frit.</p>"
    )
    return meeting


def read(pk: int) -> readable.Agenda:
    return readable.draft(pk, is_whole=False)


@pytest.fixture(scope="module")
def print_once(django_db_setup, django_db_blocker):
    """The same agenda as a draft and as a second edition; a render takes a while."""
    with django_db_blocker.unblock(), transaction.atomic():
        pk = _agenda().pk
        printed = {
            version: documents.agenda_pdf(read(pk), issued_at=NOON, version=version)
            for version in (None, 2)
        }
        again = documents.agenda_pdf(read(pk), issued_at=NOON, version=2)
        transaction.set_rollback(True)
    return {"draft": printed[None], "published": printed[2], "published again": again}


@pytest.fixture(scope="module")
def draft(print_once) -> Paper:
    return Paper(print_once["draft"])


@pytest.fixture(scope="module")
def published(print_once) -> Paper:
    return Paper(print_once["published"])


def test_paper_is_byte_for_byte_the_same_when_its_content_is(print_once):
    assert print_once["published again"] == print_once["published"]
    assert print_once["published"] != print_once["draft"]


# --- What a screen reader needs ------------------------------------------------------------------


def test_paper_is_tagged_and_tells_its_language_and_title(published):
    assert str(published.root.Lang) == "da-DK"
    assert bool(published.root.MarkInfo.Marked) is True
    assert published.title == "Dagsorden, KKR Midtjylland 19. januar 2022 (2. udgave)"
    assert all("19. januar 2022 · 2. udgave" in page for page in published.pages[1:])
    assert bool(published.root.ViewerPreferences.DisplayDocTitle) is True
    assert str(published.pdf.docinfo.Author) == "KKR Midtjylland"


def test_paper_has_headings_lists_links_and_a_table_with_head_cells(published):
    headings = [tag for tag in published.tags if tag.startswith("H")]

    assert headings == [
        *["H1", "H2"],  # the front page, the contents
        *["H2", "H3", "H4", "H4", "H4", "H5", "H3"],  # 1, 1.1 with sections and »Tal«, 1.2
        *["H2", "H3"],  # 2 with its section
    ]
    assert published.tags.count("TH") == 2 * published.tags.count("Table")  # one on each page
    assert published.tags.count("TD") == 2 * TABLE_ROWS
    assert {"L", "LI", "Link"} <= set(published.tags)


def test_bookmarks_follow_the_agenda_down_to_the_sections(published):
    assert published.bookmarks == [
        "Dagsorden 2022 KKR Midtjylland",
        "Indhold",
        "1 KKR",
        "  1.1 Ærø, Åbenrå & <Østjylland>",
        "    Baggrund",
        "    Indstilling",
        "    Sagsfremstilling",
        "  1.2 Formandskab",
        "2 Eventuelt",
        "  Baggrund",
    ]


def test_fonts_are_parts_of_inter_and_embedded(published):
    names = {str(font.FontName) for font in published.fonts}

    assert {re.sub(r"^/[A-Z]{6}\+", "", name) for name in names} == {
        "Inter",
        "Inter-Bold",
        "Inter-Bold-Italic",
        "Inter-Italic",
        "Inter-Semi-Bold",
    }
    assert all("/FontFile2" in font for font in published.fonts)


# --- What a reader sees --------------------------------------------------------------------------


def test_name_of_the_council_is_copied_as_words_however_it_is_spaced(published):
    assert "DAGSORDEN 2022 KKR MIDTJYLLAND " in published.pages[0]


def test_front_page_tells_when_where_and_which_edition(published):
    front = published.pages[0]

    for words in (
        "Konstituerende møde",
        "onsdag d. 19. januar 2022",
        "kl. 09.30–11.30",
        "Gruppemøder fra kl. 8.30. Kaffe fra kl. 8.",
        "2. udgave, offentliggjort 12. januar 2022 kl. 12.00",
    ):
        assert words in front


def test_pages_are_numbered_from_the_second_to_the_last(published):
    numbers = [re.findall(r"Side \d+ af \d+", page) for page in published.pages]

    count = len(published.pages)
    assert numbers == [[], *([f"Side {n} af {count}"] for n in range(2, count + 1))]


def test_contents_list_every_item_with_its_page(published):
    contents = published.pages[1]

    assert "Indhold 1 KKR 3 1.1 Ærø, Åbenrå & <Østjylland> 3 1.2 Formandskab" in contents
    last = len(published.pages)
    assert f"1.2 Formandskab {last} 2 Eventuelt {last}" in contents


def test_links_lead_from_the_contents_to_the_items_and_out_of_the_text(published):
    places = [goal for page, goal in published.links if page == 2]

    assert list(dict.fromkeys(places)) == [
        f"punkt-{item}" for item in dict.fromkeys(int(place.split("-")[1]) for place in places)
    ]
    assert len(set(places)) == 4
    assert [goal for page, goal in published.links if page == 3] == ["https://www.kl.dk/kkr"]


def test_table_repeats_its_head_on_the_next_page(published):
    heads = [page.count("Overskriftsord") for page in published.pages]
    rows = [len(re.findall(r"Kommune \d+ \d+", page)) for page in published.pages]

    assert heads == [int(count > 0) for count in rows]
    assert sum(heads) > 1
    assert sum(rows) == TABLE_ROWS


def test_draft_says_so_on_each_page(draft):
    assert ["udkast" in page.lower() for page in draft.pages] == [True] * len(draft.pages)
    assert "Udkast dannet 12. januar 2022 kl. 12.00. Ikke offentliggjort." in draft.pages[0]
    assert draft.title == "Dagsorden, KKR Midtjylland 19. januar 2022 (udkast)"


def test_published_agenda_does_not_say_draft_anywhere(published):
    assert ["udkast" in page.lower() for page in published.pages] == [False] * len(published.pages)


# --- Texts that never passed through an action ---------------------------------------------------


def test_text_that_was_stored_unsanitised_is_clean_and_cheap_on_paper(agenda):
    AgendaItem.objects.filter(pk=agenda.composition.pk).update(
        background='<p>Før<img src="https://example.com/x.png"><script>alert(1)</script></p>',
        recommendation="<blockquote><ul><li>" * 2000 + "Bunden",
        presentation='<table><tr><td colspan="100000" rowspan="100000">Bred</td></tr></table>',
    )
    started = time.perf_counter()

    paper = Paper(documents.agenda_pdf(read(agenda.meeting.pk), issued_at=NOON))

    assert time.perf_counter() - started < 10
    text = " ".join(paper.pages)
    assert [words in text for words in ("Før", "Bunden", "Bred", "alert")] == [True] * 3 + [False]
