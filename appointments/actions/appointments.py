"""Appointments as the secretariat knows them: those made without a round, and what becomes of all.

`version` is the one that the page showed; where a colleague has saved something else meanwhile,
RowHasChanged is raised. Whatever speaks against it raises ValidationError, and nothing is stored.
"""

import datetime
from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from appointments import filling
from appointments.filling import day
from appointments.models import Alternate, Appointment, Body, Organisation, Seat
from appointments.succession import another_list
from councils import audit
from councils.actions import rows
from councils.actions.rows import RowHasChanged
from councils.models import Person, User
from kkr_portal.errors import NotHere

BECAUSE = Appointment.EndedBecause
# What is told of an appointment besides who, where and when.
FACTS = ("way", "elected_by", "group", "represents", "is_sme", "decided_in", "source")


@transaction.atomic
def appoint(
    seat: Seat,
    person: Person,
    *,
    by: User,
    starts_on: datetime.date,
    due_on: datetime.date | None,
    overruled_because: str = "",
    nominated_by: Collection[Organisation] = (),
    **facts: Any,
) -> Appointment:
    """The person is appointed to a seat without a round. Whoever carries over there leaves the day
    before. `overruled_because`: why somebody who seems not to meet the requirement may."""
    seat = _locked_seat(seat)
    appointment = Appointment(
        seat=seat, person=person, starts_on=starts_on, due_on=due_on, **_known(facts)
    )
    _refuse(appointment, overruled_because)
    appointment.follows, taken_out = make_room(seat, starts_on)
    _store(appointment, nominated_by)
    summary = f"Udpegede {person} til {_place(seat)} fra {day(starts_on)}"
    summary += _because(overruled_because) + taken_out
    _record("appoint", appointment, summary, by, person)
    return appointment


@transaction.atomic
def change_appointment(
    appointment: Appointment,
    *,
    by: User,
    version: int,
    starts_on: datetime.date,
    due_on: datetime.date | None,
    ends_on: datetime.date | None,
    ended_because: str,
    overruled_because: str = "",
    nominated_by: Collection[Organisation] = (),
    **facts: Any,
) -> Appointment:
    """Corrects an appointment. `ends_on` counts where it `ended_because` of something; otherwise
    it runs as it does by itself."""
    stored = _locked(appointment, version)
    last = ends_on if ended_because else None
    was = (stored.starts_on, stored.due_on, stored.ends_on if stored.ended_because else None)
    if was != (starts_on, due_on, last):
        stored.is_approximate = False
    stored.starts_on, stored.due_on, stored.ended_because = starts_on, due_on, ended_because
    for name, value in _known(facts).items():
        setattr(stored, name, value)
    if ended_because and (told := _wrong_end(stored, last)):
        raise ValidationError({"ends_on": told})
    _refuse(stored, overruled_because)
    _store(stored, nominated_by, last)
    summary = f"Rettede udpegningen af {stored.person} til {_place(stored.seat)}"
    summary += _because(overruled_because) + _fit_alternates(stored)
    _record("change_appointment", stored, summary, by, stored.person)
    return stored


@transaction.atomic
def end_appointment(
    appointment: Appointment, *, by: User, version: int, on: datetime.date, because: str
) -> Appointment:
    """`on` is the last day. Whoever stands in for the person does no longer either."""
    stored = _locked(appointment, version)
    if told := wrong_last_day(stored, on):
        raise ValidationError({"on": told})
    taken_out = _end(stored, on, because)
    what = stored.get_ended_because_display().lower()
    summary = f"Afsluttede udpegningen af {stored.person} til {_place(stored.seat)} {day(on)}"
    _record("end_appointment", stored, f"{summary}: {what}{taken_out}", by, stored.person)
    return stored


@transaction.atomic
def replace_appointment(
    appointment: Appointment,
    person: Person,
    *,
    by: User,
    version: int,
    starts_on: datetime.date,
    because: str = BECAUSE.REPLACED,
    due_on: datetime.date | None = None,
    overruled_because: str = "",
    **facts: Any,
) -> Appointment:
    """A successor for the rest of the period, or until `due_on`, chosen by the same group or
    nominated by the same organisations. Whoever sits there leaves the day before, unless they left
    earlier. `overruled_because`: why a successor of another list, or one who seems not to meet the
    requirement, may."""
    stored = _locked(appointment, version)
    taken_out = _leave_to_successor(stored, starts_on, because)
    successor = Appointment(
        seat=stored.seat,
        person=person,
        starts_on=starts_on,
        due_on=due_on or stored.due_on,
        follows=stored,
        **{
            "way": stored.way,
            "elected_by": stored.elected_by,
            "group": stored.group,
            **_known(facts),
        },
    )
    _refuse(successor, overruled_because)
    _store(successor, stored.nominated_by.all())
    summary = f"{person} afløste {stored.person} på {_place(stored.seat)} {day(starts_on)}"
    about = [person, stored.person]
    summary += _because(overruled_because) + taken_out
    council = stored.seat.kind.keeper
    audit.record_about(about, "replace_appointment", successor, summary, by=by, council=council)
    return successor


@transaction.atomic
def delete_appointment(appointment: Appointment, *, by: User, version: int, because: str) -> None:
    """One that was entered by mistake; `because` stands in the log. Whoever carried over before it
    does so again. Refused where it has a successor or stands on the decision of an open round."""
    stored = _locked(appointment, version)
    if told := reasons_to_stay(stored):
        raise ValidationError(told)
    before = stored.follows
    summary = f"Slettede udpegningen af {stored.person} til {_place(stored.seat)}"
    _record("delete_appointment", stored, summary + _because(because), by, stored.person)
    stored.delete()
    if before is not None:
        carry_over_again(before, stored)


def reasons_to_stay(appointment: Appointment) -> list[str]:
    """Why an appointment must not be deleted, in Danish."""
    told = []
    if Appointment.objects.filter(follows=appointment).exists():
        told.append("Udpegningen har en afløser. Slet afløseren først.")
    candidate = appointment.candidate
    if candidate is not None and candidate.task.decided_on and not candidate.task.round.closed_at:
        told.append("Udpegningen kommer fra en runde. Træk beslutningen tilbage dér.")
    return told


def wrong_last_day(appointment: Appointment, on: datetime.date) -> str:
    """Why the appointment cannot end on that day, in Danish."""
    if on < appointment.starts_on:
        return f"Udpegningen begynder først {day(appointment.starts_on)}."
    if appointment.ends_on is not None and on > appointment.ends_on:
        return f"Udpegningen slutter allerede {day(appointment.ends_on)}."
    return ""


# --- Seats ---------------------------------------------------------------------------------------


def make_room(seat: Seat, starts_on: datetime.date) -> tuple[Appointment | None, str]:
    """Ends the appointment of whoever only carries over on the seat by then, also where they had
    said that they would leave later. Returns it, and what the log says of its alternates."""
    held = Appointment.objects.in_force(starts_on).filter(seat=seat)
    before = held.select_for_update(of=("self",)).first()
    if before is None or not before.is_carried_over(starts_on):
        return None, ""
    return before, _end(before, starts_on - filling.DAY, BECAUSE.REPLACED)


def carry_over_again(before: Appointment, after: Appointment) -> None:
    """Takes back that the successor `after`, who is there no longer, ended it; whoever left for
    another reason does not come back."""
    if not _was_carried_over(before, after):
        return
    until = before.ends_on
    before.ends_on = filling.last_day(before.seat, before.due_on)
    before.ended_because = ""
    before.version += 1
    before.full_clean()
    before.save()
    before.alternates.filter(ends_on=until).update(ends_on=before.ends_on)


def _was_carried_over(before: Appointment, after: Appointment) -> bool:
    """Whether it only ended because the successor began."""
    if before.due_on is None or before.ended_because != BECAUSE.REPLACED:
        return False
    return before.due_on <= before.ends_on == after.starts_on - filling.DAY


def _locked_seat(seat: Seat) -> Seat:
    """The seat with its council's seats and the body locked. Raises NotHere where a colleague has
    taken the seat out since the page was shown."""
    rows.lock([seat.kind.keeper])
    list(Body.objects.select_for_update(no_key=True).filter(pk=seat.kind.body_id))
    seats = Seat.objects.select_related("kind__body__council", "kind__council")
    stored = seats.filter(pk=seat.pk).first()
    if stored is None:
        raise NotHere("Pladsen findes ikke længere.")
    return stored


def _locked(appointment: Appointment, version: int) -> Appointment:
    seat = _locked_seat(appointment.seat)
    related = ("person", "follows__seat__kind__body", "candidate__task__round")
    found = (
        Appointment.objects.select_for_update(of=("self",))
        .select_related(*related)
        .filter(pk=appointment.pk)
        .first()
    )
    if found is None or found.version != version:
        raise RowHasChanged(found)
    found.seat = seat
    return found


# --- Checking and writing ------------------------------------------------------------------------


def _known(facts: dict[str, Any]) -> dict[str, Any]:
    if unknown := facts.keys() - set(FACTS):
        raise TypeError(f"an appointment has no {', '.join(sorted(unknown))}")
    return facts


def _refuse(appointment: Appointment, overruled_because: str) -> None:
    """Raises ValidationError with what speaks against it."""
    seat, person = appointment.seat, appointment.person
    kind, starts_on = seat.kind, appointment.starts_on
    if kind.held_by:
        raise ValidationError("Pladsen følger et hverv og besættes ikke ved en udpegning.")
    if wrong := filling.wrong_days(kind.body, starts_on, appointment.due_on):
        raise ValidationError(wrong)
    is_new = appointment.pk is None
    if is_new or Appointment.objects.get(pk=appointment.pk).starts_on != starts_on:
        overruled = {person.pk: overruled_because}
        if told := filling.refused(kind, [person], starts_on, overruled):
            raise ValidationError({_field_of(kind): told})
    if is_new and not overruled_because and (told := another_list(appointment)):
        raise ValidationError({"overruled_because": told})


def _wrong_end(appointment: Appointment, last: datetime.date | None) -> str:
    """Why it cannot have ended on the day `last`, in Danish."""
    body = appointment.seat.kind.body
    if last is None:
        return "Skriv udpegningens sidste dag."
    if last < appointment.starts_on:
        return "Den sidste dag ligger før den første."
    if body.ends_on is not None and last > body.ends_on:
        return f"{body} er nedlagt efter {day(body.ends_on)}. Vælg en tidligere dag."
    return ""


def _field_of(kind) -> str:
    """Where staff may know better the reason is asked for; elsewhere the person cannot be."""
    return "overruled_because" if filling.may_be_overruled(kind) else "person"


def _store(
    appointment: Appointment,
    nominated_by: Collection[Organisation],
    ends_on: datetime.date | None = None,
) -> None:
    seat = appointment.seat
    appointment.ends_on = ends_on or filling.last_day(seat, appointment.due_on)
    told = filling.sits_already(
        seat.kind.body,
        [appointment.person],
        appointment.starts_on,
        appointment.ends_on,
        but=[appointment] if appointment.pk else [],
    )
    if told:
        raise ValidationError({"starts_on": told})
    if appointment.pk:
        appointment.version += 1
    rows.save(appointment)
    appointment.nominated_by.set(nominated_by)


def _end(appointment: Appointment, on: datetime.date, because: str) -> str:
    """Returns what the log says of its alternates."""
    appointment.ends_on, appointment.ended_because = on, because
    appointment.version += 1
    rows.save(appointment)
    return _fit_alternates(appointment)


def _leave_to_successor(appointment: Appointment, starts_on: datetime.date, because: str) -> str:
    """Ends it the day before, unless it ended earlier. Returns what the log says of its
    alternates."""
    if Appointment.objects.filter(follows=appointment).exists():
        raise ValidationError("Udpegningen har allerede en afløser.")
    if starts_on <= appointment.starts_on:
        since = day(appointment.starts_on)
        told = f"{appointment.person} er udpeget fra {since}. Vælg en senere dag."
        raise ValidationError({"starts_on": told})
    last = starts_on - filling.DAY
    if appointment.ends_on is None or appointment.ends_on > last:
        return _end(appointment, last, because)
    return ""


def _fit_alternates(appointment: Appointment) -> str:
    """Whoever stands in for somebody does not do so after them, nor before. Returns what the log
    says of those who are alternates no longer on any day."""
    until = appointment.ends_on or datetime.date.max
    alternates = Alternate.objects.filter(appointment=appointment)
    beyond = alternates.exclude(pk__in=alternates.within(appointment.starts_on, until))
    names = [str(one.person) for one in beyond.select_related("person")]
    beyond.delete()
    alternates.filter(starts_on__lt=appointment.starts_on).update(starts_on=appointment.starts_on)
    if appointment.ends_on is not None:
        alternates.within(until, datetime.date.max).update(ends_on=until)
    return f". Slettet som suppleant for {appointment.person}: {', '.join(names)}" if names else ""


def _place(seat: Seat) -> str:
    return f"{seat.kind.body} ({seat})"


def _because(reason: str) -> str:
    return f". Begrundelse: {reason}" if reason else ""


def _record(action: str, appointment: Appointment, summary: str, by: User, person: Person) -> None:
    council = appointment.seat.kind.keeper
    audit.record_about([person], action, appointment, summary, by=by, council=council)
