"""Lots that decide a composition: drawn once, annulled with a reason, never simulated."""

import datetime

import pytest
from django.utils import timezone

from councils.models import AuditEntry
from elections.actions.compositions import HasChanged, compute_composition
from elections.actions.lots import LotAlreadyDrawn, annul_lot, record_lot
from elections.apportionment import LotError, Method
from elections.cases import Settings
from elections.models import Composition, DrawnLot, VoteCount
from kkr_portal import clock
from tests.elections.actions.entries import actions_recorded
from tests.elections.factories import CompositionFactory, a_tied_council
from tests.factories import SecretariatMemberFactory

DRAWN_AT = datetime.datetime(2022, 1, 11, 14, 0, tzinfo=datetime.UTC)
DRAW = {"drawn_by": "Formanden", "witnesses": "To fra sekretariatet", "drawn_at": DRAWN_AT}


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
    """The two first of `order` get the seats."""
    return lambda composition, order: record_lot(composition, by=secretary, order=order, **DRAW)


def supplementary(composition: Composition) -> dict[str, int]:
    return {key: seats[2] for key, seats in composition.seats.items() if seats[2]}


# --- record_lot ----------------------------------------------------------------------------------


def test_drawn_lot_is_kept_with_its_witnesses_and_the_computation_goes_on(
    stopped, draw, council, secretary
):
    following = draw(stopped, "CAB")

    lot = DrawnLot.objects.get()
    assert (lot.composition, lot.order, lot.seats, lot.within) == (stopped, ["C", "A", "B"], 2, "")
    assert (lot.drawn_by, lot.witnesses, lot.drawn_at) == (
        "Formanden",
        "To fra sekretariatet",
        DRAWN_AT,
    )
    assert (lot.recorded_by, timezone.localdate(lot.recorded_at)) == (secretary, clock.today())
    following.refresh_from_db()
    assert (following.continues, following.number) == (stopped, stopped.number + 1)
    assert following.lots == [{"order": ["C", "A", "B"], "seats": 2}]
    assert (following.inputs, following.names, following.source) == (
        stopped.inputs,
        stopped.names,
        stopped.source,
    )
    assert supplementary(following) == {"A": 2, "B": 1, "C": 2}
    assert Composition.objects.of(council, stopped.term).leading() == following
    assert actions_recorded() == ["compute_composition", "record_lot", "compute_composition"]
    assert AuditEntry.objects.get(action="record_lot").summary == (
        "Registrerede en lodtrækning mellem A, B, C, trukket af Formanden"
    )


def test_stopped_computation_stays_as_it_was(stopped, draw):
    draw(stopped, "CAB")

    stored = Composition.objects.get(pk=stopped.pk)
    assert (stored.seats, stored.lots, stored.result, stored.is_void) == (
        {},
        [],
        stopped.result,
        False,
    )


def test_second_draw_for_the_same_tie_is_refused(stopped, draw):
    draw(stopped, "CAB")

    with pytest.raises(LotAlreadyDrawn):
        draw(stopped, "ABC")

    assert DrawnLot.objects.get().order == ["C", "A", "B"]
    assert Composition.objects.count() == 2


def test_draw_for_a_computation_that_is_not_the_newest_is_refused(stopped, draw, compute):
    newest = compute()

    with pytest.raises(HasChanged):
        draw(stopped, "CAB")

    assert not DrawnLot.objects.exists()
    assert draw(newest, "CAB").continues == newest


def test_draw_counts_although_another_method_was_tried_since(stopped, draw, compute):
    compute(method=Method.DHONDT)

    assert supplementary(draw(stopped, "CAB")) == {"A": 2, "B": 1, "C": 2}


@pytest.mark.parametrize("order", ["", "A", "AB", "ABD", "ABCD", "AAB", "AABC"])
def test_draw_between_other_lists_is_refused_and_nothing_stored(stopped, draw, order):
    with pytest.raises(LotError):
        draw(stopped, order)

    assert not DrawnLot.objects.exists()
    assert Composition.objects.get() == stopped
    assert actions_recorded() == ["compute_composition"]


def test_draw_for_a_computation_that_waits_for_none_is_refused(council, draw):
    with pytest.raises(LotAlreadyDrawn):
        draw(CompositionFactory(source__council=council), "AB")

    assert not DrawnLot.objects.exists()


def test_broken_audit_undoes_the_draw(stopped, draw, request):
    request.getfixturevalue("broken_audit")

    with pytest.raises(RuntimeError):
        draw(stopped, "CAB")

    assert not DrawnLot.objects.exists()
    assert Composition.objects.get() == stopped


@pytest.mark.django_db(transaction=True)
def test_first_draw_counts_when_two_secretaries_record_one_at_once(stopped, council, at_once):
    def record(order: str):
        by = SecretariatMemberFactory(council=council).user
        return lambda: record_lot(stopped, by=by, order=order, **DRAW)

    kinds = at_once(record("CAB"), record("BCA"))

    assert kinds == ["Composition", "LotAlreadyDrawn"]
    assert Composition.objects.get(continues=stopped).lots[0]["order"] == (
        DrawnLot.objects.get().order
    )


@pytest.mark.django_db(transaction=True)
def test_numbers_differ_when_one_computes_while_another_draws(stopped, draw, compute, at_once):
    kinds = at_once(lambda: draw(stopped, "CAB"), lambda: compute(method=Method.DHONDT))

    assert kinds == ["Composition"] * 2
    numbers = Composition.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == [1, 2, 3]


# --- The same case computed again ----------------------------------------------------------------


def test_draw_counts_where_the_same_figures_are_computed_again(stopped, draw, compute):
    drawn = draw(stopped, "CAB")

    again = compute()

    assert (again.seats, again.lots, again.result) == (drawn.seats, drawn.lots, drawn.result)
    assert (again.continues, again.number) == (stopped, 3)
    assert DrawnLot.objects.count() == 1


def test_draw_does_not_count_for_other_figures(stopped, draw, compute):
    draw(stopped, "CAB")
    VoteCount.objects.filter(electoral_list__letter="D").update(votes=99)

    again = compute()

    assert (again.seats, again.lots, again.continues) == ({}, [], None)
    assert again.waits_for.lists == ("A", "B", "C")


def test_draw_does_not_count_for_other_settings(stopped, draw, compute):
    draw(stopped, "CAB")

    other = compute(outside_mayors_in_cap=False)

    assert (other.seats, other.lots, other.continues) == ({}, [], None)


# --- annul_lot -----------------------------------------------------------------------------------


def test_annulled_draw_stays_with_its_reason_and_all_that_rests_on_it_is_void(
    stopped, draw, compute, council, secretary
):
    following, again = draw(stopped, "CAB"), compute()
    unrelated = CompositionFactory(source__council=council, number=9, method="dhondt")

    annul_lot(DrawnLot.objects.get(), by=secretary, reason="Tastefejl")

    lot = DrawnLot.objects.get()
    assert (lot.annulled_by, lot.annulled_because) == (secretary, "Tastefejl")
    assert timezone.localdate(lot.annulled_at) == clock.today()
    void = Composition.objects.order_by("number").values_list("pk", "is_void")
    assert list(void) == [
        (stopped.pk, False),
        (following.pk, True),
        (again.pk, True),
        (unrelated.pk, False),
    ]
    assert AuditEntry.objects.latest("pk").summary == (
        "Annullerede lodtrækningen mellem A, B, C: Tastefejl"
    )


def test_what_goes_on_from_what_is_void_is_void_too(stopped, draw, council, secretary):
    following = draw(stopped, "CAB")
    further = CompositionFactory(source=stopped.source, continues=following)

    annul_lot(DrawnLot.objects.get(), by=secretary, reason="Tastefejl")

    assert Composition.objects.get(pk=further.pk).is_void


def test_portal_goes_by_the_stopped_computation_again_after_annulment(
    stopped, draw, council, secretary
):
    draw(stopped, "CAB")

    annul_lot(DrawnLot.objects.get(), by=secretary, reason="Tastefejl")

    assert Composition.objects.of(council, stopped.term).leading() == stopped


def test_lots_can_be_drawn_anew_after_annulment(stopped, draw, council, secretary):
    first = draw(stopped, "CAB")
    annul_lot(DrawnLot.objects.get(), by=secretary, reason="Tastefejl")

    second = draw(stopped, "BCA")

    assert supplementary(second) == {"A": 1, "B": 2, "C": 2}
    assert Composition.objects.of(council, stopped.term).leading() == second
    assert [lot.order for lot in DrawnLot.objects.behind(second)] == [
        ["C", "A", "B"],
        ["B", "C", "A"],
    ]
    assert Composition.objects.get(pk=first.pk).is_void


def test_annulled_draw_does_not_count_for_the_same_figures(stopped, draw, compute, secretary):
    draw(stopped, "CAB")
    annul_lot(DrawnLot.objects.get(), by=secretary, reason="Tastefejl")

    again = compute()

    assert (again.seats, again.lots, again.continues) == ({}, [], None)


def test_draw_is_annulled_once(stopped, draw, secretary):
    draw(stopped, "CAB")
    lot = DrawnLot.objects.get()
    annul_lot(lot, by=secretary, reason="Tastefejl")

    with pytest.raises(LotAlreadyDrawn):
        annul_lot(lot, by=secretary, reason="En anden grund")

    assert DrawnLot.objects.get().annulled_because == "Tastefejl"


def test_broken_audit_undoes_the_annulment(stopped, draw, secretary, request):
    following = draw(stopped, "CAB")
    request.getfixturevalue("broken_audit")

    with pytest.raises(RuntimeError):
        annul_lot(DrawnLot.objects.get(), by=secretary, reason="Tastefejl")

    assert DrawnLot.objects.get().annulled_at is None
    assert not Composition.objects.get(pk=following.pk).is_void


@pytest.mark.django_db(transaction=True)
def test_annulment_counts_once_when_two_secretaries_annul_at_once(
    stopped, draw, council, secretary, at_once
):
    draw(stopped, "CAB")
    lot = DrawnLot.objects.get()

    kinds = at_once(
        lambda: annul_lot(lot, by=secretary, reason="Første"),
        lambda: annul_lot(lot, by=secretary, reason="Anden"),
    )

    assert kinds == ["LotAlreadyDrawn", "NoneType"]
    assert AuditEntry.objects.filter(action="annul_lot").count() == 1
