"""People, their offices and their parties; each office and party for a time."""

import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from councils import danish
from councils.models.councils import Council, Municipality, related
from councils.models.parties import Party
from councils.models.periods import NoOverlap, Period


class PersonQuerySet(models.QuerySet):
    def named(self, words: str) -> Self:
        """People whose name holds every word, whatever its case, accents or spelling of æ, ø, å."""
        people = self
        for word in danish.fold(words).split():
            people = people.filter(search_key__contains=word)
        return people

    def placed_in(self, councils: models.QuerySet[Council], at: datetime.date) -> Self:
        """People who sit or substitute in one of the councils on the day `at` or later."""
        seats = related(Person, "memberships").not_over(at).filter(council__in=councils)
        substitutions = related(Person, "substitutions").not_over(at).filter(membership__in=seats)
        return self.filter(
            Q(pk__in=seats.values("person")) | Q(pk__in=substitutions.values("person"))
        )

    def kept_in(self, councils: models.QuerySet[Council], at: datetime.date) -> Self:
        """People whose facts one of the councils keeps on the day `at`: those with a place there.

        One that only begins later counts for those who have none in another council now: otherwise
        to promise somebody a seat would be a way to read what is not for oneself.
        """
        seats = related(Person, "memberships")
        substitutions = related(Person, "substitutions")
        others = Council.objects.exclude(pk__in=councils.values("pk"))

        def now_in(some: models.QuerySet[Council]) -> Q:
            sits = seats.in_force(at).filter(council__in=some)
            stands_in = substitutions.in_force(at).filter(membership__council__in=some)
            return Q(pk__in=sits.values("person")) | Q(pk__in=stands_in.values("person"))

        later = Q(pk__in=Person.objects.placed_in(councils, at).values("pk"))
        return self.filter(now_in(councils) | later & ~now_in(others))

    def editable_by(self, user, at: datetime.date) -> Self:
        """People whose facts `user` keeps on the day `at`, see `kept_in`."""
        return self.kept_in(Council.objects.served_by(user, at), at)


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
