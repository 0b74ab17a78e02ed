"""People, their offices and their parties; each office and party for a time."""

import datetime
from collections.abc import Iterable
from typing import Protocol, Self

from django.db import models
from django.db.models import Q

from councils import danish
from councils.models.councils import Council, Municipality, related
from councils.models.parties import Party
from councils.models.periods import NoOverlap, Period


class PlacesElsewhere(Protocol):
    """What an app above this one knows of people to whom councils give places outside them."""

    def people(
        self, councils: models.QuerySet[Council], at: datetime.date, *, only_now: bool = False
    ) -> Q:
        """People with such a place on the day `at` or later; with `only_now`, those who have one
        that day on a seat that one of the councils fills itself."""

    def councils(self, people: Iterable["Person"], at: datetime.date) -> Q:
        """Councils that have given one of the people such a place on the day `at` or later."""


_elsewhere: list[PlacesElsewhere] = []


def register_places(places: PlacesElsewhere) -> None:
    """Said once, when the portal starts."""
    if places not in _elsewhere:
        _elsewhere.append(places)


def councils_giving_places(people: Iterable["Person"], at: datetime.date) -> Q:
    """Councils that have given one of the people a place outside them; never without people."""
    found = Q(pk__in=[])
    for places in _elsewhere:
        found |= places.councils(people, at)
    return found


class PersonQuerySet(models.QuerySet):
    def named(self, words: str) -> Self:
        """People whose name holds every word, whatever its case, accents or spelling of æ, ø, å."""
        people = self
        for word in danish.fold(words).split():
            people = people.filter(search_key__contains=word)
        return people

    def placed_in(self, councils: models.QuerySet[Council], at: datetime.date) -> Self:
        """People who sit or substitute in one of the councils on the day `at` or later."""
        return self.filter(_placed(councils, at))

    def attached_to(self, councils: models.QuerySet[Council], at: datetime.date) -> Self:
        """People whom one of the councils has to do with on the day `at` or later: those placed in
        it, and those whom it has given a place elsewhere."""
        return self.filter(_attached(councils, at))

    def kept_in(self, councils: models.QuerySet[Council], at: datetime.date) -> Self:
        """People whose facts one of the councils keeps on the day `at`: those with a place there.

        One that only begins later, or that the council gives elsewhere, counts for those who have
        none in another council now, nor one that it gave elsewhere: otherwise to promise somebody
        a seat would be a way to read what is not for oneself. Two councils that have both given
        somebody places elsewhere today keep the facts together.
        """
        seats = related(Person, "memberships")
        substitutions = related(Person, "substitutions")
        others = Council.objects.exclude(pk__in=councils.values("pk"))

        def now_in(some: models.QuerySet[Council]) -> Q:
            sits = seats.in_force(at).filter(council__in=some)
            stands_in = substitutions.in_force(at).filter(membership__council__in=some)
            return Q(pk__in=sits.values("person")) | Q(pk__in=stands_in.values("person"))

        given_now, given_now_by_others = _given(councils, at), _given(others, at)
        promised = _attached(councils, at) & ~given_now_by_others
        return self.filter(now_in(councils) | (given_now | promised) & ~now_in(others))

    def editable_by(self, user, at: datetime.date) -> Self:
        """People whose facts `user` keeps on the day `at`, see `kept_in`."""
        return self.kept_in(Council.objects.served_by(user, at), at)


# Conditions instead of queries in queries: SQLite's parser has a depth.
def _placed(councils: models.QuerySet[Council], at: datetime.date) -> Q:
    seats = related(Person, "memberships").not_over(at).filter(council__in=councils)
    substitutions = (
        related(Person, "substitutions")
        .not_over(at)
        .filter(
            membership__council__in=councils,
            membership__in=related(Person, "memberships").not_over(at),
        )
    )
    return Q(pk__in=seats.values("person")) | Q(pk__in=substitutions.values("person"))


def _given(councils: models.QuerySet[Council], at: datetime.date) -> Q:
    given = Q(pk__in=[])
    for places in _elsewhere:
        given |= places.people(councils, at, only_now=True)
    return given


def _attached(councils: models.QuerySet[Council], at: datetime.date) -> Q:
    here = _placed(councils, at)
    for places in _elsewhere:
        here |= places.people(councils, at)
    return here


class Person(models.Model):
    """A politician. Contact details and portrait live apart, so that a page must ask for them."""

    class Gender(models.TextChoices):
        """Said by the person or taken from a register, never guessed from a name."""

        NOT_STATED = "", "Ikke oplyst"
        WOMAN = "woman", "Kvinde"
        MAN = "man", "Mand"

    name = models.CharField("navn", max_length=150)
    title = models.CharField("titel", max_length=100, blank=True)
    gender = models.CharField("køn", max_length=10, choices=Gender, blank=True)
    is_example = models.BooleanField(
        "opdigtet eksempel",
        default=False,
        help_text="Vises tydeligt som opdigtet på sider og papirer.",
    )
    version = models.PositiveIntegerField("version", default=1, editable=False)
    sort_key = danish.KeyField(of="name", key=danish.sort_key)
    search_key = danish.KeyField(of="name", key=danish.fold)

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key"]
        verbose_name = "person"
        verbose_name_plural = "personer"

    def __str__(self) -> str:
        return self.name


class Office(Period):
    """A person is councillor, mayor or deputy mayor in a municipality."""

    class Role(models.TextChoices):
        COUNCILLOR = "councillor", "Kommunalbestyrelsesmedlem"
        MAYOR = "mayor", "Borgmester"
        DEPUTY_MAYOR = "deputy_mayor", "Viceborgmester"

    person = models.ForeignKey(Person, models.CASCADE, related_name="offices")
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="offices")
    role = models.CharField("hverv", max_length=20, choices=Role)

    class Meta(Period.Meta):
        ordering = ["-starts_on"]
        verbose_name = "kommunalt hverv"
        verbose_name_plural = "kommunale hverv"
        constraints = [
            *Period.Meta.constraints,
            NoOverlap(
                fields=["municipality"],
                only={"role": "mayor"},
                name="councils_a_municipality_has_one_mayor_at_a_time",
                violation_error_message="Kommunen har allerede en borgmester i perioden.",
            ),
            NoOverlap(
                fields=["person", "municipality", "role"],
                name="councils_a_person_holds_an_office_once_at_a_time",
                violation_error_message="Personen har allerede hvervet i perioden.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.municipality}"


class PartyMembership(Period):
    """A person belongs to a party."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="party_memberships")
    party = models.ForeignKey(Party, models.PROTECT, related_name="memberships")

    class Meta(Period.Meta):
        ordering = ["-starts_on"]
        verbose_name = "partimedlemskab"
        verbose_name_plural = "partimedlemskaber"
        constraints = [
            *Period.Meta.constraints,
            NoOverlap(
                fields=["person"],
                name="councils_a_person_belongs_to_one_party_at_a_time",
                violation_error_message="Personen er allerede medlem af et parti i perioden.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.party}"
