"""Who stands in for appointed representatives: for one of them, or for all of a kind of seat.

Raises ValidationError with what speaks against it, at its field; then nothing is stored.
"""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from appointments import filling
from appointments.filling import day
from appointments.models import Alternate, Appointment, Body, SeatKind
from councils import audit
from councils.actions import rows
from councils.models import Person, User

KINDS = SeatKind.Alternates


@transaction.atomic
def name_alternate(
    whose: Appointment | SeatKind,
    person: Person,
    *,
    by: User,
    starts_on: datetime.date,
    ends_on: datetime.date | None,
    overruled_because: str = "",
) -> Alternate:
    """The person stands in for an appointed representative, on their days, or for all of a kind."""
    kind = _lock(whose)
    row = Alternate(person=person, starts_on=starts_on, ends_on=ends_on)
    if isinstance(whose, Appointment):
        row.appointment = Appointment.objects.select_related("person").get(pk=whose.pk)
        _refuse_personal(row, kind)
    else:
        row.kind = kind
        _refuse_shared(row, kind)
    told = filling.refused(kind, [person], starts_on, {person.pk: overruled_because})
    if told:
        field = "overruled_because" if filling.may_be_overruled(kind) else "person"
        raise ValidationError({field: told})
    rows.save(row)
    _touch(row)
    summary = f"{person} blev suppleant for {_for_whom(row)} fra {day(starts_on)}"
    summary += f". Begrundelse: {overruled_because}" if overruled_because else ""
    _record("name_alternate", row, summary, by, kind)
    return row


@transaction.atomic
def end_alternate(alternate: Alternate, *, by: User, seen: str, on: datetime.date) -> Alternate:
    """`on` is the last day. Raises RowHasChanged unless the row still has the mark that is `seen`,
    see councils.actions.rows."""
    kind = _lock(alternate.appointment or alternate.kind)
    stored = rows.unchanged(alternate, seen, "person", "appointment__person", "kind")
    if on < stored.starts_on:
        raise ValidationError({"on": f"Suppleanten begynder først {day(stored.starts_on)}."})
    if stored.ends_on is not None and on > stored.ends_on:
        raise ValidationError({"on": f"Suppleanten slutter allerede {day(stored.ends_on)}."})
    stored.ends_on = on
    rows.save(stored)
    _touch(stored)
    summary = f"{stored.person} er suppleant for {_for_whom(stored)} til og med {day(on)}"
    _record("end_alternate", stored, summary, by, kind)
    return stored


def _lock(whose: Appointment | SeatKind) -> SeatKind:
    """The council's seats; returns the kind of seat as stored."""
    key = whose.pk if isinstance(whose, SeatKind) else whose.seat.kind_id
    kind = SeatKind.objects.select_related("body__council", "council").get(pk=key)
    rows.lock([kind.keeper])
    list(Body.objects.select_for_update(no_key=True).filter(pk=kind.body_id))
    return kind


def _refuse_personal(row: Alternate, kind: SeatKind) -> None:
    if kind.alternates in (KINDS.NONE, KINDS.SHARED):
        told = {KINDS.NONE: "Pladsen har ingen suppleanter."}
        raise ValidationError(told.get(kind.alternates, "Suppleanterne er fælles for pladserne."))
    appointment = row.appointment
    if row.person_id == appointment.person_id:
        raise ValidationError({"person": "Ingen kan være sin egen suppleant."})
    if row.starts_on < appointment.starts_on:
        told = f"{appointment.person} er først udpeget fra {day(appointment.starts_on)}."
        raise ValidationError({"starts_on": told})
    if appointment.ends_on is None:
        return
    if row.starts_on > appointment.ends_on:
        told = f"Udpegningen slutter {day(appointment.ends_on)}."
        raise ValidationError({"starts_on": told})
    row.ends_on = min(row.ends_on or appointment.ends_on, appointment.ends_on)


def _refuse_shared(row: Alternate, kind: SeatKind) -> None:
    if kind.alternates in (KINDS.NONE, KINDS.PERSONAL):
        told = {KINDS.NONE: "Pladserne har ingen suppleanter."}
        raise ValidationError(told.get(kind.alternates, "Suppleanterne er personlige."))
    if wrong := filling.wrong_days(kind.body, row.starts_on, row.ends_on):
        raise ValidationError({name.replace("due_on", "ends_on"): t for name, t in wrong.items()})
    until = row.ends_on or datetime.date.max
    held = Appointment.objects.within(row.starts_on, until).filter(seat__kind=kind)
    if held.filter(person=row.person).exists():
        raise ValidationError({"person": f"{row.person} sidder selv på en af pladserne."})


def _touch(row: Alternate) -> None:
    """The page of the appointment shows its alternate: whoever has an older one must look again."""
    if row.appointment is not None:
        row.appointment.version += 1
        row.appointment.save(update_fields=["version"])


def _for_whom(row: Alternate) -> str:
    return str(row.appointment.person if row.appointment else row.kind)


def _record(action: str, row: Alternate, summary: str, by: User, kind: SeatKind) -> None:
    told = f"{summary}: {kind.body}"
    audit.record_about([row.person], action, row, told, by=by, council=kind.keeper)
