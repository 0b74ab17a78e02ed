"""The second route finds a wrong order of choice, whatever was changed."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elections.apportionment import (
    CheckFailed,
    GroupChoices,
    Lot,
    elect_by_heads,
    heads,
    verify_heads,
)
from tests.elections.apportionment.heads import (
    chosen,
    drawn_to_the_end,
    keys,
    orders,
    some_groups,
    some_seats,
)

GROUPS = {"A": 6, "B": 4, "C": 4, "D": 3}


def an_outcome() -> GroupChoices:
    # 6, then 4 twice, then 3 twice for one seat.
    return chosen(GROUPS, 4, Lot(("C", "B"), 2), Lot(("D", "A"), 1))


def recheck(result: GroupChoices, **changes: Any) -> None:
    given: dict[str, Any] = {
        "groups": GROUPS,
        "seats": 4,
        "won": result.seats,
        "steps": result.steps,
        "lots": result.lots,
    }
    verify_heads(**(given | changes))


def test_check_holds_for_an_untouched_outcome():
    result = an_outcome()

    assert keys(result) == "ACBD"
    recheck(result)


def changed(result: GroupChoices, what: str) -> dict[str, Any]:
    one, two, three, four = result.steps
    first, second = result.lots
    return {
        "another size": {"seats": 5},
        "a seat less": {"steps": (one, two, three)},
        "seats that do not add up": {"won": {"A": 2, "B": 1, "C": 1, "D": 0}},
        "a group left out": {"won": {"A": 1, "B": 1, "C": 1}},
        "other members": {"groups": {**GROUPS, "A": 7}},
        "a group nobody knows": {"steps": (one, two, three, replace(four, key="Z"))},
        "a quotient of its own": {"steps": (one, two, three, replace(four, divisor=2))},
        "a wrong number": {"steps": (one, two, three, replace(four, number=5))},
        "too late": {"steps": (replace(two, number=1), replace(one, number=2), three, four)},
        "a tie without lots": {"steps": (one, two, three, replace(four, by_lot=False))},
        "lots without a tie": {"steps": (replace(one, by_lot=True), two, three, four)},
        "no lots": {"lots": ()},
        "another winner": {"lots": (first, Lot(("A", "D"), 1))},
        "another order": {"lots": (Lot(("B", "C"), 2), second)},
        "a lot twice": {"lots": (first, second, second)},
        "a lot of others": {"lots": (first, Lot(("D", "A", "B"), 1))},
    }[what]


@pytest.mark.parametrize(
    ("what", "message"),
    [
        ("another size", "4 seats were given instead of 5"),
        ("a seat less", "3 seats were given instead of 4"),
        ("seats that do not add up", "seats do not add up"),
        ("a group left out", "seats do not add up"),
        ("other members", "step 1 is not the next seat of A"),
        ("a group nobody knows", "step 4 is not the next seat of Z"),
        ("a quotient of its own", "step 4 is not the next seat of D"),
        ("a wrong number", "step 4 is not the next seat of D"),
        ("too late", "step 2 comes too late"),
        ("a tie without lots", "step 4 was decided by lots, or should be"),
        ("lots without a tie", "step 1 was decided by lots, or should be"),
        ("no lots", "lots used are not those"),
        ("another winner", "lots used are not those"),
        ("another order", "lots used are not those"),
        ("a lot twice", "lots used are not those"),
        ("a lot of others", "lots used are not those"),
    ],
)
def test_check_catches_a_changed_outcome(what: str, message: str):
    result = an_outcome()

    with pytest.raises(CheckFailed, match=message):
        recheck(result, **changed(result, what))


def test_check_catches_a_better_claim_that_was_passed_over():
    result = chosen({"A": 6, "B": 5, "C": 4}, 2)
    steps = (result.steps[0], replace(result.steps[1], key="C", votes=4))

    with pytest.raises(CheckFailed, match="B has a better claim than C"):
        verify_heads({"A": 6, "B": 5, "C": 4}, 2, {"A": 1, "B": 0, "C": 1}, steps, ())


def test_failed_check_is_never_returned_silently(monkeypatch: pytest.MonkeyPatch):
    wrong = chosen({"A": 6, "B": 4}, 1).steps
    monkeypatch.setattr(heads, "take_in_order", lambda *_arguments: wrong)

    with pytest.raises(CheckFailed):
        elect_by_heads({"A": 6, "B": 7}, 1, present=13)


@settings(max_examples=300, deadline=None)
@given(some_groups, some_seats, orders, orders)
def test_law_check_holds_for_exactly_the_lots_that_were_drawn(
    groups: dict[str, int], seats: int, order: str, other: str
):
    result = drawn_to_the_end(groups, seats, order)
    swapped = drawn_to_the_end(groups, seats, other)

    verdict = verify_heads(groups, seats, result.seats, result.steps, result.lots)
    assert verdict == result.verdict
    if keys(swapped) != keys(result):
        with pytest.raises(CheckFailed):
            verify_heads(groups, seats, swapped.seats, swapped.steps, result.lots)


@settings(max_examples=300, deadline=None)
@given(some_groups, some_seats, st.data())
def test_law_check_catches_any_other_chooser(
    groups: dict[str, int], seats: int, data: st.DataObject
):
    result = drawn_to_the_end(groups, seats)
    i = data.draw(st.integers(0, seats - 1))
    other = data.draw(st.sampled_from(sorted(groups)))
    steps = list(result.steps)
    if other == steps[i].key:
        return
    seat = 1 + sum(step.key == other for step in steps[:i])
    steps[i] = replace(steps[i], key=other, votes=groups[other], seat=seat, divisor=seat)
    won = dict(result.seats)
    won[result.steps[i].key] -= 1
    won[other] += 1

    with pytest.raises(CheckFailed):
        verify_heads(groups, seats, won, steps, result.lots)
