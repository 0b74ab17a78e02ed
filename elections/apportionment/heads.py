"""Election of several to one task inside a council: d'Hondt by heads among its groups."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from elections.apportionment.errors import InvalidInput
from elections.apportionment.heads_checks import HeadsVerdict, verify_heads
from elections.apportionment.inputs import require_whole
from elections.apportionment.lots import Lot, LotBox, LotsRequired
from elections.apportionment.methods import Method
from elections.apportionment.order import take_in_order
from elections.apportionment.steps import Step

# Far above any body; a number beyond it is a slip of the hand, not an election.
MOST_SEATS = 1000


@dataclass(frozen=True, slots=True)
class GroupChoices:
    """Which group chooses how many persons, and in which order.

    ``groups``: members per group, as given, sorted by key.
    ``seats``: seats per group, groups without any with 0, in the same order.
    ``steps``: seat by seat in the order of choice; ``key`` is the group that chooses,
    ``votes`` its members, ``divisor`` and ``seat`` which of its own choices it is.
    ``lots``: the recorded lots that were used. ``verdict``: the second route's findings.
    """

    groups: Mapping[str, int] = field(hash=False)
    seats: Mapping[str, int] = field(hash=False)
    steps: tuple[Step, ...]
    lots: tuple[Lot, ...]
    verdict: HeadsVerdict


def elect_by_heads(
    groups: Mapping[str, int],
    seats: int,
    lots: Sequence[Lot] = (),
    *,
    present: int,
) -> GroupChoices | LotsRequired:
    """Which group chooses which person, first to last; checked by a second route.

    ``groups``: how many of the members taking part belong to each group, by key. A member
    is in one group at most, which the caller sees to, and may be outside all of them.
    ``seats``: persons to be elected to the task. They need not be members, so there may be
    more of them than members. ``present``: members taking part, in groups or outside.

    A proportional election (forholdstalsvalg, local government act § 24(3); law): d'Hondt
    on the number of members, the groups choosing in the order of the quotients. As the order
    is part of the result, equal quotients need a lot even when each of them gets a seat.

    Returns LotsRequired, with groups' keys as ``lists``, for the first tie without a lot;
    its ``steps`` are the choices before it.

    Raises InvalidInput: ``field`` groups for no groups, a key that is not text, a group
    without members and more members than are present, seats for fewer than 1 or more than
    MOST_SEATS, present for nobody; LotMismatch and LotUnused for lots that do not belong to
    this election; CheckFailed when the second route disagrees.
    """
    _check_groups(groups)
    _check_seats(seats)
    require_whole("The number of members present", present, at_least=1, field="present")
    heads = sum(groups.values())
    if heads > present:
        raise InvalidInput(
            f"The groups' {heads} members are more than the {present} present.", field="groups"
        )
    box = LotBox(lots)
    steps = take_in_order(groups, seats, Method.DHONDT, box)
    if isinstance(steps, LotsRequired):
        return steps
    box.refuse_unused()
    ordered = dict(sorted(groups.items()))
    won = dict.fromkeys(ordered, 0)
    for step in steps:
        won[step.key] += 1
    verdict = verify_heads(groups, seats, won, steps, box.used)
    return GroupChoices(ordered, won, steps, box.used, verdict)


def fair_shares(groups: Mapping[str, int], seats: int) -> dict[str, Fraction]:
    """Each group's exact share of the seats: its part of all groups' members.

    What a page holds against the seats a group has. d'Hondt gives no group fewer than the
    whole part of its share. The shares add up to ``seats``, which may be 0 here.

    Raises InvalidInput for groups as ``elect_by_heads`` does, and for seats that are
    negative or not whole.
    """
    _check_groups(groups)
    require_whole("The number of seats", seats, field="seats")
    heads = sum(groups.values())
    return {key: Fraction(seats * own, heads) for key, own in sorted(groups.items())}


def group_of_vacancy(choices: GroupChoices, number: int) -> str:
    """Key of the group that fills the seat of this number when it falls vacant.

    It is the group that chose the person who left (law); nothing is computed anew, whatever
    the groups' members are by then. ``number``: the step's number, from 1.

    Raises InvalidInput (``field`` number) when there is no such seat.
    """
    require_whole("The seat's number", number, at_least=1, field="number")
    if number > len(choices.steps):
        raise InvalidInput(
            f"There is no seat {number}; {len(choices.steps)} were given.", field="number"
        )
    return choices.steps[number - 1].key


def check_deviation(present: int, agreeing: int) -> None:
    """Whether the seats may be given otherwise than the proportional election gives them.

    Only if every member present agrees (law). Electing in unison, with no vote asked for,
    needs no check: nobody has disagreed.

    Raises InvalidInput: ``field`` agreeing unless all ``present`` agree, and for numbers
    that are negative or not whole; present for nobody present.
    """
    require_whole("The number of members present", present, at_least=1, field="present")
    require_whole("The number of members who agree", agreeing, field="agreeing")
    if agreeing != present:
        raise InvalidInput(
            f"All {present} members present must agree, not {agreeing}.", field="agreeing"
        )


def _check_groups(groups: Mapping[str, int]) -> None:
    for key, own in groups.items():
        if not isinstance(key, str) or not key:
            raise InvalidInput(f"A group needs a key of text, not {key!r}.", field="groups")
        require_whole(f"The members of group {key}", own, at_least=1, field="groups")
    if not groups:
        raise InvalidInput("Nobody can be elected without groups.", field="groups")


def _check_seats(seats: int) -> None:
    require_whole("The number of seats", seats, at_least=1, field="seats")
    if seats > MOST_SEATS:
        raise InvalidInput(f"{seats} seats are more than {MOST_SEATS}.", field="seats")
