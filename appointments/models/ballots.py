"""Elections inside the council for the tasks of a round, each step of which is kept."""

import datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse

from appointments.models.rounds import Candidate, Task
from appointments.querysets import BallotQuerySet
from councils.models import CouncilMembership, ElectoralList, User
from elections.models.draws import Draw


class Ballot(models.Model):
    """How a council chose the people for one task; to choose again, the old one is annulled.

    `present`: members taking part. `inputs` hold the day (`held_on`), the number of `seats` and
    what else the pure rules in elections/apportionment take: of a majority election its `rounds`
    (votes per candidate's key as text, `blank`, `present`) and what a majority is one of
    (`majority_of`); of a proportional one who takes part `outside` all groups (memberships' keys).
    Its groups are rows, and lots are rows too, see docs/adr/0011.
    """

    class Way(models.TextChoices):
        MAJORITY = "majority", "Flertalsvalg"
        PROPORTIONAL = "proportional", "Forholdstalsvalg"
        IN_UNISON = "in_unison", "Valgt i enighed"
        DEVIATION = "deviation", "Enig fravigelse af forholdstalsvalg"
        NOMINATED = "nominated", "Besluttet efter indstilling"

    task = models.ForeignKey(Task, models.PROTECT, related_name="ballots")
    way = models.CharField("form", max_length=20, choices=Way)
    present = models.PositiveSmallIntegerField("tilstedeværende medlemmer", null=True, blank=True)
    agreeing = models.PositiveSmallIntegerField("enige", null=True, blank=True)
    inputs = models.JSONField("grundlag", default=dict, blank=True)
    note = models.CharField("bemærkning", max_length=500, blank=True)
    program_version = models.CharField("programversion", max_length=20)
    recorded_at = models.DateTimeField("registreret")
    recorded_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="registreret af"
    )
    annulled_at = models.DateTimeField("annulleret", null=True, blank=True)
    annulled_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="annulleret af"
    )
    annulled_because = models.CharField("begrundelse", max_length=300, blank=True)
    version = models.PositiveIntegerField("version", default=1, editable=False)

    objects = BallotQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = "valg"
        verbose_name_plural = "valg"
        constraints = [
            models.UniqueConstraint(
                fields=["task"],
                condition=Q(annulled_at=None),
                name="appointments_a_task_has_one_ballot_that_counts",
                violation_error_message="Der er allerede et valg til hvervet.",
            ),
            models.CheckConstraint(
                condition=~Q(way="deviation") | Q(agreeing=models.F("present")),
                name="appointments_only_all_who_are_present_may_deviate",
                violation_error_message="Kun når alle tilstedeværende er enige, kan I fravige.",
            ),
            models.CheckConstraint(
                condition=Q(annulled_at=None, annulled_by=None, annulled_because="")
                | Q(annulled_at__isnull=False, annulled_by__isnull=False) & ~Q(annulled_because=""),
                name="appointments_annulling_a_ballot_has_a_person_and_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_way_display()}: {self.task}"

    def get_absolute_url(self) -> str:
        return reverse("ballot", args=[self.pk])

    @property
    def with_people(self) -> models.QuerySet:
        """The choices with what a line about them shows."""
        return self.choices.select_related("candidate__person", "group")

    @property
    def held_on(self) -> datetime.date:
        """The day whose members take part."""
        return datetime.date.fromisoformat(self.inputs["held_on"])

    @property
    def seats(self) -> int:
        """How many people it chooses; the task's number when it began."""
        return self.inputs["seats"]

    @property
    def eligible_on(self) -> datetime.date:
        """The day on which whoever is chosen must meet the requirements of the seat."""
        return max(self.held_on, self.task.starts_on)


class Group(models.Model):
    """Members who stand together in one proportional election; each member in one group."""

    ballot = models.ForeignKey(Ballot, models.CASCADE, related_name="groups")
    key = models.CharField("betegnelse", max_length=20)  # letters joined with +, as in C+V
    name = models.CharField("navn", max_length=100)
    lists = models.ManyToManyField(ElectoralList, related_name="+", verbose_name="lister")

    class Meta:
        ordering = ["key"]
        verbose_name = "valggruppe"
        verbose_name_plural = "valggrupper"
        constraints = [
            models.UniqueConstraint(
                fields=["ballot", "key"], name="appointments_a_group_has_its_own_key"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class GroupMember(models.Model):
    """A member takes part in an election, in one group."""

    ballot = models.ForeignKey(Ballot, models.CASCADE, related_name="members")
    group = models.ForeignKey(Group, models.CASCADE, related_name="members")
    membership = models.ForeignKey(CouncilMembership, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        verbose_name = "medlem af valggruppe"
        verbose_name_plural = "medlemmer af valggrupper"
        constraints = [
            models.UniqueConstraint(
                fields=["ballot", "membership"],
                name="appointments_a_member_stands_in_one_group",
                violation_error_message="Et medlem kan kun være i én gruppe.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership.person}: {self.group}"


class Choice(models.Model):
    """Who was chosen with one of the seats, in the order in which groups chose."""

    ballot = models.ForeignKey(Ballot, models.CASCADE, related_name="choices")
    number = models.PositiveSmallIntegerField("nummer")
    group = models.ForeignKey(Group, models.CASCADE, null=True, blank=True, related_name="choices")
    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="choices")

    class Meta:
        ordering = ["number"]
        verbose_name = "valg af person"
        verbose_name_plural = "valg af personer"
        constraints = [
            models.UniqueConstraint(
                fields=["ballot", "number"], name="appointments_each_choice_is_made_once"
            ),
            models.UniqueConstraint(
                fields=["ballot", "candidate"],
                name="appointments_a_candidate_is_chosen_once",
                violation_error_message="Kandidaten er allerede valgt.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.candidate}"


class BallotDraw(Draw):
    """A drawing of lots in one election; the first one counts until it is annulled."""

    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="draws")
