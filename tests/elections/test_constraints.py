"""What must never be false about votes and seats, kept by the database itself."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from elections.models import (
    Composition,
    DrawnLot,
    KLTable,
    ListStanding,
    MunicipalStanding,
    OfficialSeats,
    Paper,
    VoteCount,
    VoteSource,
)
from tests.elections.factories import (
    NOON,
    AcceptanceFactory,
    CompositionFactory,
    KLTableFactory,
    ListStandingFactory,
    MunicipalStandingFactory,
    OfficialSeatsFactory,
    VoteCountFactory,
    VoteSourceFactory,
)
from tests.factories import (
    CouncilFactory,
    ElectionFactory,
    ElectoralListFactory,
    MunicipalityFactory,
    TermFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("total", "mayors", "supplementary"), [(10, 9, 0), (10, 9, 2), (0, 1, 0), (1, 0, 0)]
)
def test_official_seats_that_do_not_add_up_are_refused(total, mayors, supplementary):
    with pytest.raises(IntegrityError), transaction.atomic():
        OfficialSeatsFactory(total=total, mayors=mayors, supplementary=supplementary)

    assert OfficialSeatsFactory(total=10, mayors=9, supplementary=1) == OfficialSeats.objects.get()


def test_official_seats_that_do_not_add_up_are_refused_in_danish_before_they_are_stored():
    seats = OfficialSeatsFactory()
    seats.mayors = 5

    with pytest.raises(ValidationError) as refusal:
        seats.full_clean()

    assert refusal.value.messages == ["Borgmestre og supplerende medlemmer giver ikke i alt."]


def test_table_of_kl_has_one_column_for_a_list():
    column = OfficialSeatsFactory(letter="A")

    with pytest.raises(IntegrityError), transaction.atomic():
        OfficialSeatsFactory(table=column.table, letter="A")

    OfficialSeatsFactory(table=column.table, letter="B")
    OfficialSeatsFactory(table=KLTableFactory(), letter="A")
    assert OfficialSeats.objects.count() == 3


@pytest.mark.parametrize("factory", [KLTableFactory, CompositionFactory])
def test_number_is_used_once_for_a_council_and_term(factory):
    first = factory(number=1)

    with pytest.raises(IntegrityError), transaction.atomic():
        factory(number=1)

    next_term = TermFactory(
        name="2026-2030",
        election=ElectionFactory(held_on="2025-11-18"),
        starts_on="2026-01-01",
        ends_on="2029-12-31",
    )
    factory(number=2)
    factory(number=1, term=next_term)
    factory(number=1, council=CouncilFactory(slug="nordjylland"))
    assert type(first).objects.count() == 4


def test_list_is_counted_once_in_a_municipality():
    count = VoteCountFactory()
    same = {
        "source": count.source,
        "municipality": count.municipality,
        "electoral_list": count.electoral_list,
    }

    with pytest.raises(IntegrityError), transaction.atomic():
        VoteCountFactory(**same)

    VoteCountFactory(**same | {"municipality": MunicipalityFactory()})
    VoteCountFactory(**same | {"electoral_list": ElectoralListFactory(letter="B")})
    VoteCountFactory(municipality=count.municipality, electoral_list=count.electoral_list)
    assert VoteCount.objects.count() == 4


def test_negative_votes_are_refused():
    with pytest.raises(IntegrityError), transaction.atomic():
        VoteCountFactory(votes=-1)


def test_list_stands_once_with_a_council():
    standing = ListStandingFactory(is_represented=None)

    with pytest.raises(IntegrityError), transaction.atomic():
        ListStandingFactory(electoral_list=standing.electoral_list)

    ListStandingFactory(
        electoral_list=standing.electoral_list, council=CouncilFactory(slug="nordjylland")
    )
    assert ListStanding.objects.count() == 2


def test_votes_that_a_composition_rests_on_cannot_be_deleted():
    composition = CompositionFactory()

    with pytest.raises(ProtectedError):
        composition.source.delete()


def test_fewer_votes_cast_than_valid_are_refused():
    with pytest.raises(IntegrityError), transaction.atomic():
        VoteSourceFactory(valid_votes=100, cast_votes=99)

    VoteSourceFactory(valid_votes=100, cast_votes=100)
    VoteSourceFactory(valid_votes=100)
    VoteSourceFactory(cast_votes=1)
    assert VoteSource.objects.count() == 3


@pytest.mark.parametrize(
    ("mayor", "is_named", "is_kept"),
    [
        ("list", True, True),
        ("list", False, False),
        ("outside", False, True),
        ("outside", True, False),
        ("", False, True),
        ("", True, False),
    ],
)
def test_mayor_of_a_list_names_the_list_and_no_other_does(mayor, is_named, is_kept):
    entry = ElectoralListFactory() if is_named else None

    if is_kept:
        MunicipalStandingFactory(mayor=mayor, mayor_list=entry)
    else:
        with pytest.raises(IntegrityError), transaction.atomic():
            MunicipalStandingFactory(mayor=mayor, mayor_list=entry)

    assert MunicipalStanding.objects.exists() is is_kept


def test_municipality_stands_once_in_an_election():
    standing = MunicipalStandingFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        MunicipalStandingFactory(municipality=standing.municipality)


@pytest.mark.parametrize(
    "fields",
    [
        {"goes_by": "kl_table", "kl_table": None},
        {"goes_by": "computation"},
        {"differs": True},
        {"differs": True, "reason": ""},
    ],
    ids=["no table", "no computation", "no reason", "an empty reason"],
)
def test_acceptance_of_what_is_not_there_or_without_its_reason_is_refused(fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        AcceptanceFactory(**fields)


def a_lot(composition: Composition, **fields) -> DrawnLot:
    return DrawnLot.objects.create(
        composition=composition,
        order=["A", "B"],
        seats=1,
        drawn_by="Formanden",
        witnesses="To",
        drawn_at=NOON,
        recorded_at=NOON,
        recorded_by=UserFactory(),
        **fields,
    )


def test_lots_are_drawn_once_for_a_tie_unless_they_were_annulled():
    composition = CompositionFactory()
    annulled = {"annulled_at": NOON, "annulled_by": UserFactory(), "annulled_because": "Tastefejl"}
    a_lot(composition, **annulled)
    a_lot(composition, **annulled)
    a_lot(composition)

    with pytest.raises(IntegrityError), transaction.atomic():
        a_lot(composition)

    a_lot(CompositionFactory())
    assert DrawnLot.objects.count() == 4


@pytest.mark.parametrize("missing", ["annulled_at", "annulled_by", "annulled_because"])
def test_annulling_lots_has_a_time_a_person_and_a_reason(missing):
    annulled = {"annulled_at": NOON, "annulled_by": UserFactory(), "annulled_because": "Tastefejl"}
    del annulled[missing]

    with pytest.raises(IntegrityError), transaction.atomic():
        a_lot(CompositionFactory(), **annulled)


def test_lots_and_papers_belong_to_one_computation():
    made = {"made_at": NOON, "made_by": UserFactory(), "pdf": b"", "council": CouncilFactory()}

    with pytest.raises(IntegrityError), transaction.atomic():
        a_lot(None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Paper.objects.create(**made)


def test_what_an_acceptance_rests_on_cannot_be_deleted():
    AcceptanceFactory(composition=CompositionFactory())

    for thing in (Composition.objects.get(), KLTable.objects.get()):
        with pytest.raises(ProtectedError):
            thing.delete()
