"""The rounds of a majority election: what was counted, and what came of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from elections.apportionment.errors import InvalidInput
from elections.apportionment.inputs import require_whole

FREE_ROUNDS = 2
LAST_ROUND = 3


class MajorityOf(StrEnum):
    """What an absolute majority in round 1 or 2 is more than half of. A setting.

    ``PRESENT``: the members present, whether they voted or not; so the Ministry of the
    Interior read the local government act § 24(1) on 2 December 2013 (opinion 13.1.5), and so
    it is unless told otherwise. ``CAST``: all votes cast, blank and invalid ones too.
    ``VALID``: those for a candidate. The councils' own wording is not known here, so none of
    the three is official.
    """

    CAST = "cast"
    VALID = "valid"
    PRESENT = "present"


class RoundOutcome(StrEnum):
    """What came of one round.

    ``MAJORITY``: somebody has an absolute majority (rounds 1 and 2).
    ``ONLY_CANDIDATE``: nobody else got a vote in round 2, so there are no two to go on with.
    ``NO_MAJORITY``: the next round is needed.
    ``MOST_VOTES``: one of the two has more votes in round 3. ``EQUAL``: a lot decides it.
    """

    MAJORITY = "majority"
    ONLY_CANDIDATE = "only_candidate"
    NO_MAJORITY = "no_majority"
    MOST_VOTES = "most_votes"
    EQUAL = "equal"


@dataclass(frozen=True, slots=True)
class Ballot:
    """What was counted in one round.

    ``votes``: per candidate key; candidates nobody voted for may be there with 0. Kept
    sorted by key, so that order can never matter.
    ``blank``: votes cast that are blank or invalid.
    ``present``: members present, each with one vote; some may not have voted at all. It may
    differ between rounds.

    Raises InvalidInput (``field``: votes, blank or present) for no candidates, a key that is
    not text, numbers that are negative or not whole, nobody present, and more votes than
    members present.
    """

    votes: Mapping[str, int] = field(hash=False)
    present: int
    blank: int = 0

    def __post_init__(self) -> None:
        require_whole("The number of members present", self.present, at_least=1, field="present")
        require_whole("The number of blank votes", self.blank, field="blank")
        for key, figure in self.votes.items():
            if not isinstance(key, str) or not key:
                raise InvalidInput(f"A candidate needs a key of text, not {key!r}.", field="votes")
            require_whole(f"The votes of {key}", figure, field="votes")
        if not self.votes:
            raise InvalidInput("Nobody can be elected without candidates.", field="votes")
        if self.cast > self.present:
            raise InvalidInput(
                f"{self.cast} votes are more than the {self.present} members present.",
                field="blank" if self.blank > self.present else "votes",
            )
        object.__setattr__(self, "votes", dict(sorted(self.votes.items())))

    @property
    def valid(self) -> int:
        """Votes for a candidate."""
        return sum(self.votes.values())

    @property
    def cast(self) -> int:
        """Votes for a candidate and blank or invalid ones."""
        return self.valid + self.blank

    def votes_counted(self, of: MajorityOf) -> int:
        """The total that one reading of the majority refers to."""
        totals = {
            MajorityOf.CAST: self.cast,
            MajorityOf.VALID: self.valid,
            MajorityOf.PRESENT: self.present,
        }
        return totals[of]


@dataclass(frozen=True, slots=True)
class Round:
    """One round, counted: a step of the explanation.

    ``number``: 1, 2 or 3. ``ballot``: what was counted.
    ``counts``: (candidate, votes), most votes first, equal ones by key.
    ``total``: what the majority is more than half of; ``needed``: the fewest votes that are
    a majority of it. Both None in round 3, where the most votes win.
    ``outcome``: what came of it. ``winner``: who was elected in this round without a lot.
    """

    number: int
    ballot: Ballot
    counts: tuple[tuple[str, int], ...]
    total: int | None
    needed: int | None
    outcome: RoundOutcome
    winner: str | None


def count_rounds(
    rounds: Sequence[Ballot], *, of: MajorityOf = MajorityOf.PRESENT
) -> tuple[Round, ...]:
    """Each round counted, without lots; for a page that shows how far an election has come.

    Raises InvalidInput as ``elect_one`` does, except for a candidate in round 3 who is not
    one of the two.
    """
    if not isinstance(of, MajorityOf):
        raise InvalidInput(f"{of!r} is not a MajorityOf.", field="of")
    if not rounds:
        raise InvalidInput("Round 1 is missing.", field="rounds")
    if len(rounds) > LAST_ROUND:
        raise InvalidInput("No round comes after round 3.", field="rounds")
    steps = tuple(_count(number, ballot, of) for number, ballot in enumerate(rounds, start=1))
    for step in steps[:-1]:
        if step.outcome is not RoundOutcome.NO_MAJORITY:
            raise InvalidInput(
                f"{step.winner} was elected in round {step.number}: no round comes after it.",
                field="rounds",
            )
    return steps


def _count(number: int, ballot: Ballot, of: MajorityOf) -> Round:
    counts = tuple(sorted(ballot.votes.items(), key=lambda count: (-count[1], count[0])))
    if number == LAST_ROUND:
        # Whoever is not named here got no votes.
        second = counts[1][1] if len(counts) > 1 else 0
        is_decided = counts[0][1] > second
        outcome = RoundOutcome.MOST_VOTES if is_decided else RoundOutcome.EQUAL
        winner = counts[0][0] if is_decided else None
        return Round(number, ballot, counts, None, None, outcome, winner)
    total = ballot.votes_counted(of)
    needed = total // 2 + 1
    outcome = _free_outcome(number, counts, needed)
    winner = None if outcome is RoundOutcome.NO_MAJORITY else counts[0][0]
    return Round(number, ballot, counts, total, needed, outcome, winner)


def _free_outcome(number: int, counts: Sequence[tuple[str, int]], needed: int) -> RoundOutcome:
    """What comes of round 1 or 2."""
    if counts[0][1] >= needed:
        return RoundOutcome.MAJORITY
    if number == FREE_ROUNDS:
        voted_for = sum(votes > 0 for _key, votes in counts)
        if not voted_for:
            raise InvalidInput("Nobody got a vote in round 2.", field="votes")
        if voted_for == 1:
            return RoundOutcome.ONLY_CANDIDATE
    return RoundOutcome.NO_MAJORITY
