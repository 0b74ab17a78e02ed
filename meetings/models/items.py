"""The items of an agenda."""

from django.core.exceptions import ValidationError
from django.db import models

from councils.models import User
from meetings.models.meetings import Meeting
from meetings.querysets import AgendaItemQuerySet


class ItemContent(models.Model):
    """What a secretary writes about an item. The sections are sanitised HTML (see richtext.py)."""

    SECTIONS = ("background", "recommendation", "presentation")
    CONTENT = ("title", "case_number", "initials", *SECTIONS)

    title = models.CharField("overskrift", max_length=250)
    case_number = models.CharField("sagsnummer", max_length=30, blank=True)
    initials = models.CharField("sagsbehandlers initialer", max_length=10, blank=True)
    background = models.TextField("Baggrund", blank=True)
    recommendation = models.TextField("Indstilling", blank=True)
    presentation = models.TextField("Sagsfremstilling", blank=True)

    class Meta:
        abstract = True

    @property
    def content(self) -> dict[str, str]:
        """All fields above, as the actions take them."""
        return {name: getattr(self, name) for name in self.CONTENT}

    @property
    def sections(self) -> list[tuple[str, str]]:
        """Heading and HTML of the sections that hold text."""
        return [
            (self._meta.get_field(name).verbose_name, getattr(self, name))
            for name in self.SECTIONS
            if getattr(self, name)
        ]


class AgendaItem(ItemContent):
    """A main item, or a sub-item of one."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="items")
    parent = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="hovedpunkt",
    )
    position = models.PositiveIntegerField("rækkefølge", default=0)
    number = models.CharField("nummer", max_length=10, blank=True)  # "" while the agenda is a draft
    version = models.PositiveIntegerField("version", default=1)
    changed_at = models.DateTimeField("ændret")
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="ændret af")

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = "dagsordenspunkt"
        verbose_name_plural = "dagsordenspunkter"

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if self.parent is None:
            return
        if self.parent.meeting_id != self.meeting_id:
            raise ValidationError({"parent": "Hovedpunktet hører til et andet møde."})
        if self.parent.parent_id is not None:
            raise ValidationError({"parent": "Et underpunkt kan ikke selv have underpunkter."})
