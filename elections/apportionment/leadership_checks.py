"""The second route for chair and vice-chair: is the outcome right, whoever found it?

Nothing is allocated here. Each post given is held against every claim there was to it,
by cross-multiplication.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from elections.apportionment.checks import outranks, require
from elections.apportionment.groups import Group
from elections.apportionment.lots import Lot
from elections.apportionment.steps import Claim, Step


@dataclass(frozen=True, slots=True)
class LeadershipVerdict:
    """What the second route found; it exists only when everything held.

    ``weakest_given``: the group and quotient that won the vice-chair. ``strongest_refused``:
    the highest quotient that won nothing; never above the first.
    """

    weakest_given: Claim
    strongest_refused: Claim


def verify_leadership(
    votes: Mapping[str, int],
    groups: Sequence[Group],
    steps: Sequence[Step],
    inner: Mapping[str, Sequence[Step]],
    holders: tuple[str, str],
    lots: Sequence[Lot],
) -> LeadershipVerdict:
    """What holds of this outcome; raises CheckFailed at the first thing that does not.

    Nobody without a post has a better claim to it than its holder, between the groups and
    again inside each alliance, and an equal claim gave way only to a lot between exactly
    those who had it.
    """
    _check_groups(votes, groups)
    outer = {group.name: group.votes for group in groups}
    require(len(steps) == 2, f"{len(steps)} posts were given instead of two")
    drawn = _check_order(outer, steps)
    won = Counter(step.key for step in steps)
    alliances = {group.name: group for group in groups if len(group.lists) > 1}
    require(set(inner) == won.keys() & alliances.keys(), "other alliances were filled than won")
    for name, own in inner.items():
        require(len(own) == won[name], f"{name} fills another number of posts than it won")
        drawn += _check_order({key: votes[key] for key in alliances[name].lists}, own)
    _check_holders(steps, inner, holders)
    require(
        Counter(drawn) == Counter((lot.tied, lot.winners) for lot in lots),
        "the lots used are not those that the ties needed",
    )
    given = Claim(steps[-1].key, steps[-1].votes, steps[-1].divisor)
    return LeadershipVerdict(given, _strongest(_claims(outer, won)))


def _check_groups(votes: Mapping[str, int], groups: Sequence[Group]) -> None:
    """Every list stands in exactly one group, and the groups' votes are their lists'."""
    members = Counter(key for group in groups for key in group.lists)
    require(members == Counter(list(votes)), "the groups are not made of the lists")
    for group in groups:
        total = sum(votes[key] for key in group.lists)
        require(group.votes == total, f"the votes of {group.name} do not add up")
        require(group.name == "+".join(sorted(group.lists)), f"{group.name} has a wrong name")
    require(len({group.name for group in groups}) == len(groups), "two groups share a name")


def _check_order(
    votes: Mapping[str, int], steps: Sequence[Step]
) -> list[tuple[frozenset[str], tuple[str, ...]]]:
    """No step takes what somebody had a better claim to; what lots there must have been.

    Returns for each tie who had the same claim, and who of them won, in order.
    """
    held: Counter[str] = Counter()
    ties: list[tuple[frozenset[str], tuple[str, ...]]] = []
    open_tie: Claim | None = None
    for number, step in enumerate(steps, start=1):
        due = Step(number, step.key, held[step.key] + 1, votes.get(step.key, 0), held[step.key] + 1)
        require(
            step.votes > 0
            and (step.seat, step.number, step.votes, step.divisor)
            == (due.seat, due.number, due.votes, due.divisor),
            f"step {number} is not the next post of {step.key}",
        )
        claims = _claims(votes, held)
        strongest = _strongest(claims)
        require(
            not outranks(strongest, step), f"{strongest.key} has a better claim than {step.key}"
        )
        if open_tie and not outranks(open_tie, step):
            # Still the same quotient as at the step before: one draw for both.
            tied, winners = ties[-1]
            ties[-1] = tied, (*winners, step.key)
            is_tied = True
        else:
            equal = [claim.key for claim in claims if not outranks(step, claim)]
            is_tied = len(equal) > 1
            open_tie = Claim(step.key, step.votes, step.divisor) if is_tied else None
            if is_tied:
                ties.append((frozenset(equal), (step.key,)))
        require(step.by_lot == is_tied, f"step {number} was decided by lots, or should be")
        held[step.key] += 1
    return ties


def _check_holders(
    steps: Sequence[Step], inner: Mapping[str, Sequence[Step]], holders: tuple[str, str]
) -> None:
    """Each post's holder is the winning list, or the alliance's next own winner."""
    seen: Counter[str] = Counter()
    for step, holder in zip(steps, holders, strict=True):
        due = inner[step.key][seen[step.key]].key if step.key in inner else step.key
        require(holder == due, f"{holder} holds a post that {due} won")
        seen[step.key] += 1


def _claims(votes: Mapping[str, int], held: Mapping[str, int]) -> list[Claim]:
    """Everybody's claim to the next post, who already hold so many."""
    return [Claim(key, figure, held.get(key, 0) + 1) for key, figure in votes.items()]


def _strongest(claims: Sequence[Claim]) -> Claim:
    strongest = claims[0]
    for claim in claims[1:]:
        if outranks(claim, strongest):
            strongest = claim
    return strongest
