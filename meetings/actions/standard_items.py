"""Standard items: written once, put into many agendas.

Shared ones belong to all councils together, so their audit entries belong to none of them.
"""

from typing import Any

from django.db import transaction
from django.db.models import Max

from councils import audit
from councils.models import Council, User
from kkr_portal import clock
from meetings import standard_values
from meetings.actions import history, ordering
from meetings.actions.drafts import AgendaHasChanged, locked_draft
from meetings.actions.moving import CannotBeSubItem
from meetings.models import AgendaItem, Meeting, StandardItem


class StandardItemHasChanged(Exception):
    """Somebody saved another text since the page was shown; carries the item as it is stored."""

    def __init__(self, stored: StandardItem) -> None:
        super().__init__(stored)
        self.stored = stored


class StandardItemHasSubItems(Exception):
    """It cannot be deleted before its sub-items are."""


class StandardItemIsGone(Exception):
    """Somebody deleted it since the page was shown."""


# --- Writing -------------------------------------------------------------------------------------


@transaction.atomic
def create_standard_item(*, by: User | None, council: Council | None, **content: Any):
    """A new last standard item, of `council` or, without one, shared by all.

    `content` are fields of the model.
    """
    last = StandardItem.objects.aggregate(last=Max("position"))["last"]
    item = StandardItem(
        council=council,
        position=0 if last is None else last + 1,
        changed_at=clock.now(),
        changed_by=by,
        **history.sanitised(content),
    )
    item.full_clean(exclude=["changed_by"])
    item.save()
    _record("create_standard_item", item, f"Oprettede standardpunktet »{item}«", by)
    return item


@transaction.atomic
def save_standard_item(
    item: StandardItem, *, by: User, version: int, council: Council | None, **content: Any
) -> StandardItem:
    """Stores `content` if the item still is at `version`, the one the writer saw.

    A shared one stays shared: others use it too. Raises StandardItemHasChanged unless nothing can
    be lost because that is the very same text, and StandardItemIsGone.
    """
    stored = _locked(item)
    content = history.sanitised(content)
    if stored.version != version:
        is_same = stored.council in {None, council}
        if is_same and all(getattr(stored, name) == value for name, value in content.items()):
            return stored
        raise StandardItemHasChanged(stored)
    if stored.council is not None:
        stored.council = council
    for name, value in content.items():
        setattr(stored, name, value)
    stored.version += 1
    stored.changed_at, stored.changed_by = clock.now(), by
    stored.full_clean(exclude=["changed_by"])
    stored.save()
    _record("save_standard_item", stored, f"Rettede standardpunktet »{stored}«", by)
    return stored


@transaction.atomic
def delete_standard_item(item: StandardItem, *, by: User, version: int) -> None:
    """Removes a standard item; agendas that it was put into keep their copies.

    Raises StandardItemHasChanged, StandardItemHasSubItems and StandardItemIsGone.
    """
    stored = _locked(item)
    if stored.version != version:
        raise StandardItemHasChanged(stored)
    if stored.children.exists():
        raise StandardItemHasSubItems
    _record("delete_standard_item", stored, f"Slettede standardpunktet »{stored}«", by)
    stored.delete()


@transaction.atomic
def move_standard_item(
    item: StandardItem, *, by: User, council: Council, kind: str, steps: int
) -> bool:
    """Moves it among its neighbours in a template of `council`, up for negative `steps`; False
    where there is no room. Without a `kind` the neighbours are those of no template.

    All standard items have one order, so what other councils have in between stays in its place
    among the others. Raises StandardItemIsGone.
    """
    # In one order for everybody, so that two at once cannot wait for each other.
    locked = StandardItem.objects.select_for_update().order_by("pk")
    everything = sorted(locked, key=lambda other: (other.position, other.pk))
    if item not in everything:
        raise StandardItemIsGone
    stored = everything[everything.index(item)]
    usable = StandardItem.objects.usable_in(council)
    rows = standard_values.template(usable.of_kind(kind) if kind else usable.of_no_kind())
    levels = [rows, *(main.children for main in rows)]
    siblings = next(
        (found for level in levels if stored in (found := [row.item for row in level])), []
    )
    place = siblings.index(stored) + steps if siblings else -1
    if not 0 <= place < len(siblings):
        return False
    everything.remove(stored)
    everything.insert(everything.index(siblings[place]) + (steps > 0), stored)
    for position, other in enumerate(everything):
        other.position = position
    StandardItem.objects.bulk_update(everything, ["position"])
    _record("move_standard_item", stored, f"Flyttede standardpunktet »{stored}«", by)
    return True


def _locked(item: StandardItem) -> StandardItem:
    found = StandardItem.objects.select_for_update(of=["self"]).select_related("changed_by")
    stored = found.filter(pk=item.pk).first()
    if stored is None:
        raise StandardItemIsGone
    return stored


def _record(action: str, item: StandardItem, said: str, by: User | None) -> None:
    whose = "" if item.council_id else " (fælles for alle KKR)"
    audit.record(action, item, f"{said}{whose}", by=by, council=item.council)


# --- Using ---------------------------------------------------------------------------------------


@transaction.atomic
def use_standard_item(
    meeting: Meeting, standard: StandardItem, *, by: User, parent: AgendaItem | None = None
) -> AgendaItem:
    """A copy at the end of the agenda, or below its main item `parent`, with what the variables
    stand for there.

    Raises AgendaIsPublished, AgendaHasChanged if `parent` is gone, StandardItemIsGone if the
    council has it no longer, and CannotBeSubItem for a heading.
    """
    meeting = locked_draft(meeting)
    stored = StandardItem.objects.usable_in(meeting.council).filter(pk=standard.pk).first()
    if stored is None:
        raise StandardItemIsGone
    mains = meeting.items.filter(parent=None, is_dropped=False)
    if parent is not None and not mains.filter(pk=parent.pk).exists():
        raise AgendaHasChanged
    if parent is not None and stored.is_heading:
        raise CannotBeSubItem
    values = standard_values.values_at(meeting, today=clock.today())
    item = _put(stored, meeting, parent, values, by=by)
    summary = f"Tilføjede standardpunktet »{item}«"
    audit.record("use_standard_item", item, summary, by=by, council=meeting.council)
    return item


@transaction.atomic
def fill_from_template(meeting: Meeting, *, by: User) -> list[AgendaItem]:
    """Puts all standard items for meetings of its kind into an empty agenda, in their order.

    Raises AgendaIsPublished, and AgendaHasChanged if the agenda has items by now.
    """
    meeting = locked_draft(meeting)
    if meeting.is_pool or meeting.items.exists():
        raise AgendaHasChanged
    found = StandardItem.objects.usable_in(meeting.council).of_kind(meeting.kind)
    values = standard_values.values_at(meeting, today=clock.today())
    made = []
    for row in standard_values.template(found):
        main = _put(row.item, meeting, None, values, by=by)
        below = [_put(sub.item, meeting, main, values, by=by) for sub in row.children]
        made += [main, *below]
    if made:
        number = f"{len(made)} standardpunkter" if len(made) > 1 else "1 standardpunkt"
        summary = f"Tilføjede {number} til {meeting}"
        audit.record("fill_from_template", meeting, summary, by=by, council=meeting.council)
    return made


def _put(
    standard: StandardItem,
    meeting: Meeting,
    parent: AgendaItem | None,
    values: standard_values.Values,
    *,
    by: User,
) -> AgendaItem:
    item = AgendaItem(
        meeting=meeting,
        parent=parent,
        position=ordering.make_room(meeting, parent, standard.title),
        is_heading=standard.is_heading,
        changed_at=clock.now(),
        changed_by=by,
        **history.sanitised(standard_values.filled(standard, values)),
    )
    item.full_clean(exclude=["changed_by"])
    item.save()
    history.keep_version(item, by=by, at=item.changed_at)
    return item
