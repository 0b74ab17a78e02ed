"""Ties that a drawing of lots must decide, and lots that have been drawn.

Chance never happens here. A tie is handed out as a value; the recorded draw comes back in
with the next call.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import gcd

from elections.apportionment.errors import LotError, LotMismatch, LotUnused


@dataclass(frozen=True, slots=True)
class Lot:
    """A recorded draw, good for exactly one tie: these lists, this number of seats.

    ``tied``: keys of all the lists that took part in the draw.
    ``winners``: the keys drawn, in the order they were drawn.
    ``seats``: how many seats were drawn for; as many as there are winners.

    Raises LotError when the three do not fit together.
    """

    tied: frozenset[str]
    winners: tuple[str, ...]
    seats: int

    def __post_init__(self) -> None:
        if len(self.tied) < 2:
            raise LotError("A lot is drawn between at least two lists.")
        if not 1 <= self.seats <= len(self.tied):
            raise LotError(f"{len(self.tied)} lists cannot draw lots for {self.seats} seats.")
        if len(set(self.winners)) != len(self.winners):
            raise LotError("A list cannot be drawn twice in one lot.")
        if len(self.winners) != self.seats:
            raise LotError(f"{len(self.winners)} lists were drawn for {self.seats} seats.")
        if not self.tied.issuperset(self.winners):
            raise LotError("A list was drawn that is not part of the tie.")


@dataclass(frozen=True, slots=True)
class LotsRequired:
    """The computation stops here until lots have been drawn.

    ``lists``: keys of the tied lists, sorted.
    ``seats``: how many seats they draw for.
    ``place``: number of the first of these seats in the order in which seats are given.
    ``quotient``: the quotient they share, as votes and divisor in lowest terms; divisor 0
    for a list's first seat with Adams.
    """

    lists: tuple[str, ...]
    seats: int
    place: int
    quotient: tuple[int, int]

    def drawn(self, *winners: str) -> Lot:
        """The lot to record when ``winners`` were drawn, in this order."""
        return Lot(tied=frozenset(self.lists), winners=winners, seats=self.seats)


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
            names = ", ".join(sorted(self._left[0].tied))
            raise LotUnused(f"The lot between {names} decides nothing in this computation.")


def lots_required(
    tied: Iterable[str], seats: int, *, place: int, votes: int, divisor: int
) -> LotsRequired:
    """The tie as a value; ``votes`` and ``divisor`` are those of any one of the tied lists."""
    common = gcd(votes, divisor) if divisor else 1
    quotient = (votes // common, divisor // common)
    return LotsRequired(tuple(sorted(tied)), seats, place, quotient)
