"""The rows of an agenda as a secretary works on it: what each shows, and what can be done to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from meetings.numbering import NumberedItem, flat
from meetings.timeplan import Slot, Timeplan, spoken, timeplan


@dataclass(frozen=True)
class Row:
    """An item in its place. What went out keeps number and place (see numbering.py)."""

    number: str
    item: object
    children: tuple["Row", ...]
    can_go_up: bool
    can_go_down: bool
    can_go_in: bool  # become a sub-item of the main item before it
    can_go_out: bool  # become a main item
    slot: Slot | None
    presence: str  # who has it open, as a sentence
    is_below_closed: bool  # its main item is closed, and so it is too

    @property
    def is_frozen(self) -> bool:
        return bool(self.item.number)

    @property
    def has_text(self) -> bool:
        """Whether it cannot become a mere heading, see actions.set_heading."""
        names = (*self.item.SECTIONS, "case_number")
        return any(getattr(self.item, name) for name in names)

    @property
    def time(self) -> str:
        return spoken(self.slot.minutes) if self.slot else ""


@dataclass(frozen=True)
class Agenda:
    rows: tuple[Row, ...]
    plan: Timeplan

    @property
    def is_internal(self) -> bool:
        """Whether something in it is closed; the items came with their attachments."""
        items = [row.item for row in flat(self.rows)]
        things = [thing for item in items for thing in (item, *item.shown_attachments)]
        return not all(thing.is_open for thing in things)

    @property
    def total(self) -> str:
        return spoken(self.plan.total)

    @property
    def available(self) -> str:
        return spoken(self.plan.available) if self.plan.available is not None else ""

    @property
    def excess(self) -> str:
        return spoken(self.plan.excess) if self.plan.excess else ""


def agenda_rows(meeting, presences: Mapping[int, str]) -> Agenda:
    """`meeting` came with its agenda; `presences` are sentences by the key of an item."""
    numbered = meeting.agenda
    plan = timeplan((row.item for row in flat(numbered)), meeting.starts_at, meeting.ends_at)

    def rows_of(
        siblings: Sequence[NumberedItem], *, is_main: bool, is_closed: bool = False
    ) -> tuple[Row, ...]:
        rows = []
        for place, row in enumerate(siblings):
            is_free = not row.item.number
            before = siblings[place - 1] if place else None
            can_go_in = is_main and is_free and bool(before) and not before.item.is_dropped
            rows.append(
                Row(
                    row.number,
                    row.item,
                    rows_of(row.children, is_main=False, is_closed=not row.item.is_open),
                    can_go_up=is_free and before is not None and not before.item.number,
                    can_go_down=is_free and place + 1 < len(siblings),
                    can_go_in=can_go_in and not row.children and not row.item.is_heading,
                    can_go_out=not is_main and is_free,
                    slot=plan.slots.get(row.item.pk),
                    presence=presences.get(row.item.pk, ""),
                    is_below_closed=is_closed,
                )
            )
        return tuple(rows)

    return Agenda(rows_of(numbered, is_main=True), plan)


def presence_sentence(names: Sequence[str]) -> str:
    """»Anne Jensen skriver i punktet«."""
    if not names:
        return ""
    *others, last = sorted(names)
    joined = f"{', '.join(others)} og {last}" if others else last
    return f"{joined} skriver i punktet"
