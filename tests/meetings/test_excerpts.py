"""One item of an agenda as a paper of its own, and what the screen's paper links to."""

import re

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from meetings import actions, documents, exports, readable
from meetings.documents import Layout
from meetings.models import AgendaItem
from tests.meetings.conftest import NOON, pdf
from tests.papers import Paper

ADDRESS = "https://kkr.example"


@pytest.fixture
def closed(agenda, attach, secretary):
    """1.1 has an open attachment, which its text marks, and a closed one; 1.3 is closed."""
    agenda.open_paper = attach(agenda.composition, title="Kort")
    agenda.closed_paper = attach(
        agenda.composition, title="Prisnotat", data=pdf("pris"), is_open=False
    )
    mark = f'<p>Se <a href="#bilag-{agenda.open_paper.pk}">./.</a> om tallene.</p>'
    facts = {"background": mark, "internal_note": "Huskeseddel", "version": 1}
    actions.save_item(agenda.composition, by=secretary, **facts)
    agenda.closed = actions.add_item(
        agenda.meeting, by=secretary, parent=agenda.main, title="Grundsalg", is_open=False
    )
    return agenda


def excerpt(agenda: readable.Agenda, item: AgendaItem, **facts) -> Paper:
    one = agenda.excerpt(item.pk)
    return Paper(exports.layout_pdf(one, Layout.NORMAL, issued_at=NOON, **facts))


def draft(source, *, is_whole: bool = False) -> readable.Agenda:
    return readable.draft(source.meeting.pk, is_whole=is_whole)


# --- What it says --------------------------------------------------------------------------------


def test_excerpt_says_whose_it_is_and_has_the_items_text_and_nothing_else(closed):
    paper = excerpt(draft(closed), closed.composition)

    [page] = paper.pages
    for words in (
        "KKR MIDTJYLLAND",
        "Punkt 1.1 på dagsordenen",
        "Konstituerende møde",
        "onsdag d. 19. januar 2022, kl. 09.30–11.30",
        "Udkast dannet 12. januar 2022 kl. 12.00. Ikke offentliggjort.",
        "1.1 Sammensætning SAG-2021-06268 snm Baggrund Se",
        "Bilag 1.1.1 Kort",
        "Side 1 af 1",
    ):
        assert words in page
    for words in ("Formandskab", "Eventuelt", "Indhold", "Prisnotat", "Huskeseddel"):
        assert words not in page


def test_title_and_bookmarks_tell_the_item(closed):
    paper = excerpt(draft(closed), closed.composition)

    assert paper.title == "Punkt 1.1, KKR Midtjylland 19. januar 2022 (udkast)"
    said = "Punkt 1.1 Sammensætning på dagsordenen for konstituerende møde i KKR Midtjylland"
    assert str(paper.pdf.docinfo.Subject) == f"{said} 19. januar 2022"
    assert paper.bookmarks[-5:] == [
        "1.1 Sammensætning",
        "  Baggrund",
        "  Indstilling",
        "  Sagsfremstilling",
        "  Bilag",
    ]
    assert {"H1", "H2", "H3", "L", "LI"} <= set(paper.tags)
    assert str(paper.root.Lang) == "da-DK"


def test_sub_items_come_along_with_their_main_item(closed):
    text = excerpt(draft(closed), closed.main).text

    assert [words in text for words in ("1.1 Sammensætning", "1.2 Formandskab")] == [True, True]
    assert "Grundsalg" not in text
    assert "2 Eventuelt" not in text


def test_excerpt_of_several_pages_counts_them_all(closed, secretary):
    long = "<p>Rådet drøfter punktet og tager orienteringen til efterretning. </p>" * 90
    actions.save_item(closed.chair, by=secretary, version=1, background=long)

    pages = excerpt(draft(closed), closed.chair).pages

    count = len(pages)
    assert count > 1
    said = [re.findall(r"Side \d+ af \d+", page) for page in pages]
    assert said == [[f"Side {number} af {count}"] for number in range(1, count + 1)]
    assert all("UDKAST" in page for page in pages[1:])


def test_excerpt_of_an_edition_has_its_words_and_no_news(closed, publish, secretary):
    edition = publish(closed.meeting)
    actions.amend_agenda(closed.meeting, by=secretary, at=NOON, version=1)
    AgendaItem.objects.filter(pk=closed.composition.pk).update(title="Senere ord")

    paper = excerpt(readable.edition(edition, is_whole=False), closed.composition)

    assert "1.1 Sammensætning" in paper.text
    assert "1. udgave, offentliggjort 12. januar 2022 kl. 12.00" in paper.text
    assert "udkast" not in (paper.text + paper.title).lower()
    assert "Nyt i" not in paper.text


def test_internal_excerpt_says_that_it_is(closed):
    whole = draft(closed, is_whole=True)

    inside, without = excerpt(whole, closed.composition), excerpt(whole, closed.chair)

    assert "Prisnotat Lukket" in inside.text
    assert "Intern udgave. Må ikke videregives." in inside.pages[0]
    assert "Intern udgave" not in without.text


def test_excerpt_is_byte_for_byte_the_same_when_its_content_is(closed):
    one = draft(closed).excerpt(closed.composition.pk)
    first = exports.agenda_print(one, issued_at=NOON)

    again = exports.agenda_print(draft(closed).excerpt(closed.composition.pk), issued_at=NOON)

    assert first.pdf(NOON) == again.pdf(NOON)


def test_chairs_copy_of_one_item_is_refused_as_it_cannot_know_the_time(closed):
    one = draft(closed, is_whole=True).excerpt(closed.chair.pk)

    with pytest.raises(ValueError, match="whole"):
        documents.agenda_print(one, issued_at=NOON, layout=Layout.CHAIR)


def test_book_needs_places_and_nothing_else_takes_any(closed):
    places = documents.Places({}, 9)

    with pytest.raises(ValueError, match="book"):
        documents.agenda_print(draft(closed), issued_at=NOON, layout=Layout.BOOK)
    with pytest.raises(ValueError, match="book"):
        documents.agenda_print(draft(closed), issued_at=NOON, places=places)


# --- Who may have it -----------------------------------------------------------------------------


def test_item_that_its_reader_may_not_see_has_no_excerpt(closed):
    public = draft(closed)

    assert public.excerpt(closed.closed.pk) is None
    assert public.excerpt(987654) is None
    assert draft(closed, is_whole=True).excerpt(closed.closed.pk) is not None


def test_addresses_of_excerpts_follow_the_readers_rights(
    browse, closed, publish, secretary, member, stranger
):
    def status(who, name: str, item: AgendaItem) -> int:
        return browse(who).get(reverse(name, args=[closed.meeting.pk, item.pk])).status_code

    assert status(secretary, "item-pdf", closed.chair) == 200
    assert status(None, "item-pdf", closed.chair) == 404
    publish(closed.meeting)
    assert status(None, "item-pdf", closed.chair) == 200
    assert status(None, "item-pdf", closed.closed) == 404
    assert status(stranger, "item-internal-pdf", closed.closed) == 404
    assert status(member, "item-internal-pdf", closed.closed) == 200
    assert status(None, "item-internal-pdf", closed.closed) == 302


def test_file_name_tells_the_item_and_whether_it_is_internal(browse, closed, publish, member):
    publish(closed.meeting)

    def name(who, kind: str, item: AgendaItem) -> str:
        response = browse(who).get(reverse(kind, args=[closed.meeting.pk, item.pk]))
        return response.headers["Content-Disposition"].partition("filename=")[2].strip('"')

    rest = "kkr-midtjylland-2022-01-19"
    assert name(None, "item-pdf", closed.chair) == f"punkt-1.2-{rest}-1-udgave.pdf"
    internal = name(member, "item-internal-pdf", closed.composition)
    assert internal == f"punkt-1.1-{rest}-intern-1-udgave.pdf"
    assert name(member, "item-internal-pdf", closed.chair) == f"punkt-1.2-{rest}-1-udgave.pdf"


# --- The command ---------------------------------------------------------------------------------


@pytest.fixture
def export(closed, tmp_path):
    """What the command writes: `export("1.2", "large")`."""

    def run(item: str | None = None, variant: str = "public", **facts) -> Paper:
        goal = tmp_path / "ud"
        call_command(
            "export_agenda",
            "midtjylland/2022-01-19",
            item=item,
            variant=variant,
            output=str(goal),
            **facts,
        )
        return Paper(goal.read_bytes())

    return run


def test_command_writes_one_item(export):
    assert "1.2 Formandskab" in export("1.2").text
    assert "Sammensætning" not in export("1.2", "large").text
    assert "Grundsalg" in export("1.3", "internal").text


@pytest.mark.parametrize("variant", ["public", "large", "screen"])
def test_command_has_no_closed_item_for_everybody(export, variant):
    with pytest.raises(CommandError, match=r"no item 1\.3"):
        export("1.3", variant)


@pytest.mark.parametrize("item", ["9", "1.9", "", "x", "1.", "../1"])
def test_command_refuses_an_item_that_is_not_there(export, item):
    with pytest.raises(CommandError, match="no item"):
        export(item)


@pytest.mark.parametrize("variant", ["chair", "docx", "zip", "book"])
def test_command_makes_some_variants_of_whole_agendas_only(export, variant):
    with pytest.raises(CommandError, match="whole agendas"):
        export("1.2", variant)


# --- On screen -----------------------------------------------------------------------------------


def web_links(paper: Paper) -> list[str]:
    return [goal for _, goal in paper.links if goal.startswith("https:")]


def test_paper_for_the_screen_leads_to_the_attachments_that_its_reader_may_open(
    closed, publish, export
):
    draft_links = web_links(export(variant="screen", address=f"{ADDRESS}/"))
    publish(closed.meeting)

    edition_links = web_links(export(variant="screen", address=ADDRESS))

    # The same in every edition: it leads to the file that counts.
    assert draft_links == [ADDRESS + closed.open_paper.get_absolute_url()]
    assert edition_links == draft_links


def test_only_the_paper_for_the_screen_knows_the_portals_address(closed, export):
    assert web_links(export(variant="large", address=ADDRESS)) == []
    assert web_links(export(variant="screen")) == []


def test_internal_paper_for_the_screen_leads_to_closed_attachments_too(
    browse, closed, publish, member, settings
):
    settings.PORTAL_URL = "http://testserver"
    publish(closed.meeting)

    def links(who, name: str) -> list[str]:
        paper = Paper(browse(who).get(reverse(name, args=[closed.meeting.pk])).content)
        return [goal for _, goal in paper.links if goal.startswith("http:")]

    addresses = {
        paper.pk: f"http://testserver{paper.get_absolute_url()}"
        for paper in (closed.open_paper, closed.closed_paper)
    }
    public = [addresses[closed.open_paper.pk]]
    assert links(None, "agenda-screen") == public
    assert links(member, "agenda-internal-screen") == [*public, addresses[closed.closed_paper.pk]]
    for address in public:
        response = browse().get(address.removeprefix("http://testserver"), follow=True)
        assert response.status_code == 200
