"""What is registered already about the people that a sheet names, asked for all at once."""

import datetime
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import Q

from councils import danish
from councils.importing.values import Row
from councils.models import (
    ContactDetails,
    Council,
    CouncilMembership,
    ElectoralList,
    Municipality,
    Office,
    PartyMembership,
    Person,
    Substitution,
    Term,
)


@dataclass
class Known:
    """Rows by whom they are about. A dozen queries, however many people the sheet has."""

    municipalities: dict[str, Municipality]  # by code
    lists: dict[str, ElectoralList]  # by letter
    today: datetime.date
    people: dict[int, Person]
    mailed: dict[str, list[int]] = field(
        default_factory=dict
    )  # by e-mail address, in small letters
    # E-mail and phone, each as far as the reader may see it.
    contacts: dict[int, tuple[str, str]] = field(default_factory=dict)
    offices: dict[int, list[Office]] = field(default_factory=dict)
    mayors: list[Office] = field(default_factory=list)  # of the council's municipalities
    parties: dict[int, list[PartyMembership]] = field(default_factory=dict)
    seats: list[CouncilMembership] = field(default_factory=list)  # in this council and term
    substitutions: dict[int, list[Substitution]] = field(default_factory=dict)  # by seat
    homes: dict[int, set[str]] = field(default_factory=dict)  # codes of their municipalities
    placed_here: set[int] = field(default_factory=set)
    kept_here: set[int] = field(default_factory=set)  # by the reader's secretariat
    kept_elsewhere: set[int] = field(default_factory=set)  # by another council's secretariat
    elsewhere: dict[int, list[Council]] = field(default_factory=dict)  # where those have a place

    def named(self, name: str) -> list[int]:
        key = danish.fold(name)
        return [pk for pk, person in self.people.items() if person.search_key == key]

    def knows(self, rows: Collection[Row]) -> bool:
        """Whether there still are all municipalities and lists that the rows name."""
        codes = {row.municipality for row in rows if row.municipality}
        letters = {row.letter for row in rows if row.letter}
        return codes <= self.municipalities.keys() and letters <= self.lists.keys()

    def described(self, pk: int) -> str:
        """Enough to tell somebody from others of the same name."""
        places = sorted(
            self.municipalities[code].name for code in self.homes[pk] if code in self.municipalities
        )
        party = next((one.party.short_name for one in self.parties[pk]), "")
        said = [*places, party, "" if pk in self.placed_here else "ikke i dette KKR"]
        return ", ".join(filter(None, (self.people[pk].name, *said)))


def known(
    council: Council, term: Term, rows: Collection[Row], *, user, today: datetime.date
) -> Known:
    mails = _mails(rows, user, today)
    people = _people(rows, {pk for found in mails.values() for pk in found})
    within = (term.starts_on, term.ends_on)
    seats = CouncilMembership.objects.filter(council=council).within(*within)
    seats = list(seats.select_related("person", "municipality").order_by("starts_on", "pk"))
    stand_ins = Substitution.objects.filter(membership__in=seats).select_related("person")
    offices = Office.objects.filter(person__in=people).select_related("municipality")
    mayors = Office.objects.filter(role=Office.Role.MAYOR).within(*within)
    parties = PartyMembership.objects.filter(person__in=people).select_related("party")
    every = Council.objects.all()
    placed = Person.objects.filter(pk__in=people)
    kept = set(placed.editable_by(user, today).values_list("pk", flat=True))
    found = Known(
        municipalities={one.code: one for one in Municipality.objects.all()},
        lists={one.letter: one for one in term.election.lists.not_local() if one.letter},
        today=today,
        people=people,
        mailed=mails,
        contacts=_contacts(people, user, today),
        offices=_by(offices, "person_id"),
        mayors=list(mayors.select_related("person")),
        parties=_by(parties, "person_id"),
        seats=seats,
        substitutions=_by(stand_ins, "membership_id"),
        placed_here=set(placed.placed_in([council], today).values_list("pk", flat=True)),
        kept_here=kept,
        kept_elsewhere=set(placed.placed_in(every, today).values_list("pk", flat=True)) - kept,
    )
    found.elsewhere = _elsewhere(found.kept_elsewhere, council, today)
    found.homes = _homes(people, found)
    return found


def _people(rows: Collection[Row], further: Collection[int]) -> dict[int, Person]:
    names = {danish.fold(name) for row in rows for name in (row.name, row.substitute) if name}
    found = Person.objects.filter(search_key__in=names) | Person.objects.filter(pk__in=further)
    return {person.pk: person for person in found.order_by("pk")}


def _mails(rows: Collection[Row], user, today: datetime.date) -> dict[str, list[int]]:
    """Whose e-mail address a row has, among those whose details the reader keeps."""
    wanted = {row.email.lower() for row in rows if row.email}
    found: dict[str, list[int]] = defaultdict(list)
    kept = ContactDetails.objects.editable_by(user, today).exclude(email="")
    for person, email in kept.values_list("person_id", "email"):
        if email.lower() in wanted:
            found[email.lower()].append(person)
    return found


def _contacts(people: Collection[int], user, today: datetime.date) -> dict[int, tuple[str, str]]:
    """A detail that is not for the reader is as if there were none: whether it changes would tell
    whether they guessed it."""
    shown = ContactDetails.objects.visible_to(user, today).filter(person__in=people)
    return {one["person_id"]: (one["shown_email"], one["shown_phone"]) for one in shown}


def _elsewhere(
    people: Collection[int], council: Council, today: datetime.date
) -> dict[int, list[Council]]:
    """The other councils where each has a place today or later."""
    not_over = Q(ends_on=None) | Q(ends_on__gte=today)
    seats = CouncilMembership.objects.filter(not_over).exclude(council=council)
    stands_in = Substitution.objects.filter(not_over, membership__in=seats, person__in=people)
    places = {
        *seats.filter(person__in=people).values_list("person_id", "council_id"),
        *stands_in.values_list("person_id", "membership__council_id"),
    }
    found = defaultdict(list)
    for other in Council.objects.all():
        for pk in people:
            if (pk, other.pk) in places:
                found[pk].append(other)
    return found


def _homes(people: Collection[int], found: Known) -> dict[int, set[str]]:
    homes: dict[int, set[str]] = {pk: set() for pk in people}
    for pk in people:
        homes[pk] |= {office.municipality.code for office in found.offices[pk]}
    seats = CouncilMembership.objects.filter(person__in=people)
    for pk, code in seats.values_list("person_id", "municipality__code"):
        homes[pk].add(code)
    return homes


def _by(rows, name: str) -> dict[int, list]:
    grouped = defaultdict(list)
    for row in rows:
        grouped[getattr(row, name)].append(row)
    return grouped
