"""Meetings, and the agendas that went out."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from councils.models import Council, Term, User
from meetings import numbering
from meetings.querysets import MeetingQuerySet, PublicationQuerySet


class Meeting(models.Model):
    """A meeting of a council. Its agenda is a draft until a publication is in force."""

    class Kind(models.TextChoices):
        CONSTITUENT = "constituent", "Konstituerende møde"
        ORDINARY = "ordinary", "Ordinært møde"
        EXTRAORDINARY = "extraordinary", "Ekstraordinært møde"

    council = models.ForeignKey(Council, models.PROTECT, related_name="meetings")
    term = models.ForeignKey(Term, models.PROTECT, related_name="meetings")
    kind = models.CharField("mødetype", max_length=20, choices=Kind, default=Kind.ORDINARY)
    starts_at = models.DateTimeField("begynder")
    ends_at = models.DateTimeField("slutter")
    place = models.CharField("sted", max_length=200, blank=True)
    practical_note = models.TextField("praktisk note", max_length=2000, blank=True)
    current_publication = models.OneToOneField(
        "AgendaPublication",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="in_force_for",
        verbose_name="offentliggjort dagsorden",
    )

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at"]
        verbose_name = "møde"
        verbose_name_plural = "møder"
        constraints = [
            models.UniqueConstraint(
                fields=["council", "starts_at"],
                name="meetings_a_council_meets_once_at_a_time",
                violation_error_message="KKR har allerede et møde på det tidspunkt.",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="meetings_a_meeting_ends_after_it_starts",
                violation_error_message="Mødet skal slutte efter, at det begynder.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display().lower()} i {self.council} {self.held_on:%d.%m.%Y}"

    @property
    def held_on(self):
        return timezone.localdate(self.starts_at)

    @property
    def is_published(self) -> bool:
        return self.current_publication_id is not None

    @property
    def agenda(self) -> list[numbering.NumberedItem]:
        """The items in reading order with their numbers; needs `with_agenda()`."""
        return numbering.numbered(self.all_items)


class AgendaPublication(models.Model):
    """An agenda that went out: its exact bytes, for ever."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="publications")
    version = models.PositiveIntegerField("udgave")
    published_at = models.DateTimeField("offentliggjort")
    published_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="offentliggjort af"
    )
    # Why it went out although the rule check found something red; empty where it did not.
    published_despite = models.CharField("offentliggjort trods", max_length=500, blank=True)
    withdrawn_at = models.DateTimeField("trukket tilbage", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="trukket af"
    )
    pdf = models.BinaryField("PDF")
    sha256 = models.CharField("SHA-256", max_length=64)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ["-version"]
        verbose_name = "offentliggjort dagsorden"
        verbose_name_plural = "offentliggjorte dagsordener"
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "version"], name="meetings_a_publication_has_its_own_version"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="meetings_a_withdrawal_has_both_a_time_and_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version}. udgave, {self.meeting}"
