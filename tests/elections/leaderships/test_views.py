"""Pages about alliances and the leadership: who reads them, who changes what."""

import pytest

from councils.models import Leadership
from elections.actions.lots import record_lot
from elections.models import AllianceNotice, DrawnLot, LeadershipElection
from elections.urls import urlpatterns
from tests.elections.leaderships.things import (
    DRAW,
    TIED,
    a_composition,
    a_notice,
    at,
    decide,
    url,
)

READABLE = {"leadership", "leadership-version", "leadership-try"}
FORMS = {
    "alliance-create",
    "alliance-withdraw",
    "alliances-decide",
    "leadership-lot",
    "leadership-lot-annul",
    "leadership-name",
    "leadership-take-back",
    "leadership-unison",
}
POST_ONLY = {"leadership-compute"}
# The others need an election of their own: see test_election_views.py and test_take_back.py.
DOES_ITS_WORK = (FORMS | POST_ONLY) - {
    "leadership-lot",
    "leadership-name",
    "leadership-take-back",
}


@pytest.fixture
def everything(council, term, meeting, items, composition, leaders, secretary, compute):
    """An address and what to send for each form; each would change something."""
    approved = a_notice(meeting, secretary, "VC")
    decide(meeting, secretary, items["alliances"], approved)
    notice = a_notice(meeting, secretary, "AF")
    done = compute()
    a_composition(council, term, TIED | {"A": 55})
    drawn = compute()
    record_lot(drawn, by=secretary, order=["A", "C+V"], drawn_at=at("2022-01-12 00:00"), **DRAW)
    a_composition(council, term, TIED | {"A": 56, "C": 16})
    stopped = compute()
    lists = [leaders[key].person.party_memberships.get().party.lists.get().pk for key in "AF"]
    people = {"chair": leaders["A"].pk, "vice_chair": leaders["V"].pk, "item": items["election"].pk}
    return {
        "alliance-create": (
            [],
            {
                "lists": lists,
                "notified_by": "A",
                "received_on": "2022-01-11",
                "received_time": "10:00",
            },
        ),
        "alliance-withdraw": ([notice.pk], {"reason": "Uenige"}),
        "alliances-decide": (
            [],
            {
                "item": items["alliances"].pk,
                "approved": [notice.pk],
                "shown": f"{approved.pk},{notice.pk}",
                "reason": "Nej",
            },
        ),
        "leadership-lot": (
            [stopped.number],
            {
                "place_1": "A",
                "place_2": "C+V",
                "drawn_by": "X",
                "witnesses": "Y",
                "drawn_on": f"{stopped.computed_at:%Y-%m-%d}",
                "drawn_time": "23:59",
            },
        ),
        "leadership-lot-annul": ([DrawnLot.objects.get().pk], {"reason": "Forkert"}),
        "leadership-name": ([done.number], people),
        "leadership-take-back": ([done.number], {"reason": "Forkert"}),
        "leadership-unison": ([], people),
        "leadership-compute": ([], {}),
    }


def stored() -> list:
    return [
        list(AllianceNotice.objects.order_by("pk").values()),
        list(LeadershipElection.objects.order_by("pk").values()),
        list(DrawnLot.objects.order_by("pk").values()),
        list(Leadership.objects.order_by("pk").values()),
    ]


def test_every_route_is_in_one_of_the_lists():
    assert {route.name for route in urlpatterns} >= READABLE | FORMS | POST_ONLY


@pytest.mark.parametrize("name", sorted(READABLE))
def test_page_is_read_by_those_of_the_council_alone(
    browse, composition, compute, secretary, member, substitute, stranger, name
):
    compute()
    page = url(name, 1) if name == "leadership-version" else url(name)

    answers = [
        browse(user).get(page).status_code
        for user in (secretary, member, substitute, stranger, None)
    ]

    assert answers == [200, 200, 200, 404, 302]


@pytest.mark.parametrize("name", sorted(FORMS | POST_ONLY))
@pytest.mark.parametrize("who", ["member", "substitute", "stranger", "visitor"])
def test_form_changes_nothing_when_one_is_not_in_the_secretariat(
    browse, everything, request, name, who
):
    user = None if who == "visitor" else request.getfixturevalue(who)
    numbers, data = everything[name]
    before = stored()

    response = browse(user).post(url(name, *numbers), data)

    assert response.status_code == (403 if user is None else 404)
    assert stored() == before


@pytest.mark.parametrize("name", sorted(FORMS))
def test_form_is_shown_to_the_secretariat_alone(browse, everything, secretary, member, name):
    numbers, _ = everything[name]
    page = url(name, *numbers)

    assert browse(member).get(page).status_code == 404
    # What can no longer be done leads back to the page.
    assert browse(secretary).get(page).status_code in (200, 302)


@pytest.mark.parametrize("name", sorted(DOES_ITS_WORK))
def test_form_does_its_work_for_the_secretariat(browse, everything, secretary, name):
    numbers, data = everything[name]
    before = stored()

    response = browse(secretary).post(url(name, *numbers), data)

    assert (response.status_code, response.url) == (302, url("leadership"))
    assert stored() != before


@pytest.mark.parametrize(
    "name", ["leadership-version", "leadership-lot", "leadership-name", "leadership-take-back"]
)
def test_other_councils_election_is_not_found(
    browse, composition, compute, secretary, other_council, name
):
    election = compute()
    election.council = other_council
    election.save()

    assert browse(secretary).get(url(name, election.number)).status_code == 404


def test_other_councils_notice_and_lots_are_not_found(
    browse, meeting, composition, tied, secretary, other_council
):
    notice = a_notice(meeting, secretary, "VC")
    notice.council = other_council
    notice.save()
    record_lot(tied, by=secretary, order=["A", "V"], drawn_at=at("2022-01-12 10:00"), **DRAW)
    LeadershipElection.objects.update(council=other_council)
    client = browse(secretary)

    answers = [
        client.get(url("alliance-withdraw", notice.pk)).status_code,
        client.get(url("leadership-lot-annul", DrawnLot.objects.get().pk)).status_code,
    ]

    assert answers == [404, 404]


def test_trial_only_answers_to_get(browse, composition, secretary):
    assert browse(secretary).post(url("leadership-try")).status_code == 405
