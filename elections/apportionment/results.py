"""What a composition says, and everything a page needs to explain it."""

from dataclasses import dataclass
from enum import StrEnum

from elections.apportionment.inputs import Case
from elections.apportionment.lots import Lot
from elections.apportionment.steps import Claim, Step


class Status(StrEnum):
    """Why a list takes part in the allocation, or why not."""

    TAKES_PART = "takes_part"
    UNDER_THRESHOLD = "under_threshold"
    NOT_REPRESENTED = "not_represented"
    LOCAL_OUTSIDE = "local_outside"


@dataclass(frozen=True, slots=True)
class ListResult:
    """One list's share.

    ``seats``: members of the list, mayors included; ``supplementary`` those besides mayors.
    ``covered_at``: number of the step that gave the seat of its last mayor; None for a list
    without mayors and for a list that does not take part.
    """

    key: str
    votes: int
    mayors: int
    status: Status
    seats: int
    supplementary: int
    covered_at: int | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the second route found; it exists only when everything held.

    ``smallest_size``: the fewest members that cover every mayor if there were no cap, mayors
    outside the allocation included.
    ``weakest_given``: the lowest quotient that got a seat (at the cap: a seat that is not a
    mayor's). ``strongest_refused``: the highest that got none. The first is never below the
    second: nobody without a seat has a better claim than somebody with one.
    """

    smallest_size: int
    weakest_given: Claim | None
    strongest_refused: Claim


@dataclass(frozen=True, slots=True)
class Composition:
    """A council's composition with its reasons.

    ``case``: the figures and settings it follows from. ``lists``: every list, sorted by key.
    ``steps``: the seats of the lists that take part, in order. At the cap the mayors' seats
    come first, since the cap takes no mayor's seat.
    ``size``: all members, mayors of lists that do not take part included. ``cap``: the most
    there may be. ``is_capped``: mirroring the votes would have needed more than the cap.
    ``equal_but_unseated``: lists with the same quotient as the last seat given, which was
    needed for a mayor; the size ends there, so they get none and no lots are drawn.
    ``near_threshold``: lists that take part by one reading of the threshold's denominator
    and not by the other; empty when the number of votes cast is unknown.
    ``lots``: the recorded lots that were used. ``verdict``: the second route's findings.
    """

    case: Case
    lists: tuple[ListResult, ...]
    steps: tuple[Step, ...]
    size: int
    cap: int
    is_capped: bool
    equal_but_unseated: tuple[str, ...]
    near_threshold: tuple[str, ...]
    lots: tuple[Lot, ...]
    verdict: Verdict
