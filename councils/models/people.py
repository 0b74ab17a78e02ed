"""People, their offices and their parties; each office and party for a time."""

from typing import Self

from django.db import models

from councils import danish
from councils.models.councils import Municipality
from councils.models.parties import Party
from councils.models.periods import NoOverlap, Period


class PersonQuerySet(models.QuerySet):
    def named(self, words: str) -> Self:
        """People whose name holds every word, whatever its case, accents or spelling of æ, ø, å."""
        people = self
        for word in danish.fold(words).split():
            people = people.filter(search_key__contains=word)
        return people


class Person(models.Model):
    """A politician. Contact details live apart, so that a page must ask for them."""

    name = models.CharField("navn", max_length=150)
    is_example = models.BooleanField(
        "opdigtet eksempel",
        default=False,
        help_text="Vises tydeligt som opdigtet på sider og papirer.",
    )
    sort_key = danish.KeyField(of="name", key=danish.sort_key)
    search_key = danish.KeyField(of="name", key=danish.fold)

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key"]
        verbose_name = "person"
        verbose_name_plural = "personer"

    def __str__(self) -> str:
        return self.name


class ContactDetailsQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """Contact details are for those who have logged in."""
        return self if user.is_authenticated else self.none()


class ContactDetails(models.Model):
    person = models.OneToOneField(Person, models.CASCADE, related_name="contact")
    email = models.EmailField("e-mail", blank=True)
    phone = models.CharField("telefon", max_length=30, blank=True)

    objects = ContactDetailsQuerySet.as_manager()

    class Meta:
        verbose_name = "kontaktoplysninger"
        verbose_name_plural = "kontaktoplysninger"

    def __str__(self) -> str:
        return f"Kontaktoplysninger for {self.person}"


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
