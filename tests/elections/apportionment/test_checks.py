"""The second route finds a corrupted result, whatever was corrupted."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elections.apportionment import (
    Case,
    CheckFailed,
    Composition,
    Denominator,
    ListResult,
    LotsRequired,
    Method,
    Status,
    Step,
    compose,
    composition,
    verify,
)
from tests.elections.apportionment.cases import a_case, a_list, composed, midtjylland, required

CAPPED_VOTES = {"A": 45_000, "V": 27_000, "C": 12_000, "F": 9_000, "O": 7_000}


def uncapped() -> Composition:
    return composed(midtjylland())


def capped() -> Composition:
    outside = (a_list("lokal", 500, 1, may_take_part=False),)
    mayors = {"A": 1, "V": 9}
    return composed(a_case(CAPPED_VOTES, mayors, municipalities=11, outside=outside))


def drawn() -> Composition:
    case = a_case(
        {"A": 60, "B": 5, "C": 30, "D": 30}, {"B": 3}, municipalities=3, method=Method.DHONDT
    )
    return composed(case, required(case).drawn("D", "A", "C"))


def recheck(
    result: Composition,
    *,
    lists: tuple[ListResult, ...] | None = None,
    steps: tuple[Step, ...] | None = None,
    is_capped: bool | None = None,
) -> None:
    verify(
        result.case,
        result.lists if lists is None else lists,
        result.steps if steps is None else steps,
        is_capped=result.is_capped if is_capped is None else is_capped,
    )


def with_list(result: Composition, key: str, changes: dict[str, object]) -> tuple[ListResult, ...]:
    return tuple(
        replace(r, **changes) if r.key == key else r  # type: ignore[arg-type]
        for r in result.lists
    )


def rebuilt(result: Composition, order: list[tuple[str, bool]]) -> tuple[tuple, tuple]:
    """Lists and steps that agree with each other and have the seats in ``order``."""
    mayors = {r.key: r.mayors for r in result.lists}
    votes = {r.key: r.votes for r in result.lists}
    held = dict.fromkeys(mayors, 0)
    covered: dict[str, int] = {}
    steps = []
    for number, (key, by_lot) in enumerate(order, start=1):
        divisor = result.case.method.divisor(held[key])
        is_mayor = held[key] < mayors[key]
        held[key] += 1
        steps.append(Step(number, key, held[key], votes[key], divisor, is_mayor, by_lot))
        if held[key] == mayors[key]:
            covered[key] = number
    lists = tuple(
        replace(
            r,
            seats=held[r.key],
            supplementary=held[r.key] - r.mayors,
            covered_at=covered.get(r.key),
        )
        if r.status is Status.TAKES_PART
        else r
        for r in result.lists
    )
    return lists, tuple(steps)


def order_of(result: Composition) -> list[tuple[str, bool]]:
    return [(step.key, step.by_lot) for step in result.steps]


@pytest.mark.parametrize("make", [uncapped, capped, drawn])
def test_check_holds_for_an_untouched_result(make: Callable[[], Composition]):
    result = make()
    lists, steps = rebuilt(result, order_of(result))

    assert (lists, steps) == (result.lists, result.steps)
    assert verify(result.case, lists, steps, is_capped=result.is_capped) == result.verdict


@pytest.mark.parametrize("make", [uncapped, capped, drawn])
def test_check_catches_a_seat_moved_to_another_list(make: Callable[[], Composition]):
    result = make()
    order = order_of(result)
    moved = 0
    for position, (key, by_lot) in enumerate(order):
        for other in {r.key for r in result.lists if r.status is Status.TAKES_PART} - {key}:
            lists, steps = rebuilt(
                result, [*order[:position], (other, by_lot), *order[position + 1 :]]
            )
            same_seats = [r.seats for r in lists] == [r.seats for r in result.lists]
            assert not same_seats
            moved += 1
            # In the drawn case another draw is just as right, if it is marked as one.
            if make is drawn and by_lot:
                continue
            with pytest.raises(CheckFailed):
                recheck(result, lists=lists, steps=steps)
    assert moved > 10


@pytest.mark.parametrize("make", [uncapped, capped])
def test_check_catches_a_seat_too_few_or_too_many(make: Callable[[], Composition]):
    result = make()
    order = order_of(result)
    next_key = result.verdict.strongest_refused.key

    for wrong in (order[:-1], [*order, (next_key, False)]):
        lists, steps = rebuilt(result, wrong)
        with pytest.raises(CheckFailed, match=r"seats are not the \d+ there should be|fewer"):
            recheck(result, lists=lists, steps=steps)


def test_check_catches_a_size_that_is_right_for_the_method_but_not_the_smallest():
    # All of these 37 seats follow from the quotients; the 37th covers no mayor.
    result = uncapped()
    lists, steps = rebuilt(result, [*order_of(result), ("A", False)])

    with pytest.raises(CheckFailed, match="37 seats are not the 36"):
        recheck(result, lists=lists, steps=steps)


@pytest.mark.parametrize("make", [uncapped, capped])
def test_check_catches_a_wrong_word_about_the_cap(make: Callable[[], Composition]):
    result = make()

    with pytest.raises(CheckFailed, match="cap"):
        recheck(result, is_capped=not result.is_capped)


@pytest.mark.parametrize(
    ("key", "changes", "message"),
    [
        ("A", {"votes": 1}, "not those of the case"),
        ("A", {"mayors": 8}, "not those of the case"),
        ("A", {"key": "X"}, "not those of the case"),
        ("I", {"status": Status.TAKES_PART}, "list I is wrongly counted in or out"),
        ("K", {"status": Status.UNDER_THRESHOLD}, "list K is wrongly counted in or out"),
        ("I", {"seats": 1, "supplementary": 1}, "list I takes no part"),
        ("A", {"supplementary": 0}, "list A do not add up"),
        ("A", {"seats": 11, "supplementary": 2}, "37 seats are not the 36"),
        ("V", {"seats": 8, "supplementary": -1}, "list V has fewer seats than mayors"),
        ("A", {"covered_at": 3}, "list A is covered at another step"),
        ("A", {"covered_at": None}, "list A is covered at another step"),
        ("B", {"covered_at": 3}, "list B is wrongly said to be covered"),
    ],
)
def test_check_catches_a_changed_list(key: str, changes: dict[str, object], message: str):
    result = uncapped()

    with pytest.raises(CheckFailed, match=message):
        recheck(result, lists=with_list(result, key, changes))


def test_check_catches_seats_that_are_not_those_of_the_steps():
    result = uncapped()
    lists = tuple(
        replace(r, seats=r.seats + change, supplementary=r.supplementary + change)
        for r in result.lists
        for change in [{"B": 1, "F": -1}.get(r.key, 0)]
    )

    with pytest.raises(CheckFailed, match="list B has other steps than seats"):
        recheck(result, lists=lists)


def test_check_catches_a_result_by_the_other_reading_of_the_threshold():
    by_cast = composed(midtjylland(cast_votes=750_051, denominator=Denominator.CAST))
    by_valid = replace(by_cast.case, denominator=Denominator.VALID)

    with pytest.raises(CheckFailed, match="list K is wrongly counted in or out"):
        verify(by_valid, by_cast.lists, by_cast.steps, is_capped=False)


@pytest.mark.parametrize(
    "changes",
    [
        {"number": 12},
        {"seat": 3},
        {"votes": 1},
        {"divisor": 7},
        {"is_mayor": False},
        {"by_lot": True},
        {"key": "I"},
        {"key": "Lokale lister"},
    ],
)
def test_check_catches_a_changed_step(changes: dict[str, object]):
    result = uncapped()
    steps = (replace(result.steps[0], **changes), *result.steps[1:])  # type: ignore[arg-type]

    with pytest.raises(CheckFailed):
        recheck(result, steps=steps)


def test_check_catches_steps_in_the_wrong_order():
    result = uncapped()
    order = order_of(result)
    order[0], order[1] = order[1], order[0]
    lists, steps = rebuilt(result, order)

    with pytest.raises(CheckFailed, match="too late"):
        recheck(result, lists=lists, steps=steps)


def test_check_catches_another_seat_before_a_mayors_at_the_cap():
    result = capped()
    order = order_of(result)
    lists, steps = rebuilt(result, [order[10], *order[:10], *order[11:]])

    with pytest.raises(CheckFailed, match="after another at the cap"):
        recheck(result, lists=lists, steps=steps)


def test_check_catches_a_tie_decided_without_lots():
    result = drawn()
    steps = tuple(replace(step, by_lot=False) for step in result.steps)

    with pytest.raises(CheckFailed, match="by lots"):
        recheck(result, steps=steps)


def test_failed_check_is_never_returned_silently(monkeypatch: pytest.MonkeyPatch):
    one_seat_short = list(uncapped().steps[:-1])
    monkeypatch.setattr(
        composition, "_until_mayors_are_covered", lambda *_arguments: one_seat_short
    )

    with pytest.raises(CheckFailed, match="list V has fewer seats than mayors"):
        compose(midtjylland())


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.integers(1, 40), min_size=2, max_size=5),
    st.lists(st.integers(0, 2), min_size=5, max_size=5),
    st.sampled_from(Method),
    st.sampled_from([1, 2, 5]),
    st.data(),
)
def test_law_check_catches_any_seat_moved_uncapped_or_capped(
    votes: list[int], mayors: list[int], method: Method, cap_factor: int, data: st.DataObject
):
    case: Case = a_case(
        dict(zip("ABCDE", votes, strict=False)),
        dict(zip("ABCDE"[: len(votes)], mayors, strict=False)),
        municipalities=10,
        cap_factor=cap_factor,
        method=method,
        threshold_percent=0,
    )
    result = compose(case)
    if isinstance(result, LotsRequired):
        result = composed(case, result.drawn(*result.lists))
    open_steps = [i for i, step in enumerate(result.steps) if not step.by_lot]
    if not open_steps:
        return
    position = data.draw(st.sampled_from(open_steps))
    order = order_of(result)
    other = data.draw(st.sampled_from([r.key for r in result.lists if r.key != order[position][0]]))
    lists, steps = rebuilt(result, [*order[:position], (other, False), *order[position + 1 :]])

    with pytest.raises(CheckFailed):
        recheck(result, lists=lists, steps=steps)
