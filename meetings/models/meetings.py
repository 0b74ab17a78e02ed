"""Meetings."""

import datetime

from django.db import models
from django.db.models import F, Q
from django.utils import formats, timezone

from councils.models import Council, Term, User
from councils.search import StemsField, StemsIndex
from meetings import numbering
from meetings.querysets import MeetingQuerySet


class Meeting(models.Model):
    """A meeting of a council, or its pool of items that no meeting has been found for.

    Its agenda is a draft until a publication is in force; with `amending_since` the secretariat
    writes on the next edition while readers go on reading the one in force. The pool is an agenda
    without a day (see docs/adr/0015): it has no term, and is never published.
    """

    class Kind(models.TextChoices):
        CONSTITUENT = "constituent", "Konstituerende møde"
        ORDINARY = "ordinary", "Ordinært møde"
        EXTRAORDINARY = "extraordinary", "Ekstraordinært møde"

    council = models.ForeignKey(Council, models.PROTECT, related_name="meetings")
    term = models.ForeignKey(Term, models.PROTECT, null=True, related_name="meetings")
    is_pool = models.BooleanField("ikke planlagte punkter", default=False)
    kind = models.CharField("mødetype", max_length=20, choices=Kind, default=Kind.ORDINARY)
    starts_at = models.DateTimeField("begynder", null=True)
    ends_at = models.DateTimeField("slutter", null=True)
    place = models.CharField("sted", max_length=200, blank=True)
    practical_note = models.TextField("praktisk note", max_length=2000, blank=True)
    version = models.PositiveIntegerField("version", default=1)  # of time, place and note
    # Gennemlæsning: chair and vice-chair read the draft and comment on it.
    review_since = models.DateTimeField("til gennemlæsning siden", null=True, blank=True)
    review_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="sendt af"
    )
    amending_since = models.DateTimeField("rettes siden", null=True, blank=True)
    amending_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="rettes af"
    )
    current_publication = models.OneToOneField(
        "AgendaPublication",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="in_force_for",
        verbose_name="offentliggjort dagsorden",
    )
    stems = StemsField(of=["kind", "starts_at", "place"])

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at"]
        verbose_name = "møde"
        verbose_name_plural = "møder"
        indexes = [StemsIndex(fields=["stems"], name="meetings_stems_of_meetings")]
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
            models.CheckConstraint(
                condition=Q(
                    is_pool=False,
                    starts_at__isnull=False,
                    ends_at__isnull=False,
                    term__isnull=False,
                )
                | Q(
                    is_pool=True,
                    starts_at=None,
                    ends_at=None,
                    term=None,
                    current_publication=None,
                    review_since=None,
                ),
                name="meetings_only_a_pool_has_no_day",
            ),
            models.UniqueConstraint(
                fields=["council"],
                condition=Q(is_pool=True),
                name="meetings_a_council_has_one_pool",
            ),
            models.CheckConstraint(
                condition=Q(review_since=None, review_by=None)
                | Q(review_since__isnull=False, review_by__isnull=False),
                name="meetings_a_review_has_both_a_time_and_a_person",
            ),
            models.CheckConstraint(
                condition=Q(amending_since=None, amending_by=None)
                | Q(
                    amending_since__isnull=False,
                    amending_by__isnull=False,
                    current_publication__isnull=False,
                ),
                name="meetings_an_amendment_is_of_a_published_agenda",
            ),
        ]

    def __str__(self) -> str:
        if self.is_pool:
            return f"ikke planlagte punkter i {self.council}"
        return f"{self.get_kind_display().lower()} i {self.council} {self.held_on:%d.%m.%Y}"

    @property
    def held_on(self) -> datetime.date | None:
        """Its day in Denmark; None for a pool."""
        return None if self.is_pool else timezone.localdate(self.starts_at)

    @property
    def label(self) -> str:
        """What it is called where its council is known: »19. januar 2022«."""
        if self.is_pool:
            return "Ikke planlagte punkter"
        return formats.date_format(self.held_on, "j. F Y")

    @property
    def agenda_label(self) -> str:
        """The same within a sentence: »dagsorden 19. januar 2022«."""
        return "ikke planlagte punkter" if self.is_pool else f"dagsorden {self.label}"

    @property
    def is_published(self) -> bool:
        """Whether readers have an edition of the agenda."""
        return self.current_publication_id is not None

    @property
    def is_writable(self) -> bool:
        """Whether the agenda may change: a draft, or an amendment of what went out."""
        return self.current_publication_id is None or self.amending_since is not None

    @property
    def agenda(self) -> list[numbering.NumberedItem]:
        """The items in reading order with their numbers; needs `with_agenda()`."""
        return numbering.numbered(self.all_items)
