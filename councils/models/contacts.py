"""How people are reached, and for whom each way is."""

import datetime

from django.db import models
from django.db.models import Case, F, Value, When

from councils.models.councils import Council
from councils.models.people import Person


class Visibility(models.IntegerChoices):
    """Who may see one contact detail. Whoever reads the higher number reads the lower ones too."""

    PUBLIC = 0, "Alle"
    INTERNAL = 1, "Medlemmer, stedfortrædere og sekretariat"
    SECRETARIAT = 2, "Kun sekretariatet"


class ContactDetailsQuerySet(models.QuerySet):
    def visible_to(self, user, at: datetime.date) -> models.QuerySet:
        """`person_id`, `shown_email` and `shown_phone`: each detail that is for `user` on the day
        `at`, the others empty. What is not for them never leaves the database.

        Internal ones are for those who read the internal pages of a council where the person has a
        place. To have logged in gives no right.
        """
        return (
            self.annotate(level=_level(user, at))
            .annotate(shown_email=_up_to_level("email"), shown_phone=_up_to_level("phone"))
            .values("person_id", "shown_email", "shown_phone")
        )

    def editable_by(self, user, at: datetime.date) -> models.QuerySet:
        """The whole details of those whose facts `user` keeps, see PersonQuerySet.editable_by."""
        return self.filter(person__in=Person.objects.editable_by(user, at))


def _level(user, at: datetime.date) -> Case | Value:
    """The highest visibility of which `user` reads the details of a row's person."""
    if not user.is_authenticated:
        return Value(Visibility.PUBLIC)
    served, opened = Council.objects.served_by(user, at), Council.objects.open_to(user, at)
    return Case(
        When(person__in=Person.objects.kept_in(served, at), then=Visibility.SECRETARIAT),
        When(person__in=Person.objects.placed_in(opened, at), then=Visibility.INTERNAL),
        default=Visibility.PUBLIC,
        output_field=models.PositiveSmallIntegerField(),
    )


def _up_to_level(name: str) -> Case:
    return Case(When(**{f"{name}_visibility__lte": F("level")}, then=F(name)), default=Value(""))


class ContactDetails(models.Model):
    person = models.OneToOneField(Person, models.CASCADE, related_name="contact")
    email = models.EmailField("e-mail", blank=True)
    email_visibility = models.PositiveSmallIntegerField(
        "hvem ser e-mailadressen?", choices=Visibility, default=Visibility.INTERNAL
    )
    phone = models.CharField("telefon", max_length=30, blank=True)
    phone_visibility = models.PositiveSmallIntegerField(
        "hvem ser telefonnummeret?", choices=Visibility, default=Visibility.INTERNAL
    )
    version = models.PositiveIntegerField("version", default=1, editable=False)

    objects = ContactDetailsQuerySet.as_manager()

    class Meta:
        verbose_name = "kontaktoplysninger"
        verbose_name_plural = "kontaktoplysninger"

    def __str__(self) -> str:
        return f"Kontaktoplysninger for {self.person}"
