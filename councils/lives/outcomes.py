"""What an event that was recorded has changed, for the texts that are written about it."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.apps import apps

from councils.lives.endings import beyond
from councils.lives.values import Event, Kind
from councils.models import (
    Council,
    CouncilMembership,
    Leadership,
    LifeEvent,
    Office,
    Substitution,
)
from councils.models.periods import Period

_DAY = datetime.timedelta(days=1)
_MEMBER = ("person", "council", "municipality", "elected_by")
_SHOWN: dict[str, tuple[str, ...]] = {
    CouncilMembership._meta.label: _MEMBER,
    Leadership._meta.label: ("council", "membership__person"),
    Office._meta.label: ("person", "municipality"),
    Substitution._meta.label: ("person", *(f"membership__{name}" for name in _MEMBER)),
}
Row = TypeVar("Row", bound=Period)


@dataclass(frozen=True, slots=True)
class Matter:
    """What an app above this one has found that a council (key) has to do."""

    council: int
    paragraph: str
    proposal: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """The rows that an event `ended` and that it `began`, and the `matters` that come of it.

    Its person has `kept` seats, each with its substitutes and posts after the event in `attending`
    and `leading`, and goes on `standing_in` for others.
    """

    event: Event
    ended: tuple[Period, ...]
    began: tuple[Period, ...]
    kept: tuple[CouncilMembership, ...] = ()
    standing_in: tuple[Substitution, ...] = ()
    matters: tuple[Matter, ...] = ()

    @property
    def last_day(self) -> datetime.date:
        """Of what ends."""
        first_day_given = self.event.kind in (Kind.BECAME_MAYOR, Kind.LEAVE)
        return self.event.on - _DAY if first_day_given else self.event.on

    @property
    def first_day(self) -> datetime.date:
        """Of what begins."""
        return self.last_day + _DAY

    @property
    def left(self) -> list[CouncilMembership]:
        """Seats that are left; not those of somebody who goes on in the same council as mayor."""
        stays = {(seat.council_id, seat.person_id) for seat in self.seated}
        seats = _of(CouncilMembership, self.ended)
        return [seat for seat in seats if (seat.council_id, seat.person_id) not in stays]

    @property
    def to_fill(self) -> list[CouncilMembership]:
        """Seats whose list elects somebody else."""
        seats = _of(CouncilMembership, self.ended)
        return [seat for seat in seats if seat.elected_by_id is not None]

    @property
    def posts(self) -> list[Leadership]:
        """Chairs and vice-chairs to be elected anew."""
        return _of(Leadership, self.ended)

    @property
    def seated(self) -> list[CouncilMembership]:
        """The new born members."""
        return _of(CouncilMembership, self.began)

    @property
    def lost(self) -> list[Substitution]:
        """Substitutions whose members stay and have nobody now."""
        gone = {seat.pk for seat in _of(CouncilMembership, self.ended)}
        return [one for one in _of(Substitution, self.ended) if one.membership_id not in gone]

    def substitute_of(self, seat: CouncilMembership) -> Substitution | None:
        """Who was made the substitute of a new member."""
        made = _of(Substitution, self.began)
        return next((one for one in made if one.membership_id == seat.pk), None)

    def former_substitute_of(self, seat: CouncilMembership) -> Substitution | None:
        """Whose substitution ended with the seat."""
        ended = _of(Substitution, self.ended)
        return next((one for one in ended if one.membership_id == seat.pk), None)

    @property
    def former_office(self) -> Office | None:
        """The mayor's office that ended."""
        return next((one for one in _of(Office, self.ended) if one.role == Office.Role.MAYOR), None)

    def in_council(self, council: Council) -> "Outcome":
        """What concerns one council; what concerns none, such as offices, stays."""
        return Outcome(
            self.event,
            tuple(row for row in self.ended if _concerns(row, council)),
            tuple(row for row in self.began if _concerns(row, council)),
            tuple(seat for seat in self.kept if _concerns(seat, council)),
            tuple(one for one in self.standing_in if _concerns(one, council)),
            tuple(one for one in self.matters if one.council == council.pk),
        )


def outcome_of(stored: LifeEvent) -> Outcome:
    """Read in a handful of queries. A row that somebody has deleted since is left out."""
    rows = _rows(stored.changes)
    found = [
        (change["before"] is None, rows[change["model"], change["pk"]])
        for change in stored.changes
        if (change["model"], change["pk"]) in rows
    ]
    return Outcome(
        event_of(stored),
        tuple(row for is_new, row in found if not is_new),
        tuple(row for is_new, row in found if is_new),
        tuple(_kept(stored)),
        tuple(_standing_in(stored)),
        tuple(
            Matter(one["council"], one["paragraph"], one["proposal"])
            for one in stored.told
            if "paragraph" in one
        ),
    )


def event_of(stored: LifeEvent) -> Event:
    """What was recorded, as the plan was asked for."""
    return Event(
        kind=LifeEvent.Kind(stored.kind),
        person=stored.person,
        on=stored.happens_on,
        municipality=stored.municipality,
        successor=stored.successor,
        party=stored.party,
        until=stored.until,
    )


def _rows(changes: Iterable[dict]) -> dict[tuple[str, int], Period]:
    keys = defaultdict(list)
    for change in changes:
        keys[change["model"]].append(change["pk"])
    rows = {}
    for label, wanted in keys.items():
        found = apps.get_model(label).objects.select_related(*_SHOWN.get(label, ("person",)))
        rows |= {(label, pk): row for pk, row in found.in_bulk(wanted).items()}
    return rows


def _kept(stored: LifeEvent) -> Iterable[CouncilMembership]:
    """Seats of the person that hold on the day and on the day after."""
    seats = CouncilMembership.objects.voting().filter(person=stored.person)
    kept = beyond(seats, stored.happens_on).select_related(*_MEMBER)
    for seat in kept.prefetch_related("substitutions__person", "leaderships"):
        seat.attending = _on(seat.substitutions.all(), stored.happens_on)
        seat.leading = _on(seat.leaderships.all(), stored.happens_on)
        yield seat


def _standing_in(stored: LifeEvent) -> Iterable[Substitution]:
    held = beyond(Substitution.objects.filter(person=stored.person), stored.happens_on)
    return held.select_related(*_SHOWN[Substitution._meta.label])


def _on(rows: Iterable[Row], day: datetime.date) -> list[Row]:
    return [row for row in rows if row.is_in_force(day)]


def _of(model: type[Row], rows: Iterable[Period]) -> list[Row]:
    return [row for row in rows if isinstance(row, model)]


def _concerns(row: Period, council: Council) -> bool:
    if isinstance(row, Substitution):
        return row.membership.council_id == council.pk
    return getattr(row, "council_id", council.pk) == council.pk
