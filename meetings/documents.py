"""Papers about meetings, as bytes."""

import datetime
import enum
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import formats, timezone

from councils import danish
from kkr_portal import pdf
from meetings import richtext
from meetings.changes import Change
from meetings.models import AgendaItem, Meeting
from meetings.readable import Agenda
from meetings.timeplan import Slot, Timeplan, spoken, timeplan

_EXCERPT_SHEETS = ("css/print-excerpt.css",)
_MOMENT = "\ue000moment\ue000"  # stands in a draft's HTML for when it was made


class Layout(enum.StrEnum):
    """How an agenda is printed, and for whom."""

    NORMAL = "normal"
    LARGE = "large"  # letters of 14 pt, for those who need them
    SCREEN = "screen"  # pages the size of a tablet, with links into the portal
    CHAIR = "chair"  # with time plan and internal notes: only for those who may read these
    BOOK = "book"  # as the first part of a book, with the attachments in its contents

    @property
    def sheets(self) -> tuple[str, ...]:
        """What styles it beside print.css; a usual paper does not pay for the others' rules."""
        return () if self is Layout.NORMAL else (f"css/print-{self}.css",)

    @property
    def suffix(self) -> str:
        """What tells its file from the usual one."""
        suffixes = {
            Layout.LARGE: "-stor-skrift",
            Layout.SCREEN: "-skaerm",
            Layout.CHAIR: "-formand",
        }
        return suffixes.get(self, "")


@dataclass(frozen=True, slots=True)
class Places:
    """Where a book has its attachments: the first page of each by its key, and all `pages`."""

    first_pages: Mapping[int, int]
    pages: int


@dataclass(frozen=True, slots=True)
class Print:
    """An agenda as it goes to the printer. `html` is the same for the same content: the moment
    at which a draft is made does not stand in it."""

    html: str
    sheets: tuple[str, ...]

    @property
    def fingerprint(self) -> str:
        """Another one whenever it would give another PDF, apart from a draft's moment."""
        return pdf.fingerprint(self.html, *self.sheets)

    def pdf(
        self, issued_at: datetime.datetime, *, watch: Callable[[], None] | None = None
    ) -> bytes:
        """A tagged PDF; see kkr_portal.pdf for what it raises and for `watch`."""
        moment = formats.date_format(timezone.localtime(issued_at), "j. F Y \\k\\l. H.i")
        return pdf.render_html(self.html.replace(_MOMENT, moment), *self.sheets, watch=watch)


class ChairsNote(NamedTuple):
    """What only the chair's copy says about an item."""

    slot: Slot | None
    text: str


class ChairsPlan(NamedTuple):
    """What the chair's copy says about the time of the whole meeting."""

    minutes: int
    begins: datetime.datetime | None
    ends: datetime.datetime | None  # when the items end, if every one takes its time
    total: str
    available: str
    excess: str
    spare: str
    untimed: int  # items that are to be dealt with, but have no time set aside


def agenda_pdf(agenda: Agenda, *, issued_at: datetime.datetime, **facts: Any) -> bytes:
    """The agenda as a tagged PDF: `agenda_print`, which says what `facts` may be, printed."""
    return agenda_print(agenda, issued_at=issued_at, **facts).pdf(issued_at)


def agenda_print(
    agenda: Agenda,
    *,
    issued_at: datetime.datetime,
    version: int | None = None,
    change_note: str = "",
    changes: Sequence[Change] = (),
    layout: Layout = Layout.NORMAL,
    places: Places | None = None,
    address: str = "",
) -> Print:
    """What the paper says; without a `version` it is a draft and says so on each page.

    An edition says when it was `issued_at`, of a draft the print says so; a later edition also
    what is new: `change_note` in the secretariat's words, and `changes` since the edition before.
    A book needs to know the `places` of its attachments; for the screen `address` is the portal's
    own, which links begin with.

    The chair's copy of an edition has the times and notes that the items have now: no edition
    keeps them. ValueError where the agenda is not whole, so was made for others, or is an excerpt,
    which does not know when its item begins.
    """
    if layout is Layout.CHAIR and (not agenda.is_whole or agenda.excerpt_of):
        raise ValueError("A chair's copy is only made from a whole agenda.")
    if (layout is Layout.BOOK) != (places is not None):
        raise ValueError("A book, and only a book, has places for its attachments.")
    for row in agenda.flat:
        for section in AgendaItem.SECTIONS:
            # Rows written around the actions must not reach the renderer unsanitised.
            setattr(row.item, section, richtext.clean(getattr(row.item, section)))
    context = {
        "agenda": agenda,
        "is_paper": True,
        "meeting": agenda.meeting,
        "council": agenda.meeting.council,
        "issued_at": issued_at,
        "moment": _MOMENT,
        "version": version,
        "change_note": change_note,
        "changes": changes,
        "is_demo": settings.DEMO,
        "layout": layout,
        "places": places,
        "address": address.rstrip("/"),
        "plan": _with_chairs_notes(agenda) if layout is Layout.CHAIR else None,
    }
    sheets = (*layout.sheets, *(_EXCERPT_SHEETS if agenda.excerpt_of else ()))
    return Print(render_to_string("meetings/pdf/agenda.html", context), sheets)


def _with_chairs_notes(agenda: Agenda) -> ChairsPlan:
    """Gives each item its `chairs_note`; the template looks at it only where there is a plan."""
    live = _live_items(agenda)
    timed = [
        _Timed(row.item.key, live[row.item.key].minutes, row.item.is_heading, row.item.is_dropped)
        for row in agenda.flat
        if row.item.key in live
    ]
    plan = timeplan(timed, agenda.meeting.starts_at, agenda.meeting.ends_at)
    for row in agenda.flat:
        item = live.get(row.item.key)
        text = item.internal_note.strip() if item else ""
        row.item.chairs_note = ChairsNote(plan.slots.get(row.item.key), text)
    return _chairs_plan(agenda, plan)


class _Timed(NamedTuple):
    """An item as the time plan takes it: it is known by its key, and as the edition has it."""

    pk: int
    minutes: int | None
    is_heading: bool
    is_dropped: bool


def _live_items(agenda: Agenda) -> dict[int, AgendaItem]:
    """The items as they are now by their keys; those that are in another meeting stay out."""
    if agenda.edition is None:
        return {row.item.key: row.item for row in agenda.flat}
    keys = [row.item.key for row in agenda.flat]
    items = AgendaItem.objects.filter(meeting=agenda.meeting, pk__in=keys)
    return {item.key: item for item in items.only("minutes", "internal_note")}


def _chairs_plan(agenda: Agenda, plan: Timeplan) -> ChairsPlan:
    slots = list(plan.slots.values())
    untimed = [
        row
        for row in agenda.flat
        if not (row.item.is_heading or row.item.is_dropped or row.children)
        and row.item.chairs_note.slot is None
    ]
    spare = (plan.available or 0) - plan.total
    return ChairsPlan(
        minutes=plan.total,
        begins=slots[0].begins if slots else None,
        ends=slots[-1].ends if slots else None,
        total=spoken(plan.total),
        available=spoken(plan.available) if plan.available is not None else "",
        excess=spoken(plan.excess) if plan.excess else "",
        spare=spoken(spare) if spare > 0 else "",
        untimed=len(untimed),
    )


def agenda_file_name(
    meeting: Meeting,
    *,
    version: int | None = None,
    is_whole: bool,
    layout: Layout = Layout.NORMAL,
    number: str = "",
) -> str:
    """E.g. `dagsorden-kkr-midtjylland-2022-01-19-intern-2-udgave.pdf`; `punkt-1.2-kkr-…` of one
    item."""
    day = f"{meeting.held_on:%Y-%m-%d}" if meeting.held_on else "ikke-planlagt"
    readers = "-intern" if is_whole else ""
    kind = f"punkt-{number}" if number else "dagsorden"
    council, state = danish.slug(meeting.council.name), state_suffix(version)
    return f"{kind}-{council}-{day}{readers}{layout.suffix}{state}.pdf"


def state_suffix(version: int | None) -> str:
    """What the name of a file says about the edition in it; without a `version` it is a draft."""
    return f"-{version}-udgave" if version else "-udkast"
