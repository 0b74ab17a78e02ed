"""The councils, their municipalities, and the terms they sit for."""

import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q

from councils import danish
from councils.models.periods import NoOverlap, Period, PeriodQuerySet


def related(model: type[models.Model], name: str) -> models.Manager:
    """The rows behind a reverse relation: their model builds on this one, not the other way."""
    return model._meta.get_field(name).related_model._default_manager


class MunicipalityQuerySet(models.QuerySet):
    def belonging_to(self, council: "Council", at: datetime.date) -> Self:
        """The council's municipalities on the day `at`."""
        periods = CouncilMunicipality.objects.in_force(at).filter(council=council)
        return self.filter(pk__in=periods.values("municipality"))

    def without_mayor(self, council: "Council", at: datetime.date) -> Self:
        """The council's municipalities whose born member nobody has registered."""
        seated = council.memberships.in_force(at).filter(role="mayor")
        return self.belonging_to(council, at).exclude(pk__in=seated.values("municipality"))

    def with_mayor(self, council: "Council", at: datetime.date) -> Self:
        """The council's municipalities, with `born_members`: the mayor's membership, if any."""
        memberships = council.memberships.in_force(at).filter(role="mayor")
        return self.belonging_to(council, at).prefetch_related(
            models.Prefetch(
                "memberships", memberships.select_related("person"), to_attr="born_members"
            )
        )


class Municipality(models.Model):
    """One of the 98 municipalities; the code is Statistics Denmark's."""

    code = models.CharField("kommunekode", max_length=3, unique=True)
    name = models.CharField("navn", max_length=60, unique=True)
    sort_key = danish.KeyField(of="name", key=danish.sort_key)
    search_key = danish.KeyField(of="name", key=danish.fold)

    objects = MunicipalityQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key"]
        verbose_name = "kommune"
        verbose_name_plural = "kommuner"

    def __str__(self) -> str:
        return self.name


class CouncilQuerySet(PeriodQuerySet):
    def served_by(self, user, at: datetime.date) -> Self:
        """Councils whose secretariat `user` works in on the day `at`."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(pk__in=user.secretariat_work.in_force(at).values("council"))

    def open_to(self, user, at: datetime.date) -> Self:
        """Councils whose internal pages `user` reads: as staff, member or personal substitute."""
        if not user.is_authenticated:
            return self.none()
        rights = Q(pk__in=user.secretariat_work.in_force(at).values("council"))
        if user.person_id is not None:
            memberships = related(Council, "memberships").in_force(at)
            own = memberships.filter(person=user.person_id)
            substituted = related(memberships.model, "substitutions").in_force(at)
            substituted = substituted.filter(person=user.person_id)
            rights |= Q(pk__in=own.values("council"))
            rights |= Q(pk__in=substituted.values("membership__council"))
        return self.filter(rights)

    def led_by(self, user, at: datetime.date) -> Self:
        """Councils that `user` leads on the day `at`, as chair or vice-chair, or is known to take
        over: whoever is elected at a meeting reads its agenda before."""
        if not user.is_authenticated or user.person_id is None:
            return self.none()
        seats = related(Council, "memberships").not_over(at)
        posts = (
            related(Council, "leaderships")
            .not_over(at)
            .filter(
                membership__in=seats.filter(person=user.person_id),
                membership__term__starts_on__lte=at,
                membership__term__ends_on__gte=at,
            )
        )
        return self.filter(pk__in=posts.values("council"))

    def with_rights(self, user, at: datetime.date) -> Self:
        """Adds `is_open` and `is_served`: what `user` may do there, see open_to and served_by."""
        here = {"pk": models.OuterRef("pk")}
        return self.annotate(
            is_open=models.Exists(Council.objects.open_to(user, at).filter(**here)),
            is_served=models.Exists(Council.objects.served_by(user, at).filter(**here)),
        )


class Council(Period):
    """A kommunekontaktråd (KKR). It follows a region today, but is not one (see docs/adr/0004)."""

    slug = models.SlugField("adresse", unique=True)
    name = models.CharField("navn", max_length=60, unique=True)
    region = models.CharField("region", max_length=60)
    position = models.PositiveSmallIntegerField("rækkefølge", default=0)

    objects = CouncilQuerySet.as_manager()

    class Meta(Period.Meta):
        ordering = ["position", "name"]
        verbose_name = "kommunekontaktråd"
        verbose_name_plural = "kommunekontaktråd"

    def __str__(self) -> str:
        return self.name

    def is_served_by(self, user, at: datetime.date) -> bool:
        """Whether `user` works in this council's secretariat on the day `at`."""
        return Council.objects.served_by(user, at).filter(pk=self.pk).exists()


class CouncilMunicipality(Period):
    """A municipality belongs to a council for a time."""

    council = models.ForeignKey(Council, models.PROTECT, related_name="municipality_periods")
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="council_periods")

    class Meta(Period.Meta):
        constraints = [
            *Period.Meta.constraints,
            NoOverlap(
                fields=["municipality"],
                name="councils_a_municipality_belongs_to_one_council_at_a_time",
                violation_error_message="Kommunen hører allerede til et KKR i perioden.",
            ),
        ]
        verbose_name = "kommune i KKR"
        verbose_name_plural = "kommuner i KKR"

    def __str__(self) -> str:
        return f"{self.municipality} i {self.council}"


class MunicipalElection(models.Model):
    """A general municipal election (kommunalvalg)."""

    held_on = models.DateField("valgdag", unique=True)

    class Meta:
        ordering = ["-held_on"]
        verbose_name = "kommunalvalg"
        verbose_name_plural = "kommunalvalg"

    def __str__(self) -> str:
        return f"kommunalvalget {self.held_on.year}"


class TermQuerySet(models.QuerySet):
    def running(self, at: datetime.date) -> Self:
        """The term that the day `at` lies in, if the portal knows it."""
        return self.filter(starts_on__lte=at, ends_on__gte=at)

    def elected(self, at: datetime.date) -> Self:
        """Terms whose election has been held by the day `at`, the latest first: the next council
        is put together before its term begins."""
        return self.filter(election__held_on__lte=at).order_by("-starts_on")


class Term(models.Model):
    """A council term (valgperiode), e.g. 2022-2026.

    Its days are those of the municipal councils, 1 January to 31 December, which is when the born
    members change. KL names a term by the years of its two constituent meetings. [setting]
    """

    name = models.CharField("valgperiode", max_length=20, unique=True)
    election = models.OneToOneField(MunicipalElection, models.PROTECT, related_name="term")
    starts_on = models.DateField("fra og med", unique=True)
    ends_on = models.DateField("til og med")

    objects = TermQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on"]
        verbose_name = "valgperiode"
        verbose_name_plural = "valgperioder"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="councils_term_does_not_end_before_it_starts",
                violation_error_message="Slutdatoen ligger før startdatoen.",
            )
        ]

    def __str__(self) -> str:
        return self.name
