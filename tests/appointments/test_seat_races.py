"""Two who fill the same seat at once, or one who does while something else changes.

On PostgreSQL they really do; SQLite lets one wait for the other, and must end the same way.
"""

import datetime

import pytest
from django.core.exceptions import ValidationError

from appointments.actions import appointments as actions
from appointments.actions.decisions import decide_task
from appointments.models import Appointment, Ballot, Task
from councils.actions.rows import RowHasChanged
from kkr_portal import clock
from tests.appointments.seats import END, START, appointed, councillor, kind_of, seats_of
from tests.factories import TODAY, CandidateFactory, TaskFactory
from tests.meetings.test_races import errors, interleaved

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def task(council, term, secretary) -> Task:
    """One seat for which somebody is chosen."""
    task = TaskFactory(kind=kind_of(council))
    Ballot.objects.create(
        task=task,
        way="in_unison",
        recorded_at=clock.now(),
        recorded_by=secretary,
        program_version="1",
        inputs={"held_on": "2022-01-12", "seats": 1},
    )
    CandidateFactory(task=task, person=councillor(council), state="chosen")
    return task


@pytest.fixture
def decide(task, secretary):
    return lambda: decide_task(task, by=secretary, decided_on=TODAY, version=1)


def test_seat_is_appointed_to_by_one_of_two(council, secretary):
    seat = seats_of(kind_of(council))[0]
    people = [councillor(council), councillor(council)]
    both = [
        lambda person=person: actions.appoint(
            seat, person, by=secretary, starts_on=START, due_on=END
        )
        for person in people
    ]

    results = interleaved(*both)

    assert [type(error) for error in errors(results)] == [ValidationError]
    assert [one.person for one in Appointment.objects.all()] == people[:1]


def test_second_of_two_decisions_finds_that_it_is_decided(decide):
    results = interleaved(decide, decide)

    assert [type(error) for error in errors(results)] == [RowHasChanged]
    assert Appointment.objects.count() == 1


@pytest.mark.parametrize("decides_first", [True, False])
def test_decision_and_appointment_by_hand_do_not_share_a_seat(
    council, task, decide, secretary, decides_first
):
    (seat,), person = seats_of(task.kind), councillor(council)

    def appoint():
        return actions.appoint(seat, person, by=secretary, starts_on=START, due_on=END)

    results = interleaved(*((decide, appoint) if decides_first else (appoint, decide)))

    assert [type(error) for error in errors(results)] == [ValidationError]
    assert (Task.objects.get().decided_on is not None) == decides_first
    assert Appointment.objects.count() == 1


def test_second_of_two_corrections_is_a_conflict(council, secretary):
    held = appointed(seats_of(kind_of(council))[0], councillor(council))

    def end(because):
        return lambda: actions.end_appointment(
            held, by=secretary, version=1, on=datetime.date(2023, 5, 31), because=because
        )

    results = interleaved(end("resigned"), end("died"))

    assert [type(error) for error in errors(results)] == [RowHasChanged]
    assert Appointment.objects.get().ended_because == "resigned"
