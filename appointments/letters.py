"""What a letter of appointment (udpegningsbrev) says; a draft until the council has decided."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Prefetch

from appointments.chosen import Chosen, outcomes
from appointments.models import Alternate, Appointment, Body, SeatKind, Task
from appointments.round_lines import period
from councils.models import Person
from meetings.models import AgendaItem

# How a council elects follows from lov om kommunernes styrelse, to which the councils' standing
# orders § 4(4) refer (official).
RULES = {
    Appointment.Way.MAJORITY: "ved flertalsvalg (kommunestyrelseslovens § 24, stk. 1)",
    Appointment.Way.PROPORTIONAL: "ved forholdstalsvalg (kommunestyrelseslovens § 24, stk. 3)",
    Appointment.Way.IN_UNISON: "i enighed",
    Appointment.Way.DEVIATION: "i enighed, så forholdstalsvalget er fraveget",
}


@dataclass(frozen=True, slots=True)
class Post:
    """A seat that somebody is appointed to. `alternate_for`: instead they stand in for somebody, or
    for all. `decided_on` is None until the council has decided. `met_on` is the day of the meeting;
    under which item it was is not told, for that may be closed to the person."""

    kind: SeatKind
    days: str
    decided_on: datetime.date | None
    met_on: datetime.date | None = None
    rule: str = ""
    alternates: tuple[str, ...] = ()
    alternate_for: str = ""
    nominated_by: tuple[str, ...] = ()
    is_draft: bool = False

    @property
    def body(self) -> Body:
        return self.kind.body

    @property
    def requirement(self) -> str:
        """What the person must go on being, within a Danish sentence."""
        told = self.kind.get_eligibility_display()
        return f"{told[0].lower()}{told[1:]}"

    @property
    def is_nominated(self) -> bool:
        """Whether the council only nominates, and somebody else appoints."""
        return self.kind.appointer == SeatKind.Appointer.COUNCIL_NOMINATES


@dataclass(frozen=True, slots=True)
class Letter:
    person: Person
    posts: tuple[Post, ...]

    @property
    def is_draft(self) -> bool:
        return any(post.is_draft for post in self.posts)

    @property
    def carries_over(self) -> bool:
        return any(post.body.carries_over and not post.alternate_for for post in self.posts)


def letter_of(appointment: Appointment, at: datetime.date) -> Letter:
    """To somebody who is appointed, as of the day `at`."""
    return Letter(appointment.person, (_appointed(appointment, at),))


def letters_of(tasks: Collection[Task], at: datetime.date) -> list[Letter]:
    """To everybody whom the tasks of a round appoint, and to their alternates: one letter each, in
    the order of their names; in as many queries for fifty people as for one. Alternates whose time
    is over on the day `at` are left out."""
    made = _made(tasks)
    known = outcomes(tasks)
    shared = _shared(tasks, at)
    posts: dict[Person, list[Post]] = defaultdict(list)
    for task in tasks:
        outcome = known[task.pk]
        for one in outcome.chosen:
            for person, post in _told(task, one, made.get(one.candidate.pk), at):
                posts[person].append(post)
        stand_ins = [one for one in outcome.shared_alternates if one.state == one.State.CHOSEN]
        for one in stand_ins:
            if task.decided_on is None or (task.kind_id, one.person_id) in shared:
                posts[one.person].append(_stands_in(task, "de udpegede"))
    return [
        Letter(person, tuple(posts[person]))
        for person in sorted(posts, key=lambda person: (person.sort_key, person.pk))
    ]


def _made(tasks: Collection[Task]) -> dict[int | None, Appointment]:
    """What the decisions made, by candidate."""
    rows = Appointment.objects.filter(candidate__task__in=tasks)
    rows = with_all_that_is_told(rows)
    return {row.candidate_id: row for row in rows}


def with_all_that_is_told(rows):
    """Appointments with what a letter says."""
    alternates = Alternate.objects.select_related("person")
    return rows.select_related(
        "person",
        "seat__kind__body",
        "seat__kind__council",
        "decided_in__meeting",
        "candidate__task",
    ).prefetch_related("nominated_by", Prefetch("alternates", alternates))


def _told(
    task: Task, one: Chosen, appointment: Appointment | None, at: datetime.date
) -> Iterable[tuple[Person, Post]]:
    """To the one chosen and to whoever stands in for them."""
    stand_ins = [alternate.person for alternate in one.alternates]
    if task.decided_on is None:
        alternates = tuple(str(person) for person in stand_ins)
        yield one.candidate.person, _proposed(task, one, alternates)
    elif appointment is None:  # taken out since
        return
    else:
        yield appointment.person, _appointed(appointment, at)
        named = {row.person_id for row in _alternates(appointment, at)}
        stand_ins = [person for person in stand_ins if person.pk in named]
    for person in stand_ins:
        yield person, _stands_in(task, one.candidate.person.name)


def _alternates(appointment: Appointment, at: datetime.date) -> list[Alternate]:
    """As `not_over`, of rows that are read already."""
    rows = appointment.alternates.all()
    return [row for row in rows if row.ends_on is None or row.ends_on >= at]


def _shared(tasks: Collection[Task], at: datetime.date) -> set[tuple[int | None, int]]:
    """Who stands in for all, with the kind of seats."""
    rows = Alternate.objects.not_over(at).filter(kind__in=[task.kind_id for task in tasks])
    return set(rows.values_list("kind", "person"))


def _held_on(item: AgendaItem | None) -> datetime.date | None:
    return item.meeting.held_on if item else None


def _appointed(appointment: Appointment, at: datetime.date) -> Post:
    task = appointment.candidate.task if appointment.candidate else None
    met_on = _held_on(appointment.decided_in)
    return Post(
        kind=appointment.seat.kind,
        days=period(appointment.starts_on, appointment.due_on or appointment.ends_on),
        decided_on=task.decided_on if task else met_on,
        met_on=met_on,
        rule=RULES.get(appointment.way, ""),
        alternates=tuple(str(one.person) for one in _alternates(appointment, at)),
        nominated_by=tuple(str(one) for one in appointment.nominated_by.all()),
    )


def _proposed(task: Task, one: Chosen, alternates: tuple[str, ...]) -> Post:
    return Post(
        kind=task.kind,
        days=period(task.starts_on, task.ends_on),
        decided_on=None,
        rule=RULES.get(one.way, ""),
        alternates=alternates,
        nominated_by=tuple(str(each) for each in one.candidate.nominated_by.all()),
        is_draft=True,
    )


def _stands_in(task: Task, for_whom: str) -> Post:
    return Post(
        kind=task.kind,
        days=period(task.starts_on, task.ends_on),
        decided_on=task.decided_on,
        met_on=_held_on(task.item),
        alternate_for=for_whom,
        is_draft=task.decided_on is None,
    )
