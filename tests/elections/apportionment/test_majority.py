"""Election of one person: the rounds, the readings of a majority, ties, and what is refused."""

from typing import Any

import pytest

from elections.apportionment import (
    Ballot,
    InvalidInput,
    Lot,
    LotMismatch,
    LotsRequired,
    LotUnused,
    MajorityOf,
    RoundOutcome,
    count_rounds,
    elect_one,
)
from tests.elections.apportionment.ballots import a_round, elected, tied, to_come

SPLIT = a_round(A=8, B=7, C=5)


def test_more_than_half_is_elected_in_round_1():
    result = elected(a_round(A=11, B=9))

    assert (result.candidate, result.round, result.candidates, result.lots) == ("A", 1, None, ())
    step = result.steps[0]
    assert (step.counts, step.total, step.needed) == ((("A", 11), ("B", 9)), 20, 11)
    assert (step.outcome, step.winner) == (RoundOutcome.MAJORITY, "A")


def test_exactly_half_needs_another_round_with_free_candidates():
    result = to_come(a_round(A=10, B=9, C=1))

    assert (result.number, result.candidates) == (2, None)
    assert (result.reason, result.lots) == (RoundOutcome.NO_MAJORITY, ())
    assert result.steps[0].winner is None


def test_round_2_can_elect_somebody_new():
    result = elected(SPLIT, a_round(D=12, A=8))

    assert (result.candidate, result.round, result.candidates) == ("D", 2, None)


def test_two_highest_of_round_2_go_on_to_round_3():
    result = to_come(a_round(D=8, A=7, C=5), SPLIT)

    assert (result.number, result.candidates) == (3, ("A", "B"))
    assert [step.number for step in result.steps] == [1, 2]


def test_two_equal_ones_at_the_top_of_round_2_need_no_lot():
    assert to_come(SPLIT, a_round(B=8, A=8, C=4)).candidates == ("A", "B")


def test_most_votes_win_round_3_without_a_majority():
    result = elected(SPLIT, SPLIT, a_round(A=5, B=6, blank=9))

    assert (result.candidate, result.round, result.candidates) == ("B", 3, ("A", "B"))
    step = result.steps[2]
    assert (step.total, step.needed, step.outcome) == (None, None, RoundOutcome.MOST_VOTES)


def test_candidate_not_named_in_round_3_has_no_votes():
    assert elected(SPLIT, SPLIT, a_round(B=1)).candidate == "B"


@pytest.mark.parametrize(
    ("of", "ballot", "needed", "is_elected"),
    [
        (MajorityOf.CAST, a_round(A=9, B=4, blank=4), 9, True),
        (MajorityOf.CAST, a_round(A=8, B=4, blank=4), 9, False),
        (MajorityOf.VALID, a_round(A=8, B=4, blank=4), 7, True),
        (MajorityOf.VALID, a_round(A=6, B=6, blank=4), 7, False),
        (MajorityOf.PRESENT, a_round(A=10, B=1), 11, False),
        (MajorityOf.PRESENT, a_round(A=11, B=1), 11, True),
        (MajorityOf.PRESENT, a_round(21, A=10, B=8), 11, False),
    ],
)
@pytest.mark.parametrize("before", [(), (SPLIT,)])
def test_majority_is_of_what_the_setting_says(
    of: MajorityOf, ballot: Ballot, needed: int, is_elected: bool, before: tuple[Ballot, ...]
):
    step = count_rounds([*before, ballot], of=of)[-1]

    assert step.needed == needed
    assert step.outcome is (RoundOutcome.MAJORITY if is_elected else RoundOutcome.NO_MAJORITY)
    assert (step.winner == "A") is is_elected


def test_majority_is_of_the_members_present_unless_told_otherwise():
    ballot = a_round(A=10, B=4, blank=4)

    assert count_rounds([ballot]) == count_rounds([ballot], of=MajorityOf.PRESENT)
    assert elect_one([ballot]) == elect_one([ballot], of=MajorityOf.PRESENT)
    assert elect_one([ballot]) != elect_one([ballot], of=MajorityOf.CAST)


def test_example_of_the_ministry_goes_to_three_rounds():
    # 21 members: 10 for A, 8 for B, 3 for C, who abstain in the end.
    voted = a_round(21, A=10, B=8, C=3)
    last = a_round(21, A=10, B=8, blank=3)

    assert to_come(voted, voted, of=MajorityOf.PRESENT).candidates == ("A", "B")
    assert elected(voted, voted, last, of=MajorityOf.PRESENT).candidate == "A"


def test_only_candidate_of_round_2_is_elected_without_a_majority():
    few = a_round(A=3, B=0, blank=9)

    assert to_come(few).number == 2
    result = elected(SPLIT, few)
    assert (result.candidate, result.round) == ("A", 2)
    assert result.steps[1].outcome is RoundOutcome.ONLY_CANDIDATE


def test_only_blank_votes_in_round_1_lead_to_round_2():
    assert to_come(a_round(A=0, blank=9)).number == 2


def test_equal_ones_draw_for_the_second_place_in_round_3():
    second = a_round(A=8, B=6, C=6)
    tie = tied(SPLIT, second)

    assert tie == LotsRequired(("B", "C"), seats=1, place=2, quotient=(6, 1))
    lot = tie.drawn("C", "B")
    result = to_come(SPLIT, second, lots=(lot,))
    assert (result.candidates, result.lots) == (("A", "C"), (lot,))
    done = elected(SPLIT, second, a_round(A=9, C=11), lots=(lot,))
    assert (done.candidate, done.candidates, done.lots) == ("C", ("A", "C"), (lot,))


def test_three_equal_ones_draw_for_both_places_in_round_3():
    second = a_round(A=6, B=6, C=6, D=2)
    tie = tied(SPLIT, second)

    assert tie == LotsRequired(("A", "B", "C"), seats=2, place=1, quotient=(6, 1))
    lot = tie.drawn("C", "A", "B")
    assert to_come(SPLIT, second, lots=(lot,)).candidates == ("A", "C")


def test_equal_round_3_is_decided_by_lot():
    last = a_round(A=10, B=10)
    tie = tied(SPLIT, SPLIT, last)

    assert tie == LotsRequired(("A", "B"), seats=1, place=1, quotient=(10, 1))
    result = elected(SPLIT, SPLIT, last, lots=(tie.drawn("B", "A"),))
    assert (result.candidate, result.lots) == ("B", (Lot(("B", "A"), 1),))
    assert (result.steps[2].outcome, result.steps[2].winner) == (RoundOutcome.EQUAL, None)


@pytest.mark.parametrize("last", [a_round(A=0, blank=9), a_round(A=0, B=0)])
def test_round_3_without_votes_is_decided_by_lot_between_the_two(last: Ballot):
    assert tied(SPLIT, SPLIT, last) == LotsRequired(("A", "B"), seats=1, place=1, quotient=(0, 1))


def test_round_3_waits_until_the_lot_about_its_candidates_is_there():
    second, last = a_round(A=8, B=6, C=6), a_round(A=5, B=5)
    place = tied(SPLIT, second, last)

    assert place.lists == ("B", "C")
    lots = (place.drawn("B", "C"),)
    final = tied(SPLIT, second, last, lots=lots)
    assert (final.lists, final.seats, final.place) == (("A", "B"), 1, 1)
    both = (final.drawn("B", "A"), *lots)
    result = elected(SPLIT, second, last, lots=both)
    assert (result.candidate, result.lots) == ("B", tuple(reversed(both)))


@pytest.mark.parametrize(
    ("rounds", "lot", "error"),
    [
        ([a_round(A=11, B=9)], Lot(("A", "B"), 1), LotUnused),
        ([SPLIT], Lot(("A", "B"), 1), LotUnused),
        ([SPLIT, SPLIT], Lot(("B", "C"), 1), LotUnused),
        ([SPLIT, a_round(A=8, B=8, C=4)], Lot(("A", "B"), 2), LotUnused),
        ([SPLIT, SPLIT, a_round(A=6, B=5)], Lot(("A", "B"), 1), LotUnused),
        ([SPLIT, a_round(A=8, B=6, C=6)], Lot(("A", "B"), 1), LotMismatch),
        ([SPLIT, a_round(A=8, B=6, C=6)], Lot(("B", "C"), 2), LotMismatch),
        ([SPLIT, SPLIT, a_round(A=5, B=5)], Lot(("A", "B"), 2), LotMismatch),
        ([SPLIT, SPLIT, a_round(A=5, B=5)], Lot(("B", "C"), 1), LotMismatch),
    ],
)
def test_lot_that_fits_no_tie_is_refused(rounds: list[Ballot], lot: Lot, error: type[Exception]):
    with pytest.raises(error):
        elect_one(rounds, [lot])


def test_one_lot_does_not_decide_both_ties():
    second, last = a_round(A=8, B=6, C=6), a_round(A=5, B=5)

    with pytest.raises(LotUnused):
        elect_one([SPLIT, second], [Lot(("B", "C"), 1), Lot(("B", "C"), 1)])
    assert tied(SPLIT, second, last, lots=(Lot(("B", "C"), 1),)).lists == ("A", "B")


@pytest.mark.parametrize(
    ("rounds", "field", "message"),
    [
        ([], "rounds", "Round 1 is missing"),
        ([SPLIT] * 4, "rounds", "No round comes after round 3"),
        ([a_round(A=11), SPLIT], "rounds", "A was elected in round 1"),
        ([SPLIT, a_round(B=11, A=9), SPLIT], "rounds", "B was elected in round 2"),
        ([SPLIT, a_round(B=1, blank=9), SPLIT], "rounds", "B was elected in round 2"),
        ([SPLIT, SPLIT, a_round(A=9, C=5)], "votes", "between A and B, not C"),
        ([SPLIT, SPLIT, a_round(A=9, B=5, C=0)], "votes", "between A and B, not C"),
        ([SPLIT, a_round(A=0, blank=9)], "votes", "Nobody got a vote in round 2"),
    ],
)
def test_impossible_rounds_are_refused(rounds: list[Ballot], field: str, message: str):
    with pytest.raises(InvalidInput, match=message) as caught:
        elect_one(rounds)
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("ballot", "field", "message"),
    [
        (({}, 20), "votes", "without candidates"),
        (({"": 1}, 20), "votes", "key of text"),
        (({1: 1}, 20), "votes", "key of text"),
        (({"A": -1}, 20), "votes", "votes of A must be at least 0"),
        (({"A": 1.0}, 20), "votes", "votes of A must be a whole number"),
        (({"A": True}, 20), "votes", "votes of A must be a whole number"),
        (({"A": 11, "B": 10}, 20), "votes", "21 votes are more than the 20"),
        (({"A": 11, "B": 9}, 20, 1), "votes", "21 votes are more than the 20"),
        (({"A": 1}, 20, 21), "blank", "22 votes are more than the 20"),
        (({"A": 1}, 20, -1), "blank", "blank votes must be at least 0"),
        (({"A": 1}, 20, "1"), "blank", "blank votes must be a whole number"),
        (({"A": 0}, 0), "present", "members present must be at least 1"),
        (({"A": 0}, 2.5), "present", "members present must be a whole number"),
    ],
)
def test_impossible_ballots_are_refused(ballot: Any, field: str, message: str):
    with pytest.raises(InvalidInput, match=message) as caught:
        Ballot(*ballot)
    assert caught.value.field == field


def test_setting_of_another_kind_is_refused():
    of: Any = "members"
    with pytest.raises(InvalidInput) as caught:
        elect_one([SPLIT], of=of)
    assert caught.value.field == "of"


def test_ballot_is_kept_sorted_and_apart_from_what_it_was_made_of():
    votes = {"B": 1, "A": 2}
    ballot = Ballot(votes, 20)
    votes["B"] = 19

    assert list(ballot.votes.items()) == [("A", 2), ("B", 1)]
    assert (ballot.valid, ballot.cast) == (3, 3)
