"""A constituent meeting with its two items, the lists with their votes, and members of each."""

import pytest

from councils import audit
from elections.actions.leaderships import compute_leadership
from meetings.models import AgendaItem, Meeting
from tests.elections.leaderships.things import TIED, a_composition, a_mayor, at, the_lists
from tests.factories import AgendaItemFactory, MeetingFactory


@pytest.fixture
def meeting(council, term) -> Meeting:
    """On Wednesday 19 January 2022, so that the deadline is Friday 14 January."""
    return MeetingFactory(
        council=council, term=term, kind="constituent", starts_at=at("2022-01-19 09:30")
    )


@pytest.fixture
def items(meeting) -> dict[str, AgendaItem]:
    main = AgendaItemFactory(meeting=meeting, title="KKR")
    return {
        "alliances": AgendaItemFactory(
            meeting=meeting, parent=main, title="Godkendelse af valgforbund"
        ),
        "election": AgendaItemFactory(
            meeting=meeting, parent=main, title="Valg af formand og næstformand"
        ),
    }


@pytest.fixture
def lists(term):
    return the_lists()


@pytest.fixture
def composition(council, term, lists):
    return a_composition(council, term)


@pytest.fixture
def leaders(council, lists) -> dict:
    """One mayor for each list."""
    return {
        letter: a_mayor(council, letter, f"Eksempel {word}")
        for letter, word in {"A": "Anna", "V": "Viggo", "C": "Carla", "F": "Frida"}.items()
    }


@pytest.fixture
def broken_audit(monkeypatch):
    """`broken_audit()`: from now on nothing can be recorded."""

    def break_it():
        def fail(*args, **kwargs):
            raise RuntimeError("no audit entry")

        monkeypatch.setattr(audit, "record", fail)

    return break_it


@pytest.fixture
def compute(council, term, meeting, secretary):
    return lambda: compute_leadership(council, term, by=secretary)


@pytest.fixture
def tied(council, term, lists, compute):
    a_composition(council, term, TIED)
    return compute()
