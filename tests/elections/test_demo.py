"""The demonstration: votes that are no official ones give the table that KL published."""

import hashlib

import pytest
from django.urls import reverse

from councils.models import User
from elections import stored_cases
from elections.actions.compositions import compute_composition
from elections.apportionment import Method, compose
from elections.cases import Settings
from elections.demo import VOTES
from elections.explanation.repeating import repeat
from elections.models import (
    Acceptance,
    Composition,
    KLTable,
    ListStanding,
    OfficialSeats,
    VoteCount,
    VoteDraft,
    VoteSource,
)
from kkr_portal.version import VERSION
from tests.elections.factories import rows_of, text_of
from tests.factories import TODAY

pytestmark = pytest.mark.usefixtures("midtjylland_demo")


@pytest.fixture
def secretary(midtjylland_demo) -> User:
    return User.objects.get(email="sekretariat.midtjylland@kkr.example")


@pytest.fixture
def show(browse, secretary):
    """Fetches a page of KKR Midtjylland as its secretary."""
    return lambda name: browse(secretary).get(reverse(name, args=["midtjylland"]))


def test_demo_votes_give_the_table_that_kl_published(secretary):
    stored = Composition.objects.get()

    composition = compute_composition(
        stored.council, stored.term, by=secretary, settings=Settings()
    )

    assert composition.source == VoteSource.objects.get()
    assert (composition.method, composition.program_version) == ("adams", VERSION)
    assert {key: seats for key, (seats, _, _) in composition.seats.items() if seats} == {
        "A": 10, "B": 2, "C": 5, "D": 2, "F": 3, "K": 1, "O": 2, "V": 9, "Ø": 2,
    }  # fmt: skip
    official = {
        row.letter: [row.total, row.mayors, row.supplementary]
        for row in OfficialSeats.objects.exclude(letter="LLD")
    }
    assert len(official) == 12
    assert {
        key: numbers for key, numbers in composition.seats.items() if "-" not in key
    } == official
    assert sum(seats for seats, _, _ in composition.seats.values()) == 36
    assert composition.seats == stored.seats


def test_composition_follows_from_its_stored_inputs_alone():
    composition = Composition.objects.get()
    stored = dict(composition.seats)
    VoteCount.objects.all().delete()
    ListStanding.objects.update(is_represented=False)

    case = stored_cases.from_json(Composition.objects.get().inputs)

    assert (case.valid_votes, case.municipalities, case.method) == (719_601, 19, Method.ADAMS)
    assert VoteSource.objects.get().sha256 == hashlib.sha256(VOTES.read_bytes()).hexdigest()
    assert {r.key: [r.seats, r.mayors, r.supplementary] for r in compose(case).lists} == stored


def test_demo_goes_by_the_table_of_kl_and_its_computation_repeats():
    accepted = Acceptance.objects.get()
    assert (accepted.goes_by, accepted.differs, accepted.reason) == ("kl_table", False, "")
    assert accepted.seats["A"] == (10, 9, 1)
    assert (accepted.composition, accepted.kl_table) == (
        Composition.objects.get(),
        KLTable.objects.get(),
    )
    assert accepted.unfilled_seats(TODAY) == []
    assert repeat(Composition.objects.get()).is_same
    assert not VoteDraft.objects.exists()


def test_page_shows_the_composition_beside_the_table_of_kl(show):
    response = show("composition")
    page, rows = text_of(response), rows_of(response)

    assert "Adams’ metode er rekonstrueret: den giver KL’s" in page
    assert "Rekonstruktion: de offentliggjorte tal" in page
    assert "2 × 19 = højst 38 medlemmer" in page
    assert "Svarer til KL’s tabel Alle lister har de samme tal." in page
    assert "Afviger" not in page
    assert "samme resultat, tegn for tegn" in page
    assert "A Socialdemokratiet | 10 | 9 | 1 | 10 | 9 | 1" in rows
    assert "LLD ikke i stemmetallene | – | – | – | 0 | 0 | 0" in rows
    assert "I alt | 36 | 19 | 17 | 36 | 19 | 17" in rows
    assert "K Kristendemokraterne | 15.001 | 2,08 pct. | Deltager" in rows
    assert "I Liberal Alliance | 8.397 | 1,17 pct. | Under 2 pct." in rows
    assert "36 | V | 9 | 182.069 : 8 = 22.758,6 – borgmestrene er dækket" in rows


@pytest.mark.parametrize(
    ("letter", "change", "row"),
    [
        (
            "A",
            {"total": 11, "mayors": 9, "supplementary": 2},
            "A Socialdemokratiet Afviger | 10 | 9 | 1 | 11 | 9 | 2",
        ),
        ("K", None, "K Kristendemokraterne Afviger | 1 | 0 | 1 | 0 | 0 | 0"),
        (
            "LLD",
            {"total": 1, "mayors": 0, "supplementary": 1},
            "LLD ikke i stemmetallene Afviger | – | – | – | 1 | 0 | 1",
        ),
    ],
    ids=["another number", "no column", "no votes"],
)
def test_page_marks_what_differs_from_the_table_of_kl(show, letter, change, row):
    column = OfficialSeats.objects.filter(letter=letter)
    column.update(**change) if change else column.delete()

    response = show("composition")

    assert "Afviger fra KL’s tabel Forskellene er mærket." in text_of(response)
    assert "Svarer til KL’s tabel" not in text_of(response)
    assert [found for found in rows_of(response) if "Afviger" in found] == [row]


def test_votes_page_calls_the_votes_reconstructed_and_marks_estimates(show):
    response = show("votes")
    rows = rows_of(response)

    assert "Ikke officielle. Kilde: Rekonstruktion: de offentliggjorte tal" in text_of(response)
    assert len(rows) == 19 + 2
    assert rows[-1].startswith("I alt | 207.126 | 182.069 | ")
    assert rows[-1].endswith(" | 25.314 | 719.601")
    (aarhus,) = (row for row in rows if row.startswith("Aarhus "))
    (samsoe,) = (row for row in rows if row.startswith("Samsø "))
    assert aarhus.startswith("Aarhus | 55.295 | 22.835 | ")
    assert samsoe.startswith("Samsø | ≈ ")
