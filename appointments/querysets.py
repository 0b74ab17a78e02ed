"""Reading bodies, rounds and appointments. What is appointed is public; how it came about is for
the secretariat of the council."""

import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from councils.models import Council
from councils.models.periods import PeriodQuerySet

DATE = datetime.date


class BodyQuerySet(PeriodQuerySet):
    def of(self, council: Council) -> Self:
        """Bodies that the council keeps or also sends people to."""
        shared = Council.objects.filter(pk=council.pk).values("shared_bodies")
        return self.filter(Q(council=council) | Q(pk__in=shared))

    def editable_by(self, user, at: DATE) -> Self:
        """Bodies that `user`'s council keeps."""
        return self.filter(council__in=Council.objects.served_by(user, at))


class SeatKindQuerySet(models.QuerySet):
    def filled_by(self, council: Council) -> Self:
        """Kinds of seats that the council appoints or nominates to."""
        return self.filter(council=council)

    def editable_by(self, user, at: DATE) -> Self:
        return self.filter(body__council__in=Council.objects.served_by(user, at))


class AppointmentQuerySet(PeriodQuerySet):
    def of(self, council: Council) -> Self:
        """Appointments to seats that the council fills."""
        return self.filter(seat__kind__council=council)

    def editable_by(self, user, at: DATE) -> Self:
        """For the secretariat of the council that fills the seat; of seats that nobody here
        fills, the one that keeps the body."""
        served = Council.objects.served_by(user, at)
        return self.filter(
            Q(seat__kind__council__in=served)
            | Q(seat__kind__council=None, seat__kind__body__council__in=served)
        )

    def with_seat(self) -> Self:
        """With what a line about an appointment shows."""
        return self.select_related("person", "seat__kind__body", "seat__kind__council")


class _OfCouncil(models.QuerySet):
    """Internal: for the secretariat of the council that `path` leads to."""

    path = "council"

    def served_by(self, user, at: DATE) -> Self:
        return self.filter(**{f"{self.path}__in": Council.objects.served_by(user, at)})


class RoundQuerySet(_OfCouncil):
    def is_open(self) -> Self:
        return self.filter(closed_at=None)


class TaskQuerySet(_OfCouncil):
    path = "round__council"


class BallotQuerySet(_OfCouncil):
    path = "task__round__council"

    def counting(self) -> Self:
        """Those that were not annulled."""
        return self.filter(annulled_at=None)

    def with_task(self) -> Self:
        """With all that the steps of an election ask about its task."""
        task = ("round__council", "round__term", "round__decided_in__meeting")
        task += ("decided_in__meeting", "kind__body", "kind__council")
        return self.select_related("recorded_by", "annulled_by", *(f"task__{one}" for one in task))


class CandidateQuerySet(_OfCouncil):
    path = "task__round__council"

    def standing(self) -> Self:
        """Those that were not withdrawn."""
        return self.exclude(state="withdrawn")
