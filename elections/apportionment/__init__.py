"""The arithmetic of a council's composition: whole numbers in, frozen values out.

Nothing here knows Django, a database or the time of day, and nothing is rounded: the same
figures and the same recorded lots give the same answer in every year to come.

Start with :func:`compose` (who gets how many seats, and why), :func:`allocate` (a plain
divisor allocation) or :func:`in_order` (who gets which post first).
"""

from elections.apportionment.allocation import allocate
from elections.apportionment.checks import verify
from elections.apportionment.composition import compose
from elections.apportionment.errors import (
    CheckFailed,
    InvalidInput,
    LotError,
    LotMismatch,
    LotUnused,
    NoListTakesPart,
)
from elections.apportionment.inputs import Case, Denominator, ListInput
from elections.apportionment.lots import Lot, LotsRequired
from elections.apportionment.methods import Method
from elections.apportionment.order import in_order
from elections.apportionment.results import (
    Claim,
    Composition,
    ListResult,
    Status,
    Step,
    Verdict,
)

__all__ = [
    "Case",
    "CheckFailed",
    "Claim",
    "Composition",
    "Denominator",
    "InvalidInput",
    "ListInput",
    "ListResult",
    "Lot",
    "LotError",
    "LotMismatch",
    "LotUnused",
    "LotsRequired",
    "Method",
    "NoListTakesPart",
    "Status",
    "Step",
    "Verdict",
    "allocate",
    "compose",
    "in_order",
    "verify",
]
