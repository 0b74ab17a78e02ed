"""Votes as they came in, compositions as they were computed, and the table KL published."""

from django.db import models
from django.db.models import F, Q

from councils.models import Council, ElectoralList, MunicipalElection, Municipality, Term, User
from elections.apportionment import Method
from elections.querysets import CompositionQuerySet, OfficialSeatsQuerySet, VoteSourceQuerySet

METHOD_NAMES = {
    Method.ADAMS: "Adams (rekonstrueret)",
    Method.DHONDT: "d’Hondt",
    Method.SAINTE_LAGUE: "Sainte-Laguë",
}


class VoteSource(models.Model):
    """A file of votes for one council's municipalities, kept as it was. A newer one replaces it."""

    council = models.ForeignKey(Council, models.PROTECT, related_name="vote_sources")
    election = models.ForeignKey(MunicipalElection, models.PROTECT, related_name="vote_sources")
    file_name = models.CharField("filnavn", max_length=200)
    content = models.BinaryField("fil")
    sha256 = models.CharField("SHA-256", max_length=64)
    is_official = models.BooleanField("officielle stemmetal", default=False)
    provenance = models.CharField("oprindelse", max_length=500)
    imported_at = models.DateTimeField("indlæst")
    imported_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="indlæst af"
    )

    objects = VoteSourceQuerySet.as_manager()

    class Meta:
        ordering = ["-imported_at", "-pk"]
        verbose_name = "stemmetal"
        verbose_name_plural = "stemmetal"

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


class ListStanding(models.Model):
    """Whether a list has a seat in at least one of the council's municipal councils.

    No row, or None, means that nobody has told the portal.
    """

    council = models.ForeignKey(Council, models.PROTECT, related_name="list_standings")
    electoral_list = models.ForeignKey(ElectoralList, models.PROTECT, related_name="standings")
    is_represented = models.BooleanField("repræsenteret", null=True)
    source = models.CharField("kilde", max_length=200, blank=True)

    class Meta:
        verbose_name = "listes repræsentation"
        verbose_name_plural = "listers repræsentation"
        constraints = [
            models.UniqueConstraint(
                fields=["council", "electoral_list"],
                name="elections_a_list_stands_once_with_a_council",
            )
        ]

    def __str__(self) -> str:
        return f"{self.electoral_list} i {self.council}"


class Composition(models.Model):
    """A computed composition with everything it followed from, so that it can be repeated.

    `inputs` is the case as `cases.to_json` writes it; `seats` is the result per list key, empty
    where the computation stopped at a tie.
    """

    council = models.ForeignKey(Council, models.PROTECT, related_name="compositions")
    term = models.ForeignKey(Term, models.PROTECT, related_name="compositions")
    source = models.ForeignKey(VoteSource, models.PROTECT, related_name="compositions")
    method = models.CharField(
        "metode", max_length=20, choices=[(m.value, name) for m, name in METHOD_NAMES.items()]
    )
    inputs = models.JSONField("grundlag")
    seats = models.JSONField("pladser")
    program_version = models.CharField("programversion", max_length=20)
    computed_at = models.DateTimeField("beregnet")
    computed_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="beregnet af"
    )

    objects = CompositionQuerySet.as_manager()

    class Meta:
        ordering = ["-computed_at", "-pk"]
        verbose_name = "beregnet sammensætning"
        verbose_name_plural = "beregnede sammensætninger"

    def __str__(self) -> str:
        return f"{self.council} {self.term}, {self.get_method_display()}"


class OfficialSeats(models.Model):
    """One list's column in the composition table that KL published."""

    council = models.ForeignKey(Council, models.PROTECT, related_name="official_seats")
    term = models.ForeignKey(Term, models.PROTECT, related_name="official_seats")
    letter = models.CharField("bogstav", max_length=5)
    total = models.PositiveSmallIntegerField("i alt")
    mayors = models.PositiveSmallIntegerField("borgmestre")
    supplementary = models.PositiveSmallIntegerField("supplerende medlemmer")
    source = models.CharField("kilde", max_length=200)

    objects = OfficialSeatsQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = "KL’s tabel"
        verbose_name_plural = "KL’s tabel"
        constraints = [
            models.UniqueConstraint(
                fields=["council", "term", "letter"],
                name="elections_a_list_has_one_column_in_the_table_of_kl",
                violation_error_message="Listen står allerede i KL’s tabel.",
            ),
            models.CheckConstraint(
                condition=Q(total=F("mayors") + F("supplementary")),
                name="elections_mayors_and_supplementary_seats_add_up",
                violation_error_message="Borgmestre og supplerende medlemmer giver ikke i alt.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter}: {self.total}"
