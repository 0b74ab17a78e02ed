"""A council's round of appointments: what is to be filled, who is proposed, and who was chosen."""

import datetime

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from appointments.models.bodies import Organisation, SeatKind
from appointments.querysets import CandidateQuerySet, RoundQuerySet, TaskQuerySet
from councils.models import Council, ElectoralList, Person, Term, User
from meetings.models import AgendaItem


class Round(models.Model):
    """A council fills seats in many bodies at once, mostly after an election."""

    council = models.ForeignKey(Council, models.PROTECT, related_name="rounds")
    term = models.ForeignKey(Term, models.PROTECT, related_name="rounds")
    name = models.CharField("navn", max_length=100)
    # Groups propose until then; organisations have the deadline of their task.
    proposals_due_on = models.DateField("frist for gruppernes forslag", null=True, blank=True)
    decided_in = models.ForeignKey(
        AgendaItem,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="behandles under punktet",
    )
    closed_at = models.DateTimeField("afsluttet", null=True, blank=True)
    version = models.PositiveIntegerField("version", default=1, editable=False)

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["-term__starts_on", "name"]
        verbose_name = "udpegningsrunde"
        verbose_name_plural = "udpegningsrunder"
        constraints = [
            models.UniqueConstraint(
                fields=["council", "term", "name"],
                name="appointments_a_round_has_its_own_name",
                violation_error_message="Der er allerede en runde med det navn i valgperioden.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("round", args=[self.pk])


class Task(models.Model):
    """The seats of one kind that a round fills: one person or several to the same task (hverv).

    One person is elected by majority, several proportionally (kommunestyrelsesloven § 24), unless
    organisations nominate.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="tasks")
    kind = models.ForeignKey(SeatKind, models.PROTECT, related_name="tasks")
    number = models.PositiveSmallIntegerField("pladser, der skal besættes")
    nominations_due_on = models.DateField("frist for indstilling", null=True, blank=True)
    starts_on = models.DateField("udpeges fra og med")
    ends_on = models.DateField("udpeges til og med", null=True, blank=True)
    # Where it is not decided under the round's item.
    decided_in = models.ForeignKey(
        AgendaItem,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="behandles under punktet",
    )
    # Of the duty to nominate as many women as men (ligestillingsloven), with the reason.
    exemption = models.CharField("begrundet fravigelse af kønsbalance", max_length=500, blank=True)
    decided_on = models.DateField("besluttet", null=True, blank=True)
    note = models.CharField("bemærkning", max_length=300, blank=True)
    version = models.PositiveIntegerField("version", default=1, editable=False)

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering = ["kind__body__name", "kind__position", "pk"]
        verbose_name = "hverv i runden"
        verbose_name_plural = "hverv i runden"
        constraints = [
            models.UniqueConstraint(
                fields=["round", "kind"],
                name="appointments_a_kind_of_seat_stands_once_in_a_round",
                violation_error_message="Runden har allerede pladserne.",
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1),
                name="appointments_a_task_fills_at_least_one_seat",
                violation_error_message="Der skal besættes mindst én plads.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="appointments_a_task_does_not_end_before_it_starts",
                violation_error_message="Slutdatoen ligger før startdatoen.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind.body}: {self.kind}"

    def get_absolute_url(self) -> str:
        return reverse("task", args=[self.pk])

    @property
    def item(self) -> AgendaItem | None:
        """The item of an agenda under which it is decided."""
        return self.decided_in or self.round.decided_in

    @property
    def may_be_elected(self) -> bool:
        """Whether an election can begin: nothing is decided, and none counts already."""
        is_open = self.decided_on is None and self.round.closed_at is None
        return is_open and not self.ballots.counting().exists()

    def due_on(self) -> datetime.date | None:
        """Until when somebody can be proposed."""
        return self.nominations_due_on or self.round.proposals_due_on


class Candidate(models.Model):
    """Somebody is proposed by a group of the council, or nominated by organisations."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "Foreslået"
        CHOSEN = "chosen", "Valgt"
        NOT_CHOSEN = "not_chosen", "Ikke valgt"
        WITHDRAWN = "withdrawn", "Trukket tilbage"

    task = models.ForeignKey(Task, models.CASCADE, related_name="candidates")
    person = models.ForeignKey(Person, models.PROTECT, related_name="candidacies")
    proposed_by = models.ForeignKey(
        ElectoralList,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="foreslået af gruppen",
    )
    nominated_by = models.ManyToManyField(
        Organisation, blank=True, related_name="candidates", verbose_name="indstillet af"
    )
    proposed_on = models.DateField("modtaget")
    # A candidate to be the alternate of another one; without one a shared alternate.
    is_alternate = models.BooleanField("suppleant", default=False)
    alternate_of = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="alternates",
        verbose_name="suppleant for",
    )
    represents = models.CharField("kommer fra", max_length=150, blank=True)
    is_sme = models.BooleanField("fra en SMV", default=False)
    note = models.CharField("bemærkning", max_length=300, blank=True)
    state = models.CharField("status", max_length=20, choices=State, default=State.PROPOSED)
    # Why somebody who does not meet the requirement was entered all the same.
    overruled_because = models.CharField("taget med fordi", max_length=300, blank=True)
    recorded_at = models.DateTimeField("registreret")
    recorded_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="registreret af"
    )
    version = models.PositiveIntegerField("version", default=1, editable=False)

    objects = CandidateQuerySet.as_manager()

    class Meta:
        ordering = ["is_alternate", "person__sort_key", "pk"]
        verbose_name = "kandidat"
        verbose_name_plural = "kandidater"
        constraints = [
            models.UniqueConstraint(
                fields=["task", "person"],
                condition=~Q(state="withdrawn"),
                name="appointments_a_person_is_a_candidate_once_for_a_task",
                violation_error_message="Personen er allerede kandidat til hvervet.",
            ),
            models.CheckConstraint(
                condition=Q(is_alternate=True) | Q(alternate_of=None),
                name="appointments_only_alternates_stand_in_for_a_candidate",
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)
