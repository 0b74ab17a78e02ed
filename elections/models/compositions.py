"""Compositions as they were computed, the tables KL published, and which of them holds."""

import datetime
from collections import Counter

from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property

from councils.models import Council, Term, User
from elections import apportionment, stored_cases
from elections.apportionment import LotsRequired, Method
from elections.models.computations import Computation
from elections.models.draws import Draw
from elections.models.standings import counted_as
from elections.models.votes import VoteSource
from elections.querysets import (
    AcceptanceQuerySet,
    CompositionQuerySet,
    DrawnLotQuerySet,
    KLTableQuerySet,
)

METHOD_NAMES = {
    Method.ADAMS: "Adams (rekonstrueret)",
    Method.DHONDT: "d’Hondt",
    Method.SAINTE_LAGUE: "Sainte-Laguë",
}


class Composition(Computation):
    """A computed composition.

    `inputs` is the case as `stored_cases.to_json` writes it. `seats` is the result per list key,
    empty where the computation stopped at a tie.
    """

    council = models.ForeignKey(Council, models.PROTECT, related_name="compositions")
    term = models.ForeignKey(Term, models.PROTECT, related_name="compositions")
    source = models.ForeignKey(VoteSource, models.PROTECT, related_name="compositions")
    method = models.CharField(
        "metode", max_length=20, choices=[(m.value, name) for m, name in METHOD_NAMES.items()]
    )
    inputs = models.JSONField("grundlag")
    seats = models.JSONField("pladser")

    objects = CompositionQuerySet.as_manager()

    class Meta:
        ordering = ["-computed_at", "-pk"]
        verbose_name = "beregnet sammensætning"
        verbose_name_plural = "beregnede sammensætninger"
        constraints = [
            models.UniqueConstraint(
                fields=["council", "term", "number"],
                name="elections_a_composition_has_its_own_number",
            )
        ]

    def __str__(self) -> str:
        return f"{self.council} {self.term}, beregning {self.number}"

    @property
    def is_complete(self) -> bool:
        """Whether it gave seats; otherwise it waits for lots."""
        return bool(self.seats)

    @cached_property
    def outcome(self) -> apportionment.Composition | LotsRequired:
        """Computed again from what is stored here: the steps are not kept, they follow."""
        return apportionment.compose(stored_cases.from_json(self.inputs), self.drawn)

    @property
    def waits_for(self) -> LotsRequired | None:
        """The tie at which the computation stopped."""
        return self.outcome if isinstance(self.outcome, LotsRequired) else None


class KLTable(models.Model):
    """A composition table that KL published, as the secretariat entered it. A newer one replaces
    it; nothing is changed afterwards."""

    council = models.ForeignKey(Council, models.PROTECT, related_name="kl_tables")
    term = models.ForeignKey(Term, models.PROTECT, related_name="kl_tables")
    number = models.PositiveIntegerField("nummer")
    source = models.CharField("kilde", max_length=200)
    entered_at = models.DateTimeField("indtastet", null=True)  # unknown before version 0.2.0
    entered_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="indtastet af"
    )

    objects = KLTableQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        verbose_name = "KL’s tabel"
        verbose_name_plural = "KL’s tabeller"
        constraints = [
            models.UniqueConstraint(
                fields=["council", "term", "number"],
                name="elections_a_table_of_kl_has_its_own_number",
            )
        ]

    def __str__(self) -> str:
        return f"KL’s tabel, {self.council} {self.term}"

    @property
    def seats(self) -> dict[str, tuple[int, int, int]]:
        """All members, mayors and supplementary members by letter."""
        return {row.letter: (row.total, row.mayors, row.supplementary) for row in self.rows.all()}


class OfficialSeats(models.Model):
    """One list's column in the composition table that KL published."""

    table = models.ForeignKey(KLTable, models.CASCADE, related_name="rows")
    letter = models.CharField("bogstav", max_length=5)
    total = models.PositiveSmallIntegerField("i alt")
    mayors = models.PositiveSmallIntegerField("borgmestre")
    supplementary = models.PositiveSmallIntegerField("supplerende medlemmer")

    class Meta:
        ordering = ["pk"]
        verbose_name = "kolonne i KL’s tabel"
        verbose_name_plural = "kolonner i KL’s tabel"
        constraints = [
            models.UniqueConstraint(
                fields=["table", "letter"],
                name="elections_a_list_has_one_column_in_the_table_of_kl",
                violation_error_message="Listen står allerede i KL’s tabel.",
            ),
            models.CheckConstraint(
                condition=Q(total=F("mayors") + F("supplementary")),
                name="elections_mayors_and_supplementary_seats_add_up",
                violation_error_message="Borgmestre og supplerende medlemmer giver ikke i alt.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter}: {self.total}"


class Acceptance(models.Model):
    """Which composition holds: the portal's computation or KL's table. The latest one counts."""

    class GoesBy(models.TextChoices):
        KL_TABLE = "kl_table", "KL’s tabel"
        COMPUTATION = "computation", "Portalens beregning"

    council = models.ForeignKey(Council, models.PROTECT, related_name="acceptances")
    term = models.ForeignKey(Term, models.PROTECT, related_name="acceptances")
    goes_by = models.CharField("gælder", max_length=20, choices=GoesBy)
    composition = models.ForeignKey(
        Composition, models.PROTECT, null=True, blank=True, related_name="acceptances"
    )
    kl_table = models.ForeignKey(
        KLTable, models.PROTECT, null=True, blank=True, related_name="acceptances"
    )
    accepted_by = models.CharField("godkendt af", max_length=100)
    accepted_at = models.DateTimeField("godkendt")
    differs = models.BooleanField("afviger")
    reason = models.TextField("begrundelse", max_length=1000, blank=True)
    recorded_at = models.DateTimeField("registreret")
    recorded_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="registreret af"
    )

    objects = AcceptanceQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = "godkendt sammensætning"
        verbose_name_plural = "godkendte sammensætninger"
        constraints = [
            models.CheckConstraint(
                condition=Q(goes_by="kl_table", kl_table__isnull=False)
                | Q(goes_by="computation", composition__isnull=False),
                name="elections_what_is_accepted_is_there",
            ),
            models.CheckConstraint(
                condition=Q(differs=False) | ~Q(reason=""),
                name="elections_accepting_what_differs_needs_a_reason",
                violation_error_message="Skriv, hvorfor der er forskel.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_goes_by_display()}, {self.council} {self.term}"

    @property
    def seats(self) -> dict[str, tuple[int, int, int]]:
        """All members, mayors and supplementary members by list key."""
        if self.goes_by == self.GoesBy.KL_TABLE:
            return self.kl_table.seats
        return {key: tuple(seats) for key, seats in self.composition.seats.items()}

    @property
    def sentence(self) -> str:
        """E.g. »36 medlemmer, heraf 19 borgmestre: A 10, B 2, …«."""
        seated = {key: numbers for key, numbers in self.seats.items() if numbers[0]}
        lists = ", ".join(f"{key} {numbers[0]}" for key, numbers in seated.items())
        total = sum(numbers[0] for numbers in seated.values())
        mayors = sum(numbers[1] for numbers in seated.values())
        return f"{total} medlemmer, heraf {mayors} borgmestre: {lists}."

    def unfilled_seats(self, at: datetime.date) -> list[tuple[str, int]]:
        """How many supplementary members each list, named by its key, still has to elect on the day
        `at`; below zero where it has elected too many. Lists in balance are left out."""
        members = self.council.memberships.in_force(at).filter(role="supplementary")
        members = members.select_related(
            "elected_by__municipality", "elected_by__cooperation_member__cooperation"
        )
        missing = Counter({key: seats[2] for key, seats in self.seats.items()})
        missing.subtract(Counter(counted_as(seat.elected_by).key for seat in members))
        return sorted((key, number) for key, number in missing.items() if number)


class DrawnLot(Draw):
    """A drawing of lots for seats or for the posts of chair and vice-chair."""

    composition = models.ForeignKey(
        Composition, models.PROTECT, null=True, blank=True, related_name="drawn_lots"
    )
    leadership = models.ForeignKey(
        "elections.LeadershipElection",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="drawn_lots",
    )
    within = models.CharField("i valgforbundet", max_length=200, blank=True)

    objects = DrawnLotQuerySet.as_manager()

    class Meta(Draw.Meta):
        constraints = [
            *Draw.Meta.constraints,
            models.CheckConstraint(
                condition=Q(composition__isnull=False, leadership=None)
                | Q(composition=None, leadership__isnull=False),
                name="elections_lots_are_drawn_for_seats_or_for_leadership",
            ),
            models.UniqueConstraint(
                fields=["composition"],
                condition=Q(annulled_at=None),
                name="elections_lots_are_drawn_once_for_a_tie_about_seats",
            ),
            models.UniqueConstraint(
                fields=["leadership"],
                condition=Q(annulled_at=None),
                name="elections_lots_are_drawn_once_for_a_tie_about_leadership",
            ),
        ]
