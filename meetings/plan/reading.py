"""Reads a list of meeting dates as people write or paste them, one to a line.

»19.1.2022«, »onsdag den 19. januar 2022 kl. 10-12.30«, »2022-01-19 konstituerende«.
"""

import datetime
import re
from dataclasses import dataclass

from meetings.agenda_check import Kind
from meetings.agenda_check.danish_dates import MONTHS, SHORT_MONTHS, WEEKDAYS, WrittenDate, dates
from meetings.plan import days

MAX_LINE = 200

KINDS = {
    "konst": Kind.CONSTITUENT,
    "ekstraord": Kind.EXTRAORDINARY,
    "ordin": Kind.ORDINARY,
}
KIND_WORD = re.compile(r"\b(konst|ekstraord|ordin)\w*\.?", re.IGNORECASE)
LIST_SIGN = re.compile(r"^\s*(?:[-–*•]|[0-9]{1,2}\))\s+")
SHORT_DAY = re.compile(r"\b(man|tirs?|ons|tors?|fre|lør|søn)(?:\.|(?=[ ,]))", re.IGNORECASE)
# 19.1.22, 19/1-22 and 19. januar 22; nobody means another century.
SHORT_YEARS = (
    re.compile(
        r"(?<![0-9./-])(?<!kl\. )(?<!kl )([0-9]{1,2}(?:[./-]|\. )[0-9]{1,2}(?:[/-]|\. ?| ))"
        r"([0-9]{2})(?![0-9.:/-])"
    ),
    re.compile(
        r"(\b(?:" + "|".join([*MONTHS, *SHORT_MONTHS]) + r")\.? )'?([0-9]{2})(?![0-9.:])",
        re.IGNORECASE,
    ),
)
HAS_LONG_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")

_HOUR = r"([0-9]{1,2})(?:[.:]([0-9]{2}))?"
_EXACT = r"([0-9]{1,2})[.:]([0-9]{2})"
_TO = r"\s{0,3}(?:-|–|\btil(?: kl\.?)?)\s{0,3}"
_AT = r"(?:\b(?:kl\.?|klokken|fra(?: kl\.?)?)\s{0,3})"
TIMES = (
    re.compile(rf"{_AT}?\b{_HOUR}{_TO}{_HOUR}\b", re.IGNORECASE),
    re.compile(rf"\b{_EXACT}[\s;,]{{1,5}}{_EXACT}\b"),  # two cells of a spreadsheet
)
START = re.compile(rf"{_AT}{_HOUR}\b", re.IGNORECASE)
# »Viborg Rådhus«, »lokale 3«; not »kl. 10-12«, »mødet« and »konstituerende«.
PLACE = re.compile(r"[^\W\d_]{2}")
WHEN = re.compile(
    r"(?:kl|klokken|fra|til|møder?|mødet|den|d|kkr)\b(?!\s+[^\W\d_]{3})", re.IGNORECASE
)
FILLER = re.compile(r"(?:[\s,;.:()–-]|\b(?:møder?|mødet|den|d|kkr)\b)+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """What one line says.

    `date` is None, and `problem` says why, when no day is certain; so with the times and
    `time_problem`. `note` is worth a look and stops nobody. `place` is what follows the last comma.
    """

    number: int
    text: str
    date: datetime.date | None
    starts: datetime.time | None
    ends: datetime.time | None
    kind: Kind
    problem: str = ""
    time_problem: str = ""
    note: str = ""
    place: str = ""


def read(text: str, *, starts: datetime.time, ends: datetime.time) -> list[Line]:
    """The lines of a list without the empty ones; the times hold where none are written.

    A line that names a start only keeps the usual length of a meeting.
    """
    lines = enumerate(text.splitlines(), start=1)
    return [
        _read_line(number, line.strip()[:MAX_LINE], (starts, ends))
        for number, line in lines
        if line.strip()
    ]


def _read_line(number: int, line: str, usual: tuple[datetime.time, datetime.time]) -> Line:
    text = _in_full(line)
    found = list(dates(text))
    rest = text
    for date in sorted(found, key=lambda date: date.start, reverse=True):
        rest = f"{rest[: date.start]} {rest[date.end :]}"
    rest, place = _place(rest)
    word = KIND_WORD.search(rest)
    kind = KINDS[word[1].lower()] if word else Kind.ORDINARY
    times, time_problem = _times(rest, usual)
    problem, note = _problem(found), ""
    if not problem and not time_problem and (unread := _unread(rest)):
        note = f"»{unread}« er ikke læst. Se efter, om alt er rigtigt her."
    day = None if problem else found[0].date
    return Line(number, line, day, *times, kind, problem, time_problem, note, place)


def _place(rest: str) -> tuple[str, str]:
    """The line without the place at its end, and that: words of their own after a comma."""
    before, comma, after = rest.rpartition(",")
    place = after.strip().rstrip(".").strip()
    is_place = bool(comma and PLACE.match(place)) and not KIND_WORD.search(place)
    return (before, place) if is_place and not WHEN.match(place) else (rest, "")


def _in_full(line: str) -> str:
    """The line with its weekday and its year written out, without a list's bullet."""
    line = LIST_SIGN.sub("", line)
    line = SHORT_DAY.sub(
        lambda match: next(day for day in WEEKDAYS if day.startswith(match[1].lower())), line, 1
    )
    if not HAS_LONG_YEAR.search(line):
        for written in SHORT_YEARS:
            line = written.sub(r"\g<1>20\2", line, count=1)
    return line


def _problem(found: list[WrittenDate]) -> str:
    """Why no day is certain, "" if one is."""
    if not found:
        return "Der er ingen dato, som kan læses. Vælg datoen her."
    if len(found) > 1:
        return "Der står flere datoer. Skriv en linje for hver, eller vælg datoen her."
    [date] = found
    if not date.exists or (date.year is not None and date.date is None):
        return "Den dato findes ikke. Vælg den rigtige her."
    if date.date is None:
        return "Årstallet mangler. Vælg datoen her."
    if date.weekday is not None and date.weekday != date.date.weekday():
        return (
            f"Der står {WEEKDAYS[date.weekday]}, men {days.written(date.date)} er en"
            f" {days.weekday(date.date)}. Vælg den rigtige dato her."
        )
    return ""


def _times(
    rest: str, usual: tuple[datetime.time, datetime.time]
) -> tuple[tuple[datetime.time | None, datetime.time | None], str]:
    """From and to, and what is wrong with them."""
    try:
        for pattern in TIMES:
            if match := pattern.search(rest):
                return (_clock(match[1], match[2]), _clock(match[3], match[4])), ""
        if match := START.search(rest):
            begin = _clock(match[1], match[2])
            return (begin, _end(begin, usual)), ""
    except ValueError:
        return (None, None), "Det klokkeslæt findes ikke. Vælg det her."
    return usual, ""


def _clock(hour: str, minute: str | None) -> datetime.time:
    return datetime.time(int(hour), int(minute or 0))


def _end(begin: datetime.time, usual: tuple[datetime.time, datetime.time]) -> datetime.time:
    """As long after `begin` as the usual end is after the usual start, but the same day."""
    minutes = _minutes(begin) + _minutes(usual[1]) - _minutes(usual[0])
    return datetime.time(*divmod(max(0, min(minutes, 24 * 60 - 1)), 60))


def _minutes(time: datetime.time) -> int:
    return 60 * time.hour + time.minute


def _unread(rest: str) -> str:
    """What is left when date, times and kind of meeting are taken away."""
    times = next((pattern for pattern in TIMES if pattern.search(rest)), START)
    for known in (times, KIND_WORD):
        rest = known.sub(" ", rest, count=1)
    return FILLER.sub(" ", rest).strip()
