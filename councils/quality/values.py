"""What the checks read and what they find: plain frozen values."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from django.db import models

# --- What is found -------------------------------------------------------------------------------


class Severity(models.TextChoices):
    MISSING = "mangler", "Mangler"
    DOUBT = "undersoeges", "Bør undersøges"


class Where(StrEnum):
    """The page on which a finding is mended: the name of its route, for kkr_portal to make an
    address of, because some belong to apps above this one."""

    PERSON = "person"
    PLACES = "person-places"
    NEW_SEAT = "seat-create"
    SEATS = "seats"
    STAFF = "staff"
    CONTACT = "contact-edit"
    EVENT = "life-event-create"
    NEW_MAYOR = "life-event-find"
    COMPOSITION = "composition"
    LEADERSHIP = "leadership"
    APPOINTMENT = "appointment"
    BODY = "body"


@dataclass(frozen=True, slots=True)
class Place:
    """Whom a finding is about, and where it is mended; `person` only for somebody with a page, and
    for a new seat whom it is for, or the letter of the list whose it is. `key` is of what an app
    above this one has a page for."""

    where: Where
    name: str
    person: int | None = None
    letter: str = ""
    key: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One Danish sentence, in which the names of the places stand in their order."""

    sentence: str
    places: tuple[Place, ...]


# --- What is read --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Dated:
    """As in councils/models/periods.py: both days included, and no end known without `ends_on`."""

    starts_on: datetime.date
    ends_on: datetime.date | None

    def holds(self, at: datetime.date) -> bool:
        return self.starts_on <= at and (self.ends_on is None or at <= self.ends_on)

    @property
    def last(self) -> datetime.date:
        return self.ends_on or datetime.date.max


@dataclass(frozen=True, slots=True)
class Term(Dated):
    name: str


@dataclass(frozen=True, slots=True)
class Party:
    pk: int
    name: str


@dataclass(frozen=True, slots=True)
class Person:
    """`party` is the one on the day."""

    pk: int
    name: str
    sort_key: str
    search_key: str
    is_example: bool = False
    party: Party | None = None

    @property
    def page(self) -> Place:
        """Where seats, offices and parties are kept."""
        return Place(Where.PLACES, self.name, self.pk)

    @property
    def event_page(self) -> Place:
        """Where it is recorded what happened to the person, and what follows is changed."""
        return Place(Where.EVENT, self.name, self.pk)

    @property
    def contact_page(self) -> Place:
        return Place(Where.CONTACT, self.name, self.pk)


@dataclass(frozen=True, slots=True)
class Municipality:
    pk: int
    name: str


@dataclass(frozen=True, slots=True)
class ElectedBy:
    """A list; `party` is the key of its party, None for a list co-operation."""

    name: str
    party: int | None


@dataclass(frozen=True, slots=True)
class Membership(Dated):
    pk: int
    person: Person
    municipality: Municipality
    role: str
    term: Term
    elected_by: ElectedBy | None = None

    @property
    def last_of_seat(self) -> datetime.date:
        """The last day on which the seat can be held."""
        return min(self.last, self.term.last)


@dataclass(frozen=True, slots=True)
class Substitution(Dated):
    membership: Membership
    person: Person


@dataclass(frozen=True, slots=True)
class Post(Dated):
    """Chair or vice-chair."""

    membership: Membership
    role: str
    label: str


@dataclass(frozen=True, slots=True)
class Office(Dated):
    person: Person
    municipality: Municipality
    role: str


@dataclass(frozen=True, slots=True)
class SeatElsewhere(Dated):
    """In another council, or in the same one in another term."""

    person: int
    council: str
    is_other_council: bool
    municipality: int


@dataclass(frozen=True, slots=True)
class Leave(Dated):
    person: Person


@dataclass(frozen=True, slots=True)
class Contact:
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody in the secretariat."""

    name: str
    email: str


@dataclass(frozen=True)
class Facts:
    """A council's Blå Bog on the day `at`, with the rest of the term for comparison.

    `contacts` has those whose details the reader may see: of others nothing can be said.
    `unfilled` are seats without member by list, below zero where there are too many; None while no
    composition has been accepted. `namesakes` sit elsewhere or nowhere.
    """

    council: str
    at: datetime.date
    term: Term
    municipalities: tuple[Municipality, ...] = ()
    memberships: tuple[Membership, ...] = ()
    substitutions: tuple[Substitution, ...] = ()
    posts: tuple[Post, ...] = ()
    offices: tuple[Office, ...] = ()
    seats_elsewhere: tuple[SeatElsewhere, ...] = ()
    namesakes: tuple[Person, ...] = ()
    leaves: tuple[Leave, ...] = ()
    contacts: Mapping[int, Contact] = field(default_factory=dict)
    staff: tuple[Colleague, ...] = ()
    unfilled: tuple[tuple[str, int], ...] | None = ()

    @cached_property
    def members(self) -> list[Membership]:
        """Seats on the day, observers' too."""
        return [seat for seat in self.memberships if seat.holds(self.at)]

    @cached_property
    def standing_in(self) -> list[Substitution]:
        """Substitutions on the day; one ends with the membership it belongs to."""
        return [
            row
            for row in self.substitutions
            if row.holds(self.at) and row.membership.holds(self.at)
        ]

    @cached_property
    def people(self) -> list[Person]:
        """Members, observers and substitutes on the day, each once, by name."""
        rows = [*self.members, *self.standing_in]
        people = {row.person.pk: row.person for row in rows}
        return sorted(people.values(), key=lambda person: (person.sort_key, person.pk))

    def offices_of(self, person: Person, municipality: Municipality | None = None) -> list[Office]:
        """All of them, whenever they were; in one municipality if so asked."""
        return [
            office
            for office in self._offices.get(person.pk, ())
            if municipality is None or office.municipality.pk == municipality.pk
        ]

    @cached_property
    def _offices(self) -> dict[int, list[Office]]:
        offices: dict[int, list[Office]] = {}
        for office in self.offices:
            offices.setdefault(office.person.pk, []).append(office)
        return offices
