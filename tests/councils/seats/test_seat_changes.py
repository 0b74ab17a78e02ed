"""Correcting and deleting seats, as the secretariat does it."""

import datetime

import pytest
from django.urls import reverse

from councils.actions.rows import mark_of
from councils.models import CouncilMembership, LifeEvent, Person
from tests.councils.seats.conftest import (
    acts,
    at,
    errors,
    seat_facts,
    seats_and_more,
    sent_again,
)
from tests.factories import (
    TERM_END,
    LeadershipFactory,
    MembershipFactory,
    SubstitutionFactory,
)
from tests.meetings.conftest import NOON

MID_TERM = datetime.date(2023, 6, 30)


# --- Changing a seat -----------------------------------------------------------------------------


def test_a_seat_is_ended_with_its_reason_and_what_hangs_on_it(scene, clerk):
    LeadershipFactory(membership=scene.seat, ends_on=TERM_END)
    sent = seat_facts(scene.seat, ends_on=f"{MID_TERM}", left_because="resigned")

    assert clerk.post(at("seat-edit", scene.seat), sent).status_code == 302

    scene.seat.refresh_from_db()
    assert (scene.seat.ends_on, scene.seat.left_because) == (MID_TERM, "resigned")
    assert scene.seat.substitutions.get().ends_on == MID_TERM
    assert scene.seat.leaderships.get().ends_on == MID_TERM
    assert acts() == ["change_seat"]


def test_municipality_list_and_first_day_are_corrected(scene, clerk):
    sent = seat_facts(
        scene.seat,
        municipality=scene.other_town.pk,
        elected_by=scene.list_b.pk,
        starts_on="2022-02-01",
    )
    address = at("seat-edit", scene.seat)

    response = clerk.post(address, sent)
    assert "men pladsen tilhører Birkepartiet" in response.text
    assert sent_again(clerk, address, sent, response).status_code == 302

    scene.seat.refresh_from_db()
    assert (scene.seat.municipality, scene.seat.elected_by) == (scene.other_town, scene.list_b)
    assert f"{scene.seat.substitutions.get().starts_on}" == "2022-02-01"
    # What was overruled once is not asked again.
    sent = seat_facts(scene.seat, ends_on=f"{MID_TERM}", left_because="resigned")
    assert clerk.post(address, sent).status_code == 302


def test_days_that_are_known_are_not_approximate_any_more(scene, clerk):
    CouncilMembership.objects.update(is_approximate=True)
    scene.seat.refresh_from_db()

    clerk.post(at("seat-edit", scene.seat), seat_facts(scene.seat))
    scene.seat.refresh_from_db()
    assert scene.seat.is_approximate

    clerk.post(at("seat-edit", scene.seat), seat_facts(scene.seat, starts_on="2022-02-01"))
    scene.seat.refresh_from_db()
    assert not scene.seat.is_approximate


@pytest.mark.parametrize(
    ("more", "field", "said"),
    [
        ({"municipality": ""}, "municipality", "påkrævet"),
        ({"elected_by": ""}, "elected_by", "påkrævet"),
        ({"starts_on": "2021-01-01"}, "starts_on", "Valgperioden"),
        ({"ends_on": "2026-01-01"}, "ends_on", "Valgperioden"),
        ({"ends_on": "2021-01-01"}, "ends_on", "før startdatoen"),
        ({"ends_on": ""}, "ends_on", "Skriv datoen"),
        ({"ends_on": "2023-06-30"}, "left_because", "slutter først den 31. december 2025"),
        ({"left_because": "bored"}, "left_because", "gyldig"),
    ],
)
def test_a_mistake_in_a_change_is_told_at_its_field(scene, clerk, more, field, said):
    before = seats_and_more()

    response = clerk.post(at("seat-edit", scene.seat), seat_facts(scene.seat, **more))

    assert response.status_code == 422
    assert said in errors(response, field), response.context["form"].errors
    assert (seats_and_more(), acts()) == (before, [])


def test_a_second_mayor_of_one_municipality_is_told_at_the_municipality(scene, clerk):
    other = MembershipFactory(council=scene.council, term=scene.term, municipality=scene.town)

    sent = seat_facts(other, municipality=scene.other_town.pk)
    response = clerk.post(at("seat-edit", other), sent)

    assert "allerede et født medlem: Borgmester Bøg" in errors(response, "municipality")


def test_a_seat_does_not_end_before_its_substitute_begins(scene, clerk):
    scene.substitution.delete()
    SubstitutionFactory(membership=scene.seat, person__name="Sen Selje", starts_on="2024-01-01")
    before = seats_and_more()

    sent = seat_facts(scene.seat, ends_on=f"{MID_TERM}", left_because="resigned")
    response = clerk.post(at("seat-edit", scene.seat), sent)

    assert "Sen Selje som stedfortræder er registreret fra" in errors(response, "ends_on")
    assert (seats_and_more(), acts()) == (before, [])


def test_of_two_who_change_the_second_sees_both(scene, clerk):
    sent = seat_facts(scene.seat, ends_on=f"{MID_TERM}", left_because="resigned")
    clerk.post(at("seat-edit", scene.seat), sent)

    late = sent | {"ends_on": "2024-06-30", "left_because": "left_party"}
    response = clerk.post(at("seat-edit", scene.seat), late)

    assert response.status_code == 409
    assert "Sidste dag: 30. juni 2023" in response.text
    assert "Udtrådt fordi: Fratrådt efter eget ønske" in response.text
    assert 'value="2024-06-30"' in response.text
    scene.seat.refresh_from_db()
    assert scene.seat.ends_on == MID_TERM
    assert f'name="seen" value="{mark_of(scene.seat)}"' in response.text
    late["seen"] = response.context["seen"]
    assert clerk.post(at("seat-edit", scene.seat), late).status_code == 302


def test_seats_of_those_who_have_left_are_still_corrected(scene, clerk):
    sent = {"ends_on": "2022-01-05", "left_because": "resigned"}
    clerk.post(at("seat-edit", scene.seat), seat_facts(scene.seat, **sent))
    scene.seat.refresh_from_db()

    assert "udtrådt" in clerk.get(reverse("seats", args=["midtjylland"])).text
    assert clerk.get(at("seat-edit", scene.seat)).status_code == 200


# --- Deleting a seat -----------------------------------------------------------------------------


def test_a_seat_entered_by_mistake_is_deleted(scene, clerk):
    scene.substitution.delete()
    page = clerk.get(at("seat-delete", scene.seat))
    assert "Slet kun en plads" in page.text

    response = clerk.post(at("seat-delete", scene.seat), {"seen": page.context["seen"]})

    assert response.status_code == 302
    assert not CouncilMembership.objects.filter(pk=scene.seat.pk).exists()
    assert Person.objects.filter(pk=scene.member.pk).exists()
    assert acts() == ["delete_seat"]


@pytest.mark.parametrize("what", ["substitution", "leadership", "event"])
def test_a_seat_that_something_refers_to_stays(scene, clerk, secretary, what):
    said = {
        "substitution": "Der er registreret en stedfortræder",
        "leadership": "som formand eller næstformand",
        "event": "En livsbegivenhed har ændret pladsen",
    }
    if what != "substitution":
        scene.substitution.delete()
    if what == "leadership":
        LeadershipFactory(membership=scene.seat)
    if what == "event":
        event = LifeEvent.objects.create(
            kind="left_party",
            person=scene.member,
            happens_on=MID_TERM,
            changes=[{"model": "councils.CouncilMembership", "pk": scene.seat.pk}],
            told=[],
            recorded_at=NOON,
            recorded_by=secretary,
        )
        event.councils.add(scene.council)
    before = seats_and_more()

    for page in (
        clerk.get(at("seat-delete", scene.seat)),
        clerk.post(at("seat-delete", scene.seat), {"seen": mark_of(scene.seat)}),
    ):
        assert said[what] in page.text
    assert page.status_code == 409
    assert (seats_and_more(), acts()) == (before, [])


def test_a_seat_is_not_deleted_when_a_colleague_has_changed_it(scene, clerk):
    scene.substitution.delete()
    seen = mark_of(scene.seat)
    clerk.post(at("seat-edit", scene.seat), seat_facts(scene.seat, starts_on="2022-02-01"))

    response = clerk.post(at("seat-delete", scene.seat), {"seen": seen})

    assert response.status_code == 409
    assert "1. februar 2022" in response.text
    assert CouncilMembership.objects.filter(pk=scene.seat.pk).exists()
