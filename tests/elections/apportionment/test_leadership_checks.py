"""The second route finds a wrong chair or vice-chair, whatever was changed."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elections.apportionment import (
    CheckFailed,
    Group,
    Leadership,
    Lot,
    elect_leadership,
    leadership,
    verify_leadership,
)
from tests.elections.apportionment.leaderships import (
    drawn_to_the_end,
    elected,
    elections,
    posts,
    tied,
)

VOTES = {"A": 60, "B": 30, "C": 30, "D": 25}


def an_outcome() -> Leadership:
    tie = tied(VOTES, ["BC"])
    assert tie.lists == ("A", "B+C")
    inner = tied(VOTES, ["BC"], tie.drawn("B+C", "A"))
    return elected(VOTES, ["BC"], tie.drawn("B+C", "A"), inner.drawn("C", "B"))


def recheck(votes: dict[str, int], result: Leadership, **changes: Any) -> None:
    given = {
        "groups": result.groups,
        "steps": result.steps,
        "inner": result.inner,
        "holders": posts(result),
        "lots": result.lots,
    }
    given |= {name: value for name, value in changes.items() if value is not None}
    verify_leadership(votes, **given)


def test_check_holds_for_an_untouched_outcome():
    result = an_outcome()

    assert posts(result) == ("C", "A")
    recheck(VOTES, result)


def changed(result: Leadership, what: str) -> dict[str, Any]:
    first, second = result.steps
    inner = result.inner["B+C"][0]
    outer_lot, inner_lot = result.lots
    return {
        "a list without a group": {"groups": result.groups[1:]},
        "votes that do not add up": {
            "groups": (Group("A", ("A",), 61), *result.groups[1:]),
        },
        "a wrong name": {"groups": (Group("X", ("A",), 60), *result.groups[1:])},
        "one post": {"steps": (first,)},
        "three posts": {"steps": (*result.steps, replace(first, number=3, seat=2, divisor=2))},
        "a quotient of its own": {"steps": (first, replace(second, divisor=2))},
        "a group that does not stand": {"steps": (replace(first, key="Z"), second)},
        "a tie without lots": {"steps": tuple(replace(s, by_lot=False) for s in result.steps)},
        "an alliance not filled": {"inner": {}},
        "an alliance that won nothing": {"inner": {**result.inner, "A": (inner,)}},
        "too many filled": {"inner": {"B+C": (inner, replace(inner, number=2))}},
        "another list inside": {"inner": {"B+C": (replace(inner, key="B"),)}},
        "other holders": {"holders": ("B", "A")},
        "holders swapped": {"holders": ("A", "C")},
        "no lots": {"lots": ()},
        "a lot with another winner": {"lots": (outer_lot, Lot(("B", "C"), 1))},
        "a lot for more seats": {"lots": (outer_lot, Lot(("C", "B"), 2))},
        "a lot twice": {"lots": (outer_lot, inner_lot, inner_lot)},
        "a lot of others": {"lots": (Lot(("B+C", "A", "D"), 2), inner_lot)},
    }[what]


@pytest.mark.parametrize(
    ("what", "message"),
    [
        ("a list without a group", "not made of the lists"),
        ("votes that do not add up", "votes of A do not add up"),
        ("a wrong name", "X has a wrong name"),
        ("one post", "1 posts were given"),
        ("three posts", "3 posts were given"),
        ("a quotient of its own", "step 2 is not the next post of A"),
        ("a group that does not stand", "step 1 is not the next post of Z"),
        ("a tie without lots", "by lots"),
        ("an alliance not filled", "other alliances were filled"),
        ("an alliance that won nothing", "other alliances were filled"),
        ("too many filled", "another number of posts"),
        ("another list inside", "holds a post that B won"),
        ("other holders", "B holds a post that C won"),
        ("holders swapped", "A holds a post that C won"),
        ("no lots", "lots used are not those"),
        ("a lot with another winner", "lots used are not those"),
        ("a lot for more seats", "lots used are not those"),
        ("a lot twice", "lots used are not those"),
        ("a lot of others", "lots used are not those"),
    ],
)
def test_check_catches_a_changed_outcome(what: str, message: str):
    result = an_outcome()

    with pytest.raises(CheckFailed, match=message):
        recheck(VOTES, result, **changed(result, what))


def test_check_catches_a_better_claim_that_was_passed_over():
    result = elected({"A": 60, "B": 40, "C": 30})
    steps = (result.steps[0], replace(result.steps[1], key="C", votes=30))

    with pytest.raises(CheckFailed, match="B has a better claim than C"):
        recheck({"A": 60, "B": 40, "C": 30}, result, steps=steps, holders=("A", "C"))


def test_failed_check_is_never_returned_silently(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(leadership, "_holders", lambda *_arguments: ("B", "A"))

    with pytest.raises(CheckFailed):
        elect_leadership({"A": 60, "B": 40})


@settings(max_examples=300, deadline=None)
@given(elections(), st.data())
def test_law_check_catches_any_other_holder(
    election: tuple[dict[str, int], list[list[str]]], data: st.DataObject
):
    result = drawn_to_the_end(*election)
    sequences: list[str | None] = [None, *result.inner]
    within = data.draw(st.sampled_from(sequences))
    steps = list(result.steps if within is None else result.inner[within])
    names = (
        [group.name for group in result.groups]
        if within is None
        else next(group.lists for group in result.groups if group.name == within)
    )
    i = data.draw(st.integers(0, len(steps) - 1))
    other = data.draw(st.sampled_from([*names]))
    if other == steps[i].key or steps[i].by_lot:
        return
    votes = election[0] | {group.name: group.votes for group in result.groups}
    seat = 1 + sum(step.key == other for step in steps[:i])
    steps[i] = replace(steps[i], key=other, votes=votes[other], seat=seat, divisor=seat)

    with pytest.raises(CheckFailed):
        recheck(
            election[0],
            result,
            steps=tuple(steps) if within is None else None,
            inner=None if within is None else {**result.inner, within: tuple(steps)},
        )
