"""Parties that are not told, or that do not go with a seat."""

from councils.quality.checks import parties
from tests.councils.quality.rows import (
    BEFORE,
    BIRK,
    COOPERATION,
    office,
    person,
    said,
    seat,
    stands_in,
)


def test_supplementary_member_outside_the_list_that_elected_them():
    members = [
        seat(person("Anna", BIRK), "supplementary"),
        seat(person("Bo", None), "supplementary"),
    ]

    assert said(parties.member_outside_their_list, memberships=members) == [
        "Anna er valgt af Ahornpartiet (A), men er registreret i Birkepartiet.",
        "Bo er valgt af Ahornpartiet (A), men er ikke registreret i noget parti.",
    ]
    assert said(parties.person_without_party, memberships=members) == []


def test_members_who_are_inside_their_list_or_whose_list_has_no_party():
    members = [
        seat("Anna", "supplementary"),
        seat(person("Bo", BIRK), "supplementary", elected_by=COOPERATION),
        seat(person("Carl", BIRK)),
        seat(person("Dan", BIRK), "supplementary", ends_on=BEFORE),
    ]

    assert said(parties.member_outside_their_list, memberships=members) == []


def test_people_without_party():
    mayor = seat(person("Anna", None))
    former = seat(person("Bo", None), ends_on=BEFORE)
    substitute = stands_in(person("Carl", None), mayor)
    rows = {"memberships": [mayor, former, seat("Dan")], "substitutions": [substitute]}

    assert said(parties.person_without_party, **rows) == [
        "Anna er ikke registreret i noget parti.",
        "Carl er ikke registreret i noget parti.",
    ]


def test_supplementary_member_who_is_mayor():
    anna, bo, carl = seat("Anna", "supplementary"), seat("Bo", "supplementary"), seat("Carl")
    offices = [
        office(anna.person),
        office(bo.person, ends_on=BEFORE),
        office(bo.person, "councillor"),
        office(carl.person),
    ]

    assert said(
        parties.supplementary_member_is_mayor, memberships=[anna, bo, carl], offices=offices
    ) == ["Anna er borgmester i Viborg, men sidder i KKR Midtjylland som supplerende medlem."]
