"""The tasks of a round line by line, as papers and the agenda tell them: who was chosen or proposed
for what; in as many queries for fifty tasks as for one."""

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from appointments.affiliations import NOTHING, Affiliation, affiliations
from appointments.chosen import STATE, Chosen, Outcome, outcomes
from appointments.filling import day
from appointments.models import Appointment, Body, Candidate, Round, SeatKind, Task

WAYS = dict(Appointment.Way.choices)


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody as they stand in a list. `about`: list and municipality, or where they come from.
    `by`: who proposed or nominated them."""

    candidate: Candidate
    name: str
    about: str
    by: str
    alternates: tuple[str, ...] = ()

    @property
    def told(self) -> str:
        """»Åse Bøgh (A, Viborg)«."""
        return f"{self.name} ({self.about})" if self.about else self.name


@dataclass(frozen=True, slots=True)
class Line:
    """A task. `people` are those chosen; until somebody is, `proposed` are who can be."""

    task: Task
    outcome: Outcome
    people: tuple[Named, ...]
    proposed: tuple[Named, ...]
    shared_alternates: tuple[Named, ...]

    @property
    def kind(self) -> SeatKind:
        return self.task.kind

    @property
    def body(self) -> Body:
        return self.task.kind.body

    @property
    def is_decided(self) -> bool:
        return self.task.decided_on is not None

    @property
    def nominates(self) -> bool:
        """Whether the council only nominates, and somebody else appoints."""
        return self.kind.appointer == SeatKind.Appointer.COUNCIL_NOMINATES

    @property
    def missing(self) -> int:
        """Seats for which nobody is chosen."""
        return max(0, self.task.number - len(self.people))

    @property
    def way(self) -> str:
        """How they were chosen, in Danish."""
        ways = {one.way for one in self.outcome.chosen}
        return WAYS[ways.pop()] if len(ways) == 1 else ""

    @property
    def days(self) -> str:
        return period(self.task.starts_on, self.task.ends_on)


def period(starts_on: datetime.date, due_on: datetime.date | None) -> str:
    """»1. april 2022 – 31. marts 2026«, or only from when."""
    return f"{day(starts_on)} – {day(due_on)}" if due_on else f"fra {day(starts_on)}"


def tasks_of(round_: Round, among: Collection[int] | None = None) -> list[Task]:
    """With what a line shows; those `among` the keys, or all."""
    tasks = round_.tasks.select_related(
        "round__council",
        "round__decided_in__meeting",
        "decided_in__meeting",
        "kind__body__council",
        "kind__council",
    ).prefetch_related("kind__nominators")
    return list(tasks if among is None else tasks.filter(pk__in=among))


def lines(tasks: Collection[Task], at: datetime.date) -> list[Line]:
    """In the order of the tasks; the people's lists and municipalities are those of the day."""
    known = outcomes(tasks)
    people = {candidate.person_id for one in known.values() for candidate in _everybody(one)}
    stands_for = affiliations(people, at)
    return [_line(task, known[task.pk], stands_for) for task in tasks]


def _everybody(outcome: Outcome) -> Iterable[Candidate]:
    yield from outcome.candidates
    yield from outcome.shared_alternates
    for one in outcome.chosen:
        yield from one.alternates


def _line(task: Task, outcome: Outcome, stands_for: Mapping[int, Affiliation]) -> Line:
    open_ones = [one for one in outcome.candidates if one.state == STATE.PROPOSED]
    shared = [one for one in outcome.shared_alternates if one.state != STATE.NOT_CHOSEN]
    return Line(
        task,
        outcome,
        tuple(_chosen(one, stands_for) for one in outcome.chosen),
        tuple(named(one, stands_for) for one in open_ones) if not outcome.chosen else (),
        tuple(named(one, stands_for) for one in shared),
    )


def _chosen(one: Chosen, stands_for: Mapping[int, Affiliation]) -> Named:
    alternates = tuple(named(alternate, stands_for).told for alternate in one.alternates)
    return named(one.candidate, stands_for, alternates)


def named(
    candidate: Candidate, stands_for: Mapping[int, Affiliation], alternates: tuple[str, ...] = ()
) -> Named:
    own = stands_for.get(candidate.person_id, NOTHING)
    about = candidate.represents or ", ".join(
        filter(None, [own.letter or own.party, own.municipality])
    )
    by = [str(candidate.proposed_by)] if candidate.proposed_by else []
    by += [str(one) for one in candidate.nominated_by.all()]
    return Named(candidate, candidate.person.name, about, " og ".join(by), alternates)
