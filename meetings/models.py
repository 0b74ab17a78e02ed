"""Meetings, their agendas with attachments, and the agendas that went out."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from councils.models import Council, Term, User
from meetings import files, numbering
from meetings.querysets import (
    AgendaItemQuerySet,
    AttachmentQuerySet,
    AttachmentVersionManager,
    MeetingQuerySet,
    PublicationQuerySet,
)


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


class AgendaItem(models.Model):
    """A main item, or a sub-item of one. The sections are sanitised HTML (see richtext.py)."""

    SECTIONS = ("background", "recommendation", "presentation")

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
    title = models.CharField("overskrift", max_length=250)
    case_number = models.CharField("sagsnummer", max_length=30, blank=True)
    initials = models.CharField("sagsbehandlers initialer", max_length=10, blank=True)
    background = models.TextField("Baggrund", blank=True)
    recommendation = models.TextField("Indstilling", blank=True)
    presentation = models.TextField("Sagsfremstilling", blank=True)
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

    @property
    def sections(self) -> list[tuple[str, str]]:
        """Heading and HTML of the sections that hold text."""
        return [
            (self._meta.get_field(name).verbose_name, getattr(self, name))
            for name in self.SECTIONS
            if getattr(self, name)
        ]

    def clean(self) -> None:
        super().clean()
        if self.parent is None:
            return
        if self.parent.meeting_id != self.meeting_id:
            raise ValidationError({"parent": "Hovedpunktet hører til et andet møde."})
        if self.parent.parent_id is not None:
            raise ValidationError({"parent": "Et underpunkt kan ikke selv have underpunkter."})


class Attachment(models.Model):
    """A paper that goes with an item (bilag). Its file is the latest of its versions.

    An open one goes out with the agenda; a closed one is for those whom the council's internal
    pages are open to. `version` rises with every change, also of the title: a page sends back the
    one it showed.
    """

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="attachments")
    position = models.PositiveIntegerField("rækkefølge")  # 1, 2, 3 … without gaps: numbers show it
    title = models.CharField("titel", max_length=200)
    is_open = models.BooleanField("åbent")
    version = models.PositiveIntegerField("version", default=1)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = "bilag"
        verbose_name_plural = "bilag"
        constraints = [
            models.CheckConstraint(
                condition=Q(position__gte=1), name="meetings_attachments_are_counted_from_one"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def current(self) -> "AttachmentVersion":
        """The file that counts; costs a query unless `with_versions()` was asked for."""
        return self.versions.all()[0]


class AttachmentVersion(models.Model):
    """A file that an attachment has or had: its exact bytes, for as long as the attachment."""

    attachment = models.ForeignKey(Attachment, models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField("udgave")
    file_name = models.CharField("filnavn", max_length=files.MAX_NAME_LENGTH)
    content_type = models.CharField("filtype", max_length=100)
    content = models.BinaryField("indhold")
    size = models.PositiveIntegerField("størrelse")
    sha256 = models.CharField("SHA-256", max_length=64)
    note = models.CharField("hvad er ændret", max_length=200, blank=True)
    added_at = models.DateTimeField("tilføjet")
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="tilføjet af")

    objects = AttachmentVersionManager()

    class Meta:
        ordering = ["-version"]
        verbose_name = "bilagsudgave"
        verbose_name_plural = "bilagsudgaver"
        constraints = [
            models.UniqueConstraint(
                fields=["attachment", "version"],
                name="meetings_a_file_of_an_attachment_has_its_own_version",
            ),
            models.CheckConstraint(
                condition=Q(size__gte=1), name="meetings_a_file_of_an_attachment_is_not_empty"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version}. udgave af {self.attachment}"


class AgendaPublication(models.Model):
    """An agenda that went out: its exact bytes, for ever."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="publications")
    version = models.PositiveIntegerField("udgave")
    published_at = models.DateTimeField("offentliggjort")
    published_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="offentliggjort af"
    )
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
