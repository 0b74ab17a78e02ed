"""What is new in an agenda for somebody who has read an earlier one."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from councils.models import AuditEntry
from meetings import readable
from meetings.models import AgendaPublication, Meeting, PublishedItem
from meetings.numbering import NumberedItem
from meetings.readable import Agenda

FIELDS = {
    "title": "overskrift",
    "case_number": "sagsnummer",
    "initials": "initialer",
    "background": "Baggrund",
    "recommendation": "Indstilling",
    "presentation": "Sagsfremstilling",
}


@dataclass(frozen=True, slots=True)
class Change:
    """What is new about an item; `key` is the one it has in every edition, `what` in Danish.

    `is_gone`: the reader finds it no longer, so that nothing can lead to it. `before` is the item
    in the earlier edition, where its text could be read.
    """

    key: int
    number: str
    title: str
    what: tuple[str, ...]
    is_new: bool = False
    is_gone: bool = False
    before: PublishedItem | None = field(default=None, repr=False, compare=False)

    def __str__(self) -> str:
        return f"{self.number} {self.title}: {', '.join(self.what)}"


def changes(old: Agenda, new: Agenda) -> list[Change]:
    """The items of `new` that say something else than in `old`, then those that are gone.

    Both as the same reader may see them, so that nobody hears of what is closed to them: what has
    been closed since is passed over, for it is not gone, and that it is closed is not theirs to
    know.
    """
    before = {row.item.key: row for row in old.flat}
    found = []
    for row in new.flat:
        earlier = before.pop(row.item.key, None)
        what = tuple(_differences(earlier, row, new)) if earlier else ("nyt punkt",)
        if what:
            was_read = earlier is not None and not earlier.item.is_dropped
            read = earlier.item if was_read else None
            found.append(_change(row, what, is_new=earlier is None, before=read))
    gone = [row for key, row in before.items() if key not in new.omitted_items]
    return found + [_change(row, ("er taget ud",), is_gone=True) for row in gone]


def changes_since(publication: AgendaPublication, *, is_whole: bool) -> list[Change]:
    """What the agenda as it is being written says otherwise than one of its editions."""
    edition = readable.edition(publication, is_whole=is_whole)
    return changes(edition, readable.draft(publication.meeting_id, is_whole=is_whole))


def has_new_facts(publication: AgendaPublication) -> bool:
    """Whether the meeting's time, place or note were saved since that edition.

    An edition keeps its items in rows, and these only in its papers; so the log has to tell.
    """
    thing = f"{Meeting._meta.label_lower}:{publication.meeting_id}"
    saved = AuditEntry.objects.filter(action="change_meeting", thing=thing)
    return saved.filter(at__gte=publication.published_at).exists()


def _change(row: NumberedItem, what: tuple[str, ...], **kind: Any) -> Change:
    return Change(row.item.key, row.number, row.item.title, what, **kind)


def _differences(old: NumberedItem, new: NumberedItem, agenda: Agenda) -> Iterator[str]:
    if new.item.is_dropped != old.item.is_dropped:
        yield "udgår" if new.item.is_dropped else "er med igen"
    if new.number != old.number:
        yield f"var punkt {old.number}"
    if new.item.is_open != old.item.is_open:
        yield "er nu åbent" if new.item.is_open else "er nu lukket"
    fields = [said for name, said in FIELDS.items() if _text(old, name) != _text(new, name)]
    if fields:
        yield f"{_enumerated(fields)} ændret"
    yield from _paper_differences(old, new, agenda.omitted_papers)


def _text(row: NumberedItem, name: str) -> str:
    return getattr(row.item, name)


def _paper_differences(
    old: NumberedItem, new: NumberedItem, closed: frozenset[int]
) -> Iterator[str]:
    before = {paper.key: paper for paper in old.item.shown_attachments}
    for paper in new.item.shown_attachments:
        earlier = before.pop(paper.key, None)
        if earlier is None:
            yield f"nyt bilag »{paper.title}«"
        elif earlier.current.file_id != paper.current.file_id:
            yield f"ny udgave af bilaget »{paper.title}«"
        elif earlier.title != paper.title:
            yield f"bilaget »{earlier.title}« hedder nu »{paper.title}«"
        elif earlier.is_open != paper.is_open:
            yield f"bilaget »{paper.title}« er nu {'åbent' if paper.is_open else 'lukket'}"
        elif earlier.position != paper.position:
            yield f"bilaget »{paper.title}« har fået et andet nummer"
    for key, paper in before.items():
        if key not in closed:
            yield f"bilaget »{paper.title}« er fjernet"


def _enumerated(words: list[str]) -> str:
    head, last = words[:-1], words[-1]
    said = f"{', '.join(head)} og {last}" if head else last
    return said[0].upper() + said[1:] if not said[0].isupper() else said
