"""Small councils worked out by hand, one for each thing the rules have to say."""

from elections.apportionment import Status
from tests.elections.apportionment.cases import (
    MIDTJYLLAND_SEATS,
    MIDTJYLLAND_VOTES,
    a_case,
    a_list,
    composed,
    midtjylland,
    required,
    seats_of,
)
from tests.elections.apportionment.leaderships import elected, posts


def test_midtjylland_2022_has_the_36_members_that_kl_published():
    composition = composed(midtjylland())

    assert (composition.size, composition.cap, composition.is_capped) == (36, 38, False)
    assert seats_of(composition) == MIDTJYLLAND_SEATS


def test_council_at_its_cap_takes_an_over_represented_lists_surplus_from_the_others():
    # Eight of ten mayors are V's, on a fifth of the votes. To mirror them, A would need 25
    # seats and C four: 37 members, and the cap is 20.
    votes = {"A": 70_000, "V": 20_000, "C": 10_000}
    composition = composed(a_case(votes, {"A": 2, "V": 8}, municipalities=10))

    assert (composition.size, composition.cap, composition.is_capped) == (20, 20, True)
    assert composition.verdict.smallest_size == 37
    # Ten seats besides the mayors': C's first, then by quotient. From its third seat on A has
    # 35,000, 23,333, 17,500, 14,000, 11,667, 10,000 (C's second has as many), 8,750 and 7,778.
    assert seats_of(composition) == {"A": 10, "V": 8, "C": 2}
    supplementary = {r.key: r.supplementary for r in composition.lists}
    assert supplementary == {"A": 8, "V": 0, "C": 2}


def test_tie_for_the_last_seat_waits_for_a_lot_and_is_decided_by_it():
    # Six seats, four of them B's mayors. The two left are first seats, one of them A's; C and
    # D have exactly the same votes.
    votes = {"A": 60, "B": 5, "C": 30, "D": 30}
    case = a_case(votes, {"B": 4}, municipalities=6, cap_factor=1)

    tie = required(case)
    assert (tie.lists, tie.seats, tie.place) == (("C", "D"), 1, 6)
    assert [step.key for step in tie.steps] == ["B", "B", "B", "B", "A"]

    composition = composed(case, tie.drawn("D", "C"))
    assert seats_of(composition) == {"A": 1, "B": 4, "D": 1}
    assert [(s.number, s.key) for s in composition.steps if s.by_lot] == [(6, "D")]
    assert seats_of(composed(case, tie.drawn("C", "D"))) == {"A": 1, "B": 4, "C": 1}


def test_list_at_exactly_two_per_cent_takes_part_and_one_vote_below_does_not():
    at = composed(a_case({"A": 49_000, "K": 1_000}))
    below = composed(a_case({"A": 49_001, "K": 999}))

    assert seats_of(at) == {"A": 1, "K": 1}
    assert seats_of(below) == {"A": 1}
    assert {r.key: r.status for r in below.lists}["K"] is Status.UNDER_THRESHOLD


def test_mayor_outside_every_list_is_a_member_within_the_size_and_brings_no_other_seat():
    votes = {"A": 60, "V": 40}
    without = composed(a_case(votes, {"A": 1, "V": 2}))
    mayor = a_list("Uden for listerne", 0, 1, may_take_part=False)
    composition = composed(a_case(votes, {"A": 1, "V": 2}, outside=(mayor,)))

    assert seats_of(without) == {"A": 2, "V": 2}
    assert seats_of(composition) == {"A": 2, "V": 2, "Uden for listerne": 1}
    assert composition.size == without.size + 1 == 5


def test_alliance_changes_who_is_vice_chair():
    votes = {"A": 100, "V": 80, "C": 45, "F": 40}

    assert posts(elected(votes)) == ("A", "V")
    # Together C and F have 85, more than V; C is the larger of the two.
    assert posts(elected(votes, ["CF"])) == ("A", "C")


def test_alliance_takes_both_posts_when_half_of_it_is_more_than_any_other_group():
    votes = {"A": 60, "V": 50, "C": 45, "F": 20}
    result = elected(votes, ["ACF"])

    # 125 / 2 = 62.5 against V's 50; inside the alliance A 60, then C 45 before A 30.
    assert posts(result) == ("A", "C")
    assert [(s.key, s.divisor) for s in result.steps] == [("A+C+F", 1), ("A+C+F", 2)]
    assert [(s.key, s.divisor) for s in result.inner["A+C+F"]] == [("A", 1), ("C", 1)]


def test_midtjylland_2022_had_a_in_the_chair_and_v_as_vice_chair():
    seated = {key: MIDTJYLLAND_VOTES[key] for key in MIDTJYLLAND_SEATS}

    assert posts(elected(seated)) == ("A", "V")
