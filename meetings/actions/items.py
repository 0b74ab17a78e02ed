"""Items of an agenda: text, and coming and going."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q

from councils import audit
from councils.models import User
from kkr_portal import clock
from meetings.actions import books, history, ordering
from meetings.actions.drafts import AgendaHasChanged, NumbersAreFrozen, locked_draft
from meetings.models import AgendaItem, Attachment, ItemComment, Meeting


class ItemHasText(Exception):
    """A mere heading has no text; this item has."""


class SubItemsAreNew(Exception):
    """A main item that went out has sub-items that did not; they cannot be dropped with it."""


class MainItemIsDropped(Exception):
    """A sub-item is dealt with only where its main item is."""


@dataclass(frozen=True)
class Conflict:
    """Somebody saved the item after the writer opened it; `stored` is what stands there now."""

    stored: AgendaItem


@transaction.atomic
def add_item(
    meeting: Meeting,
    *,
    by: User,
    parent: AgendaItem | None = None,
    is_heading: bool = False,
    **content: Any,
) -> AgendaItem:
    """A new last item (see `make_room`), or the last sub-item of a `parent` not dropped.

    `is_heading` makes it a main heading, unless it has a text of its own.
    """
    meeting = locked_draft(meeting)
    mains = meeting.items.filter(parent=None, is_dropped=False)
    if parent is not None and not mains.filter(pk=parent.pk).exists():
        raise AgendaHasChanged
    item = AgendaItem(
        meeting=meeting,
        parent=parent,
        is_heading=is_heading and not any(content.get(name) for name in AgendaItem.SECTIONS),
        position=ordering.make_room(meeting, parent, content.get("title", "")),
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

    Raises AgendaHasChanged unless the item still is at `version`, the one the page showed, and
    NumbersAreFrozen for one that went out: see `drop_item`.
    """
    meeting = locked_draft(item.meeting)
    item = _at_version(meeting, item, version)
    if item.number:
        raise NumbersAreFrozen
    below = item.children.count()
    papers = Attachment.objects.filter(Q(item=item) | Q(item__parent=item)).count()
    lost = f" og {below} underpunkt{'er' if below > 1 else ''}" if below else ""
    lost += f" med {papers} bilag" if papers else ""
    comments = ItemComment.objects.filter(Q(item=item) | Q(item__parent=item)).count()
    lost += f" og {comments} kommentar{'er' if comments > 1 else ''}" if comments else ""
    audit.record(
        "delete_item", item, f"Slettede punktet »{item}«{lost}", by=by, council=meeting.council
    )
    item.delete()
    if papers:
        books.forget_books_of_draft(meeting)


@transaction.atomic
def drop_item(item: AgendaItem, *, by: User, version: int, is_dropped: bool) -> AgendaItem:
    """Says of an item that went out that it will not be dealt with, or takes that back.

    It keeps its number and stands in the agenda as dropped (»udgår«), and its sub-items with it.
    Raises AgendaHasChanged unless the item still is at `version` and has gone out, SubItemsAreNew
    where sub-items have not, and MainItemIsDropped for a sub-item that cannot come back alone.
    """
    meeting = locked_draft(item.meeting)
    stored = _at_version(meeting, item, version)
    if not stored.number:
        raise AgendaHasChanged
    if is_dropped and stored.children.filter(number="").exists():
        raise SubItemsAreNew
    if not is_dropped and stored.parent is not None and stored.parent.is_dropped:
        raise MainItemIsDropped
    below = stored.children.exclude(is_dropped=is_dropped)
    for one in [stored, *below]:
        one.is_dropped = is_dropped
        one.version += 1
        one.changed_at, one.changed_by = clock.now(), by
        one.save()
    said = f"Lod punktet »{stored}« udgå" if is_dropped else f"Tog punktet »{stored}« med igen"
    audit.record("drop_item", stored, said, by=by, council=meeting.council)
    return stored


@transaction.atomic
def set_heading(item: AgendaItem, *, by: User, version: int, is_heading: bool) -> AgendaItem:
    """Makes a main item without text a mere heading over its sub-items, or gives it back its text.

    Raises AgendaHasChanged unless the item still is at `version` and is a main item, and
    ItemHasText where a text would disappear.
    """
    meeting = locked_draft(item.meeting)
    stored = _at_version(meeting, item, version)
    if is_heading and stored.parent_id is not None:
        raise AgendaHasChanged
    if is_heading and any(getattr(stored, name) for name in (*AgendaItem.SECTIONS, "case_number")):
        raise ItemHasText
    stored.is_heading = is_heading
    stored.version += 1
    stored.changed_at, stored.changed_by = clock.now(), by
    stored.save()
    said = "en overskrift" if is_heading else "et punkt med tekst"
    summary = f"Gjorde »{stored}« til {said}"
    audit.record("set_heading", stored, summary, by=by, council=meeting.council)
    return stored


def _at_version(meeting: Meeting, item: AgendaItem, version: int) -> AgendaItem:
    stored = meeting.items.filter(pk=item.pk, version=version).first()
    if stored is None:
        raise AgendaHasChanged
    return stored


def _locked(item: AgendaItem) -> tuple[Meeting, AgendaItem]:
    """The meeting, locked, and the item as it is stored; AgendaItem.DoesNotExist if it is gone."""
    meeting = locked_draft(item.meeting)
    return meeting, meeting.items.select_related("changed_by").get(pk=item.pk)


def _says(stored: AgendaItem, content: dict[str, Any]) -> bool:
    """Whether that is the item's text already, so that nothing can be lost."""
    return {**stored.content, **history.sanitised(content)} == stored.content
