"""Ties: when lots are needed, when they are not, and which recorded lot is accepted."""

from dataclasses import replace

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
    composition = composed(tied_case(), required(tied_case()).drawn("D", "A", "C"))

    assert seats_of(composition) == {"A": 2, "B": 3, "D": 1}
    assert [(s.key, s.by_lot) for s in composition.steps[3:]] == [
        ("A", False),
        ("D", True),
        ("A", True),
    ]
    assert composition.lots == (Lot(("D", "A", "C"), 2),)


def test_other_draw_gives_other_members():
    tie = required(tied_case())

    results = {
        tuple(seats_of(composed(tied_case(), tie.drawn(*order))).items())
        for order in ["ACD", "ADC", "CDA", "DCA"]
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
    assert seats_of(composed(case, required(case).drawn("B", "A"))) == {"B": 1, "C": 1}


@pytest.mark.parametrize(
    "lot",
    [
        Lot(("A", "C"), 1),
        Lot(("A", "C"), 2),
        Lot(("A", "C", "D"), 1),
        Lot(("A", "C", "D"), 3),
        Lot(("A", "C", "D", "B"), 2),
    ],
)
def test_lot_of_another_tie_is_refused(lot: Lot):
    with pytest.raises(LotMismatch, match="A, C, D for 2 seats"):
        compose(tied_case(), [lot])


def test_lot_is_refused_when_nothing_is_tied():
    case = a_case({"A": 60, "B": 20}, {"B": 1})

    with pytest.raises(LotUnused, match="between A, B decides nothing"):
        compose(case, [Lot(("A", "B"), 1)])


def test_second_lot_is_refused_when_one_decides():
    tie = required(tied_case())

    with pytest.raises(LotUnused):
        compose(tied_case(), [tie.drawn("A", "C", "D"), tie.drawn("A", "D", "C")])


def test_lot_is_refused_when_the_size_ends_at_a_tie():
    # B needs the seat for its mayor, A has the same quotient: the rule decides, not chance.
    case = a_case({"A": 60, "B": 20}, {"B": 1}, method=Method.DHONDT)

    with pytest.raises(LotUnused):
        compose(case, [Lot(("A", "B"), 1)])


@pytest.mark.parametrize(
    ("order", "seats", "message"),
    [
        ("", 1, "at least two lists"),
        ("A", 1, "at least two lists"),
        ("ABA", 2, "drawn twice"),
        ("AB", 0, "2 lists cannot draw lots for 0 seats"),
        ("AB", -1, "cannot draw"),
        ("AB", 3, "2 lists cannot draw lots for 3 seats"),
    ],
)
def test_lot_that_contradicts_itself_is_refused(order: str, seats: int, message: str):
    with pytest.raises(LotError, match=message):
        Lot(tuple(order), seats)


def test_lot_tells_who_was_in_it_and_who_won():
    lot = Lot(("D", "A", "C"), 2)

    assert lot.tied == {"A", "C", "D"}
    assert lot.winners == ("D", "A")


@pytest.mark.parametrize("order", ["", "DA", "DAB", "DACB", "DAAC"])
def test_draw_is_refused_when_it_is_not_of_exactly_the_tied_lists(order: str):
    with pytest.raises(LotError, match="between A, C, D, each of them once"):
        required(tied_case()).drawn(*order)


def test_rest_of_the_order_drawn_changes_no_seat():
    # Four tied for two seats: C and D both lose, in whichever order they were drawn.
    tie = required(a_case({"A": 30, "B": 30, "C": 30, "D": 30}, municipalities=1))
    case = a_case({"A": 30, "B": 30, "C": 30, "D": 30}, municipalities=1)

    one, other = composed(case, tie.drawn(*"BACD")), composed(case, tie.drawn(*"BADC"))
    assert one.steps == other.steps
    assert one.lots != other.lots


def test_tie_shows_the_seats_given_before_it():
    tie = required(tied_case())

    assert [(s.number, s.key, s.is_mayor) for s in tie.steps] == [
        (1, "B", True),
        (2, "B", True),
        (3, "B", True),
        (4, "A", False),
    ]
    assert tie.place == len(tie.steps) + 1


def test_ties_are_the_same_whatever_led_to_them():
    tie = required(tied_case())

    assert replace(tie, steps=()) == tie
    assert hash(replace(tie, steps=())) == hash(tie)
    assert replace(tie, within="A+C+D") != tie
