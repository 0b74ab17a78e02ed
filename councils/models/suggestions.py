"""What members say should be corrected about them, and what the secretariat answered."""

import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from councils.models.councils import Council
from councils.models.people import Person
from councils.models.users import User
from kkr_portal import clock


class CorrectionSuggestionQuerySet(models.QuerySet):
    def visible_to(self, user, at: datetime.date) -> Self:
        """For the secretariats of the councils where the person has a place."""
        return self.filter(person__in=Person.objects.editable_by(user, at))

    def about(self, council: Council, at: datetime.date) -> Self:
        """Those about people with a place in one council."""
        return self.filter(person__in=Person.objects.placed_in([council], at))

    def own(self, user) -> Self:
        """What was suggested about the person whom the account belongs to."""
        if not user.is_authenticated or user.person_id is None:
            return self.none()
        return self.filter(person=user.person_id)

    def waiting(self) -> Self:
        return self.filter(state=self.model.State.WAITING)

    def answered(self) -> Self:
        """Those that have been answered, the latest answer first."""
        return self.exclude(state=self.model.State.WAITING).order_by("-answered_at", "-pk")


class CorrectionSuggestion(models.Model):
    """One field that should say something else, in the words of the person it is about."""

    class Field(models.TextChoices):
        NAME = "name", "Navn"
        TITLE = "title", "Titel"
        GENDER = "gender", "Køn"
        PARTY = "party", "Parti"
        MUNICIPALITY = "municipality", "Kommune"
        OFFICE = "office", "Kommunalt hverv"
        SEAT = "seat", "Plads eller post i KKR"
        SUBSTITUTE = "substitute", "Stedfortræder"
        OTHER = "other", "Andet"

    class State(models.TextChoices):
        WAITING = "waiting", "Venter på sekretariatet"
        MENDED = "mended", "Rettet"
        DECLINED = "declined", "Afvist"

    # Those that the portal writes itself when the secretariat says yes.
    WRITTEN = (Field.NAME, Field.TITLE, Field.GENDER)

    person = models.ForeignKey(Person, models.CASCADE, related_name="suggestions")
    field = models.CharField("hvad skal rettes?", max_length=20, choices=Field)
    says = models.CharField("hvad skal der stå?", max_length=300)
    why = models.TextField("hvorfor?", max_length=1000, blank=True)
    suggested_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    suggested_at = models.DateTimeField("foreslået", default=clock.now)
    state = models.CharField("svar", max_length=20, choices=State, default=State.WAITING)
    answer = models.TextField("begrundelse", max_length=1000, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField("besvaret", null=True, blank=True)

    objects = CorrectionSuggestionQuerySet.as_manager()

    class Meta:
        ordering = ["-suggested_at", "-pk"]
        verbose_name = "forslag til rettelse"
        verbose_name_plural = "forslag til rettelser"
        constraints = [
            models.CheckConstraint(
                condition=Q(state="waiting", answered_at=None, answered_by=None)
                | (~Q(state="waiting") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="councils_a_suggestion_waits_until_it_is_answered",
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(answer=""),
                name="councils_a_suggestion_is_declined_with_a_reason",
                violation_error_message="Skriv, hvorfor forslaget afvises.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_field_display().lower()}"

    @property
    def is_written(self) -> bool:
        """Whether the portal itself writes what is suggested, rather than somebody by hand."""
        return self.field in self.WRITTEN

    @property
    def facts(self) -> dict[str, str]:
        """What `change_person` stores of it."""
        if self.field != self.Field.GENDER:
            return {self.field: self.says}
        return {"gender": Person.Gender(gender_of(self.says)).value}


def gender_of(said: str) -> str | None:
    """The gender that somebody wrote, None if it is not one that the portal knows."""
    by_label = {gender.label.lower(): gender.value for gender in Person.Gender}
    return by_label.get(said.strip().lower())
