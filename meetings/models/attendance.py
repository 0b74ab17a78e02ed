"""Who came to a meeting."""

import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from councils.models import Council, CouncilMembership, Person, User
from meetings.models.meetings import Meeting


class AttendanceQuerySet(models.QuerySet):
    def of_person(self, person: Person) -> Self:
        """Where somebody was expected as a member or observer, or attended for one."""
        return self.filter(Q(membership__person=person) | Q(attended_by=person))

    def visible_to(self, user, at: datetime.date) -> Self:
        """One's own, and to a secretariat those of its council's meetings; nobody else's."""
        rights = Q(meeting__council__in=Council.objects.served_by(user, at))
        if user.is_authenticated and user.person_id is not None:
            rights |= Q(membership__person=user.person_id) | Q(attended_by=user.person_id)
        return self.filter(rights)

    def with_names(self) -> Self:
        """Whose they are, who attended instead, and at which meeting."""
        return self.select_related(
            "meeting__council", "meeting__term", "membership__person", "attended_by"
        )


class Attendance(models.Model):
    """Whether a member or observer was at a meeting, or will be away from it.

    The membership is the one of the meeting's day. Who attended instead is a person and not a row
    of `Substitution`: it stays true when the days of the substitution are corrected later.
    """

    class Status(models.TextChoices):
        PRESENT = "present", "Til stede"
        SUBSTITUTE = "substitute", "Stedfortræder mødte"
        APOLOGY = "apology", "Afbud"
        ABSENT = "absent", "Udeblevet"

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendances")
    membership = models.ForeignKey(
        CouncilMembership, models.PROTECT, related_name="attendances", verbose_name="medlem"
    )
    status = models.CharField("fremmøde", max_length=10, choices=Status)
    attended_by = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="attendances",
        verbose_name="mødt stedfortræder",
    )
    recorded_at = models.DateTimeField("noteret")
    recorded_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="noteret af"
    )

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = "fremmøde"
        verbose_name_plural = "fremmøder"
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "membership"],
                name="meetings_a_member_is_recorded_once_at_a_meeting",
                violation_error_message="Medlemmet er allerede noteret ved mødet.",
            ),
            models.UniqueConstraint(
                fields=["meeting", "attended_by"],
                name="meetings_nobody_stands_in_for_two_at_a_meeting",
                violation_error_message="Stedfortræderen er allerede noteret ved mødet.",
            ),
            models.CheckConstraint(
                condition=Q(status="substitute", attended_by__isnull=False)
                | ~Q(status="substitute") & Q(attended_by=None),
                name="meetings_somebody_attended_instead_where_the_substitute_did",
                violation_error_message="Vælg den stedfortræder, der mødte.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership.person}: {self.get_status_display().lower()}, {self.meeting}"
