"""Ties that a drawing of lots must decide, and lots that have been drawn.

Chance never happens here. A tie is handed out as a value; the recorded draw comes back in
with the next call.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import gcd

from elections.apportionment.errors import LotError, LotMismatch, LotUnused
from elections.apportionment.steps import Step


@dataclass(frozen=True, slots=True)
class Lot:
    """A recorded draw, good for exactly one tie: these lists, this number of seats.

    ``order``: keys of all the tied lists in the order they were drawn; the first drawn wins
    first. The rest of the order decides nothing and is kept because it was drawn.
    ``seats``: how many seats were drawn for.

    Raises LotError when the two do not fit together.
    """

    order: tuple[str, ...]
    seats: int

    def __post_init__(self) -> None:
        if len(self.order) < 2:
            raise LotError("A lot is drawn between at least two lists.")
        if len(set(self.order)) != len(self.order):
            raise LotError("A list cannot be drawn twice in one lot.")
        if not 1 <= self.seats <= len(self.order):
            raise LotError(f"{len(self.order)} lists cannot draw lots for {self.seats} seats.")

    @property
    def tied(self) -> frozenset[str]:
        """Keys of the lists that took part in the draw."""
        return frozenset(self.order)

    @property
    def winners(self) -> tuple[str, ...]:
        """Keys of the lists that got a seat, in the order they were drawn."""
        return self.order[: self.seats]


@dataclass(frozen=True, slots=True)
class LotsRequired:
    """The computation stops here until lots have been drawn.

    ``lists``: keys of the tied lists, sorted; at an election of chair and vice-chair, names
    of the tied groups.
    ``seats``: how many seats they draw for.
    ``place``: number of the first of these seats in the order in which seats are given.
    ``quotient``: the quotient they share, as votes and divisor in lowest terms; divisor 0
    for a list's first seat with Adams.
    ``within``: name of the alliance whose lists are tied for its posts; None everywhere else.
    ``steps``: the seats given before the tie, where they are given in order: they say how
    the tie came about and are no part of what it is. Inside an alliance they begin with the
    two posts given to groups.
    """

    lists: tuple[str, ...]
    seats: int
    place: int
    quotient: tuple[int, int]
    within: str | None = None
    steps: tuple[Step, ...] = field(default=(), compare=False)

    def drawn(self, *order: str) -> Lot:
        """The lot to record when the tied lists were drawn in this ``order``, all of them.

        Raises LotError when these are not exactly the tied lists.
        """
        if sorted(order) != list(self.lists):
            raise LotError(
                f"The lot must be drawn between {', '.join(self.lists)}, each of them once."
            )
        return Lot(order, self.seats)


class LotBox:
    """The recorded lots that no tie has asked for yet, for one computation."""

    def __init__(self, lots: Iterable[Lot]) -> None:
        self._left = list(lots)
        self._used: list[Lot] = []

    @property
    def used(self) -> tuple[Lot, ...]:
        """The lots that decided a tie, in the order the ties came up."""
        return tuple(self._used)

    def take(self, tie: LotsRequired) -> Lot | None:
        """The lot drawn for exactly this tie, each lot once; None when no lots are left.

        Raises LotMismatch when lots are left but none was drawn for this tie: the figures
        have changed since the draw, and an old draw must not decide a new tie.
        """
        for lot in self._left:
            if lot.seats == tie.seats and lot.tied == frozenset(tie.lists):
                self._left.remove(lot)
                self._used.append(lot)
                return lot
        if self._left:
            raise LotMismatch(
                f"No recorded lot fits the tie of {', '.join(tie.lists)} for {tie.seats} seats."
            )
        return None

    def refuse_unused(self) -> None:
        """Raise LotUnused when a lot is left: nobody should believe that it mattered."""
        if self._left:
            names = ", ".join(sorted(self._left[0].order))
            raise LotUnused(f"The lot between {names} decides nothing in this computation.")


def lots_required(
    tied: Iterable[str],
    seats: int,
    *,
    place: int,
    votes: int,
    divisor: int,
    steps: Iterable[Step] = (),
    within: str | None = None,
) -> LotsRequired:
    """The tie as a value; ``votes`` and ``divisor`` are those of any one of the tied lists."""
    common = gcd(votes, divisor) if divisor else 1
    quotient = (votes // common, divisor // common)
    return LotsRequired(tuple(sorted(tied)), seats, place, quotient, within, tuple(steps))
