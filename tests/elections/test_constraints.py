"""What must never be false about votes and seats, kept by the database itself."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from elections.models import ListStanding, OfficialSeats, VoteCount
from tests.elections.factories import (
    CompositionFactory,
    ListStandingFactory,
    OfficialSeatsFactory,
    VoteCountFactory,
)
from tests.factories import (
    CouncilFactory,
    ElectionFactory,
    ElectoralListFactory,
    MunicipalityFactory,
    TermFactory,
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
    OfficialSeatsFactory(letter="A")

    with pytest.raises(IntegrityError), transaction.atomic():
        OfficialSeatsFactory(letter="A")

    OfficialSeatsFactory(letter="B")
    OfficialSeatsFactory(letter="A", council=CouncilFactory(slug="nordjylland"))
    next_term = TermFactory(
        name="2026-2030",
        election=ElectionFactory(held_on="2025-11-18"),
        starts_on="2026-01-01",
        ends_on="2029-12-31",
    )
    OfficialSeatsFactory(letter="A", term=next_term)
    assert OfficialSeats.objects.count() == 4


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
