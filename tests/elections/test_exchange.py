"""Cases and outcomes as JSON: what goes in and what comes out."""

import json
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elections import exchange
from elections.apportionment import Case, Denominator, ListInput, Method, compose
from elections.exchange import BadInput
from tests.elections.apportionment.cases import (
    MIDTJYLLAND_MAYORS,
    MIDTJYLLAND_SEATS,
    MIDTJYLLAND_VALID_VOTES,
    MIDTJYLLAND_VOTES,
)

# Capped at six: B keeps three mayors, and A's second seat, C and D are tied for the last two.
TIED = {
    "municipalities": 3,
    "votes": {"A": 60, "B": 5, "C": 30, "D": 30},
    "valid_votes": 125,
    "represented": ["A", "B", "C", "D"],
    "mayors": {"B": 3},
    "method": "dhondt",
}
SMALL = {
    "municipalities": 5,
    "votes": {"A": 60, "B": 40},
    "valid_votes": 100,
    "represented": ["A", "B"],
    "mayors": {"A": 1},
}
MIDTJYLLAND = {
    "municipalities": 19,
    "votes": MIDTJYLLAND_VOTES,
    "valid_votes": MIDTJYLLAND_VALID_VOTES,
    "represented": list(MIDTJYLLAND_SEATS),
    "mayors": MIDTJYLLAND_MAYORS,
}


def a_step(
    number: int, key: str, *, votes: int, divisor: int, mayor: bool = False
) -> dict[str, Any]:
    """A list's first seat, given without lots."""
    return {
        "number": number,
        "list": key,
        "seat": 1,
        "votes": votes,
        "divisor": divisor,
        "mayor": mayor,
        "by_lot": False,
    }


# --- Composition ---------------------------------------------------------------------------------


def test_composition_of_midtjylland_is_the_published_one():
    result = exchange.compose_json(MIDTJYLLAND)

    assert [result[name] for name in ("complete", "size", "cap", "capped")] == [True, 36, 38, False]
    assert result["seats"] == MIDTJYLLAND_SEATS | {"G": 0, "I": 0, "Å": 0}
    assert sum(result["supplementary"].values()) == 17
    assert result["excluded"] == dict.fromkeys("GIÅ", "under_threshold")
    assert result["tie"] is None
    assert len(result["steps"]) == 36


def test_composition_has_every_field_and_each_step_in_full():
    assert exchange.compose_json(SMALL) == {
        "complete": True,
        "size": 2,
        "cap": 10,
        "capped": False,
        "seats": {"A": 1, "B": 1},
        "mayors": {"A": 1, "B": 0},
        "supplementary": {"A": 0, "B": 1},
        "excluded": {},
        "tie": None,
        "steps": [
            a_step(1, "A", votes=60, divisor=0, mayor=True),
            a_step(2, "B", votes=40, divisor=0),
        ],
    }


def test_composition_stops_at_a_tie_with_the_steps_before_it():
    result = exchange.compose_json(TIED)

    assert result.keys() == exchange.compose_json(SMALL).keys()
    assert [result[name] for name in ("complete", "size", "cap", "capped")] == [False, 6, 6, True]
    assert result["tie"] == {"lists": ["A", "C", "D"], "seats": 2}
    assert (result["seats"], result["supplementary"]) == (None, None)
    assert result["mayors"] == {"A": 0, "B": 3, "C": 0, "D": 0}
    assert [step["list"] for step in result["steps"]] == ["B", "B", "B", "A"]


def test_lot_lets_the_composition_finish_whatever_else_was_drawn_behind_the_winners():
    result = exchange.compose_json(TIED | {"lots": [["D", "A", "C"]]})

    assert result["complete"] is True
    assert result["seats"] == {"A": 2, "B": 3, "C": 0, "D": 1}
    assert [step["list"] for step in result["steps"] if step["by_lot"]] == ["D", "A"]


@pytest.mark.parametrize(
    "lots",
    [
        [["A", "C"]],
        [["A", "B", "C", "D"]],
        [["A", "C", "X"]],
        [["D", "A", "C"], ["A", "C"]],
        [["D", "A", "C"], ["A", "C", "D"]],
    ],
)
def test_lot_is_refused_when_it_decides_nothing(lots: list[list[str]]):
    with pytest.raises(BadInput, match="lots: There is no tie between exactly A, ") as caught:
        exchange.compose_json(TIED | {"lots": lots})
    assert caught.value.field == "lots"


def test_lot_is_refused_when_nothing_is_tied():
    with pytest.raises(BadInput, match="no tie between exactly A, B for"):
        exchange.compose_json(SMALL | {"lots": [["B", "A"]]})


def test_lists_are_excluded_for_what_their_place_in_the_input_says():
    values = {
        "municipalities": 10,
        "votes": {"A": 60, "few": 1, "unseated": 9, "local": 20, "local without": 0},
        "valid_votes": 100,
        "represented": ["A", "few", "elsewhere"],
        "mayors": {"A": 1, "local": 2, "nowhere": 3, "unseated": 0},
    }
    result = exchange.compose_json(values)

    assert result["excluded"] == {
        "few": "under_threshold",
        "local": "outside_cooperation",
        "local without": "under_threshold",
        "nowhere": "outside_cooperation",
        "unseated": "not_represented",
    }
    assert result["seats"] == {
        "A": 1,
        "few": 0,
        "local": 2,
        "local without": 0,
        "nowhere": 3,
        "unseated": 0,
    }
    assert result["size"] == 6


def test_case_has_what_the_input_says_and_defaults_for_the_rest():
    case, orders = exchange.case_from_json(TIED | {"lots": [["D", "A", "C"]]})

    assert orders == (("D", "A", "C"),)
    assert case == Case(
        lists=(
            ListInput("A", 60, 0, may_take_part=True, is_represented=True),
            ListInput("B", 5, 3, may_take_part=True, is_represented=True),
            ListInput("C", 30, 0, may_take_part=True, is_represented=True),
            ListInput("D", 30, 0, may_take_part=True, is_represented=True),
        ),
        municipalities=3,
        valid_votes=125,
        method=Method.DHONDT,
    )
    plain, _ = exchange.case_from_json(SMALL)
    assert (plain.method, plain.denominator, plain.threshold_percent, plain.cast_votes) == (
        Method.ADAMS,
        Denominator.VALID,
        2,
        None,
    )


@pytest.mark.parametrize(("cast_votes", "seated"), [(200, True), (201, False)])
def test_votes_cast_count_when_they_are_the_denominator(cast_votes: int, seated: bool):
    values = SMALL | {"votes": {"A": 60, "B": 4}, "cast_votes": cast_votes, "denominator": "cast"}

    assert bool(exchange.compose_json(values)["seats"]["B"]) is seated


@pytest.mark.parametrize(
    ("written", "percent"),
    [
        ("2", 2),
        ("0", 0),
        ("100", 100),
        ("2.5", Fraction(5, 2)),
        ("2.0", 2),
        ("25e-1", Fraction(5, 2)),
        ("0e999999999", 0),
        ("2.00000000000000000001", 2 + Fraction(1, 10**20)),
        ('"2"', 2),
        ('"2.5"', Fraction(5, 2)),
        ('"5/2"', Fraction(5, 2)),
        ('"4/2"', 2),
    ],
)
def test_threshold_is_exact_however_it_is_written(written: str, percent: Fraction):
    text = exchange.canonical(SMALL)[:-1] + f',"threshold_percent":{written}}}'
    case, _ = exchange.case_from_json(exchange.parse(text))

    assert case.threshold_percent == percent
    assert isinstance(case.threshold_percent, int | Fraction)


@pytest.mark.parametrize("method", Method)
def test_every_method_can_be_asked_for(method: Method):
    case, _ = exchange.case_from_json(SMALL | {"method": method.value})

    assert case.method is method


@pytest.mark.parametrize(("in_cap", "tied_for", "size"), [(True, 3, 8), (False, 4, 9)])
def test_mayors_on_top_of_the_cap_count_in_the_size_at_a_tie(
    in_cap: bool, tied_for: int, size: int
):
    values = TIED | {
        "municipalities": 4,
        "votes": {"A": 60, "B": 5, "C": 30, "D": 30, "E": 30, "F": 30},
        "valid_votes": 185,
        "represented": list("ABCDEF"),
        "mayors": {"B": 3, "outside": 1},
    }
    case = replace(exchange.case_from_json(values)[0], outside_mayors_in_cap=in_cap)
    result = exchange.composition_to_json(compose(case), case)

    assert result["tie"] == {"lists": ["A", "C", "D", "E", "F"], "seats": tied_for}
    assert (result["size"], result["cap"]) == (size, 8)


# --- Leadership ----------------------------------------------------------------------------------


def test_leadership_has_every_field():
    values = {"votes": {"A": 60, "V": 50, "C": 20}, "alliances": [["V", "C"]]}

    assert exchange.elect_leadership_json(values) == {
        "complete": True,
        "chair": "V",
        "vice_chair": "A",
        "tie": None,
        "steps": [
            a_step(1, "C+V", votes=70, divisor=1),
            a_step(2, "A", votes=60, divisor=1),
        ],
        "inner": {"C+V": [a_step(1, "V", votes=50, divisor=1)]},
    }


def test_leadership_stops_at_each_tie_until_its_lot_is_there():
    values: dict[str, Any] = {"votes": {"A": 60, "B": 30, "C": 30}, "alliances": [["B", "C"]]}

    first = exchange.elect_leadership_json(values)
    assert (first["complete"], first["chair"], first["vice_chair"]) == (False, None, None)
    assert first["tie"] == {"lists": ["A", "B+C"], "seats": 2}
    assert first["steps"] == []

    values["lots"] = [["B+C", "A"]]
    second = exchange.elect_leadership_json(values)
    assert second["tie"] == {"lists": ["B", "C"], "seats": 1}
    assert [(step["list"], step["by_lot"]) for step in second["steps"]] == [
        ("B+C", True),
        ("A", True),
    ]

    values["lots"].append(["C", "B"])
    last = exchange.elect_leadership_json(values)
    assert (last["complete"], last["chair"], last["vice_chair"]) == (True, "C", "A")
    assert last["steps"] == second["steps"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"votes": {"A": 0}}, "votes: Nobody can be elected"),
        ({"votes": {}}, "votes: Nobody can be elected"),
        ({"votes": ["A"]}, "votes: This must be an object, not an array"),
        ({"alliances": {}}, "alliances: This must be an array of arrays, not an object"),
        ({"alliances": [["A"]]}, "alliances: Each of the arrays needs at least two"),
        ({"alliances": [["A", "A"]]}, "alliances: List A occurs more than once"),
        ({"alliances": [["A", "B"], ["B", "C"]]}, "alliances: List B occurs more than once"),
        ({"alliances": [["A", "X"]]}, "alliances: List X .* not among the votes"),
        ({"lots": [["A", "B"]]}, "lots: There is no tie between exactly A, B"),
    ],
)
def test_bad_leadership_is_refused_with_the_field(changes: dict[str, Any], message: str):
    values = {"votes": {"A": 3, "B": 2, "C": 1}} | changes

    with pytest.raises(BadInput, match=f"^{message}"):
        exchange.elect_leadership_json(values)


# --- The same bytes ------------------------------------------------------------------------------


def test_canonical_text_is_sorted_without_blanks_and_in_letters():
    assert exchange.canonical({"b": [1, 2], "a": {"Ø": None}}) == '{"a":{"Ø":null},"b":[1,2]}'


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(st.sampled_from("ABCØ"), st.integers(1, 50), min_size=1),
    st.dictionaries(st.sampled_from("ABCØX"), st.integers(0, 2)),
    st.sampled_from(Method),
    st.randoms(use_true_random=False),
)
def test_law_same_input_gives_the_same_bytes_in_any_order(
    votes: dict[str, int], mayors: dict[str, int], method: Method, random
):
    values = {
        "municipalities": 10,
        "votes": votes,
        "valid_votes": sum(votes.values()),
        "represented": sorted(votes),
        "mayors": mayors,
        "method": method.value,
    }
    text = exchange.canonical(exchange.compose_json(values))

    def shuffled(pairs: dict[str, Any]) -> dict[str, Any]:
        return dict(random.sample(list(pairs.items()), len(pairs)))

    again = shuffled(
        values
        | {
            "votes": shuffled(votes),
            "mayors": shuffled(mayors),
            "represented": random.sample(sorted(votes), len(votes)),
        }
    )
    assert exchange.canonical(exchange.compose_json(exchange.parse(json.dumps(again)))) == text
    assert exchange.canonical(exchange.parse(text)) == text
