"""The bodies that a council keeps: what they are, and when they end.

All raise ValidationError with Danish reasons at their fields, and BodyHasChanged where somebody
saved something else since `version`, the one that the page showed. A body's version counts for
its kinds of seats too.
"""

import datetime
from collections.abc import Collection
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.db.models import F, Q

from appointments.actions.running import run_anew, run_on
from appointments.models import Alternate, Appointment, Body, Task
from councils import audit
from councils.actions import rows
from councils.danish import short_day
from councils.models import Council, User

# How many names an error tells before it counts the others.
NAMED = 3


class BodyHasChanged(Exception):
    """Somebody saved something else since the page was shown; carries the body as stored."""

    def __init__(self, stored: Body) -> None:
        super().__init__(str(stored))
        self.stored = stored


@transaction.atomic
def create_body(
    council: Council, *, by: User, other_councils: Collection[Council], **content: Any
) -> Body:
    """`content` are fields of the model."""
    rows.lock([council])
    body = Body(council=council, **content)
    _check(body, other_councils)
    body.save()
    body.other_councils.set(other_councils)
    _record("create_body", body, f"Oprettede forummet »{body}«", by)
    return body


@transaction.atomic
def change_body(
    body: Body,
    *,
    by: User,
    at: datetime.date,
    version: int,
    other_councils: Collection[Council],
    **content: Any,
) -> Body:
    """Its last day is not changed here, see `dissolve_body`. Where people come to carry over, or
    do no longer, appointments that are not over on the day `at` end accordingly."""
    stored = lock_body(body, version)
    former, carried_over = stored.name, stored.carries_over
    for name, value in content.items():
        setattr(stored, name, value)
    _check(stored, other_councils)
    _check_first_day(stored)
    _refuse_to_drop(stored, other_councils)
    stored.version += 1
    stored.save()
    stored.other_councils.set(other_councils)
    anew = run_anew(stored, at) if stored.carries_over != carried_over else []
    renamed = f" (før: {former})" if former != stored.name else ""
    summary = f"Rettede forummet »{stored}«{renamed}{_told_anew(anew)}"
    people = [appointment.person for appointment in anew]
    audit.record_about(people, "change_body", stored, summary, by=by, council=stored.council)
    return stored


@transaction.atomic
def dissolve_body(
    body: Body,
    *,
    by: User,
    version: int,
    ends_on: datetime.date,
    successors: Collection[Body] = (),
    ends_appointments: bool = False,
) -> Body:
    """Its last day, and what takes its place. Appointments that would run on are refused by name
    unless `ends_appointments`: then they end the same day."""
    stored = lock_body(body, version)
    if any(successor.pk == stored.pk for successor in successors):
        raise ValidationError({"successors": "Et forum kan ikke afløse sig selv."})
    stored.ends_on = ends_on
    _check(stored)
    _refuse_open_tasks(stored, ends_on)
    running = list(_running_beyond(stored, ends_on).select_for_update(of=("self",)))
    _refuse_coming(running, ends_on)
    if running and not ends_appointments:
        raise ValidationError({"ends_appointments": _still_running(running)})
    for appointment in running:
        _end(appointment, ends_on)
    _end_alternates(stored, ends_on)
    stored.version += 1
    stored.save()
    stored.successors.set(successors)
    plural = "er" if len(running) > 1 else ""
    ended = f", afsluttede {len(running)} udpegning{plural}" if running else ""
    summary = f"Nedlagde forummet »{stored}« pr. {short_day(ends_on)}{ended}"
    people = [appointment.person for appointment in running]
    audit.record_about(people, "dissolve_body", stored, summary, by=by, council=stored.council)
    return stored


@transaction.atomic
def reopen_body(body: Body, *, by: User, version: int) -> Body:
    """It does not end after all. Appointments that were ended with it stay ended; those that would
    by themselves run longer do so again."""
    stored = lock_body(body, version)
    former, stored.ends_on = stored.ends_on, None
    _check(stored)
    stored.version += 1
    stored.save()
    stored.successors.clear()
    anew = run_on(stored, former) if former is not None else []
    summary = f"Fortrød nedlæggelsen af forummet »{stored}«{_told_anew(anew)}"
    people = [appointment.person for appointment in anew]
    audit.record_about(people, "reopen_body", stored, summary, by=by, council=stored.council)
    return stored


def lock_body(body: Body, version: int) -> Body:
    """The body as stored, to be written with its kinds of seats; the council's rows first, as
    everywhere. Raises BodyHasChanged."""
    rows.lock([body.council])
    stored = Body.objects.select_for_update(of=("self",)).select_related("council").get(pk=body.pk)
    if stored.version != version:
        raise BodyHasChanged(stored)
    return stored


def _check(body: Body, other_councils: Collection[Council] = ()) -> None:
    if any(council.pk == body.council_id for council in other_councils):
        told = f"{body.council} har forummet selv. Vælg kun andre KKR."
        raise ValidationError({"other_councils": told})
    try:
        body.full_clean()
    except ValidationError as error:
        is_backwards = body.ends_on is not None and body.ends_on < body.starts_on
        raise at_field(error, "ends_on" if is_backwards else "name") from error


def at_field(error: ValidationError, field: str) -> ValidationError:
    """The same, with what is said about no field in particular at the one where it is mended."""
    errors = error.update_error_dict({})
    told = errors.pop(NON_FIELD_ERRORS, [])
    return ValidationError(errors | ({field: [*errors.get(field, []), *told]} if told else {}))


def _check_first_day(body: Body) -> None:
    earlier = Appointment.objects.filter(seat__kind__body=body, starts_on__lt=body.starts_on)
    first = earlier.order_by("starts_on").first()
    if first is not None:
        told = f"Der er udpegninger fra {short_day(first.starts_on)}. Forummet må være fra den dag."
        raise ValidationError({"starts_on": told})


def _refuse_to_drop(body: Body, other_councils: Collection[Council]) -> None:
    """A council that fills seats of the body sends people there."""
    dropped = body.other_councils.exclude(pk__in=[council.pk for council in other_councils])
    kind = body.seat_kinds.filter(council__in=dropped).select_related("council").first()
    if kind is not None:
        told = f"{kind.council} besætter pladserne »{kind}«. Ret først dem."
        raise ValidationError({"other_councils": told})


def _refuse_open_tasks(body: Body, ends_on: datetime.date) -> None:
    """What a round is still to fill beyond that day would come to nothing."""
    beyond = Q(ends_on=None) | Q(ends_on__gt=ends_on)
    tasks = Task.objects.filter(beyond, kind__body=body, decided_on=None, round__closed_at=None)
    rounds = {
        f"{task.round.council}: {task.round}" for task in tasks.select_related("round__council")
    }
    if rounds:
        told = f"Hverv i forummet er ikke besluttet i en åben runde ({', '.join(sorted(rounds))})."
        raise ValidationError({"ends_on": f"{told} Beslut, forkort eller fjern dem først."})


def _told_anew(appointments: Collection[Appointment]) -> str:
    if not appointments:
        return ""
    plural = "er" if len(appointments) > 1 else ""
    return f", gav {len(appointments)} udpegning{plural} en anden sidste dag"


def _running_beyond(body: Body, day: datetime.date):
    rows = Appointment.objects.filter(Q(ends_on=None) | Q(ends_on__gt=day), seat__kind__body=body)
    return rows.select_related("person").order_by("person__sort_key", "pk")


def _refuse_coming(running: Collection[Appointment], day: datetime.date) -> None:
    """What has not begun by then cannot end: whoever made it must take it back."""
    coming = [one for one in running if one.starts_on > day]
    if coming:
        told = _names(coming)
        raise ValidationError(
            {"ends_on": f"Der er udpegninger, som først begynder senere: {told}."}
        )


def _still_running(running: Collection[Appointment]) -> str:
    return f"Udpegninger løber videre efter den dag: {_names(running)}."


def _names(appointments: Collection[Appointment]) -> str:
    """»Åse Bøgh, Bo Bek, Eva Ek og 2 andre«"""
    names = list(dict.fromkeys(str(one.person) for one in appointments))
    more = len(names) - NAMED
    told = ", ".join(names[:NAMED])
    return f"{told} og {more} {'anden' if more == 1 else 'andre'}" if more > 0 else told


def _end(appointment: Appointment, day: datetime.date) -> None:
    appointment.ends_on = day
    appointment.ended_because = Appointment.EndedBecause.BODY_ENDED
    appointment.version = F("version") + 1
    appointment.save(update_fields=["ends_on", "ended_because", "version"])


def _end_alternates(body: Body, day: datetime.date) -> None:
    """They end with those for whom they stand in; who was to begin later never does."""
    theirs = Alternate.objects.filter(Q(appointment__seat__kind__body=body) | Q(kind__body=body))
    theirs.filter(starts_on__gt=day).delete()
    theirs.filter(Q(ends_on=None) | Q(ends_on__gt=day)).update(ends_on=day)


def _record(action: str, body: Body, summary: str, by: User) -> None:
    audit.record(action, body, summary, by=by, council=body.council)
