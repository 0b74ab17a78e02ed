"""Size, cap and mayors outside the allocation."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from elections.apportionment import Case, LotsRequired, Method, Status, compose
from tests.elections.apportionment.cases import (
    a_case,
    a_list,
    composed,
    right_allocations,
    seats_of,
)


def test_size_is_one_seat_each_when_nobody_has_a_mayor():
    composition = composed(a_case({"A": 50, "B": 30, "C": 20}))

    assert seats_of(composition) == {"A": 1, "B": 1, "C": 1}
    assert composition.size == 3


def test_size_is_nothing_when_nobody_has_a_mayor_and_the_method_promises_no_seat():
    composition = composed(a_case({"A": 50, "B": 30}, method=Method.DHONDT))

    assert composition.size == 0
    assert composition.steps == ()
    assert composition.verdict.weakest_given is None


def test_size_ends_with_the_seat_of_the_last_mayor():
    # B's first quotient, 20, lies just below A's third, 61 / 3.
    composition = composed(a_case({"A": 61, "B": 20}, {"B": 1}, method=Method.DHONDT))

    assert seats_of(composition) == {"A": 3, "B": 1}
    assert [step.key for step in composition.steps] == ["A", "A", "A", "B"]


def test_tied_list_that_does_not_need_the_last_seat_gets_none_and_is_named():
    # A's third quotient, 60 / 3, equals B's first, 20 / 1. Only B needs it for its mayor.
    composition = composed(a_case({"A": 60, "B": 20}, {"B": 1}, method=Method.DHONDT))

    assert seats_of(composition) == {"A": 2, "B": 1}
    assert composition.size == 3
    assert composition.equal_but_unseated == ("A",)
    assert not any(step.by_lot for step in composition.steps)


def test_tied_lists_that_all_need_the_last_seat_all_get_it():
    mayors = {"A": 3, "B": 1}
    composition = composed(a_case({"A": 60, "B": 20}, mayors, method=Method.DHONDT))

    assert seats_of(composition) == {"A": 3, "B": 1}
    assert composition.equal_but_unseated == ()


def test_one_of_three_tied_lists_needs_the_last_seat_with_adams():
    # Second seats are worth 30 / 1 each; only C has two mayors.
    composition = composed(a_case({"A": 30, "B": 30, "C": 30}, {"A": 1, "C": 2}))

    assert seats_of(composition) == {"A": 1, "B": 1, "C": 2}
    assert composition.equal_but_unseated == ("A", "B")


def test_tie_before_the_last_seat_needs_no_lots():
    # A and B tie for their second seats, both of which come before C's second.
    composition = composed(a_case({"A": 40, "B": 40, "C": 20}, {"C": 2}))

    assert seats_of(composition) == {"A": 2, "B": 2, "C": 2}
    assert composition.lots == ()


def test_equal_quotients_are_shown_by_votes_when_all_get_a_seat():
    # A's first quotient, 20, equals B's third, 60 / 3; C's only one comes after them.
    composition = composed(a_case({"A": 20, "B": 60, "C": 19}, {"C": 1}, method=Method.DHONDT))

    assert [step.key for step in composition.steps] == ["B", "B", "B", "A", "C"]


def test_council_of_exactly_the_cap_is_not_capped():
    # One seat each, then A's second (29) and third (14.5), then B's second (10), its mayor's.
    case = a_case({"A": 29, "B": 10}, {"B": 2}, municipalities=5, cap_factor=1)
    composition = composed(case)

    assert seats_of(composition) == {"A": 3, "B": 2}
    assert (composition.size, composition.cap, composition.is_capped) == (5, 5, False)


def test_council_one_seat_above_the_cap_is_capped():
    case = a_case({"A": 31, "B": 10}, {"B": 2}, municipalities=5, cap_factor=1)
    composition = composed(case)

    assert seats_of(composition) == {"A": 3, "B": 2}
    assert composition.verdict.smallest_size == 6
    assert composition.is_capped


def test_capped_council_has_twice_as_many_members_as_municipalities():
    # Eleven municipalities: V has ten mayors on a quarter of the votes.
    votes = {"A": 45_000, "V": 27_000, "C": 12_000, "F": 9_000, "O": 7_000}
    composition = composed(a_case(votes, {"A": 1, "V": 10}, municipalities=11))

    assert composition.is_capped
    assert composition.size == composition.cap == 22
    # Eleven seats besides the mayors': the first of C, F and O, then A 45, A 22.5, A 15,
    # C 12, A 11.25, A 9 and F 9, A 7.5. Next would be O 7.
    assert seats_of(composition) == {"A": 7, "V": 10, "C": 2, "F": 2, "O": 1}
    assert composition.verdict.smallest_size == 35


def test_capped_council_shows_the_mayors_seats_first():
    votes = {"A": 45_000, "V": 27_000, "C": 12_000, "F": 9_000, "O": 7_000}
    steps = composed(a_case(votes, {"A": 1, "V": 10}, municipalities=11)).steps

    assert [step.is_mayor for step in steps] == [True] * 11 + [False] * 11
    assert "".join(step.key for step in steps[:11]) == "A" + "V" * 10
    assert "".join(step.key for step in steps[11:]) == "CFOAAACAAFA"


def test_list_with_too_many_mayors_keeps_them_and_gets_no_more_at_the_cap():
    composition = composed(a_case({"A": 90, "B": 10}, {"B": 4}, municipalities=5))

    assert seats_of(composition) == {"A": 6, "B": 4}
    by_key = {r.key: r for r in composition.lists}
    assert by_key["B"].supplementary == 0
    assert by_key["B"].covered_at == 4


def test_outside_mayors_count_inside_the_cap():
    outside = (a_list("lokal", 5, 2, may_take_part=False), a_list("U", 1, 1))
    case = a_case({"A": 90, "B": 10}, {"B": 4}, municipalities=7, outside=outside)
    composition = composed(case)
    statuses = {r.key: r.status for r in composition.lists}

    assert statuses["lokal"] is Status.LOCAL_OUTSIDE
    assert statuses["U"] is Status.UNDER_THRESHOLD
    assert composition.size == composition.cap == 14
    assert seats_of(composition) == {"A": 7, "B": 4, "lokal": 2, "U": 1}


def test_outside_mayors_come_on_top_of_the_cap_when_the_setting_says_so():
    outside = (a_list("lokal", 5, 2, may_take_part=False),)
    case = a_case(
        {"A": 90, "B": 10},
        {"B": 4},
        municipalities=7,
        outside=outside,
        outside_mayors_in_cap=False,
    )
    composition = composed(case)

    assert seats_of(composition) == {"A": 10, "B": 4, "lokal": 2}
    assert (composition.size, composition.cap) == (16, 14)


def test_outside_mayor_can_bring_the_council_over_its_cap():
    votes, mayors = {"A": 29, "B": 10}, {"B": 2}
    outside = (a_list("lokal", 5, 1, may_take_part=False),)
    composition = composed(a_case(votes, mayors, municipalities=5, cap_factor=1, outside=outside))

    assert composition.is_capped
    assert seats_of(composition) == {"A": 2, "B": 2, "lokal": 1}
    assert composition.verdict.smallest_size == 6


def test_adams_gives_first_seats_by_votes_when_the_cap_is_below_the_number_of_lists():
    votes = {"A": 40, "B": 30, "C": 20, "D": 10}
    composition = composed(a_case(votes, municipalities=1))

    assert composition.is_capped
    assert seats_of(composition) == {"A": 1, "B": 1}


def test_composition_is_exact_when_votes_are_huge():
    # 10**16 + 1 is the least that floating point would lose.
    votes = {"A": 3 * 10**16 + 1, "B": 10**16}
    below = composed(a_case(votes, {"B": 1}, method=Method.DHONDT))
    votes = {"A": 3 * 10**16 - 1, "B": 10**16}
    above = composed(a_case(votes, {"B": 1}, method=Method.DHONDT))

    assert seats_of(below) == {"A": 3, "B": 1}
    assert seats_of(above) == {"A": 2, "B": 1}


small_cases = st.builds(
    lambda votes, mayors, method, municipalities: a_case(
        dict(zip("ABCD", votes, strict=False)),
        dict(zip("ABCD", mayors, strict=False)),
        municipalities=municipalities,
        method=method,
        threshold_percent=0,
    ),
    st.lists(st.integers(1, 12), min_size=1, max_size=4),
    st.lists(st.integers(0, 2), min_size=4, max_size=4),
    st.sampled_from(Method),
    st.integers(8, 9),
)


def plain_size(case: Case) -> tuple[int, dict[str, int]] | None:
    """The smallest size with a right allocation that covers everyone, by trying them all."""
    votes = {entry.key: entry.votes for entry in case.lists}
    everyone = 1 if case.method is Method.ADAMS else 0
    for size in range(case.cap + 1):
        covering = [
            seats
            for seats in right_allocations(votes, size, case.method)
            if all(seats[e.key] >= max(e.mayors, everyone) for e in case.lists)
        ]
        if covering:
            assert len(covering) == 1
            return size, covering[0]
    return None


@settings(max_examples=150, deadline=None)
@given(small_cases)
def test_law_size_is_the_smallest_that_covers_the_mayors(case: Case):
    expected = plain_size(case)
    result = compose(case)

    if expected is None:
        assert isinstance(result, LotsRequired) or result.is_capped
    else:
        assert not isinstance(result, LotsRequired)
        assert (result.size, {r.key: r.seats for r in result.lists}) == expected


@settings(max_examples=150, deadline=None)
@given(small_cases, st.randoms(use_true_random=False))
def test_law_order_of_the_lists_never_matters(case: Case, random):
    shuffled = list(case.lists)
    random.shuffle(shuffled)

    assert compose(replace(case, lists=tuple(shuffled))) == compose(case)


@settings(max_examples=100, deadline=None)
@given(small_cases, st.integers(2, 10**14))
def test_law_multiplying_all_votes_changes_no_seat(case: Case, factor: int):
    scaled = replace(
        case,
        lists=tuple(replace(entry, votes=entry.votes * factor) for entry in case.lists),
        valid_votes=case.valid_votes * factor,
    )
    before, after = compose(case), compose(scaled)

    if isinstance(before, LotsRequired):
        assert isinstance(after, LotsRequired)
        assert (after.lists, after.seats, after.place) == (
            before.lists,
            before.seats,
            before.place,
        )
    else:
        assert not isinstance(after, LotsRequired)
        assert seats_of(after) == seats_of(before)


@settings(max_examples=150, deadline=None)
@given(small_cases)
def test_law_seats_add_up_and_cover_the_mayors(case: Case):
    case = replace(case, municipalities=8, cap_factor=1)
    result = compose(case)
    if isinstance(result, LotsRequired):
        result = composed(case, result.drawn(*result.lists))

    assert sum(r.seats for r in result.lists) == result.size == len(result.steps) <= result.cap
    assert all(r.seats >= r.mayors for r in result.lists)
    assert all(r.supplementary == r.seats - r.mayors for r in result.lists)
    assert result.size == result.cap or not result.is_capped
