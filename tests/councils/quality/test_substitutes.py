"""Substitutes who cannot, or can hardly, stand in."""

import pytest

from councils.quality.checks import substitutes
from tests.councils.quality.rows import (
    AT,
    BEFORE,
    BIRK,
    COOPERATION,
    SKIVE,
    facts,
    office,
    person,
    said,
    seat,
    stands_in,
)


def test_substitute_of_another_list():
    member, mayor = seat("Anna", "supplementary"), seat("Bo")
    rows = {
        "memberships": [member, mayor],
        "substitutions": [
            stands_in(person("Carl", BIRK), member),
            stands_in(person("Dan", BIRK), mayor),
        ],
    }

    assert said(substitutes.substitute_of_another_list, **rows) == [
        "Carl (Birkepartiet) er stedfortræder for Anna (Ahornpartiet (A)).",
        "Dan (Birkepartiet) er stedfortræder for Bo (Ahornpartiet).",
    ]


def test_the_list_that_elected_a_member_counts_and_not_a_party_they_went_to():
    member = seat(person("Anna", BIRK), "supplementary")
    rows = {"memberships": [member], "substitutions": [stands_in("Bo", member)]}

    assert said(substitutes.substitute_of_another_list, **rows) == []


@pytest.mark.parametrize(
    ("member", "party"),
    [
        (seat("Anna", "supplementary", elected_by=COOPERATION), BIRK),
        (seat("Anna", "supplementary"), None),
        (seat(person("Anna", None)), BIRK),
    ],
)
def test_substitute_whose_list_cannot_be_compared(member, party):
    rows = {"memberships": [member], "substitutions": [stands_in(person("Bo", party), member)]}

    assert said(substitutes.substitute_of_another_list, **rows) == []


@pytest.mark.parametrize(
    ("role", "held", "is_found"),
    [
        ("mayor", {}, False),
        ("mayor", {"ends_on": BEFORE}, True),
        ("mayor", {"place": SKIVE}, True),
        ("supplementary", {}, True),
    ],
)
def test_deputy_mayor_stands_in_for_the_mayor_whatever_the_party(role, held, is_found):
    deputy, member = person("Bo", BIRK), seat("Anna", role)
    rows = {
        "memberships": [member],
        "substitutions": [stands_in(deputy, member)],
        "offices": [office(deputy, "deputy_mayor", **held)],
    }

    assert bool(said(substitutes.substitute_of_another_list, **rows)) == is_found


def test_substitutes_in_a_circle_are_found_once():
    anna, bo, carl, dan = (seat(name) for name in ("Anna", "Bo", "Carl", "Dan"))
    rows = {
        "memberships": [anna, bo, carl, dan],
        "substitutions": [
            stands_in(anna.person, dan),
            stands_in(bo.person, anna),
            stands_in(carl.person, bo),
            stands_in(anna.person, carl),
        ],
    }

    (found,) = substitutes.substitutes_in_a_circle.find(facts(**rows))

    # Dan leads into the circle, but is no part of it.
    assert found.sentence == "Anna, Bo og Carl er stedfortrædere for hinanden i ring."
    assert [place.name for place in found.places] == ["Anna", "Bo", "Carl"]
    assert said(substitutes.substitute_is_member, **rows) == []


def test_own_substitute():
    anna = seat("Anna")
    rows = {"memberships": [anna], "substitutions": [stands_in(anna.person, anna)]}

    assert said(substitutes.substitutes_in_a_circle, **rows) == [
        "Anna er registreret som sin egen stedfortræder."
    ]


def test_substitute_who_is_a_member():
    anna, bo, carl = seat("Anna"), seat("Bo"), seat("Carl", "observer")
    former = seat("Dan", ends_on=BEFORE)
    substitutions = [
        stands_in(bo.person, anna),
        stands_in(carl.person, bo),
        stands_in(former.person, carl),
    ]
    rows = {"memberships": [anna, bo, carl, former], "substitutions": substitutions}

    assert said(substitutes.substitute_is_member, **rows) == [
        "Bo er stedfortræder for Anna, men er selv medlem af KKR Midtjylland.",
        "Carl er stedfortræder for Bo, men er selv observatør i KKR Midtjylland.",
    ]
    assert said(substitutes.substitutes_in_a_circle, **rows) == []


def test_substitute_for_several_members():
    anna, bo, carl = seat("Anna"), seat("Bo"), seat("Carl")
    busy, done = person("Dan"), person("Eva")
    rows = {
        "memberships": [anna, bo, carl],
        "substitutions": [
            stands_in(busy, anna),
            stands_in(busy, bo),
            stands_in(done, carl),
            stands_in(done, anna, ends_on=BEFORE),
        ],
    }

    assert said(substitutes.substitute_for_several, **rows) == [
        "Dan er stedfortræder for både Anna og Bo."
    ]


def test_observer_with_substitute():
    observer, member = seat("Anna", "observer"), seat("Bo")
    rows = {
        "memberships": [observer, member],
        "substitutions": [stands_in("Carl", observer), stands_in("Dan", member)],
    }

    assert said(substitutes.observer_with_substitute, **rows) == [
        "Anna er observatør, men har en stedfortræder, Carl."
    ]


def test_substitute_whose_offices_have_ended():
    anna, bo, carl = seat("Anna"), seat("Bo"), seat("Carl")
    left, stays, unknown = person("Dan"), person("Eva"), person("Fie")
    rows = {
        "memberships": [anna, bo, carl],
        "substitutions": [stands_in(left, anna), stands_in(stays, bo), stands_in(unknown, carl)],
        "offices": [
            office(left, "councillor", ends_on=BEFORE),
            office(stays, "councillor", ends_on=BEFORE),
            office(stays, "deputy_mayor", starts_on=AT, ends_on=None),
        ],
    }

    assert said(substitutes.substitute_without_office, **rows) == [
        (
            "Dan er stedfortræder for Anna, men har ikke haft et kommunalt hverv siden den"
            " 14. juni 2023."
        )
    ]
