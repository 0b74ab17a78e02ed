"""What is missing or doubtful among the seats that a council fills in regional bodies on a day;
beside what councils/quality finds in the Blå Bog, and shown with it.

That a seat stands empty is told of seats whose number is known, in bodies that are there.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from appointments.holders import KindLine, Place, holders
from appointments.models import Body, SeatKind
from councils import danish, quality
from councils.models import Council
from councils.quality import Finding, Group, Severity, Where
from councils.quality.checking import check, day

Alternates = SeatKind.Alternates


@dataclass(frozen=True)
class Facts:
    """The kinds of seats that the council fills, with who sits there, by body."""

    lines: tuple[KindLine, ...]

    @cached_property
    def held(self) -> list[tuple[KindLine, Place]]:
        """The places that somebody was appointed to."""
        return [
            (line, place)
            for line in self.lines
            for place in line.places
            if place.appointment is not None
        ]


def read(council: Council, at: datetime.date) -> Facts:
    """In a fixed number of queries, however many seats there are and whatever their history."""
    own = SeatKind.objects.filled_by(council)
    bodies = list(Body.objects.in_force(at).filter(pk__in=own.values("body")))
    if not bodies:
        return Facts(())
    bodies.sort(key=lambda body: danish.sort_key(body.name))
    found = holders(bodies, at)
    lines = [line for body in bodies for line in found[body.pk]]
    return Facts(tuple(line for line in lines if line.kind.council_id == council.pk))


def check_all(council: Council, at: datetime.date) -> list[Group]:
    return quality.check(read(council, at), CHECKS)


@check(Severity.DOUBT, "Udpegninger uden grundlag")
def appointment_without_basis(facts: Facts) -> Iterator[Finding]:
    for line, place in facts.held:
        if place.reason_against:
            said = f"{place.person} i {line.kind.body} ({line.kind}): {place.reason_against}"
            yield Finding(said, (_appointment(place),))


@check(Severity.MISSING, "Udløbne udpegninger, der fungerer videre")
def appointment_carried_over(facts: Facts) -> Iterator[Finding]:
    for line, place in facts.held:
        if place.is_carried_over and place.due_on is not None:
            yield Finding(
                f"{place.person} fungerer videre i {line.kind.body} ({line.kind}), til en"
                f" efterfølger er udpeget: udpegningen gjaldt til og med {day(place.due_on)}.",
                (_appointment(place),),
            )


@check(Severity.MISSING, "Pladser uden udpeget")
def seat_without_representative(facts: Facts) -> Iterator[Finding]:
    for line in facts.lines:
        if line.kind.number and line.vacant:
            said = f"{line.kind.body} ({line.kind}): {line.vacant} af {line.kind.number}"
            seats = "plads" if line.kind.number == 1 else "pladser"
            yield Finding(f"{said} {seats} er ikke besat.", (_body(line),))


@check(Severity.MISSING, "Udpegede uden suppleant")
def representative_without_alternate(facts: Facts) -> Iterator[Finding]:
    for line, place in facts.held:
        if line.kind.alternates == Alternates.PERSONAL and not place.alternates:
            said = f"{place.person} i {line.kind.body} ({line.kind}) har ingen personlig suppleant."
            yield Finding(said, (_appointment(place),))
    for line in facts.lines:
        is_needed = any(place.appointment is not None for place in line.places)
        if line.kind.alternates == Alternates.SHARED and is_needed and not line.shared_alternates:
            said = f"{line.kind.body} ({line.kind}) har ingen fælles suppleanter."
            yield Finding(said, (_body(line),))


CHECKS = (
    seat_without_representative,
    appointment_carried_over,
    representative_without_alternate,
    appointment_without_basis,
)


def _appointment(place: Place) -> quality.Place:
    return quality.Place(Where.APPOINTMENT, str(place.person), key=place.appointment.pk)


def _body(line: KindLine) -> quality.Place:
    return quality.Place(Where.BODY, str(line.kind.body), key=line.kind.body_id)
