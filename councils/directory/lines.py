"""Who is in the Blå Bog on a day, asked for by the day: the history behind it costs nothing."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from django.db.models import F, FilteredRelation, Q

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
    SecretariatMember,
    Substitution,
    Visibility,
)
from kkr_portal import clock

_PERSON = [f"person__{name}" for name in ("name", "title", "gender", "is_example")]
_PERSON += ["person_id", "person__sort_key", "person__search_key"]
_PLACE = [f"municipality__{name}" for name in ("code", "name", "sort_key", "search_key")]
_PARTY = [f"belonging__party{name}" for name in ("", "__name", "__short_name")]
_POST = [f"post__{name}" for name in ("role", "starts_on", "is_approximate")]
_OFFICE = ["office__starts_on", "office__pk", *(f"office__{name}" for name in _PLACE)]
Row = Mapping[str, Any]


def lines_on(
    at: datetime.date, councils: Collection[Council], *, today: datetime.date | None = None
) -> list[Line]:
    """Everybody in the councils' directories on the day `at`, by name, without contact details; as
    one asks on the day `today`, which is the portal's unless it is given.

    Four queries, however many they are. Lines of an app above this one are `further_lines_on`.
    """
    by_pk = {council.pk: council for council in councils}
    seats = _seats(at, by_pk, today or clock.today())
    substitutions = _substitutions(at, by_pk)
    parties = _Parties([*seats, *substitutions])
    lines = [
        *_members(seats, substitutions, parties, by_pk),
        *_substitutes(substitutions, seats, parties, by_pk),
        *_staff(at, by_pk),
    ]
    return sorted(lines, key=lambda line: (line.sort_key, line.council.position))


def _seats(at: datetime.date, councils: Iterable[int], today: datetime.date) -> list[Row]:
    """Each seat with the party of its person, and as `posts` whether they lead.

    Who is known to take over is told from today on. A day that is over shows who led on it: its
    answer must not change with every later election.
    """
    not_over = Q(leaderships__ends_on=None) | Q(leaderships__ends_on__gte=at)
    begun = Q(leaderships__starts_on__lte=at) if at < today else Q()
    found = CouncilMembership.objects.in_force(at).filter(council__in=councils)
    found = found.annotate(
        belonging=in_force_beside("person__party_memberships", at),
        post=FilteredRelation("leaderships", condition=not_over & begun),
    )
    names = ("pk", "council_id", "term_id", "role", *_PERSON, *_PLACE, *_PARTY, *_POST)
    seats: dict[int, dict] = {}
    for row in found.order_by().values(*names):
        seat = seats.setdefault(row["pk"], {**row, "posts": []})
        if row["post__role"]:
            label = Leadership.Role(row["post__role"]).label
            seat["posts"].append(Post(label, row["post__starts_on"], row["post__is_approximate"]))
    return list(seats.values())


def _substitutions(at: datetime.date, councils: Iterable[int]) -> list[Row]:
    """Each with the person's party, and with their latest office: a substitute has no seat to take
    the municipality from."""
    found = Substitution.objects.in_force(at).filter(membership__council__in=councils)
    found = found.annotate(
        council_id=F("membership__council"),
        term_id=F("membership__term"),
        belonging=in_force_beside("person__party_memberships", at),
        office=in_force_beside("person__offices", at),
    )
    names = ("pk", "membership_id", "council_id", "term_id", *_PERSON, *_PARTY, *_OFFICE)
    latest_last = (F("office__starts_on").asc(nulls_first=True), "office__pk")
    rows = found.order_by(*latest_last).values(*names)
    latest = {row["pk"]: row for row in rows}
    return [latest[pk] for pk in sorted(latest)]


def in_force_beside(relation: str, at: datetime.date) -> FilteredRelation:
    """What belongs to a row on the day, beside the row: a query of its own for the people of all
    rows takes longer."""
    not_over = Q(**{f"{relation}__ends_on": None}) | Q(**{f"{relation}__ends_on__gte": at})
    return FilteredRelation(relation, condition=not_over & Q(**{f"{relation}__starts_on__lte": at}))


class _Parties:
    """The party of each row's person, with its letter in the election behind the row's term."""

    def __init__(self, rows: Iterable[Row]) -> None:
        lists = ElectoralList.objects.filter(election__term__in={row["term_id"] for row in rows})
        lists = lists.filter(party__isnull=False).exclude(letter="").order_by()
        names = ("election__term", "party_id", "letter")
        self._letters = {(term, party): letter for term, party, letter in lists.values_list(*names)}

    def of(self, row: Row) -> Party:
        party, name, short_name = (row[name] for name in _PARTY)
        if party is None:
            return Party()
        return Party(self._letters.get((row["term_id"], party), ""), name, short_name)


def _members(
    seats: Iterable[Row],
    substitutions: Iterable[Row],
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
            posts=tuple(sorted(row["posts"], key=lambda post: post.starts_on)),
            substitutes=tuple(substitutes[row["pk"]]),
            **_about(row),
        )


def _substitutes(
    substitutions: Iterable[Row],
    seats: Iterable[Row],
    parties: _Parties,
    councils: Mapping[int, Council],
) -> Iterator[Line]:
    """One line for each person and council, whomever they stand in for there."""
    members = {row["pk"]: _somebody(row, parties) for row in seats}
    of_person = defaultdict(list)
    for row in substitutions:
        of_person[row["person_id"], row["council_id"]].append(row)
    for (_, council), rows in of_person.items():
        yield Line(
            council=councils[council],
            role=Role.SUBSTITUTE,
            place=_place_of_office(rows[0]),
            party=parties.of(rows[0]),
            stands_in_for=tuple(members[row["membership_id"]] for row in rows),
            **_about(rows[0]),
        )


def _place_of_office(row: Row) -> Place:
    if row["office__pk"] is None:
        return Place()
    return Place(*(row[f"office__{name}"] for name in _PLACE))


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


_ABOUT = [(name.removeprefix("person__"), name) for name in _PERSON if name != "person_id"]


def _about(row: Row) -> dict[str, Any]:
    return {"person": row["person_id"], **{name: row[column] for name, column in _ABOUT}}


def _somebody(row: Row, parties: _Parties) -> Somebody:
    letter = parties.of(row).letter
    return Somebody(address_of(row["person_id"]), row["person__name"], letter)


def add_contacts(lines: Iterable[Line], user, at: datetime.date) -> None:
    """How to reach the people of the lines, as far as `user` may know on the day `at`; no more than
    that is fetched."""
    people = defaultdict(list)
    for line in lines:
        if line.person:
            people[line.person].append(line)
    contacts = ContactDetails.objects.visible_to(user, at).filter(person__in=people)
    names = ("person_id", "shown_email", "shown_phone", "email_visibility", "phone_visibility")
    for person, email, phone, *visibilities in contacts.values_list(*names):
        is_internal = any(
            shown and visibility > Visibility.PUBLIC
            for shown, visibility in zip((email, phone), visibilities, strict=True)
        )
        for line in people[person]:
            line.email, line.phone, line.is_internal = email, phone, is_internal


def add_leaves(lines: Collection[Line], at: datetime.date) -> None:
    """Says of those who are on leave on the day that they are."""
    away = on_leave([line.person for line in lines if line.person], at)
    for line in lines:
        if line.person in away:
            line.leave = str(away[line.person])


def internal_numbers(lines: Iterable[Line]) -> dict[Council, int]:
    """In each council, of how many people the lines show what is not for everybody; nothing where
    it is one person alone, who is no list."""
    people = defaultdict(set)
    for line in lines:
        if line.is_internal:
            people[line.council].add(line.person)
    if len(set().union(*people.values())) < 2:
        return {}
    return {council: len(found) for council, found in people.items()}
