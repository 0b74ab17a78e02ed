"""Days that contradict each other."""

import datetime

import pytest

from councils.quality.checks import periods
from councils.quality.values import Term
from tests.councils.quality.rows import (
    AT,
    BEFORE,
    SKIVE,
    VIBORG,
    elsewhere,
    office,
    person,
    post,
    said,
    seat,
    stands_in,
)
from tests.factories import TERM_END, TERM_START

DAY = datetime.timedelta(days=1)
LAST_TERM = Term(TERM_START.replace(year=2018), TERM_START - DAY, "2018-2022")


def test_membership_outside_its_term():
    members = [
        seat("Anna", starts_on=TERM_START - DAY),
        seat("Bo", ends_on=TERM_END + DAY),
        seat("Carl", term=LAST_TERM, starts_on=LAST_TERM.starts_on, ends_on=None),
    ]

    assert said(periods.membership_outside_term, memberships=members) == [
        (
            "Anna er medlem for 2022-2026, men fra den 31. december 2021, før valgperioden begynder"
            " den 1. januar 2022."
        ),
        (
            "Bo er medlem for 2022-2026, men til og med den 1. januar 2026, efter at valgperioden"
            " slutter den 31. december 2025."
        ),
        (
            "Carl er medlem for 2018-2022, der sluttede den 31. december 2021, men medlemskabet har"
            " ingen slutdato."
        ),
    ]


def test_membership_that_fills_its_term():
    members = [seat("Anna"), seat("Bo", ends_on=None), seat("Carl", starts_on=AT, ends_on=AT)]

    assert said(periods.membership_outside_term, memberships=members) == []


def test_members_whose_office_nobody_registered():
    anna, bo, carl = seat("Anna"), seat("Bo", "supplementary"), seat("Carl", "observer")
    offices = [office(anna.person, "councillor"), office(bo.person, "councillor", place=SKIVE)]

    assert said(
        periods.membership_without_office, memberships=[anna, bo, carl], offices=offices
    ) == [
        "Anna er født medlem for Viborg, men er ikke registreret som borgmester dér.",
        (
            "Bo er supplerende medlem for Viborg, men er ikke registreret som"
            " kommunalbestyrelsesmedlem dér."
        ),
    ]


def test_missing_office_is_told_once_and_observers_need_none():
    anna, bo = seat("Anna"), seat("Bo", "observer")
    rows = {"memberships": [anna, bo], "offices": [office(bo.person, ends_on=BEFORE)]}

    assert len(said(periods.membership_without_office, **rows)) == 1
    assert said(periods.membership_outside_office, **rows) == []


def test_members_with_the_office_they_sit_for():
    anna, bo = seat("Anna"), seat("Bo", "supplementary")
    rows = {
        "memberships": [anna, bo],
        "offices": [office(anna.person), office(bo.person, "deputy_mayor")],
    }

    assert said(periods.membership_without_office, **rows) == []
    assert said(periods.membership_outside_office, **rows) == []


def test_membership_that_runs_on_after_the_office_ended():
    anna = seat("Anna")
    bo = seat("Bo", "supplementary", ends_on=None)
    offices = [office(anna.person, ends_on=BEFORE), office(bo.person, "councillor", ends_on=BEFORE)]

    assert said(periods.membership_outside_office, memberships=[anna, bo], offices=offices) == [
        (
            "Anna er født medlem for Viborg til og med den 31. december 2025, men er ikke"
            " registreret som borgmester den 15. juni 2023."
        ),
        (
            "Bo er supplerende medlem for Viborg, men er ikke registreret som"
            " kommunalbestyrelsesmedlem den 15. juni 2023."
        ),
    ]


@pytest.mark.parametrize(
    ("offices", "first"),
    [
        ([(TERM_START, None)], None),
        ([(TERM_START - DAY, TERM_END + DAY)], None),
        ([(AT, TERM_END), (TERM_START, BEFORE)], None),
        ([(TERM_START, TERM_END), (AT, AT)], None),
        ([(AT + DAY, TERM_END), (TERM_START, BEFORE)], "15. juni 2023"),
        ([(AT, TERM_END)], "1. januar 2022"),
        ([(TERM_START, TERM_END - DAY)], "31. december 2025"),
        ([(TERM_END + DAY, None)], "1. januar 2022"),
    ],
)
def test_first_day_on_which_no_office_is_behind_the_seat(offices, first):
    anna = seat("Anna", ends_on=None)
    rows = [office(anna.person, starts_on=start, ends_on=end) for start, end in offices]

    found = said(periods.membership_outside_office, memberships=[anna], offices=rows)

    told = f"Anna er født medlem for Viborg, men er ikke registreret som borgmester den {first}."
    assert found == ([told] if first else [])


def test_membership_wholly_outside_its_term_has_no_day_on_which_to_hold_an_office():
    anna = seat("Anna", term=LAST_TERM)
    offices = [office(anna.person, starts_on=AT)]

    assert said(periods.membership_outside_office, memberships=[anna], offices=offices) == []


def test_substitution_beyond_the_membership():
    left = seat("Anna", ends_on=BEFORE)
    late = seat("Bo", starts_on=AT)
    rows = [
        stands_in("Carl", left),
        stands_in("Dan", left, ends_on=None),
        stands_in("Eva", late),
    ]

    assert said(periods.substitution_outside_membership, substitutions=rows) == [
        (
            "Carl er stedfortræder for Anna til og med den 31. december 2025, men medlemskabet"
            " slutter den 14. juni 2023."
        ),
        "Dan er stedfortræder for Anna uden slutdato, men medlemskabet sluttede den 14. juni 2023.",
        (
            "Eva er stedfortræder for Bo fra den 1. januar 2022, men medlemskabet begynder den"
            " 15. juni 2023."
        ),
    ]


@pytest.mark.parametrize(
    ("seat_ends", "ends_on"),
    [(TERM_END, TERM_END), (TERM_END, None), (None, TERM_END), (AT, None), (AT, BEFORE)],
)
def test_what_ends_with_the_membership(seat_ends, ends_on):
    anna = seat("Anna", ends_on=seat_ends)

    rows = {"substitutions": [stands_in("Bo", anna, ends_on=ends_on)]}
    assert said(periods.substitution_outside_membership, **rows) == []
    assert said(periods.post_outside_membership, posts=[post(anna, ends_on=ends_on)]) == []


def test_post_beyond_the_membership():
    anna = seat("Anna", ends_on=BEFORE)

    assert said(periods.post_outside_membership, posts=[post(anna, "vice_chair")]) == [
        (
            "Anna er næstformand til og med den 31. december 2025, men medlemskabet slutter den"
            " 14. juni 2023."
        )
    ]


def test_member_from_a_municipality_of_another_council():
    members = [seat("Anna", place=SKIVE), seat("Bo"), seat("Carl", "observer", place=SKIVE)]

    assert said(
        periods.municipality_of_another_council, memberships=members, municipalities=[VIBORG]
    ) == ["Anna er medlem for Skive, der ikke hører til KKR Midtjylland den 15. juni 2023."]


def test_offices_in_two_municipalities_at_a_time():
    anna, bo = seat("Anna"), seat("Bo")
    offices = [
        office(anna.person),
        office(anna.person, "councillor", place=SKIVE),
        office(bo.person, ends_on=BEFORE),
        office(bo.person, place=SKIVE, starts_on=AT),
        office(bo.person, "councillor", place=SKIVE),
    ]

    assert said(
        periods.offices_in_several_municipalities, memberships=[anna, bo], offices=offices
    ) == ["Anna har hverv i Skive og Viborg på samme tid."]


def test_seats_in_two_councils_at_a_time():
    anna, bo, carl = seat("Anna"), seat("Bo"), seat("Carl")
    others = [
        elsewhere(anna.person),
        elsewhere(bo.person, ends_on=BEFORE),
        elsewhere(carl.person, council="KKR Midtjylland", is_other=False),
        elsewhere(person("Dan")),
    ]

    assert said(
        periods.seats_in_several_councils, memberships=[anna, bo, carl], seats_elsewhere=others
    ) == ["Anna sidder også i KKR Nordjylland."]
