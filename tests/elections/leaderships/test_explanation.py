"""An election told in tables and sentences."""

import pytest

from elections.apportionment import InvalidInput, elect_leadership
from elections.explanation.leaderships import (
    posts_at_stake,
    story_of,
    tie_names,
    tie_sentence,
    tried,
)
from elections.models import LeadershipElection
from tests.elections.leaderships.things import NAMES

A, V, C, F = (f"{key} {NAMES[key]}" for key in "AVCF")


def table(contest) -> list[tuple]:
    """Letters, votes, and per cell the quotient with the post it won."""
    return [
        ("+".join(key for key, _ in row.parts), row.votes, *((c.text, c.post) for c in row.cells))
        for row in contest.rows
    ]


def test_groups_stand_by_votes_with_the_two_winning_quotients():
    story = tried({"F": 9, "A": 41, "V": 30}, [], NAMES)

    (contest,) = story.contests
    assert table(contest) == [
        ("A", 41, ("41", "Formand"), ("20,5", "")),
        ("V", 30, ("30", "Næstformand"), ("15,0", "")),
        ("F", 9, ("9", ""), ("4,5", "")),
    ]
    assert contest.findings == [
        f"{A} får formandsposten med 41 stemmer.",
        f"{V} får næstformandsposten med 30 stemmer.",
    ]
    assert story.winners == [("Formand", "A", NAMES["A"]), ("Næstformand", "V", NAMES["V"])]
    assert (story.tie, story.total, story.allied) == ("", 80, [])


def test_quotients_are_exact_and_large_ones_are_grouped():
    story = tried({"A": 2_000_001, "V": 3}, [], NAMES)

    assert table(story.contests[0])[0][2:] == (
        ("2.000.001", "Formand"),
        ("1.000.000,5", "Næstformand"),
    )
    assert story.contests[0].findings[1] == (
        f"{A} får næstformandsposten med kvotienten 2.000.001 : 2 = 1.000.000,5."
    )


def test_alliance_is_told_twice_among_the_groups_and_inside():
    story = tried({"A": 40, "V": 30, "C": 20}, [["V", "C"]], NAMES)

    outer, inner = story.contests
    assert table(outer)[0] == ("C+V", 50, ("50", "Formand"), ("25,0", ""))
    assert outer.findings[0] == "C + V får formandsposten med 50 stemmer."
    assert inner.within == "C + V"
    assert table(inner) == [
        ("V", 30, ("30", "Formand"), ("15,0", "")),
        ("C", 20, ("20", ""), ("10,0", "")),
    ]
    assert inner.findings == [f"{V} får formandsposten med 30 stemmer."]
    assert [row.parts for row in story.allied] == [[("C", NAMES["C"]), ("V", NAMES["V"])]]


def test_alliance_with_both_posts_fills_them_from_its_lists():
    story = tried({"A": 20, "V": 30, "C": 25}, [["V", "C"]], NAMES)

    assert [post for _, _, *cells in table(story.contests[1]) for _, post in cells] == [
        "Formand",
        "",
        "Næstformand",
        "",
    ]


def test_tie_is_named_with_the_posts_and_marked_in_the_table():
    story = tried({"A": 40, "V": 40, "C": 20}, [], NAMES)

    assert story.tie == (
        f"{A} og {V} står lige om formandsposten og næstformandsposten: de har den samme kvotient, "
        "40."
    )
    assert [row[2] for row in table(story.contests[0])] == [
        ("40", "Lodtrækning"),
        ("40", "Lodtrækning"),
        ("20", ""),
    ]
    assert (story.winners, story.contests[0].findings) == ([], [])


def test_tie_for_the_vice_chair_marks_the_second_quotient_of_the_chairs_list():
    thirds = tried({"A": 30, "V": 20, "C": 20}, [], NAMES)
    who = f"{C} og {V} står lige om næstformandsposten"
    assert thirds.tie == f"{who}: de har den samme kvotient, 20."

    halves = tried({"A": 40, "V": 20}, [], NAMES)
    assert table(halves.contests[0]) == [
        ("A", 40, ("40", "Formand"), ("20,0", "Lodtrækning")),
        ("V", 20, ("20", "Lodtrækning"), ("10,0", "")),
    ]


def test_tie_inside_an_alliance_says_so_and_shows_who_won_before():
    story = tried({"A": 40, "V": 25, "C": 25}, [["V", "C"]], NAMES)

    assert story.tie == (
        f"Inden for valgforbundet C + V står {C} og {V} lige om formandsposten: de har den samme "
        "kvotient, 25."
    )
    assert [contest.within for contest in story.contests] == ["", "C + V"]
    assert [row[2] for row in table(story.contests[0])] == [
        ("50", "Formand"),
        ("40", "Næstformand"),
    ]
    assert [row[2][1] for row in table(story.contests[1])] == ["Lodtrækning", "Lodtrækning"]


def test_post_at_stake_inside_the_vice_chairs_alliance_is_the_vice_chair():
    tie = elect_leadership({"A": 60, "V": 25, "C": 25}, [["V", "C"]])

    assert posts_at_stake(tie) == ["næstformandsposten"]
    assert tie_sentence(tie, NAMES).startswith("Inden for valgforbundet C + V står")


def test_tied_alliance_is_called_by_its_letters():
    tie = elect_leadership({"A": 40, "V": 20, "C": 20}, [["V", "C"]])

    assert tie_names(tie, NAMES) == {"A": A, "C+V": "C + V"}


def test_lots_stand_where_they_decided():
    tie = elect_leadership({"A": 40, "V": 40})
    election = LeadershipElection(
        outcome="computed",
        inputs={"votes": {"A": 40, "V": 40}, "alliances": []},
        lots=[{"order": ["V", "A"], "seats": tie.seats}],
        names=NAMES,
    )

    story = story_of(election)

    assert story.contests[0].findings == [
        f"{V} får formandsposten ved lodtrækning.",
        f"{A} får næstformandsposten ved lodtrækning.",
    ]
    assert [row.cells[0].by_lot for row in story.contests[0].rows] == [True, True]


def test_election_in_unison_has_no_story():
    assert story_of(LeadershipElection(outcome="in_unison")) is None


def test_missing_votes_are_told_for_each_group():
    story = tried({"A": 40, "V": 30, "C": 2_000}, [["A", "V"]], NAMES)

    assert [(row.label, row.chair, row.vice_chair) for row in story.missing] == [
        (C, "har posten", "har posten"),
        ("A + V", "1.931", "931"),
    ]
    assert tried({"A": 40, "V": 30}, [], NAMES).missing[0].vice_chair == ""


def test_impossible_alliances_are_refused():
    with pytest.raises(InvalidInput):
        tried({"A": 40, "V": 30}, [["A", "K"]], NAMES)
