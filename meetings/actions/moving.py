"""Items on their way: to another meeting, to the pool of unscheduled ones, or as a copy."""

from collections.abc import Sequence

from django.db import router, transaction
from django.db.models.deletion import Collector

from councils import audit
from councils.models import Council, User
from kkr_portal import clock
from meetings import richtext
from meetings.actions import history, ordering, stored_files
from meetings.actions.drafts import (
    AgendaHasChanged,
    NumbersAreFrozen,
    locked_draft,
    locked_drafts,
)
from meetings.models import AgendaItem, Attachment, AttachmentVersion, Meeting


class CannotBeSubItem(Exception):
    """A heading, or an item with sub-items of its own, stands on the main level."""


@transaction.atomic
def open_pool(council: Council, *, by: User) -> Meeting:
    """The council's pool of items that no meeting has been found for, made when first asked for."""
    Council.objects.select_for_update(no_key=True).get(pk=council.pk)
    pool, is_new = Meeting.objects.get_or_create(council=council, is_pool=True)
    if is_new:
        summary = "Åbnede listen over ikke planlagte punkter"
        audit.record("open_pool", pool, summary, by=by, council=council)
    return pool


@transaction.atomic
def transfer_item(item: AgendaItem, *, by: User, to: Meeting, version: int) -> AgendaItem:
    """Moves an item with its sub-items to the end of another agenda (see `make_room`).

    Texts, attachments, comments and history go with it. A sub-item becomes a main item there.
    Raises AgendaIsPublished if either agenda is, AgendaHasChanged unless the item still is at
    `version`, NumbersAreFrozen for an item that went out, and ProtectedError for one that a
    registered decision refers to: it was decided at this meeting.
    """
    here, there = locked_drafts(item.meeting, to)
    stored = here.items.filter(pk=item.pk, version=version).first()
    if stored is None or here.council_id != there.council_id or here == there:
        raise AgendaHasChanged
    moved = [stored, *stored.children.all()]
    if any(one.number for one in moved):
        raise NumbersAreFrozen
    refuse_decided(moved)
    put_last(stored, there, by=by)
    summary = f"Flyttede punktet »{stored}« fra {here} til {there}"
    audit.record("transfer_item", stored, summary, by=by, council=there.council)
    return stored


def refuse_decided(items: Sequence[AgendaItem]) -> None:
    """Raises ProtectedError for one that a registered decision refers to."""
    Collector(router.db_for_write(AgendaItem)).collect(items)


def put_last(item: AgendaItem, there: Meeting, *, by: User) -> None:
    """Makes a stored item with its sub-items the last main item of another, locked agenda."""
    main, children = item.parent, list(item.children.all())
    item.parent, item.position = None, ordering.make_room(there, None, item.title)
    for one in [item, *children]:
        one.meeting = there
        one.version += 1
        one.changed_at, one.changed_by = clock.now(), by
        one.save()
        one.comments.update(meeting=there)
    history.keep_closed(item, left=main, by=by)


@transaction.atomic
def copy_item(
    item: AgendaItem,
    *,
    by: User,
    to: Meeting,
    parent: AgendaItem | None = None,
    with_attachments: bool = False,
) -> AgendaItem:
    """A copy of an item and its sub-items at the end of another agenda of the council, or below
    its main item `parent`.

    The item may be of any agenda, also one that went out. Raises AgendaIsPublished if `to` is,
    AgendaHasChanged if the item or `parent` is gone, and CannotBeSubItem.
    """
    there = locked_draft(to)
    source = AgendaItem.objects.filter(pk=item.pk, meeting__council=there.council).first()
    mains = there.items.filter(parent=None, is_dropped=False)
    is_gone = parent is not None and not mains.filter(pk=parent.pk).exists()
    if source is None or is_gone:
        raise AgendaHasChanged
    if parent is not None and (source.is_heading or source.children.exists()):
        raise CannotBeSubItem
    copied = _copy(source, there, parent, by=by, with_attachments=with_attachments)
    history.keep_closed(copied, left=source.parent, by=by)
    for child in source.children.all():
        _copy(child, there, copied, by=by, with_attachments=with_attachments)
    summary = f"Kopierede punktet »{copied}« fra {source.meeting} til {there}"
    audit.record("copy_item", copied, summary, by=by, council=there.council)
    return copied


def _copy(
    source: AgendaItem,
    meeting: Meeting,
    parent: AgendaItem | None,
    *,
    by: User,
    with_attachments: bool,
) -> AgendaItem:
    copied = AgendaItem(
        meeting=meeting,
        parent=parent,
        position=ordering.make_room(meeting, parent, source.title),
        is_heading=source.is_heading,
        changed_at=clock.now(),
        changed_by=by,
        **source.content,
    )
    copied.save()
    keys = _copy_attachments(source, copied, by=by) if with_attachments else {}
    content = {
        name: richtext.with_keys(getattr(copied, name), keys) for name in AgendaItem.SECTIONS
    }
    for name, value in history.sanitised(content).items():
        setattr(copied, name, value)
    copied.save()
    history.keep_version(copied, by=by, at=copied.changed_at)
    return copied


def _copy_attachments(source: AgendaItem, copied: AgendaItem, *, by: User) -> dict[int, int]:
    """The copies have the current files as their first versions; old key → new key."""
    keys = {}
    attachments = list(source.attachments.with_versions())
    try:
        stored_files.hold(attachment.current.file_id for attachment in attachments)
    except stored_files.FileIsGone as error:
        raise AgendaHasChanged from error
    for attachment in attachments:
        current = attachment.current
        added = Attachment.objects.create(
            item=copied,
            position=attachment.position,
            title=attachment.title,
            is_open=attachment.is_open,
        )
        AttachmentVersion.objects.create(
            attachment=added,
            version=1,
            file=current.file,
            file_name=current.file_name,
            added_at=copied.changed_at,
            added_by=by,
        )
        keys[attachment.pk] = added.pk
    return keys
