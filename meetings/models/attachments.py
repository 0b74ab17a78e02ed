"""Papers that go with an item, and the files they have and had."""

from django.db import models
from django.db.models import Q

from councils.models import User
from meetings import files
from meetings.models.items import AgendaItem
from meetings.querysets import AttachmentQuerySet, AttachmentVersionManager


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
