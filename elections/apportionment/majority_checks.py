"""The second route for a majority election: is the outcome right, whoever found it?

Nothing is sorted here. How many have more votes than somebody, and how many as many, says
who could be elected, who the two of round 3 could be, and which lots there must have been.
"""

from collections.abc import Mapping, Sequence

from elections.apportionment.ballots import FREE_ROUNDS, LAST_ROUND, Ballot, MajorityOf
from elections.apportionment.checks import require
from elections.apportionment.lots import Lot


def verify_majority(
    rounds: Sequence[Ballot],
    candidate: str | None,
    pair: tuple[str, str] | None,
    lots: Sequence[Lot],
    *,
    of: MajorityOf,
) -> None:
    """Raise CheckFailed at the first thing that cannot be so in this outcome.

    ``candidate``: who is elected; None when another round is needed. ``pair``: the two of
    round 3, held or to come. ``lots``: those used, in order.
    """
    drawn = list(lots)
    free = rounds[:FREE_ROUNDS]
    for number, ballot in enumerate(free, start=1):
        decides = [key for key in ballot.votes if _is_elected(ballot, key, number, of)]
        if decides:
            require([candidate] == decides, f"round {number} elected {decides[0]}")
            require(len(rounds) == number, f"round {number} was not the last")
            require(pair is None and not drawn, "there was nothing left to decide")
            return
    require(
        (pair is not None) == (len(rounds) >= FREE_ROUNDS), "the two of round 3 come from round 2"
    )
    if pair:
        _check_pair(free[-1].votes, pair, drawn)
    if len(rounds) == LAST_ROUND and pair:
        _check_last(rounds[-1].votes, pair, candidate, drawn)
    else:
        require(candidate is None, f"nobody had a majority, but {candidate} was elected")
    require(not drawn, "the lots used are not those that the ties needed")


def _is_elected(ballot: Ballot, key: str, number: int, of: MajorityOf) -> bool:
    """Whether round 1 or 2 elects this candidate: more than half, or the only one voted for."""
    own = ballot.votes[key]
    is_alone = number == FREE_ROUNDS and own == sum(ballot.votes.values()) > 0
    return 2 * own > ballot.votes_counted(of) or is_alone


def _check_pair(votes: Mapping[str, int], pair: tuple[str, str], drawn: list[Lot]) -> None:
    """Nobody outside has more votes than either of the two, and equal ones drew lots."""
    require(pair[0] < pair[1] and votes.keys() >= set(pair), "the two are not two candidates")
    lowest = min(votes[key] for key in pair)
    equal = {key for key in votes if votes[key] == lowest}
    outside = votes.keys() - set(pair)
    for key in outside:
        require(votes[key] <= lowest, f"{key} has more votes than one of the two")
    if equal & outside:
        _take(drawn, equal, equal & set(pair))


def _check_last(
    votes: Mapping[str, int], pair: tuple[str, str], candidate: str | None, drawn: list[Lot]
) -> None:
    """The most votes of the two win, and equal ones drew lots."""
    require(votes.keys() <= set(pair), "round 3 has votes for others than the two")
    require(candidate in pair, f"{candidate} is not one of the two")
    first, second = (votes.get(key, 0) for key in pair)
    if first == second:
        _take(drawn, set(pair), {candidate})
    else:
        require(candidate == pair[first < second], f"{candidate} has fewer votes in round 3")


def _take(drawn: list[Lot], tied: set[str], winners: set[str | None] | set[str]) -> None:
    """Take the next lot, which must be drawn between ``tied`` and have these ``winners``."""
    require(
        bool(drawn) and drawn[0].tied == tied and set(drawn[0].winners) == winners,
        "the lots used are not those that the ties needed",
    )
    del drawn[0]
