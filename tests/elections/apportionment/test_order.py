"""Who comes first: every tie needs lots, since the order is the result."""

import pytest

from elections.apportionment import (
    InvalidInput,
    Lot,
    LotsRequired,
    LotUnused,
    Method,
    allocate,
    in_order,
)
from tests.elections.apportionment.cases import MIDTJYLLAND_VOTES


def keys(result: object) -> str:
    assert isinstance(result, tuple), result
    return "".join(step.key for step in result)


def test_seats_come_in_the_order_of_the_quotients():
    steps = in_order({"A": 60, "B": 35, "C": 10}, 4, Method.DHONDT)

    assert isinstance(steps, tuple)
    assert [(s.number, s.key, s.seat, s.votes, s.divisor) for s in steps] == [
        (1, "A", 1, 60, 1),
        (2, "B", 1, 35, 1),
        (3, "A", 2, 60, 2),
        (4, "A", 3, 60, 3),
    ]


def test_equal_lists_draw_for_the_order_when_both_get_a_post():
    votes = {"A": 60, "B": 60, "C": 10}
    tie = in_order(votes, 2, Method.DHONDT)

    assert tie == LotsRequired(("A", "B"), seats=2, place=1, quotient=(60, 1))
    assert keys(in_order(votes, 2, Method.DHONDT, [tie.drawn("B", "A")])) == "BA"


def test_three_equal_lists_draw_for_the_two_posts_there_are():
    tie = in_order({"A": 60, "B": 60, "C": 60}, 2, Method.DHONDT)

    assert tie == LotsRequired(("A", "B", "C"), seats=2, place=1, quotient=(60, 1))


def test_second_round_of_a_tie_needs_a_lot_of_its_own():
    votes = {"A": 60, "B": 60}
    first = Lot(("B", "A"), 2)
    second = in_order(votes, 4, Method.DHONDT, [first])

    assert isinstance(second, LotsRequired)
    assert second == LotsRequired(("A", "B"), seats=2, place=3, quotient=(30, 1))
    assert "".join(step.key for step in second.steps) == "BA"
    again = Lot(("A", "B"), 2)
    assert keys(in_order(votes, 4, Method.DHONDT, [first, again])) == "BAAB"


def test_lot_is_refused_when_the_order_is_clear():
    with pytest.raises(LotUnused):
        in_order({"A": 60, "B": 59}, 2, Method.DHONDT, [Lot(("B", "A"), 2)])


@pytest.mark.parametrize("method", Method)
def test_seats_in_order_add_up_to_the_allocation(method: Method):
    steps = in_order(MIDTJYLLAND_VOTES, 40, method)
    answer = allocate(MIDTJYLLAND_VOTES, 40, method)

    assert {key: keys(steps).count(key) for key in MIDTJYLLAND_VOTES} == answer


def test_no_posts_are_no_steps():
    assert in_order({"A": 1}, 0, Method.DHONDT) == ()
    assert in_order({}, 0, Method.DHONDT) == ()


def test_posts_without_votes_are_refused():
    with pytest.raises(InvalidInput):
        in_order({"A": 0}, 1, Method.DHONDT)
