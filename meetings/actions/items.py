"""Items of an agenda: text and order."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max, Q

from councils import audit
from councils.models import User
from kkr_portal import clock
from meetings import numbering
from meetings.actions import history
from meetings.actions.drafts import AgendaHasChanged, locked_draft
from meetings.models import AgendaItem, Attachment, Meeting


@dataclass(frozen=True)
class Conflict:
    """Somebody saved the item after the writer opened it; `stored` is what stands there now."""

    stored: AgendaItem


@transaction.atomic
def add_item(
    meeting: Meeting, *, by: User, parent: AgendaItem | None = None, **content: Any
) -> AgendaItem:
    """A new last item, or the last sub-item of `parent`, which must be a main item."""
    meeting = locked_draft(meeting)
    if parent is not None and not meeting.items.filter(pk=parent.pk, parent=None).exists():
        raise AgendaHasChanged
    last = meeting.items.filter(parent=parent).aggregate(last=Max("position"))["last"]
    item = AgendaItem(
        meeting=meeting,
        parent=parent,
        position=0 if last is None else last + 1,
        changed_at=clock.now(),
        changed_by=by,
        **history.sanitised(content),
    )
    item.full_clean(exclude=["changed_by"])
    item.save()
    history.keep_version(item, by=by, at=item.changed_at)
    audit.record("add_item", item, f"Tilføjede punktet »{item}«", by=by, council=meeting.council)
    return item


@transaction.atomic
def save_item(item: AgendaItem, *, by: User, version: int, **content: Any) -> AgendaItem | Conflict:
    """Stores `content` if the item still is at `version`, the one the writer saw.

    Otherwise nothing is stored and the conflict carries what stands there now, unless that is the
    very same text.
    """
    meeting, stored = _locked(item)
    if stored.version != version:
        return stored if _says(stored, content) else Conflict(stored)
    history.write(stored, by=by, content=history.sanitised(content))
    audit.record("save_item", stored, f"Rettede punktet »{stored}«", by=by, council=meeting.council)
    return stored


@transaction.atomic
def autosave_item(
    item: AgendaItem, *, by: User, version: int, **content: Any
) -> AgendaItem | Conflict:
    """The same while somebody is still writing; without a change nothing is stored.

    One audit entry for each version in the item's history: what the portal saves every few seconds
    is one act of writing.
    """
    meeting, stored = _locked(item)
    if _says(stored, content):
        return stored
    if stored.version != version:
        return Conflict(stored)
    if history.write(stored, by=by, content=history.sanitised(content), is_autosave=True):
        summary = f"Skrev i punktet »{stored}« (gemt automatisk)"
        audit.record("autosave_item", stored, summary, by=by, council=meeting.council)
    return stored


@transaction.atomic
def delete_item(item: AgendaItem, *, by: User, version: int) -> None:
    """Removes an item, its sub-items and their attachments; the numbers of the others follow.

    Raises AgendaHasChanged unless the item still is at `version`, the one the page showed.
    """
    meeting = locked_draft(item.meeting)
    if not meeting.items.filter(pk=item.pk, version=version).exists():
        raise AgendaHasChanged
    below = item.children.count()
    papers = Attachment.objects.filter(Q(item=item) | Q(item__parent=item)).count()
    lost = f" og {below} underpunkt{'er' if below > 1 else ''}" if below else ""
    lost += f" med {papers} bilag" if papers else ""
    audit.record(
        "delete_item", item, f"Slettede punktet »{item}«{lost}", by=by, council=meeting.council
    )
    item.delete()


@transaction.atomic
def move_item(item: AgendaItem, *, by: User, steps: int) -> bool:
    """Moves an item among its siblings, up for negative `steps`; False where there is no room."""
    meeting = locked_draft(item.meeting)
    stored = meeting.items.filter(pk=item.pk).first()
    if stored is None:
        raise AgendaHasChanged
    siblings = list(meeting.items.filter(parent=stored.parent_id))
    place = siblings.index(stored)
    if not 0 <= place + steps < len(siblings):
        return False
    siblings.insert(place + steps, siblings.pop(place))
    _set_positions(siblings)
    audit.record("move_item", item, f"Flyttede punktet »{item}«", by=by, council=meeting.council)
    return True


@transaction.atomic
def arrange_items(
    meeting: Meeting,
    *,
    by: User,
    order: Sequence[tuple[int, int | None]],
    shown: Sequence[tuple[int, int | None]],
) -> None:
    """Puts all items into `order`: pairs of an item's id and its main item's id (or None).

    Raises AgendaHasChanged unless the agenda still is as the page had `shown` it, and `order` has
    exactly its items, each sub-item below a main item.
    """
    meeting = locked_draft(meeting)
    items = {item.pk: item for item in meeting.items.all()}
    rows = numbering.flat(numbering.numbered(items.values()))
    stored = [(row.item.pk, row.item.parent_id) for row in rows]
    mains = {pk for pk, parent in order if parent is None}
    if list(shown) != stored or sorted(pk for pk, _ in order) != sorted(items):
        raise AgendaHasChanged
    if any(parent is not None and parent not in mains for _, parent in order):
        raise AgendaHasChanged
    if list(order) == stored:
        return
    for pk, parent in order:
        items[pk].parent_id = parent
    _set_positions([items[pk] for pk, _ in order])
    audit.record(
        "arrange_items", meeting, "Ændrede punkternes rækkefølge", by=by, council=meeting.council
    )


def _locked(item: AgendaItem) -> tuple[Meeting, AgendaItem]:
    """The meeting, locked, and the item as it is stored; AgendaItem.DoesNotExist if it is gone."""
    meeting = locked_draft(item.meeting)
    return meeting, meeting.items.select_related("changed_by").get(pk=item.pk)


def _says(stored: AgendaItem, content: dict[str, Any]) -> bool:
    """Whether that is the item's text already, so that nothing can be lost."""
    return {**stored.content, **history.sanitised(content)} == stored.content


def _set_positions(items: Sequence[AgendaItem]) -> None:
    for position, item in enumerate(items):
        item.position = position
    AgendaItem.objects.bulk_update(items, ["position", "parent"])
