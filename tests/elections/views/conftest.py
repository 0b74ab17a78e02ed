"""A council whose composition can be computed, one that is tied, and the secretary's client."""

import datetime

import pytest
from django.test import Client

from councils import audit
from councils.models import ElectoralList, Municipality
from elections.actions.compositions import compute_composition
from elections.actions.lots import record_lot
from elections.apportionment import Method
from elections.cases import Settings
from elections.models import Composition, DrawnLot
from tests.elections.factories import (
    VoteCountFactory,
    a_local_list,
    a_tied_council,
    mayor_of,
    municipalities_of,
    source_with,
)
from tests.elections.views.pages import DRAW
from tests.factories import (
    CouncilMunicipalityFactory,
    ElectoralListFactory,
)

NAMES = {"A": "Ahorn", "B": "Birk", "C": "Cypres", "D": "Douglas"}
# The tie is found the day before, so that lots can have been drawn before any time of today.
FOUND = datetime.datetime(2022, 1, 11, 11, 0, tzinfo=datetime.UTC)


@pytest.fixture
def client(browse, secretary, term) -> Client:
    """The secretary's, in the running term."""
    return browse(secretary)


@pytest.fixture
def lists(term) -> dict[str, ElectoralList]:
    return {
        letter: ElectoralListFactory(letter=letter, name=name) for letter, name in NAMES.items()
    }


@pytest.fixture
def aarhus_with_a(council, lists):
    """Aarhus belongs to the council, and party A stands there."""
    place = CouncilMunicipalityFactory(
        council=council, municipality__code="751", municipality__name="Aarhus"
    )
    return place.municipality


@pytest.fixture
def place(council) -> Municipality:
    """A municipality of the council."""
    return municipalities_of(council, 1)[0]


@pytest.fixture
def votes(council, lists):
    """Three municipalities, two mayors of A and one of B: A gets 2, B and C 1 of 4 seats."""
    places = municipalities_of(council, 3)
    counts = {"A": 600, "B": 300, "C": 80}
    source = source_with(council, counts, municipality=places[0], is_official=True)
    VoteCountFactory(
        source=source, municipality=places[0], electoral_list=a_local_list(places[0], "L"), votes=20
    )
    for place, letter in zip(places, "AAB", strict=True):
        mayor_of(place, council, letter)
    return source


@pytest.fixture
def compute(council, term, secretary):
    """`compute()` stores a composition of what is known; `compute(Method.DHONDT)` a trial."""

    def compute(method: Method = Method.ADAMS, **settings) -> Composition:
        settings = Settings(method, **settings)
        return compute_composition(council, term, by=secretary, settings=settings)

    return compute


@pytest.fixture
def composition(votes, compute) -> Composition:
    return compute()


@pytest.fixture
def stopped(council, lists, compute) -> Composition:
    """A, B and C draw lots for two seats."""
    a_tied_council(council)
    stopped = compute()
    Composition.objects.filter(pk=stopped.pk).update(computed_at=FOUND)
    return Composition.objects.get(pk=stopped.pk)


@pytest.fixture
def drawn(stopped, secretary) -> Composition:
    """The computation after A and C won the lot."""
    record_lot(stopped, by=secretary, order=["C", "A", "B"], drawn_at=FOUND, **DRAW)
    assert DrawnLot.objects.count() == 1
    return stopped.continued_by.get()


@pytest.fixture
def broken_audit(monkeypatch):
    """`broken_audit()`: from now on nothing can be recorded."""

    def break_it():
        def fail(*args, **kwargs):
            raise RuntimeError("no audit entry")

        monkeypatch.setattr(audit, "record", fail)

    return break_it
