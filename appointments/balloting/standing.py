"""Who may be chosen in an election: the task's candidates, and why some of them may not."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from appointments.eligibility import may_be_overruled
from appointments.filling import not_eligible
from appointments.models import Candidate, Task


@dataclass(frozen=True, slots=True)
class Standing:
    """A candidate, and why they cannot be chosen, as a Danish sentence; "" where they can."""

    candidate: Candidate
    reason_against: str = ""

    @property
    def key(self) -> str:
        """What names them in the pure rules."""
        return str(self.candidate.pk)

    @property
    def may_be_chosen(self) -> bool:
        return not self.reason_against


def standing(task: Task, at: datetime.date) -> list[Standing]:
    """By name, all who were proposed, also those who were withdrawn or are to be alternates by now:
    they may have got votes before."""
    rows = task.candidates.select_related("person", "proposed_by")
    candidates = list(rows.order_by("person__sort_key", "pk"))
    reasons = not_eligible(task.kind, [one.person for one in candidates], at)
    overruled = may_be_overruled(task.kind)
    return [
        Standing(one, _reason(one, reasons.get(one.person_id, ""), can_overrule=overruled))
        for one in candidates
    ]


def _reason(candidate: Candidate, reason: str, *, can_overrule: bool) -> str:
    if candidate.state == Candidate.State.WITHDRAWN:
        return "Er trukket tilbage som kandidat."
    if candidate.is_alternate:
        return "Er kun kandidat som suppleant."
    return "" if can_overrule and candidate.overruled_because else reason


def refused(people: Sequence[Standing]) -> list[str]:
    """The reasons against them as whole sentences with their names."""
    told = []
    for one in people:
        reason = one.reason_against
        if reason:
            told.append(f"{one.candidate} kan ikke vælges: {reason[0].lower()}{reason[1:]}")
    return told
