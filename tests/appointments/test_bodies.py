"""What the secretariat does to bodies and their seats, and what it may not."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from appointments.actions import bodies, organisations, seat_kinds
from appointments.actions.bodies import BodyHasChanged
from appointments.models import Alternate, Body, Organisation
from councils import audit
from councils.models import AuditEntry
from kkr_portal import clock
from tests.factories import (
    TERM_START,
    TODAY,
    AppointmentFactory,
    BodyFactory,
    PersonFactory,
    RoundFactory,
    SeatFactory,
    SeatKindFactory,
    TaskFactory,
)

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)


@pytest.fixture
def body(council) -> Body:
    return BodyFactory(council=council, name="Erhvervshuset")


def kind_with(body, *, seats: int = 1, held: int = 0, **facts):
    """Seats of one kind, the first `held` of which somebody is appointed to."""
    kind = SeatKindFactory(body=body, number=seats, **facts)
    for number in range(1, seats + 1):
        seat = SeatFactory(kind=kind, number=number)
        if number <= held:
            AppointmentFactory(seat=seat)
    return kind


def facts_of(kind, **facts) -> dict:
    names = ("label", "number", "appointer", "council", "held_by", "follows", "least_sme")
    return {name: getattr(kind, name) for name in names} | {"nominators": []} | facts


def reasons(error) -> dict:
    return error.value.message_dict


# --- Bodies --------------------------------------------------------------------------------------


def test_a_body_is_created_with_its_log(council, other_council, secretary):
    body = bodies.create_body(
        council,
        by=secretary,
        name="Uddannelsesudvalget",
        starts_on=TODAY,
        source="KL",
        other_councils=[other_council],
    )

    assert list(body.other_councils.all()) == [other_council]
    entry = AuditEntry.objects.get()
    assert (entry.summary, entry.council) == (
        "Oprettede forummet »Uddannelsesudvalget«",
        council,
    )


def test_nothing_is_created_when_the_log_fails(council, secretary, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(audit, "record", broken)
    with pytest.raises(RuntimeError):
        bodies.create_body(
            council, by=secretary, name="A", starts_on=TODAY, source="KL", other_councils=[]
        )

    assert not Body.objects.exists()


def test_the_same_name_from_the_same_day_is_told_at_the_name(council, secretary, body):
    with pytest.raises(ValidationError) as error:
        bodies.create_body(
            council,
            by=secretary,
            name=body.name,
            starts_on=body.starts_on,
            source="KL",
            other_councils=[],
        )

    assert reasons(error) == {"name": ["Forummet er allerede registreret fra den dag."]}


def test_a_council_does_not_also_send_people_to_its_own_body(council, secretary, body):
    with pytest.raises(ValidationError) as error:
        bodies.change_body(body, by=secretary, at=TODAY, version=1, other_councils=[council])

    assert reasons(error) == {
        "other_councils": ["KKR Midtjylland har forummet selv. Vælg kun andre KKR."]
    }


def test_a_change_is_stored_once(secretary, body):
    bodies.change_body(body, by=secretary, at=TODAY, version=1, other_councils=[], name="Nyt navn")
    with pytest.raises(BodyHasChanged) as conflict:
        bodies.change_body(body, by=secretary, at=TODAY, version=1, other_councils=[], name="Andet")

    assert conflict.value.stored.name == "Nyt navn"
    assert AuditEntry.objects.get().summary == "Rettede forummet »Nyt navn« (før: Erhvervshuset)"


def test_a_body_does_not_begin_after_its_appointments(secretary, body):
    AppointmentFactory(seat__kind__body=body, starts_on=TODAY)

    with pytest.raises(ValidationError) as error:
        bodies.change_body(
            body, by=secretary, at=TODAY, version=1, other_councils=[], starts_on=TODAY + DAY
        )

    told = "Der er udpegninger fra 12.1.2022. Forummet må være fra den dag."
    assert reasons(error) == {"starts_on": [told]}


# --- Dissolving ----------------------------------------------------------------------------------


def test_a_body_without_running_appointments_ends_with_its_successors(council, secretary, body):
    heir = BodyFactory(council=council)
    AppointmentFactory(seat__kind__body=body, ends_on=TODAY)

    bodies.dissolve_body(body, by=secretary, version=1, ends_on=TODAY, successors=[heir])

    body.refresh_from_db()
    assert (body.ends_on, list(body.successors.all())) == (TODAY, [heir])
    assert list(heir.predecessors.all()) == [body]


def test_running_appointments_are_named_and_nothing_is_stored(secretary, body):
    for name in ("Bo", "Eva", "Ib", "Åse", "Per"):
        AppointmentFactory(seat__kind__body=body, person__name=name)

    with pytest.raises(ValidationError) as error:
        bodies.dissolve_body(body, by=secretary, version=1, ends_on=TODAY)

    told = "Udpegninger løber videre efter den dag: Bo, Eva, Ib og 2 andre."
    assert reasons(error) == {"ends_appointments": [told]}
    body.refresh_from_db()
    assert (body.ends_on, body.version) == (None, 1)


def test_appointments_and_alternates_end_with_the_body_when_it_is_wanted(secretary, body):
    running = AppointmentFactory(seat__kind__body=body, due_on=TODAY + DAY, ends_on=TODAY + DAY)
    over = AppointmentFactory(seat__kind__body=body, ends_on=TODAY - DAY)
    alternate = Alternate.objects.create(
        appointment=running, person=PersonFactory(), starts_on=TERM_START
    )
    Alternate.objects.create(kind=running.seat.kind, person=PersonFactory(), starts_on=TODAY + DAY)

    bodies.dissolve_body(body, by=secretary, version=1, ends_on=TODAY, ends_appointments=True)

    for row in (running, over, alternate):
        row.refresh_from_db()
    assert (running.ends_on, running.ended_because, running.version) == (TODAY, "body_ended", 2)
    assert running.due_on == TODAY + DAY
    assert (over.ends_on, over.ended_because, over.version) == (TODAY - DAY, "", 1)
    assert [one.ends_on for one in Alternate.objects.all()] == [TODAY]
    told = "Nedlagde forummet »Erhvervshuset« pr. 12.1.2022, afsluttede 1 udpegning"
    assert AuditEntry.objects.first().summary == told


def test_appointments_that_begin_later_must_be_taken_back_first(secretary, body):
    AppointmentFactory(seat__kind__body=body, person__name="Bo", starts_on=TODAY + DAY)

    with pytest.raises(ValidationError) as error:
        bodies.dissolve_body(body, by=secretary, version=1, ends_on=TODAY, ends_appointments=True)

    assert reasons(error) == {"ends_on": ["Der er udpegninger, som først begynder senere: Bo."]}


def test_a_body_does_not_end_before_it_begins(secretary, body):
    with pytest.raises(ValidationError) as error:
        bodies.dissolve_body(body, by=secretary, version=1, ends_on=TERM_START - DAY)

    assert reasons(error) == {"ends_on": ["Slutdatoen ligger før startdatoen."]}


def test_a_body_does_not_succeed_itself(secretary, body):
    with pytest.raises(ValidationError) as error:
        bodies.dissolve_body(body, by=secretary, version=1, ends_on=TODAY, successors=[body])

    assert reasons(error) == {"successors": ["Et forum kan ikke afløse sig selv."]}


def test_a_body_that_does_not_end_after_all_has_no_successors(council, secretary, body):
    bodies.dissolve_body(
        body, by=secretary, version=1, ends_on=TODAY, successors=[BodyFactory(council=council)]
    )

    bodies.reopen_body(body, by=secretary, version=2)

    body.refresh_from_db()
    assert (body.ends_on, body.successors.count(), body.version) == (None, 0, 3)


@pytest.mark.parametrize("number", [1, 3])
def test_a_body_with_tasks_of_open_rounds_is_not_dissolved(secretary, body, number):
    round_ = RoundFactory(council=body.council, name="Udpegninger 2022")
    for _ in range(number):
        TaskFactory(kind=kind_with(body), round=round_)

    with pytest.raises(ValidationError) as error:
        bodies.dissolve_body(body, by=secretary, version=1, ends_on=TODAY)

    assert f"({body.council}: Udpegninger 2022)" in reasons(error)["ends_on"][0]
    body.refresh_from_db()
    assert body.ends_on is None


@pytest.mark.parametrize("settled", [{"decided_on": TODAY}, {"ends_on": TODAY}, {}])
def test_tasks_that_are_settled_by_then_do_not_keep_a_body(secretary, body, settled):
    round_ = RoundFactory(council=body.council, closed_at=None if settled else clock.now())
    TaskFactory(kind=kind_with(body), round=round_, **settled)

    bodies.dissolve_body(body, by=secretary, version=1, ends_on=TODAY)

    body.refresh_from_db()
    assert body.ends_on == TODAY


def test_a_council_that_fills_seats_goes_on_sending_people(secretary, other_council, body):
    body.other_councils.add(other_council)
    kind = kind_with(body, council=other_council, label="Politiker")
    given = {"by": secretary, "at": TODAY, "version": 1, "other_councils": []}

    with pytest.raises(ValidationError) as error:
        bodies.change_body(body, **given)
    told = f"{other_council} besætter pladserne »Politiker«. Ret først dem."
    assert reasons(error) == {"other_councils": [told]}
    kind.council = body.council
    kind.save()
    bodies.change_body(body, **given)

    assert not body.other_councils.exists()


# --- Kinds of seats ------------------------------------------------------------------------------


def test_a_kind_of_seats_comes_last_with_as_many_seats_as_its_number(council, secretary, body):
    kind_with(body)

    kind = seat_kinds.add_seat_kind(
        body,
        by=secretary,
        version=1,
        label="Kommunal politiker",
        number=3,
        appointer="council",
        council=council,
        nominators=[],
    )

    assert [seat.number for seat in kind.seats.all()] == [1, 2, 3]
    assert [one.label for one in body.seat_kinds.all()][-1] == "Kommunal politiker"
    body.refresh_from_db()
    assert body.version == 2


@pytest.mark.parametrize("number", [None, 0])
def test_a_kind_without_a_known_number_has_no_seats(council, secretary, body, number):
    kind = seat_kinds.add_seat_kind(
        body,
        by=secretary,
        version=1,
        label="Repræsentant",
        number=number,
        appointer="council",
        council=council,
        nominators=[],
    )

    assert not kind.seats.exists()


def test_fewer_seats_are_those_that_nobody_was_appointed_to(secretary, body):
    kind = kind_with(body, seats=4, held=2)
    first, second, *_ = kind.seats.all()
    AppointmentFactory(seat=kind.seats.get(number=4), ends_on=TERM_START)

    seat_kinds.change_seat_kind(kind, by=secretary, version=1, **facts_of(kind, number=3))

    seats = list(kind.seats.all())
    assert [seat.number for seat in seats] == [1, 2, 3]
    assert seats[:2] == [first, second]
    assert seats[2].appointments.exists()


def test_seats_with_appointments_are_not_removed(secretary, body):
    kind = kind_with(body, seats=2, held=2)

    with pytest.raises(ValidationError) as error:
        seat_kinds.change_seat_kind(kind, by=secretary, version=1, **facts_of(kind, number=1))

    assert reasons(error) == {"number": ["2 pladser har udpegninger og skal blive."]}
    assert kind.seats.count() == 2


def test_more_seats_than_any_body_has_are_refused(secretary, body):
    kind = kind_with(body)

    with pytest.raises(ValidationError) as error:
        seat_kinds.change_seat_kind(kind, by=secretary, version=1, **facts_of(kind, number=201))

    assert reasons(error) == {"number": ["Der kan højst være 200 pladser."]}


def test_more_of_smes_than_seats_are_refused(secretary, body):
    kind = kind_with(body)

    with pytest.raises(ValidationError) as error:
        seat_kinds.change_seat_kind(kind, by=secretary, version=1, **facts_of(kind, least_sme=2))

    assert list(reasons(error)) == ["least_sme"]


def test_two_kinds_have_two_labels(secretary, body):
    other, kind = kind_with(body), kind_with(body)

    with pytest.raises(ValidationError) as error:
        seat_kinds.change_seat_kind(
            kind, by=secretary, version=1, **facts_of(kind, label=other.label)
        )

    told = "Forummet har allerede en slags plads med den betegnelse."
    assert reasons(error) == {"label": [told]}


def test_a_kind_of_seats_that_a_colleague_changed_meanwhile_is_not_overwritten(secretary, body):
    kind = kind_with(body)
    seat_kinds.change_seat_kind(kind, by=secretary, version=1, **facts_of(kind, label="Ny"))

    with pytest.raises(BodyHasChanged):
        seat_kinds.change_seat_kind(kind, by=secretary, version=1, **facts_of(kind, label="Anden"))
    with pytest.raises(BodyHasChanged):
        seat_kinds.delete_seat_kind(kind, by=secretary, version=1)

    kind.refresh_from_db()
    assert kind.label == "Ny"


def test_seats_that_would_follow_each_other_in_a_circle_are_refused(secretary, body):
    follower = {"appointer": "ex_officio", "council": None, "held_by": "other_seat"}
    first = kind_with(body)
    second = SeatKindFactory(body=body, **follower, follows=first)

    with pytest.raises(ValidationError) as error:
        seat_kinds.change_seat_kind(
            first, by=secretary, version=1, **facts_of(first, **follower, follows=second)
        )

    assert reasons(error) == {"follows": ["Pladserne ville følge hinanden i ring."]}


def test_a_longer_chain_than_can_be_followed_is_refused(secretary, body):
    follower = {"appointer": "ex_officio", "council": None, "held_by": "other_seat"}
    last = kind_with(body)
    for _ in range(4):
        last = SeatKindFactory(body=body, **follower, follows=last)

    with pytest.raises(ValidationError) as error:
        seat_kinds.add_seat_kind(
            body, by=secretary, version=1, label="Ny", nominators=[], **follower, follows=last
        )

    assert reasons(error) == {"follows": ["Der kan højst være 4 led efter hinanden."]}


def test_a_chain_is_not_lengthened_from_its_lower_end(secretary, body):
    follower = {"appointer": "ex_officio", "council": None, "held_by": "other_seat"}
    first = last = SeatKindFactory(body=body, label="Første")
    for _ in range(4):
        last = SeatKindFactory(body=body, **follower, follows=last)
    below = kind_with(body)

    with pytest.raises(ValidationError) as error:
        seat_kinds.change_seat_kind(
            first, by=secretary, version=1, **facts_of(first, **follower, follows=below)
        )

    assert reasons(error) == {"follows": ["Der kan højst være 4 led efter hinanden."]}


def test_seats_in_an_open_round_do_not_pass_to_another_council(secretary, other_council, body):
    kind = kind_with(body)
    task = TaskFactory(kind=kind, round=RoundFactory(council=body.council, name="Runde"))
    facts = facts_of(kind, council=other_council)

    with pytest.raises(ValidationError) as error:
        seat_kinds.change_seat_kind(kind, by=secretary, version=1, **facts)
    told = f"Pladserne er med i en åben runde ({body.council}: Runde). Afslut den først."
    assert reasons(error) == {"council": [told]}
    task.round.closed_at = clock.now()
    task.round.save()
    seat_kinds.change_seat_kind(kind, by=secretary, version=1, **facts)

    kind.refresh_from_db()
    assert kind.council == other_council


def test_seats_that_come_to_follow_an_office_have_no_rows(secretary, body):
    kind = kind_with(body, seats=2)
    facts = {"appointer": "ex_officio", "council": None, "held_by": "council_chair"}

    seat_kinds.change_seat_kind(kind, by=secretary, version=1, **facts_of(kind, **facts))

    assert not kind.seats.exists()


def test_a_kind_that_was_a_mistake_is_deleted_with_its_empty_seats(secretary, body):
    kind = kind_with(body, seats=2)

    seat_kinds.delete_seat_kind(kind, by=secretary, version=1)

    assert not body.seat_kinds.exists()


def test_a_kind_with_a_history_is_kept(secretary, body):
    kind = kind_with(body, held=1)
    TaskFactory(kind=kind)
    SeatKindFactory(
        body=body,
        label="Formand",
        appointer="ex_officio",
        council=None,
        held_by="other_seat",
        follows=kind,
    )

    with pytest.raises(ValidationError) as error:
        seat_kinds.delete_seat_kind(kind, by=secretary, version=1)

    assert error.value.messages == [
        "Der er udpegninger til pladserne; de er deres historik.",
        "Pladserne er med i en udpegningsrunde.",
        "Pladsen »Formand« i Erhvervshuset følger den.",
    ]


# --- Organisations -------------------------------------------------------------------------------


def test_an_organisation_is_the_one_that_is_there_however_it_is_spelt(council, secretary):
    known = Organisation.objects.create(name="Dansk Erhverv")

    found = organisations.add_organisations(
        ["dansk  erhverv", "HORESTA", "Horesta"], by=secretary, council=council
    )

    assert [one.name for one in found] == ["Dansk Erhverv", "HORESTA"]
    assert found[0] == known
    assert AuditEntry.objects.get().summary == "Tilføjede organisationen »HORESTA«"


def test_an_organisation_is_not_renamed_over_a_colleague_s_name(council, secretary):
    known = Organisation.objects.create(name="Tekniq")
    organisations.rename_organisation(
        known, by=secretary, council=council, name="TEKNIQ", seen="Tekniq"
    )

    with pytest.raises(ValidationError) as error:
        organisations.rename_organisation(
            known, by=secretary, council=council, name="Teknik", seen="Tekniq"
        )

    assert reasons(error) == {"name": ["En kollega har imens omdøbt organisationen til »TEKNIQ«."]}
