"""Which appointments run out soon or have run out, and the calendar that reminds of them.

That one is reminded six and three months before is a choice, no rule of law. [setting]
"""

import datetime
from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from icalendar import Alarm, Calendar, Event

from appointments.models import Appointment
from councils.models import Council

SOON, LATER = 3, 6  # months before the last day
OURS = "kkr-portalen"  # stands in ids instead of a host name, so that a move changes none of them
# So long a seat whose term has passed, and that nobody has been appointed to since, is told of.
EXPIRED_SINCE = datetime.timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Expiring:
    """A council's appointments by how near their last day is, each the nearest first."""

    soon: tuple[Appointment, ...]
    later: tuple[Appointment, ...]
    carried_over: tuple[Appointment, ...]
    expired: tuple[Appointment, ...]

    def __bool__(self) -> bool:
        return bool(self.soon or self.later or self.carried_over or self.expired)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many there are of each."""

    soon: int
    later: int
    carried_over: int
    expired: int

    def __bool__(self) -> bool:
        return bool(self.soon or self.later or self.carried_over or self.expired)


def months_after(day: datetime.date, months: int) -> datetime.date:
    """The same day so many months later, or the last one of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return datetime.date(year, month, min(day.day, monthrange(year, month)[1]))


def expiring(council: Council, at: datetime.date) -> Expiring:
    """In a fixed number of queries."""
    conditions = _conditions(at)
    rows = _told(council, at).with_seat().order_by("due_on", "seat__kind__body__name", "pk")
    found = {name: tuple(rows.filter(condition)) for name, condition in conditions.items()}
    return Expiring(**found)


def count_expiring(council: Council, at: datetime.date) -> Counts:
    """The same in one query, for a page that only leads there."""
    counts = {name: Count("pk", filter=condition) for name, condition in _conditions(at).items()}
    return Counts(**_told(council, at).aggregate(**counts))


def _told(council: Council, at: datetime.date) -> QuerySet[Appointment]:
    """The council's, with whether somebody else has the seat when their term is over, as far as
    they ended by themselves or have not ended."""
    successors = Appointment.objects.filter(
        seat=OuterRef("seat"), starts_on__gt=OuterRef("starts_on")
    )
    own = Appointment.objects.of(council).filter(due_on__isnull=False, ended_because="")
    return own.annotate(has_successor=Exists(successors)).filter(has_successor=False)


def _conditions(at: datetime.date) -> dict[str, Q]:
    """What is told of, by its name: an appointment is in one of them or in none."""
    day = datetime.timedelta(days=1)
    soon, later = months_after(at, SOON), months_after(at, LATER)
    in_force = Q(starts_on__lte=at) & (Q(ends_on=None) | Q(ends_on__gte=at))
    over = Q(ends_on__lt=at, ends_on__gte=at - EXPIRED_SINCE)
    # A seat of a body that is not there any more is not vacant.
    body_there = Q(seat__kind__body__ends_on=None) | Q(seat__kind__body__ends_on__gte=at)
    return {
        "soon": in_force & Q(due_on__gte=at, due_on__lte=soon),
        "later": in_force & Q(due_on__gte=soon + day, due_on__lte=later),
        "carried_over": in_force & Q(due_on__lt=at),  # as Appointment.is_carried_over
        "expired": over & body_there,
    }


# --- Calendar ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LastDay:
    """The last day of some appointments to one kind of seat, as a calendar shows it."""

    key: str  # tells it from all others for ever
    on: datetime.date
    summary: str
    description: str
    url: str


def calendar(name: str, url: str, days: Iterable[LastDay], made_at: datetime.datetime) -> bytes:
    """An iCalendar document (RFC 5545) with two reminders before each day: `name` is what calendar
    programs call it, `url` the page for people."""
    whole = Calendar()
    whole.add("prodid", f"-//{OURS}//udpegninger//DA")
    whole.add("version", "2.0")
    whole.add("calscale", "GREGORIAN")
    whole.add("name", name)
    whole.add("x-wr-calname", name)
    whole.add("url", url)
    for day in sorted(days, key=lambda day: (day.on, day.key)):
        whole.add_component(_event(day, made_at))
    return bytes(whole.to_ical())


def _event(day: LastDay, made_at: datetime.datetime) -> Event:
    event = Event()
    event.add("uid", f"{day.key}@{OURS}")
    event.add("dtstamp", made_at.astimezone(datetime.UTC))
    event.add("dtstart", day.on)
    event.add("summary", day.summary)
    event.add("description", day.description)
    event.add("url", day.url)
    event.add("transp", "TRANSPARENT")  # nobody is busy because of it
    for months in (LATER, SOON):
        event.add_component(_alarm(day, months))
    return event


def _alarm(day: LastDay, months: int) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", f"Om {months} måneder: {day.summary}")
    alarm.add("trigger", months_after(day.on, -months) - day.on)
    return alarm


def last_days(council: Council, at: datetime.date, address: Callable[[str], str]) -> list[LastDay]:
    """Of all appointments whose last day, as appointed, is still to come; one day for each kind of
    seat, however many sit there. `address` makes a body's path into an address."""
    rows = Appointment.objects.of(council).filter(due_on__gte=at, ended_because="").with_seat()
    together: dict[tuple, list[Appointment]] = {}
    for row in rows.order_by("due_on", "seat__kind__body__name", "seat__number", "pk"):
        together.setdefault((row.due_on, row.seat.kind), []).append(row)
    return [
        LastDay(
            key=f"udpegning-{kind.pk}-{on:%Y%m%d}",
            on=on,
            summary=f"Udpegning udløber: {kind.body}, {kind.label}",
            description=", ".join(str(one.person) for one in held),
            url=address(kind.body.get_absolute_url()),
        )
        for (on, kind), held in together.items()
    ]
