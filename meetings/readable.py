"""An agenda as somebody may read it: a draft as it stands, or an edition as it went out.

Both look the same to pages, papers and comparisons, and what is closed is left out here, once for
all of them.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Prefetch

from meetings import numbering
from meetings.models import (
    AgendaItem,
    AgendaPublication,
    Attachment,
    Meeting,
    PublishedAttachment,
    PublishedItem,
)


@dataclass(frozen=True, slots=True)
class Agenda:
    """The items that a reader may see, each with `shown_attachments`.

    `edition` is None for a draft. `is_whole`: made for those whom what is closed is open to.
    `omitted_items` and `omitted_papers`: the keys of what was left out because it is closed.
    `excerpt_of` is the key of the item that an excerpt is of.
    """

    meeting: Meeting
    edition: AgendaPublication | None
    rows: list[numbering.NumberedItem]
    is_whole: bool
    omitted_items: frozenset[int]
    omitted_papers: frozenset[int]
    excerpt_of: int | None = None

    @property
    def omits(self) -> bool:
        """Whether something closed was left out."""
        return bool(self.omitted_items or self.omitted_papers)

    @property
    def flat(self) -> list[numbering.NumberedItem]:
        """Main items and sub-items in reading order."""
        return numbering.flat(self.rows)

    @property
    def version(self) -> int | None:
        """The number of the edition; None for a draft."""
        return self.edition.version if self.edition else None

    @property
    def papers(self) -> list[tuple[numbering.NumberedItem, Attachment | PublishedAttachment]]:
        """All attachments in reading order, each with its item; none of what is not dealt with."""
        rows = [row for row in self.flat if not row.item.is_dropped]
        return [(row, paper) for row in rows for paper in row.item.shown_attachments]

    @property
    def has_papers(self) -> bool:
        """Whether some item shows an attachment."""
        return bool(self.papers)

    @property
    def is_internal(self) -> bool:
        """Whether something in it is closed, so that it must not be passed on."""
        items = [row.item for row in self.flat]
        things = (thing for item in items for thing in (item, *item.shown_attachments))
        return not all(thing.is_open for thing in things)

    def excerpt(self, key: int) -> "Agenda | None":
        """Only that item, with its sub-items if it has any; None unless the reader may see it."""
        rows = [row for row in self.flat if row.item.key == key]
        if not rows:
            return None
        nothing: frozenset[int] = frozenset()
        return replace(
            self, rows=rows, omitted_items=nothing, omitted_papers=nothing, excerpt_of=key
        )


def fingerprint(agenda: Agenda) -> str:
    """Another one whenever a reader would find anything else, or other readers would."""
    said = [
        (row.number, row.item.text, row.item.is_heading, row.item.is_dropped, _papers(row))
        for row in agenda.flat
    ]
    return hashlib.sha256(repr(said).encode()).hexdigest()


def _papers(row: numbering.NumberedItem) -> list[tuple]:
    return [
        (paper.key, paper.position, paper.title, paper.is_open, paper.current.file_id)
        for paper in row.item.shown_attachments
    ]


def draft(meeting_pk: int, *, is_whole: bool) -> Agenda:
    """The agenda as it stands, in four queries; Meeting.DoesNotExist if it is gone."""
    attachments = Attachment.objects.with_versions()
    meetings = Meeting.objects.with_agenda().with_attachments(attachments)
    meeting = meetings.get(pk=meeting_pk)
    mains = {item.pk: item for item in meeting.all_items}
    for item in meeting.all_items:  # not saved: only what is shown
        item.own_is_open = item.is_open
        item.is_open = item.is_open and (item.parent_id is None or mains[item.parent_id].is_open)
        for attachment in item.shown_attachments:
            attachment.own_is_open = attachment.is_open
            attachment.is_open = attachment.is_open and item.is_open
    return _agenda(meeting, None, meeting.all_items, is_whole=is_whole)


def edition(publication: AgendaPublication, *, is_whole: bool) -> Agenda:
    """The agenda as it went out, in two queries after those for the meeting and its council."""
    attachments = PublishedAttachment.objects.with_files()
    items = PublishedItem.objects.filter(publication=publication).prefetch_related(
        Prefetch("attachments", attachments, "shown_attachments")
    )
    return _agenda(publication.meeting, publication, items, is_whole=is_whole)


def _agenda(
    meeting: Meeting,
    publication: AgendaPublication | None,
    items: Iterable[AgendaItem | PublishedItem],
    *,
    is_whole: bool,
) -> Agenda:
    rows = numbering.numbered(items)
    closed_items: frozenset[int] = frozenset()
    closed_papers: frozenset[int] = frozenset()
    if not is_whole:
        all_items = [row.item for row in numbering.flat(rows)]
        papers = [paper for item in all_items for paper in item.shown_attachments]
        closed_items = _closed(all_items)
        closed_papers = _closed(papers)
        rows = _open(rows)
    return Agenda(meeting, publication, rows, is_whole, closed_items, closed_papers)


def _closed(things: Iterable) -> frozenset[int]:
    return frozenset(thing.key for thing in things if not thing.is_open)


def _open(rows: Iterable[numbering.NumberedItem]) -> list[numbering.NumberedItem]:
    """Those that are open with their open attachments; numbers stay, so that a gap is a gap."""
    kept = []
    for row in rows:
        if row.item.is_open:
            row.item.shown_attachments = [
                paper for paper in row.item.shown_attachments if paper.is_open
            ]
            kept.append(row._replace(children=tuple(_open(row.children))))
    return kept
