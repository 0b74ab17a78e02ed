"""The secretariat holds whole elections on the pages; others do not see them."""

import re

import pytest
from django.urls import reverse

from appointments.balloting.stands import ChoiceDue, LotDue
from appointments.models import Ballot, BallotDraw
from councils.models import CouncilMembership
from elections import apportionment
from tests.appointments.ballots.things import (
    a_council,
    a_task,
    begun,
    candidates,
    chosen,
    drawn,
    fresh,
    grouped,
    held,
    states,
)

pytestmark = pytest.mark.django_db

DRAW = {
    "drawn_by": "Eksempel Trækker",
    "witnesses": "Eksempel Vidne",
    "drawn_on": "2022-01-12",
    "drawn_time": "00:00",
}


@pytest.fixture
def client(browse, secretary):
    return browse(secretary)


def create(task, way: str = "") -> str:
    return reverse("ballot-create", args=[task.pk]) + (f"?form={way}" if way else "")


def said(response) -> str:
    """What the page says, without markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def post(client, ballot: Ballot, **data):
    """The form of the page as it stands now."""
    version = fresh(ballot).ballot.version
    address = reverse("ballot", args=[ballot.pk])
    return client.post(address, {"version": version, **data})


def a_round(of, *votes: int, **more) -> dict:
    counted = {f"votes-{one.pk}": number for one, number in zip(of, votes, strict=True)}
    return {"present": 20, "blank": "", **counted, **more}


def test_page_of_the_task_leads_to_the_ways_that_apply(client, task, seats, three):
    page = client.get(reverse("task", args=[task.pk]))
    assert create(task) in page.content.decode()

    ways = re.findall(r'href="\?form=(\w+)"', client.get(create(task)).content.decode())
    assert ways == ["majority", "in_unison"]
    ways = re.findall(r'href="\?form=(\w+)"', client.get(create(seats)).content.decode())
    assert ways == ["proportional", "in_unison", "deviation"]
    assert client.get(create(task, "proportional")).status_code == 200
    assert not Ballot.objects.exists()


@pytest.mark.parametrize("way", ["majority", "in_unison"])
@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2021-12-31", "Runden hører til valgperioden fra 1. januar 2022."),
        ("2023-01-14", "Dagen ligger mere end et år ude i fremtiden."),
    ],
)
def test_day_outside_the_term_or_far_ahead_is_told_at_the_day(client, task, three, way, day, told):
    response = client.post(create(task, way), {"held_on": day, "version": task.version})

    assert response.status_code == 422
    assert told in response.context["form"].errors["held_on"][0]
    assert not Ballot.objects.exists()


def test_majority_election_on_the_pages(client, task, three):
    a, b, _ = three
    begin = {"held_on": "2022-01-12", "version": task.version}
    response = client.post(create(task, "majority"), begin)
    ballot = Ballot.objects.get()
    assert response.url == reverse("ballot", args=[ballot.pk])

    response = post(client, ballot, **a_round(three, 8, 7, 5))
    assert response.status_code == 302
    assert "2. runde" in said(client.get(response.url))
    post(client, ballot, **a_round(three, 8, 7, 5))
    page = client.get(response.url).content.decode()
    assert re.findall(r'name="votes-(\d+)"', page) == [str(a.pk), str(b.pk)]
    post(client, ballot, **a_round([a, b], 10, 10))
    assert isinstance(fresh(ballot).due, LotDue)
    post(client, ballot, place_1=b.pk, place_2=a.pk, **DRAW)

    page = said(client.get(response.url))
    assert f"Valgt {b}" in page
    assert "Kontrolberegningen stemmer." in page
    assert "Trukket 12. januar 2022 kl. 00.00 af Eksempel Trækker" in page
    assert f"Valgt: {b}" in said(client.get(reverse("task", args=[task.pk])))


@pytest.mark.parametrize(
    ("votes", "more", "message"),
    [
        ((11, 9, 1), {}, "Der er 21 stemmer, men kun 20 medlemmer til stede."),
        ((1, 1, 1), {"present": 21}, "KKR har kun 20 medlemmer 12. januar 2022."),
        (("", "", ""), {}, "Skriv, hvor mange stemmer der er afgivet."),
        ((-1, 0, 0), {}, "Denne værdi skal være større end eller lig 0."),
        (("x", 0, 0), {}, "Indtast et heltal."),
        ((1, 0, 0), {"present": ""}, "Dette felt er påkrævet."),
    ],
)
def test_impossible_round_is_shown_again_with_the_reason(
    client, task, three, secretary, votes, more, message
):
    ballot = begun(task, "majority", by=secretary)

    response = post(client, ballot, **a_round(three, *votes, **more))

    assert response.status_code == 422
    assert message in said(response)
    assert not fresh(ballot).rounds


def groups_data(members, *, away=(), joint=(), moved=None) -> dict:
    """Everybody with their list; lists whose letters are in `joint` stand together."""
    data = {}
    for letter, some in members.items():
        entry = some[0].elected_by
        data[f"list-{entry.pk}"] = "g1" if letter in joint else ""
        for one in some:
            if one not in away:
                data[f"present-{one.pk}"] = "on"
            data[f"group-{one.pk}"] = f"l{entry.pk}"
    return data | (moved or {})


def test_proportional_election_on_the_pages(client, seats, six, members):
    begin = {"held_on": "2022-01-12", "version": seats.version}
    client.post(create(seats, "proportional"), begin)
    ballot = Ballot.objects.get()
    address = reverse("ballot", args=[ballot.pk])
    page = client.get(address).content.decode()
    assert page.count(" checked") == 20
    moved = {f"group-{members['B'][0].pk}": f"l{members['A'][0].elected_by.pk}"}
    moved[f"group-{members['B'][1].pk}"] = ""
    data = groups_data(members, away=members["A"][:3], joint="CV", moved=moved)
    response = post(client, ballot, **data)

    assert response.status_code == 302
    stand = fresh(ballot)
    assert dict(stand.heads) == {"A": 6, "B": 4, "C+V": 6}
    assert stand.ballot.present == 17
    assert "1 deltager uden for grupperne" in said(client.get(address))
    post(client, ballot, place_1="C+V", place_2="A", **DRAW)
    page = client.get(address).content.decode()
    assert "Cypres og Valnød vælger nr. 1" in page
    own = re.search(r'<optgroup label="Foreslået af gruppen">(.*?)</optgroup>', page, re.DOTALL)[1]
    assert re.findall(r'value="(\d+)"', own) == [str(six[4].pk), str(six[5].pk)]
    for one in (six[4], six[0], six[2]):
        due = fresh(ballot).due
        assert isinstance(due, ChoiceDue)
        post(client, ballot, candidate=one.pk, number=due.number)
    tie = fresh(ballot).due.tie
    post(client, ballot, place_1=tie.lists[0], place_2=tie.lists[1], **DRAW)
    post(client, ballot, candidate=six[1].pk, number=4)

    assert fresh(ballot).is_complete
    assert list(states(seats).values()).count("chosen") == 4


def test_groups_are_preset_and_can_be_mended(client, seats, six, members, secretary):
    ballot = begun(seats, "proportional", by=secretary)
    grouped(ballot, "A", "C+V", members=members, outside="B", by=secretary)
    address = reverse("ballot", args=[ballot.pk])

    page = client.get(address + "?ret=grupper").content.decode()

    assert page.count(" checked") == 20
    assert page.count('value="g1" selected') == 2  # the two lists; their members follow
    assert page.count('value="" selected') == 2 + 6  # A and B are alone, B's members outside
    data = groups_data(members) | {"version": fresh(ballot).ballot.version}
    assert client.post(address + "?ret=grupper", data).status_code == 302
    assert dict(fresh(ballot).heads) == {"A": 8, "B": 6, "C": 4, "V": 2}


def test_joint_group_without_members_is_refused_at_its_list(client, seats, members, secretary):
    ballot = begun(seats, "proportional", by=secretary)
    data = groups_data(members, away=members["V"], joint="V")

    response = post(client, ballot, **data)

    assert response.status_code == 422
    assert "Fælles 1 har ingen medlemmer, der deltager." in said(response)
    nobody = groups_data(members, away=[one for some in members.values() for one in some])
    response = post(client, ballot, **nobody)
    assert (response.status_code, fresh(ballot).groups) == (422, {})


def test_choice_is_shown_again_when_it_cannot_be(client, seats, six, members, secretary):
    ballot = begun(seats, "proportional", by=secretary)
    grouped(ballot, "A", "B", members=members, by=secretary)
    chosen(ballot, six[0], by=secretary)

    for data in ({"candidate": six[0].pk, "number": 2}, {"candidate": "", "number": 2}):
        response = post(client, ballot, **data)
        assert response.status_code == 422
    response = post(client, ballot, candidate=six[1].pk, number=3)
    assert (response.status_code, "ikke dens tur" in said(response)) == (422, True)
    assert len(fresh(ballot).choices) == 1


def test_deviation_without_unanimity_is_refused_at_its_field(client, seats, six):
    data = {"held_on": "2022-01-12", "version": seats.version, "present": 20, "agreeing": 19}
    data["chosen"] = [one.pk for one in six[:4]]

    response = client.post(create(seats, "deviation"), data)

    assert response.status_code == 422
    assert "Alle 20 tilstedeværende skal være enige, ikke 19." in said(response)
    assert not Ballot.objects.exists()
    assert client.post(create(seats, "deviation"), data | {"agreeing": 20}).status_code == 302
    assert "20 af 20 tilstedeværende var enige" in said(
        client.get(Ballot.objects.get().get_absolute_url())
    )


def test_more_people_than_seats_are_refused_at_their_field(client, seats, six):
    data = {"held_on": "2022-01-12", "version": seats.version}
    data["chosen"] = [one.pk for one in six[:5]]

    response = client.post(create(seats, "in_unison"), data)

    assert response.status_code == 422
    assert "Der er kun 4 pladser, men du har valgt 5." in said(response)
    assert not Ballot.objects.exists()


def test_page_over_what_a_colleague_recorded_stores_nothing(client, task, three, secretary):
    ballot = begun(task, "majority", by=secretary)
    held(ballot, 8, 7, 5, of=three, by=secretary)

    data = {"version": 1, **a_round(three, 11, 5, 3)}
    response = client.post(reverse("ballot", args=[ballot.pk]), data)

    assert response.status_code == 409
    assert "Ikke gemt: En kollega har registreret noget imens." in said(response)
    assert len(fresh(ballot).rounds) == 1
    late = {"held_on": "2022-01-12", "version": 1, "chosen": [three[0].pk]}
    assert client.post(create(task, "in_unison"), late).status_code == 409


def test_annulling_on_the_pages(client, task, three, secretary):
    a, b, _ = three
    ballot = begun(task, "majority", by=secretary)
    for _ in range(2):
        held(ballot, 8, 7, 5, of=three, by=secretary)
    held(ballot, 9, 9, of=[a, b], by=secretary)
    drawn(ballot, str(b.pk), str(a.pk), by=secretary)
    lot = reverse("ballot-draw-annul", args=[BallotDraw.objects.get().pk])
    whole = reverse("ballot-annul", args=[ballot.pk])

    assert client.get(lot).status_code == 200
    assert client.post(lot, {"because": "", "version": 6}).status_code == 422
    assert client.post(lot, {"because": "Forkert", "version": 1}).status_code == 409
    version = fresh(ballot).ballot.version
    assert client.post(lot, {"because": "Forkert", "version": version}).status_code == 302
    assert isinstance(fresh(ballot).due, LotDue)
    version = fresh(ballot).ballot.version
    client.post(whole, {"because": "Formfejl", "version": version})
    page = said(client.get(reverse("ballot", args=[ballot.pk])))
    assert "af Sekretær Midt: Formfejl" in page
    assert "Annullér valget" not in page
    assert "Vælg på ny" in said(client.get(reverse("task", args=[task.pk])))


def test_nobody_but_the_secretariat_of_the_council_sees_elections(
    browse, task, three, secretary, stranger, member, substitute, seats, six, members
):
    ballot = begun(seats, "proportional", by=secretary)
    grouped(ballot, "A", "B", "C+V", members=members, by=secretary)
    chosen(ballot, six[0], by=secretary)
    drawn(ballot, "B", "C+V", by=secretary)
    addresses = [
        create(task),
        create(task, "majority"),
        reverse("ballot", args=[ballot.pk]),
        reverse("ballot-annul", args=[ballot.pk]),
        reverse("ballot-draw-annul", args=[BallotDraw.objects.get().pk]),
    ]
    before = fresh(ballot).ballot.version
    for user in (stranger, member, substitute):
        for address in addresses:
            data = {"version": before, "because": "Fordi", "held_on": "2022-01-12"}
            assert browse(user).get(address).status_code == 404
            assert browse(user).post(address, data).status_code == 404
    for address in addresses:
        assert browse().get(address).status_code == 302
    assert fresh(ballot).ballot.version == before


def test_decided_task_offers_nothing_more(client, seats, six, members, secretary):
    ballot = begun(seats, "proportional", by=secretary)
    grouped(ballot, "A", "B", members=members, by=secretary)
    seats.refresh_from_db()
    seats.decided_on = "2022-01-12"
    seats.save()
    address = reverse("ballot", args=[ballot.pk])

    page = client.get(address)

    assert (page.status_code, 'class="wide-form"' in page.content.decode()) == (200, False)
    assert post(client, ballot, candidate=six[0].pk, number=1).status_code == 409
    assert not fresh(ballot).choices


def test_result_is_stopped_when_the_second_route_disagrees(
    client, task, three, secretary, monkeypatch, caplog
):
    ballot = begun(task, "majority", by=secretary)

    def disagree(*args, **kwargs):
        raise apportionment.CheckFailed("not the same")

    monkeypatch.setattr("elections.apportionment.majority.verify_majority", disagree)
    response = post(client, ballot, **a_round(three, 11, 5, 3))

    assert response.url == reverse("task", args=[task.pk])
    assert "Kontrolberegningen stemmer ikke" in said(client.get(response.url))
    assert not fresh(ballot).rounds
    assert "not the same" in caplog.text


def test_page_costs_as_many_queries_for_many_as_for_few(
    browse, council, other_council, secretary, stranger, term, django_assert_num_queries
):
    few, many = a_council(council, A=3, B=1), a_council(other_council, A=6, B=5, C=4)
    for members, number, user in ((few, 2, secretary), (many, 6, stranger)):
        task = a_task(members["A"][0].council, number)
        own = candidates(task, *"AABBCC"[:number])
        ballot = begun(task, "proportional", by=user)
        client = browse(user)
        with django_assert_num_queries(QUERIES_OF_GROUPS):
            assert client.get(reverse("ballot", args=[ballot.pk])).status_code == 200
        grouped(ballot, *members, members=members, by=user)
        chosen(ballot, own[0], by=user)
        with django_assert_num_queries(QUERIES_OF_CHOICES):
            assert client.get(reverse("ballot", args=[ballot.pk])).status_code == 200
    assert CouncilMembership.objects.count() == 19


QUERIES_OF_GROUPS = 22
QUERIES_OF_CHOICES = 13
