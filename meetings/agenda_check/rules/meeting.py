"""Rules about the meeting itself: the day it is held and the time left until then."""

import datetime
from collections.abc import Iterator

import holidays

from meetings.agenda_check.danish_dates import MONTHS, WEEKDAYS
from meetings.agenda_check.reading import Reading, Spot, rule
from meetings.agenda_check.values import Kind, Severity

SATURDAY = 5
DAYS_TO_READ = 7
YEARS_OF_A_TERM = 4
A_TERM_BEGAN = 2022
KNOWN_YEARS = range(1970, 2200)  # of which the calendar of public holidays is sure


@rule(Severity.RED, "Det konstituerende møde holdes efter den 31. januar")
def late_constituent_meeting(reading: Reading) -> Iterator[Spot]:
    # KKR's standing orders: by 31 January of the year after the municipal election.
    if reading.agenda.kind != Kind.CONSTITUENT:
        return
    deadline = _constituent_deadline(reading)
    if reading.day > deadline:
        yield reading.about_meeting(
            "starts_at",
            f"Det konstituerende møde er sat til den {_written(reading.day)}. Det skal holdes"
            f" senest den {_written(deadline)}. Flyt mødet, eller ret mødetypen.",
        )


@rule(Severity.RED, "Mødet ligger i en weekend")
def meeting_in_weekend(reading: Reading) -> Iterator[Spot]:
    if reading.day.weekday() >= SATURDAY:
        yield reading.about_meeting(
            "starts_at",
            f"Mødet den {_written(reading.day)} er en {WEEKDAYS[reading.day.weekday()]}. Er datoen"
            " rigtig?",
        )


@rule(Severity.YELLOW, "Mødet ligger på en helligdag eller en fridag")
def meeting_on_holiday(reading: Reading) -> Iterator[Spot]:
    if reading.day.year not in KNOWN_YEARS:
        return
    # Optional are days off for most who work for municipalities, such as Christmas Eve.
    for category, what in (("public", "en helligdag"), ("optional", "en fridag for mange")):
        days = holidays.country_holidays("DK", language="da", categories=category)
        if reading.day in days and reading.day.weekday() < SATURDAY:
            yield reading.about_meeting(
                "starts_at",
                f"Mødet den {_written(reading.day)} ligger på {what} ({days[reading.day]})."
                " Er datoen rigtig?",
            )


@rule(Severity.YELLOW, "Der er mindre end syv dage til mødet")
def little_time_to_read(reading: Reading) -> Iterator[Spot]:
    if reading.agenda.now is None:
        return
    days = (reading.day - reading.local(reading.agenda.now).date()).days
    if 0 <= days < DAYS_TO_READ:
        left = {0: "Mødet er i dag", 1: "Mødet er i morgen"}.get(days, f"Der er {days} dage til")
        yield reading.about_meeting(
            "starts_at",
            f"{left}{' mødet' if days > 1 else ''}. Medlemmerne skal have tid til at læse"
            " dagsordenen, helst en uge.",
        )


def _constituent_deadline(reading: Reading) -> datetime.date:
    if reading.agenda.term is not None:
        return datetime.date(reading.agenda.term[0].year, 1, 31)
    year = reading.day.year
    return datetime.date(year - (year - A_TERM_BEGAN) % YEARS_OF_A_TERM, 1, 31)


def _written(day: datetime.date) -> str:
    return f"{day.day}. {MONTHS[day.month - 1]} {day.year}"
