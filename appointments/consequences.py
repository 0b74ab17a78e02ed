"""What becomes of appointments when something happens in a politician's life: further consequences
beside those in councils/lives, seen before they are written and taken back with them.

That an appointment ends on the day on which its requirement fails is the portal's choice: the
standing orders say who may be elected, not when somebody leaves (docs/adr/0021).
"""

import datetime
from collections.abc import Iterator, Sequence

from appointments.eligibility import Standing, may_be_overruled, reason_against, standing_of
from appointments.models import Alternate, Appointment, SeatKind
from appointments.vacancies import Ending, ends, followers, removed_or_asked, where
from councils.lives.endings import beyond, day
from councils.lives.values import Consequence, Event, Kind, Tone, Write
from councils.models import (
    Council,
    CouncilMembership,
    CouncilMunicipality,
    Office,
    PartyMembership,
    Person,
)

_DAY = datetime.timedelta(days=1)
_ELIGIBLE_AS_COUNCILLOR = (SeatKind.Eligibility.COUNCILLOR, SeatKind.Eligibility.ELECTED)


def consequences(event: Event, found: Sequence[Consequence]) -> Iterator[Consequence]:
    """`found` is what follows for seats, posts and offices in the councils."""
    if event.kind == Kind.LEAVE:
        yield from _kept_during_leave(event)
        return
    writes = [write for one in found for write in one.writes]
    is_first_day = event.kind == Kind.BECAME_MAYOR
    last_day = event.on - _DAY if is_first_day else event.on
    ending = Ending(last_day, Appointment.EndedBecause.LOST_BASIS)
    if event.kind == Kind.DIED:
        yield from _of_the_dead(event.person, Ending(last_day, Appointment.EndedBecause.DIED))
    else:
        for person in _people(event, writes):
            yield from _of_person(person, event, writes, ending)
    yield from followers(writes, ending)


def _people(event: Event, writes: Sequence[Write]) -> list[Person]:
    """Whose offices or seats change: a new mayor's predecessor, too."""
    rows = [w.row for w in writes if w.model in (Office, CouncilMembership) and w.row is not None]
    people = {event.person.pk: event.person}
    for row in rows:
        people.setdefault(row.person_id, row.person)
    return list(people.values())


def _appointments(person: Person):
    return (
        Appointment.objects.filter(person=person)
        .select_related(
            "person", "elected_by__municipality", "seat__kind__body__council", "seat__kind__council"
        )
        .order_by("starts_on", "pk")
    )


def _alternates(person: Person):
    return Alternate.objects.filter(person=person).select_related(
        "person",
        "appointment__person",
        "appointment__seat__kind__body__council",
        "appointment__seat__kind__council",
        "kind__body__council",
        "kind__council",
    )


# --- Death ---------------------------------------------------------------------------------------


def _of_the_dead(person: Person, ending: Ending) -> Iterator[Consequence]:
    for one in beyond(_appointments(person), ending.on):
        said = f"Er udpeget til {where(one.seat)}"
        yield from ending.of(one, f"{said} til og med {day(ending.on)}.")
    for one in _appointments(person).filter(starts_on__gt=ending.on):
        yield from removed_or_asked(one)
    for one in beyond(_alternates(person), ending.on):
        yield from ending.of_alternate(one)
    for one in _alternates(person).filter(starts_on__gt=ending.on):
        yield ends(one, "Skulle være suppleant", None)


# --- Requirements that fail ----------------------------------------------------------------------


def _of_person(
    person: Person, event: Event, writes: Sequence[Write], ending: Ending
) -> Iterator[Consequence]:
    after = _After(person, writes)
    lost: set[int] = set()
    for one in beyond(_appointments(person), ending.on):
        reason = after.reason_against(one.seat.kind, ending.first_day)
        if reason:
            lost.add(one.pk)
            had_none = reason_against(
                one.seat.kind, _After(person, ()).standing(one.seat.kind, ending.first_day)
            )
            yield from _without_basis(one, event, ending, had_none)
    for one in _appointments(person).filter(starts_on__gt=ending.on):
        if after.reason_against(one.seat.kind, one.starts_on):
            yield Consequence(
                f"{person} er udpeget til {where(one.seat)} fra {day(one.starts_on)} og opfylder"
                " ikke kravet til pladsen. Slet udpegningen, hvis det ikke ændrer sig.",
                Tone.DOUBT,
                one.seat.kind.keeper,
            )
    yield from _of_alternates(person, event, after, ending)
    if event.kind == Kind.LEFT_PARTY and person == event.person:
        yield from _of_list(person, ending, lost)


def _without_basis(
    one: Appointment, event: Event, ending: Ending, had_none: str
) -> Iterator[Consequence]:
    person, kind, council = one.person, one.seat.kind, one.seat.kind.keeper
    if had_none:
        yield Consequence(
            f"Udpegningen af {person} til {where(one.seat)} er uden grundlag i forvejen. Afslut"
            " den, hvis den ikke skal fortsætte.",
            Tone.DOUBT,
            council,
        )
    elif _stays_in_municipal_council(event) and kind.eligibility in _ELIGIBLE_AS_COUNCILLOR:
        yield Consequence(
            f"Udpegningen af {person} til {where(one.seat)} kræver et hverv i en"
            f" kommunalbestyrelse. Registrér {person} som medlem fra {day(ending.first_day)}, eller"
            " afslut udpegningen.",
            Tone.DOUBT,
            council,
        )
    elif may_be_overruled(kind):
        yield Consequence(
            f"Udpegningen af {person} til {where(one.seat)} kræver en folkevalgt. Undersøg, om"
            f" {person} er valgt andre steder. Afslut ellers udpegningen.",
            Tone.DOUBT,
            council,
        )
    else:
        yield from ending.of_basis_lost(one)


def _stays_in_municipal_council(event: Event) -> bool:
    return event.kind in (Kind.STOPPED_AS_MAYOR, Kind.BECAME_MAYOR)


def _of_alternates(
    person: Person, event: Event, after: "_After", ending: Ending
) -> Iterator[Consequence]:
    """Whoever may not be elected cannot stand in either."""
    for one in beyond(_alternates(person), ending.on):
        kind = one.kind or one.appointment.seat.kind
        if not after.reason_against(kind, ending.first_day):
            continue
        if _stays_in_municipal_council(event) or may_be_overruled(kind):
            yield Consequence(
                f"{person} er suppleant i {kind.body}. Undersøg, om kravet til pladsen stadig er"
                " opfyldt.",
                Tone.DOUBT,
                kind.keeper,
            )
        else:
            yield from ending.of_alternate(one)


def _of_list(person: Person, ending: Ending, lost: set[int]) -> Iterator[Consequence]:
    """Appointments that the party's group chose: no rule that we found says who keeps the seat."""
    belonged = PartyMembership.objects.in_force(ending.on).filter(person=person).first()
    if belonged is None:
        return
    chosen = _appointments(person).filter(elected_by__party=belonged.party_id).exclude(pk__in=lost)
    for one in beyond(chosen, ending.on):
        yield Consequence(
            f"Er udpeget til {where(one.seat)} af {one.elected_by}. Reglerne siger ikke, om en"
            " udpeget, der forlader sit parti, fortsætter. Aftal det med gruppen.",
            Tone.DOUBT,
            one.seat.kind.keeper,
        )


def _kept_during_leave(event: Event) -> Iterator[Consequence]:
    for one in _appointments(event.person).in_force(event.on):
        alternates = Alternate.objects.in_force(event.on).filter(appointment=one)
        names = " og ".join(str(row.person) for row in alternates.select_related("person"))
        said = f"Beholder udpegningen til {where(one.seat)}"
        yield Consequence(
            f"{said}. {names} er suppleant." if names else f"{said} og har ingen suppleant der.",
            Tone.NOTICE,
            one.seat.kind.keeper,
        )


class _After:
    """What a person is once the `writes` of a plan are done."""

    def __init__(self, person: Person, writes: Sequence[Write]) -> None:
        offices = Office.objects.filter(person=person).select_related("municipality")
        seats = CouncilMembership.objects.filter(person=person).voting()
        self.offices = list(_rows(offices, writes))
        self.seats = list(_rows(seats.select_related("municipality"), writes))
        self.offices += _new(Office, person, writes)
        self.seats += _new(CouncilMembership, person, writes)

    def reason_against(self, kind: SeatKind, at: datetime.date) -> str:
        """Why they may not sit on such a seat; "" too where no council that we know fills it."""
        return reason_against(kind, self.standing(kind, at)) if kind.council_id else ""

    def standing(self, kind: SeatKind, at: datetime.date) -> Standing:
        council: Council | None = kind.council
        if council is None:
            return Standing()
        periods = CouncilMunicipality.objects.in_force(at).filter(council=council)
        ours = set(periods.values_list("municipality", flat=True))
        offices = [one for one in self.offices if one.starts_on <= at]
        seats = [s for s in self.seats if s.council_id == council.pk and s.is_in_force(at)]
        return standing_of(offices, seats, ours, at)


def _rows(stored, writes: Sequence[Write]) -> Iterator:
    """As they will be."""
    written = {(w.model, w.row.pk): w.facts for w in writes if w.row is not None}
    for row in stored:
        facts = written.get((type(row), row.pk), {})
        if facts is None:
            continue
        for name, value in facts.items():
            setattr(row, name, value)
        yield row


def _new(model, person: Person, writes: Sequence[Write]) -> list:
    made = [w.facts for w in writes if w.model is model and w.row is None]
    return [model(**facts) for facts in made if facts["person"] == person]
