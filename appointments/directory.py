"""The councils' representatives in regional bodies, as lines of the Blå Bog."""

import datetime
import functools
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.db.models import F, OuterRef, Subquery
from django.urls import reverse

from appointments.models import Appointment
from councils import danish
from councils.directory import Appointed, Line, Role
from councils.directory.lines import in_force_beside
from councils.directory.values import Party, Place
from councils.models import Council, ElectoralList

_PERSON = {
    "person": "person_id",
    **{
        name: f"person__{name}"
        for name in ("name", "sort_key", "search_key", "title", "gender", "is_example")
    },
}
_PLACE = [f"municipality__{name}" for name in ("code", "name", "sort_key", "search_key")]
_OFFICE = [f"office__{name}" for name in _PLACE]
_SEAT = [f"sits__{name}" for name in _PLACE]
_PARTY = [f"belonging__party__{name}" for name in ("name", "short_name")]


def lines_on(at: datetime.date, councils: Collection[Council]) -> Iterator[Line]:
    """One line for each person and council that appointed or nominated them, in one query."""
    by_pk = {council.pk: council for council in councils}
    found: dict[tuple[int, int], dict[int, Mapping[str, Any]]] = defaultdict(dict)
    for row in _rows(at, by_pk):
        # Of several offices the latest, which comes last.
        found[row["seat__kind__council"], row["person_id"]][row["pk"]] = row
    for (council, _), rows in found.items():
        yield _line(by_pk[council], list(rows.values()))


def _rows(at: datetime.date, councils: Collection[int]):
    """Each appointment with its person's party, its letter in the election behind the term of the
    day, and their municipality: of an office, or of a seat in a council."""
    lists = ElectoralList.objects.filter(
        election__term__starts_on__lte=at,
        election__term__ends_on__gte=at,
        party=OuterRef("belonging__party"),
    ).exclude(letter="")
    rows = Appointment.objects.in_force(at).filter(seat__kind__council__in=councils)
    rows = rows.annotate(
        belonging=in_force_beside("person__party_memberships", at),
        office=in_force_beside("person__offices", at),
        sits=in_force_beside("person__memberships", at),
    ).annotate(letter=Subquery(lists.order_by("pk").values("letter")[:1]))
    names = ("pk", "seat__kind__council", "seat__kind__body", "seat__kind__body__name")
    names += ("seat__kind__label", "letter", *_PERSON.values(), *_PARTY, *_OFFICE, *_SEAT)
    latest_last = (F("office__starts_on").asc(nulls_first=True), "office__pk", "sits__pk", "pk")
    return rows.order_by(*latest_last).values(*names)


def _line(council: Council, rows: list[Mapping[str, Any]]) -> Line:
    row = rows[0]
    bodies = [
        Appointed(
            _address_of(one["seat__kind__body"]),
            one["seat__kind__body__name"],
            one["seat__kind__label"],
        )
        for one in rows
    ]
    return Line(
        council=council,
        role=Role.APPOINTED,
        place=_place(row),
        party=Party(row["letter"] or "", *(row[name] or "" for name in _PARTY)),
        appointed_to=tuple(sorted(bodies, key=lambda one: danish.sort_key(one.body))),
        **{name: row[column] for name, column in _PERSON.items()},
    )


def _place(row: Mapping[str, Any]) -> Place:
    for names in (_OFFICE, _SEAT):
        if row[names[0]] is not None:
            return Place(*(row[name] for name in names))
    return Place()


@functools.lru_cache(maxsize=2000)
def _address_of(body: int) -> str:
    return reverse("body", args=[body])
