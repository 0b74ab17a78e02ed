"""Quotients in order, exactly: each is turned into one whole number that compares the same."""

from collections.abc import Callable, Iterator, Sequence
from heapq import heapify, heapreplace

from elections.apportionment.methods import Method

QuotientKey = Callable[[int, int], int]


def quotient_key(method: Method, *, highest_votes: int, most_held: int) -> QuotientKey:
    """A function of (votes, seats already held) whose values order as the quotients do.

    Equal quotients get equal numbers, a greater quotient a greater number, as long as no
    votes exceed ``highest_votes`` and no seats already held exceed ``most_held``.

    Two different quotients whose divisors are at most D lie at least 1 / D² apart. Multiplied
    by D² they lie at least 1 apart, so their whole parts differ too and the rest may go.
    """
    step, first = method.step, method.first
    scale = (step * most_held + first) ** 2 or 1
    above_all = highest_votes * scale

    def key(votes: int, held: int) -> int:
        divisor = step * held + first
        return votes * scale // divisor if divisor else above_all + votes

    return key


def equal_groups(
    votes: Sequence[int], held: Sequence[int], method: Method, *, most_held: int
) -> Iterator[list[int]]:
    """The next seats from the highest quotient down, without end, tied ones together.

    ``votes`` (all above 0) and ``held`` (seats each list starts with) have one place per
    list. Yields lists of positions, ascending; all in one have exactly the same quotient and
    each of them is one seat further on afterwards. Good until a list holds ``most_held``.
    """
    key = quotient_key(method, highest_votes=max(votes), most_held=most_held)
    seats = list(held)
    # Python's heaps give the smallest first; the minus sign turns them around.
    heap = [(-key(votes[i], seats[i]), i) for i in range(len(votes))]
    heapify(heap)
    while True:
        highest = heap[0][0]
        group = []
        while heap[0][0] == highest:
            position = heap[0][1]
            group.append(position)
            seats[position] += 1
            heapreplace(heap, (-key(votes[position], seats[position]), position))
        yield group
