"""What kind of day a date is."""

import datetime

import pytest

from meetings.plan import days
from meetings.plan.days import MarkKind


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("date", "found"),
    [
        ("2022-01-19", []),
        ("2022-01-08", ["weekend: lørdag"]),
        ("2022-01-09", ["weekend: søndag"]),
        ("2022-05-13", ["holiday: Store bededag"]),
        ("2024-04-26", []),  # Store bededag was abolished
        ("2024-05-20", ["holiday: Anden pinsedag"]),
        ("2024-06-05", ["day-off: Grundlovsdag"]),
        ("2025-05-01", ["day-off: Arbejdernes kampdag"]),
        ("2025-04-12", ["weekend: lørdag"]),
        ("2025-04-14", ["school-break: påskeferie"]),
        ("2025-04-18", ["holiday: Langfredag", "school-break: påskeferie"]),
        ("2025-04-19", ["weekend: lørdag", "school-break: påskeferie"]),
        ("2025-04-21", ["holiday: Anden påskedag", "school-break: påskeferie"]),
        ("2025-04-22", []),
        ("2025-05-30", ["school-break: Kristi himmelfartsferie"]),
        ("2025-06-27", []),
        ("2025-06-30", ["school-break: sommerferie"]),
        ("2025-08-08", ["school-break: sommerferie"]),
        ("2025-08-11", []),
        ("2022-02-14", ["school-break: vinterferie i uge 7"]),
        ("2022-02-25", ["school-break: vinterferie i uge 8"]),
        ("2022-02-28", []),
        ("2022-10-19", ["school-break: efterårsferie"]),
        ("2022-10-24", []),
        ("2022-12-20", []),
        ("2022-12-21", ["school-break: juleferie"]),
        ("2023-01-02", ["school-break: juleferie"]),
        ("2023-01-03", []),
    ],
)
def test_day_has_the_marks_that_make_it_no_ordinary_weekday(date, found):
    assert [f"{mark.kind}: {mark.name}" for mark in days.marks(day(date))] == found


@pytest.mark.parametrize(
    ("year", "date"), [(2019, "06-29"), (2022, "06-25"), (2024, "06-29"), (2029, "06-30")]
)
def test_summer_break_begins_on_the_last_saturday_in_june(year, date):
    assert days.first_day_of_summer_break(year) == day(f"{year}-{date}")


def test_no_school_break_is_presented_as_official():
    breaks = [mark for mark in _marks_of_a_year(2023) if mark.kind is MarkKind.SCHOOL_BREAK]

    assert len({mark.name for mark in breaks}) == 7
    for mark in breaks:
        assert "sædvanlig" in mark.label
        assert "fastsættes af den enkelte kommune" in mark.label
        assert "sædvanlig" in mark.short
        assert "fastsættes af den enkelte kommune" in mark.clause


LOCAL = "(fastsættes af den enkelte kommune)"


@pytest.mark.parametrize(
    ("date", "remark"),
    [
        ("2022-01-08", "8. januar 2022 er en lørdag."),
        ("2024-06-05", "5. juni 2024 er en fridag for mange (Grundlovsdag)."),
        ("2022-06-05", "5. juni 2022 er en søndag, er en helligdag (Pinsedag) og er en fridag"),
        (
            "2025-04-19",
            f"19. april 2025 er en lørdag og ligger i den sædvanlige påskeferie {LOCAL}.",
        ),
    ],
)
def test_remark_is_one_sentence_about_the_day(date, remark):
    assert days.remark(day(date)).startswith(remark)
    assert days.remark(day(date)).count(".") == 2  # that of the date, and the one at the end


def test_remark_is_empty_when_the_day_is_an_ordinary_one():
    assert days.remark(day("2022-01-19")) == ""


@pytest.mark.parametrize("date", ["0001-01-01", "1582-04-14", "9999-12-31"])
def test_of_far_off_years_only_the_weekday_is_told(date):
    assert {mark.kind for mark in days.marks(day(date))} <= {MarkKind.WEEKEND}


def _marks_of_a_year(year: int) -> list[days.Mark]:
    first = datetime.date(year, 1, 1)
    return [mark for n in range(365) for mark in days.marks(first + n * days.ONE_DAY)]
