"""The clock of an agenda: when each item begins, if every one takes the time that is set aside."""

import datetime
from collections.abc import Iterable
from typing import NamedTuple, Protocol

HOUR = 60


class Item(Protocol):
    pk: int
    minutes: int | None
    is_heading: bool
    is_dropped: bool


class Slot(NamedTuple):
    """The time of one item; without moments where nobody knows when the meeting begins."""

    minutes: int
    begins: datetime.datetime | None
    ends: datetime.datetime | None


class Timeplan(NamedTuple):
    slots: dict[int, Slot]  # by the item's key; only items that have time set aside
    total: int  # minutes
    available: int | None  # minutes from the meeting's beginning to its end

    @property
    def excess(self) -> int:
        """How many minutes the items take beyond the meeting's end."""
        return max(0, self.total - self.available) if self.available is not None else 0


def timeplan(
    items: Iterable[Item],
    begins: datetime.datetime | None = None,
    ends: datetime.datetime | None = None,
) -> Timeplan:
    """`items` in reading order. A mere heading takes no time, nor does one that was dropped."""
    slots: dict[int, Slot] = {}
    total = 0
    for item in items:
        if not item.minutes or item.is_heading or item.is_dropped:
            continue
        slots[item.pk] = Slot(
            item.minutes, _after(begins, total), _after(begins, total + item.minutes)
        )
        total += item.minutes
    available = int((ends - begins).total_seconds()) // 60 if begins and ends else None
    return Timeplan(slots, total, available)


def spoken(minutes: int) -> str:
    """A number of minutes as »45 min«, »2 t« or »1 t 25 min«; its blanks do not break."""
    hours, rest = divmod(minutes, HOUR)
    parts = [f"{hours} t"] if hours else []
    parts += [f"{rest} min"] if rest or not hours else []
    return " ".join(parts).replace(" ", "\N{NO-BREAK SPACE}")


def _after(begins: datetime.datetime | None, minutes: int) -> datetime.datetime | None:
    if begins is None:
        return None
    # Counted in UTC: on two nights a year the clock on the wall jumps.
    utc = begins.astimezone(datetime.UTC)
    return utc + datetime.timedelta(minutes=minutes)
