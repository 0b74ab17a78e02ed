"""How far an election has come: computed again from what was recorded each time it is read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from appointments.balloting.standing import Standing, standing
from appointments.balloting.ways import Way
from appointments.models import Ballot, BallotDraw, Choice, Group
from elections import apportionment
from elections.apportionment import (
    Elected,
    GroupChoices,
    Lot,
    LotsRequired,
    MajorityOf,
    NextRound,
    elect_by_heads,
    elect_one,
)

Outcome = Elected | NextRound | GroupChoices | LotsRequired


@dataclass(frozen=True, slots=True)
class RoundDue:
    """A round of a majority election comes next; `pair`: the keys of the two that it stands between
    in round 3."""

    number: int
    pair: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class GroupsDue:
    """The groups of a proportional election are to be registered."""


@dataclass(frozen=True, slots=True)
class ChoiceDue:
    """It is the turn of this group to choose the person with this number."""

    number: int
    group: Group


@dataclass(frozen=True, slots=True)
class LotDue:
    """Lots decide how it goes on."""

    tie: LotsRequired


Due = RoundDue | GroupsDue | ChoiceDue | LotDue


@dataclass(frozen=True)
class Stand:
    """An election with all that was recorded of it. `heads`: members of each group, by key."""

    ballot: Ballot
    candidates: Sequence[Standing]
    groups: Mapping[str, Group]
    heads: Mapping[str, int]
    choices: Sequence[Choice]
    draws: Sequence[BallotDraw]  # the oldest first, with those that were annulled

    @property
    def is_majority(self) -> bool:
        return self.ballot.way == Way.MAJORITY

    @property
    def is_proportional(self) -> bool:
        return self.ballot.way == Way.PROPORTIONAL

    @property
    def majority_of(self) -> MajorityOf:
        return MajorityOf(self.ballot.inputs["majority_of"])

    @property
    def rounds(self) -> list[apportionment.Ballot]:
        """As they were counted."""
        return [
            apportionment.Ballot(one["votes"], one["present"], one["blank"])
            for one in self.ballot.inputs.get("rounds", ())
        ]

    @property
    def counting_draws(self) -> list[BallotDraw]:
        return [draw for draw in self.draws if draw.annulled_at is None]

    @property
    def lots(self) -> list[Lot]:
        return [Lot(tuple(draw.order), draw.seats) for draw in self.counting_draws]

    @cached_property
    def outcome(self) -> Outcome | None:
        """What the rules say; None where there is nothing to compute yet, or at all. Raises
        apportionment.CheckFailed."""
        return self.outcome_with(self.lots)

    def outcome_with(self, lots: Sequence[Lot]) -> Outcome | None:
        if self.is_majority and self.rounds:
            return elect_one(self.rounds, lots, of=self.majority_of)
        if self.is_proportional and self.heads:
            present = self.ballot.present or 0
            return elect_by_heads(self.heads, self.ballot.seats, lots, present=present)
        return None

    @property
    def steps(self) -> tuple[apportionment.Step, ...]:
        """Whose turn it is, in order, as far as no lots are missing."""
        outcome = self.outcome
        return outcome.steps if self.is_proportional and outcome is not None else ()

    @cached_property
    def due(self) -> Due | None:
        """What comes next; None when everybody is chosen, or the election was annulled."""
        if self.ballot.annulled_at is not None:
            return None
        if self.is_majority:
            return _due_of_majority(self.outcome)
        if self.is_proportional:
            return self._due_of_proportional()
        return None

    def _due_of_proportional(self) -> Due | None:
        if not self.groups:
            return GroupsDue()
        number = len(self.choices) + 1
        if number <= len(self.steps):
            return ChoiceDue(number, self.groups[self.steps[number - 1].key])
        return LotDue(self.outcome) if isinstance(self.outcome, LotsRequired) else None

    @property
    def may_change_groups(self) -> bool:
        """Until somebody has chosen or drawn on the strength of them."""
        begun = self.choices or self.counting_draws
        return self.is_proportional and not begun and self.ballot.annulled_at is None

    @property
    def is_complete(self) -> bool:
        return self.ballot.annulled_at is None and self.due is None

    def named(self) -> dict[str, str]:
        """What those between whom lots are drawn are called: candidates or groups, by key."""
        if self.is_proportional:
            return {key: label(group) for key, group in self.groups.items()}
        return {one.key: str(one.candidate) for one in self.candidates}


def _due_of_majority(outcome: Outcome | None) -> Due | None:
    if outcome is None:
        return RoundDue(1)
    if isinstance(outcome, LotsRequired):
        return LotDue(outcome)
    if isinstance(outcome, NextRound):
        return RoundDue(outcome.number, outcome.candidates)
    return None


def label(group: Group) -> str:
    """»C+V: Konservative og Venstre«."""
    return group.name if group.key == group.name else f"{group.key}: {group.name}"


def stand_of(ballot: Ballot) -> Stand:
    """As it is stored, in a fixed number of queries; best read with `with_task()`."""
    groups = {group.key: group for group in ballot.groups.order_by("key")}
    keys = {group.pk: key for key, group in groups.items()}
    heads = dict.fromkeys(groups, 0)
    for group in ballot.members.values_list("group_id", flat=True):
        heads[keys[group]] += 1
    choices = ballot.choices.select_related("candidate__person", "candidate__proposed_by", "group")
    return Stand(
        ballot,
        candidates=standing(ballot.task, ballot.eligible_on),
        groups=groups,
        heads=heads,
        choices=list(choices),
        draws=list(ballot.draws.select_related("recorded_by", "annulled_by").order_by("pk")),
    )
