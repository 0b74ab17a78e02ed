"""The arithmetic of a council's composition and leadership: whole numbers in, frozen values out.

Nothing here knows Django, a database or the time of day, and nothing is rounded: the same
figures and the same recorded lots give the same answer in every year to come.

Start with :func:`compose` (who gets how many seats, and why), :func:`elect_leadership`
(which lists chair and vice-chair come from), :func:`allocate` (a plain divisor allocation) or
:func:`in_order` (who gets which seat first). Inside a council, :func:`elect_one` elects one
person and :func:`elect_by_heads` several to the same task.
"""

from elections.apportionment.allocation import allocate
from elections.apportionment.ballots import Ballot, MajorityOf, Round, RoundOutcome, count_rounds
from elections.apportionment.checks import verify
from elections.apportionment.composition import capped_size, compose
from elections.apportionment.errors import (
    CheckFailed,
    InvalidInput,
    LotError,
    LotMismatch,
    LotUnused,
    NoListTakesPart,
)
from elections.apportionment.groups import Group
from elections.apportionment.heads import (
    GroupChoices,
    check_deviation,
    elect_by_heads,
    fair_shares,
    group_of_vacancy,
)
from elections.apportionment.heads_checks import HeadsVerdict, verify_heads
from elections.apportionment.inputs import Case, Denominator, ListInput
from elections.apportionment.leadership import Leadership, elect_leadership
from elections.apportionment.leadership_checks import LeadershipVerdict, verify_leadership
from elections.apportionment.lots import Lot, LotsRequired
from elections.apportionment.majority import Elected, NextRound, elect_one
from elections.apportionment.majority_checks import verify_majority
from elections.apportionment.margins import Post, votes_missing
from elections.apportionment.methods import Method
from elections.apportionment.order import in_order
from elections.apportionment.results import Composition, ListResult, Status, Verdict
from elections.apportionment.steps import Claim, Step

__all__ = [
    "Ballot",
    "Case",
    "CheckFailed",
    "Claim",
    "Composition",
    "Denominator",
    "Elected",
    "Group",
    "GroupChoices",
    "HeadsVerdict",
    "InvalidInput",
    "Leadership",
    "LeadershipVerdict",
    "ListInput",
    "ListResult",
    "Lot",
    "LotError",
    "LotMismatch",
    "LotUnused",
    "LotsRequired",
    "MajorityOf",
    "Method",
    "NextRound",
    "NoListTakesPart",
    "Post",
    "Round",
    "RoundOutcome",
    "Status",
    "Step",
    "Verdict",
    "allocate",
    "capped_size",
    "check_deviation",
    "compose",
    "count_rounds",
    "elect_by_heads",
    "elect_leadership",
    "elect_one",
    "fair_shares",
    "group_of_vacancy",
    "in_order",
    "verify",
    "verify_heads",
    "verify_leadership",
    "verify_majority",
    "votes_missing",
]
