"""The bodies of a council on a day, as the list of them shows them."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from appointments.holders import KindLine, Place, holders
from appointments.models import Body
from councils import danish
from councils.models import Council


@dataclass(frozen=True, slots=True)
class BodyRow:
    """A body with its seats. `vacant`: seats that a council fills on which nobody is registered;
    of those that others fill the portal need not know the holders."""

    body: Body
    lines: Sequence[KindLine]

    @property
    def seats(self) -> int:
        return sum(len(line.places) for line in self.lines)

    @property
    def is_counted(self) -> bool:
        """Whether the number of seats of every kind is known."""
        return bool(self.lines) and all(line.places or line.kind.number == 0 for line in self.lines)

    @property
    def is_open(self) -> bool:
        """Whether nobody knows how many seats of some kind the councils fill there."""
        ours = [line for line in self.lines if line.kind.is_ours]
        return not self.lines or any(line.kind.number is None for line in ours)

    @property
    def vacant(self) -> int:
        return sum(line.vacant for line in self.lines if line.kind.is_ours)


def rows_on(
    council: Council, at: datetime.date, *, words: str = "", only_vacant: bool = False
) -> list[BodyRow]:
    """The council's bodies on the day, those found that hold each of the words."""
    bodies = Body.objects.of(council).in_force(at).select_related("council")
    found = [body for body in bodies if _holds(body, words)]
    lines = holders(found, at)
    rows = [BodyRow(body, lines[body.pk]) for body in found]
    rows.sort(key=lambda row: danish.sort_key(row.body.name))
    return [row for row in rows if row.vacant or not only_vacant]


def _holds(body: Body, words: str) -> bool:
    told = danish.fold(" ".join([body.name, body.legal_basis, body.description, body.composition]))
    return all(word in told for word in danish.fold(words).split())


def not_in_force(council: Council, at: datetime.date) -> tuple[list[Body], list[Body]]:
    """Former bodies, the latest first, and coming ones, the next first."""
    bodies = Body.objects.of(council).prefetch_related("successors", "predecessors")
    former = bodies.filter(ends_on__lt=at).order_by("-ends_on", "name")
    coming = bodies.filter(starts_on__gt=at).order_by("starts_on", "name")
    return list(former), list(coming)


def seated(lines: Iterable[KindLine]) -> list[Place]:
    """Who sits there as a member on the day, each person once; observers are not counted."""
    places = {
        place.person.pk: place
        for line in lines
        if line.kind.role != line.kind.Role.OBSERVER
        for place in line.places
        if place.person is not None
    }
    return list(places.values())
