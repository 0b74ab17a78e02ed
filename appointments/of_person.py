"""Where one person represents the municipalities, now, soon and formerly; in a fixed number of
queries, however long they have been at it."""

import datetime
from dataclasses import dataclass

from appointments.eligibility import reason_against, standings
from appointments.holders import holders
from appointments.models import Alternate, Appointment, Body, SeatKind
from councils.models import Person


@dataclass(frozen=True, slots=True)
class Represents:
    """One appointment, one seat that follows an office, or somebody stands in there.

    `due_on` is the last day as far as it is known. `reason_against`: why they may no longer sit
    there, for the person and the secretariat. `alternate_for`: whom they stand in for; the body's
    representatives in general where it is None and `is_alternate` holds.
    """

    kind: SeatKind
    starts_on: datetime.date | None
    ends_on: datetime.date | None
    due_on: datetime.date | None = None
    appointment: Appointment | None = None
    is_approximate: bool = False
    is_ex_officio: bool = False
    is_carried_over: bool = False
    is_alternate: bool = False
    alternate_for: Person | None = None
    because: str = ""
    reason_against: str = ""

    @property
    def body(self) -> Body:
        return self.kind.body


@dataclass(frozen=True, slots=True)
class Represented:
    """Sorted by when they are: `now` and `former` the latest first, `coming` the next first."""

    now: tuple[Represents, ...] = ()
    coming: tuple[Represents, ...] = ()
    former: tuple[Represents, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.now or self.coming or self.former)


def represented_by(person: Person, at: datetime.date) -> Represented:
    """Everything the person was appointed to, as seen on the day `at`."""
    rows = [*_appointed(person, at), *_standing_in(person)]
    now = [one for one in rows if _holds(one, at)] + _ex_officio(person, at)
    coming = [one for one in rows if one.starts_on and one.starts_on > at]
    former = [one for one in rows if one.ends_on and one.ends_on < at]
    return Represented(
        tuple(sorted(now, key=_since, reverse=True)),
        tuple(sorted(coming, key=_since)),
        tuple(sorted(former, key=_since, reverse=True)),
    )


def _since(one: Represents) -> datetime.date:
    return one.starts_on or datetime.date.min


def _holds(one: Represents, at: datetime.date) -> bool:
    return _since(one) <= at and (one.ends_on is None or at <= one.ends_on)


def _appointed(person: Person, at: datetime.date) -> list[Represents]:
    own = list(person.appointments.with_seat())
    reasons = _reasons(person, own, at)
    found = []
    for one in own:
        due_on = one.due_on or one.ends_on
        found.append(
            Represents(
                one.seat.kind,
                one.starts_on,
                one.ends_on,
                due_on=due_on,
                appointment=one,
                is_approximate=one.is_approximate,
                is_carried_over=one.is_carried_over(at),
                because=one.get_ended_because_display() if one.ended_because else "",
                reason_against=reasons.get(one.pk, ""),
            )
        )
    return found


def _reasons(person: Person, own: list[Appointment], at: datetime.date) -> dict[int, str]:
    """Of appointments that are not over, by key; a person is appointed by few councils."""
    open_ones = [one for one in own if one.seat.kind.council_id and not _is_over(one, at)]
    councils = {one.seat.kind.council for one in open_ones}
    known = {council.pk: standings({person.pk}, council, at)[person.pk] for council in councils}
    return {
        one.pk: reason_against(one.seat.kind, known[one.seat.kind.council_id]) for one in open_ones
    }


def _is_over(one: Appointment, at: datetime.date) -> bool:
    return one.ends_on is not None and one.ends_on < at


def _standing_in(person: Person) -> list[Represents]:
    rows = Alternate.objects.filter(person=person).select_related(
        "kind__body", "appointment__person", "appointment__seat__kind__body"
    )
    found = []
    for row in rows:
        represented = row.appointment
        kind = row.kind or represented.seat.kind
        # Whoever stands in for a person does so no longer than that person sits there.
        ends = [row.ends_on, represented.ends_on if represented else None]
        last = min((day for day in ends if day is not None), default=None)
        whom = represented.person if represented else None
        found.append(
            Represents(
                kind,
                row.starts_on,
                last,
                due_on=last,
                is_approximate=row.is_approximate,
                is_alternate=True,
                alternate_for=whom,
            )
        )
    return found


def _ex_officio(person: Person, at: datetime.date) -> list[Represents]:
    """Seats that follow an office that the person holds."""
    following = SeatKind.objects.exclude(held_by="").values("body")
    bodies = list(Body.objects.in_force(at).filter(pk__in=following))
    return [
        Represents(
            line.kind,
            place.since,
            None,
            due_on=place.due_on,
            is_approximate=place.is_approximate,
            is_ex_officio=True,
        )
        for lines in holders(bodies, at).values()
        for line in lines
        for place in line.places
        if place.is_ex_officio and place.person == person
    ]
