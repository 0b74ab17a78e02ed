"""A year as twelve months of weeks, with what makes a day special and who meets then."""

import calendar
import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from meetings.agenda_check.danish_dates import MONTHS
from meetings.plan.days import Mark, MarkKind, marks

T = TypeVar("T")
_MONDAY_FIRST = calendar.Calendar(calendar.MONDAY)


@dataclass(frozen=True, slots=True)
class Day(Generic[T]):
    """A day of a month, its marks, and the meetings held on it, the earliest first."""

    date: datetime.date
    marks: tuple[Mark, ...]
    meetings: tuple[T, ...]

    @property
    def is_weekend(self) -> bool:
        return any(mark.kind is MarkKind.WEEKEND for mark in self.marks)

    @property
    def is_holiday(self) -> bool:
        return any(mark.kind in {MarkKind.HOLIDAY, MarkKind.DAY_OFF} for mark in self.marks)

    @property
    def is_school_break(self) -> bool:
        return any(mark.kind is MarkKind.SCHOOL_BREAK for mark in self.marks)

    @property
    def special(self) -> str:
        """Its marks in words, but for the weekend, which its column tells."""
        return ", ".join(mark.short for mark in self.marks if mark.kind is not MarkKind.WEEKEND)


@dataclass(frozen=True, slots=True)
class Week(Generic[T]):
    """Seven places from Monday to Sunday; None where the day belongs to another month."""

    number: int
    days: tuple[Day[T] | None, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """Days in a row that carry the same mark, both ends included."""

    first: datetime.date
    last: datetime.date
    mark: Mark

    @property
    def days(self) -> str:
        """»18.« or »14.–21.«; of the month it was asked for."""
        if self.first == self.last:
            return f"{self.first.day}."
        return f"{self.first.day}.–{self.last.day}."


@dataclass(frozen=True, slots=True)
class Month(Generic[T]):
    """A month with its ISO weeks."""

    first: datetime.date
    weeks: tuple[Week[T], ...]

    @property
    def name(self) -> str:
        """»januar«."""
        return MONTHS[self.first.month - 1]

    @property
    def days(self) -> Iterator[Day[T]]:
        return (day for week in self.weeks for day in week.days if day is not None)

    @property
    def meetings(self) -> list[T]:
        return [meeting for day in self.days for meeting in day.meetings]

    @property
    def spans(self) -> list[Span]:
        """Holidays, days off and school breaks in words, in order of their first day."""
        spans: dict[Mark, Span] = {}
        for day in self.days:
            for mark in day.marks:
                if mark.kind is not MarkKind.WEEKEND:
                    first = spans[mark].first if mark in spans else day.date
                    spans[mark] = Span(first, day.date, mark)
        return sorted(spans.values(), key=lambda span: (span.first, span.mark.kind))


def months(year: int, meetings: Iterable[tuple[datetime.date, T]]) -> list[Month[T]]:
    """The twelve months of `year`; `meetings` are pairs of a day and what is held then.

    Several on one day stay in the order in which they were given.
    """
    held: dict[datetime.date, list[T]] = defaultdict(list)
    for day, meeting in meetings:
        held[day].append(meeting)
    return [_month(year, month, held) for month in range(1, 13)]


def _month(year: int, month: int, held: dict[datetime.date, list[T]]) -> Month[T]:
    weeks = []
    for dates in _MONDAY_FIRST.monthdatescalendar(year, month):
        days = tuple(
            Day(day, marks(day), tuple(held.get(day, ()))) if day.month == month else None
            for day in dates
        )
        weeks.append(Week(dates[0].isocalendar().week, days))
    return Month(datetime.date(year, month, 1), tuple(weeks))
