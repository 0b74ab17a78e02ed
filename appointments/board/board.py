"""A round as its pages show it."""

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from appointments import models
from appointments.balance import Balance, count
from appointments.board import reading
from appointments.board.values import Candidate, Status, Task
from appointments.checks import Finding, Others, check, check_body
from appointments.holders import KindLine, holders
from appointments.openings import working_day
from appointments.shares import Entitlement, ListHere, Share, entitlement, lists_of, shares


@dataclass(frozen=True, slots=True)
class Line:
    """One task: its row, what the checks read, and what they found."""

    task: models.Task
    value: Task
    findings: tuple[Finding, ...]
    entitlement: Entitlement | None

    @property
    def status(self) -> Status:
        return self.value.status

    @property
    def shown(self) -> list[tuple[Candidate, tuple[Candidate, ...]]]:
        """Candidates for the seats, each with the alternates of their own."""
        alternates = self.value.alternates_running
        return [
            (one, tuple(each for each in alternates if each.alternate_of == one.pk))
            for one in self.value.candidates
            if not one.is_alternate and one.state != "withdrawn"
        ]

    @property
    def shared_alternates(self) -> tuple[Candidate, ...]:
        return tuple(one for one in self.value.alternates_running if one.alternate_of is None)

    @property
    def withdrawn(self) -> tuple[Candidate, ...]:
        return tuple(one for one in self.value.candidates if one.state == "withdrawn")


@dataclass(frozen=True, slots=True)
class Section:
    """The tasks in one body. `seated`: who sits there now; `after`: once the round is done, as far
    as it `is_settled`, which it is when each seat has one candidate."""

    body: models.Body
    lines: tuple[Line, ...]
    seated: Balance
    after: Balance
    is_settled: bool
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Board:
    round: models.Round
    sections: tuple[Section, ...]
    lists: Sequence[ListHere]
    shares: Sequence[Share]

    @property
    def lines(self) -> list[Line]:
        return [line for section in self.sections for line in section.lines]

    def line(self, pk: int) -> Line:
        return next(line for line in self.lines if line.value.pk == pk)

    def section(self, pk: int) -> Section:
        """The one that the task belongs to."""
        return next(s for s in self.sections if any(line.value.pk == pk for line in s.lines))

    @property
    def seats(self) -> int:
        return sum(line.value.number for line in self.lines)

    @property
    def covered(self) -> int:
        """How many seats have a candidate."""
        return sum(line.value.covered for line in self.lines)

    @property
    def by_status(self) -> list[tuple[Status, int]]:
        """How many tasks have come how far."""
        numbers = Counter(line.status for line in self.lines)
        return [(status, numbers[status]) for status in Status]

    @property
    def missing(self) -> list[tuple[str, int]]:
        """What is wrong or missing, and in how many tasks and bodies."""
        numbers: Counter[str] = Counter()
        for part in [*self.lines, *self.sections]:
            numbers.update({f.about for f in part.findings if f.severity != "bemaerk"})
        return numbers.most_common()

    def deadlines(self, at: datetime.date) -> list[tuple[datetime.date, str]]:
        """Those to come that something still waits for, the next one first; each day once for the
        groups and once for all the organisations."""
        waiting = [line for line in self.lines if line.status is Status.MISSING]
        nominated: dict[datetime.date, list[models.Task]] = {}
        for line in waiting:
            due_on = reading.deadline(line.task, is_nomination=True)
            if line.value.is_nominated and due_on:
                nominated.setdefault(due_on, []).append(line.task)
        found = [
            (day, f"indstilling til {some[0] if len(some) == 1 else f'{len(some)} hverv'}")
            for day, some in nominated.items()
        ]
        if self.round.proposals_due_on and any(not w.value.is_nominated for w in waiting):
            found.append((self.round.proposals_due_on, "gruppernes forslag"))
        return sorted(each for each in found if each[0] >= at)


def read(round_: models.Round, at: datetime.date) -> Board:
    """The round as it stands on the day `at`."""
    day = working_day(round_, at)
    tasks = reading.tasks_of([round_])
    known = reading.known_about(tasks, round_.council, day)
    values = {task.pk: reading.value_of(task, known) for task in tasks}
    others = Others.of(values.values())
    lists = lists_of(round_.council, round_.term, day)
    lines = [
        Line(task, values[task.pk], check(values[task.pk], others), _entitled(values, task, lists))
        for task in tasks
    ]
    bodies = {task.kind.body_id: task.kind.body for task in tasks}
    now = holders(list(bodies.values()), day)
    sections = [
        _section(bodies[body], tuple(some), now[body])
        for body, some in groupby(lines, key=lambda line: line.value.body)
    ]
    return Board(round_, tuple(sections), lists, _shares(lists, values.values()))


def _entitled(
    values: dict[int, Task], task: models.Task, lists: Sequence[ListHere]
) -> Entitlement | None:
    """One seat goes to whoever has a majority; only several are shared out."""
    value = values[task.pk]
    is_shared = value.is_political and not value.is_nominated and value.number > 1
    return entitlement(lists, value.number) if is_shared else None


def _section(body: models.Body, lines: tuple[Line, ...], now: list[KindLine]) -> Section:
    staying = _staying(lines, now)
    chosen = count(one.gender for line in lines for one in line.value.likely)
    after = staying + chosen
    is_settled = all(len(line.value.likely) == line.value.number for line in lines)
    found: tuple[Finding, ...] = ()
    if is_settled:
        found = check_body(body.gender_rule, after, [line.value.exemption for line in lines])
    return Section(body, lines, seated_balance(now), after, is_settled, found)


def seated_balance(kinds: Iterable[KindLine]) -> Balance:
    """Of those who sit in a body: members and observers, without alternates."""
    return count(
        place.person.gender for kind in kinds for place in kind.places if place.person is not None
    )


def _staying(lines: Iterable[Line], now: Iterable[KindLine]) -> Balance:
    """Who sits there and will go on doing so: on other seats, and where their days last into those
    for which the round appoints. Whom the round itself has appointed are counted as candidates."""
    first = {line.task.kind_id: line.task.starts_on for line in lines}
    mine = {one.pk for line in lines for one in line.value.candidates}
    genders = []
    for kind in now:
        starts_on = first.get(kind.kind.pk)
        for place in kind.places:
            if place.person is None:
                continue
            by_round = place.appointment is not None and place.appointment.candidate_id in mine
            leaves = starts_on and place.due_on is not None and place.due_on < starts_on
            if not (by_round or leaves):
                genders.append(place.person.gender)
    return count(genders)


def _shares(lists: Sequence[ListHere], tasks: Iterable[Task]) -> list[Share]:
    political = [task for task in tasks if task.is_political and not task.is_nominated]
    proposed = Counter(c.proposed_by for task in political for c in task.running)
    chosen = Counter(c.proposed_by for task in political for c in task.chosen)
    return shares(lists, sum(task.number for task in political), proposed, chosen)
