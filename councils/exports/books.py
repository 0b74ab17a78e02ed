"""What the files are made from: a day's lines, and from when to when each place is held."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from councils import directory
from councils.directory import Line, Role
from councils.models import Council, CouncilMembership, Leadership, Substitution


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when somebody has a place."""

    starts_on: datetime.date | None = None
    ends_on: datetime.date | None = None
    is_approximate: bool = False

    @property
    def starts(self) -> str:
        return self._said(self.starts_on)

    @property
    def ends(self) -> str:
        return self._said(self.ends_on)

    def _said(self, day: datetime.date | None) -> str:
        """As ISO 8601; where only the years are known, no more than the year."""
        if day is None:
            return ""
        return f"{day.year}" if self.is_approximate else day.isoformat()


@dataclass(frozen=True, slots=True)
class Book:
    """A council's Blå Bog on the day `at`."""

    council: Council
    at: datetime.date
    lines: list[Line]
    is_internal: bool  # with what a reader may know, whether or not there is any
    seats: dict[int, Span]  # by the member
    substitutions: dict[tuple[int, int], Span]  # by the substitute and the member
    posts: dict[tuple[int, str, datetime.date], Span]  # by the member, the post and its first day

    @property
    def people_with_contacts(self) -> int:
        """How many politicians' e-mail address or telephone number is in the book."""
        reached = [line for line in self.lines if line.email or line.phone]
        return len({line.person for line in reached if line.person})

    def span_of(self, line: Line) -> Span:
        """When the line's place is held; of a substitute for several, from the first day to the
        last."""
        if line.role != Role.SUBSTITUTE:
            return self.seats.get(line.person or 0, Span())
        return _together(
            span for (who, _), span in self.substitutions.items() if who == line.person
        )


def book_on(at: datetime.date, council: Council, *, reader=None, today=None) -> Book:
    """The book with the contact details that `reader` may read on the day `today`.

    Without a reader it is for everybody, and holds those of the secretariat alone: what the page
    of a politician tells everybody is not meant to be collected.
    """
    lines = directory.lines_on(at, [council])
    if reader is not None:
        directory.add_contacts(lines, reader, today)
    return Book(
        council,
        at,
        lines,
        reader is not None,
        _seats(at, council),
        _stand_ins(at, council),
        _posts(at, council),
    )


def _seats(at: datetime.date, council: Council) -> dict[int, Span]:
    seats = CouncilMembership.objects.in_force(at).filter(council=council)
    rows = seats.values_list("person_id", "starts_on", "ends_on", "is_approximate")
    return {person: Span(*span) for person, *span in rows}


def _stand_ins(at: datetime.date, council: Council) -> dict[tuple[int, int], Span]:
    """One who stands in for the same member twice does so from the first day to the last."""
    rows = Substitution.objects.in_force(at).filter(membership__council=council)
    found = defaultdict(list)
    for person, member, *span in rows.values_list(
        "person_id", "membership__person_id", "starts_on", "ends_on", "is_approximate"
    ):
        found[person, member].append(Span(*span))
    return {pair: _together(spans) for pair, spans in found.items()}


def _posts(at: datetime.date, council: Council) -> dict[tuple[int, str, datetime.date], Span]:
    """One may begin after the day `at`; it ends with the member's seat at the latest."""
    rows = Leadership.objects.not_over(at).filter(council=council).select_related("membership")
    return {
        (post.membership.person_id, post.get_role_display(), post.starts_on): Span(
            post.starts_on,
            min(filter(None, (post.ends_on, post.membership.ends_on)), default=None),
            post.is_approximate,
        )
        for post in rows
    }


def _together(spans: Iterable[Span]) -> Span:
    spans = list(spans)
    if not spans:
        return Span()
    ends = [span.ends_on for span in spans]
    return Span(
        min(span.starts_on for span in spans),
        None if None in ends else max(ends),
        any(span.is_approximate for span in spans),
    )
