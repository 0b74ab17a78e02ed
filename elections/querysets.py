"""Reading votes and compositions: internal pages of the council they concern."""

import datetime
from typing import TYPE_CHECKING, Self

from django.db import models

from councils.models import (
    AuditEntry,
    Council,
    ElectoralList,
    MunicipalElection,
    Municipality,
    Term,
)
from elections.apportionment import Method
from meetings.models import AttachmentVersion

if TYPE_CHECKING:
    from elections.models import (
        Acceptance,
        Composition,
        KLTable,
        LeadershipElection,
        VoteSource,
    )


# The actions that change what a composition is computed from.
BASIS_ACTIONS = (
    "import_votes",
    "change_list_standings",
    "change_municipal_standing",
    "join_cooperation",
    "leave_cooperation",
)


def _basis_changes() -> models.QuerySet[AuditEntry]:
    return AuditEntry.objects.filter(action__in=BASIS_ACTIONS)


class InternalQuerySet(models.QuerySet):
    def served_by(self, user, at: datetime.date) -> Self:
        """For the council's secretariat."""
        return self.filter(council__in=Council.objects.served_by(user, at))

    def of(self, council: Council, term: Term) -> Self:
        """A council's in a term, the latest first."""
        return self.filter(council=council, term=term).order_by("-pk")

    def next_number(self, council: Council, term: Term) -> int:
        """For the next of a council in a term; the council must be locked."""
        last = self.filter(council=council, term=term).aggregate(last=models.Max("number"))["last"]
        return (last or 0) + 1

    def first_found(self, stopped: "Composition | LeadershipElection") -> datetime.datetime:
        """When it was first computed that `stopped` stops: nobody can have drawn lots before."""
        same = self.of(stopped.council, stopped.term).filter(inputs=stopped.inputs)
        return min(same.values_list("computed_at", flat=True), default=stopped.computed_at)


class VoteDraftQuerySet(InternalQuerySet):
    def editable_by(self, user, at: datetime.date) -> Self:
        """One's own, of the council one serves."""
        return self.served_by(user, at).filter(uploaded_by=user)


class VoteSourceQuerySet(InternalQuerySet):
    def latest_for(self, council: Council, term: Term) -> "VoteSource | None":
        """The file whose votes count for the council in the term, without its bytes."""
        sources = self.filter(council=council, election__term=term).defer("content")
        # By key and not by time: a demonstration's clock starts again every night.
        return sources.select_related("imported_by").order_by("-pk").first()


class MunicipalStandingQuerySet(models.QuerySet):
    def municipalities_without_mayor(
        self, council: Council, term: Term
    ) -> models.QuerySet[Municipality]:
        """Municipalities whose mayor neither the Blå Bog nor the secretariat has told about."""
        told = self.filter(election=term.election).exclude(mayor="")
        unseated = Municipality.objects.without_mayor(council, term.starts_on)
        return unseated.exclude(pk__in=told.values("municipality"))


class CooperationMemberQuerySet(models.QuerySet):
    def for_election(self, election: MunicipalElection) -> Self:
        """With both lists, and the municipality of the local one."""
        return self.filter(cooperation__election=election).select_related(
            "cooperation", "local_list__municipality"
        )

    def keys(self, election: MunicipalElection) -> dict[int, ElectoralList]:
        """The co-operation that each local list counts for, by the local list's id."""
        return {row.local_list_id: row.cooperation for row in self.for_election(election)}


class CompositionQuerySet(InternalQuerySet):
    def of(self, council: Council, term: Term) -> Self:
        return (
            super()
            .of(council, term)
            .select_related("source__election", "computed_by", "council", "term", "continues")
            .defer("source__content", "continues__result")
        )

    def with_changes(self) -> Self:
        """Adds `is_outdated`: whether the secretariat did something to votes, mayors or lists after
        the computation, which then does not know of it."""
        later = _basis_changes().filter(
            council=models.OuterRef("council"), at__gt=models.OuterRef("computed_at")
        )
        return self.annotate(is_outdated=models.Exists(later))

    def changes_since(self, composition: "Composition") -> list[AuditEntry]:
        """What makes it outdated, the latest first."""
        later = _basis_changes().filter(council=composition.council, at__gt=composition.computed_at)
        return list(later[:5])

    def leading(self) -> "Composition | None":
        """The computation that the portal goes by: the latest by the default method that no
        annulled draw has made void. Others are trials, and shown only where nothing else is
        there."""
        valid = self.filter(is_void=False)
        return valid.filter(method=Method.ADAMS).first() or valid.first()


class KLTableQuerySet(InternalQuerySet):
    def current(self, council: Council, term: Term) -> "KLTable | None":
        """The newest table, with its rows."""
        return self.of(council, term).prefetch_related("rows").first()


class AcceptanceQuerySet(InternalQuerySet):
    def current(self, council: Council, term: Term) -> "Acceptance | None":
        """What holds now: the latest acceptance, unless it is of a computation that has been made
        void since."""
        accepted = self.of(council, term).select_related("council", "composition", "kl_table")
        latest = accepted.first()
        is_void = latest and latest.goes_by == "computation" and latest.composition.is_void
        return None if is_void else latest


class DrawnLotQuerySet(models.QuerySet):
    def behind(self, computation: "Composition | LeadershipElection") -> list:
        """The draws that a computation rests on or was stopped for, the first one first."""
        field = "composition" if computation._meta.model_name == "composition" else "leadership"
        chain = []
        step = computation
        while step is not None:
            chain.append(step.pk)
            step = step.continues
        lots = self.filter(**{f"{field}__in": chain})
        return list(lots.select_related("recorded_by", "annulled_by").order_by("pk"))


class AllianceNoticeQuerySet(InternalQuerySet):
    def with_lists(self) -> Self:
        return self.prefetch_related("lists").select_related("recorded_by", "decided_in", "meeting")


class LeadershipElectionQuerySet(InternalQuerySet):
    def of(self, council: Council, term: Term) -> Self:
        return (
            super()
            .of(council, term)
            .select_related(
                "computed_by",
                "council",
                "term",
                "meeting",
                "decided_in",
                "composition__source",
                "chair__person",
                "vice_chair__person",
            )
            .defer("composition__source__content")
        )

    def current(self, council: Council, term: Term) -> "LeadershipElection | None":
        """The latest that no annulled draw has made void."""
        return self.of(council, term).filter(is_void=False).first()


class PaperQuerySet(InternalQuerySet):
    def newest_about(self, computation: "Composition | LeadershipElection", kind: str) -> list:
        """The three newest papers about a computation: making one again takes a second."""
        papers = self.filter(**{kind: computation}).select_related(
            "made_by", "kl_table", "acceptance__kl_table", "replaces"
        )
        found = list(papers[:3])
        for paper in found:
            setattr(paper, kind, computation)
        return found

    def attached(self, council: Council, kind: str) -> Self:
        """Papers about compositions or leaderships whose bytes are the file of an attachment now:
        neither a newer one nor a file of the secretariat's own has taken their place."""
        versions = AttachmentVersion.objects.filter(attachment=models.OuterRef("attachment"))
        current = models.Subquery(versions.order_by("-version").values("file__sha256")[:1])
        return (
            self.filter(council=council, **{f"{kind}__isnull": False})
            .filter(sha256=current)
            .select_related(kind, "attachment__item__meeting__council")
            .defer("pdf")
            .order_by("pk")
        )
