"""Appointments follow when their body comes to let people carry over, or does not end after all."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from appointments.actions import bodies
from appointments.models import Alternate, Body
from councils.models import AuditEntry
from tests.appointments.seats import END, START, appointed, councillor, kind_of, seats_of
from tests.factories import TODAY, PersonFactory

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)
PAST = TODAY - DAY


@pytest.fixture
def seats(council):
    return seats_of(kind_of(council, 3))


@pytest.fixture
def switch(secretary, seats):
    def switch(carries_over: bool) -> Body:
        body = Body.objects.get()
        facts = {"by": secretary, "at": TODAY, "version": body.version, "other_councils": []}
        return bodies.change_body(body, carries_over=carries_over, **facts)

    return switch


def test_whoever_carried_over_leaves_when_the_body_lets_them_no_longer(seats, switch):
    Body.objects.update(carries_over=True)
    over, running = (
        appointed(seats[0], due_on=PAST, ends_on=None),
        appointed(seats[1], ends_on=None),
    )
    stand_in = Alternate.objects.create(appointment=over, person=PersonFactory(), starts_on=START)

    switch(False)

    for row in (over, running, stand_in):
        row.refresh_from_db()
    assert [over.ends_on, running.ends_on, stand_in.ends_on] == [PAST, END, PAST]
    assert (over.version, running.version) == (2, 2)
    told = "Rettede forummet »Erhvervshus«, gav 2 udpegninger en anden sidste dag"
    assert AuditEntry.objects.first().summary == told


def test_only_those_who_are_not_over_and_did_not_leave_stay_when_the_body_lets_them(seats, switch):
    running = appointed(seats[0])
    stand_in = Alternate.objects.create(
        appointment=running, person=PersonFactory(), starts_on=START, ends_on=END
    )
    over = appointed(seats[1], due_on=PAST, ends_on=PAST)
    left = appointed(seats[2], ends_on=TODAY, ended_because="resigned")

    switch(True)

    for row in (running, stand_in, over, left):
        row.refresh_from_db()
    ends = [running.ends_on, stand_in.ends_on, over.ends_on, left.ends_on]
    assert ends == [None, None, PAST, TODAY]


def test_they_stay_until_the_successor_who_is_named_already(seats, switch):
    first = appointed(seats[0])
    later = END + 30 * DAY
    appointed(seats[0], starts_on=later, due_on=None, ends_on=None)

    switch(True)

    first.refresh_from_db()
    assert first.ends_on == later - DAY


def test_nobody_comes_to_sit_twice(council, seats, switch):
    person = councillor(council, "Bo Bek")
    first = appointed(seats[0], person)
    appointed(seats[1], person, starts_on=END + DAY, due_on=None, ends_on=None)

    with pytest.raises(ValidationError) as error:
        switch(True)

    first.refresh_from_db()
    assert list(error.value.message_dict) == ["carries_over"]
    assert (first.ends_on, Body.objects.get().carries_over) == (END, False)


def test_a_change_of_something_else_leaves_the_days_alone(secretary, seats):
    odd = appointed(seats[0], ends_on=None)
    facts = {"by": secretary, "at": TODAY, "version": 1, "other_councils": []}

    bodies.change_body(Body.objects.get(), name="Nyt navn", **facts)

    odd.refresh_from_db()
    assert (odd.ends_on, odd.version) == (None, 1)


def test_whoever_would_run_longer_does_so_when_the_body_does_not_end(secretary, seats):
    Body.objects.update(ends_on=TODAY)
    capped = appointed(seats[0], due_on=None, ends_on=TODAY)
    ended = appointed(seats[1], ends_on=TODAY, ended_because="body_ended")

    bodies.reopen_body(Body.objects.get(), by=secretary, version=1)

    capped.refresh_from_db()
    ended.refresh_from_db()
    assert (capped.ends_on, ended.ends_on) == (None, TODAY)
    assert "gav 1 udpegning en anden sidste dag" in AuditEntry.objects.first().summary
