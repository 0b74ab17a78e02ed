"""Figures that cannot be true are refused with a sentence, and the package stays pure."""

import ast
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

import elections.apportionment
from elections.apportionment import Case, Denominator, InvalidInput, ListInput
from tests.elections.apportionment.cases import a_case, a_list

TWO = {"A": 60, "B": 40}


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: a_list("A", -1), "votes of list A must be at least 0"),
        (lambda: a_list("A", 1, -1), "mayors of list A must be at least 0"),
        (lambda: a_list("", 1), "needs a key"),
        (lambda: a_list("A", 1.5), "whole number"),  # type: ignore[arg-type]
        (lambda: a_list("A", True), "whole number"),
        (lambda: a_list("A", 1, 1, is_represented=False), "A has a mayor"),
        (lambda: a_case(TWO, outside=(a_list("A", 1),)), "A occurs more than once"),
        (lambda: a_case(TWO, municipalities=0), "municipalities must be at least 1"),
        (lambda: a_case(TWO, municipalities=-5), "municipalities must be at least 1"),
        (lambda: a_case(TWO, {"A": 2, "B": 1}, municipalities=2), "3 mayors are more than"),
        (lambda: a_case(TWO, valid_votes=99), "100 votes are more than the 99 valid"),
        (lambda: a_case(TWO, valid_votes=0), "valid votes must be at least 1"),
        (lambda: a_case(TWO, cast_votes=99), "99 votes cast are fewer than the 100 valid"),
        (lambda: a_case(TWO, cast_votes=100.0), "whole number"),
        (lambda: a_case(TWO, denominator=Denominator.CAST), "needs the number of votes cast"),
        (lambda: a_case(TWO, denominator="valid"), "not a Denominator"),
        (lambda: a_case(TWO, method="adams"), "not a Method"),
        (lambda: a_case(TWO, cap_factor=0), "cap factor must be at least 1"),
        (lambda: a_case(TWO, threshold_percent=2.0), "whole number"),
        (lambda: a_case(TWO, threshold_percent=-1), "at least 0"),
        (lambda: a_case(TWO, threshold_percent=Fraction(-1, 2)), "not between"),
        (lambda: a_case(TWO, threshold_percent=101), "not between"),
    ],
)
def test_impossible_figures_are_refused(make: Callable[[], object], message: str):
    with pytest.raises(InvalidInput, match=message) as caught:
        make()
    assert isinstance(caught.value, ValueError)


def test_as_many_mayors_as_municipalities_are_possible():
    assert a_case(TWO, {"A": 1, "B": 1}, municipalities=2).cap == 4


def test_every_vote_cast_may_be_valid():
    assert a_case(TWO, cast_votes=100).cast_votes == 100


def test_cases_are_equal_when_only_the_order_of_the_lists_differs():
    first, second = ListInput("A", 60, 0, True, True), ListInput("B", 40, 0, True, True)

    assert Case((first, second), 3, 100) == Case((second, first), 3, 100)


def test_package_has_no_floats_no_division_that_makes_them_and_no_django():
    sources = sorted(Path(elections.apportionment.__file__).parent.glob("*.py"))
    allowed = ("elections.apportionment", "collections", "dataclasses", "enum", "fractions")
    allowed += ("heapq", "itertools", "math", "typing")
    assert len(sources) > 8
    for source in sources:
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            assert not isinstance(node, ast.Div), source
            assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), source
            assert not (isinstance(node, ast.Name) and node.id == "float"), source
            if isinstance(node, ast.ImportFrom):
                assert (node.module or "").startswith(allowed), (source, node.module)
            assert not isinstance(node, ast.Import), source
