"""What is new in an agenda for somebody who has read an earlier one."""

from collections.abc import Iterator
from dataclasses import dataclass

from councils.models import AuditEntry
from meetings import readable
from meetings.models import Meeting
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

    `is_gone`: the reader finds it no longer, so that nothing can lead to it.
    """

    key: int
    number: str
    title: str
    what: tuple[str, ...]
    is_new: bool = False
    is_gone: bool = False

    def __str__(self) -> str:
        return f"{self.number} {self.title}: {', '.join(self.what)}"


def changes(old: Agenda, new: Agenda) -> list[Change]:
    """The items of `new` that say something else than in `old`, then those that are gone.

    Both as the same reader may see them, so that nobody hears of what is closed to them.
    """
    before = {row.item.key: row for row in old.flat}
    found = []
    for row in new.flat:
        earlier = before.pop(row.item.key, None)
        what = tuple(_differences(earlier, row)) if earlier else ("nyt punkt",)
        if what:
            found.append(_change(row, what, is_new=earlier is None))
    found += [_change(row, ("er taget ud",), is_gone=True) for row in before.values()]
    return found


def changes_since_publication(meeting: Meeting, *, is_whole: bool) -> list[Change]:
    """What an amendment changes in the edition in force."""
    in_force = readable.edition(meeting.current_publication, is_whole=is_whole)
    return changes(in_force, readable.draft(meeting.pk, is_whole=is_whole))


def has_new_facts(meeting: Meeting) -> bool:
    """Whether time, place or note were saved since the edition in force.

    An edition keeps its items in rows, and these only in its papers; so the log has to tell.
    """
    thing = f"{meeting._meta.label_lower}:{meeting.pk}"
    saved = AuditEntry.objects.filter(action="change_meeting", thing=thing)
    return saved.filter(at__gte=meeting.current_publication.published_at).exists()


def _change(row: NumberedItem, what: tuple[str, ...], **kind: bool) -> Change:
    return Change(row.item.key, row.number, row.item.title, what, **kind)


def _differences(old: NumberedItem, new: NumberedItem) -> Iterator[str]:
    if new.item.is_dropped != old.item.is_dropped:
        yield "udgår" if new.item.is_dropped else "er med igen"
    if new.number != old.number:
        yield f"var punkt {old.number}"
    if new.item.is_open != old.item.is_open:
        yield "er nu åbent" if new.item.is_open else "er nu lukket"
    fields = [said for name, said in FIELDS.items() if _text(old, name) != _text(new, name)]
    if fields:
        yield f"{_enumerated(fields)} ændret"
    yield from _paper_differences(old, new)


def _text(row: NumberedItem, name: str) -> str:
    return getattr(row.item, name)


def _paper_differences(old: NumberedItem, new: NumberedItem) -> Iterator[str]:
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
    for paper in before.values():
        yield f"bilaget »{paper.title}« er fjernet"


def _enumerated(words: list[str]) -> str:
    head, last = words[:-1], words[-1]
    said = f"{', '.join(head)} og {last}" if head else last
    return said[0].upper() + said[1:] if not said[0].isupper() else said
