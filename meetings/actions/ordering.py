"""The order of an agenda: up and down, in and out of main items."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max

from councils import audit
from councils.models import User
from meetings import numbering
from meetings.actions import history
from meetings.actions.drafts import AgendaHasChanged, NumbersAreFrozen, locked_draft
from meetings.models import AgendaItem, Meeting


@transaction.atomic
def move_item(item: AgendaItem, *, by: User, steps: int) -> bool:
    """Moves an item among its siblings, up for negative `steps`; False where there is no room.

    Raises AgendaHasChanged if it is gone, and NumbersAreFrozen past what went out.
    """
    meeting = locked_draft(item.meeting)
    stored = meeting.items.filter(pk=item.pk).first()
    if stored is None:
        raise AgendaHasChanged
    siblings = list(meeting.items.filter(parent=stored.parent_id))
    place = siblings.index(stored)
    if not 0 <= place + steps < len(siblings):
        return False
    siblings.insert(place + steps, siblings.pop(place))
    if not numbering.keeps_frozen((sibling, stored.parent_id) for sibling in siblings):
        raise NumbersAreFrozen
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
) -> list[AgendaItem]:
    """Puts all items into `order`: pairs of an item's id and its main item's id (or None).

    Returns those that were closed because they left a closed main item. Raises AgendaHasChanged
    unless the agenda still is as the page had `shown` it, and `order` has exactly its items, each
    sub-item below a main item, and NumbersAreFrozen where what went out would move or get new
    sub-items although it is dropped.
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
        return []
    if any(parent is not None and items[pk].is_heading for pk, parent in order):
        raise AgendaHasChanged
    if any(parent and items[parent].is_dropped and not items[pk].number for pk, parent in order):
        raise NumbersAreFrozen
    if not numbering.keeps_frozen((items[pk], parent) for pk, parent in order):
        raise NumbersAreFrozen
    left = [
        (items[pk], items.get(items[pk].parent_id)) for pk, to in order if _leaves(items[pk], to)
    ]
    for pk, parent in order:
        items[pk].parent_id = parent
    _set_positions([items[pk] for pk, _ in order])
    closed = [item for item, main in left if history.keep_closed(item, left=main, by=by)]
    audit.record(
        "arrange_items", meeting, "Ændrede punkternes rækkefølge", by=by, council=meeting.council
    )
    return closed


@transaction.atomic
def nest_item(item: AgendaItem, *, by: User) -> bool:
    """Makes a main item the last sub-item of the main item before it.

    False where that cannot be: it is the first, has sub-items itself or is a heading, or the main
    item is dropped. Raises AgendaHasChanged if it is gone, and NumbersAreFrozen for what went out.
    """
    meeting, stored = _locked(item)
    mains = list(meeting.items.filter(parent=None))
    if stored not in mains[1:] or stored.is_heading or stored.children.exists():
        return False
    main = mains[mains.index(stored) - 1]
    if main.is_dropped:
        return False
    stored.position, stored.parent = next_position(meeting, main), main
    stored.save()
    _record("nest_item", stored, f"Gjorde punktet »{stored}« til underpunkt", by, meeting)
    return True


@transaction.atomic
def unnest_item(item: AgendaItem, *, by: User) -> bool:
    """Makes a sub-item a main item right after its main item; False if it is one already.

    In an amendment it goes last, because nothing can come before what went out. Raises like
    `nest_item`.
    """
    meeting, stored = _locked(item)
    if stored.parent is None:
        return False
    mains = list(meeting.items.filter(parent=None))
    place = mains.index(stored.parent) + 1
    mains.insert(len(mains) if any(main.number for main in mains) else place, stored)
    main, stored.parent = stored.parent, None
    _set_positions(mains)
    history.keep_closed(stored, left=main, by=by)
    _record("unnest_item", stored, f"Gjorde punktet »{stored}« til hovedpunkt", by, meeting)
    return True


def make_room(meeting: Meeting, parent: AgendaItem | None, title: str) -> int:
    """Where a new item called `title` goes below `parent`: last, but before the item that closes
    a meeting (»Eventuelt«), which makes room for it.

    In an amendment every main item goes last, because what went out keeps its place.
    """
    place = next_position(meeting, parent)
    if parent is not None or _closes(title):
        return place
    mains = list(meeting.items.filter(parent=None))
    if not mains or not _closes(mains[-1].title) or any(main.number for main in mains):
        return place
    closing = mains[-1]
    free, closing.position = closing.position, place
    closing.save(update_fields=["position"])
    return free


def _closes(title: str) -> bool:
    return title.strip().casefold() == "eventuelt"


def next_position(meeting: Meeting, parent: AgendaItem | None) -> int:
    """The one after the last item below `parent`; None stands for the main items."""
    last = meeting.items.filter(parent=parent).aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def _locked(item: AgendaItem) -> tuple[Meeting, AgendaItem]:
    meeting = locked_draft(item.meeting)
    stored = meeting.items.filter(pk=item.pk).select_related("parent").first()
    if stored is None:
        raise AgendaHasChanged
    if stored.number:
        raise NumbersAreFrozen
    return meeting, stored


def _leaves(item: AgendaItem, to: int | None) -> bool:
    return item.parent_id is not None and item.parent_id != to


def _set_positions(items: Sequence[AgendaItem]) -> None:
    for position, item in enumerate(items):
        item.position = position
    AgendaItem.objects.bulk_update(items, ["position", "parent"])


def _record(action: str, item: AgendaItem, said: str, by: User, meeting: Meeting) -> None:
    audit.record(action, item, said, by=by, council=meeting.council)
