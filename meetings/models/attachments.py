"""Papers that go with an item, and the files they have and had."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from councils.models import User
from councils.search import StemsField, StemsIndex
from meetings import files
from meetings.models.items import AgendaItem
from meetings.querysets import (
    AttachmentQuerySet,
    AttachmentVersionManager,
    StoredFileManager,
)


class StoredFile(models.Model):
    """Bytes, once for all who have the same: versions of attachments and published editions.

    So a copied item costs nothing, and an edition keeps its files whatever becomes of the draft.
    """

    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    content_type = models.CharField("filtype", max_length=100)
    content = models.BinaryField("indhold")
    size = models.PositiveIntegerField("størrelse")

    objects = StoredFileManager()

    class Meta:
        verbose_name = "fil"
        verbose_name_plural = "filer"
        constraints = [
            models.CheckConstraint(condition=Q(size__gte=1), name="meetings_a_file_is_not_empty")
        ]

    def __str__(self) -> str:
        return f"fil {self.sha256[:12]}"


class WithFile:
    """What is told about a file, read from its `file`."""

    @property
    def size(self) -> int:
        """In bytes."""
        return self.file.size

    @property
    def content_type(self) -> str:
        return self.file.content_type

    @property
    def sha256(self) -> str:
        return self.file.sha256

    @property
    def content(self) -> bytes:
        """Fetched when somebody asks for it."""
        return bytes(self.file.content)


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
    stems = StemsField(of=["title"])

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = "bilag"
        verbose_name_plural = "bilag"
        indexes = [StemsIndex(fields=["stems"], name="meetings_stems_of_attachments")]
        constraints = [
            models.CheckConstraint(
                condition=Q(position__gte=1), name="meetings_attachments_are_counted_from_one"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("attachment-file", args=[self.pk, self.current.file_name])

    @property
    def current(self) -> "AttachmentVersion":
        """The file that counts; costs a query unless `with_versions()` was asked for."""
        return self.versions.all()[0]

    @property
    def key(self) -> int:
        """What the text's marks and every edition know it by."""
        return self.pk


class AttachmentVersion(WithFile, models.Model):
    """A file that an attachment has or had."""

    attachment = models.ForeignKey(Attachment, models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField("udgave")
    file_name = models.CharField("filnavn", max_length=files.MAX_NAME_LENGTH)
    file = models.ForeignKey(
        StoredFile, models.PROTECT, related_name="versions", verbose_name="fil"
    )
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
        ]

    def __str__(self) -> str:
        return f"{self.version}. udgave af {self.attachment}"
