"""Papers as they were made from a computation: exact bytes, and what they were made from."""

from django.db import models
from django.db.models import Q

from councils.models import Council, User
from elections.models.compositions import Acceptance, Composition, KLTable
from elections.models.leaderships import LeadershipElection
from elections.querysets import PaperQuerySet
from meetings.models import Attachment


class Paper(models.Model):
    """A paper about a composition or about the election of chair and vice-chair.

    It follows from its computation, the table of KL and the acceptance at its side, and the paper
    it replaces: made again from the same, it must be the same to the byte.
    """

    council = models.ForeignKey(Council, models.PROTECT, related_name="papers")
    composition = models.ForeignKey(
        Composition, models.PROTECT, null=True, blank=True, related_name="papers"
    )
    leadership = models.ForeignKey(
        LeadershipElection, models.PROTECT, null=True, blank=True, related_name="papers"
    )
    kl_table = models.ForeignKey(KLTable, models.PROTECT, null=True, blank=True, related_name="+")
    acceptance = models.ForeignKey(
        Acceptance, models.PROTECT, null=True, blank=True, related_name="+"
    )
    # The paper this one takes the place of, where one was attached to the agenda before.
    replaces = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    attachment = models.ForeignKey(
        Attachment, models.SET_NULL, null=True, blank=True, related_name="papers"
    )
    made_at = models.DateTimeField("dannet")
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="dannet af")
    program_version = models.CharField("programversion", max_length=20)
    pdf = models.BinaryField("PDF")
    sha256 = models.CharField("SHA-256", max_length=64)

    objects = PaperQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = "papir"
        verbose_name_plural = "papirer"
        constraints = [
            models.CheckConstraint(
                condition=Q(composition__isnull=False, leadership=None)
                | Q(composition=None, leadership__isnull=False),
                name="elections_a_paper_is_about_one_computation",
            )
        ]

    def __str__(self) -> str:
        return f"papir om {self.composition or self.leadership}"
