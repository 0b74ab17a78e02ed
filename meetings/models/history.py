"""What an item said earlier, and who has it open just now."""

import datetime

from django.db import models
from django.db.models import F, Q

from councils.models import User
from meetings.models.items import AgendaItem, ItemContent
from meetings.querysets import ItemPresenceQuerySet, ItemVersionQuerySet


class AgendaItemVersion(ItemContent):
    """What an item said when somebody saved it; the latest one says what it says now.

    While somebody writes, the portal saves every few seconds. Such saves by one person make one
    version, the latest, as long as it was begun less than ONE_SITTING before.
    """

    ONE_SITTING = datetime.timedelta(minutes=10)

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField("version")  # 1, 2, 3 …; AgendaItem.version skips some
    begun_at = models.DateTimeField("begyndt")
    saved_at = models.DateTimeField("gemt")
    saved_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="gemt af")
    is_autosave = models.BooleanField("gemt automatisk", default=False)
    restored_from = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="gendannet fra",
    )

    objects = ItemVersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        verbose_name = "tidligere tekst"
        verbose_name_plural = "tidligere tekster"
        constraints = [
            models.UniqueConstraint(
                fields=["item", "number"], name="meetings_a_version_of_an_item_has_its_own_number"
            ),
            models.CheckConstraint(
                condition=Q(saved_at__gte=F("begun_at")),
                name="meetings_a_version_of_an_item_is_begun_before_it_is_saved",
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.number} af {self.title}"

    def goes_on(self, *, by: User, at: datetime.datetime) -> bool:
        """Whether an autosave by that person at that moment belongs to this version."""
        is_same_sitting = datetime.timedelta(0) <= at - self.begun_at < self.ONE_SITTING
        return self.is_autosave and self.saved_by_id == by.pk and is_same_sitting


class ItemPresence(models.Model):
    """Somebody has an item open in the editor; their browser says so every few seconds."""

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="presences")
    user = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name="konto")
    seen_at = models.DateTimeField("set")

    objects = ItemPresenceQuerySet.as_manager()

    class Meta:
        verbose_name = "åbent punkt"
        verbose_name_plural = "åbne punkter"
        constraints = [
            models.UniqueConstraint(
                fields=["item", "user"], name="meetings_somebody_is_at_an_item_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} ved {self.item}"
