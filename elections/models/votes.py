"""Votes as they came in: the files, and what they said."""

from django.db import models
from django.db.models import F, Q

from councils.models import Council, ElectoralList, MunicipalElection, Municipality, User
from elections.querysets import VoteDraftQuerySet, VoteSourceQuerySet


class VoteFileBase(models.Model):
    """A file of votes for one council's municipalities, kept as it was."""

    council = models.ForeignKey(Council, models.PROTECT, related_name="%(class)ss")
    election = models.ForeignKey(MunicipalElection, models.PROTECT, related_name="%(class)ss")
    file_name = models.CharField("filnavn", max_length=200)
    content = models.BinaryField("fil")
    sha256 = models.CharField("SHA-256", max_length=64)
    # The municipality that the whole file is about, where the file itself does not say.
    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="kommune",
    )
    is_official = models.BooleanField("officielle stemmetal", default=False)
    provenance = models.CharField("oprindelse", max_length=500)
    # Of all the council's municipalities; None where nobody told: then the lists' votes together
    # are the valid ones, and how many were cast is unknown.
    valid_votes = models.PositiveIntegerField("gyldige stemmer", null=True, blank=True)
    cast_votes = models.PositiveIntegerField("afgivne stemmer", null=True, blank=True)

    class Meta:
        abstract = True


class VoteDraft(VoteFileBase):
    """A file that somebody has uploaded and not yet taken in: the page before shows what it would
    change. One for each person and council."""

    uploaded_at = models.DateTimeField("uploadet")
    uploaded_by = models.ForeignKey(User, models.CASCADE, related_name="+")

    objects = VoteDraftQuerySet.as_manager()

    class Meta:
        verbose_name = "fil med stemmetal, der ikke er indlæst"
        verbose_name_plural = "filer med stemmetal, der ikke er indlæst"
        constraints = [
            models.UniqueConstraint(
                fields=["council", "uploaded_by"],
                name="elections_a_person_has_one_draft_of_votes_for_a_council",
            )
        ]

    def __str__(self) -> str:
        return self.file_name


class VoteSource(VoteFileBase):
    """The votes that hold from its import on, until a newer one.

    They are those of its file and, for municipalities that the file does not mention, those of the
    source it is `based_on`.
    """

    council = models.ForeignKey(Council, models.PROTECT, related_name="vote_sources")
    election = models.ForeignKey(MunicipalElection, models.PROTECT, related_name="vote_sources")
    shape = models.CharField("filens form", max_length=20, default="simple")
    based_on = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    imported_at = models.DateTimeField("indlæst")
    imported_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="indlæst af"
    )

    objects = VoteSourceQuerySet.as_manager()

    class Meta:
        ordering = ["-imported_at", "-pk"]
        verbose_name = "stemmetal"
        verbose_name_plural = "stemmetal"
        constraints = [
            models.CheckConstraint(
                condition=Q(cast_votes=None)
                | Q(valid_votes=None)
                | Q(cast_votes__gte=F("valid_votes")),
                name="elections_no_fewer_votes_are_cast_than_are_valid",
            )
        ]

    def __str__(self) -> str:
        return f"{self.file_name}, {self.council}"


class VoteCount(models.Model):
    """The valid votes for one list in one municipality."""

    source = models.ForeignKey(VoteSource, models.CASCADE, related_name="counts")
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    electoral_list = models.ForeignKey(ElectoralList, models.PROTECT, related_name="vote_counts")
    votes = models.PositiveIntegerField("stemmer")
    is_estimated = models.BooleanField("skønnet", default=False)

    class Meta:
        verbose_name = "stemmetal for en liste i en kommune"
        verbose_name_plural = "stemmetal for lister i kommuner"
        constraints = [
            models.UniqueConstraint(
                fields=["source", "municipality", "electoral_list"],
                name="elections_a_list_is_counted_once_in_a_municipality",
            )
        ]

    def __str__(self) -> str:
        return f"{self.electoral_list} i {self.municipality}: {self.votes}"
