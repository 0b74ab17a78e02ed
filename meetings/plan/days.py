"""What kind of day a date is: weekend, public holiday, day off for many, school break.

Public holidays are those of the law. On days such as Grundlovsdag most who work for municipalities
have the day or half of it off by agreement. Of the school breaks the law fixes one day only: the
summer break begins on the last Saturday in June (folkeskoleloven § 14 a(2)). All else is decided by
each of the 98 municipalities, so what stands here is merely what is usual. [setting]
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import holidays

from meetings.agenda_check.danish_dates import MONTHS, WEEKDAYS

SATURDAY = 5
ONE_DAY = datetime.timedelta(days=1)
KNOWN_YEARS = range(1970, 2200)  # of which the calendar of public holidays is sure
DECIDED_LOCALLY = "fastsættes af den enkelte kommune"


class MarkKind(StrEnum):
    """Why a day is seldom one to meet on."""

    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    DAY_OFF = "day-off"
    SCHOOL_BREAK = "school-break"


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing about a day, with its Danish name: »lørdag«, »Langfredag«, »påskeferie«."""

    kind: MarkKind
    name: str

    @property
    def label(self) -> str:
        """For a table: a school break is never called more than usual."""
        if self.kind is MarkKind.SCHOOL_BREAK:
            return f"sædvanlig {self.name} ({DECIDED_LOCALLY})"
        if self.kind is MarkKind.DAY_OFF:
            return f"fridag for mange: {self.name}"
        return f"helligdag: {self.name}" if self.kind is MarkKind.HOLIDAY else self.name

    @property
    def short(self) -> str:
        """For a page that says once how school breaks are decided."""
        if self.kind is MarkKind.SCHOOL_BREAK:
            return f"sædvanlig {self.name}"
        return f"{self.name} (fridag for mange)" if self.kind is MarkKind.DAY_OFF else self.name

    @property
    def clause(self) -> str:
        """What follows the date in a sentence."""
        if self.kind is MarkKind.SCHOOL_BREAK:
            return f"ligger i den sædvanlige {self.name} ({DECIDED_LOCALLY})"
        if self.kind is MarkKind.HOLIDAY:
            return f"er en helligdag ({self.name})"
        if self.kind is MarkKind.DAY_OFF:
            return f"er en fridag for mange ({self.name})"
        return f"er en {self.name}"


def marks(day: datetime.date) -> tuple[Mark, ...]:
    """All that makes `day` no ordinary weekday; nothing for years of which nothing is known."""
    found = []
    if day.weekday() >= SATURDAY:
        found.append(Mark(MarkKind.WEEKEND, WEEKDAYS[day.weekday()]))
    if day.year in KNOWN_YEARS:
        for kind, category in ((MarkKind.HOLIDAY, "public"), (MarkKind.DAY_OFF, "optional")):
            if name := _named_days(day.year, category).get(day):
                found.append(Mark(kind, name))
        found += [
            Mark(MarkKind.SCHOOL_BREAK, pause.name)
            for pause in school_breaks(day.year)
            if pause.first <= day <= pause.last
        ]
    return tuple(found)


def remark(day: datetime.date) -> str:
    """One sentence about a day that is no ordinary weekday, otherwise ""."""
    clauses = [mark.clause for mark in marks(day)]
    if not clauses:
        return ""
    *others, last = clauses
    said = f"{', '.join(others)} og {last}" if others else last
    return f"{written(day)} {said}."


def written(day: datetime.date) -> str:
    """19. april 2025."""
    return f"{day.day}. {MONTHS[day.month - 1]} {day.year}"


def weekday(day: datetime.date) -> str:
    """»onsdag« and so on."""
    return WEEKDAYS[day.weekday()]


@dataclass(frozen=True, slots=True)
class SchoolBreak:
    """Days on which schools are usually closed, both ends included. [setting]"""

    name: str
    first: datetime.date
    last: datetime.date


@lru_cache(maxsize=64)
def school_breaks(year: int) -> tuple[SchoolBreak, ...]:
    """The usual school breaks that touch `year`, in order. [setting]"""
    return tuple(_school_breaks(year))


def _school_breaks(year: int) -> Iterator[SchoolBreak]:
    easter = _easter(year)
    ascension = easter + 39 * ONE_DAY
    yield SchoolBreak("juleferie", datetime.date(year, 1, 1), datetime.date(year, 1, 2))
    # Most municipalities take week 7, others week 8.
    for week in (7, 8):
        yield _week(f"vinterferie i uge {week}", year, week)
    yield SchoolBreak("påskeferie", easter - 6 * ONE_DAY, easter + ONE_DAY)
    yield SchoolBreak("Kristi himmelfartsferie", ascension, ascension + 3 * ONE_DAY)
    yield SchoolBreak("sommerferie", first_day_of_summer_break(year), _second_sunday(year, 8))
    yield _week("efterårsferie", year, 42)
    yield SchoolBreak("juleferie", datetime.date(year, 12, 21), datetime.date(year, 12, 31))


def first_day_of_summer_break(year: int) -> datetime.date:
    """The last Saturday in June: folkeskoleloven § 14 a(2). [law]"""
    last = datetime.date(year, 6, 30)
    return last - (last.weekday() - SATURDAY) % 7 * ONE_DAY


def _second_sunday(year: int, month: int) -> datetime.date:
    eighth = datetime.date(year, month, 8)
    return eighth + (6 - eighth.weekday()) * ONE_DAY


def _week(name: str, year: int, week: int) -> SchoolBreak:
    first = datetime.date.fromisocalendar(year, week, 1)
    return SchoolBreak(name, first, first + 6 * ONE_DAY)


def _easter(year: int) -> datetime.date:
    [day] = [day for day, name in _named_days(year, "public").items() if name == "Påskedag"]
    return day


@lru_cache(maxsize=128)
def _named_days(year: int, category: str) -> dict[datetime.date, str]:
    # It knows each year's own law: Store bededag was a public holiday until 2023.
    return dict(holidays.country_holidays("DK", language="da", years=year, categories=category))
