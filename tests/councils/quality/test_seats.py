"""Empty seats and posts, and lists with too many members."""

import datetime

import pytest

from councils.quality import Place, Where
from councils.quality.checks import seats
from tests.councils.quality.rows import (
    AT,
    BEFORE,
    SKIVE,
    TERM,
    VIBORG,
    facts,
    office,
    person,
    post,
    said,
    seat,
    stands_in,
)


def test_municipality_whose_mayor_nobody_registered():
    rows = {"municipalities": [VIBORG, SKIVE], "memberships": [seat("Anna", place=SKIVE)]}

    (found,) = seats.municipality_without_born_member.find(facts(**rows))

    assert found.sentence == "Viborg har intet født medlem: ingen borgmester er registreret."
    assert found.places == (Place(Where.NEW_MAYOR, "Viborg"),)


def test_mayor_who_is_not_a_born_member():
    anna = person("Anna Ahorn")
    rows = {"municipalities": [VIBORG], "offices": [office(anna)]}

    (found,) = seats.municipality_without_born_member.find(facts(**rows))

    told = "Anna Ahorn er registreret som borgmester i Viborg, men ikke som født medlem af KKR"
    assert found.sentence == f"{told} Midtjylland."
    assert found.places == (Place(Where.NEW_SEAT, "Anna Ahorn", anna.pk),)


@pytest.mark.parametrize(
    ("role", "ends_on", "is_found"),
    [
        ("mayor", None, False),
        ("mayor", AT, False),
        ("mayor", BEFORE, True),
        ("supplementary", None, True),
    ],
)
def test_born_member_fills_the_seat_of_the_municipality_while_it_lasts(role, ends_on, is_found):
    rows = {"municipalities": [VIBORG], "memberships": [seat("Anna", role, ends_on=ends_on)]}

    assert bool(said(seats.municipality_without_born_member, **rows)) == is_found


def test_former_mayor_is_not_named():
    former = office(person("Anna Ahorn"), ends_on=BEFORE)

    assert said(
        seats.municipality_without_born_member, municipalities=[VIBORG], offices=[former]
    ) == ["Viborg har intet født medlem: ingen borgmester er registreret."]


def test_lists_with_too_few_and_too_many_members():
    rows = {"unfilled": [("A", 1), ("B", -1), ("C", 2), ("V", -2), ("", 1)]}

    assert said(seats.list_without_members, **rows) == [
        "Liste A mangler 1 supplerende medlem.",
        "Liste C mangler 2 supplerende medlemmer.",
        "En liste uden bogstav mangler 1 supplerende medlem.",
    ]
    assert said(seats.list_with_too_many_members, **rows) == [
        "Liste B har 1 supplerende medlem for meget.",
        "Liste V har 2 supplerende medlemmer for mange.",
    ]


def test_seats_are_unknown_while_no_composition_is_accepted():
    assert said(seats.composition_not_accepted, unfilled=None) == [
        (
            "Listernes pladser i KKR Midtjylland er ikke godkendt for 2022-2026, så portalen kan"
            " ikke se, om der mangler supplerende medlemmer."
        )
    ]
    assert said(seats.list_without_members, unfilled=None) == []
    assert said(seats.list_with_too_many_members, unfilled=None) == []
    assert said(seats.composition_not_accepted, unfilled=[]) == []


def test_council_without_chair_and_vice_chair():
    former = post(seat("Anna"), ends_on=BEFORE)

    assert said(seats.council_without_leader, posts=[former]) == [
        "KKR Midtjylland har ingen formand.",
        "KKR Midtjylland har ingen næstformand.",
    ]


def test_council_whose_posts_are_filled_or_will_be():
    later = AT + datetime.timedelta(days=30)
    posts = [post(seat("Anna"), "chair"), post(seat("Bo"), "vice_chair", starts_on=later)]

    assert said(seats.council_without_leader, posts=posts) == []


@pytest.mark.parametrize(("day", "number"), [(31, 0), (32, 2)])
def test_nobody_leads_before_the_constituent_meeting(day, number):
    at = TERM.starts_on + datetime.timedelta(days=day - 1)

    assert len(said(seats.council_without_leader, at=at)) == number


def test_member_without_substitute():
    anna, bo, carl = seat("Anna"), seat("Bo", "supplementary"), seat("Carl", "observer")
    rows = {
        "memberships": [anna, bo, carl, seat("Dan", ends_on=BEFORE), seat("Eva")],
        "substitutions": [stands_in("Fie", anna, ends_on=BEFORE)],
    }
    rows["substitutions"].append(stands_in("Gry", rows["memberships"][-1]))

    assert said(seats.member_without_substitute, **rows) == [
        "Anna har ingen personlig stedfortræder.",
        "Bo har ingen personlig stedfortræder.",
    ]
