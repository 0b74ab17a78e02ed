"""A council's composition: its size, each list's seats, and the order they are given in.

The rules come from KL's statutes § 15(1) and (2) and the councils' standing orders § 3(2).
How the size is found and what happens at the cap is not published: the first is
reconstructed, the second a default of ours, and both say so below.
"""

from collections.abc import Mapping, Sequence

from elections.apportionment.checks import verify
from elections.apportionment.errors import NoListTakesPart
from elections.apportionment.inputs import Case, ListInput
from elections.apportionment.lots import Lot, LotBox, LotsRequired, lots_required
from elections.apportionment.methods import Method
from elections.apportionment.quotients import equal_groups, quotient_key
from elections.apportionment.results import Composition, ListResult, Status
from elections.apportionment.steps import Step
from elections.apportionment.threshold import near_threshold, status_of


def compose(case: Case, lots: Sequence[Lot] = ()) -> Composition | LotsRequired:
    """Who gets how many seats, and why; checked by a second route before it is returned.

    Each list's seats mirror its votes, mayors included (§ 15(1); official). The size is the
    smallest at which every list's seats cover its mayors, and with Adams every list that
    takes part has a seat (reconstructed). Mayors of lists that do not take part are members
    on top of that (official). Where this is more than the cap (official), every list keeps
    its mayors and the seats left go to the highest quotients (setting).

    Returns LotsRequired when equal quotients decide a seat, which only the cap can bring
    about, and no lot for it is among ``lots``.

    Raises NoListTakesPart; LotMismatch and LotUnused for lots that do not belong to this
    computation; CheckFailed when the second route disagrees.
    """
    statuses = {entry.key: status_of(entry, case) for entry in case.lists}
    taking_part = _taking_part(case, statuses)
    room = _room(case, statuses)
    box = LotBox(lots)
    steps = _until_mayors_are_covered(taking_part, case.method, room)
    is_capped = steps is None
    if steps is None:
        outcome = _up_to_the_cap(taking_part, case.method, room, box)
        if isinstance(outcome, LotsRequired):
            return outcome
        steps = outcome
    box.refuse_unused()
    lists = _results(case, statuses, steps)
    return Composition(
        case=case,
        lists=lists,
        steps=tuple(steps),
        size=sum(result.seats for result in lists),
        cap=case.cap,
        is_capped=is_capped,
        equal_but_unseated=() if is_capped else _equal_but_unseated(lists, steps, case.method),
        near_threshold=near_threshold(case),
        lots=box.used,
        verdict=verify(case, lists, steps, is_capped=is_capped),
    )


def _taking_part(case: Case, statuses: Mapping[str, Status]) -> list[ListInput]:
    """The lists that take part, by votes and then key: the order shown inside a tie."""
    lists = [entry for entry in case.lists if statuses[entry.key] is Status.TAKES_PART]
    if not lists:
        raise NoListTakesPart("No list takes part, so there is nothing to allocate.")
    return sorted(lists, key=lambda entry: (-entry.votes, entry.key))


def _room(case: Case, statuses: Mapping[str, Status]) -> int:
    """The most seats the lists that take part may have together."""
    return case.cap - _outside_mayors(case, statuses) if case.outside_mayors_in_cap else case.cap


def capped_size(case: Case) -> int:
    """How many members there are when the cap decides, known before any lots are drawn: the cap,
    and the mayors of lists that do not take part where they come on top of it (setting)."""
    if case.outside_mayors_in_cap:
        return case.cap
    return case.cap + _outside_mayors(
        case, {entry.key: status_of(entry, case) for entry in case.lists}
    )


def _outside_mayors(case: Case, statuses: Mapping[str, Status]) -> int:
    return sum(entry.mayors for entry in case.lists if statuses[entry.key] is not Status.TAKES_PART)


def _until_mayors_are_covered(
    lists: Sequence[ListInput], method: Method, room: int
) -> list[Step] | None:
    """The fewest seats that cover every list's mayors; None when they are more than ``room``.

    One pass down the quotients, stopped as soon as nobody waits. Of the lists tied at the
    very last quotient only those that wait for that seat get it: that is the smallest size
    at which an allocation right by the method covers the mayors, and the only one of that
    size which does. A draw could only break the rule, so none is asked for.
    """
    needs = [max(entry.mayors, 1 if method.seats_everyone else 0) for entry in lists]
    waiting = sum(1 for need in needs if need)
    held = [0] * len(lists)
    steps: list[Step] = []
    groups = equal_groups([entry.votes for entry in lists], held, method, most_held=room + 1)
    while waiting:
        group = next(groups)
        reaching = [i for i in group if held[i] + 1 == needs[i]]
        waiting -= len(reaching)
        given = group if waiting else reaching
        if len(steps) + len(given) > room:
            return None
        for position in given:
            steps.append(_step(steps, lists[position], held[position], method))
            held[position] += 1
    return steps


def _up_to_the_cap(
    lists: Sequence[ListInput], method: Method, room: int, box: LotBox
) -> list[Step] | LotsRequired:
    """Every list's mayors first, then the highest quotients until ``room`` seats are given.

    A list continues from the mayors it has, so one with more mayors than its votes would
    give it waits, and the others pay for its surplus (setting). Equal quotients at the last
    seats need lots, because which list gets in is then open.
    """
    held = [entry.mayors for entry in lists]
    steps = _mayors_seats(lists, method, room)
    groups = equal_groups([entry.votes for entry in lists], held, method, most_held=room + 1)
    while len(steps) < room:
        group = next(groups)
        lot = None
        if len(group) > room - len(steps):
            tie = lots_required(
                [lists[position].key for position in group],
                room - len(steps),
                place=len(steps) + 1,
                votes=lists[group[0]].votes,
                divisor=method.divisor(held[group[0]]),
                steps=steps,
            )
            lot = box.take(tie)
            if lot is None:
                return tie
            positions = {lists[position].key: position for position in group}
            group = [positions[key] for key in lot.winners]
        for position in group:
            step = _step(steps, lists[position], held[position], method, by_lot=lot is not None)
            steps.append(step)
            held[position] += 1
    return steps


def _mayors_seats(lists: Sequence[ListInput], method: Method, room: int) -> list[Step]:
    """The seats of all mayors of these lists, by their quotients like any other seat."""
    key = quotient_key(method, highest_votes=max(entry.votes for entry in lists), most_held=room)
    seats = [(entry, held) for entry in lists for held in range(entry.mayors)]
    seats.sort(key=lambda seat: -key(seat[0].votes, seat[1]))
    steps: list[Step] = []
    for entry, held in seats:
        steps.append(_step(steps, entry, held, method))
    return steps


def _step(
    before: Sequence[Step], entry: ListInput, held: int, method: Method, *, by_lot: bool = False
) -> Step:
    return Step(
        number=len(before) + 1,
        key=entry.key,
        seat=held + 1,
        votes=entry.votes,
        divisor=method.divisor(held),
        is_mayor=held < entry.mayors,
        by_lot=by_lot,
    )


def _results(
    case: Case, statuses: Mapping[str, Status], steps: Sequence[Step]
) -> tuple[ListResult, ...]:
    seats = {
        entry.key: 0 if statuses[entry.key] is Status.TAKES_PART else entry.mayors
        for entry in case.lists
    }
    covered: dict[str, int] = {}
    for step in steps:
        seats[step.key] += 1
        if step.is_mayor:
            covered[step.key] = step.number
    return tuple(
        ListResult(
            key=entry.key,
            votes=entry.votes,
            mayors=entry.mayors,
            status=statuses[entry.key],
            seats=seats[entry.key],
            supplementary=seats[entry.key] - entry.mayors,
            covered_at=covered.get(entry.key),
        )
        for entry in case.lists
    )


def _equal_but_unseated(
    lists: Sequence[ListResult], steps: Sequence[Step], method: Method
) -> tuple[str, ...]:
    """Keys of the lists whose next quotient equals that of the last seat given."""
    if not steps:
        return ()
    last = steps[-1]
    return tuple(
        result.key
        for result in lists
        if result.status is Status.TAKES_PART
        and (divisor := method.divisor(result.seats))
        and result.votes * last.divisor == last.votes * divisor
    )
