"""What else than votes decides who takes part: seats in municipal councils, mayors' lists, and
local lists that count together."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from councils.models import Council, ElectoralList, MunicipalElection, Municipality, User
from elections.querysets import CooperationMemberQuerySet, MunicipalStandingQuerySet


class ListStanding(models.Model):
    """Whether a list has a seat in at least one of the council's municipal councils, where nobody
    says in which: a municipality's own `MunicipalStanding` tells more.

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


class MunicipalStanding(models.Model):
    """One municipal council after an election: which lists have a seat, and whose the mayor is.

    Without a row nothing is known of the seats, and the mayor's list is the one that the Blå Bog
    tells: that of the party the born member belongs to at the beginning of the term.
    """

    class Mayor(models.TextChoices):
        AS_DIRECTORY = "", "Som i Blå Bog"
        OF_LIST = "list", "Valgt på en liste"
        OUTSIDE = "outside", "Uden for listerne"

    election = models.ForeignKey(MunicipalElection, models.PROTECT, related_name="+")
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="standings")
    represented = models.ManyToManyField(
        ElectoralList, related_name="+", blank=True, verbose_name="lister med plads"
    )
    # Whether `represented` names them all, so that a list which is not there has no seat.
    is_complete = models.BooleanField("alle lister er med", default=False)
    mayor = models.CharField("borgmester", max_length=10, choices=Mayor, blank=True)
    mayor_list = models.ForeignKey(
        ElectoralList,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="borgmesterens liste",
    )
    source = models.CharField("kilde", max_length=200, blank=True)
    version = models.PositiveIntegerField("version", default=1)
    changed_at = models.DateTimeField("ændret")
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="ændret af")

    objects = MunicipalStandingQuerySet.as_manager()

    class Meta:
        verbose_name = "kommunes lister"
        verbose_name_plural = "kommuners lister"
        constraints = [
            models.UniqueConstraint(
                fields=["election", "municipality"],
                name="elections_a_municipality_stands_once_in_an_election",
            ),
            models.CheckConstraint(
                condition=Q(mayor="list", mayor_list__isnull=False)
                | (~Q(mayor="list") & Q(mayor_list=None)),
                name="elections_a_mayor_of_a_list_names_the_list",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality}, {self.election}"


class CooperationMember(models.Model):
    """A local list that counts together with others, as a list co-operation notified to KL."""

    cooperation = models.ForeignKey(
        ElectoralList,
        models.CASCADE,
        related_name="cooperation_members",
        verbose_name="listesamarbejde",
    )
    local_list = models.OneToOneField(
        ElectoralList, models.CASCADE, related_name="cooperation_member", verbose_name="lokalliste"
    )
    notified_on = models.DateField("anmeldt til KL")

    objects = CooperationMemberQuerySet.as_manager()

    class Meta:
        ordering = ["local_list__municipality__sort_key", "local_list__name"]
        verbose_name = "liste i et listesamarbejde"
        verbose_name_plural = "lister i listesamarbejder"

    def __str__(self) -> str:
        return f"{self.local_list} i {self.cooperation}"

    def clean(self) -> None:
        super().clean()
        if self.cooperation.kind != ElectoralList.Kind.COOPERATION:
            raise ValidationError({"cooperation": "Vælg et listesamarbejde."})
        if self.local_list.kind != ElectoralList.Kind.LOCAL:
            raise ValidationError({"local_list": "Kun lokallister kan være med."})
        if self.local_list.election_id != self.cooperation.election_id:
            raise ValidationError({"local_list": "Listen stillede op ved et andet valg."})


def counted_as(entry: ElectoralList) -> ElectoralList:
    """The list itself, or the co-operation that it counts for."""
    member = getattr(entry, "cooperation_member", None)
    return member.cooperation if member else entry
