"""Laws of every election by heads, and the same one computed by votelib."""

from collections import Counter
from fractions import Fraction

from hypothesis import example, given, settings
from hypothesis import strategies as st
from votelib.evaluate.core import Tie
from votelib.evaluate.proportional import HighestAverages

from elections.apportionment import (
    GroupChoices,
    Lot,
    LotError,
    LotsRequired,
    elect_by_heads,
    fair_shares,
)
from tests.elections.apportionment.heads import (
    drawn_to_the_end,
    keys,
    orders,
    some_groups,
    some_seats,
)


@settings(max_examples=500, deadline=None)
@given(some_groups, some_seats, orders)
@example({"A": 6, "B": 3, "C": 3}, 2, "CABDEF")
def test_law_seats_agree_with_votelib(groups: dict[str, int], seats: int, order: str):
    expected = HighestAverages("d_hondt").evaluate(groups, seats)
    actual = Counter(keys(drawn_to_the_end(groups, seats, order)))

    for tie in [key for key in expected if isinstance(key, Tie)]:
        for winner in sorted(tie, key=order.index)[: expected.pop(tie)]:
            expected[winner] = expected.get(winner, 0) + 1
    assert actual == expected


@settings(max_examples=500, deadline=None)
@given(some_groups, some_seats, orders)
def test_law_order_of_choice_agrees_with_sorted_fractions(
    groups: dict[str, int], seats: int, order: str
):
    claims = sorted(
        (-Fraction(heads, divisor), order.index(key), key)
        for key, heads in groups.items()
        for divisor in range(1, seats + 1)
    )
    expected = "".join(key for _quotient, _place, key in claims[:seats])
    values = [quotient for quotient, _place, _key in claims[: seats + 1]]

    assert keys(drawn_to_the_end(groups, seats, order)) == expected
    stops = isinstance(elect_by_heads(groups, seats, present=sum(groups.values())), LotsRequired)
    assert stops == (len(set(values)) < len(values))


@settings(max_examples=300, deadline=None)
@given(some_groups, some_seats, orders, st.permutations("ABCDEF"))
def test_law_names_and_their_order_never_matter(
    groups: dict[str, int], seats: int, order: str, names: list[str]
):
    new = dict(zip("ABCDEF", names, strict=True))
    renamed = {new[key]: heads for key, heads in reversed(groups.items())}
    expected = drawn_to_the_end(groups, seats, order)
    actual = drawn_to_the_end(renamed, seats, "".join(new[key] for key in order))

    assert keys(actual) == "".join(new[key] for key in keys(expected))


@settings(max_examples=500, deadline=None)
@given(some_groups, some_seats, orders, orders, st.data())
def test_law_one_more_member_never_loses_a_seat(
    groups: dict[str, int], seats: int, order: str, other_order: str, data: st.DataObject
):
    key = data.draw(st.sampled_from(sorted(groups)))
    grown = groups | {key: groups[key] + 1}

    # Whatever lots are drawn, now and then.
    before = drawn_to_the_end(groups, seats, order).seats[key]
    assert drawn_to_the_end(grown, seats, other_order).seats[key] >= before


@settings(max_examples=300, deadline=None)
@given(some_groups, some_seats, orders)
def test_law_one_more_seat_leaves_the_others_where_they_are(
    groups: dict[str, int], seats: int, order: str
):
    fewer = drawn_to_the_end(groups, seats, order)
    more = drawn_to_the_end(groups, seats + 1, order)

    assert keys(more)[:seats] == keys(fewer)


@settings(max_examples=300, deadline=None)
@given(some_groups, some_seats, orders)
def test_law_nobody_gets_less_than_the_whole_part_of_the_fair_share(
    groups: dict[str, int], seats: int, order: str
):
    result = drawn_to_the_end(groups, seats, order)
    shares = fair_shares(groups, seats)

    assert sum(shares.values()) == seats == sum(result.seats.values())
    assert shares.keys() == result.seats.keys()
    assert all(result.seats[key] >= share // 1 for key, share in shares.items())


@settings(max_examples=300, deadline=None)
@given(some_groups, some_seats, orders, st.permutations("ABC"), st.integers(1, 3))
def test_law_each_lot_decides_one_tie_and_no_other(
    groups: dict[str, int], seats: int, order: str, drawn: list[str], wins: int
):
    result = drawn_to_the_end(groups, seats, order)
    present = sum(groups.values())

    assert elect_by_heads(groups, seats, result.lots, present=present) == result
    assert sum(lot.seats for lot in result.lots) == sum(step.by_lot for step in result.steps)
    for i in range(len(result.lots)):
        left = [*result.lots[:i], *result.lots[i + 1 :]]
        assert not isinstance(outcome(groups, seats, left), GroupChoices)
    assert outcome(groups, seats, [*result.lots, Lot(tuple(drawn), wins)]) is None


def outcome(
    groups: dict[str, int], seats: int, lots: list[Lot]
) -> GroupChoices | LotsRequired | None:
    """None when the lots are refused."""
    try:
        return elect_by_heads(groups, seats, lots, present=sum(groups.values()))
    except LotError:
        return None
