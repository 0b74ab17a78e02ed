"""Who takes part: 2 % exactly is enough, and a seat in a municipal council is needed."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elections.apportionment import Case, Denominator, NoListTakesPart, Status, compose
from tests.elections.apportionment.cases import a_case, a_list, composed, seats_of


def status(case: Case, key: str) -> Status:
    return next(r.status for r in composed(case).lists if r.key == key)


def two_lists(small: int, valid_votes: int, **settings: object) -> Case:
    return a_case({"A": valid_votes - small, "B": small}, valid_votes=valid_votes, **settings)


@pytest.mark.parametrize(
    ("votes", "valid_votes", "expected"),
    [
        (2, 100, Status.TAKES_PART),
        (1, 100, Status.UNDER_THRESHOLD),
        (2, 101, Status.UNDER_THRESHOLD),
        (3, 149, Status.TAKES_PART),
        (3, 151, Status.UNDER_THRESHOLD),
        (14_393, 719_601, Status.TAKES_PART),
        (14_392, 719_601, Status.UNDER_THRESHOLD),
        (2 * 10**16, 10**18, Status.TAKES_PART),
        (2 * 10**16 - 1, 10**18, Status.UNDER_THRESHOLD),
    ],
)
def test_list_takes_part_when_it_has_two_per_cent_exactly(
    votes: int, valid_votes: int, expected: Status
):
    assert status(two_lists(votes, valid_votes), "B") is expected


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(st.integers(1, 1000), st.integers(10**17, 10**30)),
    st.fractions(Fraction(1, 100), 50, max_denominator=100),
    st.sampled_from(Denominator),
    st.integers(0, 10**6),
)
def test_law_list_exactly_at_the_threshold_takes_part_and_one_vote_below_does_not(
    factor: int, percent: Fraction, denominator: Denominator, invalid: int
):
    # The list has ``numerator * factor`` votes of 100 * ``denominator * factor``: the exact share.
    exactly = percent.numerator * factor
    total = 100 * percent.denominator * factor
    is_cast = denominator is Denominator.CAST
    valid = max(total - invalid, 2 * exactly) if is_cast else total

    def found(votes: int) -> Status:
        case = two_lists(
            votes,
            valid,
            cast_votes=total if is_cast else total + invalid,
            denominator=denominator,
            threshold_percent=percent,
        )
        return {r.key: r.status for r in composed(case).lists}["B"]

    assert found(exactly) is Status.TAKES_PART
    assert found(exactly - 1) is Status.UNDER_THRESHOLD


@pytest.mark.parametrize(("votes", "takes_part"), [(5, True), (4, False)])
def test_threshold_may_be_a_fraction_of_a_per_cent(votes: int, takes_part: bool):
    case = two_lists(votes, 200, threshold_percent=Fraction(5, 2))

    assert (status(case, "B") is Status.TAKES_PART) is takes_part


def test_list_without_votes_takes_no_part_when_the_threshold_is_nothing():
    assert status(two_lists(0, 100, threshold_percent=0), "B") is Status.UNDER_THRESHOLD


def test_unrepresented_list_takes_no_part_when_over_the_threshold():
    case = a_case({"A": 60}, outside=(a_list("B", 40, is_represented=False),))

    assert status(case, "B") is Status.NOT_REPRESENTED
    assert seats_of(composed(case)) == {"A": 1}


def test_local_list_takes_no_part_however_many_votes_it_has():
    case = a_case({"A": 10}, outside=(a_list("Byens liste", 90, 3, may_take_part=False),))
    composition = composed(case)

    assert status(case, "Byens liste") is Status.LOCAL_OUTSIDE
    assert seats_of(composition) == {"A": 1, "Byens liste": 3}


def test_votes_cast_count_when_they_are_the_denominator():
    case = two_lists(2, 100, cast_votes=101, denominator=Denominator.CAST)

    assert status(case, "B") is Status.UNDER_THRESHOLD


def test_near_threshold_leaves_out_lists_that_take_no_part_in_any_reading():
    case = a_case(
        {"A": 94, "B": 2},
        outside=(
            a_list("lokal", 2, may_take_part=False),
            a_list("U", 2, is_represented=False),
        ),
        cast_votes=101,
    )

    assert composed(case).near_threshold == ("B",)


def test_near_threshold_is_empty_when_votes_cast_are_unknown():
    assert composed(two_lists(2, 100)).near_threshold == ()


def test_nothing_is_composed_when_no_list_takes_part():
    case = a_case({}, outside=(a_list("lokal", 100, 2, may_take_part=False),))

    with pytest.raises(NoListTakesPart):
        compose(case)
