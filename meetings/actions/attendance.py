"""Who came to a meeting: recorded by the secretariat, and apologies by the members themselves."""

import datetime
from collections import Counter
from collections.abc import Iterator, Mapping

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction

from councils import audit
from councils.models import Council, User
from meetings import attendances
from meetings.attendances import Entry, Line, OwnPlace, Roll
from meetings.models import Attendance, Meeting

Status = Attendance.Status
TOO_EARLY = "Hvem der mødte, kan først noteres på mødets dag, når dagsordenen er offentliggjort."


class AttendanceHasChanged(Exception):
    """Somebody recorded something, or who may attend changed, since the page was shown; carries
    the roll as it is now."""

    def __init__(self, stored: Roll) -> None:
        super().__init__("the attendance has changed")
        self.stored = stored


class NotExpected(Exception):
    """Whoever apologises has no place of their own at the meeting."""


class TooLateToApologise(Exception):
    """The meeting has begun, or the secretariat has recorded that the member came or did not."""


@transaction.atomic
def record_attendance(
    meeting: Meeting,
    *,
    by: User,
    entries: Mapping[int, Entry],
    seen: str,
    at: datetime.datetime,
) -> Roll:
    """Puts down what is said of each member and observer, by their memberships' keys; who is not
    among them stays as recorded. Returns the roll as it is then.

    Raises AttendanceHasChanged unless the roll still has the mark that the page showed, and
    ValidationError by membership for what cannot be.
    """
    meeting = _locked(meeting)
    stored = attendances.roll(meeting)
    if stored.mark != seen:
        raise AttendanceHasChanged(stored)
    changed = _changed(stored, entries)
    mistakes = dict(_mistakes(stored, changed, attendances.statuses(meeting, at)))
    if mistakes:
        raise ValidationError(mistakes)
    if changed or stored.gone:
        _write(stored, changed, by=by, at=at)
        stored = attendances.roll(meeting)
        summary = f"Noterede fremmøde til {meeting}: {_told(stored)}"
        audit.record("record_attendance", meeting, summary, by=by, council=meeting.council)
    return stored


@transaction.atomic
def send_apology(meeting: Meeting, *, by: User, at: datetime.datetime) -> Attendance:
    """The owner of the account will not come. Their substitute they tell themselves. [official]

    Raises NotExpected and TooLateToApologise.
    """
    meeting = _locked(meeting)
    place = _own_place(meeting, by, at)
    if place.has_apologised:
        return place.attendance
    if not place.may_apologise:
        raise TooLateToApologise
    apology = Attendance.objects.create(
        meeting=meeting,
        membership=place.seat,
        status=Status.APOLOGY,
        recorded_at=at,
        recorded_by=by,
    )
    summary = f"Meldte afbud til {meeting}"
    audit.record("send_apology", meeting, summary, by=by, council=meeting.council)
    return apology


@transaction.atomic
def withdraw_apology(meeting: Meeting, *, by: User, at: datetime.datetime) -> None:
    """The owner of the account comes after all. Raises NotExpected and TooLateToApologise."""
    meeting = _locked(meeting)
    place = _own_place(meeting, by, at)
    if place.may_apologise:
        return
    if not place.may_withdraw:
        raise TooLateToApologise
    place.attendance.delete()
    summary = f"Trak sit afbud til {meeting} tilbage"
    audit.record("withdraw_apology", meeting, summary, by=by, council=meeting.council)


def _locked(meeting: Meeting) -> Meeting:
    """The council first, as whoever changes its seats and substitutes does, so that nobody gets or
    loses a place meanwhile; and one recording of a meeting at a time."""
    Council.objects.select_for_update(no_key=True).get(pk=meeting.council_id)
    return Meeting.objects.scheduled().select_for_update(no_key=True).get(pk=meeting.pk)


def _own_place(meeting: Meeting, user: User, at: datetime.datetime) -> OwnPlace:
    place = attendances.own_place(meeting, user, at)
    if place is None:
        raise NotExpected
    return place


def _changed(stored: Roll, entries: Mapping[int, Entry]) -> dict[int, Entry]:
    """Without what says the same already: that stays even if it could not be recorded today."""
    before = {line.seat.pk: line.entry for line in stored.lines}
    return {key: entry for key, entry in entries.items() if before.get(key) != entry}


def _write(stored: Roll, changed: dict[int, Entry], *, by: User, at: datetime.datetime) -> None:
    # All that goes before anything that comes: a substitute may have changed places.
    replaced = [line.attendance for line in stored.lines if line.seat.pk in changed]
    doomed = [row.pk for row in [*replaced, *stored.gone] if row is not None]
    Attendance.objects.filter(pk__in=doomed).delete()
    Attendance.objects.bulk_create(
        Attendance(
            meeting=stored.meeting,
            membership_id=key,
            status=entry.status,
            attended_by_id=entry.attended_by,
            recorded_at=at,
            recorded_by=by,
        )
        for key, entry in changed.items()
        if entry.status
    )


def _mistakes(
    stored: Roll, changed: dict[int, Entry], allowed: list[str]
) -> Iterator[tuple[str, str]]:
    """By the membership's key, what cannot be."""
    lines = {line.seat.pk: line for line in stored.lines}
    wanted = {key: changed.get(key, line.entry) for key, line in lines.items()}
    times = Counter(_who_came(lines[key], entry) for key, entry in wanted.items())
    for key, entry in changed.items():
        if key not in lines:
            yield NON_FIELD_ERRORS, "En af personerne er ikke medlem på mødets dag."
        elif entry.status and entry.status not in allowed:
            yield str(key), TOO_EARLY
        elif entry.status == Status.SUBSTITUTE and not _may_stand_in(lines[key], entry):
            said = "Kun medlemmets egen personlige stedfortræder på mødets dag må møde."
            yield str(key), said
        elif (who := _who_came(lines[key], entry)) is not None and times[who] > 1:
            yield str(key), "Den samme person er noteret som mødt to gange."


def _may_stand_in(line: Line, entry: Entry) -> bool:
    return line.substitute is not None and line.substitute.pk == entry.attended_by


def _who_came(line: Line, entry: Entry) -> int | None:
    if entry.status == Status.PRESENT:
        return line.seat.person_id
    return entry.attended_by


def _told(roll: Roll) -> str:
    counts = roll.counts
    return (
        f"{counts[Status.PRESENT]} til stede, {counts[Status.SUBSTITUTE]} stedfortrædere,"
        f" {counts[Status.APOLOGY]} afbud, {counts[Status.ABSENT]} udeblevet"
    )
