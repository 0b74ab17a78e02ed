"""Rules about dates in the texts: weekdays, days that do not exist, deadlines, the term."""

import datetime
import re
from collections.abc import Iterator

from meetings.agenda_check.danish_dates import MONTHS, WEEKDAYS, WrittenDate, dates
from meetings.agenda_check.reading import Passage, Reading, Spot, rule
from meetings.agenda_check.values import Severity

LONG_AGO = 200  # days: a date without a year is hardly about one further back
YEAR_REACH = 600  # letters before the end of a paragraph in which a year may be meant
WEEKDAY = re.compile(
    r"\b(?:" + "|".join(WEEKDAYS) + r"|(?:man|tirs?|ons|tors?|fre|lør|søn)\.)", re.IGNORECASE
)
YEAR = re.compile(r"(?<![\d/-])(?:19|20)\d\d(?![\d/-])")
DEADLINE = re.compile(
    r"(?:\bfrist\w*|\bdeadline\w*|\bsvarfrist\w*|\bansøgningsfrist\w*|\bhøringsfrist\w*"
    r"|\btilmelding\w*)[^.\n]{0,60}\Z"
    r"|\b(?:senest|inden|(?:(?:ind)?sendes|(?:af)?gives|afleveres) (?:\w+ ){0,4}før)"
    r"\s+(?:den\s+|d\.\s*)?\Z",
    re.IGNORECASE,
)
MEETING_WORDS = re.compile(
    r"\b(?:møde[tr]?|møderne|mødes|frist\w*|senest|deadline\w*)\b", re.IGNORECASE
)
PAST = re.compile(
    r"\b(?:var|blev|er blevet|havde|har|udløb|besluttede|godkendte|drøftede|vedtog|fik|kom"
    r"|er (?:ind|ud)?sendt|er (?:afgivet|givet|modtaget|(?:be)?svaret|overholdt|afholdt|udløbet)"
    r"|orienterede|indgik|afholdt|modtog|sendte|udsendte|\w{3,}ede)\b",
    re.IGNORECASE,
)
AHEAD = re.compile(
    r"\b(?:næste|kommende|holdes|afholdes|mødes|indkaldes|planlagt|planlægges|skal|vil)\b",
    re.IGNORECASE,
)
# »fra den 1. april 2022 til den 31. marts 2026« ends a period, and nobody meets then.
RANGE_BEFORE = re.compile(
    r"\d\s*(?:[-–—]|til(?:\s+og\s+med)?|t\.o\.m\.)\s*(?:den\s+|d\.\s*)?\Z", re.IGNORECASE
)
# »næste møde« is still one of this term.
NEXT_TERM = re.compile(
    r"\bkonstituerende\b|\b(?:næste|kommende|ny(?:e|t)?)\s+(?!(?:\w+\s+)?(?:møde|frist|deadline))",
    re.IGNORECASE,
)


@rule(Severity.RED, "En ugedag passer ikke til datoen")
def wrong_weekday(reading: Reading) -> Iterator[Spot]:
    for passage, found in _dates(reading):
        if found.weekday is None:
            continue
        written = [found.date] if found.date is not None else []
        days = written if found.year is not None else _days_by_table(passage, found)
        if days and all(day.weekday() != found.weekday for day in days):
            yield _weekday_spot(reading, passage, found, days[0])


@rule(Severity.YELLOW, "En ugedag passer ikke til datoen i det nærmeste år")
def wrong_weekday_nearest_year(reading: Reading) -> Iterator[Spot]:
    for passage, found in _dates(reading):
        if found.weekday is None or found.year is not None or _days_by_table(passage, found):
            continue
        days = _nearest_days(reading.day, passage, found)
        if days and all(day.weekday() != found.weekday for day in days):
            yield _weekday_spot(reading, passage, found, days[0])


@rule(Severity.RED, "En dato findes ikke")
def impossible_date(reading: Reading) -> Iterator[Spot]:
    for passage, found in _dates(reading):
        if not found.exists:
            yield passage.spot(
                found.start,
                found.end,
                f"Datoen {passage.text[found.start : found.end]} i {passage.name} findes ikke. Ret"
                " dagen eller måneden.",
            )


@rule(Severity.YELLOW, "Et møde eller en frist ligger uden for valgperioden")
def date_outside_term(reading: Reading) -> Iterator[Spot]:
    if reading.agenda.term is None:
        return
    first, last = reading.agenda.term
    # The next council's constituent meeting belongs to its own term, yet every plan names it.
    latest = last + datetime.timedelta(days=31)
    for passage, found in _dates(reading):
        day = found.date
        if day is None or first <= day <= latest:
            continue
        sentence = passage.sentence_text(found.start)
        before = passage.text[max(0, found.start - 20) : found.start]
        if not MEETING_WORDS.search(sentence) or RANGE_BEFORE.search(before):
            continue
        # Days before the term are mostly told as history, days after it as an outlook.
        if day < first:
            is_wrong = AHEAD.search(sentence) and not PAST.search(sentence)
        else:
            is_wrong = not NEXT_TERM.search(sentence)
        if is_wrong:
            yield passage.spot(
                found.start,
                found.end,
                f"{_written(day)} ligger uden for valgperioden {first.year}-{last.year + 1}. Er"
                " årstallet rigtigt?",
            )


@rule(Severity.YELLOW, "En frist er udløbet før mødet")
def deadline_passed(reading: Reading) -> Iterator[Spot]:
    for passage, found in _dates(reading):
        day = found.date if found.year is not None else _not_long_ago(reading.day, found)
        if day is None or day >= reading.day:
            continue
        start, end = passage.sentence(found.start)
        sentence = passage.text[start:end]
        if DEADLINE.search(passage.text[start : found.start]) and not PAST.search(sentence):
            yield passage.spot(
                found.start,
                found.end,
                f"Fristen {_written(day)} er udløbet, når mødet holdes den"
                f" {_written(reading.day)}. Er datoen rigtig?",
            )


def _dates(reading: Reading) -> list[tuple[Passage, WrittenDate]]:
    return reading.remembered(
        "dates",
        lambda: [(passage, found) for passage in reading.passages for found in dates(passage.text)],
    )


def _days_by_table(passage: Passage, found: WrittenDate) -> list[datetime.date]:
    """The day in the years that stand in the same row of a table, or else at the column's head."""
    place = passage.section.cell_at(found.start)
    if place is None:
        return []
    grid, own = place
    row = [cell for cell in grid.row(own.row) if cell is not own]
    heads = [grid.at(head, own.column) for head in range(grid.heads)]
    for cells in (row, [cell for cell in heads if cell is not None and cell is not own]):
        texts = [passage.text[cell.start : cell.end].strip() for cell in cells]
        years = [int(text) for text in texts if YEAR.fullmatch(text)]
        if years:
            return found.in_years(years)
    return []


def _not_long_ago(meeting: datetime.date, found: WrittenDate) -> datetime.date | None:
    """The day before the meeting that a date without a year most likely means."""
    days = found.in_years(range(max(1, meeting.year - 1), meeting.year + 1))
    return next((day for day in days if 0 < (meeting - day).days <= LONG_AGO), None)


def _nearest_days(
    meeting: datetime.date, passage: Passage, found: WrittenDate
) -> list[datetime.date]:
    """The days a date without a year can mean: the next such day, and one not long ago.

    A year in the same paragraph, in the heading above or in the line that begins a list counts too.
    """
    end = passage.block(found.start).end
    around = passage.text[max(0, end - YEAR_REACH) : end]
    named = {int(year) for year in YEAR.findall(around)}
    years = range(max(1, meeting.year - 1), min(9998, meeting.year + 1) + 1)
    days = found.in_years(years)
    ahead = [day for day in days if day >= meeting][:1]
    behind = [day for day in days if 0 < (meeting - day).days <= LONG_AGO]
    return [*ahead, *behind, *found.in_years(sorted(named))]


def _weekday_spot(
    reading: Reading, passage: Passage, found: WrittenDate, day: datetime.date
) -> Spot:
    # Either may be wrong; only of the day of this very meeting is the date certain.
    weekday = WEEKDAYS[day.weekday()]
    written = passage.text[found.start : found.end]
    fix = WEEKDAY.sub(lambda word: _like(word[0], weekday), written, count=1)
    return passage.spot(
        found.start,
        found.end,
        f"{_written(day)} er en {WEEKDAYS[day.weekday()]}, men i {passage.name} står der"
        f" {WEEKDAYS[found.weekday or 0]}. Ret ugedagen eller datoen.",
        fix if day == reading.day else None,
    )


def _like(pattern: str, word: str) -> str:
    return word.capitalize() if pattern[0].isupper() else word


def _written(day: datetime.date) -> str:
    return f"{day.day}. {MONTHS[day.month - 1]} {day.year}"
