"""Appointments that nobody ended run as long as their body's rules say; here they are brought in
line when the rules change. The caller has locked the body and stored what it says now."""

import datetime
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from appointments import filling
from appointments.models import Appointment, Body
from councils.actions import rows


def run_anew(body: Body, at: datetime.date) -> list[Appointment]:
    """After the body came to let people carry over, or does no longer; those that were over by the
    day `at` stay so. Returns the appointments that changed."""
    ours = _unended(body).filter(due_on__isnull=False).not_over(at)
    return _run(ours, "carries_over")


def run_on(body: Body, former_end: datetime.date) -> list[Appointment]:
    """After a body that was to end on `former_end` does not. Returns those that changed."""
    return _run(_unended(body).filter(ends_on=former_end), None)


def _unended(body: Body) -> QuerySet[Appointment]:
    """Without a reason to end before their time, each with what its last day depends on."""
    ours = Appointment.objects.select_for_update(of=("self",)).filter(seat__kind__body=body)
    return ours.filter(ended_because="").select_related("person", "seat__kind__body")


def _run(appointments: Iterable[Appointment], field: str | None) -> list[Appointment]:
    """Raises ValidationError at the `field` of the body where somebody would sit twice."""
    changed = []
    for one in list(appointments):
        former, one.ends_on = one.ends_on, filling.last_day(one.seat, one.due_on)
        if one.ends_on == former:
            continue
        _refuse_second_seat(one, field)
        one.version += 1
        rows.save(one)
        _take_alternates_along(one, former)
        changed.append(one)
    return changed


def _refuse_second_seat(one: Appointment, field: str | None) -> None:
    body = one.seat.kind.body
    told = filling.sits_already(body, [one.person], one.starts_on, one.ends_on, but=[one])
    if told:
        told = [*told, "Afslut den ene af udpegningerne først."]
        raise ValidationError({field: told} if field else told)


def _take_alternates_along(one: Appointment, former: datetime.date | None) -> None:
    """Who stood in to the end does so to the new one, and nobody beyond it."""
    if former is not None:
        one.alternates.filter(ends_on=former).update(ends_on=one.ends_on)
    if one.ends_on is not None:
        one.alternates.filter(starts_on__gt=one.ends_on).delete()
        beyond = Q(ends_on=None) | Q(ends_on__gt=one.ends_on)
        one.alternates.filter(beyond).update(ends_on=one.ends_on)
