"""What chair and vice-chair say about a draft while they read it."""

from django.db import models
from django.db.models import Q

from councils.models import User
from meetings.models.items import AgendaItem
from meetings.models.meetings import Meeting
from meetings.querysets import ItemCommentQuerySet


class ItemComment(models.Model):
    """A remark on an item, or on the agenda as a whole; for the secretariat and the readers of
    the draft, never part of what goes out."""

    MAX_LENGTH = 4000

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="comments")
    item = models.ForeignKey(
        AgendaItem, models.CASCADE, null=True, blank=True, related_name="comments"
    )
    author = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="skrevet af")
    text = models.TextField("kommentar", max_length=MAX_LENGTH)
    made_at = models.DateTimeField("skrevet")
    handled_at = models.DateTimeField("behandlet", null=True, blank=True)
    handled_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="behandlet af"
    )

    objects = ItemCommentQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "pk"]
        verbose_name = "kommentar"
        verbose_name_plural = "kommentarer"
        constraints = [
            models.CheckConstraint(
                condition=Q(handled_at=None, handled_by=None)
                | Q(handled_at__isnull=False, handled_by__isnull=False),
                name="meetings_a_handled_comment_has_both_a_time_and_a_person",
            )
        ]

    def __str__(self) -> str:
        return f"kommentar af {self.author} til {self.item or self.meeting}"
