"""Who did what and when."""

import datetime
from typing import Self

from django.db import models

from councils.models.councils import Council
from councils.models.users import User
from kkr_portal import clock


class AuditEntryQuerySet(models.QuerySet):
    def visible_to(self, user, at: datetime.date) -> Self:
        """The secretariat reads what was done in its own council, and to what all share."""
        served = Council.objects.served_by(user, at)
        shared = models.Q(council=None, thing__startswith=self.model.SHARED)
        return self.filter(models.Q(council__in=served) | models.Q(models.Exists(served)) & shared)

    def about(self, council: Council) -> Self:
        """What was done in one council, and to what it shares with the others."""
        shared = models.Q(council=None, thing__startswith=self.model.SHARED)
        return self.filter(models.Q(council=council) | shared)


class AuditEntry(models.Model):
    """One act of a person, written in the same transaction as what it changed."""

    at = models.DateTimeField("tidspunkt", default=clock.now, db_index=True)
    by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,  # the operator at the command line
        related_name="audit_entries",
        verbose_name="af",
    )
    council = models.ForeignKey(
        Council, models.PROTECT, null=True, related_name="audit_entries", verbose_name="KKR"
    )
    action = models.CharField("handling", max_length=60)
    thing = models.CharField("hvad", max_length=100)  # e.g. "meetings.agendaitem:17"
    summary = models.CharField("beskrivelse", max_length=300)

    SHARED = "meetings.standarditem:"  # things that may belong to all councils together

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = "hændelse"
        verbose_name_plural = "hændelser"

    def __str__(self) -> str:
        return self.summary
