"""Election of several by heads: the order of choice, ties, vacancies, and what is refused."""

from fractions import Fraction
from typing import Any

import pytest

from elections.apportionment import (
    Claim,
    InvalidInput,
    Lot,
    LotMismatch,
    LotsRequired,
    LotUnused,
    check_deviation,
    elect_by_heads,
    fair_shares,
    group_of_vacancy,
)
from tests.elections.apportionment.heads import chosen, keys, tied


def test_groups_choose_in_the_order_of_the_quotients():
    result = chosen({"V": 13, "A": 17, "C": 5}, 4)

    assert [(s.number, s.key, s.seat, s.votes, s.divisor) for s in result.steps] == [
        (1, "A", 1, 17, 1),
        (2, "V", 1, 13, 1),
        (3, "A", 2, 17, 2),
        (4, "V", 2, 13, 2),
    ]
    assert list(result.groups.items()) == [("A", 17), ("C", 5), ("V", 13)]
    assert list(result.seats.items()) == [("A", 2), ("C", 0), ("V", 2)]
    assert result.lots == ()
    assert not any(step.by_lot for step in result.steps)


def test_verdict_names_the_last_seat_and_the_best_claim_refused():
    verdict = chosen({"V": 13, "A": 17, "C": 5}, 4).verdict

    assert verdict.weakest_given == Claim("V", 13, 2)
    assert verdict.strongest_refused == Claim("A", 17, 3)


def test_only_group_chooses_everybody():
    assert keys(chosen({"A": 2}, 3)) == "AAA"


def test_more_persons_than_members_may_be_elected():
    assert keys(chosen({"A": 2, "B": 1}, 3, Lot(("B", "A"), 2))) == "ABA"


def test_as_many_seats_as_are_taken_for_meant_can_be_given():
    assert keys(chosen({"A": 1}, 1000)) == "A" * 1000


def test_members_outside_every_group_are_allowed():
    result = elect_by_heads({"A": 3, "B": 2}, 2, present=9)

    assert result == chosen({"A": 3, "B": 2}, 2)


def test_equal_groups_draw_for_the_order_of_choice_though_both_get_a_seat():
    groups = {"A": 6, "B": 6, "C": 1}
    tie = tied(groups, 2)

    assert tie == LotsRequired(("A", "B"), seats=2, place=1, quotient=(6, 1))
    result = chosen(groups, 2, tie.drawn("B", "A"))
    assert keys(result) == "BA"
    assert [step.by_lot for step in result.steps] == [True, True]


def test_tie_for_the_last_seat_shows_the_choices_before_it():
    groups = {"A": 6, "B": 3, "C": 3}
    tie = tied(groups, 2)

    # A's second quotient, 6 / 2, is in it too.
    assert tie == LotsRequired(("A", "B", "C"), seats=1, place=2, quotient=(3, 1))
    assert keys(tie) == "A"
    assert chosen(groups, 2, tie.drawn("C", "A", "B")).seats == {"A": 1, "B": 0, "C": 1}


def test_each_tie_of_the_same_groups_has_its_own_lot():
    groups = {"A": 6, "B": 6}
    first = tied(groups, 3).drawn("B", "A")
    second = tied(groups, 3, first)

    assert second == LotsRequired(("A", "B"), seats=1, place=3, quotient=(3, 1))
    result = chosen(groups, 3, first, second.drawn("A", "B"))
    assert keys(result) == "BAA"
    assert result.lots == (first, Lot(("A", "B"), 1))


@pytest.mark.parametrize(
    ("groups", "lot", "error"),
    [
        ({"A": 6, "B": 4}, Lot(("A", "B"), 1), LotUnused),
        ({"A": 6, "B": 6}, Lot(("A", "B"), 1), LotMismatch),
        ({"A": 6, "B": 6}, Lot(("A", "C"), 2), LotMismatch),
        ({"A": 6, "B": 6}, Lot(("A", "B", "C"), 2), LotMismatch),
    ],
)
def test_lot_that_fits_no_tie_is_refused(groups: dict[str, int], lot: Lot, error: type[Exception]):
    with pytest.raises(error):
        elect_by_heads(groups, 2, [lot], present=12)


@pytest.mark.parametrize(
    ("groups", "seats", "present", "field", "message"),
    [
        ({}, 1, 9, "groups", "without groups"),
        ({"": 1}, 1, 9, "groups", "key of text"),
        ({1: 1}, 1, 9, "groups", "key of text"),
        ({"A": 0, "B": 2}, 1, 9, "groups", "members of group A must be at least 1"),
        ({"A": -1}, 1, 9, "groups", "members of group A must be at least 1"),
        ({"A": 1.5}, 1, 9, "groups", "members of group A must be a whole number"),
        ({"A": True}, 1, 9, "groups", "members of group A must be a whole number"),
        ({"A": 5, "B": 5}, 1, 9, "groups", "10 members are more than the 9 present"),
        ({"A": 5}, 0, 9, "seats", "seats must be at least 1"),
        ({"A": 5}, "2", 9, "seats", "seats must be a whole number"),
        ({"A": 5}, 1001, 9, "seats", "1001 seats are more than 1000"),
        ({"A": 5}, 1, 0, "present", "present must be at least 1"),
        ({"A": 5}, 1, 5.0, "present", "present must be a whole number"),
    ],
)
def test_impossible_figures_are_refused(
    groups: Any, seats: Any, present: Any, field: str, message: str
):
    with pytest.raises(InvalidInput, match=message) as caught:
        elect_by_heads(groups, seats, present=present)
    assert caught.value.field == field


def test_result_does_not_change_with_the_figures_it_came_from():
    groups = {"A": 3, "B": 2}
    result = chosen(groups, 2)
    groups["B"] = 99

    assert result.groups == {"A": 3, "B": 2}


def test_fair_shares_are_exact_and_sorted():
    shares = fair_shares({"V": 13, "A": 17, "C": 5}, 4)

    assert list(shares.items()) == [
        ("A", Fraction(68, 35)),
        ("C", Fraction(20, 35)),
        ("V", Fraction(52, 35)),
    ]
    assert fair_shares({"A": 1, "B": 2}, 0) == {"A": 0, "B": 0}


@pytest.mark.parametrize(
    ("groups", "seats", "field"),
    [({}, 1, "groups"), ({"A": 0}, 1, "groups"), ({"A": 1}, -1, "seats"), ({"A": 1}, 1.0, "seats")],
)
def test_fair_shares_of_impossible_figures_are_refused(groups: Any, seats: Any, field: str):
    with pytest.raises(InvalidInput) as caught:
        fair_shares(groups, seats)
    assert caught.value.field == field


def test_vacancy_goes_to_the_group_that_chose_the_person():
    result = chosen({"V": 13, "A": 17, "C": 5}, 4)

    assert [group_of_vacancy(result, number) for number in (1, 2, 3, 4)] == list("AVAV")


@pytest.mark.parametrize("number", [0, -1, 5, True, "1", 1.0])
def test_vacancy_of_a_seat_that_is_not_there_is_refused(number: Any):
    result = chosen({"V": 13, "A": 17, "C": 5}, 4)

    with pytest.raises(InvalidInput) as caught:
        group_of_vacancy(result, number)
    assert caught.value.field == "number"


def test_deviation_is_allowed_when_everybody_present_agrees():
    check_deviation(12, 12)
    check_deviation(1, agreeing=1)


@pytest.mark.parametrize(
    ("present", "agreeing", "field", "message"),
    [
        (12, 11, "agreeing", "All 12 members present must agree, not 11"),
        (12, 13, "agreeing", "must agree, not 13"),
        (12, 0, "agreeing", "must agree, not 0"),
        (12, -1, "agreeing", "must be at least 0"),
        (12, 12.0, "agreeing", "must be a whole number"),
        (0, 0, "present", "must be at least 1"),
        (True, True, "present", "must be a whole number"),
    ],
)
def test_deviation_is_refused_unless_everybody_present_agrees(
    present: Any, agreeing: Any, field: str, message: str
):
    with pytest.raises(InvalidInput, match=message) as caught:
        check_deviation(present, agreeing)
    assert caught.value.field == field
