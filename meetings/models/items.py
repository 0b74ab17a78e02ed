"""The items of an agenda."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from councils.models import User
from councils.search import StemsField, StemsIndex
from meetings.models.meetings import Meeting
from meetings.querysets import AgendaItemQuerySet


class ItemText(models.Model):
    """What readers see of an item. The sections are sanitised HTML (see richtext.py)."""

    SECTIONS = ("background", "recommendation", "presentation")
    FOUND_BY = ("title", "case_number")  # and by its sections
    TEXT = ("title", "case_number", "initials", "is_open", *SECTIONS)

    title = models.CharField("overskrift", max_length=250)
    case_number = models.CharField("sagsnummer", max_length=30, blank=True)
    initials = models.CharField("sagsbehandlers initialer", max_length=10, blank=True)
    # A closed one is for those whom the council's internal pages are open to.
    is_open = models.BooleanField("åbent", default=True)
    background = models.TextField("Baggrund", blank=True)
    recommendation = models.TextField("Indstilling", blank=True)
    presentation = models.TextField("Sagsfremstilling", blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    @property
    def text(self) -> dict[str, Any]:
        """All fields above by their names."""
        return {name: getattr(self, name) for name in self.TEXT}

    @property
    def sections(self) -> list[tuple[str, str]]:
        """Heading and HTML of the sections that hold text."""
        return [
            (self._meta.get_field(name).verbose_name, getattr(self, name))
            for name in self.SECTIONS
            if getattr(self, name)
        ]


class ItemContent(ItemText):
    """Everything a secretary writes about an item, also what only the secretariat sees."""

    CONTENT = (*ItemText.TEXT, "minutes", "internal_note")
    MOST_MINUTES = 600

    minutes = models.PositiveSmallIntegerField(
        "afsat tid i minutter",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_MINUTES)],
    )
    internal_note = models.TextField("intern note", max_length=5000, blank=True)

    class Meta:
        abstract = True

    @property
    def content(self) -> dict[str, Any]:
        """All fields of CONTENT, as the actions take them."""
        return {name: getattr(self, name) for name in self.CONTENT}


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
    # "" until the item has been published; from then on it stays, see numbering.py.
    number = models.CharField("nummer", max_length=10, blank=True)
    # A main item that only stands over its sub-items, without a text of its own.
    is_heading = models.BooleanField("kun overskrift", default=False)
    # Published, but not to be dealt with: it keeps its number, and the agenda says so.
    is_dropped = models.BooleanField("udgået", default=False)
    version = models.PositiveIntegerField("version", default=1)
    changed_at = models.DateTimeField("ændret")
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="ændret af")
    stems = StemsField(of=ItemText.FOUND_BY, html=ItemText.SECTIONS)

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = "dagsordenspunkt"
        verbose_name_plural = "dagsordenspunkter"
        indexes = [StemsIndex(fields=["stems"], name="meetings_stems_of_items")]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_heading=False) | Q(parent=None),
                name="meetings_a_heading_is_a_main_item",
            ),
            models.CheckConstraint(
                condition=Q(is_dropped=False) | ~Q(number=""),
                name="meetings_only_what_was_published_is_dropped",
            ),
        ]

    @property
    def key(self) -> int:
        """What it is known by in every edition: see PublishedItem.key."""
        return self.pk

    def clean(self) -> None:
        super().clean()
        if self.parent is None:
            return
        if self.parent.meeting_id != self.meeting_id:
            raise ValidationError({"parent": "Hovedpunktet hører til et andet møde."})
        if self.parent.parent_id is not None:
            raise ValidationError({"parent": "Et underpunkt kan ikke selv have underpunkter."})
