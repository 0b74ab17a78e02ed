"""Lines of the Blå Bog that an app above this one knows."""

import datetime
from collections.abc import Callable, Collection, Iterable

from councils.directory.values import Line
from councils.models import Council

Further = Callable[[datetime.date, Collection[Council]], Iterable[Line]]
_further: list[Further] = []


def register(further: Further) -> None:
    """Said once, when the portal starts."""
    if further not in _further:
        _further.append(further)


def further_lines_on(at: datetime.date, councils: Collection[Council]) -> list[Line]:
    """By name. They stand on the page and in print; not in the files, which are read in again as
    seats in the councils."""
    lines = [line for further in _further for line in further(at, councils)]
    return sorted(lines, key=lambda line: (line.sort_key, line.council.position))
