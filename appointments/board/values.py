"""What the checks of a round read: plain frozen values."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.db import models

from appointments.affiliations import NOTHING, Affiliation
from appointments.balance import Balance, count


class Status(models.TextChoices):
    """How far a task has come; the values stand in addresses."""

    MISSING = "mangler", "Mangler kandidater"
    READY = "klar", "Klar til valg"
    CHOSEN = "valgt", "Valgt"
    DECIDED = "besluttet", "Besluttet"


class State(StrEnum):
    """As in models.Candidate."""

    PROPOSED = "proposed"
    CHOSEN = "chosen"
    NOT_CHOSEN = "not_chosen"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Candidate:
    """`by`: the list's name or the organisations', for a page. `proposed_by` and `nominated_by`
    are their keys. `late_after`: the deadline, where they came later. `reason_against`: why they
    may not sit there, as known now; `may_be_overruled` where staff may know better. `elsewhere`:
    where they sit already, in words."""

    pk: int
    person: int
    name: str
    proposed_on: datetime.date
    gender: str = ""
    state: str = State.PROPOSED
    proposed_by: int | None = None
    nominated_by: tuple[int, ...] = ()
    by: str = ""
    is_alternate: bool = False
    alternate_of: int | None = None
    represents: str = ""
    is_sme: bool = False
    note: str = ""
    late_after: datetime.date | None = None
    reason_against: str = ""
    may_be_overruled: bool = False
    overruled_because: str = ""
    elsewhere: tuple[str, ...] = ()
    stands_for: Affiliation = NOTHING

    @property
    def is_running(self) -> bool:
        return self.state in (State.PROPOSED, State.CHOSEN)

    @property
    def is_chosen(self) -> bool:
        return self.state == State.CHOSEN


@dataclass(frozen=True, slots=True)
class Nomination:
    """Those whom the same organisations nominated together, or the council itself (`by` empty)."""

    by: str
    balance: Balance


@dataclass(frozen=True, slots=True)
class Task:
    """`places`: seats of the kind in the body. `alternates`, `gender_rule`: as in models.SeatKind
    and models.Body. `is_nominated`: organisations nominate; `council_nominates`: the council itself
    nominates to somebody else who appoints."""

    pk: int
    body: int
    name: str
    number: int
    places: int | None = None
    alternates: str = ""
    least_sme: int = 0
    is_nominated: bool = False
    council_nominates: bool = False
    is_political: bool = False
    gender_rule: str = ""
    exemption: str = ""
    is_decided: bool = False
    candidates: tuple[Candidate, ...] = ()

    @property
    def running(self) -> tuple[Candidate, ...]:
        """For the seats themselves, chosen or not yet."""
        return tuple(c for c in self.candidates if c.is_running and not c.is_alternate)

    @property
    def chosen(self) -> tuple[Candidate, ...]:
        return tuple(c for c in self.running if c.is_chosen)

    @property
    def likely(self) -> tuple[Candidate, ...]:
        """Those chosen; before anybody is, all who can be."""
        return self.chosen or self.running

    @property
    def alternates_running(self) -> tuple[Candidate, ...]:
        return tuple(c for c in self.candidates if c.is_running and c.is_alternate)

    @property
    def covered(self) -> int:
        """How many of the seats have somebody."""
        return min(len(self.running), self.number)

    @property
    def status(self) -> Status:
        if self.is_decided:
            return Status.DECIDED
        if len(self.chosen) >= self.number:
            return Status.CHOSEN
        return Status.READY if len(self.running) >= self.number else Status.MISSING

    @property
    def nominations(self) -> list[Nomination]:
        """Of organisations each their own, whoever is chosen in the end; the council's where it
        nominates to somebody else."""
        if self.is_nominated:
            proposed = [
                one
                for one in self.candidates
                if one.state != State.WITHDRAWN and not one.is_alternate
            ]
            return [
                Nomination(by, count(c.gender for c in some))
                for by, some in _by_nominators(proposed).items()
            ]
        if self.council_nominates and self.likely:
            return [Nomination("", count(c.gender for c in self.likely))]
        return []


def _by_nominators(candidates: Iterable[Candidate]) -> Mapping[str, list[Candidate]]:
    found: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        if candidate.nominated_by:
            found.setdefault(candidate.by, []).append(candidate)
    return found
