"""What is wrong or worth a look about proposed meetings."""

import datetime

import pytest

from meetings.agenda_check import Kind
from meetings.plan.proposals import Proposal, Span, check, check_plan

TERM = Span("2022-2026", datetime.date(2022, 1, 1), datetime.date(2025, 12, 31))


def meeting(day: str, times: str = "10:00-12:00", kind: Kind = Kind.ORDINARY) -> Proposal:
    starts, ends = (datetime.time.fromisoformat(time) for time in times.split("-"))
    return Proposal(datetime.date.fromisoformat(day), starts, ends, kind)


def verdict(*proposals: Proposal, existing=()):
    """On the last of them."""
    return check(proposals, existing=existing, term=TERM)[-1]


def test_ordinary_weekday_is_fine():
    found = verdict(meeting("2022-01-19", kind=Kind.CONSTITUENT))

    assert (found.errors, found.warnings) == ([], [])


@pytest.mark.parametrize("day", ["2022-01-03", "2025-12-17"])
def test_term_reaches_from_its_first_to_its_last_year(day):
    assert verdict(meeting(day)).errors == []


@pytest.mark.parametrize("day", ["2021-12-31", "2026-01-01"])
def test_day_outside_the_term_is_an_error_naming_the_term(day):
    [error] = verdict(meeting(day, kind=Kind.CONSTITUENT)).errors

    assert error == (
        "Datoen ligger uden for valgperioden 2022-2026 (1. januar 2022 – 31. december 2025)."
    )


@pytest.mark.parametrize("times", ["12:00-10:00", "10:00-10:00"])
def test_meeting_that_does_not_end_after_it_starts_is_an_error(times):
    assert (
        "Mødet skal slutte efter, at det begynder." in verdict(meeting("2022-03-23", times)).errors
    )


def test_same_meeting_twice_is_an_error_at_the_second_one():
    first, second = check([meeting("2022-03-23")] * 2, existing=(), term=TERM)

    assert (first.errors, second.errors) == ([], ["Mødet står to gange i planen."])


def test_clash_with_an_existing_meeting_is_an_error_with_its_time():
    found = verdict(meeting("2022-03-23"), existing=[meeting("2022-03-23", "11:30-13:00")])

    assert found.errors == ["KKR har allerede et møde den dag kl. 11.30–13.00."]


def test_another_meeting_later_that_day_is_only_a_warning():
    later = meeting("2022-03-23", "12:00-13:00")

    found = verdict(meeting("2022-03-23"), existing=[later])
    beside = verdict(later, meeting("2022-03-23"))
    after = verdict(meeting("2022-03-23", "13:00-14:00"), existing=[later])

    assert (found.errors, beside.errors, after.errors) == ([], [], [])
    assert found.warnings == ["Der er også et møde den dag kl. 12.00–13.00."]
    assert beside.warnings == found.warnings


@pytest.mark.parametrize(
    ("day", "warnings"),
    [
        ("2022-03-26", ["Lørdag."]),
        ("2022-04-15", ["Helligdag: Langfredag.",
         "Sædvanlig påskeferie (fastsættes af den enkelte kommune)."]),
        ("2024-06-05", ["Fridag for mange: Grundlovsdag."]),
        ("2024-05-10", ["Sædvanlig Kristi himmelfartsferie (fastsættes af den enkelte kommune)."]),
    ],
)  # fmt: skip
def test_day_on_which_few_can_come_is_a_warning(day, warnings):
    found = verdict(meeting(day))

    assert (found.errors, found.warnings) == ([], warnings)


@pytest.mark.parametrize(("day", "is_late"), [("2022-01-31", False), ("2022-02-01", True)])
def test_constituent_meeting_after_31_january_is_a_warning_naming_the_rule(day, is_late):
    found = verdict(meeting(day, kind=Kind.CONSTITUENT))

    assert found.errors == []
    assert [w for w in found.warnings if "senest den 31. januar 2022" in w] == (
        found.warnings if is_late else []
    )
    assert bool(found.warnings) is is_late
    assert verdict(meeting(day)).warnings == []


def test_plan_without_a_constituent_meeting_is_told():
    [warning] = check_plan([meeting("2022-03-23")], term=TERM)

    assert warning == (
        "Planen har intet konstituerende møde for valgperioden 2022-2026. Det skal holdes senest"
        " den 31. januar 2022."
    )


def test_plan_with_one_constituent_meeting_is_fine_and_with_two_is_told():
    one = meeting("2022-01-19", kind=Kind.CONSTITUENT)

    assert check_plan([one, meeting("2022-03-23")], term=TERM) == []
    assert check_plan([one, one], term=TERM) == [
        "Planen har 2 konstituerende møder. Der er ét i en valgperiode."
    ]
