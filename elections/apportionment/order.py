"""Who comes first: seats in the order of the quotients, where the order itself matters."""

from collections.abc import Mapping, Sequence

from elections.apportionment.allocation import lists_with_votes
from elections.apportionment.lots import Lot, LotBox, LotsRequired, lots_required
from elections.apportionment.methods import Method
from elections.apportionment.quotients import equal_groups
from elections.apportionment.steps import Step


def in_order(
    votes: Mapping[str, int], seats: int, method: Method, lots: Sequence[Lot] = ()
) -> tuple[Step, ...] | LotsRequired:
    """Who gets which seat, first to last.

    Made for chair and vice-chair (KL's statutes § 15(3): proportional election, official;
    d'Hondt over alliances and again inside each: reconstructed). Here every tie needs lots,
    also between lists that all get a seat: the winners stand in the order drawn. Lots for
    the same lists and number of seats are used in the order given.

    Returns LotsRequired for the first tie without a lot. Raises as ``allocate`` does.
    """
    box = LotBox(lots)
    steps = take_in_order(votes, seats, method, box)
    if not isinstance(steps, LotsRequired):
        box.refuse_unused()
    return steps


def take_in_order(
    votes: Mapping[str, int], seats: int, method: Method, box: LotBox, *, within: str | None = None
) -> tuple[Step, ...] | LotsRequired:
    """``in_order`` as one part of a computation: its lots come from the whole one's ``box``.

    ``within``: name of the alliance whose lists these are, for the tie to tell.
    """
    names = sorted(lists_with_votes(votes, seats))
    held = dict.fromkeys(names, 0)
    steps: list[Step] = []
    figures = [votes[name] for name in names]
    groups = equal_groups(figures, [0] * len(names), method, most_held=seats + 1)
    while len(steps) < seats:
        winners = [names[position] for position in next(groups)]
        by_lot = len(winners) > 1
        if by_lot:
            tie = lots_required(
                winners,
                min(len(winners), seats - len(steps)),
                place=len(steps) + 1,
                votes=votes[winners[0]],
                divisor=method.divisor(held[winners[0]]),
                steps=steps,
                within=within,
            )
            lot = box.take(tie)
            if lot is None:
                return tie
            winners = list(lot.winners)
        for name in winners:
            divisor = method.divisor(held[name])
            held[name] += 1
            number = len(steps) + 1
            steps.append(Step(number, name, held[name], votes[name], divisor, by_lot=by_lot))
    return tuple(steps)
