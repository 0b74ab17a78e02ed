"""Computing compositions, and repeating them."""

import datetime
import json

import pytest
from django.utils import timezone

from councils.models import AuditEntry, ElectoralList
from elections import exchange, stored_cases
from elections.actions import compositions as actions
from elections.actions.compositions import VotesMissing
from elections.apportionment import (
    Case,
    Denominator,
    ListInput,
    LotsRequired,
    Method,
    NoListTakesPart,
)
from elections.cases import RepresentationUnknown, Settings
from elections.explanation.repeating import repeat
from elections.models import Composition, ListStanding, VoteCount
from kkr_portal import clock
from kkr_portal.version import VERSION
from tests.elections.actions.entries import recorded
from tests.elections.factories import (
    CompositionFactory,
    ListStandingFactory,
    a_tied_council,
    source_with,
)
from tests.factories import (
    ElectionFactory,
    ElectoralListFactory,
    TermFactory,
)


@pytest.fixture
def compute(council, term, secretary):
    return lambda term=term, **settings: actions.compute_composition(
        council, term, by=secretary, settings=Settings(**settings)
    )


def next_term():
    return TermFactory(
        name="2026-2030",
        election=ElectionFactory(held_on=datetime.date(2025, 11, 18)),
        starts_on=datetime.date(2026, 1, 1),
        ends_on=datetime.date(2029, 12, 31),
    )


# --- compute_composition -------------------------------------------------------------------------


def test_composition_is_stored_and_recorded(compute, council, secretary):
    source_with(council, {"A": 60, "B": 40})

    composition = compute(method=Method.DHONDT)

    composition.refresh_from_db()
    assert (composition.method, composition.program_version) == ("dhondt", VERSION)
    assert (composition.computed_by, timezone.localdate(composition.computed_at)) == (
        secretary,
        clock.today(),
    )
    assert (composition.lots, composition.continues, composition.is_void) == ([], None, False)
    assert composition.names == {entry.letter: entry.name for entry in ElectoralList.objects.all()}
    assert recorded() == (
        "compute_composition",
        f"elections.composition:{composition.pk}",
        secretary,
        council,
        "Beregnede sammensætningen 2022-2026 (nr. 1) med metoden d’Hondt",
    )


def test_latest_votes_are_computed_with(compute, council):
    source_with(council, {"A": 60})
    latest = source_with(council, {"A": 60, "B": 40}, represented="B")

    composition = compute()

    assert composition.source == latest
    assert composition.seats == {"A": [1, 0, 1], "B": [1, 0, 1]}


def test_numbers_rise_for_each_council_and_term(compute, council, other_council, term, secretary):
    source_with(council, {"A": 60})
    source_with(other_council, {"A": 60})
    later = next_term()
    a_later = ElectoralListFactory(election=later.election, letter="A")
    source_with(council, {}, election=later.election).counts.create(
        municipality=council.municipality_periods.first().municipality,
        electoral_list=a_later,
        votes=60,
    )
    ListStandingFactory(council=council, electoral_list=a_later)

    numbers = [compute().number, compute(method=Method.DHONDT).number, compute(later).number]
    theirs = actions.compute_composition(other_council, term, by=secretary, settings=Settings())

    assert numbers == [1, 2, 1]
    assert theirs.number == 1
    assert compute().number == 3


def test_tie_is_stored_without_seats(compute, council):
    a_tied_council(council)

    composition = compute()

    tie = Composition.objects.get().waits_for
    assert isinstance(tie, LotsRequired)
    assert (tie.lists, tie.seats) == (("A", "B", "C"), 2)
    assert (composition.seats, composition.is_complete) == ({}, False)
    result = json.loads(composition.result)
    assert (result["complete"], result["seats"]) == (False, None)
    assert result["tie"] == {"lists": ["A", "B", "C"], "seats": 2}
    assert recorded()[-1].endswith("; den venter på en lodtrækning")


def test_settings_reach_the_stored_case(compute, council):
    source_with(council, {"A": 60, "B": 2}, valid_votes=90, cast_votes=101)

    inputs = compute(
        method=Method.SAINTE_LAGUE, denominator=Denominator.CAST, outside_mayors_in_cap=False
    ).inputs

    assert (inputs["method"], inputs["denominator"], inputs["outside_mayors_in_cap"]) == (
        "sainte_lague",
        "cast",
        False,
    )
    assert (inputs["valid_votes"], inputs["cast_votes"]) == (90, 101)


def test_composition_needs_votes_of_the_council_itself(compute, other_council):
    source_with(other_council, {"A": 60})

    with pytest.raises(VotesMissing):
        compute()

    assert (Composition.objects.count(), AuditEntry.objects.count()) == (0, 0)


def test_composition_needs_votes_of_the_term(compute, council):
    source_with(council, {"A": 60})

    with pytest.raises(VotesMissing):
        compute(next_term())

    assert not Composition.objects.exists()


@pytest.mark.parametrize(
    ("is_represented", "error"), [(False, NoListTakesPart), (None, RepresentationUnknown)]
)
def test_composition_without_a_list_that_takes_part_is_refused(
    compute, council, is_represented, error
):
    source_with(council, {"A": 60}, represented="")
    a = ElectoralList.objects.get()
    ListStandingFactory(council=council, electoral_list=a, is_represented=is_represented)

    with pytest.raises(error):
        compute()

    assert (Composition.objects.count(), AuditEntry.objects.count()) == (0, 0)


def test_broken_audit_undoes_the_composition(compute, council, broken_audit):
    source_with(council, {"A": 60})

    with pytest.raises(RuntimeError):
        compute()

    assert not Composition.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_four_computations_at_once_get_numbers_of_their_own(compute, council, at_once):
    source_with(council, {"A": 60})

    assert at_once(*[compute] * 4) == ["Composition"] * 4
    numbers = Composition.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == [1, 2, 3, 4]


# --- repeating -----------------------------------------------------------------------------------


def test_result_is_canonical_json_with_steps_and_repeats_byte_for_byte(compute, council):
    source_with(council, {"A": 60, "Ø": 40})

    compute()

    composition = Composition.objects.get()
    values = json.loads(composition.result)
    assert composition.result == exchange.canonical(values)
    assert '"Ø"' in composition.result
    assert values["seats"] == {"A": 1, "Ø": 1}
    assert [step["list"] for step in values["steps"]] == ["A", "Ø"]
    assert (repeat(composition).is_same, repeat(composition).reason) == (True, "")


def test_computation_that_waits_for_lots_repeats_too(compute, council):
    a_tied_council(council)
    compute()

    assert repeat(Composition.objects.get()).is_same


def test_repeating_needs_neither_the_votes_nor_what_was_told(compute, council):
    source_with(council, {"A": 60, "B": 40})
    compute()
    VoteCount.objects.all().delete()
    ListStanding.objects.all().delete()

    assert repeat(Composition.objects.get()).is_same


def tampered(**fields) -> Composition:
    composition = CompositionFactory()
    Composition.objects.update(**fields)
    return Composition.objects.get(pk=composition.pk)


OTHER_CASE = Case((ListInput("A", 99, 0, True, True), ListInput("B", 1, 0, True, True)), 3, 100)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fields",
    [{"result": '{"seats":{"A":2}}'}, {"inputs": stored_cases.to_json(OTHER_CASE)}],
    ids=lambda fields: next(iter(fields)),
)
def test_computation_that_was_tampered_with_does_not_repeat(fields):
    repeated = repeat(tampered(**fields))

    assert (repeated.is_same, repeated.reason) == (
        False,
        "Det gemte resultat svarer ikke til det gemte grundlag.",
    )


@pytest.mark.django_db
def test_result_with_one_blank_more_does_not_repeat():
    assert not repeat(tampered(result=f"{CompositionFactory().result} ")).is_same


@pytest.mark.django_db
def test_result_of_another_version_that_does_not_repeat_names_both():
    repeated = repeat(tampered(result="{}", program_version="0.2.0-gammel"))

    assert not repeated.is_same
    assert repeated.reason == (
        f"Beregningen er lavet med version 0.2.0-gammel, og version {VERSION} regner eller skriver "
        "anderledes."
    )


@pytest.mark.django_db
def test_result_of_another_version_may_repeat():
    assert repeat(tampered(program_version="0.2.0-gammel")).is_same


@pytest.mark.django_db
def test_computation_from_before_results_were_kept_says_so():
    repeated = repeat(tampered(result="", program_version="0.1.0"))

    assert not repeated.is_same
    assert repeated.reason.startswith("Beregningen er lavet med version 0.1.0, som ikke gemte alle")
