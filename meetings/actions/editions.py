"""What an edition says, kept as rows; and an agenda put back to what its edition says."""

from collections.abc import Iterable

from django.db.models import Q

from councils.models import User
from kkr_portal import clock
from meetings import readable
from meetings.actions import history, moving, stored_files
from meetings.models import (
    AgendaItem,
    AgendaPublication,
    Attachment,
    AttachmentVersion,
    Meeting,
    PublishedAttachment,
    PublishedItem,
)
from meetings.numbering import NumberedItem


def keep_edition(publication: AgendaPublication) -> None:
    """Stores what the agenda of a locked meeting says now as what `publication` says."""
    for main in readable.draft(publication.meeting_id, is_whole=True).rows:
        kept = _keep(publication, main, None)
        for sub in main.children:
            _keep(publication, sub, kept)


def _keep(
    publication: AgendaPublication, row: NumberedItem, parent: PublishedItem | None
) -> PublishedItem:
    item = row.item
    kept = PublishedItem.objects.create(
        publication=publication,
        key=item.key,
        parent=parent,
        position=item.position,
        number=row.number,
        own_is_open=item.own_is_open,
        is_heading=item.is_heading,
        is_dropped=item.is_dropped,
        **item.text,
    )
    PublishedAttachment.objects.bulk_create(
        PublishedAttachment(
            item=kept,
            key=attachment.key,
            position=attachment.position,
            title=attachment.title,
            is_open=attachment.is_open,
            own_is_open=attachment.own_is_open,
            file=attachment.current.file,
            file_name=attachment.current.file_name,
            version=attachment.current.version,
            note=attachment.current.note,
        )
        for attachment in item.shown_attachments
    )
    return kept


def restore_edition(publication: AgendaPublication, *, by: User) -> None:
    """Puts the agenda of a locked meeting back to what `publication` says.

    Items that came later go to the council's pool, since somebody wrote or moved them there; texts
    that were changed stay in the items' history.
    """
    meeting = Meeting.objects.get(pk=publication.meeting_id)
    new = meeting.items.filter(Q(parent=None) | ~Q(parent__number=""), number="")
    put_into_pool(meeting, new.select_related("parent"), by=by)
    stored = {item.pk: item for item in meeting.items.all()}
    kept = readable.edition(publication, is_whole=True).flat
    for row in kept:
        _restore(stored[row.item.key], row.item, by=by)
    stored_files.forget_unused()


def put_into_pool(meeting: Meeting, items: Iterable[AgendaItem], *, by: User) -> None:
    """Moves items of a meeting, each with its sub-items, to the council's pool; both are locked.

    Raises ProtectedError for one that a registered decision refers to.
    """
    items = list(items)
    moving.refuse_decided(items)
    for item in items:
        pool, _ = Meeting.objects.get_or_create(council=meeting.council, is_pool=True)
        moving.put_last(item, pool, by=by)


def _restore(item: AgendaItem, kept: PublishedItem, *, by: User) -> None:
    """An item and its attachments as they were published."""
    if (item.is_dropped, item.is_heading) != (kept.is_dropped, kept.is_heading):
        item.is_dropped, item.is_heading = kept.is_dropped, kept.is_heading
        item.version += 1
        item.changed_at, item.changed_by = clock.now(), by
        item.save()
    text = {**kept.text, "is_open": kept.own_is_open}
    if {**item.content, **text} != item.content:
        history.write(item, by=by, content=history.sanitised(text))
    papers = {paper.key: paper for paper in kept.shown_attachments}
    item.attachments.exclude(pk__in=papers).delete()
    for paper in papers.values():
        _restore_attachment(item, paper, by=by)


def _restore_attachment(item: AgendaItem, paper: PublishedAttachment, *, by: User) -> None:
    """One that was removed comes back under its old key, which the text's marks know; a file that
    took the place of the published one stays among the earlier ones."""
    stored = Attachment.objects.filter(pk=paper.key).first() or Attachment(pk=paper.key, version=0)
    stored.item, stored.position, stored.title = item, paper.position, paper.title
    stored.is_open = paper.own_is_open
    stored.version += 1
    stored.save()
    last = stored.versions.first()
    if last is None or last.file_id != paper.file_id:
        AttachmentVersion.objects.create(
            attachment=stored,
            version=last.version + 1 if last else paper.version,
            file=paper.file,
            file_name=paper.file_name,
            note=paper.note,
            added_at=clock.now(),
            added_by=by,
        )
