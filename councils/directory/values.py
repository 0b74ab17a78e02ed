"""What a line of the Blå Bog is made of: plain values.

Making instances of five models for each line took most of a page's time, and so would whatever else
is done for each line and seldom asked for.
"""

import datetime
import functools
from dataclasses import dataclass

from django.db import models
from django.urls import reverse

from councils import danish
from councils.models import Council, CouncilMembership


class Role(models.TextChoices):
    """What one can look for; in the address, so in Danish."""

    LEADER = "formandskab", "Formandskab"
    MAYOR = "borgmester", "Borgmester (født medlem)"
    SUPPLEMENTARY = "supplerende", "Supplerende medlem"
    OBSERVER = "observatoer", "Observatør uden stemmeret"
    SUBSTITUTE = "stedfortraeder", "Stedfortræder"
    APPOINTED = "udpeget", "Udpeget"
    SECRETARIAT = "sekretariat", "Sekretariat"


ROLES = {
    CouncilMembership.Role.MAYOR: Role.MAYOR,
    CouncilMembership.Role.SUPPLEMENTARY: Role.SUPPLEMENTARY,
    CouncilMembership.Role.OBSERVER: Role.OBSERVER,
}


@dataclass(frozen=True, slots=True)
class Party:
    """What somebody stands under on the day; without a letter a local group."""

    letter: str = ""
    name: str = ""
    short_name: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality."""

    code: str = ""
    name: str = ""
    sort_key: str = ""
    search_key: str = ""


@dataclass(frozen=True, slots=True)
class Post:
    """Chair or vice-chair, perhaps from a later day."""

    label: str
    starts_on: datetime.date
    is_approximate: bool


@dataclass(frozen=True, slots=True)
class Somebody:
    """The other one of a member and a substitute."""

    address: str
    name: str
    letter: str


@dataclass(frozen=True, slots=True)
class Appointed:
    """A seat in a regional body, with the address of the body."""

    address: str
    body: str
    seat: str


@dataclass(slots=True)
class Line:
    """One person in one role."""

    council: Council
    role: Role
    name: str
    sort_key: str
    search_key: str
    person: int | None = None  # staff have no page
    title: str = ""
    gender: str = ""
    is_example: bool = False
    place: Place = Place()
    party: Party = Party()
    posts: tuple[Post, ...] = ()
    substitutes: tuple[Somebody, ...] = ()
    stands_in_for: tuple[Somebody, ...] = ()
    appointed_to: tuple[Appointed, ...] = ()
    email: str = ""
    phone: str = ""
    is_internal: bool = False  # that one of the two is not for everybody
    leave: str = ""  # that the person is away on the day

    @property
    def words(self) -> str:
        """What is searched in."""
        said = " ".join(filter(None, (self.title, self.party.name, self.party.short_name)))
        roles = " ".join((self.role.label, *(post.label for post in self.posts)))
        keys = (self.search_key, self.place.search_key, folded(said), folded(roles))
        bodies = (folded(f"{one.body} {one.seat}") for one in self.appointed_to)
        return " ".join(filter(None, (*keys, *bodies)))

    @property
    def spelt(self) -> str:
        """What `words` says, with Danish letters, in which a slip of the pen is one letter."""
        said = (self.name, self.title, self.place.name, self.party.name, self.party.short_name)
        bodies = (one.body for one in self.appointed_to)
        return " ".join((*said, self.role.label, *bodies)).lower().replace("-", " ")

    @property
    def address(self) -> str:
        return address_of(self.person) if self.person else ""

    @property
    def role_label(self) -> str:
        return "Borgmester" if self.role == Role.MAYOR else self.role.label

    @property
    def needs_substitute(self) -> bool:
        return self.role in (Role.MAYOR, Role.SUPPLEMENTARY)

    def has_role(self, role: str) -> bool:
        return self.role == role or (role == Role.LEADER and bool(self.posts))


folded = functools.lru_cache(maxsize=2000)(danish.fold)


@functools.lru_cache(maxsize=2000)
def address_of(person: int) -> str:
    """Where somebody's page is."""
    return reverse("person", args=[person])
