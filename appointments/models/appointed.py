"""Who was appointed to which seat, from when to when."""

import datetime

from django.db import models
from django.db.models import Q

from appointments.models.bodies import Organisation, Seat, SeatKind
from appointments.querysets import AppointmentQuerySet
from councils.models import ElectoralList, Person
from councils.models.periods import NoOverlap, Period
from meetings.models import AgendaItem


class Appointment(Period):
    """A person sits on a seat of a body (udpegning).

    `due_on` is the last day for which they were appointed. `ends_on` is that day, except where
    the body lets people carry over until a successor is named: then it is open until one is.
    """

    class Way(models.TextChoices):
        MAJORITY = "majority", "Valgt ved flertalsvalg"
        PROPORTIONAL = "proportional", "Valgt ved forholdstalsvalg"
        IN_UNISON = "in_unison", "Valgt i enighed"
        DEVIATION = "deviation", "Fraveget i enighed"
        NOMINATED = "nominated", "Udpeget efter indstilling"
        ELSEWHERE = "elsewhere", "Udpeget af andre"
        NOT_KNOWN = "", "Ikke oplyst"

    class EndedBecause(models.TextChoices):
        DUE = "due", "Perioden udløb"
        RESIGNED = "resigned", "Fratrådt efter eget ønske"
        LOST_BASIS = "lost_basis", "Opfylder ikke længere kravet til pladsen"
        REPLACED = "replaced", "Afløst"
        DIED = "died", "Død"
        BODY_ENDED = "body_ended", "Forummet er nedlagt"

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="appointments")
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="appointments", verbose_name="person"
    )
    due_on = models.DateField("udpeget til og med", null=True, blank=True)
    way = models.CharField("hvordan", max_length=20, choices=Way, blank=True)
    # The group that chose: a vacancy goes back to it.
    elected_by = models.ForeignKey(
        ElectoralList,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="appointments",
        verbose_name="valgt af",
    )
    group = models.CharField("valgt af gruppen", max_length=100, blank=True)
    nominated_by = models.ManyToManyField(
        Organisation, blank=True, related_name="nominated", verbose_name="indstillet af"
    )
    represents = models.CharField("kommer fra", max_length=150, blank=True)
    is_sme = models.BooleanField("fra en SMV", default=False)
    decided_in = models.ForeignKey(
        AgendaItem,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="besluttet under punktet",
    )
    # Where it came from in a round, so that it is known who was proposed by whom.
    candidate = models.OneToOneField(
        "appointments.Candidate",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="appointment",
    )
    follows = models.OneToOneField(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="followed_by",
        verbose_name="afløser",
    )
    ended_because = models.CharField(
        "ophørt fordi", max_length=20, choices=EndedBecause, blank=True
    )
    source = models.CharField("kilde", max_length=200, blank=True)
    version = models.PositiveIntegerField("version", default=1, editable=False)

    objects = AppointmentQuerySet.as_manager()

    class Meta(Period.Meta):
        ordering = ["-starts_on", "pk"]
        verbose_name = "udpegning"
        verbose_name_plural = "udpegninger"
        constraints = [
            *Period.Meta.constraints,
            NoOverlap(
                fields=["seat"],
                name="appointments_a_seat_is_held_by_one_person_at_a_time",
                violation_error_message="Pladsen er allerede besat i perioden.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=False) | Q(ended_because=""),
                name="appointments_an_appointment_that_ended_has_a_last_day",
                violation_error_message="Skriv udpegningens sidste dag.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.seat.kind.body}"

    def is_carried_over(self, at: datetime.date) -> bool:
        """Whether they sit there on the day `at` only because no successor is named: the day for
        which they were appointed has passed. Only bodies that let people carry over leave the last
        day open, so these are not asked again."""
        return self.due_on is not None and self.due_on < at and self.is_in_force(at)


class Alternate(Period):
    """A person stands in for an appointed representative (suppleant), or for all of a kind."""

    appointment = models.ForeignKey(
        Appointment, models.CASCADE, null=True, blank=True, related_name="alternates"
    )
    kind = models.ForeignKey(
        SeatKind, models.CASCADE, null=True, blank=True, related_name="shared_alternates"
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="alternate_for")
    position = models.PositiveSmallIntegerField("rækkefølge", default=1)

    class Meta(Period.Meta):
        ordering = ["position", "pk"]
        verbose_name = "suppleant"
        verbose_name_plural = "suppleanter"
        constraints = [
            *Period.Meta.constraints,
            models.CheckConstraint(
                condition=Q(appointment__isnull=False, kind=None)
                | Q(appointment=None, kind__isnull=False),
                name="appointments_an_alternate_is_personal_or_shared",
            ),
            NoOverlap(
                fields=["appointment"],
                name="appointments_a_representative_has_one_alternate_at_a_time",
                violation_error_message="Repræsentanten har allerede en suppleant i perioden.",
            ),
            NoOverlap(
                fields=["kind", "person"],
                name="appointments_a_person_is_a_shared_alternate_once_at_a_time",
                violation_error_message="Personen er allerede suppleant i perioden.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, suppleant"
