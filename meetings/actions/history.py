"""What an item says, and what it said earlier: every text that was saved is kept."""

import datetime
from typing import Any

from django.db import transaction

from councils import audit
from councils.models import User
from kkr_portal import clock
from meetings import richtext
from meetings.actions.drafts import AgendaHasChanged, locked_draft
from meetings.models import AgendaItem, AgendaItemVersion, Meeting


def sanitised(content: dict[str, Any]) -> dict[str, Any]:
    """`content` with its sections as they are stored."""
    return {
        name: richtext.clean(value) if name in AgendaItem.SECTIONS else value
        for name, value in content.items()
    }


def write(
    item: AgendaItem,
    *,
    by: User,
    content: dict[str, Any],
    is_autosave: bool = False,
    restored_from: AgendaItemVersion | None = None,
) -> bool:
    """Stores sanitised `content` in an item of a locked draft, and the item in its history.

    False where the portal saved by itself and this goes on with a version that is there already.
    """
    if not item.versions.exists():  # an item that came into being without an action
        keep_version(item, by=item.changed_by, at=item.changed_at)
    for name, value in content.items():
        setattr(item, name, value)
    if any(getattr(item, name) for name in AgendaItem.SECTIONS):
        item.is_heading = False  # a colleague made it one while this text was being written
    item.version += 1
    item.changed_at, item.changed_by = clock.now(), by
    item.save()
    return keep_version(
        item, by=by, at=item.changed_at, is_autosave=is_autosave, restored_from=restored_from
    )


def keep_closed(item: AgendaItem, *, left: AgendaItem | None, by: User) -> bool:
    """What stood below a closed main item stays closed when it leaves it: nothing becomes open
    because somebody moved it. True if it had to be closed for that."""
    if left is None or left.is_open or not item.is_open:
        return False
    write(item, by=by, content={"is_open": False})
    return True


def keep_version(
    item: AgendaItem,
    *,
    by: User,
    at: datetime.datetime,
    is_autosave: bool = False,
    restored_from: AgendaItemVersion | None = None,
) -> bool:
    """Puts what `item` says into its history; False if it goes on with the version before.

    Somebody who presses »Gem« after the portal saved the same text by itself makes that version
    their own; saving what stands there already adds nothing.
    """
    last = item.versions.first()
    if last is not None and last.content == item.content and restored_from is None:
        if last.is_autosave and not is_autosave and last.saved_by_id == by.pk:
            last.is_autosave = False
            last.save(update_fields=["is_autosave"])
        return False
    if last is not None and is_autosave and last.goes_on(by=by, at=at):
        for name, value in {**item.content, "saved_at": at}.items():
            setattr(last, name, value)
        last.save()
        return False
    AgendaItemVersion.objects.create(
        item=item,
        number=last.number + 1 if last else 1,
        begun_at=at,
        saved_at=at,
        saved_by=by,
        is_autosave=is_autosave,
        restored_from=restored_from,
        **item.content,
    )
    return True


@transaction.atomic
def restore_version(kept: AgendaItemVersion, *, by: User, version: int) -> AgendaItem:
    """What the item said in `kept` becomes its text again, as a new version; nothing is lost.

    Raises AgendaIsPublished, and AgendaHasChanged unless the item still is at `version`, the one
    the page showed.
    """
    meeting = locked_draft(Meeting.objects.get(items__versions=kept))
    stored = meeting.items.filter(pk=kept.item_id, version=version).first()
    if stored is None:
        raise AgendaHasChanged
    # Cleaned again, because the rules may have become stricter since it was saved.
    write(stored, by=by, content=sanitised(kept.content), restored_from=kept)
    summary = f"Gendannede version {kept.number} af punktet »{stored}«"
    audit.record("restore_version", stored, summary, by=by, council=meeting.council)
    return stored
