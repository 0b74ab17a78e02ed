"""KL's published composition of Midtjylland 2022-2026, from the votes of 2021."""

from dataclasses import replace

import pytest

from elections.apportionment import Denominator, Method, Status, in_order
from tests.elections.apportionment.cases import (
    MIDTJYLLAND_LOCAL_VOTES,
    MIDTJYLLAND_SEATS,
    MIDTJYLLAND_VALID_VOTES,
    MIDTJYLLAND_VOTES,
    composed,
    midtjylland,
    seats_of,
)


def test_figures_add_up_to_the_valid_votes():
    assert sum(MIDTJYLLAND_VOTES.values()) + MIDTJYLLAND_LOCAL_VOTES == MIDTJYLLAND_VALID_VOTES


def test_adams_gives_the_published_composition():
    composition = composed(midtjylland())

    assert seats_of(composition) == MIDTJYLLAND_SEATS
    assert composition.size == 36
    assert composition.cap == 38
    assert not composition.is_capped
    assert composition.lots == ()
    assert composition.equal_but_unseated == ()


def test_supplementary_seats_are_the_published_ones():
    composition = composed(midtjylland())

    supplementary = {r.key: r.supplementary for r in composition.lists if r.supplementary}
    expected = {"A": 1, "B": 2, "C": 4, "D": 2, "F": 3, "K": 1, "O": 2, "Ø": 2}
    assert supplementary == expected
    assert sum(supplementary.values()) == 17


@pytest.mark.parametrize(
    ("method", "seats"),
    [
        (Method.DHONDT, {"A": 10, "B": 1, "C": 4, "D": 1, "F": 2, "O": 1, "V": 9, "Ø": 1}),
        (
            Method.SAINTE_LAGUE,
            {"A": 10, "B": 2, "C": 4, "D": 1, "F": 3, "K": 1, "O": 1, "V": 9, "Ø": 2},
        ),
    ],
)
def test_other_method_gives_another_composition(method: Method, seats: dict[str, int]):
    composition = composed(midtjylland(method))

    assert seats_of(composition) == seats != MIDTJYLLAND_SEATS
    assert composition.size == sum(seats.values()) != 36


def test_statuses_say_why_a_list_takes_no_part():
    statuses = {r.key: r.status for r in composed(midtjylland()).lists}

    assert statuses["K"] is Status.TAKES_PART
    assert statuses["I"] is Status.UNDER_THRESHOLD
    assert statuses["Lokale lister"] is Status.LOCAL_OUTSIDE


def test_steps_begin_with_everyones_first_seat_and_end_with_the_last_mayor():
    composition = composed(midtjylland())
    first_nine = composition.steps[:9]
    last = composition.steps[-1]

    assert "".join(step.key for step in first_nine) == "AVCFBØODK"
    assert {(step.seat, step.divisor) for step in first_nine} == {(1, 0)}
    assert (last.number, last.key, last.seat, last.votes, last.divisor) == (36, "V", 9, 182_069, 8)
    assert last.is_mayor
    covered = {r.key: r.covered_at for r in composition.lists if r.covered_at}
    assert covered == {"A": 32, "C": 3, "V": 36}


def test_verdict_names_the_weakest_seat_and_the_strongest_claim_refused():
    verdict = composed(midtjylland()).verdict

    assert verdict.smallest_size == 36
    assert verdict.weakest_given is not None
    assert (verdict.weakest_given.key, verdict.weakest_given.divisor) == ("V", 8)
    assert (verdict.strongest_refused.key, verdict.strongest_refused.divisor) == ("A", 10)


@pytest.mark.parametrize(("cast_votes", "near"), [(750_050, ()), (750_051, ("K",))])
def test_list_is_near_the_threshold_when_votes_cast_leave_it_out(
    cast_votes: int, near: tuple[str, ...]
):
    # 15,001 votes are exactly 2 % of 750,050.
    composition = composed(midtjylland(cast_votes=cast_votes))

    assert composition.near_threshold == near
    assert seats_of(composition) == MIDTJYLLAND_SEATS


def test_cast_denominator_leaves_out_the_list_between_the_readings():
    case = replace(midtjylland(cast_votes=750_051), denominator=Denominator.CAST)
    composition = composed(case)

    assert "K" not in seats_of(composition)
    assert composition.near_threshold == ("K",)
    assert composition.size == 35


def test_chair_goes_to_a_and_vice_chair_to_v():
    steps = in_order(MIDTJYLLAND_VOTES, 2, Method.DHONDT)

    assert isinstance(steps, tuple)
    assert [(step.number, step.key, step.divisor) for step in steps] == [(1, "A", 1), (2, "V", 1)]
