"""What a rule is, and how it reads an agenda."""

import datetime
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias, TypeVar
from zoneinfo import ZoneInfo

from meetings.agenda_check.sections import Block, Section, plain, read
from meetings.agenda_check.values import Agenda, Item, Severity

SECTIONS = ("background", "recommendation", "presentation")
# In reading order; a finding about the meeting comes before all items.
FIELDS = (
    "kind starts_at number title case_number initials background recommendation presentation"
    " attachments"
).split()
NAMES = {
    "title": "overskriften",
    "case_number": "sagsnummeret",
    "initials": "initialerne",
    "background": "Baggrund",
    "recommendation": "Indstilling",
    "presentation": "Sagsfremstilling",
    "attachments": "bilagene",
}
T = TypeVar("T")

DENMARK = ZoneInfo("Europe/Copenhagen")
LONGEST_EXCERPT = 120
LONGEST_FIXED = 500
FAR = 300  # letters; no sentence that is read at all is longer to one side
SENTENCE_END = re.compile(r"[.!?:][\"”»)]?\s+(?=[A-ZÆØÅ§»”(])|\n")
# Main items that are complete with their heading.
NEEDS_NOTHING = re.compile(
    r"(?:eventuelt|evt|meddelelser|næste (?:\w+ )?møde|kommende møder|velkomst|velkommen|pause"
    r"|frokost|siden sidst|godkendelse af (?:dagsorden|referat)\w*)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that is checked; `line` says on a screen what it is."""

    name: str
    severity: Severity
    line: str
    find: "Find"


@dataclass(frozen=True, slots=True)
class Spot:
    """What a rule saw and where; `start` and `end` as in a Finding."""

    item: str
    field: str
    message: str
    excerpt: str = ""
    fix: str | None = None
    start: int = 0
    end: int = 0
    order: tuple[int, int] = (-1, 0)


Find: TypeAlias = Callable[["Reading"], Iterable[Spot]]


def rule(severity: Severity, line: str) -> Callable[[Find], Rule]:
    """Makes a function a rule under its own name."""
    return lambda find: Rule(find.__name__, severity, line, find)


class Passage:
    """A text that readers see: a section of an item or its title."""

    def __init__(self, entry: "Entry", field: str, section: Section) -> None:
        self.entry = entry
        self.field = field
        self.section = section
        self.text = section.text

    @cached_property
    def lower(self) -> str:
        """To ask whether a word occurs at all; places in it may be others than in the text."""
        return self.text.lower()

    @property
    def name(self) -> str:
        return NAMES[self.field]

    @property
    def name_first(self) -> str:
        """The name at the beginning of a sentence."""
        return self.name[0].upper() + self.name[1:]

    def spot(self, start: int, end: int, message: str, fix: str | None = None) -> Spot:
        """`fix` is dropped where it cannot stand for the letters alone: when there are tags among
        them, or more letters than an excerpt can show."""
        fix = fix if end - start <= LONGEST_FIXED else None
        end = end if fix is not None else min(end, start + LONGEST_EXCERPT)
        places = self.section.source(start, end)
        if self.section.shown(*places) != self.text[start:end]:
            fix = None
        excerpt = self.text[start:end]
        return Spot(
            self.entry.item.number, self.field, message, excerpt, fix, *places,
            order=(self.entry.place, places[0]),
        )  # fmt: skip

    def block(self, place: int) -> Block:
        return self.section.block_at(place)

    def sentence(self, place: int) -> tuple[int, int]:
        """Where the sentence around a letter begins and ends, or what is near of a long one."""
        block = self.block(place)
        start, end = max(block.start, place - FAR), min(block.end, place + FAR)
        for stop in SENTENCE_END.finditer(self.text, start, end):
            if stop.end() <= place:
                start = stop.end()
            elif stop.start() >= place:
                end = stop.start() + 1
                break
        return start, end

    def sentence_text(self, place: int) -> str:
        start, end = self.sentence(place)
        return self.text[start:end]


class Entry:
    """An item of the agenda with its place and its texts."""

    def __init__(self, item: Item, place: int, has_children: bool) -> None:
        self.item = item
        self.place = place
        self.has_children = has_children
        self.number = item.number.strip().rstrip(".")
        self.sections = [
            Passage(self, field, read(getattr(item, field) or "")) for field in SECTIONS
        ]
        self.passages = [Passage(self, "title", plain(item.title)), *self.sections]

    @property
    def is_sub_item(self) -> bool:
        return "." in self.number

    @property
    def is_matter(self) -> bool:
        """Whether the meeting treats a matter here, so that there must be something to read."""
        if self.has_children or self.item.heading:
            return False
        return not NEEDS_NOTHING.match(self.item.title.strip())

    @property
    def text_length(self) -> int:
        return sum(len(passage.text.strip()) for passage in self.sections)

    @property
    def is_blank(self) -> bool:
        return all(passage.section.is_blank for passage in self.sections)

    def plain(self, field: str) -> Passage:
        """A field without HTML that rules about texts seldom read, such as the case number."""
        return Passage(self, field, plain(getattr(self.item, field)))

    def section(self, field: str) -> Passage:
        return self.sections[SECTIONS.index(field)]

    def spot(self, field: str, message: str, start: int = 0, end: int = 0) -> Spot:
        """About a field as a whole, or a part of a plain one."""
        excerpt = getattr(self.item, field)[start:end] if end else ""
        return Spot(
            self.item.number, field, message, excerpt, start=start, end=end,
            order=(self.place, start),
        )  # fmt: skip


class Reading:
    """An agenda with its HTML read once for all rules."""

    def __init__(self, agenda: Agenda) -> None:
        self.agenda = agenda
        self._memory: dict[str, Any] = {}
        numbers = [item.number.strip().rstrip(".") for item in agenda.items]
        parents = {number.rpartition(".")[0] for number in numbers}
        self.numbers = frozenset(numbers)
        self.entries = [
            Entry(item, place, numbers[place] in parents) for place, item in enumerate(agenda.items)
        ]

    @property
    def day(self) -> datetime.date:
        """The day of the meeting in Denmark."""
        return self.local(self.agenda.starts_at).date()

    @cached_property
    def passages(self) -> list[Passage]:
        """Every text in reading order."""
        return [
            passage for entry in self.entries for passage in entry.passages if passage.text.strip()
        ]

    def remembered(self, name: str, make: Callable[[], T]) -> T:
        """What several rules need and what takes time, made once for this agenda."""
        if name not in self._memory:
            self._memory[name] = make()
        found: T = self._memory[name]
        return found

    def with_any(self, *words: str) -> Iterator[Passage]:
        """The texts in which one of the words occurs, in small letters; saves the rules time."""
        for passage in self.passages:
            if any(word in passage.lower for word in words):
                yield passage

    @staticmethod
    def local(moment: datetime.datetime) -> datetime.datetime:
        """A moment on Danish clocks; one without a time zone is Danish already."""
        return moment if moment.tzinfo is None else moment.astimezone(DENMARK)

    def about_meeting(self, field: str, message: str) -> Spot:
        """About the meeting itself: the field is one of `Agenda`."""
        return Spot("", field, message)


def order(spot: Spot) -> tuple[int, int, int]:
    """Where a spot comes in reading order."""
    return spot.order[0], FIELDS.index(spot.field), spot.order[1]
