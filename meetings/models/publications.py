"""The agendas that went out: each edition as it was, and who has read which."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from councils.models import User
from councils.search import StemsField, StemsIndex
from meetings.models.attachments import StoredFile, WithFile
from meetings.models.items import ItemText
from meetings.models.meetings import Meeting
from meetings.querysets import (
    PublicationQuerySet,
    PublishedAttachmentQuerySet,
    PublishedItemQuerySet,
)


class AgendaPublication(models.Model):
    """An edition of an agenda that went out: what it said and its exact bytes, for ever."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="publications")
    version = models.PositiveIntegerField("udgave")
    published_at = models.DateTimeField("offentliggjort")
    published_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="offentliggjort af"
    )
    # What is new in it since the edition before, in the secretariat's words.
    change_note = models.CharField("hvad er nyt", max_length=500, blank=True)
    # Why it went out although the rule check found something red; empty where it did not.
    published_despite = models.CharField("offentliggjort trods", max_length=500, blank=True)
    withdrawn_at = models.DateTimeField("trukket tilbage", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="trukket af"
    )
    # Readers see it where the agenda was; those withdrawn earlier than this field have none.
    withdrawn_reason = models.CharField("hvorfor trukket tilbage", max_length=300, blank=True)
    pdf = models.BinaryField("PDF")  # for everybody: without what is closed
    sha256 = models.CharField("SHA-256", max_length=64)
    # The whole agenda for those whom it is open to, where the one above leaves something out.
    internal_pdf = models.BinaryField("intern PDF", null=True, blank=True)
    internal_sha256 = models.CharField("SHA-256 af intern PDF", max_length=64, blank=True)

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


class PublishedItem(ItemText):
    """An item as an edition has it. `is_open` counts the main item in: a closed one closes all."""

    publication = models.ForeignKey(AgendaPublication, models.CASCADE, related_name="items")
    # The AgendaItem it was; no foreign key, because an edition outlives what it was made from.
    key = models.PositiveBigIntegerField("punkt")
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="children"
    )
    position = models.PositiveIntegerField("rækkefølge")
    number = models.CharField("nummer", max_length=10)
    own_is_open = models.BooleanField("åbent i sig selv", default=False)  # to put it back so
    is_heading = models.BooleanField("kun overskrift", default=False)
    is_dropped = models.BooleanField("udgået", default=False)
    stems = StemsField(of=ItemText.FOUND_BY, html=ItemText.SECTIONS)

    objects = PublishedItemQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = "offentliggjort punkt"
        verbose_name_plural = "offentliggjorte punkter"
        indexes = [StemsIndex(fields=["stems"], name="meetings_stems_of_editions")]
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "key"], name="meetings_an_item_is_once_in_an_edition"
            )
        ]


class PublishedAttachment(WithFile, models.Model):
    """An attachment as an edition has it. `is_open` counts its item in."""

    item = models.ForeignKey(PublishedItem, models.CASCADE, related_name="attachments")
    key = models.PositiveBigIntegerField("bilag")  # the Attachment it was, see PublishedItem.key
    position = models.PositiveIntegerField("rækkefølge")
    title = models.CharField("titel", max_length=200)
    is_open = models.BooleanField("åbent")
    own_is_open = models.BooleanField("åbent i sig selv", default=False)
    file = models.ForeignKey(
        StoredFile, models.PROTECT, related_name="published", verbose_name="fil"
    )
    file_name = models.CharField("filnavn", max_length=200)
    version = models.PositiveIntegerField("udgave")
    note = models.CharField("hvad er ændret", max_length=200, blank=True)
    stems = StemsField(of=["title"])

    objects = PublishedAttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = "offentliggjort bilag"
        verbose_name_plural = "offentliggjorte bilag"
        indexes = [StemsIndex(fields=["stems"], name="meetings_stems_of_papers")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("published-attachment", args=[self.pk, self.file_name])

    @property
    def current(self) -> "PublishedAttachment":
        """The file that counts, as `Attachment.current` gives it."""
        return self


class AgendaReading(models.Model):
    """Somebody has had an edition before them; so the next one can tell what is new to them."""

    publication = models.ForeignKey(AgendaPublication, models.CASCADE, related_name="readings")
    user = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name="konto")
    read_at = models.DateTimeField("læst")

    class Meta:
        verbose_name = "læst dagsorden"
        verbose_name_plural = "læste dagsordener"
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "user"], name="meetings_somebody_reads_an_edition_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} har læst {self.publication}"
