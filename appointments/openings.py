"""Which seats a round can still take up, for which days, and how many of them are free."""

import datetime
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q

from appointments.models import Appointment, Body, Round, SeatKind

ONE_DAY = datetime.timedelta(days=1)
Days = Mapping[int, tuple[datetime.date, datetime.date]]  # first and last day, by kind


@dataclass(frozen=True, slots=True)
class Opening:
    """Seats of one kind, with what a task of the round begins with."""

    kind: SeatKind
    starts_on: datetime.date
    ends_on: datetime.date
    free: int


def working_day(round_: Round, at: datetime.date) -> datetime.date:
    """The day on which a round looks at people: today, but not before its term begins, for the
    offices of newly elected councillors begin with it."""
    return max(at, round_.term.starts_on)


def days_of(body: Body, round_: Round, at: datetime.date) -> tuple[datetime.date, datetime.date]:
    """From when to when somebody is appointed: for the body's own term, the first one that begins
    in the council's term or later; otherwise for the council's term. Only while the body exists."""
    term, first = round_.term, working_day(round_, at)
    starts_on, ends_on = term.starts_on, term.ends_on
    own = body.own_term(first)
    if own is not None and own[0] < term.starts_on:
        own = body.own_term(own[1] + ONE_DAY)
    if own is not None:
        starts_on, ends_on = own
    return max(starts_on, body.starts_on), min(ends_on, body.ends_on or datetime.date.max)


def openings(round_: Round, at: datetime.date) -> list[Opening]:
    """Of each kind that the council fills in a body which is there in what is left of the term,
    and that is not in the round yet; in two queries."""
    bodies = Body.objects.within(working_day(round_, at), round_.term.ends_on)
    kinds = SeatKind.objects.filled_by(round_.council).filter(number__gte=1, body__in=bodies)
    kinds = kinds.exclude(pk__in=round_.tasks.values("kind")).select_related("body", "council")
    days = {kind.pk: days_of(kind.body, round_, at) for kind in kinds}
    taken = _taken(days)
    return [
        Opening(kind, *days[kind.pk], free=max(0, (kind.number or 0) - len(taken[kind.pk])))
        for kind in sorted(kinds, key=lambda kind: (kind.body.name, kind.position, kind.pk))
        if days[kind.pk][0] <= days[kind.pk][1]
    ]


def _taken(days: Days) -> dict[int, set[int]]:
    """By kind, the seats to which somebody is appointed on one of its days. Whoever only carries
    over until a successor is named holds none."""
    first = min((starts_on for starts_on, _ in days.values()), default=datetime.date.max)
    rows = Appointment.objects.filter(Q(ends_on=None) | Q(ends_on__gte=first), seat__kind__in=days)
    taken = defaultdict(set)
    for row in rows.select_related("seat"):
        starts_on, ends_on = days[row.seat.kind_id]
        last = min(row.due_on or datetime.date.max, row.ends_on or datetime.date.max)
        if row.starts_on <= ends_on and last >= starts_on:
            taken[row.seat.kind_id].add(row.seat_id)
    return taken
