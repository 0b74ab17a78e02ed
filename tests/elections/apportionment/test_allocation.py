"""Plain allocations, against votelib and against laws that hold for every divisor method."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from votelib.evaluate.core import Tie
from votelib.evaluate.proportional import HighestAverages

from elections.apportionment import (
    InvalidInput,
    Lot,
    LotMismatch,
    LotsRequired,
    LotUnused,
    Method,
    allocate,
)
from tests.elections.apportionment.cases import right_allocations

figures = st.one_of(st.integers(1, 20), st.integers(1, 10**6), st.integers(10**16, 10**16 + 50))
some_votes = st.dictionaries(st.sampled_from("ABCDEFGHIJKLM"), figures, min_size=1)
methods = st.sampled_from(Method)


@pytest.mark.parametrize(
    ("method", "divisors"),
    [
        (Method.ADAMS, [0, 1, 2, 3]),
        (Method.DHONDT, [1, 2, 3, 4]),
        (Method.SAINTE_LAGUE, [1, 3, 5, 7]),
    ],
)
def test_divisors_are_those_of_the_method(method: Method, divisors: list[int]):
    assert [method.divisor(held) for held in range(4)] == divisors
    assert Method(method.value) is method


# votelib has no Adams; a divisor this close to nothing orders first seats by votes, as 0 does.
VOTELIB_DIVISORS = {
    Method.ADAMS: lambda held: Fraction(held) or Fraction(1, 10**30),
    Method.DHONDT: "d_hondt",
    Method.SAINTE_LAGUE: "sainte_lague",
}


@pytest.mark.parametrize("method", Method)
@settings(max_examples=900, deadline=None)  # more than 600 of them without a tie
@given(votes=some_votes, seats=st.integers(1, 60))
@example(votes={"A": 60, "B": 20}, seats=3)
@example(votes={"A": 10**16 + 1, "B": 10**16}, seats=1)
def test_law_allocation_agrees_with_votelib(method: Method, votes: dict[str, int], seats: int):
    expected = HighestAverages(VOTELIB_DIVISORS[method]).evaluate(votes, seats)
    ties = [key for key in expected if isinstance(key, Tie)]
    actual = allocate(votes, seats, method)

    if ties:
        assert isinstance(actual, LotsRequired)
        assert set(actual.lists) == set(ties[0])
        assert actual.seats == expected[ties[0]]
        assert actual.place == seats - actual.seats + 1
    else:
        assert actual == {key: expected.get(key, 0) for key in votes}


@settings(max_examples=300, deadline=None)
@given(
    st.dictionaries(st.sampled_from("ABCDE"), st.integers(1, 30), min_size=1),
    st.integers(0, 12),
    methods,
)
def test_law_allocation_is_the_only_right_one_or_lots_choose(
    votes: dict[str, int], seats: int, method: Method
):
    right = right_allocations(votes, seats, method)
    actual = allocate(votes, seats, method)

    if isinstance(actual, LotsRequired):
        assert len(right) > 1
        drawn = allocate(votes, seats, method, [actual.drawn(*actual.lists)])
        assert drawn in right
    else:
        assert right == [actual]


@settings(max_examples=200, deadline=None)
@given(some_votes, st.integers(0, 60), methods)
def test_law_every_seat_is_given_and_none_is_made_up(
    votes: dict[str, int], seats: int, method: Method
):
    answer = allocate(votes, seats, method)
    assume(isinstance(answer, dict))

    assert isinstance(answer, dict)
    assert sum(answer.values()) == seats
    assert all(held >= 0 for held in answer.values())


@settings(max_examples=100, deadline=None)
@given(some_votes, methods)
def test_law_no_list_loses_a_seat_when_there_are_more_seats(votes: dict[str, int], method: Method):
    answers = [allocate(votes, seats, method) for seats in range(40)]
    known = [answer for answer in answers if isinstance(answer, dict)]

    for before, after in pairwise(known):
        assert all(after[key] >= before[key] for key in votes)


@settings(max_examples=200, deadline=None)
@given(some_votes, st.integers(0, 60), methods, st.randoms(use_true_random=False))
def test_law_order_of_the_lists_never_matters(
    votes: dict[str, int], seats: int, method: Method, random
):
    shuffled = list(votes.items())
    random.shuffle(shuffled)

    assert allocate(dict(shuffled), seats, method) == allocate(votes, seats, method)


@settings(max_examples=200, deadline=None)
@given(some_votes, st.integers(0, 60), methods, st.integers(2, 10**9))
def test_law_multiplying_all_votes_changes_no_seat(
    votes: dict[str, int], seats: int, method: Method, factor: int
):
    answer = allocate(votes, seats, method)
    scaled = allocate({key: n * factor for key, n in votes.items()}, seats, method)

    if isinstance(answer, LotsRequired):
        assert isinstance(scaled, LotsRequired)
        assert (scaled.lists, scaled.seats) == (answer.lists, answer.seats)
    else:
        assert scaled == answer


@settings(max_examples=200, deadline=None)
@given(some_votes, st.integers(0, 60))
def test_law_dhondt_never_goes_below_the_rounded_down_share(votes: dict[str, int], seats: int):
    answer = allocate(votes, seats, Method.DHONDT)
    assume(isinstance(answer, dict))

    assert isinstance(answer, dict)
    assert all(answer[key] >= n * seats // sum(votes.values()) for key, n in votes.items())


@settings(max_examples=200, deadline=None)
@given(some_votes, st.integers(0, 60))
def test_law_adams_never_goes_above_the_rounded_up_share(votes: dict[str, int], seats: int):
    answer = allocate(votes, seats, Method.ADAMS)
    # With fewer seats than lists the first seats go by votes alone, not by share.
    assume(isinstance(answer, dict) and seats >= len(votes))

    assert isinstance(answer, dict)
    assert all(answer[key] <= -(-n * seats // sum(votes.values())) for key, n in votes.items())


@settings(max_examples=200, deadline=None)
@given(some_votes, st.integers(0, 60), methods)
def test_law_list_with_more_votes_never_has_fewer_seats(
    votes: dict[str, int], seats: int, method: Method
):
    answer = allocate(votes, seats, method)
    assume(isinstance(answer, dict))

    assert isinstance(answer, dict)
    ordered = sorted(votes, key=lambda key: votes[key])
    assert all(answer[less] <= answer[more] for less, more in pairwise(ordered))


@settings(max_examples=300, deadline=None)
@given(some_votes, st.integers(0, 60), methods, st.integers(1, 10**6), st.data())
def test_law_list_never_loses_a_seat_by_getting_more_votes(
    votes: dict[str, int], seats: int, method: Method, more: int, data: st.DataObject
):
    key = data.draw(st.sampled_from(sorted(votes)))
    before = allocate(votes, seats, method)
    after = allocate(votes | {key: votes[key] + more}, seats, method)
    assume(isinstance(before, dict) and isinstance(after, dict))

    assert isinstance(before, dict)
    assert isinstance(after, dict)
    assert after[key] >= before[key]
    # What it wins it wins from others: none of them has more than before.
    assert all(after[other] <= before[other] for other in votes if other != key)


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(st.sampled_from("ABCDE"), st.integers(1, 4), min_size=2),
    st.integers(1, 8),
    methods,
    st.permutations("ABCDE"),
    st.integers(1, 5),
    st.data(),
)
def test_law_draw_is_used_only_for_its_tie(
    votes: dict[str, int],
    seats: int,
    method: Method,
    drawn: list[str],
    lot_seats: int,
    data: st.DataObject,
):
    tie = allocate(votes, seats, method)
    order = tuple(drawn[: data.draw(st.integers(max(2, lot_seats), 5))])
    lot = Lot(order, lot_seats)
    fits = isinstance(tie, LotsRequired) and set(order) == set(tie.lists) and lot_seats == tie.seats

    if fits:
        assert isinstance(allocate(votes, seats, method, [lot]), dict)
    else:
        expected = LotMismatch if isinstance(tie, LotsRequired) else LotUnused
        with pytest.raises(expected):
            allocate(votes, seats, method, [lot])


@pytest.mark.parametrize("method", Method)
def test_allocation_is_right_when_votes_are_very_uneven(method: Method):
    # One giant and many dwarfs: here the first guess is farthest from the answer.
    votes = {"giant": 10**9} | {f"dwarf {i}": 1000 + i for i in range(50)}
    answer = allocate(votes, 200, method)

    dwarfs = {Method.ADAMS: 50, Method.DHONDT: 0, Method.SAINTE_LAGUE: 0}[method]
    assert isinstance(answer, dict)
    assert answer["giant"] == 200 - dwarfs
    assert sum(answer.values()) == 200


def test_allocation_of_many_seats_agrees_with_votelib():
    votes = {str(i): 1_000_003 * (i + 7) % 999_983 + 1 for i in range(200)}
    expected = HighestAverages("d_hondt").evaluate(votes, 10_000)

    assert allocate(votes, 10_000, Method.DHONDT) == {k: expected.get(k, 0) for k in votes}


def test_largest_list_gets_the_only_seat_when_adams_owes_everyone_one():
    votes = {"A": 1000, "B": 4, "C": 3, "D": 2, "E": 1}

    assert allocate(votes, 1, Method.ADAMS) == {"A": 1, "B": 0, "C": 0, "D": 0, "E": 0}


def test_last_seat_needs_lots_when_quotients_are_equal():
    # A's third quotient, 60 / 3, equals B's first.
    tie = allocate({"A": 60, "B": 20}, 3, Method.DHONDT)

    assert tie == LotsRequired(("A", "B"), seats=1, place=3, quotient=(20, 1))


def test_tie_inside_the_seats_needs_no_lots():
    assert allocate({"A": 60, "B": 20}, 4, Method.DHONDT) == {"A": 3, "B": 1}


def test_lot_decides_the_last_seat():
    lot = Lot(("B", "A"), 1)

    assert allocate({"A": 60, "B": 20}, 3, Method.DHONDT, [lot]) == {"A": 2, "B": 1}


def test_lot_is_refused_when_it_does_not_belong_to_the_tie():
    with pytest.raises(LotMismatch):
        allocate({"A": 60, "B": 20}, 3, Method.DHONDT, [Lot(("A", "C"), 1)])
    with pytest.raises(LotUnused):
        allocate({"A": 60, "B": 20}, 4, Method.DHONDT, [Lot(("A", "B"), 1)])


def test_list_without_votes_gets_no_seat():
    assert allocate({"A": 5, "B": 0}, 4, Method.ADAMS) == {"A": 4, "B": 0}


def test_nothing_is_allocated_when_there_are_no_seats():
    assert allocate({"A": 5, "B": 0}, 0, Method.SAINTE_LAGUE) == {"A": 0, "B": 0}
    assert allocate({}, 0, Method.SAINTE_LAGUE) == {}


@pytest.mark.parametrize(
    ("votes", "seats"),
    [({"A": -1}, 1), ({"A": 1}, -1), ({"A": 0}, 1), ({}, 1), ({"A": 1.0}, 1), ({"A": True}, 1)],
)
def test_impossible_figures_are_refused(votes: dict[str, int], seats: int):
    with pytest.raises(InvalidInput):
        allocate(votes, seats, Method.DHONDT)
