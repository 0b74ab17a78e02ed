"""Who is in the Blå Bog on a day, asked for by the day: the history behind it costs nothing."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet

from councils import danish
from councils.directory.values import (
    ROLES,
    Line,
    Party,
    Place,
    Post,
    Role,
    Somebody,
    address_of,
    folded,
)
from councils.lives.leaves import on_leave
from councils.models import (
    ContactDetails,
    Council,
    CouncilMembership,
    ElectoralList,
    Leadership,
    Office,
    PartyMembership,
    SecretariatMember,
    Substitution,
)

_PERSON = [f"person__{name}" for name in ("name", "title", "gender", "is_example")]
_PERSON += ["person_id", "person__sort_key", "person__search_key"]
_PLACE = [f"municipality__{name}" for name in ("code", "name", "sort_key", "search_key")]


def lines_on(at: datetime.date, councils: Collection[Council]) -> list[Line]:
    """Everybody in the councils' directories on the day `at`, by name, without contact details.

    Seven queries, however many they are. An app above this one may add lines of its own kind.
    """
    by_pk = {council.pk: council for council in councils}
    members = CouncilMembership.objects.in_force(at).filter(council__in=by_pk)
    seats = list(members.values("pk", "council_id", "term_id", "role", *_PERSON, *_PLACE))
    substitutions = list(_substitutions(at, by_pk))
    parties = _Parties(at, [*seats, *substitutions])
    lines = [
        *_members(seats, substitutions, _posts(at, by_pk), parties, by_pk),
        *_substitutes(at, substitutions, seats, parties, by_pk),
        *_staff(at, by_pk),
    ]
    return sorted(lines, key=lambda line: (line.sort_key, line.council.position))


def _substitutions(at: datetime.date, councils: Iterable[int]) -> QuerySet:
    rows = Substitution.objects.in_force(at).filter(membership__council__in=councils)
    rows = rows.annotate(
        council_id=models.F("membership__council"), term_id=models.F("membership__term")
    )
    return rows.order_by("pk").values("membership_id", "council_id", "term_id", *_PERSON)


def _posts(at: datetime.date, councils: Iterable[int]) -> dict[int, list[Post]]:
    """By membership: those who lead, or are known to take over."""
    leaders = Leadership.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=at),
        Q(membership__ends_on=None) | Q(membership__ends_on__gte=at),
        membership__starts_on__lte=at,
        council__in=councils,
    )
    posts = defaultdict(list)
    names = ("membership_id", "role", "starts_on", "is_approximate")
    for seat, role, starts_on, is_approximate in leaders.order_by("starts_on").values_list(*names):
        posts[seat].append(Post(Leadership.Role(role).label, starts_on, is_approximate))
    return posts


class _Parties:
    """The party of each person on the day, with its letter in the election behind a term."""

    def __init__(self, at: datetime.date, rows: Iterable[Mapping[str, Any]]) -> None:
        memberships = PartyMembership.objects.in_force(at)
        memberships = memberships.filter(person__in={row["person_id"] for row in rows})
        names = ("party_id", "party__name", "party__short_name")
        self._of = {
            person: party
            for person, *party in memberships.order_by().values_list("person_id", *names)
        }
        lists = ElectoralList.objects.filter(
            election__term__in={row["term_id"] for row in rows}, party__isnull=False
        )
        self._letters = {
            (term, party): letter
            for term, party, letter in lists.order_by().values_list(
                "election__term", "party_id", "letter"
            )
        }

    def of(self, row: Mapping[str, Any]) -> Party:
        if row["person_id"] not in self._of:
            return Party()
        party, name, short_name = self._of[row["person_id"]]
        return Party(self._letters.get((row["term_id"], party), ""), name, short_name)


def _members(
    seats: Iterable[Mapping[str, Any]],
    substitutions: Iterable[Mapping[str, Any]],
    posts: Mapping[int, list[Post]],
    parties: _Parties,
    councils: Mapping[int, Council],
) -> Iterator[Line]:
    substitutes = defaultdict(list)
    for row in substitutions:
        substitutes[row["membership_id"]].append(_somebody(row, parties))
    for row in seats:
        yield Line(
            council=councils[row["council_id"]],
            role=ROLES[row["role"]],
            place=Place(*(row[name] for name in _PLACE)),
            party=parties.of(row),
            posts=tuple(posts.get(row["pk"], ())),
            substitutes=tuple(substitutes[row["pk"]]),
            **_about(row),
        )


def _substitutes(
    at: datetime.date,
    substitutions: Iterable[Mapping[str, Any]],
    seats: Iterable[Mapping[str, Any]],
    parties: _Parties,
    councils: Mapping[int, Council],
) -> Iterator[Line]:
    """One line for each person and council, whomever they stand in for there."""
    members = {row["pk"]: _somebody(row, parties) for row in seats}
    of_person = defaultdict(list)
    for row in substitutions:
        of_person[row["person_id"], row["council_id"]].append(row)
    places = _places_of_office(at, {person for person, _ in of_person})
    for (person, council), rows in of_person.items():
        yield Line(
            council=councils[council],
            role=Role.SUBSTITUTE,
            place=places.get(person, Place()),
            party=parties.of(rows[0]),
            stands_in_for=tuple(members[row["membership_id"]] for row in rows),
            **_about(rows[0]),
        )


def _places_of_office(at: datetime.date, people: Collection[int]) -> dict[int, Place]:
    """A substitute has no seat to take the municipality from, but an office."""
    offices = Office.objects.in_force(at).filter(person__in=people).order_by("-starts_on", "-pk")
    rows = offices.values_list("person_id", *_PLACE)
    return {person: Place(*place) for person, *place in reversed(rows)}


def _staff(at: datetime.date, councils: Mapping[int, Council]) -> Iterator[Line]:
    staff = SecretariatMember.objects.in_force(at).filter(council__in=councils, is_listed=True)
    for council, name, title, email, phone in staff.values_list(
        "council_id", "name", "title", "email", "phone"
    ):
        yield Line(
            council=councils[council],
            role=Role.SECRETARIAT,
            name=name,
            sort_key=danish.sort_key(name),
            search_key=folded(name),
            title=title,
            email=email,
            phone=phone,
        )


def _about(row: Mapping[str, Any]) -> dict[str, Any]:
    about = {name.removeprefix("person__"): row[name] for name in _PERSON}
    about["person"] = about.pop("person_id")
    return about


def _somebody(row: Mapping[str, Any], parties: _Parties) -> Somebody:
    letter = parties.of(row).letter
    return Somebody(address_of(row["person_id"]), row["person__name"], letter)


def add_contacts(lines: Iterable[Line], user, at: datetime.date) -> None:
    """How to reach the people of the lines, as far as `user` may know on the day `at`; no more than
    that is fetched."""
    people = defaultdict(list)
    for line in lines:
        if line.person:
            people[line.person].append(line)
    for contact in ContactDetails.objects.visible_to(user, at).filter(person__in=people):
        for line in people[contact["person_id"]]:
            line.email, line.phone = contact["shown_email"], contact["shown_phone"]


def add_leaves(lines: Collection[Line], at: datetime.date) -> None:
    """Says of those who are on leave on the day that they are."""
    away = on_leave([line.person for line in lines if line.person], at)
    for line in lines:
        if line.person in away:
            line.leave = str(away[line.person])
