"""Which seats are free on which days, how long somebody stays on one, and who may sit there."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils import formats

from appointments.eligibility import may_be_overruled, reason_against, standings
from appointments.models import Appointment, Body, Seat, SeatKind
from councils.models import Person

DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Free:
    """A seat that can be filled; `before` is who carries over on it until then, if anybody."""

    seat: Seat
    before: Appointment | None = None


def day(on: datetime.date) -> str:
    """»1. april 2022«."""
    return formats.date_format(on, "j. F Y")


def free_seats(
    kind: SeatKind, starts_on: datetime.date, due_on: datetime.date | None
) -> list[Free]:
    """The seats of the kind on which nobody sits on any of the days, the empty ones first. Whoever
    only carries over there makes room."""
    held = Appointment.objects.within(starts_on, due_on or datetime.date.max)
    before: dict[int, Appointment] = {}
    taken: set[int] = set()
    for one in held.filter(seat__kind=kind).select_related("person"):
        if one.is_carried_over(starts_on):
            before[one.seat_id] = one
        else:
            taken.add(one.seat_id)
    free = [Free(seat, before.get(seat.pk)) for seat in kind.seats.all() if seat.pk not in taken]
    return sorted(free, key=lambda one: (one.before is not None, one.seat.number))


def last_day(seat: Seat, due_on: datetime.date | None) -> datetime.date | None:
    """When somebody appointed until `due_on` leaves by themselves; None where that is open.

    Where the body lets people carry over they stay until the successor begins, if one is named
    already, and otherwise as long as the body is there.
    """
    body = seat.kind.body
    if due_on is not None and not body.carries_over:
        return due_on
    if due_on is None:
        return body.ends_on
    later = Appointment.objects.filter(seat=seat, starts_on__gt=due_on).order_by("starts_on")
    successor = later.values_list("starts_on", flat=True).first()
    ends = [body.ends_on, successor - DAY if successor else None]
    return min((end for end in ends if end is not None), default=None)


def wrong_days(
    body: Body, starts_on: datetime.date, due_on: datetime.date | None
) -> dict[str, str]:
    """What is wrong with the days of an appointment to the body, at its fields."""
    if due_on is not None and due_on < starts_on:
        return {"due_on": "Slutdatoen ligger før startdatoen."}
    if starts_on < body.starts_on:
        return {"starts_on": f"{body} er først oprettet {day(body.starts_on)}."}
    if body.ends_on is not None and starts_on > body.ends_on:
        return {"starts_on": f"{body} er nedlagt efter {day(body.ends_on)}."}
    if body.ends_on is not None and due_on is not None and due_on > body.ends_on:
        return {"due_on": f"{body} er nedlagt efter {day(body.ends_on)}. Vælg en tidligere dag."}
    return {}


def not_eligible(kind: SeatKind, people: Iterable[Person], at: datetime.date) -> dict[int, str]:
    """Why people (by key) may not sit on such a seat on the day `at`, in Danish; what the portal
    cannot know, and seats that no council fills, speak against nobody."""
    keys = {person.pk for person in people}
    if kind.council is None:
        return {}
    known = standings(keys, kind.council, at)
    found = {key: reason_against(kind, known[key]) for key in keys}
    return {key: reason for key, reason in found.items() if reason}


def refused(
    kind: SeatKind,
    people: Iterable[Person],
    at: datetime.date,
    overruled: Mapping[int, str] | None = None,
) -> list[str]:
    """The same as whole sentences with their names, without those of whom staff know better: who
    is `overruled` has a reason, where the kind of seat allows one."""
    people = list(people)
    reasons = not_eligible(kind, people, at)
    told = []
    for person in people:
        if person.pk not in reasons:
            continue
        if may_be_overruled(kind) and (overruled or {}).get(person.pk):
            continue
        reason = reasons[person.pk]
        told.append(f"{person} kan ikke vælges: {reason[0].lower()}{reason[1:]}")
    return told


def sits_already(
    body: Body,
    people: Iterable[Person],
    starts_on: datetime.date,
    ends_on: datetime.date | None,
    but: Iterable[Appointment] = (),
) -> list[str]:
    """Who of the people has another seat in the body on one of the days, as Danish sentences."""
    rows = Appointment.objects.within(starts_on, ends_on or datetime.date.max)
    rows = rows.filter(seat__kind__body=body, person__in=people)
    rows = rows.exclude(pk__in=[one.pk for one in but]).select_related("person", "seat__kind")
    return [f"{one.person} sidder allerede i {body} i perioden ({one.seat})." for one in rows]
