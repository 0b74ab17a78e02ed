"""Parties are stable; lists and their letters belong to one election."""

from typing import Self

from django.db import models
from django.db.models import Q

from councils.models.councils import MunicipalElection, Municipality


class Party(models.Model):
    """A political party or a local group, whatever letter it stands under."""

    name = models.CharField("navn", max_length=100, unique=True)
    short_name = models.CharField("kort navn", max_length=40)

    class Meta:
        ordering = ["name"]
        verbose_name = "parti"
        verbose_name_plural = "partier"

    def __str__(self) -> str:
        return self.name


class ElectoralListQuerySet(models.QuerySet):
    def not_local(self) -> Self:
        """Parties' lists and list co-operations: their letters hold in every municipality."""
        return self.exclude(kind=ElectoralList.Kind.LOCAL)

    def single(self) -> Self:
        """Without what a file calls »Øvrige lister«: several lists, of which nobody knows more."""
        return self.exclude(kind=ElectoralList.Kind.LOCAL, letter="", name__startswith="Øvrige")


def local_key(municipality: Municipality, name: str) -> str:
    """What names a local list among all lists of its election: letters are reused from one
    municipality to the next."""
    return f"{municipality.code}-{name}"


class ElectoralList(models.Model):
    """A list on the ballot of one election, or a list co-operation notified to KL for it.

    A party's list stands in many municipalities, a local list in one.
    """

    class Kind(models.TextChoices):
        PARTY = "party", "Parti"
        LOCAL = "local", "Lokalliste"
        COOPERATION = "cooperation", "Listesamarbejde"

    election = models.ForeignKey(MunicipalElection, models.PROTECT, related_name="lists")
    kind = models.CharField("art", max_length=20, choices=Kind)
    letter = models.CharField("bogstav", max_length=5, blank=True)
    name = models.CharField("navn", max_length=100)
    party = models.ForeignKey(
        Party, models.PROTECT, null=True, blank=True, related_name="lists", verbose_name="parti"
    )
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, verbose_name="kommune"
    )

    objects = ElectoralListQuerySet.as_manager()

    class Meta:
        ordering = ["letter", "name"]
        verbose_name = "liste"
        verbose_name_plural = "lister"
        constraints = [
            models.UniqueConstraint(
                fields=["election", "letter"],
                condition=~Q(kind="local"),
                name="councils_a_letter_means_one_party_in_an_election",
            ),
            models.UniqueConstraint(
                fields=["election", "party"], name="councils_a_party_has_one_letter_in_an_election"
            ),
            models.UniqueConstraint(
                fields=["election", "municipality", "letter", "name"],
                name="councils_a_local_list_stands_once_in_its_municipality",
            ),
            models.CheckConstraint(
                condition=Q(kind="local", municipality__isnull=False)
                | (~Q(kind="local") & Q(municipality=None)),
                name="councils_only_a_local_list_belongs_to_one_municipality",
            ),
            models.CheckConstraint(
                condition=~Q(kind="party") | Q(party__isnull=False),
                name="councils_the_list_of_a_party_names_its_party",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.letter})" if self.letter else self.name

    @property
    def key(self) -> str:
        """What names the list among all lists of its election: the letter, and for a local list
        `local_key`."""
        if self.kind != self.Kind.LOCAL:
            return self.letter
        return local_key(self.municipality, self.letter or self.name)
