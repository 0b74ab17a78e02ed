"""Majority elections for the tests: short ways to one, and any at all."""

from hypothesis import strategies as st

from elections.apportionment import (
    Ballot,
    Elected,
    Lot,
    LotsRequired,
    MajorityOf,
    NextRound,
    elect_one,
)

PRESENT = 20


def a_round(present: int = PRESENT, blank: int = 0, **votes: int) -> Ballot:
    return Ballot(votes, present, blank)


def elected(*rounds: Ballot, lots: tuple[Lot, ...] = (), **settings: MajorityOf) -> Elected:
    result = elect_one(rounds, lots, **settings)
    assert isinstance(result, Elected), result
    return result


def to_come(*rounds: Ballot, lots: tuple[Lot, ...] = (), **settings: MajorityOf) -> NextRound:
    result = elect_one(rounds, lots, **settings)
    assert isinstance(result, NextRound), result
    return result


def tied(*rounds: Ballot, lots: tuple[Lot, ...] = (), **settings: MajorityOf) -> LotsRequired:
    result = elect_one(rounds, lots, **settings)
    assert isinstance(result, LotsRequired), result
    return result


Election = tuple[list[Ballot], list[Lot], Elected]


@st.composite
def ballots(draw: st.DrawFn, candidates: str = "ABCDE") -> Ballot:
    votes = draw(st.dictionaries(st.sampled_from(candidates), st.integers(0, 7), min_size=1))
    blank = draw(st.integers(0, 8))
    absent = draw(st.integers(0, 4))
    return Ballot(votes, max(1, sum(votes.values()) + blank + absent), blank)


@st.composite
def elections(draw: st.DrawFn, of: MajorityOf) -> Election:
    """An election held to its end: round after round as they are asked for, and the lots."""
    rounds = [draw(ballots())]
    lots: list[Lot] = []
    while not isinstance(result := elect_one(rounds, lots, of=of), Elected):
        if isinstance(result, LotsRequired):
            lots.append(result.drawn(*draw(st.permutations(result.lists))))
        elif result.candidates:
            rounds.append(draw(ballots("".join(result.candidates))))
        else:
            rounds.append(draw(ballots().filter(lambda ballot: ballot.valid > 0)))
    return rounds, lots, result
