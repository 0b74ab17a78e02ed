"""Whom people stand for on a day: party, its letter, and municipality; for any number of people in
as many queries as for one."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from councils.models import CouncilMembership, ElectoralList, Office, PartyMembership


@dataclass(frozen=True, slots=True)
class Affiliation:
    """What is not registered is empty. `code` is the municipality's, `list_pk` names the party's
    list in the election behind the term of the day, as its `letter` does."""

    list_pk: int | None = None
    letter: str = ""
    party: str = ""
    municipality: str = ""
    code: str = ""
    sort_key: str = ""


NOTHING = Affiliation()
_PLACE = [f"municipality__{name}" for name in ("name", "code", "sort_key")]


def affiliations(people: Collection[int], at: datetime.date) -> dict[int, Affiliation]:
    """By person (key)."""
    parties = {
        person: (party, name)
        for person, party, name in PartyMembership.objects.in_force(at)
        .filter(person__in=people)
        .order_by()
        .values_list("person_id", "party_id", "party__short_name")
    }
    lists = _lists({party for party, _ in parties.values()}, at)
    places = _places(people, at)
    found = {}
    for person in people:
        party, name = parties.get(person, (None, ""))
        place = places.get(person, ("", "", ""))
        found[person] = Affiliation(*lists.get(party, (None, "")), name, *place)
    return found


def _lists(parties: Collection[int], at: datetime.date) -> dict[int | None, tuple[int, str]]:
    """Key and letter of each party's list."""
    lists = ElectoralList.objects.filter(
        election__term__starts_on__lte=at, election__term__ends_on__gte=at, party__in=parties
    )
    rows = lists.order_by().values_list("party_id", "pk", "letter")
    return {party: (pk, letter) for party, pk, letter in rows}


def _places(people: Collection[int], at: datetime.date) -> dict[int, tuple[str, str, str]]:
    """The municipality of the latest office; of the seat in a council where no office is
    registered."""
    seats = CouncilMembership.objects.in_force(at).filter(person__in=people)
    offices = Office.objects.in_force(at).filter(person__in=people)
    found = {}
    for rows in (seats, offices):
        for person, *place in rows.order_by("starts_on", "pk").values_list("person_id", *_PLACE):
            found[person] = tuple(place)
    return found
