"""Laws of every majority election, and the same one held with votelib's parts."""

from collections.abc import Sequence
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st
from votelib.evaluate.core import Plurality, Tie
from votelib.evaluate.threshold import AbsoluteThreshold

from elections.apportionment import (
    Ballot,
    Elected,
    Lot,
    LotError,
    MajorityOf,
    NextRound,
    elect_one,
)
from tests.elections.apportionment.ballots import Election, ballots, elections

readings = st.sampled_from(MajorityOf)
held = readings.flatmap(lambda of: st.tuples(st.just(of), elections(of)))


def with_votelib(rounds: Sequence[Ballot], lots: Sequence[Lot], of: MajorityOf) -> str | None:
    """Who is elected after these rounds; None when nobody is, or a lot is missing."""
    drawn = {frozenset(lot.order): lot.winners for lot in lots}
    for number, ballot in enumerate(rounds[:2], start=1):
        votes = {key: n for key, n in ballot.votes.items() if n}
        base = {"cast": ballot.cast, "valid": ballot.valid, "present": ballot.present}[of.value]
        winners = AbsoluteThreshold(Fraction(base, 2), accept_equal=False).evaluate(votes)
        if winners or (number == 2 and len(votes) == 1):
            return next(iter(winners or votes))
    if len(rounds) < 3:
        return None
    pair = settle(Plurality().evaluate({k: n for k, n in rounds[1].votes.items() if n}, 2), drawn)
    last = {key: rounds[2].votes.get(key, 0) for key in pair}
    return settle(Plurality().evaluate(last, 1), drawn)[0]


def settle(winners: list[str | Tie], drawn: dict[frozenset[str], tuple[str, ...]]) -> list[str]:
    """votelib's winners, with ties replaced by those whom the lot gave the places."""
    clear = [winner for winner in winners if not isinstance(winner, Tie)]
    ties = {frozenset(winner) for winner in winners if isinstance(winner, Tie)}
    return clear + [key for tie in ties for key in drawn[tie]]


@settings(max_examples=600, deadline=None)
@given(held)
def test_law_election_agrees_with_votelib(case: tuple[MajorityOf, Election]):
    of, (rounds, lots, result) = case

    assert result.candidate == with_votelib(rounds, lots, of)
    assert result.round == len(rounds) == len(result.steps)
    assert result.lots == tuple(lots)


def without_the_last(lots: list[Lot], result: Elected) -> list[Lot]:
    """The lots but the one between two who were equal in round 3."""
    return lots if result.steps[-1].winner else lots[:-1]


@settings(max_examples=300, deadline=None)
@given(held)
def test_law_no_earlier_round_elected_anybody(case: tuple[MajorityOf, Election]):
    of, (rounds, lots, result) = case

    for length in range(1, len(rounds)):
        drawn = without_the_last(lots, result) if length == 2 else []
        earlier = elect_one(rounds[:length], drawn, of=of)
        assert isinstance(earlier, NextRound)
        assert earlier.number == length + 1
        assert earlier.candidates == (result.candidates if length == 2 else None)
    assert elect_one(rounds, lots, of=of) == result


@settings(max_examples=300, deadline=None)
@given(held, st.permutations("ABCDE"), st.randoms(use_true_random=False))
def test_law_names_and_their_order_never_matter(
    case: tuple[MajorityOf, Election], names: list[str], random
):
    of, (rounds, lots, result) = case
    new = dict(zip("ABCDE", names, strict=True))
    renamed = []
    for ballot in rounds:
        items = [(new[key], n) for key, n in ballot.votes.items()]
        random.shuffle(items)
        renamed.append(Ballot(dict(items), ballot.present, ballot.blank))
    drawn = [Lot(tuple(new[key] for key in lot.order), lot.seats) for lot in lots]

    other = elect_one(renamed, drawn, of=of)
    assert isinstance(other, Elected)
    assert other.candidate == new[result.candidate]
    assert [step.outcome for step in other.steps] == [step.outcome for step in result.steps]


@settings(max_examples=500, deadline=None)
@given(held, st.data())
def test_law_more_votes_in_the_deciding_round_never_lose_the_election(
    case: tuple[MajorityOf, Election], data: st.DataObject
):
    of, (rounds, lots, result) = case
    last = rounds[-1]
    losers = [key for key, n in last.votes.items() if n and key != result.candidate]
    source = data.draw(st.sampled_from([*losers, "blank", "absent"]))
    votes = dict(last.votes)
    votes[result.candidate] = votes.get(result.candidate, 0) + 1
    if source in votes:
        votes[source] -= 1
    blank = last.blank - (source == "blank")
    if blank < 0 or sum(votes.values()) + blank > last.present:
        return

    # Equality in round 3 is over then, and its lot with it.
    used = without_the_last(lots, result)
    again = elect_one([*rounds[:-1], Ballot(votes, last.present, blank)], used, of=of)
    assert isinstance(again, Elected)
    assert again.candidate == result.candidate


@settings(max_examples=300, deadline=None)
@given(ballots())
def test_law_whoever_has_a_majority_of_more_has_one_of_fewer(ballot: Ballot):
    valid, cast, present = (
        elect_one([ballot], of=of) for of in (MajorityOf.VALID, MajorityOf.CAST, MajorityOf.PRESENT)
    )

    for strict, loose in ((present, cast), (cast, valid)):
        if isinstance(strict, Elected):
            assert isinstance(loose, Elected)
            assert loose.candidate == strict.candidate


@settings(max_examples=300, deadline=None)
@given(held, st.lists(st.permutations("ABC").map(lambda order: Lot(tuple(order), 1)), max_size=2))
def test_law_lots_of_no_tie_are_never_passed_over(
    case: tuple[MajorityOf, Election], others: list[Lot]
):
    of, (rounds, lots, result) = case
    outcome: object
    try:
        outcome = elect_one(rounds, [*lots, *others], of=of)
    except LotError:
        outcome = None

    assert outcome == (None if others else result)
