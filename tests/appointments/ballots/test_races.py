"""Two secretaries record the same step at once: one is stored, the other is told."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from appointments.actions import ballot_draws, ballots
from appointments.models import Ballot, Choice
from councils.actions.rows import RowHasChanged
from tests.appointments.ballots.things import DRAWN, begun, chosen, fresh, grouped
from tests.factories import TODAY

pytestmark = pytest.mark.django_db(transaction=True)


def both(act) -> list:
    """What came of `act(0)` and `act(1)` at the same time."""
    start = threading.Barrier(2)

    def run(number: int):
        start.wait(10)
        try:
            return act(number)
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        return list(threads.map(run, (0, 1)))


def refusals(results: list) -> list[type]:
    return [type(one) for one in results if isinstance(one, Exception)]


def test_of_two_who_begin_one_is_told(task, three, secretary):
    facts = {"by": secretary, "version": task.version, "held_on": TODAY}

    results = both(lambda _: ballots.open_ballot(task, way="majority", **facts))

    assert refusals(results) == [RowHasChanged]
    assert Ballot.objects.count() == 1


def test_of_two_who_choose_one_is_told(seats, six, members, secretary):
    ballot = begun(seats, "proportional", by=secretary)
    grouped(ballot, "A", "B", members=members, by=secretary)
    stored = fresh(ballot).ballot
    facts = {"by": secretary, "version": stored.version, "number": 1}

    results = both(lambda number: ballots.choose(stored, candidate=six[number], **facts))

    assert refusals(results) == [RowHasChanged]
    assert Choice.objects.count() == 1


def test_of_a_draw_and_an_annulment_one_is_told(seats, six, members, secretary):
    ballot = begun(seats, "proportional", by=secretary)
    grouped(ballot, "A", "B", "C+V", members=members, by=secretary)
    chosen(ballot, six[0], by=secretary)
    stored = fresh(ballot).ballot
    facts = {"by": secretary, "version": stored.version}
    acts = [
        lambda: ballot_draws.record_draw(stored, order=["B", "C+V"], **facts, **DRAWN),
        lambda: ballot_draws.annul_ballot(stored, because="Formfejl", **facts),
    ]

    results = both(lambda number: acts[number]())

    assert refusals(results) == [RowHasChanged]
    assert fresh(ballot).ballot.version == stored.version + 1
