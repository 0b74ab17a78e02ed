"""The second route finds a wrong outcome of a majority election, whatever was changed."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elections.apportionment import CheckFailed, Lot, MajorityOf, majority, verify_majority
from tests.elections.apportionment.ballots import Election, a_round, elected, elections

FIRST = a_round(A=8, B=7, C=5)
SECOND = a_round(A=8, B=6, C=6, D=0)
LAST = a_round(A=10, C=10)
PLACE = Lot(("C", "B"), 1)
FINAL = Lot(("C", "A"), 1)
OUTCOME: dict[str, Any] = {
    "rounds": [FIRST, SECOND, LAST],
    "candidate": "C",
    "pair": ("A", "C"),
    "lots": (PLACE, FINAL),
    "of": MajorityOf.CAST,
}


def recheck(**changes: Any) -> None:
    verify_majority(**(OUTCOME | changes))


def test_check_holds_for_an_untouched_outcome():
    result = elected(FIRST, SECOND, LAST, lots=(PLACE, FINAL))

    assert (result.candidate, result.candidates) == ("C", ("A", "C"))
    recheck()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"candidate": "A"}, "lots used are not those"),
        ({"candidate": "B"}, "B is not one of the two"),
        ({"candidate": None}, "None is not one of the two"),
        ({"pair": None}, "the two of round 3 come from round 2"),
        ({"pair": ("C", "A")}, "not two candidates"),
        ({"pair": ("A", "X")}, "not two candidates"),
        ({"pair": ("A", "B")}, "lots used are not those"),
        ({"pair": ("B", "C")}, "A has more votes than one of the two"),
        ({"pair": ("A", "D")}, "has more votes than one of the two"),
        ({"lots": ()}, "lots used are not those"),
        ({"lots": (PLACE,)}, "lots used are not those"),
        ({"lots": (FINAL, PLACE)}, "lots used are not those"),
        ({"lots": (PLACE, FINAL, FINAL)}, "lots used are not those"),
        ({"lots": (Lot(("C", "B", "D"), 1), FINAL)}, "lots used are not those"),
        ({"lots": (Lot(("C", "B"), 2), FINAL)}, "lots used are not those"),
        ({"rounds": [FIRST]}, "the two of round 3 come from round 2"),
        ({"rounds": [FIRST], "pair": None}, "nobody had a majority, but C was elected"),
        ({"rounds": [FIRST, SECOND]}, "nobody had a majority, but C was elected"),
        ({"rounds": [FIRST, SECOND, a_round(A=10, C=9)]}, "C has fewer votes in round 3"),
        ({"rounds": [FIRST, SECOND, a_round(A=9, C=10)]}, "lots used are not those"),
        ({"rounds": [FIRST, SECOND, a_round(A=9, C=10, D=0)]}, "others than the two"),
        ({"rounds": [a_round(A=11, B=9), SECOND, LAST]}, "round 1 elected A"),
        ({"rounds": [a_round(C=11, B=9), SECOND, LAST]}, "round 1 was not the last"),
        ({"rounds": [FIRST, a_round(C=1)]}, "nothing left to decide"),
        ({"rounds": [FIRST, a_round(C=1)], "pair": None}, "nothing left to decide"),
    ],
)
def test_check_catches_a_changed_outcome(changes: dict[str, Any], message: str):
    with pytest.raises(CheckFailed, match=message):
        recheck(**changes)


def test_failed_check_is_never_returned_silently(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(majority, "_two_highest", lambda *_arguments: ("B", "C"))

    with pytest.raises(CheckFailed):
        elected(FIRST, FIRST)


@settings(max_examples=300, deadline=None)
@given(elections(MajorityOf.CAST), st.sampled_from([None, *"ABCDE"]))
def test_law_check_catches_anybody_else(election: Election, other: str | None):
    rounds, _lots, result = election
    if other == result.candidate:
        return

    with pytest.raises(CheckFailed):
        verify_majority(rounds, other, result.candidates, result.lots, of=MajorityOf.CAST)
