"""Pictures of people, shown as long as they consent."""

import datetime
import hashlib
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from councils.models.people import Person


class PortraitQuerySet(models.QuerySet):
    def shown(self, at: datetime.date) -> Self:
        """Portraits that everybody may see on the day `at`: those with a consent that holds."""
        return self.filter(
            Q(consent_ends_on=None) | Q(consent_ends_on__gte=at), consented_on__lte=at
        )

    def editable_by(self, user, at: datetime.date) -> Self:
        """Portraits of those whose facts `user` keeps, whether or not they may be shown."""
        return self.filter(person__in=Person.objects.editable_by(user, at))


class Portrait(models.Model):
    """A person's picture, made small and bare by councils/pictures.py."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="portrait")
    image = models.BinaryField("billede")  # always JPEG
    sha256 = models.CharField("kontrolsum", max_length=64)
    width = models.PositiveSmallIntegerField("bredde")
    height = models.PositiveSmallIntegerField("højde")
    consented_on = models.DateField("samtykke givet den")
    consent_ends_on = models.DateField("samtykket gælder til og med", null=True, blank=True)
    consent_source = models.CharField("hvor står samtykket?", max_length=200)

    objects = PortraitQuerySet.as_manager()

    class Meta:
        verbose_name = "portræt"
        verbose_name_plural = "portrætter"
        constraints = [
            models.CheckConstraint(
                condition=Q(consent_ends_on=None) | Q(consent_ends_on__gte=F("consented_on")),
                name="councils_consent_does_not_end_before_it_is_given",
                violation_error_message="Samtykket kan ikke ophøre, før det er givet.",
            )
        ]

    def __str__(self) -> str:
        return f"Portræt af {self.person}"

    def get_absolute_url(self) -> str:
        return reverse("portrait", args=[self.person_id, self.sha256])

    @property
    def mark(self) -> str:
        """What is different whenever the picture or the consent is."""
        consent = (self.consented_on, self.consent_ends_on, self.consent_source)
        told = "|".join(str(fact) for fact in (self.sha256, *consent))
        return hashlib.sha256(told.encode()).hexdigest()
