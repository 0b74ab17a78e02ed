"""What is missing or doubtful in a council's Blå Bog on a day.

Of what the database cannot refuse: each check is a small function that takes plain rows
(:class:`Facts`) and yields :class:`Finding` s. :data:`CHECKS` lists them, :func:`read` fetches the
rows, and :func:`check` runs them. Nothing is changed here; people decide.
"""

from collections.abc import Iterable
from typing import Any

from councils.quality.checking import Check, Group
from councils.quality.reading import read
from councils.quality.register import CHECKS
from councils.quality.values import Facts, Finding, Place, Severity, Where

__all__ = [
    "CHECKS",
    "Check",
    "Facts",
    "Finding",
    "Group",
    "Place",
    "Severity",
    "Where",
    "check",
    "read",
]


def check(facts: Any, checks: Iterable[Check] = CHECKS) -> list[Group]:
    """What each check finds, in the order of the register; those that find nothing are left out.

    An app above this one has `checks` of its own, which read facts of their own."""
    groups = [Group(each, tuple(each.find(facts))) for each in checks]
    return [group for group in groups if group.findings]
