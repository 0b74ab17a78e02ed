"""The last day for a notice: weekdays counted back from the meeting."""

import datetime

import pytest

from elections.weekdays import count_down


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("meeting", "last"),
    [
        ("2022-01-19", "2022-01-14"),  # Wednesday, so over a weekend
        ("2022-01-21", "2022-01-18"),  # Friday, in the same week
        ("2022-01-17", "2022-01-12"),  # Monday
        ("2022-01-16", "2022-01-12"),  # a Sunday counts back like the Monday after it
    ],
)
def test_deadline_lies_three_weekdays_before_the_meeting(meeting, last):
    assert count_down(day(meeting)).last_day == day(last)


@pytest.mark.parametrize(
    ("meeting", "last"),
    [
        ("2022-04-20", "2022-04-12"),  # Skærtorsdag to anden påskedag
        ("2022-06-08", "2022-06-02"),  # anden pinsedag
        ("2022-05-30", "2022-05-24"),  # Kristi himmelfartsdag
        ("2023-01-04", "2022-12-30"),  # Nytårsdag was a Sunday
        ("2021-12-28", "2021-12-23"),  # juledagene on a weekend; 24 December counts
        ("2024-12-30", "2024-12-23"),  # both juledage; 27, 24 and 23 December count
        ("2024-01-03", "2023-12-28"),  # Nytårsdag on a Monday; the year before is counted too
        ("2023-06-08", "2023-06-05"),  # Grundlovsdag counts
    ],
)
def test_deadline_jumps_over_public_holidays(meeting, last):
    assert count_down(day(meeting)).last_day == day(last)


def test_store_bededag_is_a_holiday_until_2023_and_a_weekday_from_2024():
    # The fourth Friday after Easter: 5 May 2023, 26 April 2024.
    assert (count_down(day("2023-05-08")).last_day, count_down(day("2024-04-29")).last_day) == (
        day("2023-05-02"),
        day("2024-04-24"),
    )


def test_days_counted_and_holidays_skipped_are_told():
    told = count_down(day("2022-04-20"))

    assert told.counted == (day("2022-04-19"), day("2022-04-13"), day("2022-04-12"))
    assert told.skipped == (
        (day("2022-04-18"), "Anden påskedag"),
        (day("2022-04-15"), "Langfredag"),
        (day("2022-04-14"), "Skærtorsdag"),
    )


def test_number_of_weekdays_is_a_setting():
    assert count_down(day("2022-01-19"), weekdays=1).last_day == day("2022-01-18")


@pytest.mark.parametrize("number", [0, -1])
def test_deadline_without_weekdays_is_refused(number):
    with pytest.raises(ValueError, match="at least one weekday"):
        count_down(day("2022-01-19"), weekdays=number)
