"""Numbers of agenda items: 1, 1.1, 1.2, 2 …, from the order while the agenda is a draft."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple, Protocol


class Item(Protocol):
    pk: int
    parent_id: int | None
    number: str


class NumberedItem(NamedTuple):
    number: str
    item: Item
    children: tuple["NumberedItem", ...]


def numbered(items: Iterable[Item]) -> list[NumberedItem]:
    """The main items with their sub-items, each with its number.

    `items` are all of one meeting's items in order of position. A frozen number (set when the
    agenda was published) is kept; otherwise the number follows the place.
    """
    below: dict[int | None, list[Item]] = defaultdict(list)
    for item in items:
        below[item.parent_id].append(item)

    def number_all(parent_id: int | None, prefix: str) -> tuple[NumberedItem, ...]:
        rows = []
        for place, item in enumerate(below[parent_id], start=1):
            number = item.number or f"{prefix}{place}"
            rows.append(NumberedItem(number, item, number_all(item.pk, f"{number}.")))
        return tuple(rows)

    return list(number_all(None, ""))


def flat(agenda: Iterable[NumberedItem]) -> list[NumberedItem]:
    """All items in reading order."""
    return [row for main in agenda for row in (main, *main.children)]
