"""Where a page about elections is: whose council, which term, and may one change things."""

import datetime
from dataclasses import dataclass

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from councils.models import Council, Term
from councils.views.rows import served
from kkr_portal import clock

TERM = "periode"  # e.g. ?periode=2022-2026


@dataclass(frozen=True)
class Place:
    """A council in a term, as the person asking may use it."""

    council: Council
    term: Term
    is_served: bool
    is_latest: bool = True

    @property
    def context(self) -> dict:
        return {
            "council": self.council,
            "term": self.term,
            "is_served": self.is_served,
            # What links to other pages about the same term end with.
            "period": "" if self.is_latest else f"?{TERM}={self.term}",
        }


def open_place(request: HttpRequest, slug: str) -> Place:
    """For the council's secretariat, members and personal substitutes; everybody else gets 404."""
    today = clock.today()
    councils = Council.objects.with_rights(request.user, today)
    council = get_object_or_404(councils, slug=slug, is_open=True)
    term, is_latest = _term(request, today)
    # Nothing is changed any more in a term that another one has followed.
    return Place(council, term, council.is_served and is_latest, is_latest)


def served_place(request: HttpRequest, slug: str) -> Place:
    """For the council's secretariat; everybody else gets 404."""
    today = clock.today()
    council = served(request, slug)
    term, is_latest = _term(request, today)
    if not is_latest:
        raise Http404
    return Place(council, term, is_served=True)


def _term(request: HttpRequest, today: datetime.date) -> tuple[Term, bool]:
    """The latest term whose election has been held, or an earlier one that the address names; and
    whether it is the latest."""
    terms = Term.objects.elected(today).select_related("election")
    latest = terms.first()
    name = request.GET.get(TERM)
    # Compared here and not in the database: an address can hold what PostgreSQL refuses to read.
    term = next((term for term in terms if term.name == name), None) if name else latest
    if term is None:
        raise Http404
    return term, term == latest
