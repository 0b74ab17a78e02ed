"""A year as twelve months of weeks."""

import datetime

import pytest

from meetings.plan import calendar


def test_months_begin_on_their_weekday_and_name_iso_weeks():
    january = calendar.months(2022, [])[0]

    numbers = [week.number for week in january.weeks]
    first = [day and day.date.day for day in january.weeks[0].days]
    assert (january.name, numbers) == ("januar", [52, 1, 2, 3, 4, 5])
    assert first == [None, None, None, None, None, 1, 2]


@pytest.mark.parametrize("year", [2020, 2022, 2024, 2026])
def test_every_day_of_a_year_stands_once_below_its_weekday(year):
    months = calendar.months(year, [])

    days = [day.date for month in months for day in month.days]
    assert days == [datetime.date(year, 1, 1) + datetime.timedelta(n) for n in range(len(days))]
    assert days[-1] == datetime.date(year, 12, 31)
    for month in months:
        for week in month.weeks:
            assert len(week.days) == 7
            found = [(place, day) for place, day in enumerate(week.days) if day]
            assert all(day.date.weekday() == place for place, day in found)
            assert {day.date.isocalendar().week for _, day in found} == {week.number}


def test_meetings_stand_on_their_day_in_the_order_they_came():
    day = datetime.date(2022, 1, 19)

    months = calendar.months(2022, [(day, "a"), (datetime.date(2022, 2, 1), "b"), (day, "c")])

    assert [month.meetings for month in months[:3]] == [["a", "c"], ["b"], []]
    [held] = [found for found in months[0].days if found.meetings]
    assert (held.date, held.meetings) == (day, ("a", "c"))


def test_month_tells_its_special_days_in_words():
    april = calendar.months(2022, [])[3]

    assert [f"{span.days} {span.mark.short}" for span in april.spans] == [
        "11.–18. sædvanlig påskeferie",
        "14. Skærtorsdag",
        "15. Langfredag",
        "17. Påskedag",
        "18. Anden påskedag",
    ]


def test_day_says_what_is_special_about_it_and_leaves_its_weekday_to_the_column():
    days = {day.date.day: day for day in calendar.months(2022, [])[3].days}

    assert days[17].special == "Påskedag, sædvanlig påskeferie"
    assert (days[17].is_weekend, days[17].is_holiday, days[17].is_school_break) == (True,) * 3
    assert (days[23].special, days[23].is_weekend, days[23].is_holiday) == ("", True, False)
    assert (days[20].special, days[20].is_weekend) == ("", False)
