"""Reading votes and compositions: internal pages of the council they concern."""

import datetime
from typing import Self

from django.db import models

from councils.models import Council, Term
from elections.apportionment import Method


class InternalQuerySet(models.QuerySet):
    def visible_to(self, user, at: datetime.date) -> Self:
        """For the council's secretariat, members and personal substitutes."""
        return self.filter(council__in=Council.objects.open_to(user, at))


class VoteSourceQuerySet(InternalQuerySet):
    def latest_for(self, council: Council, term: Term) -> "models.Model | None":
        """The file whose votes count for the council in the term, without its bytes."""
        sources = self.filter(council=council, election__term=term).defer("content")
        # By key and not by time: a demonstration's clock starts again every night.
        return sources.select_related("imported_by").order_by("-pk").first()


class CompositionQuerySet(InternalQuerySet):
    def of(self, council: Council, term: Term) -> Self:
        """The computations for a council in a term, the latest first."""
        computations = self.filter(council=council, term=term).order_by("-pk")
        return computations.select_related(
            "source__election", "computed_by", "council", "term"
        ).defer("source__content")

    def leading(self) -> "models.Model | None":
        """The computation that the portal goes by: the latest by the default method. Others are
        trials, and shown only where nothing else is there."""
        return self.filter(method=Method.ADAMS).first() or self.first()


class OfficialSeatsQuerySet(models.QuerySet):
    def vacancies(self, council: Council, at: datetime.date) -> list[tuple[str, int]]:
        """Letter and number of the supplementary seats in KL's table that nobody sits in."""
        members = council.memberships.in_force(at).filter(role="supplementary")
        seated = dict(
            members.order_by().values_list("elected_by__letter").annotate(models.Count("pk"))
        )
        return [
            (row.letter, row.supplementary - seated.get(row.letter, 0))
            for row in self.filter(council=council, term__in=Term.objects.running(at))
            if row.supplementary > seated.get(row.letter, 0)
        ]
