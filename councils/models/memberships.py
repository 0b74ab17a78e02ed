"""Who sits in a council: members, their personal substitutes, chair and vice-chair."""

import datetime
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import OuterRef, Prefetch, Q, Subquery

from councils.models.councils import Council, Municipality, Term
from councils.models.parties import ElectoralList
from councils.models.people import PartyMembership, Person
from councils.models.periods import NoOverlap, Period, PeriodQuerySet

START = OuterRef(OuterRef("starts_on"))


def letter_on(at: datetime.date | OuterRef, person: str, term: str) -> Subquery:
    """The list letter of a person's party on the day `at`, in the election behind a term.

    `person` and `term` name the outer query's columns, and `at` may be `START`, the day on which
    the outer row begins. Somebody without a party has no letter.
    """
    party = PartyMembership.objects.in_force(at).filter(person=OuterRef(OuterRef(person)))
    lists = ElectoralList.objects.filter(
        party__in=party.values("party"), election__term=OuterRef(term)
    )
    return Subquery(lists.values("letter")[:1])


class CouncilMembershipQuerySet(PeriodQuerySet):
    def with_letter(self, at: datetime.date) -> Self:
        """Adds `letter`: what the person stands under on the day `at`."""
        return self.annotate(letter=letter_on(at, "person", "term"))

    def with_party(self, at: datetime.date) -> Self:
        """Adds `party`: the id of the party the person belongs to on the day `at`."""
        parties = PartyMembership.objects.in_force(at).filter(person=OuterRef("person"))
        return self.annotate(party=Subquery(parties.values("party")[:1]))

    def as_history(self) -> Self:
        """All of a person's memberships, the latest first, with what a person page shows."""
        substitutions = Substitution.objects.select_related("person").order_by("-starts_on")
        return (
            self.annotate(letter=letter_on(START, "person", "term"))
            .select_related("council", "term", "municipality")
            .prefetch_related(
                Prefetch("substitutions", substitutions, to_attr="all_substitutions"), "leaderships"
            )
            .order_by("-starts_on")
        )

    def count_by_role(self) -> list[tuple[str, int]]:
        """Label and number of each kind of member that the council has."""
        counts = dict(self.order_by().values_list("role").annotate(models.Count("pk")))
        return [(role.label, counts[role]) for role in CouncilMembership.Role if role in counts]

    def voting(self) -> Self:
        """Members who count: observers take part without a vote."""
        return self.exclude(role=CouncilMembership.Role.OBSERVER)


class CouncilMembership(Period):
    """A person sits in a council for a term or a part of one."""

    class Role(models.TextChoices):
        MAYOR = "mayor", "Født medlem (borgmester)"
        SUPPLEMENTARY = "supplementary", "Supplerende medlem"
        OBSERVER = "observer", "Observatør uden stemmeret"

    class LeftBecause(models.TextChoices):
        TERM_ENDED = "term_ended", "Valgperioden er slut"
        LEFT_MUNICIPAL_COUNCIL = "left_municipal_council", "Ikke længere i kommunalbestyrelsen"
        LEFT_PARTY = "left_party", "Udtrådt af partiet"
        NO_LONGER_MAYOR = "no_longer_mayor", "Ikke længere borgmester"
        BECAME_MAYOR = "became_mayor", "Blev borgmester og født medlem"
        RESIGNED = "resigned", "Fratrådt efter eget ønske"
        DIED = "died", "Død"

    council = models.ForeignKey(Council, models.PROTECT, related_name="memberships")
    term = models.ForeignKey(Term, models.PROTECT, related_name="memberships")
    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="memberships")
    role = models.CharField("plads", max_length=20, choices=Role)
    elected_by = models.ForeignKey(
        ElectoralList,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name="valgt af",
        help_text="Den liste, hvis kommunalbestyrelsesmedlemmer har valgt det supplerende medlem.",
    )
    left_because = models.CharField("udtrådt fordi", max_length=30, choices=LeftBecause, blank=True)

    objects = CouncilMembershipQuerySet.as_manager()

    class Meta(Period.Meta):
        verbose_name = "medlemskab"
        verbose_name_plural = "medlemskaber"
        constraints = [
            *Period.Meta.constraints,
            NoOverlap(
                fields=["council", "person"],
                name="councils_a_person_sits_once_in_a_council_at_a_time",
                violation_error_message="Personen er allerede medlem af dette KKR i perioden.",
            ),
            NoOverlap(
                fields=["council", "municipality"],
                only={"role": "mayor"},
                name="councils_a_municipality_has_one_born_member_at_a_time",
                violation_error_message="Kommunen har allerede et født medlem i perioden.",
            ),
            models.CheckConstraint(
                condition=Q(role="supplementary", elected_by__isnull=False)
                | (~Q(role="supplementary") & Q(elected_by=None)),
                name="councils_only_supplementary_members_are_elected_by_a_list",
                violation_error_message="Et supplerende medlem er valgt af en liste, andre ikke.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=False) | Q(left_because=""),
                name="councils_a_member_who_left_has_a_last_day",
                violation_error_message="Skriv datoen, hvor medlemmet udtræder.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.council}"


class SubstitutionQuerySet(PeriodQuerySet):
    def in_force(self, at: datetime.date) -> Self:
        """Substitutions that hold on the day `at`; one ends with the membership it belongs to."""
        memberships = CouncilMembership.objects.in_force(at)
        return super().in_force(at).filter(membership__in=memberships)

    def with_letter(self, at: datetime.date) -> Self:
        return self.annotate(letter=letter_on(at, "person", "membership__term"))


class Substitution(Period):
    """A person is a member's personal substitute (stedfortræder).

    A member has one at a time, who may attend for them and for nobody who has not named them.
    """

    membership = models.ForeignKey(
        CouncilMembership, models.CASCADE, related_name="substitutions", verbose_name="medlem"
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="substitutions")

    objects = SubstitutionQuerySet.as_manager()

    class Meta(Period.Meta):
        verbose_name = "stedfortræder"
        verbose_name_plural = "stedfortrædere"
        constraints = [
            *Period.Meta.constraints,
            NoOverlap(
                fields=["membership"],
                name="councils_a_member_has_one_personal_substitute_at_a_time",
                violation_error_message="Medlemmet har allerede en stedfortræder i perioden.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} for {self.membership.person}"

    def clean(self) -> None:
        super().clean()
        if self.membership_id and self.person_id == self.membership.person_id:
            raise ValidationError({"person": "Et medlem kan ikke være sin egen stedfortræder."})


class LeadershipQuerySet(PeriodQuerySet):
    def current_or_next(self, council: Council, at: datetime.date) -> Self:
        """Those who lead on the day `at`, or are known to take over in the same term."""
        return (
            self._with_people()
            .not_over(at)
            .filter(council=council, membership__term__starts_on__lte=at)
            .filter(membership__in=CouncilMembership.objects.not_over(at))
            .order_by("role", "starts_on")
        )

    def former(self, council: Council, at: datetime.date) -> Self:
        """Those who led before the day `at`, the latest first."""
        return (
            self._with_people()
            .filter(council=council, ends_on__lt=at)
            .order_by("-starts_on", "role")
        )

    def _with_people(self) -> Self:
        return self.select_related(
            "membership__person", "membership__municipality", "membership__term"
        ).annotate(letter=letter_on(START, "membership__person", "membership__term"))


class Leadership(Period):
    """A member is chair or vice-chair of the council (together the formandskab)."""

    class Role(models.TextChoices):
        CHAIR = "chair", "Formand"
        VICE_CHAIR = "vice_chair", "Næstformand"

    council = models.ForeignKey(Council, models.PROTECT, related_name="leaderships")
    membership = models.ForeignKey(
        CouncilMembership, models.PROTECT, related_name="leaderships", verbose_name="medlem"
    )
    role = models.CharField("post", max_length=20, choices=Role)
    source = models.CharField("kilde", max_length=200, blank=True)

    objects = LeadershipQuerySet.as_manager()

    class Meta(Period.Meta):
        ordering = ["role", "-starts_on"]
        verbose_name = "formandskab"
        verbose_name_plural = "formandskaber"
        constraints = [
            *Period.Meta.constraints,
            NoOverlap(
                fields=["council", "role"],
                name="councils_a_council_has_one_chair_and_one_vice_chair_at_a_time",
                violation_error_message="Posten er allerede besat i perioden.",
            ),
            NoOverlap(
                fields=["membership"],
                name="councils_a_member_holds_one_post_at_a_time",
                violation_error_message="Medlemmet har allerede en post i perioden.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.membership.person}"

    def clean(self) -> None:
        super().clean()
        if self.membership_id and self.council_id != self.membership.council_id:
            raise ValidationError({"membership": "Formandskabet vælges blandt KKR’s medlemmer."})
