"""Accounts, and the secretariats' staff."""

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models import Q

from councils.models.councils import Council
from councils.models.people import Person
from councils.models.periods import NoOverlap, Period


class UserManager(BaseUserManager):
    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        """An account for `email`; without a password it is set by the reset mail."""
        user = self.model(email=email.lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, email: str) -> "User":
        return self.get(email=email.lower())


class User(AbstractUser):
    """An account, known by its e-mail address.

    Rights do not come from the account but from what its owner is: secretariat staff of a council
    (`SecretariatMember`), or a member or personal substitute (`person`).
    """

    username = first_name = last_name = None
    email = models.EmailField(
        "e-mail",
        unique=True,
        error_messages={"unique": "Der er allerede en konto med den e-mailadresse."},
    )
    name = models.CharField("navn", max_length=150)
    person = models.OneToOneField(
        Person,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="user",
        help_text="Den politiker, som kontoen tilhører.",
    )

    CLOSED = "lukket-konto-"  # how the address of an account begins that was closed

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        verbose_name = "konto"
        verbose_name_plural = "konti"

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name


class SecretariatMember(Period):
    """Somebody works in a council's secretariat: who may edit, and who the Blå Bog lists."""

    council = models.ForeignKey(Council, models.PROTECT, related_name="secretariat")
    name = models.CharField("navn", max_length=150)
    title = models.CharField("titel", max_length=100, blank=True)
    initials = models.CharField("initialer", max_length=10, blank=True)
    email = models.EmailField("e-mail", blank=True)
    phone = models.CharField("telefon", max_length=30, blank=True)
    user = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="secretariat_work",
        verbose_name="konto",
        help_text="Med en konto kan medarbejderen redigere KKR’s møder og dagsordener.",
    )
    is_listed = models.BooleanField(
        "vises i Blå Bog", default=True, help_text="Fælles konti vises ikke."
    )

    class Meta(Period.Meta):
        ordering = ["name"]
        verbose_name = "sekretariatsmedarbejder"
        verbose_name_plural = "sekretariatsmedarbejdere"
        constraints = [
            *Period.Meta.constraints,
            NoOverlap(
                fields=["council", "user"],
                name="councils_an_account_serves_a_council_once_at_a_time",
                violation_error_message="Kontoen hører allerede til sekretariatet i perioden.",
            ),
            models.CheckConstraint(
                condition=Q(is_listed=True) | Q(user__isnull=False),
                name="councils_staff_are_listed_or_have_an_account",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.council}"
