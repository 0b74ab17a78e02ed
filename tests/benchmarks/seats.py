"""Seat allocation against votelib, and the whole way: `.venv/bin/python -m tests.benchmarks.seats`.

Aims: 10 x votelib with 13 lists, 100 x with 200 lists and 10,000 seats; a whole composition and
a leadership in less than a millisecond each.
"""

import random
import statistics
import timeit
from collections.abc import Callable

from votelib.evaluate.proportional import HighestAverages

from elections.apportionment import Case, ListInput, Method, allocate, compose, elect_leadership
from tests.benchmarks.ratios import ratio


def votes_of(lists: int) -> dict[str, int]:
    """Made-up votes, the same in every run."""
    generator = random.Random(lists)
    return {f"L{n}": generator.randint(1_000, 200_000) for n in range(lists)}


def compare(lists: int, seats: int, *, rounds: int) -> None:
    """Prints how many times as fast as votelib our allocation is."""
    votes = votes_of(lists)
    votelib = HighestAverages("d_hondt")
    share = ratio(
        lambda: allocate(votes, seats, Method.DHONDT),
        lambda: votelib.evaluate(votes, seats),
        rounds=rounds,
    )
    print(f"{lists:4} lists, {seats:6} seats: {1 / share:6.1f} x as fast as votelib")


def a_council(lists: int) -> Case:
    """A council like Midtjylland: 19 municipalities, the mayors with the two largest lists."""
    votes = votes_of(lists)
    first, second = sorted(votes, key=lambda key: -votes[key])[:2]
    mayors = {first: 10, second: 9}
    return Case(
        tuple(ListInput(key, n, mayors.get(key, 0), True, True) for key, n in votes.items()),
        municipalities=19,
        valid_votes=sum(votes.values()),
    )


def time_taken(what: str, call: Callable[[], object]) -> None:
    """Prints the median of the milliseconds that the call takes."""
    seconds = statistics.median(timeit.repeat(call, number=20, repeat=25)) / 20
    print(f"{what}: {seconds * 1000:.3f} ms")


if __name__ == "__main__":
    compare(13, 36, rounds=200)
    compare(13, 100, rounds=200)
    compare(200, 10_000, rounds=15)
    council = a_council(13)
    time_taken("Composition with 13 lists, checked", lambda: compose(council))
    votes = votes_of(13)
    alliances = [["L1", "L2"], ["L3", "L4", "L5"]]
    time_taken("Leadership with 13 lists, checked", lambda: elect_leadership(votes, alliances))
