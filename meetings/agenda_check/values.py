"""What the check reads and what it finds: plain frozen values."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """Red is wrong for every reader; yellow is worth a look."""

    RED = "red"
    YELLOW = "yellow"


class Kind(StrEnum):
    """What sort of meeting it is; the values are those of `Meeting.Kind`."""

    CONSTITUENT = "constituent"
    ORDINARY = "ordinary"
    EXTRAORDINARY = "extraordinary"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A paper of an item; a closed one is for members only.

    `key` is what a mark links to, as in `<a href="#bilag-17">./.</a>`; "" where marks are no links.
    `number` is its number on the agenda; where it has none, its place tells.
    """

    title: str
    closed: bool = False
    key: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A main item (1) or a sub-item (1.1). The three sections are HTML, everything else is text.

    `heading`: a main item that only stands over its sub-items.
    """

    number: str
    title: str
    case_number: str = ""
    initials: str = ""
    closed: bool = False
    heading: bool = False
    background: str = ""
    recommendation: str = ""
    presentation: str = ""
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class CouncilFacts:
    """The council whose agenda it is, and what would be another council's in it.

    `others`: the names of the other councils, such as »KKR Sjælland«. `chairs`: council name →
    its chair, as far as known.
    """

    slug: str
    name: str
    region: str
    others: tuple[str, ...] = ()
    chairs: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Agenda:
    """An agenda as it would go out.

    `starts_at` is Danish time, aware or naive. `term` is the council's term by its first and last
    day, None when unknown. `now` is None when nobody asks whether there is time left to read it.
    """

    council: CouncilFacts
    kind: Kind
    starts_at: datetime.datetime
    items: tuple[Item, ...]
    term: tuple[datetime.date, datetime.date] | None = None
    now: datetime.datetime | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that may be wrong in an agenda.

    `item` is the number of the item, "" for the meeting itself; `field` the name of the field of
    `Item` or `Agenda`. `start` and `end` are positions in the field as it was given (in a section:
    in its HTML; in the attachments: in the titles, one a line), equal when the finding is about the
    field as a whole. `excerpt` is what a reader sees there. `fix` may stand in its place ("" leaves
    nothing); it is None when only a person can know what is right, or when tags stand in between.
    """

    rule: str
    severity: Severity
    item: str
    field: str
    excerpt: str
    message: str
    fix: str | None = None
    start: int = 0
    end: int = 0
