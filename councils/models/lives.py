"""What happened in politicians' lives, and what the portal changed because of it."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import formats

from councils.models.councils import Council, Municipality
from councils.models.parties import Party
from councils.models.people import Person
from councils.models.periods import Period
from councils.models.users import User


class LeaveOfAbsence(Period):
    """A politician is away for a time (orlov) and keeps their seats; their substitute attends."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="leaves")

    class Meta(Period.Meta):
        ordering = ["-starts_on"]
        verbose_name = "orlov"
        verbose_name_plural = "orlover"

    def __str__(self) -> str:
        if self.ends_on:
            return f"orlov til {formats.date_format(self.ends_on, 'j. F Y')}"
        return f"orlov fra {formats.date_format(self.starts_on, 'j. F Y')}"


class LifeEventQuerySet(models.QuerySet):
    def visible_to(self, user, at) -> Self:
        """For the secretariats of the councils that it concerned."""
        return self.filter(councils__in=Council.objects.served_by(user, at)).distinct()

    def standing(self) -> Self:
        """Those that were not taken back."""
        return self.filter(undone_at=None)


class LifeEvent(models.Model):
    """Something that happened, with all it changed, so that it can be taken back.

    `changes` tells of each row its model, its key, and what its fields were before (None for a row
    that was made) and after (None for one that was removed). `told` are the consequences as people
    saw them.
    """

    class Kind(models.TextChoices):
        LEFT_MUNICIPAL_COUNCIL = "left_municipal_council", "Udtræder af kommunalbestyrelsen"
        LEFT_PARTY = "left_party", "Forlader sit parti"
        BECAME_MAYOR = "became_mayor", "Bliver borgmester"
        STOPPED_AS_MAYOR = "stopped_as_mayor", "Holder op som borgmester"
        LEAVE = "leave", "Får orlov"
        DIED = "died", "Dør"

    kind = models.CharField("hændelse", max_length=30, choices=Kind)
    person = models.ForeignKey(Person, models.PROTECT, related_name="life_events")
    happens_on = models.DateField("dato")
    until = models.DateField("til og med", null=True, blank=True)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="+"
    )
    successor = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    party = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="+")
    source = models.CharField("kilde", max_length=300, blank=True)
    councils = models.ManyToManyField(Council, related_name="life_events")
    changes = models.JSONField("ændringer")
    told = models.JSONField("følger")
    recorded_at = models.DateTimeField("registreret")
    recorded_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="registreret af"
    )
    undone_at = models.DateTimeField("fortrudt", null=True, blank=True)
    undone_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="fortrudt af"
    )

    objects = LifeEventQuerySet.as_manager()

    class Meta:
        ordering = ["-recorded_at", "-pk"]
        verbose_name = "livsbegivenhed"
        verbose_name_plural = "livsbegivenheder"
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("happens_on")),
                name="councils_a_leave_does_not_end_before_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="councils_what_is_undone_has_a_time_and_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_kind_display().lower()}"
