"""Computations whose basis has changed since, or that no longer count."""

import datetime

import pytest

from councils import audit
from councils.models import AuditEntry
from elections.actions.compositions import HasChanged, accept_composition, compute_composition
from elections.actions.lots import record_lot
from elections.apportionment import Method
from elections.cases import Settings
from elections.models import (
    Acceptance,
    Composition,
    DrawnLot,
    ListStanding,
    VoteCount,
    VoteSource,
)
from kkr_portal import clock
from tests.elections.factories import (
    NOON,
    TIED,
    AcceptanceFactory,
    CompositionFactory,
    MunicipalStandingFactory,
    VoteCountFactory,
    VoteSourceFactory,
    a_tied_council,
    kl_table_of,
    mayor_of,
)
from tests.factories import ElectoralListFactory

DAY = datetime.timedelta(days=1)


@pytest.fixture
def compute(council, term, secretary):
    return lambda **settings: compute_composition(
        council, term, by=secretary, settings=Settings(**settings)
    )


@pytest.fixture
def stopped(council, compute) -> Composition:
    """A, B and C draw lots for two seats."""
    a_tied_council(council)
    return compute()


@pytest.fixture
def draw(secretary):
    def draw(stopped: Composition) -> Composition:
        people = {"drawn_by": "Formanden", "witnesses": "To vidner", "drawn_at": NOON}
        return record_lot(stopped, by=secretary, order="CAB", **people)

    return draw


def copied(source: VoteSource) -> VoteSource:
    """A newer file with the very same votes, stored in another order."""
    newer = VoteSourceFactory(council=source.council)
    for count in source.counts.order_by("-pk"):
        VoteCountFactory(
            source=newer,
            municipality=count.municipality,
            electoral_list=count.electoral_list,
            votes=count.votes,
        )
    return newer


# --- Lots for figures that are others by now -----------------------------------------------------


def other_votes(council):
    VoteCount.objects.filter(electoral_list__letter="D").update(votes=101)


def other_newer_votes(council):
    copied(VoteSource.objects.get()).counts.filter(electoral_list__letter="C").update(votes=999)


def other_votes_cast(council):
    VoteSource.objects.update(cast_votes=9_000)


def another_mayor_in_the_directory(council):
    first = VoteCount.objects.first().municipality
    mayor_of(first, council, "D")


def another_mayor_that_was_told(council):
    place = council.municipality_periods.last().municipality
    MunicipalStandingFactory(
        municipality=place, mayor="list", mayor_list=ElectoralListFactory(letter="A")
    )


def a_list_without_a_seat(council):
    ListStanding.objects.filter(electoral_list__letter="C").update(is_represented=False)


def a_list_nobody_knows_of(council):
    ListStanding.objects.filter(electoral_list__letter="C").delete()


@pytest.mark.parametrize(
    "change",
    [
        other_votes,
        other_newer_votes,
        other_votes_cast,
        another_mayor_in_the_directory,
        another_mayor_that_was_told,
        a_list_without_a_seat,
        a_list_nobody_knows_of,
    ],
)
def test_nobody_draws_for_figures_that_are_others_by_now(stopped, draw, council, change):
    change(council)
    before = AuditEntry.objects.count()

    with pytest.raises(HasChanged):
        draw(stopped)

    assert (DrawnLot.objects.count(), Composition.objects.get()) == (0, stopped)
    assert AuditEntry.objects.count() == before


def test_draw_counts_where_a_newer_file_gives_the_very_same_figures(stopped, draw):
    copied(VoteSource.objects.get())

    assert draw(stopped).continues == stopped


def test_draw_for_settings_of_ones_own_is_held_against_those_settings(council, compute, draw):
    a_tied_council(council)
    stopped = compute(method=Method.DHONDT, outside_mayors_in_cap=False)

    assert draw(stopped).inputs == stopped.inputs


def test_draw_waits_for_the_newest_computation_of_the_same_figures(stopped, draw, compute):
    newest = compute()

    with pytest.raises(HasChanged):
        draw(stopped)

    assert draw(newest).continues == newest


# --- When the tie was found ----------------------------------------------------------------------


def found(composition: Composition, at: datetime.datetime) -> Composition:
    Composition.objects.filter(pk=composition.pk).update(computed_at=at)
    return Composition.objects.get(pk=composition.pk)


def test_tie_was_found_when_the_same_figures_were_first_computed(council, other_council):
    source = VoteSourceFactory(council=council)
    found(CompositionFactory(source=source), NOON - 9 * DAY)  # of other figures
    found(CompositionFactory(source__council=other_council, case=TIED), NOON - 8 * DAY)
    first = found(CompositionFactory(source=source, case=TIED), NOON - DAY)
    second = found(CompositionFactory(source=source, case=TIED), NOON)

    times = [Composition.objects.first_found(stopped) for stopped in (first, second)]

    assert times == [NOON - DAY, NOON - DAY]


# --- What was changed since ----------------------------------------------------------------------


def outdated(council, term) -> bool:
    return Composition.objects.of(council, term).with_changes().get().is_outdated


def test_changes_are_what_was_done_to_votes_mayors_and_lists_afterwards(
    council, other_council, term, secretary
):
    composition = found(CompositionFactory(source__council=council), clock.now() - DAY)

    def done(action: str, summary: str, where=council) -> AuditEntry:
        audit.record(action, composition, summary, by=secretary, council=where)
        return AuditEntry.objects.latest("pk")

    old = done("import_votes", "Før")
    AuditEntry.objects.filter(pk=old.pk).update(at=composition.computed_at)
    done("import_votes", "Et andet råd", other_council)
    done("compute_composition", "Beregnede")
    untouched = outdated(council, term), Composition.objects.changes_since(composition)
    names = ("import_votes", "change_list_standings", "change_municipal_standing")
    names = (*names, "join_cooperation", "leave_cooperation")
    entries = [done(name, f"Nr. {number}") for number, name in enumerate(names)]

    assert untouched == (False, [])
    assert outdated(council, term)
    assert Composition.objects.changes_since(composition) == entries[::-1]

    latest = done("import_votes", "Nr. 5")
    assert Composition.objects.changes_since(composition) == [latest, *entries[:0:-1]]


# --- Accepting -----------------------------------------------------------------------------------


def test_computation_that_waits_for_lots_is_not_accepted(council, term, secretary):
    stopped = CompositionFactory(source__council=council, case=TIED)
    table = kl_table_of(council, A=(1, 0, 1))

    with pytest.raises(HasChanged):
        accept_composition(
            council,
            term,
            by=secretary,
            goes_by="computation",
            composition=stopped.pk,
            kl_table=table.pk,
            accepted_by="Mødet",
            accepted_at=NOON,
            reason="Den er færdig i morgen.",
        )

    assert not Acceptance.objects.exists()


@pytest.mark.parametrize(("goes_by", "holds"), [("computation", False), ("kl_table", True)])
def test_acceptance_holds_no_more_when_its_computation_was_annulled(council, term, goes_by, holds):
    table = kl_table_of(council, A=(1, 0, 1))
    composition = CompositionFactory(source__council=council)
    earlier = AcceptanceFactory(council=council, kl_table=table)
    latest = AcceptanceFactory(
        council=council, kl_table=table, composition=composition, goes_by=goes_by
    )
    before = Acceptance.objects.current(council, term)

    Composition.objects.update(is_void=True)

    # Nor does the one before come back: it was replaced.
    assert earlier.pk < latest.pk
    assert before == latest
    assert Acceptance.objects.current(council, term) == (latest if holds else None)
