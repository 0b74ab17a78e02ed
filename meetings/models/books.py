"""Books (an agenda with all its attachments in one PDF), and what is kept so as not to be made
twice."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from councils.models import User
from meetings.models.attachments import StoredFile
from meetings.models.meetings import Meeting
from meetings.models.publications import AgendaPublication
from meetings.querysets import BookQuerySet, KeptPaperQuerySet


class Book(models.Model):
    """A book that somebody asked for, how far it has come, and what became of it.

    Of an edition, or of the draft where `publication` is None; `is_whole` with what is closed.
    `made_from` tells what goes into it, so that the same is not bound twice.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Venter"
        WORKING = "working", "Dannes"
        DONE = "done", "Klar"
        FAILED = "failed", "Kunne ikke dannes"
        CANCELLED = "cancelled", "Afbrudt"

    UNDER_WAY = (State.WAITING, State.WORKING)
    IN_VAIN = (State.FAILED, State.CANCELLED)
    MOST_ATTEMPTS = 2

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="books")
    publication = models.ForeignKey(
        AgendaPublication, models.CASCADE, null=True, blank=True, related_name="books"
    )
    is_whole = models.BooleanField("med det lukkede")
    made_from = models.CharField("dannet af", max_length=64)
    state = models.CharField("tilstand", max_length=10, choices=State, default=State.WAITING)
    asked_at = models.DateTimeField("bestilt")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="bestilt af")
    # The worker says now and then that it is still there; by the real clock, not the portal's.
    attempts = models.PositiveSmallIntegerField("forsøg", default=0)
    seen_at = models.DateTimeField("sidst set", null=True, blank=True)
    step = models.CharField("i gang med", max_length=200, blank=True)
    steps_done = models.PositiveIntegerField("trin gjort", default=0)
    steps = models.PositiveIntegerField("trin i alt", default=0)
    ended_at = models.DateTimeField("sluttet", null=True, blank=True)
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="books", verbose_name="fil"
    )
    pages = models.PositiveIntegerField("sider", null=True, blank=True)
    # Attachments of which the book only has a page that says why: label, title and reason of each,
    # and whether it may be there the next time (`is_passing`).
    left_out = models.JSONField("bilag, der ikke kunne vises", default=list, blank=True)
    reason = models.CharField("hvorfor ikke", max_length=300, blank=True)

    objects = BookQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = "samlet PDF"
        verbose_name_plural = "samlede PDF'er"
        constraints = [
            models.UniqueConstraint(
                fields=["made_from"],
                condition=Q(state__in=["waiting", "working", "done"]),
                name="meetings_a_book_is_made_once",
            ),
            models.CheckConstraint(
                condition=Q(state="done", file__isnull=False) | ~Q(state="done") & Q(file=None),
                name="meetings_a_book_that_is_done_has_a_file",
            ),
        ]

    def __str__(self) -> str:
        return f"samlet PDF, {self.meeting}"

    def get_absolute_url(self) -> str:
        return reverse("book", args=[self.pk])

    @property
    def is_under_way(self) -> bool:
        return self.state in self.UNDER_WAY

    @property
    def is_done(self) -> bool:
        return self.state == self.State.DONE

    @property
    def may_improve(self) -> bool:
        """Whether another try may show what is left out."""
        return any(paper.get("is_passing") for paper in self.left_out)


class Conversion(models.Model):
    """An office file as PDF. LibreOffice never makes the same bytes twice, so they are kept."""

    source = models.OneToOneField(
        StoredFile, models.CASCADE, related_name="conversion", verbose_name="fil"
    )
    pdf = models.BinaryField("PDF")
    made_at = models.DateTimeField("dannet")

    class Meta:
        verbose_name = "konvertering"
        verbose_name_plural = "konverteringer"

    def __str__(self) -> str:
        return f"{self.source} som PDF"


class KeptPaper(models.Model):
    """A paper under the hash of what it was made from. Nothing is lost when one is deleted."""

    made_from = models.CharField("dannet af", max_length=64, unique=True)
    content = models.BinaryField("indhold")
    used_on = models.DateField("sidst brugt", db_index=True)

    objects = KeptPaperQuerySet.as_manager()

    class Meta:
        verbose_name = "gemt papir"
        verbose_name_plural = "gemte papirer"

    def __str__(self) -> str:
        return f"papir {self.made_from[:12]}"
