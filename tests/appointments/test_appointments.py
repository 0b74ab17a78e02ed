"""Appointments by hand: who sits where, who follows whom, and what is refused."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from appointments.actions import appointments as actions
from appointments.actions.alternates import end_alternate, name_alternate
from appointments.models import Alternate, Appointment, Organisation, Seat
from councils.actions.rows import RowHasChanged, mark_of
from councils.models import AuditEntry
from kkr_portal.errors import NotHere
from tests.appointments.seats import END, START, appointed, councillor, kind_of, seats_of
from tests.factories import (
    TODAY,
    CandidateFactory,
    ElectoralListFactory,
    PartyMembershipFactory,
    PersonFactory,
    TaskFactory,
)

DAY = datetime.timedelta(days=1)
MAY, JUNE = datetime.date(2023, 5, 31), datetime.date(2023, 6, 1)


@pytest.fixture
def seat(council) -> Seat:
    return seats_of(kind_of(council))[0]


@pytest.fixture
def held(seat, council) -> Appointment:
    """For the term 2022-2025."""
    return appointed(seat, councillor(council))


@pytest.fixture
def appoint(secretary):
    def appoint(seat: Seat, person, **facts) -> Appointment:
        days = {"starts_on": START, "due_on": END}
        return actions.appoint(seat, person, by=secretary, **{**days, **facts})

    return appoint


@pytest.fixture
def replace(secretary):
    def replace(appointment: Appointment, person, **facts) -> Appointment:
        given = {"starts_on": JUNE, "version": appointment.version, "because": "resigned"}
        return actions.replace_appointment(appointment, person, by=secretary, **{**given, **facts})

    return replace


def refused(act, *args, **facts) -> dict:
    with pytest.raises(ValidationError) as error:
        act(*args, **facts)
    return error.value.update_error_dict({})


def told(errors: dict, field: str) -> str:
    return " ".join(str(one.messages[0]) for one in errors[field])


def at(day: datetime.date) -> list[Appointment]:
    return list(Appointment.objects.in_force(day))


# --- appoint -------------------------------------------------------------------------------------


def test_appointing_by_hand_fills_the_seat_for_the_period(council, seat, appoint, secretary):
    made = appoint(seat, councillor(council), way="elsewhere", source="KL’s brev")

    assert (made.starts_on, made.due_on, made.ends_on) == (START, END, END)
    assert (made.way, made.source, made.decided_in) == ("elsewhere", "KL’s brev", None)
    entry = AuditEntry.objects.get(council=council)
    assert (entry.action, entry.by) == ("appoint", secretary)


def test_seat_that_is_taken_in_the_period_is_refused(council, held, appoint):
    errors = refused(appoint, held.seat, councillor(council), starts_on=MAY, due_on=END)

    assert told(errors, "starts_on") == "Pladsen er allerede besat i perioden."
    assert Appointment.objects.get() == held


def test_end_before_the_start_is_refused(council, seat, appoint):
    errors = refused(appoint, seat, councillor(council), due_on=START - DAY)

    assert told(errors, "due_on") == "Slutdatoen ligger før startdatoen."
    assert not Appointment.objects.exists()


@pytest.mark.parametrize(
    ("days", "field", "words"),
    [
        ({"starts_on": datetime.date(2009, 1, 1)}, "starts_on", "er først oprettet"),
        (
            {"starts_on": datetime.date(2024, 7, 1), "due_on": END},
            "starts_on",
            "er nedlagt efter 30. juni 2024",
        ),
        ({"due_on": datetime.date(2024, 7, 1)}, "due_on", "Vælg en tidligere dag"),
    ],
)
def test_days_outside_the_bodys_are_refused(council, appoint, days, field, words):
    seat = seats_of(kind_of(council, body__ends_on=datetime.date(2024, 6, 30)))[0]
    person = councillor(council)

    errors = refused(appoint, seat, person, **{"due_on": datetime.date(2024, 6, 1), **days})

    assert words in told(errors, field)


def test_who_is_not_eligible_is_refused_whatever_the_reason(seat, appoint):
    errors = refused(appoint, seat, PersonFactory(), overruled_because="Vi vil")

    assert "kan ikke vælges" in told(errors, "person")


def test_doubt_about_an_elected_person_needs_a_reason_that_is_logged(council, appoint):
    seat = seats_of(kind_of(council, eligibility="elected"))[0]
    person = PersonFactory()

    assert "overruled_because" in refused(appoint, seat, person)
    appoint(seat, person, overruled_because="Sidder i regionsrådet")

    assert "Begrundelse: Sidder i regionsrådet" in AuditEntry.objects.first().summary


def test_ex_officio_seat_is_not_filled_by_appointing(council, appoint):
    kind = kind_of(council, appointer="ex_officio", council=None, held_by="council_chair")

    errors = refused(appoint, seats_of(kind)[0], councillor(council))

    assert "følger et hverv" in str(errors)


def test_person_has_one_seat_in_a_body(council, held, appoint):
    other = seats_of(kind_of(council, body=held.seat.kind.body, label="Formand"))[0]

    errors = refused(appoint, other, held.person)

    assert "sidder allerede" in told(errors, "starts_on")


def test_who_carries_over_makes_room(council, appoint):
    seat = seats_of(kind_of(council, body__carries_over=True))[0]
    due = datetime.date(2021, 12, 31)
    before = appointed(seat, starts_on=datetime.date(2018, 1, 1), due_on=due, ends_on=None)

    made = appoint(seat, councillor(council), starts_on=JUNE)

    assert at(MAY) == [before]
    assert at(JUNE) == [made]
    assert (made.follows, made.ends_on) == (before, None)
    assert Appointment.objects.get(pk=before.pk).ended_because == "replaced"


def test_seats_that_nobody_here_fills_know_no_requirement(council, appoint):
    kind = kind_of(council, appointer="region", council=None)

    assert appoint(seats_of(kind)[0], PersonFactory()).pk


def test_seat_that_a_colleague_took_out_is_not_here(council, seat, appoint):
    Seat.objects.filter(pk=seat.pk).delete()

    with pytest.raises(NotHere, match="findes ikke længere"):
        appoint(seat, councillor(council))


def test_somebody_carries_over_from_the_day_after_their_period_until_they_leave(council):
    seat = seats_of(kind_of(council, body__carries_over=True))[0]
    one = appointed(seat, due_on=MAY - DAY, ends_on=JUNE)

    told = {day: one.is_carried_over(day) for day in (MAY - DAY, MAY, JUNE, JUNE + DAY)}

    assert list(told.values()) == [False, True, True, False]


# --- change_appointment --------------------------------------------------------------------------


@pytest.fixture
def change(secretary):
    def change(appointment: Appointment, **facts) -> Appointment:
        given = {
            "version": appointment.version,
            "starts_on": appointment.starts_on,
            "due_on": appointment.due_on,
            "ends_on": None,
            "ended_because": "",
        }
        return actions.change_appointment(appointment, by=secretary, **{**given, **facts})

    return change


def test_correcting_the_period_moves_the_last_day(held, change):
    changed = change(held, due_on=MAY, represents="Viborg")

    assert (changed.ends_on, changed.represents, changed.version) == (MAY, "Viborg", 2)


def test_correcting_shortens_the_alternates_days(council, held, change):
    stand_in = Alternate.objects.create(
        appointment=held, person=councillor(council), starts_on=START, ends_on=END
    )
    late = Alternate.objects.create(
        appointment=appointed(seats_of(kind_of(council, label="B", body=held.seat.kind.body))[0]),
        person=councillor(council),
        starts_on=START,
        ends_on=END,
    )

    change(held, due_on=MAY)

    assert Alternate.objects.get(pk=stand_in.pk).ends_on == MAY
    assert Alternate.objects.get(pk=late.pk).ends_on == END


def test_end_that_was_a_mistake_is_taken_back(held, change, secretary):
    ended = actions.end_appointment(held, by=secretary, version=1, on=MAY, because="died")

    changed = change(ended)

    assert (changed.ends_on, changed.ended_because) == (END, "")


def test_older_page_does_not_overwrite_a_colleagues_correction(held, change):
    change(held, represents="Viborg")

    with pytest.raises(RowHasChanged) as conflict:
        change(held, represents="Skive", version=1)

    assert conflict.value.stored.represents == "Viborg"


def test_reason_without_a_last_day_is_refused(held, change):
    assert told(refused(change, held, ended_because="died"), "ends_on").startswith("Skriv")


def test_last_day_before_the_first_is_refused(held, change):
    errors = refused(change, held, ended_because="died", ends_on=START - DAY)

    assert "ligger før" in told(errors, "ends_on")


def test_last_day_after_the_bodys_is_refused(council, change):
    last = datetime.date(2024, 6, 30)
    seat = seats_of(kind_of(council, body__ends_on=last))[0]
    one = appointed(seat, councillor(council), due_on=last, ends_on=last)

    errors = refused(change, one, ended_because="body_ended", ends_on=last + DAY)

    assert "er nedlagt efter 30. juni 2024" in told(errors, "ends_on")
    assert change(one, ended_because="body_ended", ends_on=last).ends_on == last


def test_days_stay_approximate_until_somebody_corrects_them(held, change):
    Appointment.objects.update(is_approximate=True)

    changed = change(held, source="KL’s brev")
    assert changed.is_approximate
    assert not change(changed, due_on=MAY).is_approximate


def test_alternate_who_falls_away_by_a_correction_is_named_in_the_log(council, held, change):
    late = councillor(council, "Sen Suppleant")
    Alternate.objects.create(appointment=held, person=late, starts_on=JUNE, ends_on=END)

    change(held, due_on=MAY)

    assert not Alternate.objects.exists()
    assert "Sen Suppleant" in AuditEntry.objects.first().summary


# --- end_appointment -----------------------------------------------------------------------------


def test_resignation_ends_the_appointment_and_its_alternate(council, held, secretary):
    stand_in = Alternate.objects.create(
        appointment=held, person=councillor(council), starts_on=START, ends_on=None
    )

    actions.end_appointment(held, by=secretary, version=1, on=MAY, because="resigned")

    assert (at(MAY), at(JUNE)) == ([held], [])
    assert Alternate.objects.get(pk=stand_in.pk).ends_on == MAY
    assert "fratrådt efter eget ønske" in AuditEntry.objects.first().summary


@pytest.mark.parametrize(
    ("on", "words"),
    [(START - DAY, "begynder først 1. januar 2022"), (END + DAY, "slutter allerede")],
)
def test_end_outside_the_appointment_is_refused(held, secretary, on, words):
    errors = refused(
        actions.end_appointment, held, by=secretary, version=1, on=on, because="resigned"
    )

    assert words in told(errors, "on")
    assert Appointment.objects.get().ends_on == END


# --- replace_appointment -------------------------------------------------------------------------


def test_successor_takes_over_for_the_same_group_and_the_rest_of_the_period(council, held, replace):
    chose = ElectoralListFactory(letter="A")
    Appointment.objects.update(elected_by=chose, group="A", way="proportional")
    held.refresh_from_db()

    made = replace(held, councillor(council))

    assert (at(MAY), at(JUNE)) == ([held], [made])
    assert (made.elected_by, made.group, made.way) == (chose, "A", "proportional")
    assert (made.follows, made.due_on) == (held, END)
    assert Appointment.objects.get(pk=held.pk).ended_because == "resigned"


def test_successor_is_nominated_by_the_same_organisations(council, held, replace):
    held.nominated_by.add(organisation := Organisation.objects.create(name="DI"))

    assert list(replace(held, councillor(council)).nominated_by.all()) == [organisation]


def test_successor_of_another_list_needs_a_reason(council, held, replace):
    Appointment.objects.update(elected_by=ElectoralListFactory(letter="A"))
    held.refresh_from_db()
    other = PartyMembershipFactory(
        person=councillor(council), party=ElectoralListFactory(letter="V").party
    )

    errors = refused(replace, held, other.person)

    assert "men pladsen er valgt af" in told(errors, "overruled_because")
    assert at(JUNE) == [held]
    replace(held, other.person, overruled_because="Aftalt mellem grupperne")
    assert "Aftalt mellem grupperne" in AuditEntry.objects.first().summary


def test_successor_of_the_same_party_needs_none(council, held, replace):
    chose = ElectoralListFactory(letter="A")
    Appointment.objects.update(elected_by=chose)
    held.refresh_from_db()
    own = PartyMembershipFactory(person=councillor(council), party=chose.party)

    assert replace(held, own.person).elected_by == chose


def test_successor_of_one_who_left_earlier_leaves_the_last_day_as_it_is(
    council, held, replace, secretary
):
    ended = actions.end_appointment(held, by=secretary, version=1, on=START, because="died")

    replace(ended, councillor(council))

    stored = Appointment.objects.get(pk=held.pk)
    assert (stored.ends_on, stored.ended_because) == (START, "died")


def test_nobody_has_two_successors(council, held, replace):
    replace(held, councillor(council))
    held.refresh_from_db()

    errors = refused(replace, held, councillor(council))

    assert "har allerede en afløser" in str(errors)


def test_successor_before_the_appointment_is_refused(council, held, replace):
    errors = refused(replace, held, councillor(council), starts_on=START)

    assert "Vælg en senere dag" in told(errors, "starts_on")


def test_nobody_leaves_when_the_successor_is_refused(held, replace):
    refused(replace, held, PersonFactory())

    assert at(JUNE) == [held]


# --- delete_appointment --------------------------------------------------------------------------


def test_mistake_is_deleted_and_the_reason_logged(council, held, secretary):
    actions.delete_appointment(held, by=secretary, version=1, because="Forkert person")

    assert not Appointment.objects.exists()
    assert "Begrundelse: Forkert person" in AuditEntry.objects.first().summary


def test_deleting_lets_the_one_before_carry_over_again(council, appoint, secretary):
    seat = seats_of(kind_of(council, body__carries_over=True))[0]
    due = START - DAY
    before = appointed(seat, starts_on=datetime.date(2018, 1, 1), due_on=due, ends_on=None)
    made = appoint(seat, councillor(council))

    actions.delete_appointment(made, by=secretary, version=1, because="Forkert person")

    assert at(TODAY) == [before]
    assert Appointment.objects.get().ended_because == ""


def test_deleting_revives_nobody_who_left_before_the_successor_began(council, appoint, secretary):
    seat = seats_of(kind_of(council, body__carries_over=True))[0]
    before = appointed(seat, starts_on=datetime.date(2018, 1, 1), due_on=START - DAY, ends_on=None)
    made = appoint(seat, councillor(council), starts_on=JUNE)
    Appointment.objects.filter(pk=before.pk).update(ends_on=MAY - DAY)

    actions.delete_appointment(made, by=secretary, version=1, because="Forkert person")

    assert at(JUNE) == []


def test_appointment_that_is_followed_is_kept(council, held, replace, secretary):
    replace(held, councillor(council))

    errors = refused(
        actions.delete_appointment, held, by=secretary, version=2, because="Forkert person"
    )

    assert "har en afløser" in str(errors)


def test_appointment_on_a_decision_is_kept(held, secretary):
    task = TaskFactory(kind=held.seat.kind, decided_on=TODAY)
    held.candidate = CandidateFactory(task=task, person=held.person)
    held.save()

    errors = refused(
        actions.delete_appointment, held, by=secretary, version=1, because="Forkert person"
    )

    assert "kommer fra en runde" in str(errors)


def test_nothing_is_deleted_when_the_log_fails(held, secretary, monkeypatch):
    monkeypatch.setattr(actions.audit, "record_about", lambda *args, **facts: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        actions.delete_appointment(held, by=secretary, version=1, because="Forkert person")

    assert Appointment.objects.exists()


# --- Alternates ----------------------------------------------------------------------------------


@pytest.fixture
def name(secretary):
    def name(whose, person, **days) -> Alternate:
        given = {"starts_on": START, "ends_on": None}
        return name_alternate(whose, person, by=secretary, **{**given, **days})

    return name


def test_personal_alternate_stands_in_as_long_as_the_appointment(council, held, name):
    row = name(held, councillor(council))

    assert (row.appointment, row.ends_on) == (held, END)
    assert Appointment.objects.get().version == 2


def test_shared_alternate_belongs_to_the_kind_of_seat(council, held, name):
    row = name(held.seat.kind, councillor(council))

    assert (row.kind, row.appointment) == (held.seat.kind, None)


@pytest.mark.parametrize(
    ("alternates", "words"), [("none", "ingen suppleanter"), ("shared", "er fælles")]
)
def test_personal_alternate_is_refused_where_the_seat_has_none(
    council, held, name, alternates, words
):
    held.seat.kind.alternates = alternates
    held.seat.kind.save()

    assert words in str(refused(name, held, councillor(council)))


def test_second_alternate_at_a_time_is_refused(council, held, name):
    name(held, councillor(council))

    errors = refused(name, held, councillor(council), starts_on=MAY)

    assert told(errors, "starts_on") == "Repræsentanten har allerede en suppleant i perioden."


def test_nobody_stands_in_for_themselves(held, name):
    assert "sin egen" in told(refused(name, held, held.person), "person")


def test_shared_alternate_does_not_sit_on_a_seat(held, name):
    errors = refused(name, held.seat.kind, held.person)

    assert "sidder selv" in told(errors, "person")


def test_alternate_must_be_eligible_too(held, name):
    assert "kan ikke vælges" in told(refused(name, held, PersonFactory()), "person")


def test_alternate_ends_and_another_begins(council, held, name, secretary):
    row = name(held, councillor(council))

    end_alternate(row, by=secretary, seen=mark_of(row), on=MAY)
    after = name(held, councillor(council), starts_on=JUNE)

    assert [one.pk for one in Alternate.objects.in_force(JUNE)] == [after.pk]
    with pytest.raises(RowHasChanged):
        end_alternate(row, by=secretary, seen=mark_of(row), on=MAY)


def test_alternate_does_not_end_before_they_begin(council, held, name, secretary):
    row = name(held, councillor(council), starts_on=MAY)

    errors = refused(end_alternate, row, by=secretary, seen=mark_of(row), on=START)

    assert "begynder først" in told(errors, "on")
