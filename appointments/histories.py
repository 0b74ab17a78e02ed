"""Who has held the seats of a body, from the first day that is known; in as many queries for twenty
years as for one."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from appointments.following import LEADERS, kinds_in_order, source_of, with_followed
from appointments.models import Appointment, Body, Seat, SeatKind
from councils.models import Leadership, Person


@dataclass(frozen=True, slots=True)
class Spell:
    """Somebody held a seat, holds it, or will. `appointment` is None for a post in the council;
    `because` says in Danish why it ended, where that is known."""

    person: Person
    starts_on: datetime.date
    ends_on: datetime.date | None
    due_on: datetime.date | None = None
    is_approximate: bool = False
    because: str = ""
    appointment: Appointment | None = None


@dataclass(frozen=True, slots=True)
class SeatHistory:
    """All who held a seat, the latest first; of ex-officio seats those who held what they
    follow."""

    kind: SeatKind
    seat: Seat | None
    spells: tuple[Spell, ...]


def history_of(body: Body) -> list[SeatHistory]:
    """Of each seat of the body, in their order."""
    kinds = list(kinds_in_order().filter(body=body).prefetch_related("seats"))
    known = with_followed(kinds)
    sources = {kind.pk: source_of(kind, known) for kind in kinds}
    found = [source for source in sources.values() if source is not None]
    spells, posts = _spells({kind.pk for kind in found}), _posts(found)
    histories = []
    for kind in kinds:
        source = sources[kind.pk]
        if not kind.held_by:
            own = spells[kind.pk]
            histories += [SeatHistory(kind, seat, tuple(own[seat.pk])) for seat in kind.seats.all()]
        elif source is not None and source.held_by in LEADERS:
            post = (source.body.council_id, LEADERS[source.held_by])
            histories.append(SeatHistory(kind, None, tuple(posts[post])))
        else:
            histories.append(SeatHistory(kind, None, _together(spells, source)))
    return histories


def _together(
    spells: dict[int, dict[int, list[Spell]]], source: SeatKind | None
) -> tuple[Spell, ...]:
    """Of all seats of the kind that is followed."""
    rows = spells[source.pk].values() if source is not None else ()
    together = [spell for row in rows for spell in row]
    return tuple(sorted(together, key=lambda spell: spell.starts_on, reverse=True))


def _spells(kinds: Collection[int]) -> dict[int, dict[int, list[Spell]]]:
    """By kind and seat, the latest first."""
    found: dict[int, dict[int, list[Spell]]] = defaultdict(lambda: defaultdict(list))
    rows = Appointment.objects.filter(seat__kind__in=kinds).select_related("person", "seat")
    for row in rows.order_by("-starts_on", "-pk"):
        spell = Spell(
            person=row.person,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            due_on=row.due_on,
            is_approximate=row.is_approximate,
            because=row.get_ended_because_display() if row.ended_because else "",
            appointment=row,
        )
        found[row.seat.kind_id][row.seat_id].append(spell)
    return found


def _posts(kinds: Iterable[SeatKind]) -> dict[tuple[int, str], list[Spell]]:
    """Who has led the councils whose chair or vice-chair is followed, by council and post."""
    councils = {kind.body.council_id for kind in kinds if kind.held_by in LEADERS}
    found = defaultdict(list)
    if councils:
        posts = Leadership.objects.filter(council__in=councils)
        for post in posts.select_related("membership__person").order_by("-starts_on", "-pk"):
            spell = Spell(
                post.membership.person,
                post.starts_on,
                post.ends_on,
                is_approximate=post.is_approximate,
            )
            found[post.council_id, post.role].append(spell)
    return found
