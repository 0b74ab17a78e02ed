"""An election inside the council told to people: tables and sentences in Danish, from what the
rules made of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from appointments.balloting.stands import LotDue, Stand
from appointments.models import BallotDraw, Choice, Group
from elections.apportionment import (
    Elected,
    LotsRequired,
    MajorityOf,
    NextRound,
    Round,
    RoundOutcome,
    count_rounds,
    fair_shares,
)
from elections.explanation.figures import decimal, enumeration
from kkr_portal.templatetags.portal import thousands

TOTALS = {
    MajorityOf.PRESENT: "de {} tilstedeværende medlemmer",
    MajorityOf.CAST: "de {} afgivne stemmer",
    MajorityOf.VALID: "de {} gyldige stemmer",
}


# --- Majority ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class VoteRow:
    """`goes_on`: is one of the two of round 3, or elected."""

    name: str
    votes: int
    goes_on: bool


@dataclass(frozen=True, slots=True)
class RoundTold:
    """One round: what was counted, and in sentences what it led to."""

    number: int
    rows: tuple[VoteRow, ...]
    blank: int
    present: int
    needed: int | None
    finding: str


def rounds_told(stand: Stand) -> list[RoundTold]:
    """The rounds of a majority election so far."""
    if not stand.is_majority or not stand.rounds:
        return []
    names, outcome = stand.named(), stand.outcome
    told = []
    for one in count_rounds(stand.rounds, of=stand.majority_of):
        marked = _marked(one, outcome)
        rows = [VoteRow(names[key], votes, key in marked) for key, votes in one.counts]
        counted = one.ballot.blank, one.ballot.present, one.needed
        finding = _finding(one, outcome, names, stand.majority_of)
        told.append(RoundTold(one.number, tuple(rows), *counted, finding))
    return told


def _marked(one: Round, outcome: Elected | NextRound | LotsRequired) -> set[str]:
    if isinstance(outcome, Elected) and outcome.round == one.number:
        return {outcome.candidate}
    if one.number == 2 and not isinstance(outcome, LotsRequired):
        return set(outcome.candidates or ())
    return {one.winner} if one.winner else set()


def _finding(
    one: Round,
    outcome: Elected | NextRound | LotsRequired,
    names: Mapping[str, str],
    of: MajorityOf,
) -> str:
    winner = names.get(one.winner or "", "")
    match one.outcome:
        case RoundOutcome.MAJORITY:
            return f"{winner} er valgt med mere end halvdelen af {_total(one, of)}."
        case RoundOutcome.ONLY_CANDIDATE:
            return f"{winner} er valgt, for ingen anden fik stemmer."
        case RoundOutcome.MOST_VOTES:
            return f"{winner} er valgt med flest stemmer i 3. runde."
        case RoundOutcome.EQUAL if isinstance(outcome, Elected):
            return f"De står lige. {names[outcome.candidate]} er valgt ved lodtrækning."
        case RoundOutcome.EQUAL:
            return "De står lige, så lodtrækning afgør valget."
    start = f"Ingen fik mere end halvdelen af {_total(one, of)}."
    return f"{start} {_next_round(one, outcome, names)}"


def _next_round(
    one: Round, outcome: Elected | NextRound | LotsRequired, names: Mapping[str, str]
) -> str:
    if one.number == 1:
        return "Der holdes en ny runde, hvor der frit kan stemmes på alle."
    if isinstance(outcome, LotsRequired):
        return "Der skal trækkes lod om, hvem der går videre til 3. runde."
    two = enumeration([names[key] for key in outcome.candidates or ()])
    lots = " efter lodtrækning" if outcome.lots and _is_tied(one) else ""
    return f"3. runde står mellem {two}{lots}."


def _is_tied(one: Round) -> bool:
    """Whether more had as many votes as the second of a round."""
    votes = [number for _, number in one.counts]
    return len(votes) > 2 and votes[1] == votes[2]


def _total(one: Round, of: MajorityOf) -> str:
    return TOTALS[of].format(one.total)


# --- Proportional --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cell:
    """A quotient as it is written, and the number of the seat it gave, with `by_lot`; `is_tied`
    where lots must decide."""

    text: str
    number: int | None
    by_lot: bool
    is_tied: bool


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group with its quotients, the share its members alone would give it, and its seats."""

    key: str
    name: str
    heads: int
    share: str
    seats: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """One seat in the order of choice, and who was chosen for it."""

    number: int
    group: Group
    quotient: str
    by_lot: bool
    choice: Choice | None


@dataclass(frozen=True, slots=True)
class HeadsTold:
    """The groups of a proportional election, and whose turn it is when."""

    rows: tuple[GroupRow, ...]
    divisors: tuple[int, ...]
    turns: tuple[Turn, ...]
    taking_part: int
    outside: int


def heads_told(stand: Stand) -> HeadsTold | None:
    """None as long as no groups are registered."""
    if not stand.is_proportional or not stand.groups:
        return None
    steps = stand.steps
    won = {(step.key, step.divisor): step for step in steps}
    held = {key: sum(step.key == key for step in steps) for key in stand.groups}
    # One quotient more than anybody got: the highest that gave nothing can be seen.
    most = min(max(held.values()) + 1, stand.ballot.seats)
    divisors = tuple(range(1, max(most, 2) + 1))
    shares = fair_shares(stand.heads, stand.ballot.seats)
    tie = stand.outcome if isinstance(stand.outcome, LotsRequired) else None
    rows = [
        GroupRow(
            key,
            group.name,
            stand.heads[key],
            _one_decimal(shares[key]),
            held[key],
            tuple(_cell(key, stand.heads[key], divisor, won, tie) for divisor in divisors),
        )
        for key, group in stand.groups.items()
    ]
    rows.sort(key=lambda row: (-row.heads, row.key))
    choices = {one.number: one for one in stand.choices}
    turns = [
        Turn(
            step.number,
            stand.groups[step.key],
            f"{step.votes} : {step.divisor} = {_decimals(step.votes, step.divisor)}",
            step.by_lot,
            choices.get(step.number),
        )
        for step in steps
    ]
    grouped = sum(stand.heads.values())
    outside = (stand.ballot.present or grouped) - grouped
    return HeadsTold(tuple(rows), divisors, tuple(turns), grouped, outside)


def _cell(key: str, heads: int, divisor: int, won: Mapping, tie: LotsRequired | None) -> Cell:
    step = won.get((key, divisor))
    is_tied = (
        tie is not None
        and step is None
        and key in tie.lists
        and heads * tie.quotient[1] == tie.quotient[0] * divisor
    )
    number, by_lot = (step.number, step.by_lot) if step else (None, False)
    return Cell(_decimals(heads, divisor), number, by_lot, is_tied)


def _decimals(heads: int, divisor: int) -> str:
    """Two decimals, rounded; whole numbers without."""
    if heads % divisor == 0:
        return thousands(heads // divisor)
    hundredths = (heads * 200 + divisor) // (2 * divisor)
    return f"{thousands(hundredths // 100)},{hundredths % 100:02d}"


def _one_decimal(share) -> str:
    tenths = (share * 20 + 1) // 2
    return decimal(share) if share.denominator == 1 else f"{tenths // 10},{tenths % 10}"


# --- Lots ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DrawTold:
    """A draw with the names of those it was drawn between, in order."""

    draw: BallotDraw
    names: tuple[str, ...]


def draws_told(stand: Stand) -> list[DrawTold]:
    names = stand.named()
    return [DrawTold(one, tuple(names.get(key, key) for key in one.order)) for one in stand.draws]


def at_stake(stand: Stand, tie: LotsRequired) -> list[str]:
    """What becomes of the first drawn, the second …"""
    others = len(tie.lists) - tie.seats
    if stand.is_proportional:
        turns = [f"vælger nr. {tie.place + number}" for number in range(tie.seats)]
        return [*turns, *["vælger ikke denne gang"] * others]
    if _is_last(tie):
        return ["er valgt", "er ikke valgt"]
    return [*["går videre til 3. runde"] * tie.seats, *["går ikke videre"] * others]


def _is_last(tie: LotsRequired) -> bool:
    """Whether a majority election is about to be decided, and not who goes on to round 3."""
    return tie.seats == 1 and tie.place == 1


def tie_sentence(stand: Stand) -> str:
    """Who stands equal, and about what; "" where nobody does."""
    if not isinstance(stand.due, LotDue):
        return ""
    tie = stand.due.tie
    names = stand.named()
    if stand.is_proportional:
        who = enumeration(list(tie.lists))
        numbers = enumeration([str(tie.place + number) for number in range(tie.seats)])
        figure = _decimals(*tie.quotient)
        return f"{who} har den samme kvotient, {figure}, og står lige om nr. {numbers}."
    who = enumeration([names[key] for key in tie.lists])
    if _is_last(tie):
        return f"{who} har lige mange stemmer i 3. runde, så lod afgør, hvem der er valgt."
    places = "en plads" if tie.seats == 1 else "de to pladser"
    return f"{who} har lige mange stemmer i 2. runde og trækker lod om {places} i 3. runde."
