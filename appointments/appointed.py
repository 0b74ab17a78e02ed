"""Everybody whom a council has appointed or nominated and who sits there on a day, in lines that
can be filtered, sorted and summed; in a fixed number of queries, whatever the history."""

import datetime
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch

from appointments.affiliations import Affiliation, affiliations
from appointments.models import Alternate, Appointment
from appointments.shares import Share, lists_of, shares
from councils import danish
from councils.models import Council, ElectoralList, Term


@dataclass(frozen=True, slots=True)
class Line:
    """One person on one seat. The list is the one whose group chose, or else the person's own on
    the day; for seats that are not political it is empty."""

    appointment: Appointment
    stands_for: Affiliation
    list_pk: int | None
    list_key: str
    list_name: str

    @property
    def body(self):
        return self.appointment.seat.kind.body

    @property
    def kind(self):
        return self.appointment.seat.kind

    @property
    def person(self):
        return self.appointment.person

    @property
    def alternates(self) -> list[str]:
        return [str(one.person) for one in self.appointment.alternates_now]


SORTINGS: dict[str, tuple[str, Callable[[Line], Any]]] = {
    "navn": ("Navn", lambda line: line.person.sort_key),
    "forum": ("Forum", lambda line: danish.sort_key(line.body.name)),
    "liste": ("Liste", lambda line: danish.letter_key(line.list_key) if line.list_key else None),
    "kommune": ("Kommune", lambda line: line.stands_for.sort_key),
}


def lines_on(council: Council, at: datetime.date) -> list[Line]:
    """By name, and of one person by body."""
    appointments = list(
        Appointment.objects.of(council)
        .in_force(at)
        .select_related("person", "seat__kind__body", "elected_by__municipality")
        .prefetch_related(
            Prefetch(
                "alternates",
                Alternate.objects.in_force(at).select_related("person"),
                to_attr="alternates_now",
            )
        )
    )
    known = affiliations({one.person_id for one in appointments}, at)
    lines = [_line(one, known[one.person_id]) for one in appointments]
    return sorted(lines, key=lambda line: (line.person.sort_key, danish.sort_key(line.body.name)))


def _line(appointment: Appointment, stands_for: Affiliation) -> Line:
    chosen_by: ElectoralList | None = appointment.elected_by
    if chosen_by is not None:
        key = chosen_by.letter or chosen_by.name
        return Line(appointment, stands_for, chosen_by.pk, key, chosen_by.name)
    if not appointment.seat.kind.is_political:
        return Line(appointment, stands_for, None, "", "")
    key = stands_for.letter or stands_for.party
    return Line(appointment, stands_for, stands_for.list_pk, key, stands_for.party)


def in_order(lines: Collection[Line], sorting: str) -> list[Line]:
    """Sorted by `sorting`, backwards if it begins with a hyphen; what has no value stands last."""
    _, key = SORTINGS[sorting.removeprefix("-")]
    keyed = [line for line in lines if key(line)]
    rest = [line for line in lines if not key(line)]
    return sorted(keyed, key=key, reverse=sorting.startswith("-")) + rest


# --- Sums ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sum:
    """How many seats and people there are of one municipality, list or body."""

    name: str
    seats: int
    people: int


def sums(lines: Iterable[Line], name_of: Callable[[Line], str]) -> list[Sum]:
    """By name, the largest first; lines without one are told last."""
    seats: Counter[str] = Counter()
    people: dict[str, set[int]] = {}
    for line in lines:
        seats[name_of(line)] += 1
        people.setdefault(name_of(line), set()).add(line.appointment.person_id)
    names = sorted(seats, key=lambda name: (not name, -seats[name], danish.sort_key(name)))
    return [Sum(name, seats[name], len(people[name])) for name in names]


@dataclass(frozen=True, slots=True)
class Shares:
    """What each list has of the political seats, beside its fair share of them. `others`: seats of
    lists without members in the council, or of nobody known."""

    rows: Sequence[Share]
    seats: int
    others: int

    @property
    def members(self) -> int:
        return sum(row.entry.members for row in self.rows)


def shares_on(council: Council, lines: Iterable[Line], at: datetime.date) -> Shares | None:
    """Our own computation, by the members of the council on the day; None without any."""
    term = Term.objects.running(at).select_related("election").first()
    lists = lists_of(council, term, at) if term else []
    if not lists:
        return None
    political = [line for line in lines if line.kind.is_political]
    pks = {one.pk for one in lists}
    has = Counter(_list_of(line, pks) for line in political)
    rows = shares(lists, len(political), Counter(), has)
    return Shares(rows, len(political), has[None])


def _list_of(line: Line, lists: Collection[int]) -> int | None:
    """Among the lists of the day: a group that chose in an earlier term goes on as the person's
    own."""
    wanted = (line.list_pk, line.stands_for.list_pk)
    return next((pk for pk in wanted if pk in lists), None)
