"""Where the councils send representatives: bodies, and the seats that they have."""

import datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse

from appointments.querysets import BodyQuerySet, SeatKindQuerySet
from councils.models import Council
from councils.models.periods import Period
from councils.search import StemsField, StemsIndex


class Organisation(models.Model):
    """Somebody outside the councils who nominates or appoints, e.g. a trade organisation."""

    name = models.CharField("navn", max_length=150, unique=True)

    class Meta:
        ordering = ["name"]
        verbose_name = "organisation"
        verbose_name_plural = "organisationer"

    def __str__(self) -> str:
        return self.name


class Body(Period):
    """A regional body (regionalt forum) that a council appoints or nominates representatives to.

    What the sources do not tell is left empty, and the pages say that it is not known.
    `council` is the one whose secretariat keeps it; `other_councils` send people there too.
    """

    class Kind(models.TextChoices):
        STATUTORY = "statutory", "Fastsat ved lov"
        AGREED = "agreed", "Nedsat efter aftale"

    class GenderRule(models.TextChoices):
        """Of ligestillingsloven; which one a body falls under is recorded, never guessed."""

        NOT_KNOWN = "", "Ikke oplyst"
        NONE = "none", "Ingen krav"
        PER_NOMINATION = "per_nomination", "Lige mange kvinder og mænd i hver indstilling"
        BALANCED = "balanced", "Ligelig sammensætning af hele forummet"

    council = models.ForeignKey(
        Council, models.PROTECT, related_name="bodies", verbose_name="hører under"
    )
    other_councils = models.ManyToManyField(
        Council, blank=True, related_name="shared_bodies", verbose_name="udpeger også"
    )
    name = models.CharField("navn", max_length=150)
    kind = models.CharField("grundlag", max_length=20, choices=Kind, blank=True)
    legal_basis = models.CharField("hjemmel", max_length=200, blank=True)
    description = models.TextField("opgave", max_length=2000, blank=True)
    composition = models.TextField("sammensætning", max_length=2000, blank=True)
    rules_url = models.URLField("regler på nettet", max_length=300, blank=True)
    gender_rule = models.CharField(
        "krav om kønsbalance", max_length=20, choices=GenderRule, blank=True
    )
    # A term of its own: its first day once, and how many years one lasts. Otherwise the council's.
    own_term_starts_on = models.DateField("egen periode begynder", null=True, blank=True)
    own_term_years = models.PositiveSmallIntegerField("egen periodes år", null=True, blank=True)
    # Whoever is appointed stays until a successor is named.
    carries_over = models.BooleanField(
        "fungerer videre til efterfølgeren er udpeget", default=False
    )
    successors = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="predecessors",
        verbose_name="afløses af",
    )
    source = models.CharField("kilde", max_length=200)
    version = models.PositiveIntegerField("version", default=1, editable=False)
    stems = StemsField(of=["name", "kind", "legal_basis", "description", "composition"])

    objects = BodyQuerySet.as_manager()

    class Meta(Period.Meta):
        ordering = ["name"]
        verbose_name = "regionalt forum"
        verbose_name_plural = "regionale fora"
        indexes = [StemsIndex(fields=["stems"], name="appointments_stems_of_bodies")]
        constraints = [
            *Period.Meta.constraints,
            models.UniqueConstraint(
                fields=["council", "name", "starts_on"],
                name="appointments_a_body_stands_once_with_its_council",
                violation_error_message="Forummet er allerede registreret fra den dag.",
            ),
            models.CheckConstraint(
                condition=Q(own_term_starts_on=None, own_term_years=None)
                | Q(own_term_starts_on__isnull=False, own_term_years__gte=1),
                name="appointments_a_term_of_its_own_has_a_first_day_and_a_length",
                violation_error_message="Skriv både egen periodes første dag og dens længde i år.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("body", args=[self.pk])

    def own_term(self, at: datetime.date) -> tuple[datetime.date, datetime.date] | None:
        """First and last day of the body's own term that the day `at` lies in.

        None for a body that follows the council's terms. Days before the first known term lie in
        the terms of the same length before it.
        """
        first, years = self.own_term_starts_on, self.own_term_years
        if first is None or years is None:
            return None
        passed = at.year - first.year - ((at.month, at.day) < (first.month, first.day))
        starts_on = _years_later(first, passed // years * years)
        return starts_on, _years_later(starts_on, years) - datetime.timedelta(days=1)


def _years_later(day: datetime.date, years: int) -> datetime.date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return datetime.date(day.year + years, 3, 1)


class SeatKind(models.Model):
    """Seats of one kind in a body: who appoints, who nominates, and who may sit there.

    `number` is None where the sources do not tell it; then it has no rows of `Seat` yet.
    """

    class Appointer(models.TextChoices):
        COUNCIL = "council", "KKR udpeger"
        COUNCIL_NOMINATES = "council_nominates", "KKR indstiller"
        KL = "kl", "KL udpeger"
        REGION = "region", "Regionsrådet udpeger"
        ORGANISATION = "organisation", "En organisation udpeger"
        EX_OFFICIO = "ex_officio", "Født medlem i kraft af et hverv"

    class Role(models.TextChoices):
        CHAIR = "chair", "Formand"
        MEMBER = "member", "Medlem"
        OBSERVER = "observer", "Observatør"

    class Alternates(models.TextChoices):
        NOT_KNOWN = "", "Ikke oplyst"
        NONE = "none", "Ingen"
        PERSONAL = "personal", "Personlig suppleant"
        SHARED = "shared", "Fælles suppleanter"

    class Eligibility(models.TextChoices):
        """What can be checked against the Blå Bog, and what a person must look after."""

        NOT_KNOWN = "", "Ikke oplyst"
        ANYBODY = "anybody", "Ingen krav"
        COUNCILLOR = "councillor", "Medlem af en kommunalbestyrelse i KKR"
        MAYOR = "mayor", "Borgmester i KKR"
        COUNCIL_MEMBER = "council_member", "Medlem af KKR"
        ELECTED = "elected", "Folkevalgt"
        BUSINESS = "business", "Aktiv erhvervsdrivende"
        KNOWLEDGE = "knowledge", "Fra en videninstitution"
        EMPLOYEES = "employees", "Fra en arbejdstagerorganisation"
        OTHER = "other", "Andet, se bemærkningen"

    class HeldBy(models.TextChoices):
        """The office that an ex-officio seat follows."""

        NOTHING = "", "Intet"
        COUNCIL_CHAIR = "council_chair", "Formanden for KKR"
        COUNCIL_VICE_CHAIR = "council_vice_chair", "Næstformanden for KKR"
        OTHER_SEAT = "other_seat", "Den, der sidder i et andet forum"

    body = models.ForeignKey(Body, models.CASCADE, related_name="seat_kinds")
    position = models.PositiveSmallIntegerField("rækkefølge", default=0)
    label = models.CharField("betegnelse", max_length=150)
    number = models.PositiveSmallIntegerField("antal pladser", null=True, blank=True)
    appointer = models.CharField("hvem udpeger", max_length=20, choices=Appointer)
    council = models.ForeignKey(
        Council,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="seat_kinds",
        verbose_name="KKR, der udpeger eller indstiller",
    )
    appointing_organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="appoints_to",
        verbose_name="organisation, der udpeger",
    )
    nominators = models.ManyToManyField(
        Organisation,
        blank=True,
        related_name="nominates_to",
        verbose_name="indstillingsberettigede",
    )
    nominates_jointly = models.BooleanField("indstiller i fællesskab", default=False)
    role = models.CharField("rolle", max_length=20, choices=Role, default=Role.MEMBER)
    has_vote = models.BooleanField("stemmeret", null=True, blank=True)  # None: not known
    alternates = models.CharField("suppleanter", max_length=20, choices=Alternates, blank=True)
    eligibility = models.CharField(
        "hvem kan vælges", max_length=20, choices=Eligibility, blank=True
    )
    # Of the seats of this kind, e.g. at least one representative of a small company.
    least_sme = models.PositiveSmallIntegerField("mindst fra en SMV", default=0)
    held_by = models.CharField("følger", max_length=20, choices=HeldBy, blank=True)
    follows = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="followed_by",
        verbose_name="følger pladsen",
    )
    note = models.CharField("bemærkning", max_length=300, blank=True)

    objects = SeatKindQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = "slags plads"
        verbose_name_plural = "slags pladser"
        constraints = [
            models.UniqueConstraint(
                fields=["body", "label"],
                name="appointments_a_kind_of_seat_stands_once_in_a_body",
                violation_error_message="Forummet har allerede en slags plads med den betegnelse.",
            ),
            models.CheckConstraint(
                condition=Q(appointer__in=["council", "council_nominates"], council__isnull=False)
                | ~Q(appointer__in=["council", "council_nominates"]) & Q(council=None),
                name="appointments_a_council_that_appoints_is_named",
                violation_error_message="Vælg det KKR, der udpeger eller indstiller.",
            ),
            models.CheckConstraint(
                condition=Q(appointer="ex_officio") & ~Q(held_by="")
                | ~Q(appointer="ex_officio") & Q(held_by=""),
                name="appointments_an_ex_officio_seat_follows_an_office",
                violation_error_message="Vælg det hverv, som pladsen følger.",
            ),
            models.CheckConstraint(
                condition=Q(held_by="other_seat", follows__isnull=False)
                | ~Q(held_by="other_seat") & Q(follows=None),
                name="appointments_a_seat_that_follows_another_names_it",
                violation_error_message="Vælg den plads, som denne plads følger.",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def keeper(self) -> Council:
        """Whose secretariat keeps the seats: the council that fills them, or else the body's."""
        return self.council or self.body.council

    @property
    def is_ours(self) -> bool:
        """Whether a council fills it, by appointing or by nominating."""
        return self.council_id is not None

    @property
    def is_political(self) -> bool:
        """Whether councillors fill it among themselves, so that it is elected in the council."""
        kinds = self.Eligibility
        political = {kinds.COUNCILLOR, kinds.MAYOR, kinds.COUNCIL_MEMBER, kinds.ELECTED}
        return self.is_ours and self.eligibility in political


class Seat(models.Model):
    """One of the seats of a kind; its appointments one after the other are its history."""

    kind = models.ForeignKey(SeatKind, models.CASCADE, related_name="seats")
    number = models.PositiveSmallIntegerField("nummer")

    class Meta:
        ordering = ["kind__position", "kind", "number"]
        verbose_name = "plads"
        verbose_name_plural = "pladser"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "number"], name="appointments_a_seat_has_its_own_number"
            ),
        ]

    def __str__(self) -> str:
        return self.kind.label if self.kind.number == 1 else f"{self.kind.label} {self.number}"
