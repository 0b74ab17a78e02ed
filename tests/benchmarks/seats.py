"""Seat allocation against votelib: `.venv/bin/python -m tests.benchmarks.seats`."""

import random

from votelib.evaluate.proportional import HighestAverages

from elections.apportionment import Method, allocate
from tests.benchmarks.ratios import ratio


def compare(lists: int, seats: int, *, rounds: int) -> None:
    """Prints how many times as fast as votelib our allocation is, on made-up votes."""
    generator = random.Random(lists)
    votes = {f"L{n}": generator.randint(1_000, 200_000) for n in range(lists)}
    votelib = HighestAverages("d_hondt")
    share = ratio(
        lambda: allocate(votes, seats, Method.DHONDT),
        lambda: votelib.evaluate(votes, seats),
        rounds=rounds,
    )
    print(f"{lists:4} lists, {seats:6} seats: {1 / share:6.1f} x as fast as votelib")


if __name__ == "__main__":
    compare(13, 36, rounds=200)
    compare(13, 100, rounds=200)
    compare(200, 10_000, rounds=15)
