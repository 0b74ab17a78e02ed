"""Who is expected at a meeting, who came, and whether that is enough to decide.

Rules: a member who cannot attend tells their own personal substitute, who may attend and nobody
else may; half of the members must be there, a substitute counts for their member, and observers do
not count. [official]
That nobody counts twice, as two members' substitute or as a member and a substitute, is our own
reading of it. [reconstructed]
"""

import datetime
import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from django.utils import timezone

from councils import danish
from councils.lives.leaves import on_leave
from councils.models import (
    CouncilMembership,
    LeaveOfAbsence,
    Party,
    Person,
    Substitution,
)
from meetings.models import Attendance, Meeting

Status = Attendance.Status


@dataclass(frozen=True)
class Entry:
    """What is said of one member; nothing yet without a status."""

    status: str = ""
    attended_by: int | None = None  # a person's key

    @classmethod
    def of(cls, attendance: Attendance | None) -> "Entry":
        return cls(attendance.status, attendance.attended_by_id) if attendance else cls()


@dataclass(frozen=True)
class Line:
    """A member or observer on the meeting's day, who may attend for them, and what is recorded."""

    seat: CouncilMembership
    party: Party | None
    substitute: Person | None
    leave: LeaveOfAbsence | None
    attendance: Attendance | None

    @property
    def entry(self) -> Entry:
        return Entry.of(self.attendance)


@dataclass(frozen=True)
class Roll:
    """Everybody who is expected at a meeting. `gone` are recorded, but were no members that day
    after all: the meeting was moved, or somebody's days were corrected."""

    meeting: Meeting
    members: list[Line]
    observers: list[Line]
    gone: list[Attendance] = field(default_factory=list)

    @property
    def lines(self) -> list[Line]:
        return [*self.members, *self.observers]

    @cached_property
    def counts(self) -> Counter:
        """How many members are recorded as what; "" where nothing is."""
        return Counter(line.entry.status for line in self.members)

    @property
    def attending(self) -> int:
        return self.counts[Status.PRESENT] + self.counts[Status.SUBSTITUTE]

    @property
    def required(self) -> int:
        """At least half, so of an odd number the larger half."""
        return (len(self.members) + 1) // 2

    @property
    def is_quorate(self) -> bool:
        return bool(self.members) and self.attending >= self.required

    @property
    def is_begun(self) -> bool:
        """Whether more is known than who will be away."""
        return any(line.entry.status not in ("", Status.APOLOGY) for line in self.lines)

    @property
    def sums(self) -> list[tuple[str, int]]:
        """Label and number of each kind of members, with those of whom nothing is recorded."""
        known = [(status.label, self.counts[status]) for status in Status]
        return [*known, ("Ikke noteret", self.counts[""])]

    @property
    def observers_present(self) -> int:
        return sum(line.entry.status == Status.PRESENT for line in self.observers)

    @property
    def parties(self) -> list[tuple[Party | None, str, list[Line]]]:
        """The members by party, as KL prints them: by letter, then those without one."""
        found: dict[Party | None, list[Line]] = {}
        for line in self.members:
            found.setdefault(line.party, []).append(line)
        groups = [(party, lines[0].seat.letter or "", lines) for party, lines in found.items()]
        return sorted(groups, key=_by_letter)

    @property
    def mark(self) -> str:
        """What is different whenever somebody is recorded as something else, or may be."""
        told = [
            (one.seat.pk, one.substitute and one.substitute.pk, one.entry) for one in self.lines
        ]
        gone = sorted(attendance.pk for attendance in self.gone)
        return hashlib.sha256(repr((sorted(told, key=lambda t: t[0]), gone)).encode()).hexdigest()


def _by_letter(group: tuple[Party | None, str, list[Line]]) -> tuple:
    party, letter, _ = group
    name = danish.sort_key(party.name) if party else ""
    return (party is None, not letter, *danish.letter_key(letter), name)


def roll(meeting: Meeting) -> Roll:
    """In a fixed number of queries, however many members there are."""
    day = meeting.held_on
    seats = list(_expected(meeting).with_letter(day).with_party(day).order_by("person__sort_key"))
    own = Substitution.objects.in_force(day).filter(membership__in=seats).select_related("person")
    substitutes = {row.membership_id: row.person for row in own}
    known = {row.membership_id: row for row in _recorded(meeting)}
    parties = Party.objects.in_bulk({seat.party for seat in seats if seat.party})
    leaves = on_leave([seat.person_id for seat in seats], day)
    lines = [
        Line(
            seat,
            party=parties.get(seat.party),
            substitute=substitutes.get(seat.pk),
            leave=leaves.get(seat.person_id),
            attendance=known.pop(seat.pk, None),
        )
        for seat in seats
    ]
    return Roll(
        meeting,
        members=[line for line in lines if not _observes(line)],
        observers=[line for line in lines if _observes(line)],
        gone=list(known.values()),
    )


def statuses(meeting: Meeting, at: datetime.datetime) -> list[str]:
    """What can be recorded at the moment `at`: who came only from the meeting's day on, and if its
    agenda went out; who will be away also before."""
    if timezone.localdate(at) < meeting.held_on or not meeting.publications.exists():
        return [Status.APOLOGY]
    return list(Status)


def _expected(meeting: Meeting):
    seats = CouncilMembership.objects.in_force(meeting.held_on).filter(council=meeting.council_id)
    return seats.select_related("person", "municipality")


def _recorded(meeting: Meeting):
    rows = Attendance.objects.filter(meeting=meeting)
    return rows.select_related("membership__person", "attended_by", "recorded_by")


def _observes(line: Line) -> bool:
    return line.seat.role == CouncilMembership.Role.OBSERVER


# --- One's own place at a meeting ----------------------------------------------------------------


@dataclass(frozen=True)
class OwnPlace:
    """That somebody is a member or observer on a meeting's day, with their personal substitute and
    what is recorded about them."""

    seat: CouncilMembership
    substitute: Person | None
    attendance: Attendance | None
    is_before: bool  # the meeting has not begun

    @property
    def has_apologised(self) -> bool:
        return self.attendance is not None and self.attendance.status == Status.APOLOGY

    @property
    def may_apologise(self) -> bool:
        return self.is_before and self.attendance is None

    @property
    def may_withdraw(self) -> bool:
        return self.is_before and self.has_apologised


def own_places(
    person: int | None, meetings: Collection[Meeting], at: datetime.datetime
) -> dict[int, OwnPlace]:
    """Of a person's key and by the meetings', where they are expected; in three queries."""
    if person is None or not meetings:
        return {}
    councils = {meeting.council_id for meeting in meetings}
    seats = CouncilMembership.objects.filter(person=person, council__in=councils)
    own = {seat.pk: seat for seat in seats}
    named = Substitution.objects.filter(membership__in=own).select_related("person")
    substitutions = list(named)
    rows = Attendance.objects.filter(meeting__in=meetings, membership__in=own)
    known = {(row.meeting_id, row.membership_id): row for row in rows}
    found = {}
    for meeting in meetings:
        day = meeting.held_on
        for seat in own.values():
            if seat.council_id == meeting.council_id and seat.is_in_force(day):
                substitute = (
                    row.person
                    for row in substitutions
                    if row.membership_id == seat.pk and row.is_in_force(day)
                )
                found[meeting.pk] = OwnPlace(
                    seat,
                    substitute=next(substitute, None),
                    attendance=known.get((meeting.pk, seat.pk)),
                    is_before=at < meeting.starts_at,
                )
    return found


def own_place(meeting: Meeting, user, at: datetime.datetime) -> OwnPlace | None:
    """Where the owner of an account is expected at the meeting, if they are."""
    person = user.person_id if user.is_authenticated else None
    return own_places(person, [meeting], at).get(meeting.pk)


# --- Somebody's record ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Appearance:
    """What somebody did at one meeting: `attendance` is their own, or, if they were the substitute,
    their member's."""

    attendance: Attendance
    is_substitute: bool

    @property
    def meeting(self) -> Meeting:
        return self.attendance.meeting


@dataclass(frozen=True)
class TermRecord:
    """Somebody's meetings in one council and term, the latest first. What is said of a meeting to
    come does not count yet."""

    held: list[Appearance]
    coming: list[Appearance]

    @property
    def meeting(self) -> Meeting:
        """Any of them: they share council and term."""
        return [*self.held, *self.coming][0].meeting

    @cached_property
    def _counts(self) -> Counter:
        return Counter(one.attendance.status for one in self.held if not one.is_substitute)

    @property
    def expected(self) -> int:
        """At how many of the recorded meetings they had a place of their own."""
        return self._counts.total()

    @property
    def present(self) -> int:
        return self._counts[Status.PRESENT]

    @property
    def substituted(self) -> int:
        """At how many others they attended for their member."""
        return sum(one.is_substitute for one in self.held)

    @property
    def sums(self) -> list[tuple[str, int]]:
        """Label and number of what happened at own meetings, with what happened at least once."""
        return [(status.label, self._counts[status]) for status in Status if self._counts[status]]


def record_of(person: Person, rows: Iterable[Attendance], at: datetime.date) -> list[TermRecord]:
    """The rows of `Attendance.objects.of_person(person)` that a reader may see, by council and
    term, the latest term first; they need `with_names()`."""
    found: dict[tuple, list[Appearance]] = {}
    for row in sorted(rows, key=lambda row: row.meeting.starts_at, reverse=True):
        one = Appearance(row, is_substitute=row.membership.person_id != person.pk)
        found.setdefault((row.meeting.term_id, row.meeting.council_id), []).append(one)
    records = [TermRecord(*_parted(appearances, at)) for appearances in found.values()]
    return sorted(records, key=lambda one: one.meeting.term.starts_on, reverse=True)


def _parted(appearances: list[Appearance], at: datetime.date) -> Iterator[list[Appearance]]:
    for is_held in (True, False):
        yield [one for one in appearances if (one.meeting.held_on <= at) == is_held]
