"""Election of one person inside a council: up to three rounds and, at equality, lots."""

from collections.abc import Sequence
from dataclasses import dataclass

from elections.apportionment.ballots import (
    FREE_ROUNDS,
    LAST_ROUND,
    Ballot,
    MajorityOf,
    Round,
    RoundOutcome,
    count_rounds,
)
from elections.apportionment.errors import InvalidInput
from elections.apportionment.lots import Lot, LotBox, LotsRequired, lots_required
from elections.apportionment.majority_checks import verify_majority


@dataclass(frozen=True, slots=True)
class Elected:
    """Somebody is elected.

    ``candidate``: their key. ``round``: number of the round that decided it.
    ``candidates``: the two of round 3, sorted by key; None when it was not needed.
    ``steps``: all the rounds. ``lots``: the recorded lots that were used, in order.
    """

    candidate: str
    round: int
    candidates: tuple[str, str] | None
    steps: tuple[Round, ...]
    lots: tuple[Lot, ...]


@dataclass(frozen=True, slots=True)
class NextRound:
    """Nobody is elected yet: another round must be held.

    ``number``: 2 or 3. ``candidates``: the two of round 3, sorted by key; None in round 2,
    where candidates are free. ``reason``: the outcome of the round before.
    ``steps``: the rounds so far. ``lots``: the recorded lots that were used.
    """

    number: int
    candidates: tuple[str, str] | None
    reason: RoundOutcome
    steps: tuple[Round, ...]
    lots: tuple[Lot, ...]


def elect_one(
    rounds: Sequence[Ballot],
    lots: Sequence[Lot] = (),
    *,
    of: MajorityOf = MajorityOf.PRESENT,
) -> Elected | NextRound | LotsRequired:
    """Who is elected by a majority election (flertalsvalg), or what must happen next.

    ``rounds``: one to three, in the order they were held.

    One person is elected by majority (local government act § 24(1); law). How the rounds go
    is a setting: an absolute majority elects in round 1 or 2, whose candidates are free;
    otherwise round 3 stands between the two with the most votes in round 2, and the most
    votes win. ``of`` is what the majority is more than half of (setting, default members
    present). Who alone got votes in round 2 is elected too, since there are no two. Both that
    and round 3 agree with the ministry's opinion that ``MajorityOf`` names.

    Returns LotsRequired, with candidates' keys as ``lists`` and (votes, 1) as ``quotient``,
    for a tie without a lot: about the places in round 3 (``seats`` of them, the first having
    number ``place``), or about the election when round 3 is equal (seats 1, place 1).
    ``count_rounds`` tells how it came about.

    Raises InvalidInput: ``field`` rounds for no round at all and a round too many, votes for
    a candidate in round 3 who is not one of the two and for a round 2 without any votes,
    of for another setting; LotMismatch and LotUnused for lots that do not belong to this
    election; CheckFailed when the second route disagrees.
    """
    steps = count_rounds(rounds, of=of)
    box = LotBox(lots)
    result = _decide(steps, box)
    if isinstance(result, LotsRequired):
        return result
    box.refuse_unused()
    candidate = result.candidate if isinstance(result, Elected) else None
    verify_majority(rounds, candidate, result.candidates, result.lots, of=of)
    return result


def _decide(steps: tuple[Round, ...], box: LotBox) -> Elected | NextRound | LotsRequired:
    pair: tuple[str, str] | None = None
    if len(steps) >= FREE_ROUNDS and steps[1].outcome is RoundOutcome.NO_MAJORITY:
        found = _two_highest(steps[1], box)
        if isinstance(found, LotsRequired):
            return found
        pair = found
    last = steps[-1]
    winner: str | LotsRequired | None = last.winner
    if pair and last.number == LAST_ROUND:
        _refuse_others(last, pair)
        winner = winner or _drawn(last, pair, box)
    if isinstance(winner, LotsRequired):
        return winner
    if winner:
        return Elected(winner, last.number, pair, steps, box.used)
    return NextRound(last.number + 1, pair, last.outcome, steps, box.used)


def _two_highest(step: Round, box: LotBox) -> tuple[str, str] | LotsRequired:
    """The two candidates of round 3, sorted; lots decide who of equal ones is second."""
    at_the_cut = step.counts[1][1]
    above = [key for key, votes in step.counts if votes > at_the_cut]
    equal = [key for key, votes in step.counts if votes == at_the_cut]
    places = 2 - len(above)
    if len(equal) > places:
        tie = lots_required(equal, places, place=len(above) + 1, votes=at_the_cut, divisor=1)
        lot = box.take(tie)
        if lot is None:
            return tie
        equal = list(lot.winners)
    first, second = sorted((*above, *equal))
    return first, second


def _refuse_others(step: Round, pair: tuple[str, str]) -> None:
    for key, _votes in step.counts:
        if key not in pair:
            raise InvalidInput(
                f"Round 3 stands between {pair[0]} and {pair[1]}, not {key}.", field="votes"
            )


def _drawn(step: Round, pair: tuple[str, str], box: LotBox) -> str | LotsRequired:
    """Who won the lot between the two of round 3, who have equally many votes."""
    tie = lots_required(pair, 1, place=1, votes=step.counts[0][1], divisor=1)
    lot = box.take(tie)
    return tie if lot is None else lot.winners[0]
