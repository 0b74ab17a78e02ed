"""Fetches the rows that the checks read: a fixed number of queries, however many rows there are."""

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from django.db.models import Q

from councils import models
from councils.quality.values import (
    Colleague,
    Contact,
    ElectedBy,
    Facts,
    Leave,
    Membership,
    Municipality,
    Office,
    Party,
    Person,
    Post,
    SeatElsewhere,
    Substitution,
    Term,
)

_DAYS = ("starts_on", "ends_on")
_ABOUT = ("name", "sort_key", "search_key", "is_example")
_PERSON = ("person_id", *(f"person__{name}" for name in _ABOUT))
_PLACE = ("municipality_id", "municipality__name")
_TERM = tuple(f"term__{name}" for name in (*_DAYS, "name"))

Rows = list[dict[str, Any]]
Unfilled = Iterable[tuple[str, int]] | None


def read(
    council: models.Council,
    term: models.Term,
    at: datetime.date,
    *,
    user,
    today: datetime.date,
    unfilled: Unfilled,
) -> Facts:
    """What the Blå Bog of the council says on the day `at`, which lies in the term, and in the rest
    of the term. `unfilled` is for an app above this one to tell, see Facts.

    For the council's secretariat: contact details are read as far as `user` keeps them `today`.
    """
    seats, substitutions = _seats(council, term, at), _substitutions(council, term, at)
    rows = [*seats, *substitutions]
    namesakes = _namesakes(rows)
    people = _people([*rows, *namesakes], at)
    memberships = {row["pk"]: _membership(row, people) for row in seats}
    here = tuple(_municipalities(council, at))
    mine = {row["person_id"] for row in rows}
    return Facts(
        council=council.name,
        at=at,
        term=Term(term.starts_on, term.ends_on, term.name),
        municipalities=here,
        memberships=tuple(memberships.values()),
        substitutions=tuple(
            Substitution(*_days(row), memberships[row["membership_id"]], people[row["person_id"]])
            for row in substitutions
        ),
        posts=tuple(_posts(memberships)),
        offices=tuple(_offices(people, here, at)),
        seats_elsewhere=tuple(_seats_elsewhere(people, memberships, council)),
        namesakes=tuple(people[row["person_id"]] for row in namesakes),
        leaves=tuple(_leaves(mine, people)),
        contacts=_contacts(mine, user, today),
        staff=tuple(_staff(council, at)),
        unfilled=None if unfilled is None else tuple(unfilled),
    )


# --- Who sits, and for whom ----------------------------------------------------------------------


def _seats(council: models.Council, term: models.Term, at: datetime.date) -> Rows:
    """Those of the term, and those that hold on the day whatever their term."""
    held = models.CouncilMembership.objects.in_force(at).filter(council=council)
    of_term = models.CouncilMembership.objects.filter(council=council, term=term)
    elected_by = [f"elected_by__{name}" for name in ("name", "letter", "party_id")]
    rows = (held | of_term).order_by("person__sort_key", "starts_on", "pk")
    return list(
        rows.values("pk", "role", "elected_by_id", *_DAYS, *_PERSON, *_PLACE, *_TERM, *elected_by)
    )


def _substitutions(council: models.Council, term: models.Term, at: datetime.date) -> Rows:
    seats = models.CouncilMembership.objects.filter(council=council)
    seats = seats.filter(Q(pk__in=seats.in_force(at).values("pk")) | Q(term=term))
    rows = models.Substitution.objects.filter(membership__in=seats)
    rows = rows.order_by("person__sort_key", "starts_on", "pk")
    return list(rows.values("membership_id", *_DAYS, *_PERSON))


def _namesakes(rows: Rows) -> Rows:
    """Others of the same names, whose rows may be the same people's."""
    names = {row["person__search_key"] for row in rows}
    people = models.Person.objects.filter(search_key__in=names)
    people = people.exclude(pk__in={row["person_id"] for row in rows}).order_by("sort_key", "pk")
    return [dict(zip(_PERSON, person, strict=True)) for person in people.values_list("pk", *_ABOUT)]


def _people(rows: Rows, at: datetime.date) -> dict[int, Person]:
    """By key, with the party on the day."""
    pks = {row["person_id"] for row in rows}
    memberships = models.PartyMembership.objects.in_force(at).filter(person__in=pks).order_by()
    parties = {
        person: Party(*party)
        for person, *party in memberships.values_list("person_id", "party_id", "party__name")
    }
    return {row["person_id"]: _person(row, parties.get(row["person_id"])) for row in rows}


def _person(row: Mapping[str, Any], party: Party | None = None) -> Person:
    return Person(*(row[name] for name in _PERSON), party)


def _membership(row: Mapping[str, Any], people: Mapping[int, Person]) -> Membership:
    elected_by = None
    if row["elected_by_id"] is not None:
        name, letter = row["elected_by__name"], row["elected_by__letter"]
        said = f"{name} ({letter})" if letter else name
        elected_by = ElectedBy(said, row["elected_by__party_id"])
    return Membership(
        *_days(row),
        row["pk"],
        people[row["person_id"]],
        _place(row),
        row["role"],
        Term(*(row[name] for name in _TERM)),
        elected_by,
    )


def _posts(memberships: Mapping[int, Membership]) -> Iterator[Post]:
    posts = models.Leadership.objects.filter(membership__in=memberships).order_by("starts_on", "pk")
    for row in posts.values("membership_id", "role", *_DAYS):
        label = models.Leadership.Role(row["role"]).label
        yield Post(*_days(row), memberships[row["membership_id"]], row["role"], label)


# --- What else is known of them ------------------------------------------------------------------


def _municipalities(council: models.Council, at: datetime.date) -> Iterator[Municipality]:
    rows = models.Municipality.objects.belonging_to(council, at)
    return (Municipality(*row) for row in rows.values_list("pk", "name"))


def _offices(
    people: Mapping[int, Person], here: Iterable[Municipality], at: datetime.date
) -> Iterator[Office]:
    """Those of the people, whenever they were, and whoever is mayor here on the day."""
    mayors = models.Office.objects.in_force(at).filter(
        role="mayor", municipality__in=[municipality.pk for municipality in here]
    )
    rows = models.Office.objects.filter(Q(person__in=people) | Q(pk__in=mayors.values("pk")))
    for row in rows.order_by("starts_on", "pk").values("role", *_DAYS, *_PERSON, *_PLACE):
        person = people.get(row["person_id"]) or _person(row)
        yield Office(*_days(row), person, _place(row), row["role"])


def _seats_elsewhere(
    people: Mapping[int, Person], memberships: Collection[int], council: models.Council
) -> Iterator[SeatElsewhere]:
    rows = models.CouncilMembership.objects.filter(person__in=people).exclude(pk__in=memberships)
    names = (*_DAYS, "person_id", "council__name", "council_id", "municipality_id")
    for *seat, its_council, municipality in rows.order_by("pk").values_list(*names):
        yield SeatElsewhere(*seat, its_council != council.pk, municipality)


def _leaves(mine: Collection[int], people: Mapping[int, Person]) -> Iterator[Leave]:
    rows = models.LeaveOfAbsence.objects.filter(person__in=mine)
    for row in rows.order_by("person__sort_key", "starts_on").values("person_id", *_DAYS):
        yield Leave(*_days(row), people[row["person_id"]])


def _contacts(mine: Collection[int], user, today: datetime.date) -> dict[int, Contact]:
    """Of each whose details the user keeps, also of those who have none."""
    kept = models.Person.objects.editable_by(user, today).filter(pk__in=mine).order_by()
    rows = kept.values_list("pk", "contact__email", "contact__phone")
    return {pk: Contact(email or "", phone or "") for pk, email, phone in rows}


def _staff(council: models.Council, at: datetime.date) -> Iterator[Colleague]:
    rows = models.SecretariatMember.objects.in_force(at).filter(council=council, is_listed=True)
    return (Colleague(*row) for row in rows.values_list("name", "email"))


def _days(row: Mapping[str, Any]) -> tuple[datetime.date, datetime.date | None]:
    return row["starts_on"], row["ends_on"]


def _place(row: Mapping[str, Any]) -> Municipality:
    return Municipality(row["municipality_id"], row["municipality__name"])
