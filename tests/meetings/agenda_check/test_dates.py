"""Dates as Danish texts write them."""

import pytest

from meetings.agenda_check.danish_dates import dates


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("onsdag den 19. januar 2022", (19, 1, 2022, 2)),
        ("Onsdagen d. 19. jan. 2022", (19, 1, 2022, 2)),
        ("19. januar 2022 (onsdag)", (19, 1, 2022, 2)),
        ("onsdag d. 19/1-2022", (19, 1, 2022, 2)),
        ("onsdag 19/1", (19, 1, None, 2)),
        ("19.01.2022", (19, 1, 2022, None)),
        ("19-01-2022", (19, 1, 2022, None)),
        ("19/1/2022", (19, 1, 2022, None)),
        ("2022-01-19", (19, 1, 2022, None)),
        ("19 januar", (19, 1, None, None)),
        ("tirsdag den 1. Sept. 2022", (1, 9, 2022, 1)),
    ],
)
def test_date_is_read_whole(text, found):
    [date] = dates(f"Mødet er {text}, sagde hun.")

    assert (date.day, date.month, date.year, date.weekday) == found
    assert (date.start, date.end) == (9, 9 + len(text))


@pytest.mark.parametrize(
    "text",
    ["1/2 dag", "punkt 1.19", "SAG-2021-06268", "2019-2023", "19. marked", "side 45. Maj er god",
     "20222-01-19", "5/13-2022", "11 maskiner"],
)  # fmt: skip
def test_other_figures_are_no_dates(text):
    assert list(dates(text)) == []


def test_day_and_month_alone_are_a_date_after_den():
    [date] = dates("Mødet er den 19/1.")

    assert (date.day, date.month, date.year, date.start, date.end) == (19, 1, None, 13, 17)


def test_both_ends_of_a_period_are_read():
    assert [(date.day, date.month) for date in dates("1. april 2022 – 31. marts 2026")] == [
        (1, 4),
        (31, 3),
    ]
