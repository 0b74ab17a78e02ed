"""Chair and vice-chair: alliances, ties by lot, and figures that are refused."""

from typing import Any

import pytest

from elections.apportionment import (
    Group,
    InvalidInput,
    Lot,
    LotMismatch,
    LotsRequired,
    LotUnused,
    elect_leadership,
)
from tests.elections.apportionment.leaderships import Alliances, elected, posts, tied


def test_two_largest_lists_share_the_posts_when_nobody_joined_forces():
    result = elected({"A": 60, "V": 50, "C": 20})

    assert posts(result) == ("A", "V")
    assert [(s.number, s.key, s.votes, s.divisor) for s in result.steps] == [
        (1, "A", 60, 1),
        (2, "V", 50, 1),
    ]
    assert (result.inner, result.lots) == ({}, ())


def test_list_with_more_than_twice_the_next_ones_votes_takes_both_posts():
    result = elected({"A": 61, "V": 30})

    assert posts(result) == ("A", "A")
    assert [(s.key, s.seat, s.divisor) for s in result.steps] == [("A", 1, 1), ("A", 2, 2)]


def test_only_list_with_votes_takes_both_posts():
    assert posts(elected({"A": 1, "B": 0, "C": 0})) == ("A", "A")
    assert posts(elected({"A": 1, "B": 0, "C": 0}, ["BC"])) == ("A", "A")
    assert posts(elected({"A": 1, "B": 0, "C": 0}, ["AB"])) == ("A", "A")


def test_alliance_of_nobody_with_votes_wins_nothing():
    assert posts(elected({"A": 3, "B": 2, "C": 0, "D": 0}, ["CD"])) == ("A", "B")


def test_groups_are_named_by_their_lists_and_sorted():
    result = elected({"V": 50, "A": 60, "C": 20, "B": 10}, [["V", "C"]])

    assert result.groups == (
        Group("A", ("A",), 60),
        Group("B", ("B",), 10),
        Group("C+V", ("C", "V"), 70),
    )


def test_verdict_names_the_post_won_most_narrowly_and_the_best_claim_refused():
    verdict = elected({"V": 50, "A": 60, "C": 20}).verdict

    assert (verdict.weakest_given.key, verdict.weakest_given.votes) == ("V", 50)
    refused = verdict.strongest_refused
    assert (refused.key, refused.votes, refused.divisor) == ("A", 60, 2)


def test_tied_groups_draw_for_both_posts_and_their_order():
    votes = {"A": 70, "V": 50, "C": 20}
    tie = tied(votes, ["CV"])

    assert tie == LotsRequired(("A", "C+V"), seats=2, place=1, quotient=(70, 1))
    assert posts(elected(votes, ["CV"], tie.drawn("C+V", "A"))) == ("V", "A")
    assert posts(elected(votes, ["CV"], tie.drawn("A", "C+V"))) == ("A", "V")


def test_tie_for_the_vice_chair_shows_who_has_the_chair():
    votes = {"A": 60, "B": 30, "C": 30}
    tie = tied(votes)

    # A's second quotient, 60 / 2, is in it too.
    assert tie == LotsRequired(("A", "B", "C"), seats=1, place=2, quotient=(30, 1))
    assert [step.key for step in tie.steps] == ["A"]
    assert posts(elected(votes, (), tie.drawn("C", "A", "B"))) == ("A", "C")
    assert posts(elected(votes, (), tie.drawn("A", "C", "B"))) == ("A", "A")


def test_tie_inside_an_alliance_names_the_alliance():
    votes = {"A": 60, "B": 40, "C": 40, "D": 5}
    tie = tied(votes, ["BCD"])

    assert tie == LotsRequired(("B", "C"), seats=1, place=1, quotient=(40, 1), within="B+C+D")
    assert [step.key for step in tie.steps] == ["B+C+D", "A"]
    result = elected(votes, ["BCD"], tie.drawn("C", "B"))
    assert posts(result) == ("C", "A")
    assert [(s.key, s.by_lot) for s in result.inner["B+C+D"]] == [("C", True)]


def test_tied_lists_of_an_alliance_with_both_posts_draw_for_their_order():
    votes = {"A": 20, "B": 40, "C": 40}
    tie = tied(votes, ["BC"])

    assert (tie.lists, tie.seats, tie.within) == (("B", "C"), 2, "B+C")
    assert posts(elected(votes, ["BC"], tie.drawn("C", "B"))) == ("C", "B")


def test_each_tie_has_its_own_lot_outside_and_inside():
    votes = {"A": 30, "B": 30, "C": 20, "D": 20, "E": 20}
    alliances = ["AB", "CDE"]
    outer = tied(votes, alliances)
    assert (outer.lists, outer.within) == (("A+B", "C+D+E"), None)

    lots = [outer.drawn("C+D+E", "A+B")]
    chairs = tied(votes, alliances, *lots)
    assert (chairs.lists, chairs.seats, chairs.within) == (("C", "D", "E"), 1, "C+D+E")

    lots.append(chairs.drawn("E", "C", "D"))
    vice_chairs = tied(votes, alliances, *lots)
    assert (vice_chairs.lists, vice_chairs.seats, vice_chairs.within) == (("A", "B"), 1, "A+B")

    lots.append(vice_chairs.drawn("B", "A"))
    result = elected(votes, alliances, *reversed(lots))
    assert posts(result) == ("E", "B")
    assert result.lots == tuple(lots)


@pytest.mark.parametrize(
    ("alliances", "lot", "error"),
    [
        ((), Lot(("A", "V"), 2), LotUnused),
        (["BC"], Lot(("B", "C"), 2), LotMismatch),
        (["BC"], Lot(("B", "C", "A"), 1), LotMismatch),
        (["BC"], Lot(("A", "V"), 1), LotMismatch),
    ],
)
def test_lot_that_fits_no_tie_is_refused(alliances: Alliances, lot: Lot, error: type[Exception]):
    with pytest.raises(error):
        elect_leadership({"A": 60, "V": 55, "B": 40, "C": 40}, alliances, [lot])


@pytest.mark.parametrize(
    ("votes", "alliances", "field", "message"),
    [
        ({}, (), "votes", "without votes"),
        ({"A": 0, "B": 0}, (), "votes", "without votes"),
        ({"A": -1, "B": 2}, (), "votes", "votes of list A must be at least 0"),
        ({"A": 1.0}, (), "votes", "votes of list A must be a whole number"),
        ({"A": True}, (), "votes", "votes of list A must be a whole number"),
        ({"A": "1"}, (), "votes", "votes of list A must be a whole number"),
        ({"": 1}, (), "votes", "among the votes needs a key"),
        ({"A": 1, "B": 1}, [[]], "alliances", "at least two lists; alliances has"),
        ({"A": 1, "B": 1}, [["A"]], "alliances", "at least two lists"),
        ({"A": 1, "B": 1}, "AB", "alliances", "at least two lists"),
        ({"A": 1, "B": 1}, [["A", "A"]], "alliances", "A occurs more than once in the alliances"),
        (
            {"A": 1, "B": 1, "C": 1},
            [["A", "B"], ["B", "C"]],
            "alliances",
            "B occurs more than once in the alliances",
        ),
        ({"A": 1, "B": 1}, [["A", "X"]], "alliances", "X in the alliances is not among the votes"),
        ({"A": 1, "B": 1, "A+B": 1}, [["B", "A"]], "alliances", r"alliance A\+B has the name"),
        (
            {"A": 1, "B+C": 1, "A+B": 1, "C": 1},
            [["A", "B+C"], ["A+B", "C"]],
            "alliances",
            "alliances have the same name",
        ),
    ],
)
def test_impossible_figures_are_refused(votes: Any, alliances: Any, field: str, message: str):
    with pytest.raises(InvalidInput, match=message) as caught:
        elect_leadership(votes, alliances)
    assert caught.value.field == field


def test_key_with_a_plus_is_fine_when_no_alliance_has_that_name():
    assert posts(elected({"A+B": 3, "A": 2, "B": 1})) == ("A+B", "A")


def test_election_is_exact_when_votes_are_huge():
    # 10**16 + 1 is the least that floating point would lose.
    assert posts(elected({"A": 2 * 10**16 + 1, "B": 10**16})) == ("A", "A")
    assert posts(elected({"A": 2 * 10**16 - 1, "B": 10**16})) == ("A", "B")
    assert tied({"A": 2 * 10**16, "B": 10**16}).seats == 1
