"""A letter means a party in one election only."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from councils.models import ElectoralList
from tests.factories import ElectionFactory, MunicipalityFactory, PartyFactory


@pytest.fixture
def election(db):
    return ElectionFactory(held_on=datetime.date(2021, 11, 16))


@pytest.fixture
def next_election(db):
    return ElectionFactory(held_on=datetime.date(2025, 11, 18))


def a_list(election, **fields) -> ElectoralList:
    return ElectoralList.objects.create(**{"election": election, "name": "Listen"} | fields)


def refused(name: str):
    return pytest.raises(IntegrityError, match=name)


def refused_as_duplicate(name: str, *columns: str):
    """SQLite names the columns of a unique constraint, PostgreSQL the constraint."""
    named = ", ".join(f"councils_electorallist.{column}" for column in columns)
    return pytest.raises(IntegrityError, match=f"{name}|{named}")


def test_letter_means_one_party_in_an_election_and_another_in_the_next(election, next_election):
    first, second = PartyFactory(), PartyFactory()
    a_list(election, kind="party", letter="D", party=first)

    name = "councils_a_letter_means_one_party_in_an_election"
    with refused_as_duplicate(name, "election_id", "letter"), transaction.atomic():
        a_list(election, kind="party", letter="D", party=second)
    a_list(next_election, kind="party", letter="D", party=second)
    assert ElectoralList.objects.filter(letter="D").count() == 2


def test_party_has_one_letter_in_an_election_and_may_have_another_in_the_next(
    election, next_election
):
    party = PartyFactory()
    a_list(election, kind="party", letter="D", party=party)

    name = "councils_a_party_has_one_letter_in_an_election"
    with refused_as_duplicate(name, "election_id", "party_id"), transaction.atomic():
        a_list(election, kind="party", letter="Æ", party=party)
    a_list(next_election, kind="party", letter="Æ", party=party)
    assert [a.letter for a in party.lists.order_by("election__held_on")] == ["D", "Æ"]


def test_local_lists_may_share_a_letter_with_each_other_and_with_a_party(election):
    """Æ was a local list in Randers in 2021."""
    randers, viborg = (MunicipalityFactory(code=code) for code in ("730", "791"))
    lists = [
        a_list(election, kind="local", letter="Æ", municipality=randers),
        a_list(election, kind="local", letter="Æ", municipality=viborg),
        a_list(election, kind="local", letter="", municipality=viborg, name="Byens Liste"),
        a_list(election, kind="party", letter="Æ", party=PartyFactory()),
    ]

    assert [electoral_list.key for electoral_list in lists] == [
        "730-Æ",
        "791-Æ",
        "791-Byens Liste",
        "Æ",
    ]
    name = "councils_a_local_list_stands_once_in_its_municipality"
    columns = ("election_id", "municipality_id", "letter", "name")
    with refused_as_duplicate(name, *columns), transaction.atomic():
        a_list(election, kind="local", letter="Æ", municipality=randers)


@pytest.mark.parametrize(
    ("kind", "has_municipality", "is_allowed"),
    [
        ("local", True, True),
        ("local", False, False),
        ("cooperation", False, True),
        ("cooperation", True, False),
    ],
)
def test_only_a_local_list_belongs_to_one_municipality(
    election, kind, has_municipality, is_allowed
):
    fields = {"kind": kind, "letter": "L"}
    fields["municipality"] = MunicipalityFactory() if has_municipality else None

    if is_allowed:
        assert a_list(election, **fields).municipality == fields["municipality"]
        return
    name = "councils_only_a_local_list_belongs_to_one_municipality"
    with refused(name), transaction.atomic():
        a_list(election, **fields)


def test_list_of_a_party_names_its_party(election):
    name = "councils_the_list_of_a_party_names_its_party"
    with refused(name), transaction.atomic():
        a_list(election, kind="party", letter="A")
    assert a_list(election, kind="cooperation", letter="LLD").party is None
