"""Who sits on the seats of bodies on a day; for any number of bodies, and whatever the history
behind the day, in as many queries as for one body.

Ex-officio seats have no appointments of their own: they are held by whoever holds the office that
they follow, so that a new chair of the council sits there from the first day.
"""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q

from appointments.affiliations import NOTHING, Affiliation, affiliations
from appointments.eligibility import reason_against, standings
from appointments.following import LEADERS, kinds_in_order, source_of, with_followed
from appointments.models import Alternate, Appointment, Body, Seat, SeatKind
from councils.models import Leadership, Person


@dataclass(frozen=True, slots=True)
class Place:
    """A seat on the day, and who holds it, if anybody does.

    `appointment`: what they hold it by; of an ex-officio seat the one that it follows, and None
    where that is a post in the council. `reason_against`: why they may no longer sit there, for
    the secretariat.
    """

    seat: Seat | None
    number: int
    person: Person | None = None
    appointment: Appointment | None = None
    alternates: tuple[Person, ...] = ()
    since: datetime.date | None = None
    due_on: datetime.date | None = None
    is_ex_officio: bool = False
    is_carried_over: bool = False
    is_approximate: bool = False
    reason_against: str = ""
    stands_for: Affiliation = NOTHING


@dataclass(frozen=True, slots=True)
class KindLine:
    """The seats of one kind on the day."""

    kind: SeatKind
    places: tuple[Place, ...]
    shared_alternates: tuple[Person, ...] = ()

    @property
    def vacant(self) -> int:
        return sum(place.person is None for place in self.places)


def holders(bodies: Collection[Body], at: datetime.date) -> dict[int, list[KindLine]]:
    """The kinds of seats of each body (by key) with their holders on the day `at`."""
    kinds = list(kinds_in_order().filter(body__in=bodies))
    reading = _Reading(kinds, at)
    lines: dict[int, list[KindLine]] = {body.pk: [] for body in bodies}
    for kind in kinds:
        lines[kind.body_id].append(reading.line(kind))
    return lines


class _Reading:
    """Everything that the lines of these kinds are made from, fetched at once."""

    def __init__(self, kinds: Collection[SeatKind], at: datetime.date) -> None:
        self.at = at
        known = with_followed(kinds)
        self.sources = {kind.pk: source_of(kind, known) for kind in kinds}
        sources = {kind.pk: kind for kind in self.sources.values() if kind is not None}
        self.seats = defaultdict(list)
        for seat in Seat.objects.filter(kind__in=kinds).order_by("kind", "number"):
            self.seats[seat.kind_id].append(seat)
        self.appointments = _appointments(sources, at)
        self.leaders = _leaders(sources.values(), at)
        self.alternates, self.shared = _alternates(kinds, self.appointments, at)
        people = {one.person_id for held in self.appointments.values() for one in held.values()}
        people |= {post.membership.person_id for post in self.leaders.values()}
        self.affiliations = affiliations(people, at)
        self.reasons = _reasons(sources, self.appointments, at)

    def line(self, kind: SeatKind) -> KindLine:
        source = self.sources[kind.pk]
        if kind.held_by:
            places = self._followed_places(kind, source)
        else:
            held = self.appointments.get(kind.pk, {})
            places = [
                self._place(number, seat, held.get(seat.pk))
                for number, seat in enumerate(self.seats[kind.pk], start=1)
            ]
        return KindLine(kind, tuple(places), tuple(self.shared.get(kind.pk, ())))

    def _followed_places(self, kind: SeatKind, source: SeatKind | None) -> list[Place]:
        """One for each who holds the office, and empty ones up to the number that is known."""
        places = []
        if source is not None and source.held_by in LEADERS:
            post = self.leaders.get((source.body.council_id, LEADERS[source.held_by]))
            places = [self._post(post)] if post else []
        elif source is not None:
            held = self.appointments.get(source.pk, {}).values()
            places = [
                self._place(number, None, appointment, is_ex_officio=True)
                for number, appointment in enumerate(held, start=1)
            ]
        least = kind.number or int(kind.held_by in LEADERS)
        empty = range(len(places) + 1, least + 1)
        return places + [Place(None, number, is_ex_officio=True) for number in empty]

    def _place(
        self,
        number: int,
        seat: Seat | None,
        appointment: Appointment | None,
        *,
        is_ex_officio: bool = False,
    ) -> Place:
        if appointment is None:
            return Place(seat, number, is_ex_officio=is_ex_officio)
        due_on = appointment.due_on or appointment.ends_on
        # Whoever stands in for somebody stands in on the seat for which they were named only.
        alternates = () if is_ex_officio else self.alternates.get(appointment.pk, ())
        return Place(
            seat=seat,
            number=number,
            person=appointment.person,
            appointment=appointment,
            alternates=tuple(alternates),
            since=appointment.starts_on,
            due_on=due_on,
            is_ex_officio=is_ex_officio,
            is_carried_over=appointment.is_carried_over(self.at),
            is_approximate=appointment.is_approximate,
            reason_against=self.reasons.get(appointment.pk, ""),
            stands_for=self.affiliations[appointment.person_id],
        )

    def _post(self, post: Leadership) -> Place:
        return Place(
            seat=None,
            number=1,
            person=post.membership.person,
            since=post.starts_on,
            due_on=post.ends_on,
            is_ex_officio=True,
            is_approximate=post.is_approximate,
            stands_for=self.affiliations[post.membership.person_id],
        )


def _appointments(
    kinds: Collection[int], at: datetime.date
) -> dict[int, dict[int | None, Appointment]]:
    """Those in force, by kind and seat."""
    rows = Appointment.objects.in_force(at).filter(seat__kind__in=kinds)
    rows = rows.select_related("person", "seat", "elected_by").prefetch_related("nominated_by")
    found: dict[int, dict[int | None, Appointment]] = defaultdict(dict)
    for row in rows.order_by("seat__number", "pk"):
        found[row.seat.kind_id][row.seat_id] = row
    return found


def _leaders(kinds: Iterable[SeatKind], at: datetime.date) -> dict[tuple[int, str], Leadership]:
    """Who leads the councils whose chair or vice-chair is followed, by council and post."""
    councils = {kind.body.council_id for kind in kinds if kind.held_by in LEADERS}
    if not councils:
        return {}
    posts = Leadership.objects.in_force(at).filter(
        Q(membership__ends_on=None) | Q(membership__ends_on__gte=at), council__in=councils
    )
    posts = posts.select_related("membership__person")
    return {(post.council_id, post.role): post for post in posts}


def _alternates(
    kinds: Collection[SeatKind],
    appointments: Mapping[int, Mapping[int | None, Appointment]],
    at: datetime.date,
) -> tuple[dict[int, list[Person]], dict[int, list[Person]]]:
    """By appointment, and shared ones by kind."""
    held = {one.pk for rows in appointments.values() for one in rows.values()}
    rows = Alternate.objects.in_force(at).select_related("person")
    personal, shared = defaultdict(list), defaultdict(list)
    for row in rows.filter(Q(appointment__in=held) | Q(kind__in=kinds)):
        if row.appointment_id:
            personal[row.appointment_id].append(row.person)
        else:
            shared[row.kind_id].append(row.person)
    return personal, shared


def _reasons(
    kinds: Mapping[int, SeatKind],
    appointments: Mapping[int, Mapping[int | None, Appointment]],
    at: datetime.date,
) -> dict[int, str]:
    """By appointment, why its holder may not sit there any more; some queries for each council
    that appoints."""
    by_council = defaultdict(list)
    for pk, kind in kinds.items():
        if kind.council_id and pk in appointments:
            by_council[kind.council_id].append(kind)
    reasons = {}
    for some in by_council.values():
        held = [(kind, one) for kind in some for one in appointments[kind.pk].values()]
        known = standings({one.person_id for _, one in held}, some[0].council, at)
        for kind, one in held:
            if reason := reason_against(kind, known[one.person_id]):
                reasons[one.pk] = reason
    return reasons
