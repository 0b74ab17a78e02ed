"""Everybody finds what they may read, and nobody learns that there is anything else."""

import datetime

import pytest

from meetings import actions
from meetings.models import Meeting, PublishedItem
from tests.factories import AgendaItemFactory, MeetingFactory
from tests.meetings.conftest import NOON

INSIDERS = ["member", "substitute", "secretary", "chair"]
OUTSIDERS = [None, "stranger"]


@pytest.fixture
def user(request):
    """Somebody by the name of their fixture."""
    return request.getfixturevalue(request.param) if request.param else None


@pytest.fixture
def closed(agenda, attach):
    """One item of the agenda is closed, and one attachment of an open one."""
    agenda.composition.is_open = False
    agenda.composition.save()
    attach(agenda.composition, title="Fortroligt bilag til lukket")
    attach(agenda.chair, title="Fortroligt brev", is_open=False)
    attach(agenda.chair, title="Åbent brev")
    return agenda


def finds_nothing(page) -> None:
    assert (page.status, page.titles, page.counts, page.marked) == (200, {}, {}, [])
    assert "Intet passer til" in page.text


@pytest.mark.parametrize("user", [*OUTSIDERS, "member", "substitute", "chair"], indirect=True)
@pytest.mark.parametrize("question", ["sammensætning", "grunden", "salget", "06268", "formandskab"])
def test_a_draft_is_found_by_nobody_outside_the_secretariat(search, agenda, user, question):
    finds_nothing(search(question, user))


def test_a_draft_is_found_by_the_secretariat_with_a_badge(search, agenda, secretary, attach):
    attach(agenda.chair, title="Notat om salget")

    page = search("salg", secretary)

    assert page.titles == {"punkter": ["Sammensætning Kladde"], "bilag": ["Notat om salget Kladde"]}
    assert page.addresses[0] == f"/moeder/{agenda.meeting.pk}/#punkt-{agenda.composition.pk}"


def test_a_draft_is_found_by_the_chair_while_it_is_being_reviewed(search, agenda, secretary, chair):
    actions.start_review(agenda.meeting, by=secretary, at=NOON)
    assert search("grunde", chair).titles == {"punkter": ["Sammensætning Kladde"]}

    actions.end_review(agenda.meeting, by=secretary)
    finds_nothing(search("grunde", chair))


@pytest.mark.parametrize("user", OUTSIDERS, indirect=True)
@pytest.mark.parametrize("question", ["sammensætning", "grunden", "salget", "06268", "fortroligt"])
def test_what_is_closed_is_found_by_nobody_outside(search, closed, publish, user, question):
    publish(closed.meeting)

    finds_nothing(search(question, user))
    for kind in ("punkter", "bilag"):
        finds_nothing(search(question, user, vis=kind))


@pytest.mark.parametrize("user", INSIDERS, indirect=True)
def test_what_is_closed_is_found_by_the_councils_own(search, closed, publish, user):
    publish(closed.meeting)

    assert search("salget", user).titles == {"punkter": ["1.1 Sammensætning Lukket"]}
    assert search("fortroligt", user).titles == {
        "punkter": ["1.1 Sammensætning Lukket"],
        "bilag": ["Fortroligt bilag til lukket Lukket", "Fortroligt brev Lukket"],
    }


@pytest.mark.parametrize("user", [*OUTSIDERS, *INSIDERS], indirect=True)
def test_what_is_open_is_found_by_everybody_once(search, closed, publish, user):
    publish(closed.meeting)

    assert search("formandskaber", user).titles == {"punkter": ["1.2 Formandskab"]}
    page = search("åbne breve", user)
    assert page.titles == {"bilag": ["Åbent brev"]}
    assert page.counts == {"bilag": "1"}


def test_an_item_below_a_closed_one_is_closed(search, agenda, publish, secretary, member):
    agenda.main.is_open = False
    agenda.main.save()
    assert search("formandskab", secretary).titles == {"punkter": ["Formandskab Kladde Lukket"]}
    publish(agenda.meeting)

    finds_nothing(search("formandskab"))
    assert search("formandskab", member).titles == {"punkter": ["1.2 Formandskab Lukket"]}


def test_the_snippet_of_an_open_item_tells_nothing_of_a_closed_one(search, closed, publish):
    publish(closed.meeting)

    page = search("kkr formandskab eventuelt")
    assert page.titles == {}
    page = search("kkr")
    assert "12 mio" not in page.text
    assert "Grunden" not in page.text


# --- What is being changed -----------------------------------------------------------------------


@pytest.fixture
def rewritten(amended, secretary):
    """Since the agenda went out, one item says something else, another one is new."""
    chair = amended.chair
    content = {**chair.content, "background": "<p>Hemmelig kandidat</p>"}
    actions.save_item(chair, by=secretary, version=chair.version, **content)
    actions.add_item(amended.meeting, by=secretary, title="Hemmeligt tillæg")
    return amended


@pytest.mark.parametrize("user", [*OUTSIDERS, "member", "substitute", "chair"], indirect=True)
def test_an_amendment_is_found_by_nobody_outside_the_secretariat(search, rewritten, user):
    finds_nothing(search("hemmelig", user))
    assert search("formandskab", user).titles == {"punkter": ["1.2 Formandskab"]}


def test_the_secretariat_finds_what_differs_twice_and_the_rest_once(search, rewritten, secretary):
    assert search("formandskab", secretary).titles == {
        "punkter": ["1.2 Formandskab", "Formandskab Kladde"]
    }
    assert search("sammensætning", secretary).titles == {"punkter": ["1.1 Sammensætning"]}
    page = search("hemmelig", secretary)
    assert page.titles == {"punkter": ["Hemmeligt tillæg Kladde", "Formandskab Kladde"]}
    preview = f"/moeder/{rewritten.meeting.pk}/forhaandsvisning/#punkt-{rewritten.chair.pk}"
    assert page.addresses[1] == preview


def test_a_new_edition_takes_the_place_of_the_old_one(search, rewritten, issue, secretary):
    issue(rewritten.meeting)

    for user in (None, secretary):
        assert search("hemmelige kandidater", user).titles == {"punkter": ["1.2 Formandskab"]}
        assert search("formandskab", user).counts == {"punkter": "1"}


def test_what_was_discarded_is_found_no_longer(search, rewritten, secretary):
    actions.discard_amendment(rewritten.meeting, by=secretary, version=1)

    finds_nothing(search("hemmelig kandidat", secretary))
    # New items went to the pool.
    page = search("hemmelig", secretary)
    assert page.titles == {"punkter": ["Hemmeligt tillæg Kladde"]}
    assert page.addresses[0].startswith("/kkr/midtjylland/ikke-planlagt/#punkt-")
    assert "Ikke planlagt til et møde" in page.text


@pytest.mark.parametrize("user", [*OUTSIDERS, "member"], indirect=True)
def test_a_withdrawn_agenda_is_found_by_nobody_outside(search, agenda, publish, secretary, user):
    publish(agenda.meeting)
    actions.withdraw_agenda(agenda.meeting, by=secretary, at=NOON, version=1, reason="Fejl")

    finds_nothing(search("formandskab", user))
    assert search("formandskab", secretary).titles == {"punkter": ["Formandskab Kladde"]}


@pytest.mark.parametrize("user", [*OUTSIDERS, "member", "chair"], indirect=True)
def test_the_pool_is_found_by_the_secretariat_only(search, council, secretary, user):
    pool = Meeting.objects.create(council=council, is_pool=True)
    AgendaItemFactory(meeting=pool, title="Havneprojekt")

    finds_nothing(search("havneprojekter", user))
    assert search("havneprojekter", secretary).counts == {"punkter": "1"}
    assert search("planlagt", secretary).titles == {}


def test_of_a_dropped_item_only_the_title_is_found(search, amended, attach, issue, secretary):
    chair = amended.chair
    content = {**chair.content, "background": "<p>Om kandidater</p>"}
    chair = actions.save_item(chair, by=secretary, version=chair.version, **content)
    attach(chair, title="Liste over kandidater")
    issue(amended.meeting)
    assert search("kandidat").counts == {"punkter": "1", "bilag": "1"}
    actions.amend_agenda(amended.meeting, by=secretary, at=NOON, version=2)
    chair.refresh_from_db()
    actions.drop_item(chair, by=secretary, version=chair.version, is_dropped=True)
    assert search("formandskab", secretary).titles == {
        "punkter": ["1.2 Formandskab", "Formandskab Kladde Udgår"]
    }
    issue(amended.meeting)

    for user in (None, secretary):
        finds_nothing(search("kandidat", user))
        page = search("formandskab", user)
        assert page.titles == {"punkter": ["1.2 Formandskab Udgår"]}
        assert "kandidater" not in page.text


def test_superseded_editions_are_not_searched(search, rewritten, issue, member):
    issue(rewritten.meeting)

    assert PublishedItem.objects.filter(title="Formandskab").count() == 2
    assert search("formandskab", member).counts == {"punkter": "1"}


def test_a_practical_note_is_found_by_nobody(search, meeting, secretary):
    meeting.practical_note = "Koden til døren er blåbær"
    meeting.save()

    finds_nothing(search("blåbær"))
    finds_nothing(search("blåbær", secretary))


def test_rights_are_those_of_the_day(search, closed, publish, settings, member):
    publish(closed.meeting)
    assert search("salget", member).counts == {"punkter": "1"}

    settings.PORTAL_DATE = datetime.date(2021, 12, 31)  # not yet a member
    finds_nothing(search("salget", member))


def test_a_secretary_finds_no_drafts_of_other_councils(search, other_council, term, secretary):
    meeting = MeetingFactory(council=other_council, term=term)
    AgendaItemFactory(meeting=meeting, title="Nordisk samarbejde")

    finds_nothing(search("nordisk samarbejde", secretary))
