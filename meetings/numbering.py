"""Numbers of agenda items: 1, 1.1, 1.2, 2 …, from the order while the agenda is a draft.

Once an agenda went out its numbers stay: what a supplement adds goes on after the highest one.
Attachments follow the number of their item.
"""

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
    agenda was published) is kept; an item without one gets the next that none of its siblings
    has: its place, unless some of them are frozen.
    """
    below: dict[int | None, list[Item]] = defaultdict(list)
    for item in items:
        below[item.parent_id].append(item)

    def number_all(parent_id: int | None, prefix: str) -> tuple[NumberedItem, ...]:
        rows = []
        siblings = below[parent_id]
        last = max((_last_part(item.number) for item in siblings if item.number), default=0)
        for item in siblings:
            if not item.number:
                last += 1
            number = item.number or f"{prefix}{last}"
            rows.append(NumberedItem(number, item, number_all(item.pk, f"{number}.")))
        return tuple(rows)

    return list(number_all(None, ""))


def _last_part(number: str) -> int:
    return int(number.rpartition(".")[2])


def keeps_frozen(order: Iterable[tuple[Item, int | None]]) -> bool:
    """Whether a new order leaves what was published where it is: below the same main item, in the
    order of its numbers, and before everything new.

    `order`: each item as it is stored with the main item it is to have, siblings in their order.
    """
    siblings: dict[int | None, list[int | None]] = defaultdict(list)
    for item, parent_id in order:
        if item.number and item.parent_id != parent_id:
            return False
        siblings[parent_id].append(_last_part(item.number) if item.number else None)
    for numbers in siblings.values():
        frozen = [number for number in numbers if number is not None]
        if numbers[: len(frozen)] != sorted(frozen):
            return False
    return True


def flat(agenda: Iterable[NumberedItem]) -> list[NumberedItem]:
    """All items in reading order."""
    return [row for main in agenda for row in (main, *main.children)]


def numbers(items: Iterable[Item]) -> dict[int, str]:
    """The number of each item by its key; `items` as for `numbered`."""
    return {row.item.pk: row.number for row in flat(numbered(items))}


def attachment_number(item_number: str, position: int) -> str:
    """The number of an item's attachment, e.g. 1.2.1 for the first one of item 1.2.

    Always the item's number and a counter, also for main items: bilag 2.1 is the first one of main
    item 2, even if there is an item 2.1, whose first one is bilag 2.1.1. No two attachments of an
    agenda share a number, and where one is shown the word »bilag« stands before it.
    """
    return f"{item_number}.{position}"
