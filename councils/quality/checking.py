"""What a check is."""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import formats

from councils.quality.values import Finding, Severity

Find = Callable[[Any], Iterator[Finding]]  # an app above this one has facts of its own


@dataclass(frozen=True, slots=True)
class Check:
    """`heading` stands over all that it finds."""

    name: str
    heading: str
    severity: Severity
    find: Find


@dataclass(frozen=True, slots=True)
class Group:
    """What one check found."""

    check: Check
    findings: tuple[Finding, ...]


def check(severity: Severity, heading: str) -> Callable[[Find], Check]:
    """Makes a check of a function, which keeps its name."""

    def made(find: Find) -> Check:
        return Check(find.__name__, heading, severity, find)

    return made


def day(at: datetime.date) -> str:
    return formats.date_format(at, "j. F Y")


def joined(names: list[str]) -> str:
    """E.g. »Anna, Bo og Carl«."""
    return " og ".join(filter(None, (", ".join(names[:-1]), names[-1])))
