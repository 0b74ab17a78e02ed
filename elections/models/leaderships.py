"""Chair and vice-chair: the alliances that were notified, and the elections as computed."""

from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property

from councils.models import Council, CouncilMembership, ElectoralList, Term, User
from elections.apportionment import Leadership, LotsRequired, elect_leadership
from elections.models.compositions import Composition
from elections.models.computations import Computation
from elections.querysets import AllianceNoticeQuerySet, LeadershipElectionQuerySet
from meetings.models import AgendaItem, Meeting


class AllianceNotice(models.Model):
    """A notice to the secretariat that lists stand together in the election of the leadership.

    One that is late or that may not be is recorded too, and rejected with the reason.
    """

    class State(models.TextChoices):
        RECEIVED = "received", "Modtaget"
        REJECTED = "rejected", "Afvist"
        WITHDRAWN = "withdrawn", "Trukket tilbage"
        APPROVED = "approved", "Godkendt af mødet"

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="alliance_notices", verbose_name="konstituerende møde"
    )
    council = models.ForeignKey(Council, models.PROTECT, related_name="alliance_notices")
    term = models.ForeignKey(Term, models.PROTECT, related_name="alliance_notices")
    lists = models.ManyToManyField(ElectoralList, related_name="+", verbose_name="lister")
    notified_by = models.CharField("anmeldt af", max_length=100)
    received_at = models.DateTimeField("modtaget")
    state = models.CharField("status", max_length=20, choices=State)
    reason = models.CharField("begrundelse", max_length=500, blank=True)
    decided_in = models.ForeignKey(
        AgendaItem,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="behandlet under punktet",
    )
    recorded_at = models.DateTimeField("registreret")
    recorded_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="registreret af"
    )

    objects = AllianceNoticeQuerySet.as_manager()

    class Meta:
        ordering = ["received_at", "pk"]
        verbose_name = "anmeldt valgforbund"
        verbose_name_plural = "anmeldte valgforbund"
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["rejected", "withdrawn"]) | ~Q(reason=""),
                name="elections_a_rejected_alliance_has_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(decided_in__isnull=False),
                name="elections_an_approved_alliance_names_the_item",
            ),
        ]

    def __str__(self) -> str:
        return f"valgforbund anmeldt af {self.notified_by}"


class LeadershipElection(Computation):
    """An election of chair and vice-chair.

    Computed: `inputs` holds `votes` (list key to votes) and `alliances` (lists of keys); the posts
    are empty while it waits for lots. In unison: the posts are what was agreed.
    """

    class Outcome(models.TextChoices):
        COMPUTED = "computed", "Beregnet ved forholdstalsvalg"
        IN_UNISON = "in_unison", "Valgt i enighed"

    council = models.ForeignKey(Council, models.PROTECT, related_name="leadership_elections")
    term = models.ForeignKey(Term, models.PROTECT, related_name="leadership_elections")
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="leadership_elections", verbose_name="møde"
    )
    decided_in = models.ForeignKey(
        AgendaItem,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="valgt under punktet",
    )
    outcome = models.CharField("udfald", max_length=20, choices=Outcome)
    composition = models.ForeignKey(
        Composition,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="leadership_elections",
        verbose_name="stemmetal og deltagere fra",
    )
    # It counts alliances that the meeting had not approved when it was computed.
    is_provisional = models.BooleanField("foreløbig", default=False)
    inputs = models.JSONField("grundlag", default=dict, blank=True)
    chair_list = models.CharField("formandens liste", max_length=120, blank=True)
    vice_chair_list = models.CharField("næstformandens liste", max_length=120, blank=True)
    chair = models.ForeignKey(
        CouncilMembership,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="formand",
    )
    vice_chair = models.ForeignKey(
        CouncilMembership,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="næstformand",
    )
    note = models.CharField("bemærkning", max_length=500, blank=True)

    objects = LeadershipElectionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = "valg af formandskab"
        verbose_name_plural = "valg af formandskab"
        constraints = [
            models.UniqueConstraint(
                fields=["council", "term", "number"],
                name="elections_a_leadership_election_has_its_own_number",
            ),
            models.CheckConstraint(
                condition=Q(chair=None, vice_chair=None)
                | Q(chair__isnull=False, vice_chair__isnull=False),
                name="elections_chair_and_vice_chair_are_named_together",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="in_unison") | Q(chair__isnull=False),
                name="elections_an_election_in_unison_names_the_persons",
            ),
        ]

    def __str__(self) -> str:
        return f"valg af formandskab nr. {self.number}, {self.council} {self.term}"

    @property
    def is_complete(self) -> bool:
        """Whether it gave the two posts to lists; otherwise it waits for lots."""
        return bool(self.chair_list)

    @cached_property
    def election(self) -> Leadership | LotsRequired | None:
        """Computed again from what is stored here; None for an election in unison."""
        if self.outcome == self.Outcome.IN_UNISON:
            return None
        return elect_leadership(self.inputs["votes"], self.inputs["alliances"], self.drawn)

    @property
    def waits_for(self) -> LotsRequired | None:
        """The tie at which the computation stopped."""
        return self.election if isinstance(self.election, LotsRequired) else None
