"""What is kept of every drawing of lots, whatever it decided (ADR 11)."""

from django.db import models
from django.db.models import Q

from councils.models import User


class Draw(models.Model):
    """A drawing of lots that took place. The first one counts: to draw again for the same tie it
    must be annulled, with a reason."""

    order = models.JSONField("rækkefølge")  # the keys of the tied, the first drawn first
    seats = models.PositiveSmallIntegerField("pladser")
    drawn_by = models.CharField("trukket af", max_length=100)
    witnesses = models.CharField("vidner", max_length=300)
    drawn_at = models.DateTimeField("trukket")
    recorded_at = models.DateTimeField("registreret")
    recorded_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="registreret af"
    )
    annulled_at = models.DateTimeField("annulleret", null=True, blank=True)
    annulled_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="annulleret af"
    )
    annulled_because = models.CharField("begrundelse", max_length=300, blank=True)

    class Meta:
        abstract = True
        ordering = ["pk"]
        verbose_name = "lodtrækning"
        verbose_name_plural = "lodtrækninger"
        constraints = [
            models.CheckConstraint(
                condition=Q(annulled_at=None, annulled_by=None, annulled_because="")
                | (
                    Q(annulled_at__isnull=False, annulled_by__isnull=False)
                    & ~Q(annulled_because="")
                ),
                name="%(app_label)s_annulling_lots_has_a_time_a_person_and_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return ", ".join(self.order)
