"""Where one person represents the municipalities."""

import datetime

from django.db import connection
from django.test.utils import CaptureQueriesContext

from appointments.models import Alternate
from appointments.of_person import represented_by
from tests.appointments.seats import END, START, appointed, councillor, kind_of, seats_of
from tests.factories import TODAY, LeadershipFactory, MembershipFactory, PersonFactory

EARLIER = {"starts_on": datetime.date(2018, 1, 1), "due_on": datetime.date(2021, 12, 31)}
FORMER = EARLIER | {"ends_on": datetime.date(2021, 12, 31)}
COMING = {"starts_on": datetime.date(2022, 4, 1)}


def bodies(rows) -> list[str]:
    return [str(one.body) for one in rows]


def seat_in(council, name="Erhvervshus", **facts):
    return seats_of(kind_of(council, body__name=name, **facts))[0]


def test_nobody_represents_by_themselves(council):
    found = represented_by(PersonFactory(), TODAY)

    assert not found
    assert (found.now, found.coming, found.former) == ((), (), ())


def test_appointments_are_told_by_when_they_are(council):
    person = councillor(council)
    appointed(seat_in(council, "Nu"), person)
    appointed(seat_in(council, "Kommer"), person, **COMING)
    appointed(seat_in(council, "Før"), person, **FORMER, ended_because="due")

    found = represented_by(person, TODAY)

    assert (bodies(found.now), bodies(found.coming), bodies(found.former)) == (
        ["Nu"],
        ["Kommer"],
        ["Før"],
    )
    assert (found.now[0].starts_on, found.now[0].due_on) == (START, END)
    assert found.former[0].because == "Perioden udløb"
    assert not any(one.is_carried_over or one.is_ex_officio for one in found.now)


def test_first_and_last_day_count(council):
    person = councillor(council)
    appointed(seat_in(council), person)

    for day, when in [
        (START - datetime.timedelta(days=1), "coming"),
        (START, "now"),
        (END, "now"),
        (END + datetime.timedelta(days=1), "former"),
    ]:
        found = represented_by(person, day)
        assert len(getattr(found, when)) == 1
        assert len(found.now + found.coming + found.former) == 1


def test_the_latest_stands_first_and_of_those_to_come_the_next(council):
    person = councillor(council)
    for name, month in [("Tidligt", 2), ("Sent", 6)]:
        later = {"starts_on": datetime.date(2022, month, 1)}
        appointed(seat_in(council, name), person, **later)
        before = {"starts_on": datetime.date(2018, month, 1), "ends_on": FORMER["ends_on"]}
        appointed(seat_in(council, f"{name} før"), person, **before)

    found = represented_by(person, TODAY)

    assert bodies(found.coming) == ["Tidligt", "Sent"]
    assert bodies(found.former) == ["Sent før", "Tidligt før"]


def test_somebody_who_is_carried_over_still_represents(council):
    person = councillor(council)
    appointed(seat_in(council, body__carries_over=True), person, **EARLIER, ends_on=None)

    (one,) = represented_by(person, TODAY).now

    assert one.is_carried_over
    assert one.due_on == datetime.date(2021, 12, 31)


def test_chair_represents_where_a_seat_follows_the_chair(council, term):
    post = LeadershipFactory(membership=MembershipFactory(council=council, term=term))
    follows = {"appointer": "ex_officio", "council": None, "eligibility": ""}
    kind_of(council, held_by="council_chair", **follows)

    (one,) = represented_by(post.membership.person, TODAY).now

    assert one.is_ex_officio
    assert (one.starts_on, one.appointment) == (post.starts_on, None)
    assert not represented_by(PersonFactory(), TODAY)


def test_holder_of_a_seat_that_another_one_follows_represents_in_both(council):
    person = councillor(council)
    seat = seat_in(council)
    appointed(seat, person)
    follows = {"appointer": "ex_officio", "council": None, "eligibility": "", "label": "Født"}
    kind_of(council, held_by="other_seat", follows=seat.kind, body__name="Fonden", **follows)

    found = represented_by(person, TODAY).now

    assert {(str(one.body), one.is_ex_officio) for one in found} == {
        ("Erhvervshus", False),
        ("Fonden", True),
    }


def test_alternate_is_told_for_whom(council):
    person = PersonFactory()
    one = appointed(seat_in(council), councillor(council, "Eksempel Elm"))
    Alternate.objects.create(appointment=one, person=person, starts_on=START)
    Alternate.objects.create(
        kind=kind_of(council, body__name="Råd"), person=person, starts_on=START
    )

    found = {str(row.body): row for row in represented_by(person, TODAY).now}

    assert all(row.is_alternate for row in found.values())
    assert str(found["Erhvervshus"].alternate_for) == "Eksempel Elm"
    assert found["Råd"].alternate_for is None


def test_alternate_stands_in_no_longer_than_the_representative_sits(council):
    person = PersonFactory()
    one = appointed(seat_in(council), **FORMER)
    Alternate.objects.create(appointment=one, person=person, starts_on=one.starts_on)

    found = represented_by(person, TODAY)

    assert (len(found.now), len(found.former)) == (0, 1)


def test_reason_against_is_told_of_what_is_not_over(council):
    person = PersonFactory()
    appointed(seat_in(council, "Nu"), person)
    appointed(seat_in(council, "Før"), person, **FORMER)

    found = represented_by(person, TODAY)

    assert found.now[0].reason_against.startswith("Er ikke medlem af en kommunalbestyrelse")
    assert found.former[0].reason_against == ""


def test_one_of_each_costs_as_much_as_three(council):
    person = councillor(council)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            represented_by(person, TODAY)
        return len(captured)

    def add(number: int) -> None:
        appointed(seat_in(council, f"Nu {number}"), person)
        appointed(seat_in(council, f"Før {number}"), person, **FORMER)
        other = appointed(seat_in(council, f"Andet {number}"), councillor(council))
        Alternate.objects.create(appointment=other, person=person, starts_on=START)

    add(1)
    once = queries()
    add(2)
    add(3)
    assert queries() == once
