"""A plain divisor allocation: how many seats each list gets."""

from collections.abc import Mapping, Sequence

from elections.apportionment.errors import InvalidInput
from elections.apportionment.inputs import require_whole
from elections.apportionment.lots import Lot, LotBox, LotsRequired, lots_required
from elections.apportionment.methods import Method
from elections.apportionment.quotients import QuotientKey, quotient_key


def allocate(
    votes: Mapping[str, int], seats: int, method: Method, lots: Sequence[Lot] = ()
) -> dict[str, int] | LotsRequired:
    """Seats per list when ``seats`` seats go to the highest quotients.

    Every key of ``votes`` is in the answer, lists without votes with 0 seats. Returns
    LotsRequired when more lists have the last seats' quotient than there are such seats.
    Instead of giving seat after seat it starts where a common divisor leads at once, mostly
    a few seats from the answer, and goes the rest of the way exactly.

    Raises InvalidInput for numbers that are not whole or negative and for seats without any
    votes; LotMismatch and LotUnused for lots that do not belong to this tie.
    """
    box = LotBox(lots)
    answer = dict.fromkeys(votes, 0)
    names = lists_with_votes(votes, seats)
    if seats:
        figures = [votes[name] for name in names]
        held = _near_the_answer(figures, seats, method)
        most_held = max(seats, *held)
        key = quotient_key(method, highest_votes=max(figures), most_held=most_held)
        certain, tied = _go_the_rest(figures, held, seats, key)
        answer.update(zip(names, certain, strict=True))
        if tied:
            left = seats - sum(certain)
            tie = lots_required(
                [names[position] for position in tied],
                left,
                place=seats - left + 1,
                votes=figures[tied[0]],
                divisor=method.divisor(certain[tied[0]]),
            )
            lot = box.take(tie)
            if lot is None:
                return tie
            for name in lot.winners:
                answer[name] += 1
    box.refuse_unused()
    return answer


def lists_with_votes(votes: Mapping[str, int], seats: int) -> list[str]:
    """The keys that can win a seat at all.

    Raises InvalidInput when a number is not whole or negative, or when there are seats but
    no votes.
    """
    require_whole("The number of seats", seats)
    for name, figure in votes.items():
        # The quick look first: only a bad figure needs the words.
        if type(figure) is not int or figure < 0:
            require_whole(f"The votes of list {name}", figure)
    names = [name for name, figure in votes.items() if figure]
    if seats and not names:
        raise InvalidInput("Seats cannot be allocated without votes.")
    return names


def _near_the_answer(figures: Sequence[int], seats: int, method: Method) -> list[int]:
    """Seats that one common divisor gives, the one expected to give ``seats`` in all.

    A divisor q gives a list one seat for each of its divisors up to votes / q. Over all
    n lists and V votes that is about V / (q · step) + n / 2 - n · first / step seats;
    solving for 1 / q leaves the fraction below. Where few seats meet many lists, Adams
    gives more than ``seats`` with any q: hence the 0.
    """
    step, first = method.step, method.first
    numerator = max(0, 2 * step * seats - len(figures) * (step - 2 * first))
    denominator = 2 * sum(figures)
    return [(figure * numerator // denominator - first) // step + 1 for figure in figures]


def _go_the_rest(
    figures: Sequence[int], held: list[int], seats: int, key: QuotientKey
) -> tuple[list[int], list[int]]:
    """Change ``held`` to the highest ``seats`` quotients, and tell where they end.

    Returns the seats that no draw can change, and the positions of the lists tied for the
    rest. Looking through all lists for every seat that is missing or too many is quicker
    than a heap here, because there are so few of them.
    """
    # A list without a seat has none to give back: a number above every quotient.
    nothing = key(max(figures), 0) + 1
    refused = list(map(key, figures, held))
    given = [
        key(figure, own - 1) if own else nothing for figure, own in zip(figures, held, strict=True)
    ]
    missing = seats - sum(held)
    for _ in range(missing):
        i = refused.index(max(refused))
        given[i] = refused[i]
        held[i] += 1
        refused[i] = key(figures[i], held[i])
    for _ in range(-missing):
        i = given.index(min(given))
        refused[i] = given[i]
        held[i] -= 1
        given[i] = key(figures[i], held[i] - 1) if held[i] else nothing
    last = min(given)
    if max(refused) < last:
        return held, []
    certain = [own - (claim == last) for own, claim in zip(held, given, strict=True)]
    tied = [i for i in range(len(held)) if last in (given[i], refused[i])]
    return certain, tied
