"""The second route for a proportional election by heads: is the order of choice right?

Nothing is divided out here. The finished order is held against every claim that got nothing,
by cross-multiplication, and who must have drawn lots follows from divisibility alone.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from elections.apportionment.checks import outranks, require
from elections.apportionment.lots import Lot
from elections.apportionment.steps import Claim, Step

Tie = tuple[frozenset[str], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class HeadsVerdict:
    """What the second route found; it exists only when everything held.

    ``weakest_given``: the group and quotient that got the last seat. ``strongest_refused``:
    the highest quotient that got none; never above the first.
    """

    weakest_given: Claim
    strongest_refused: Claim


def verify_heads(
    groups: Mapping[str, int],
    seats: int,
    won: Mapping[str, int],
    steps: Sequence[Step],
    lots: Sequence[Lot],
) -> HeadsVerdict:
    """What holds of this order of choice; raises CheckFailed at the first thing that does not.

    ``won``: seats per group. Every group takes its own seats one after another, no step
    comes before one with a greater quotient, nobody without a seat has a better claim than
    the last seated, and exactly the equal claims were decided by lots.
    """
    require(len(steps) == seats, f"{len(steps)} seats were given instead of {seats}")
    _check_each(groups, steps)
    held = Counter(step.key for step in steps)
    require(dict(won) == {key: held[key] for key in groups}, "the seats do not add up")
    for before, after in pairwise(steps):
        require(not outranks(after, before), f"step {after.number} comes too late")
    refused = [Claim(key, heads, held[key] + 1) for key, heads in groups.items()]
    last = Claim(steps[-1].key, steps[-1].votes, steps[-1].divisor)
    for claim in refused:
        require(not outranks(claim, last), f"{claim.key} has a better claim than {last.key}")
    require(
        Counter(_ties(groups, steps)) == Counter((lot.tied, lot.winners) for lot in lots),
        "the lots used are not those that the ties needed",
    )
    strongest = next(
        claim for claim in refused if not any(outranks(other, claim) for other in refused)
    )
    return HeadsVerdict(last, strongest)


def _check_each(groups: Mapping[str, int], steps: Sequence[Step]) -> None:
    """Each step is its group's next seat, with the group's members as votes."""
    held: Counter[str] = Counter()
    for number, step in enumerate(steps, start=1):
        held[step.key] += 1
        due = Step(
            number,
            step.key,
            held[step.key],
            groups.get(step.key, 0),
            held[step.key],
            by_lot=step.by_lot,
        )
        require(step == due and step.votes > 0, f"step {number} is not the next seat of {step.key}")


def _ties(groups: Mapping[str, int], steps: Sequence[Step]) -> list[Tie]:
    """For each quotient that several groups have: who has it, and who got a seat, in order."""
    ties: list[Tie] = []
    start = 0
    while start < len(steps):
        first = steps[start]
        run = [step for step in steps[start:] if not outranks(first, step)]
        start += len(run)
        # Some whole divisor gives a group this quotient exactly when this has no remainder.
        equal = [key for key, heads in groups.items() if not heads * first.divisor % first.votes]
        for step in run:
            require(
                step.by_lot == (len(equal) > 1),
                f"step {step.number} was decided by lots, or should be",
            )
        if len(equal) > 1:
            ties.append((frozenset(equal), tuple(step.key for step in run)))
    return ties
