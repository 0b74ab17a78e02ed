"""Proposed meetings of a term, and what is wrong or worth a look about each of them."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from meetings.agenda_check import Agenda, CouncilFacts, Kind
from meetings.agenda_check.reading import Reading
from meetings.agenda_check.rules.meeting import late_constituent_meeting
from meetings.plan import days

NOBODY = CouncilFacts(slug="", name="", region="")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A meeting that may be created, at Danish times."""

    date: datetime.date
    starts: datetime.time
    ends: datetime.time
    kind: Kind = Kind.ORDINARY

    def overlaps(self, other: "Proposal") -> bool:
        same_day = self.date == other.date
        return same_day and self.starts < other.ends and other.starts < self.ends


@dataclass(frozen=True, slots=True)
class Span:
    """A term: its name and its first and last day."""

    name: str
    first: datetime.date
    last: datetime.date


@dataclass(slots=True)
class Verdict:
    """What the check says about one proposal: errors stop it, warnings do not."""

    errors: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def check(
    proposals: Sequence[Proposal], *, existing: Sequence[Proposal], term: Span
) -> list[Verdict]:
    """A verdict on each proposal, next to those before it and the council's `existing` meetings."""
    verdicts = []
    for place, proposal in enumerate(proposals):
        earlier = proposals[:place]
        verdict = Verdict(
            errors=[*_errors(proposal, term), *_clashes(proposal, earlier, existing)],
            warnings=[
                *(f"{_sentence(mark.label)}." for mark in days.marks(proposal.date)),
                *_same_day(proposal, earlier, existing),
                *_too_late(proposal, term),
            ],
        )
        verdicts.append(verdict)
    return verdicts


def check_plan(meetings: Sequence[Proposal], *, term: Span) -> list[str]:
    """Warnings about the plan as a whole: `meetings` are the proposed and the existing ones."""
    constituent = [meeting for meeting in meetings if meeting.kind is Kind.CONSTITUENT]
    if not constituent:
        missing = f"Planen har intet konstituerende møde for valgperioden {term.name}."
        return [f"{missing} Det skal holdes senest den 31. januar {term.first.year}."]
    if len(constituent) > 1:
        return [f"Planen har {len(constituent)} konstituerende møder. Der er ét i en valgperiode."]
    return []


def _errors(proposal: Proposal, term: Span) -> Iterator[str]:
    if not term.first <= proposal.date <= term.last:
        yield (
            f"Datoen ligger uden for valgperioden {term.name} ({days.written(term.first)} –"
            f" {days.written(term.last)})."
        )
    if proposal.ends <= proposal.starts:
        yield "Mødet skal slutte efter, at det begynder."


def _clashes(
    proposal: Proposal, earlier: Sequence[Proposal], existing: Sequence[Proposal]
) -> Iterator[str]:
    if any(proposal.overlaps(other) for other in earlier):
        yield "Mødet står to gange i planen."
    for other in existing:
        if proposal.overlaps(other):
            yield f"KKR har allerede et møde den dag kl. {_times(other)}."


def _same_day(
    proposal: Proposal, earlier: Sequence[Proposal], existing: Sequence[Proposal]
) -> Iterator[str]:
    for other in (*earlier, *existing):
        if proposal.date == other.date and not proposal.overlaps(other):
            yield f"Der er også et møde den dag kl. {_times(other)}."


def _too_late(proposal: Proposal, term: Span) -> Iterator[str]:
    """The agenda check's own rule; there it stops the agenda, here there is time to move it."""
    if not term.first <= proposal.date <= term.last:
        return  # it is another term's
    agenda = Agenda(
        council=NOBODY,
        kind=proposal.kind,
        starts_at=datetime.datetime.combine(proposal.date, proposal.starts),
        items=(),
        term=(term.first, term.last),
    )
    for spot in late_constituent_meeting.find(Reading(agenda)):
        yield spot.message


def _times(proposal: Proposal) -> str:
    return f"{proposal.starts:%H.%M}–{proposal.ends:%H.%M}"


def _sentence(label: str) -> str:
    return label[:1].upper() + label[1:]
