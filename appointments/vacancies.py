"""How an appointment ends in a plan of consequences, and what is to be done about the seat."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from appointments.following import LEADERS, STEPS
from appointments.models import Alternate, Appointment, Seat, SeatKind
from councils.lives.endings import OWN, beyond, day
from councils.lives.later import referring
from councils.lives.values import Consequence, Tone, Write
from councils.models import Leadership
from councils.models.periods import Period

_DAY = datetime.timedelta(days=1)


def where(seat: Seat) -> str:
    """E.g. »Erhvervshus Midtjylland (Politiker 2)«."""
    return f"{seat.kind.body} ({seat})"


def next_step(appointment: Appointment) -> str:
    """Who finds a successor, in Danish: a vacancy goes back to the group that chose, or to those
    who nominated."""
    kind = appointment.seat.kind
    group = _group(appointment)
    if group:
        return f"{group} vælger en afløser, for pladsen tilhører gruppen."
    organisations = [str(one) for one in appointment.nominated_by.all()]
    if organisations:
        return f"Bed {' og '.join(organisations)} om en ny indstilling."
    if kind.is_political:
        return f"Sæt valg af en afløser på dagsordenen i {kind.council}."
    return f"{kind.get_appointer_display()} en afløser."


def matter(appointment: Appointment, said: str) -> dict[str, str]:
    """What an agenda item of the council that fills the seat says of it."""
    kind = appointment.seat.kind
    if not kind.is_ours:
        return {}
    whom = f"en afløser for {appointment.person} i {kind.body}"
    group = _group(appointment)
    if group:
        proposal = f"tager til efterretning, at {group} vælger {whom}"
    else:
        proposal = f"{'vælger' if kind.is_political else 'udpeger'} {whom}"
    return {"paragraph": said, "proposal": proposal}


def _group(appointment: Appointment) -> str:
    """The one that chose."""
    chosen_by = appointment.elected_by
    return appointment.group or (str(chosen_by) if chosen_by else "")


@dataclass(frozen=True, slots=True)
class Ending:
    """Appointments end on the day `on` for one reason. `ended`: the kinds of seats that became
    free, `done`: alternates that are told already."""

    on: datetime.date
    because: str
    ended: list[SeatKind] = field(default_factory=list)
    done: set[int] = field(default_factory=set)

    @property
    def first_day(self) -> datetime.date:
        """Of the vacancy."""
        return self.on + _DAY

    def of(self, one: Appointment, said: str, rule: str = "") -> Iterator[Consequence]:
        """Ends the appointment with who stands in for the person, and says what is to be done."""
        facts = {"ends_on": self.on, "ended_because": self.because, "version": one.version + 1}
        council = one.seat.kind.keeper
        write = Write(Appointment, one, facts)
        yield Consequence(said, council=council, rule=rule, writes=(write,))
        self.ended.append(one.seat.kind)
        alternates = Alternate.objects.filter(appointment=one).select_related("person")
        for row in beyond(alternates, self.on):
            if row.pk not in self.done:
                self.done.add(row.pk)
                named = f"{row.person} er suppleant for {one.person} i {one.seat.kind.body}"
                yield ends(row, named, self.on, council=council)
        for row in alternates.filter(starts_on__gt=self.on):
            self.done.add(row.pk)
            yield ends(row, f"{row.person} skulle være suppleant for {one.person}", None)
        yield Consequence(
            f"{where(one.seat)} er ledig fra {day(self.first_day)}. Næste skridt: {next_step(one)}",
            Tone.VACANCY,
            council,
            **matter(
                one, f"{one.person} er udpeget til {where(one.seat)} til og med {day(self.on)}."
            ),
        )

    def of_basis_lost(self, one: Appointment) -> Iterator[Consequence]:
        """The requirement fails; where the body lets people carry over they do."""
        kind = one.seat.kind
        lost = f"Udpegningen af {one.person} til {where(one.seat)} mister sit grundlag"
        wanted = f"Kravet er: {kind.get_eligibility_display()}."
        if kind.body.carries_over:
            yield Consequence(
                f"{lost}. {wanted} {one.person} fungerer videre, til efterfølgeren er udpeget."
                f" Næste skridt: {next_step(one)}",
                Tone.VACANCY,
                kind.keeper,
                OWN,
                **matter(one, f"{lost}. {one.person} fungerer videre, til en anden er udpeget."),
            )
            return
        yield from self.of(one, f"{lost} og slutter {day(self.on)}. {wanted}", OWN)

    def of_alternate(self, row: Alternate) -> Iterator[Consequence]:
        """Somebody stands in no longer, for one or for all of a kind."""
        if row.pk in self.done:
            return
        self.done.add(row.pk)
        appointment = row.appointment
        kind = row.kind or appointment.seat.kind
        whom = f"for {appointment.person} i {kind.body}" if appointment else f"i {kind.body}"
        council = kind.keeper
        yield ends(row, f"{row.person} er suppleant {whom}", self.on, council=council, rule=OWN)
        said = f"{appointment.person} mangler en suppleant i" if appointment else "Suppleant i"
        missing = f"{said} {kind.body}" + ("" if appointment else " mangler")
        yield Consequence(f"{missing} fra {day(self.first_day)}.", Tone.VACANCY, council)


def ends(row: Period, said: str, on: datetime.date | None, **facts) -> Consequence:
    """The row ends on the day; without one it is removed."""
    if on is None:
        write = Write(type(row), row, None)
        told = f"{said} fra {day(row.starts_on)}. Registreringen slettes."
    else:
        write = Write(type(row), row, {"ends_on": on})
        told = f"{said} til og med {day(on)}."
    return Consequence(told, writes=(write,), **facts)


def removed_or_asked(one: Appointment) -> Iterator[Consequence]:
    """An appointment that cannot begin any more. What something else hangs on, a round or another
    appointment, is left for people to take out of there."""
    council = one.seat.kind.keeper
    said = f"Er udpeget til {where(one.seat)} fra {day(one.starts_on)}"
    hangs_on = one.follows_id or one.candidate_id
    if hangs_on or any(model is not Alternate for model in referring(one)):
        told = f"{said}. Slet udpegningen, og find en anden."
        yield Consequence(told, Tone.DOUBT, council)
        return
    for row in one.alternates.select_related("person"):
        named = f"{row.person} skulle være suppleant i {one.seat.kind.body}"
        yield ends(row, named, None, council=council)
    write = Write(Appointment, one, None)
    yield Consequence(f"{said}. Registreringen slettes.", council=council, writes=(write,))
    told = f"{where(one.seat)} bliver ledig. Næste skridt: {next_step(one)}"
    yield Consequence(told, Tone.VACANCY, council)


def followers(writes: Sequence[Write], ending: Ending) -> Iterator[Consequence]:
    """Ex-officio seats follow by themselves."""
    posts = [w.row for w in writes if w.model is Leadership and w.row is not None]
    roles = {role: held_by for held_by, role in LEADERS.items()}
    kinds = SeatKind.objects.select_related("body__council", "council").order_by("pk")
    found: dict[int, SeatKind] = {}
    for post in posts:
        held = kinds.filter(held_by=roles.get(post.role), body__council=post.council_id)
        found |= {kind.pk: kind for kind in held}
    found |= {kind.pk: kind for kind in kinds.filter(follows__in=ending.ended)}
    for _ in range(STEPS):
        further = {kind.pk: kind for kind in kinds.filter(follows__in=found)}
        if not further.keys() - found.keys():
            break
        found |= further
    for kind in found.values():
        yield Consequence(
            f"{kind} i {kind.body} følger hvervet: den nye indtræder af sig selv.",
            Tone.NOTICE,
            kind.keeper,
        )
