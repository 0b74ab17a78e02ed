"""Persons named by mistake: nothing is done over them, and they are taken back."""

import datetime

import pytest

from councils.models import AuditEntry, Leadership
from elections.actions.compositions import HasChanged
from elections.actions.leaderships import (
    LeadersNamed,
    name_leaders,
    record_unison,
    take_back_leaders,
)
from elections.models import LeadershipElection
from tests.elections.leaderships.things import messages_of, text_of, url
from tests.factories import LeadershipFactory

MEETING_DAY = datetime.date(2022, 1, 19)
REASON = "Forkert person"


@pytest.fixture
def people(leaders, items) -> dict:
    return {"chair": leaders["A"], "vice_chair": leaders["V"], "item": items["election"]}


@pytest.fixture
def named(composition, compute, people, secretary):
    return name_leaders(compute(), by=secretary, **people)


@pytest.fixture
def agreed(composition, meeting, people, secretary):
    return record_unison(meeting, by=secretary, **people)


@pytest.fixture(params=["named", "agreed"])
def recorded(request):
    return request.getfixturevalue(request.param)


# --- Nothing over them ---------------------------------------------------------------------------


def test_nothing_is_computed_over_persons_that_were_named(recorded, compute):
    with pytest.raises(LeadersNamed):
        compute()

    assert list(LeadershipElection.objects.all()) == [recorded]


def test_no_unison_is_recorded_over_persons_that_were_named(recorded, meeting, people, secretary):
    with pytest.raises(LeadersNamed):
        record_unison(meeting, by=secretary, **people)

    assert list(LeadershipElection.objects.all()) == [recorded]


def test_other_councils_persons_hinder_nobody(named, other_council, term, secretary, compute):
    LeadershipElection.objects.update(council=other_council)

    assert compute().number == 1


# --- Taken back ----------------------------------------------------------------------------------


def test_computed_election_waits_for_other_names(named, council, secretary):
    take_back_leaders(named, by=secretary, reason=REASON)

    stored = LeadershipElection.objects.get()
    assert (stored.chair, stored.vice_chair, stored.decided_in) == (None, None, None)
    assert (stored.chair_list, stored.vice_chair_list, stored.is_void) == ("A", "V", False)
    assert not Leadership.objects.exists()
    taken, unseated = AuditEntry.objects.order_by("-pk")[:2]
    assert (taken.action, taken.by, taken.council, taken.summary) == (
        "take_back_leaders",
        secretary,
        council,
        "Tog registreringen af formand og næstformand tilbage: Forkert person",
    )
    assert unseated.action == "unseat_leadership"


def test_other_persons_are_named_after_the_first_were_taken_back(
    named, people, leaders, secretary, council
):
    take_back_leaders(named, by=secretary, reason=REASON)

    again = name_leaders(named, by=secretary, **people)

    assert again.chair == leaders["A"]
    assert Leadership.objects.get(role="chair").membership == leaders["A"]


def test_unison_no_longer_counts(agreed, council, term, secretary, compute):
    take_back_leaders(agreed, by=secretary, reason=REASON)

    stored = LeadershipElection.objects.get()
    assert (stored.is_void, stored.chair) == (True, agreed.chair)
    assert LeadershipElection.objects.current(council, term) is None
    assert not Leadership.objects.exists()
    assert compute().number == 2


def test_leaders_of_other_days_stay(named, leaders, secretary):
    before = LeadershipFactory(
        membership=leaders["A"],
        starts_on=MEETING_DAY - datetime.timedelta(days=18),
        ends_on=MEETING_DAY - datetime.timedelta(days=1),
    )

    take_back_leaders(named, by=secretary, reason=REASON)

    assert list(Leadership.objects.all()) == [before]


def test_persons_are_taken_back_once(recorded, secretary):
    take_back_leaders(recorded, by=secretary, reason=REASON)

    with pytest.raises(HasChanged):
        take_back_leaders(recorded, by=secretary, reason="Igen")


def test_election_without_persons_has_none_to_take_back(composition, compute, secretary):
    with pytest.raises(HasChanged):
        take_back_leaders(compute(), by=secretary, reason=REASON)


def test_broken_audit_undoes_the_taking_back(recorded, secretary, broken_audit):
    broken_audit()

    with pytest.raises(RuntimeError):
        take_back_leaders(recorded, by=secretary, reason=REASON)

    stored = LeadershipElection.objects.get()
    assert (stored.chair, stored.is_void) == (recorded.chair, False)
    assert Leadership.objects.count() == 2


# --- On the pages --------------------------------------------------------------------------------


def test_page_offers_to_take_back_and_nothing_else(browse, recorded, secretary):
    page = browse(secretary).get(url("leadership")).content.decode()

    routes = ["leadership-compute", "leadership-unison", "leadership-take-back"]
    addresses = [url(routes[0]), url(routes[1]), url(routes[2], 1)]
    assert [f'"{address}"' in page for address in addresses] == [False, False, True]


def test_page_says_why_nothing_is_done_over_persons(browse, recorded, people, secretary):
    client = browse(secretary)
    data = {name: thing.pk for name, thing in people.items()}

    computed = client.post(url("leadership-compute"), follow=True)
    agreed = client.post(url("leadership-unison"), data, follow=True)

    advice = "Tag først registreringen af personerne tilbage."
    assert messages_of(computed) == [f"Formand og næstformand er registreret. {advice}"]
    assert messages_of(agreed) == [f"Formand og næstformand er allerede registreret. {advice}"]


def test_persons_are_taken_back_on_the_page_with_a_reason(browse, recorded, secretary):
    client = browse(secretary)
    page = url("leadership-take-back", 1)

    asked, without = client.get(page), client.post(page, {"reason": " "})
    done = client.post(page, {"reason": REASON}, follow=True)
    again = client.post(page, {"reason": REASON}, follow=True)

    names = f"{recorded.chair.person} er registreret som formand og {recorded.vice_chair.person}"
    assert names in text_of(asked)
    assert (without.status_code, without.context["form"].errors) == (
        422,
        {"reason": ["Dette felt er påkrævet."]},
    )
    assert messages_of(done) == ["Registreringen er taget tilbage, også i Blå Bog."]
    assert messages_of(again) == [
        "Valget er ændret i mellemtiden. Her ser du, hvordan det står nu."
    ]


@pytest.mark.parametrize("who", ["member", "substitute", "stranger"])
def test_persons_are_taken_back_by_the_secretariat_alone(browse, recorded, request, who):
    client = browse(request.getfixturevalue(who))

    response = client.post(url("leadership-take-back", 1), {"reason": REASON})

    assert response.status_code == 404
    assert LeadershipElection.objects.get().chair == recorded.chair
    assert Leadership.objects.count() == 2


def test_unison_that_was_taken_back_says_why_it_no_longer_counts(browse, agreed, secretary):
    take_back_leaders(agreed, by=secretary, reason=REASON)

    text = text_of(browse(secretary).get(url("leadership-version", 1)))

    assert "som ikke længere gælder, fordi registreringen er taget tilbage." in text


def test_election_whose_persons_were_taken_back_asks_for_names(browse, named, secretary):
    take_back_leaders(named, by=secretary, reason=REASON)

    response = browse(secretary).get(url("leadership"))

    assert text_of(response).count("Personen er ikke registreret endnu.") == 2
    assert url("leadership-name", 1) in response.content.decode()
