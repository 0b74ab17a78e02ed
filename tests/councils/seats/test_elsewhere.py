"""A place for somebody of another council: meant by people, and told to that council."""

import datetime

import pytest

from councils import actions
from councils.models import AuditEntry, CouncilMembership, Substitution
from tests.councils.seats.conftest import (
    at,
    create_at,
    days,
    new_seat,
    seat_facts,
    sent_again,
    substitute_at,
)
from tests.factories import TODAY, MembershipFactory, SubstitutionFactory

YESTERDAY = TODAY - datetime.timedelta(days=1)
SAID = "Fri Fyrre har en plads i KKR Nordjylland."
DAYS = {"starts_on": "2022-02-01", "ends_on": "2025-12-31"}


@pytest.fixture
def shared(scene, other_council, term):
    """»Fri Fyrre« sits in another council."""
    return MembershipFactory(council=other_council, term=term, person=scene.free)


def told(council) -> list[tuple[str, str]]:
    """What the council's log says, in its order."""
    rows = AuditEntry.objects.filter(council=council).order_by("pk")
    return list(rows.values_list("action", "summary"))


def doubts(response) -> str:
    return " ".join(response.context.get("doubts") or [])


def test_seat_for_somebody_of_another_council_is_meant_and_told_to_both(
    clerk, scene, shared, secretary, other_council
):
    address, sent = create_at(scene.council, scene.free), new_seat(scene)
    response = clerk.post(address, sent)

    assert SAID in doubts(response)
    assert "Sekretariatet i KKR Midtjylland får fra den 1. februar 2022" in doubts(response)
    assert not CouncilMembership.objects.filter(council=scene.council, person=scene.free).exists()
    assert not AuditEntry.objects.exists()
    assert sent_again(clerk, address, sent, response).status_code == 302
    summary = "Indsatte Fri Fyrre i KKR Midtjylland som supplerende medlem fra 1. februar 2022"
    assert told(scene.council) == [("seat_member", summary)]
    assert told(other_council) == [("seat_member", f"{summary} (KKR Midtjylland)")]
    assert {entry.by for entry in AuditEntry.objects.all()} == {secretary}


def test_substitute_of_another_council_is_meant_and_told_to_both(
    clerk, scene, shared, other_council
):
    address = substitute_at(scene.born, scene.free)
    response = clerk.post(address, DAYS)

    assert SAID in doubts(response)
    assert not Substitution.objects.filter(person=scene.free).exists()
    assert sent_again(clerk, address, DAYS, response).status_code == 302
    assert [action for action, _ in told(other_council)] == ["name_substitute"]


def test_substitute_who_comes_with_a_seat_is_asked_about_too(clerk, scene, other_council, term):
    vicar = MembershipFactory(council=other_council, term=term, person__name="Vikar Vild").person
    address = create_at(scene.council, scene.free)
    sent = new_seat(scene, substitute_name="Vikar", substitute=f"{vicar.pk}")
    response = clerk.post(address, sent)

    assert "Vikar Vild har en plads i KKR Nordjylland." in doubts(response)
    assert sent_again(clerk, address, sent, response).status_code == 302
    assert [action for action, _ in told(other_council)] == ["seat_member"]


def test_who_stands_in_elsewhere_counts_and_who_did_does_not(clerk, scene, other_council, term):
    seat = MembershipFactory(council=other_council, term=term)
    place = SubstitutionFactory(membership=seat, person=scene.free)
    address, sent = create_at(scene.council, scene.free), new_seat(scene)
    assert SAID in doubts(clerk.post(address, sent))

    Substitution.objects.filter(pk=place.pk).update(ends_on=YESTERDAY)
    assert clerk.post(address, sent).status_code == 302
    assert told(other_council) == []


def test_place_that_is_over_opens_nothing(clerk, scene, shared):
    sent = new_seat(scene, starts_on="2022-01-01", ends_on=f"{YESTERDAY}")
    response = clerk.post(create_at(scene.council, scene.free), sent)

    assert response.status_code == 302


def test_longer_or_earlier_place_is_meant_anew(clerk, scene, shared, other_council):
    seat = MembershipFactory(
        council=scene.council,
        term=scene.term,
        role="supplementary",
        elected_by=scene.list_a,
        municipality=scene.town,
        person=scene.free,
        ends_on=YESTERDAY,
    )
    sent = seat_facts(seat, ends_on="2025-12-31")
    response = clerk.post(at("seat-edit", seat), sent)

    assert SAID in doubts(response)
    assert sent_again(clerk, at("seat-edit", seat), sent, response).status_code == 302
    assert [action for action, _ in told(other_council)] == ["change_seat"]
    seat.refresh_from_db()
    again = seat_facts(seat, ends_on="2025-06-30")  # they are kept here now
    assert clerk.post(at("seat-edit", seat), again).status_code == 302


def test_substitution_that_begins_earlier_is_meant_anew(clerk, scene, shared, other_council):
    row = SubstitutionFactory(
        membership=scene.born,
        person=scene.free,
        starts_on=datetime.date(2023, 1, 1),
        ends_on=scene.born.ends_on,
    )
    later = days(row, ends_on="2025-06-30")
    assert clerk.post(at("substitution-edit", row), later).status_code == 302
    row.refresh_from_db()
    sent = days(row, starts_on="2022-01-01")
    response = clerk.post(at("substitution-edit", row), sent)

    assert SAID in doubts(response)
    assert "får fra den 12. januar 2022" in doubts(response)
    assert sent_again(clerk, at("substitution-edit", row), sent, response).status_code == 302
    assert [action for action, _ in told(other_council)] == ["change_substitution"] * 2


def test_doubt_about_one_day_does_not_overrule_that_of_another(clerk, scene, shared):
    address, sent = create_at(scene.council, scene.free), new_seat(scene)
    overruled = clerk.post(address, sent).context["overruled"]
    response = clerk.post(
        address, new_seat(scene, starts_on="2022-01-01") | {"overruled": overruled}
    )

    assert response.status_code == 422
    assert not CouncilMembership.objects.filter(council=scene.council, person=scene.free).exists()


@pytest.mark.parametrize("who", ["stranger", "member", "substitute"])
def test_nobody_else_gives_a_place_or_reads_of_it(browse, request, scene, shared, who):
    client = browse(request.getfixturevalue(who))
    sent = new_seat(scene) | {"overruled": "x"}

    assert client.post(create_at(scene.council, scene.free), sent).status_code == 404
    assert client.post(substitute_at(scene.born, scene.free), DAYS).status_code == 404
    assert not AuditEntry.objects.exists()


# --- What else is about people -------------------------------------------------------------------


def test_office_of_somebody_in_two_councils_is_told_to_both(secretary, scene, other_council, term):
    MembershipFactory(council=other_council, term=term, person=scene.member)
    actions.add_office(
        scene.member,
        by=secretary,
        council=scene.council,
        role="councillor",
        municipality=scene.town,
        starts_on=TODAY,
        ends_on=None,
    )
    assert [action for action, _ in told(other_council)] == ["add_office"]
