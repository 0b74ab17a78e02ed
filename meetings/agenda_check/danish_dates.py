"""Dates as Danish texts write them: »onsdag den 19. januar 2022«, »19/1-2022«."""

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
MONTHS = (
    "januar februar marts april maj juni juli august september oktober november december".split()
)
SHORT_MONTHS = {"sept": 9} | {month[:3]: number for number, month in enumerate(MONTHS, start=1)}

# Each begins with a digit: that is what makes a search in a long text quick.
WRITTEN = re.compile(
    r"(?P<day>[0-9]{1,2})\.? {0,3}(?P<month>(?i:" + "|".join(MONTHS) + r")|(?i:"
    + "|".join(SHORT_MONTHS) + r")\b\.?)(?![a-zæøå])(?:,? {1,3}(?P<year>[0-9]{4})(?![0-9]))?"
)  # fmt: skip
NUMERIC = re.compile(
    r"[0-9]{1,2}(?:/[0-9]{1,2}(?:[ -]{1,2}|/)|\.[0-9]{1,2}\.|-[0-9]{1,2}-)"
    r"(?P<year>[0-9]{4})(?![0-9])"
    r"|[0-9]{1,2}/[0-9]{1,2}(?![0-9/-])"
)
ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9-])")
DAY_BEFORE = re.compile(
    r"\b(?:(?P<day>"
    + "|".join(WEEKDAYS)
    + r")(?:en)?|(?P<short>man|tirs?|ons|tors?|fre|lør|søn)\.)"
    r",? {1,3}(?P<article>(?-i:den {1,3}|d\. {0,3}))?\Z",
    re.IGNORECASE,
)
ARTICLE_BEFORE = re.compile(r"\b(?:den {1,3}|d\. {0,3})\Z", re.IGNORECASE)
DAY_AFTER = re.compile(
    r" {0,3}\((?:(?P<day>"
    + "|".join(WEEKDAYS)
    + r")|(?P<short>man|tirs?|ons|tors?|fre|lør|søn)\.)\)",
    re.IGNORECASE,
)
LONGEST_BEFORE = 24


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date in a text, from its weekday to its year. `weekday` counts from Monday as 0."""

    start: int
    end: int
    day: int
    month: int
    year: int | None
    weekday: int | None

    @property
    def date(self) -> datetime.date | None:
        """The day; None without a year, and when there is no such day."""
        return None if self.year is None else self.in_year(self.year)

    @property
    def exists(self) -> bool:
        """Whether there is such a day, in any year if none is given."""
        return self.in_year(2024 if self.year is None else self.year) is not None

    def in_years(self, years: Iterable[int]) -> list[datetime.date]:
        """The day in those of the years that have it."""
        return [day for year in years if (day := self.in_year(year)) is not None]

    def in_year(self, year: int) -> datetime.date | None:
        try:
            return datetime.date(year, self.month, self.day)
        except ValueError:
            return None


def dates(text: str) -> Iterator[WrittenDate]:
    """The dates in a text, from left to right within each way of writing them."""
    for match in WRITTEN.finditer(text):
        month = match["month"].lower().rstrip(".")
        number = MONTHS.index(month) + 1 if month in MONTHS else SHORT_MONTHS[month]
        yield from _with_weekday(text, match, int(match["day"]), number, match["year"])
    for match in NUMERIC.finditer(text):
        day, number = (int(part) for part in re.findall(r"[0-9]+", match[0])[:2])
        if number <= 12:
            yield from _with_weekday(text, match, day, number, match["year"])
    for match in ISO.finditer(text):
        year, month, written_day = match[0].split("-")
        yield from _with_weekday(text, match, int(written_day), int(month), year)


def _with_weekday(
    text: str, match: re.Match[str], day: int, month: int, year: str | None
) -> Iterator[WrittenDate]:
    start, end = match.span()
    if start and (text[start - 1].isalnum() or _goes_on(text, start)):
        return
    before = text[max(0, start - LONGEST_BEFORE) : start]
    weekday_before = DAY_BEFORE.search(before)
    weekday_after = DAY_AFTER.match(text, end)
    found = weekday_before or weekday_after
    # 1/2 may be a half, and in »side 45. Maj« a sentence ends.
    is_doubtful = year is None if match.re is NUMERIC else _new_sentence(match)
    if is_doubtful and not weekday_before and not ARTICLE_BEFORE.search(before):
        return
    if weekday_before:
        start -= len(before) - weekday_before.start()
    elif weekday_after:
        end = weekday_after.end()
    weekday = _weekday(found) if found else None
    yield WrittenDate(start, end, day, month, int(year) if year else None, weekday)


def _weekday(found: re.Match[str]) -> int:
    name = (found["day"] or found["short"]).lower()
    return next(number for number, day in enumerate(WEEKDAYS) if day.startswith(name))


def _new_sentence(match: re.Match[str]) -> bool:
    return match.re is WRITTEN and match["month"][0].isupper()


def _goes_on(text: str, start: int) -> bool:
    """Whether the figure before the mark belongs to this one, as in 1.19 or 2021-06."""
    return start > 1 and text[start - 2].isdigit() and text[start - 1] in ".,/-"
