"""Where the councils send representatives."""

from django.db import models

from councils.models import Council
from councils.models.periods import Period
from councils.search import StemsField, StemsIndex


class Body(Period):
    """A regional body (regionalt forum) that a council appoints or nominates representatives to.

    What the sources do not tell is left empty, and the page says that it is not known.
    """

    class Kind(models.TextChoices):
        STATUTORY = "statutory", "Fastsat ved lov"
        AGREED = "agreed", "Nedsat efter aftale"

    council = models.ForeignKey(Council, models.PROTECT, related_name="bodies")
    name = models.CharField("navn", max_length=150)
    kind = models.CharField("grundlag", max_length=20, choices=Kind, blank=True)
    legal_basis = models.CharField("hjemmel", max_length=200, blank=True)
    description = models.TextField("opgave", max_length=2000, blank=True)
    seats = models.TextField("sammensætning", max_length=2000, blank=True)
    source = models.CharField("kilde", max_length=200)
    stems = StemsField(of=["name", "kind", "legal_basis", "description", "seats"])

    class Meta(Period.Meta):
        ordering = ["name"]
        verbose_name = "regionalt forum"
        verbose_name_plural = "regionale fora"
        indexes = [StemsIndex(fields=["stems"], name="appointments_stems_of_bodies")]
        constraints = [
            *Period.Meta.constraints,
            models.UniqueConstraint(
                fields=["council", "name", "starts_on"],
                name="appointments_a_body_stands_once_with_its_council",
            ),
        ]

    def __str__(self) -> str:
        return self.name
