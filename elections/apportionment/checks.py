"""The second route: is a composition right? Found without the allocator's own code.

The allocator walks down scaled whole-number keys. Here nothing is walked: quotients are
compared by cross-multiplication, the size is counted in one formula per list, and every
condition below is stated of the finished result.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from elections.apportionment.errors import CheckFailed
from elections.apportionment.inputs import Case, Denominator, ListInput
from elections.apportionment.results import ListResult, Status, Verdict
from elections.apportionment.steps import Claim, Step


def verify(
    case: Case, lists: Sequence[ListResult], steps: Sequence[Step], *, is_capped: bool
) -> Verdict:
    """What holds of this composition; raises CheckFailed at the first thing that does not.

    A divisor method's result is right exactly when no list's next quotient is greater than
    any list's last one. At the cap the same holds for the seats that are not mayors'. The
    size is right when it is the counted smallest one, or the cap if that is smaller.
    """
    require(
        [(entry.key, entry.votes, entry.mayors) for entry in case.lists]
        == [(result.key, result.votes, result.mayors) for result in lists],
        "the result's lists are not those of the case",
    )
    inside = [result for result in lists if result.status is Status.TAKES_PART]
    _check_who_takes_part(case, lists)
    _check_seats(lists)
    smallest = _check_size(case, lists, inside, is_capped=is_capped)
    _check_steps(case, inside, steps, is_capped=is_capped)
    weakest = _weakest_given(case, inside, is_capped=is_capped)
    strongest = _strongest_refused(case, inside)
    require(
        weakest is None or not outranks(strongest, weakest),
        f"list {strongest.key} has a better claim to a seat than one that was given",
    )
    _check_lots(steps, weakest, strongest, is_capped=is_capped)
    return Verdict(smallest, weakest, strongest)


def outranks(one: Claim | Step, other: Claim | Step) -> bool:
    """Whether the first quotient is greater than the second; divisor 0 is above all others."""
    if one.divisor == other.divisor:
        return one.votes > other.votes
    return one.votes * other.divisor > other.votes * one.divisor


def smallest_size(case: Case, lists: Sequence[ListInput] | Sequence[ListResult]) -> int:
    """The fewest seats at which each of ``lists`` has its mayors covered, counted directly.

    The lowest quotient that anyone needs decides: every seat with a greater quotient comes
    before it, and of those with the same quotient only the needed ones are due.
    """
    everyone = 1 if case.method.divisor(0) == 0 else 0
    needed = [
        Claim(entry.key, entry.votes, case.method.divisor(need - 1))
        for entry in lists
        if (need := max(entry.mayors, everyone))
    ]
    if not needed:
        return 0
    lowest = needed[0]
    for claim in needed[1:]:
        if outranks(lowest, claim):
            lowest = claim
    equal = sum(1 for claim in needed if not outranks(claim, lowest))
    return equal + sum(_seats_above(case, entry.votes, lowest) for entry in lists)


def _seats_above(case: Case, votes: int, limit: Claim) -> int:
    """How many of a list's quotients are greater than ``limit``."""
    if not limit.divisor:
        return 1 if votes > limit.votes else 0
    # votes / d > limit.votes / limit.divisor holds for whole d up to this one.
    greatest_divisor = (votes * limit.divisor - 1) // limit.votes
    return (greatest_divisor - case.method.first) // case.method.step + 1


def _check_who_takes_part(case: Case, lists: Sequence[ListResult]) -> None:
    is_cast = case.denominator is Denominator.CAST
    total = (case.cast_votes if is_cast else case.valid_votes) or 0
    percent = case.threshold_percent
    # The fewest votes that are enough: the percentage of the total, rounded up.
    enough = max(1, -(-total * percent.numerator // (100 * percent.denominator)))
    for entry, result in zip(case.lists, lists, strict=True):
        may = entry.may_take_part and entry.is_represented and entry.votes >= enough
        require(
            may == (result.status is Status.TAKES_PART),
            f"list {entry.key} is wrongly counted in or out",
        )


def _check_seats(lists: Sequence[ListResult]) -> None:
    for result in lists:
        require(result.seats >= result.mayors, f"list {result.key} has fewer seats than mayors")
        require(
            result.supplementary == result.seats - result.mayors,
            f"the supplementary seats of list {result.key} do not add up",
        )
        require(
            result.status is Status.TAKES_PART or result.seats == result.mayors,
            f"list {result.key} takes no part but has more seats than mayors",
        )


def _check_size(
    case: Case, lists: Sequence[ListResult], inside: Sequence[ListResult], *, is_capped: bool
) -> int:
    """The size is the smallest that covers the mayors, or the cap; the former with everyone."""
    outside = sum(result.mayors for result in lists if result.status is not Status.TAKES_PART)
    room = case.cap - outside if case.outside_mayors_in_cap else case.cap
    smallest = smallest_size(case, inside)
    require(is_capped == (smallest > room), "the cap is wrongly applied or wrongly left out")
    seats = sum(result.seats for result in inside)
    require(
        seats == min(smallest, room),
        f"{seats} seats are not the {min(smallest, room)} there should be",
    )
    return smallest + outside


def _check_steps(
    case: Case, inside: Sequence[ListResult], steps: Sequence[Step], *, is_capped: bool
) -> None:
    """The steps are the lists' seats, each once, and no step comes before a better one."""
    by_key = {result.key: result for result in inside}
    seats: Counter[str] = Counter()
    for number, step in enumerate(steps, start=1):
        result = by_key.get(step.key)
        require(
            result is not None
            and step
            == Step(
                number=number,
                key=result.key,
                seat=seats[result.key] + 1,
                votes=result.votes,
                divisor=case.method.divisor(seats[result.key]),
                is_mayor=seats[result.key] < result.mayors,
                by_lot=step.by_lot,
            ),
            f"step {number} is not the next seat of list {step.key}",
        )
        seats[step.key] += 1
        if result and seats[step.key] == result.mayors:
            require(result.covered_at == number, f"list {step.key} is covered at another step")
    for result in inside:
        require(seats[result.key] == result.seats, f"list {result.key} has other steps than seats")
        require(
            bool(result.mayors) == (result.covered_at is not None),
            f"list {result.key} is wrongly said to be covered",
        )
    for before, after in pairwise(steps):
        if is_capped and before.is_mayor != after.is_mayor:
            require(before.is_mayor, "a mayor's seat comes after another at the cap")
        else:
            require(not outranks(after, before), f"step {after.number} comes too late")


def _weakest_given(case: Case, inside: Sequence[ListResult], *, is_capped: bool) -> Claim | None:
    """The lowest quotient that got a seat; at the cap, of the seats that are not mayors'."""
    weakest: Claim | None = None
    for result in inside:
        if result.seats > (result.mayors if is_capped else 0):
            claim = Claim(result.key, result.votes, case.method.divisor(result.seats - 1))
            if weakest is None or outranks(weakest, claim):
                weakest = claim
    return weakest


def _strongest_refused(case: Case, inside: Sequence[ListResult]) -> Claim:
    """The highest quotient that got no seat."""
    claims = [
        Claim(result.key, result.votes, case.method.divisor(result.seats)) for result in inside
    ]
    strongest = claims[0]
    for claim in claims[1:]:
        if outranks(claim, strongest):
            strongest = claim
    return strongest


def _check_lots(
    steps: Sequence[Step], weakest: Claim | None, strongest: Claim, *, is_capped: bool
) -> None:
    """Lots decided exactly the seats whose quotient also belongs to a list without a seat."""
    for step in steps:
        was_open = (
            is_capped
            and weakest is not None
            and not step.is_mayor
            and not outranks(step, strongest)
        )
        require(step.by_lot == was_open, f"step {step.number} was decided by lots, or should be")


def require(holds: bool, otherwise: str) -> None:
    """Raise CheckFailed with what holds ``otherwise``, unless the condition ``holds``."""
    if not holds:
        raise CheckFailed(f"The second route disagrees: {otherwise}.")
