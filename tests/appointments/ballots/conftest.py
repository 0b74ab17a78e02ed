import pytest

from councils import audit
from tests.appointments.ballots.things import a_council, a_task, candidates


@pytest.fixture
def members(council, term):
    """20 of them: A 8, B 6, C 4, V 2."""
    return a_council(council, A=8, B=6, C=4, V=2)


@pytest.fixture
def task(council, members):
    """One seat."""
    return a_task(council)


@pytest.fixture
def three(task):
    """Three candidates for the one seat."""
    return candidates(task, "A", "B", "C")


@pytest.fixture
def seats(council, members):
    """Four seats of one task, with six candidates."""
    return a_task(council, 4)


@pytest.fixture
def six(seats):
    return candidates(seats, "A", "A", "B", "B", "C", "V")


@pytest.fixture
def broken_audit(monkeypatch):
    """`broken_audit()`: from now on nothing can be recorded."""

    def break_it():
        def fail(*args, **kwargs):
            raise RuntimeError("no audit entry")

        monkeypatch.setattr(audit, "record", fail)

    return break_it
