"""Ties: when lots are needed, when they are not, and which recorded lot is accepted."""

import pytest

from elections.apportionment import (
    Case,
    Lot,
    LotError,
    LotMismatch,
    LotsRequired,
    LotUnused,
    Method,
    compose,
)
from tests.elections.apportionment.cases import a_case, composed, required, seats_of

# Capped at six: B keeps three mayors. Of the three seats left one each goes to A, C and D
# (Adams), or by quotient (d'Hondt) A 60, then A 30 = C 30 = D 30.
VOTES = {"A": 60, "B": 5, "C": 30, "D": 30}
MAYORS = {"B": 3}


def tied_case() -> Case:
    return a_case(VOTES, MAYORS, municipalities=3, method=Method.DHONDT)


def test_computation_stops_when_equal_quotients_decide_a_seat_at_the_cap():
    tie = required(tied_case())

    assert tie == LotsRequired(lists=("A", "C", "D"), seats=2, place=5, quotient=(30, 1))


def test_recorded_lot_lets_the_computation_finish():
    composition = composed(tied_case(), required(tied_case()).drawn("D", "A"))

    assert seats_of(composition) == {"A": 2, "B": 3, "D": 1}
    assert [(s.key, s.by_lot) for s in composition.steps[3:]] == [
        ("A", False),
        ("D", True),
        ("A", True),
    ]
    assert composition.lots == (Lot(frozenset("ACD"), ("D", "A"), 2),)


def test_other_draw_gives_other_members():
    tie = required(tied_case())

    results = {
        tuple(seats_of(composed(tied_case(), tie.drawn(*winners))).items())
        for winners in [("A", "C"), ("A", "D"), ("C", "D"), ("D", "C")]
    }
    assert len(results) == 3


def test_no_lots_are_needed_when_all_tied_lists_get_a_seat():
    # The cap of seven leaves room for all three.
    case = a_case(VOTES, MAYORS, municipalities=7, cap_factor=1, method=Method.DHONDT)
    composition = composed(case)

    assert composition.is_capped
    assert seats_of(composition) == {"A": 2, "B": 3, "C": 1, "D": 1}
    assert not any(step.by_lot for step in composition.steps)


def test_no_lots_are_needed_when_a_mayor_already_covers_the_tied_seat():
    # C's first seat is its mayor's, so A 30 and D 30 are the only ones left, with two seats.
    case = a_case(VOTES, {"B": 3, "C": 1}, municipalities=7, cap_factor=1, method=Method.DHONDT)

    assert seats_of(composed(case)) == {"A": 2, "B": 3, "C": 1, "D": 1}


def test_equal_votes_need_lots_when_adams_has_too_few_first_seats():
    case = a_case({"A": 30, "B": 30, "C": 40}, municipalities=1)

    assert required(case) == LotsRequired(("A", "B"), seats=1, place=2, quotient=(30, 0))
    assert seats_of(composed(case, required(case).drawn("B"))) == {"B": 1, "C": 1}


@pytest.mark.parametrize(
    "lot",
    [
        Lot(frozenset("AC"), ("A",), 1),
        Lot(frozenset("AC"), ("A", "C"), 2),
        Lot(frozenset("ACD"), ("A",), 1),
        Lot(frozenset("ABCD"), ("A", "C"), 2),
    ],
)
def test_lot_of_another_tie_is_refused(lot: Lot):
    with pytest.raises(LotMismatch, match="A, C, D for 2 seats"):
        compose(tied_case(), [lot])


def test_lot_is_refused_when_nothing_is_tied():
    case = a_case({"A": 60, "B": 20}, {"B": 1})

    with pytest.raises(LotUnused, match="between A, B decides nothing"):
        compose(case, [Lot(frozenset("AB"), ("A",), 1)])


def test_second_lot_is_refused_when_one_decides():
    tie = required(tied_case())

    with pytest.raises(LotUnused):
        compose(tied_case(), [tie.drawn("A", "C"), tie.drawn("A", "D")])


def test_lot_is_refused_when_the_size_ends_at_a_tie():
    # B needs the seat for its mayor, A has the same quotient: the rule decides, not chance.
    case = a_case({"A": 60, "B": 20}, {"B": 1}, method=Method.DHONDT)

    with pytest.raises(LotUnused):
        compose(case, [Lot(frozenset("AB"), ("A",), 1)])


@pytest.mark.parametrize(
    ("tied", "winners", "seats"),
    [
        ("A", ("A",), 1),
        ("AB", (), 0),
        ("AB", ("A", "B", "A"), 3),
        ("AB", ("A", "A"), 2),
        ("AB", ("A", "B"), 1),
        ("AB", ("A",), 2),
        ("AB", ("C",), 1),
    ],
)
def test_lot_that_contradicts_itself_is_refused(tied: str, winners: tuple[str, ...], seats: int):
    with pytest.raises(LotError):
        Lot(frozenset(tied), winners, seats)
