"""What an edition says, kept as rows; and an agenda put back to what its edition says."""

from django.db.models import Q

from councils.models import User
from kkr_portal import clock
from meetings import readable
from meetings.actions import history, moving
from meetings.models import (
    AgendaItem,
    AgendaPublication,
    Attachment,
    AttachmentVersion,
    Meeting,
    PublishedAttachment,
    PublishedItem,
    StoredFile,
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
    for item in new.select_related("parent"):
        pool, _ = Meeting.objects.get_or_create(council=meeting.council, is_pool=True)
        moving.put_last(item, pool, by=by)
    stored = {item.pk: item for item in meeting.items.all()}
    kept = readable.edition(publication, is_whole=True).flat
    for row in kept:
        _restore(stored[row.item.key], row.item, by=by)
    StoredFile.objects.unused().delete()


def _restore(item: AgendaItem, kept: PublishedItem, *, by: User) -> None:
    if (item.is_dropped, item.is_heading) != (kept.is_dropped, kept.is_heading):
        item.is_dropped, item.is_heading = kept.is_dropped, kept.is_heading
        item.version += 1
        item.save()
    is_below_closed = item.parent_id is not None and not kept.parent.is_open
    text = {**kept.text, "is_open": _own(kept.is_open, item.is_open, is_below_closed)}
    if {**item.content, **text} != item.content:
        history.write(item, by=by, content=history.sanitised(text))
    papers = {paper.key: paper for paper in kept.shown_attachments}
    item.attachments.exclude(pk__in=papers).delete()
    for paper in papers.values():
        _restore_attachment(item, paper, is_below_closed=not kept.is_open, by=by)


def _restore_attachment(
    item: AgendaItem, paper: PublishedAttachment, *, is_below_closed: bool, by: User
) -> None:
    """One that was removed comes back under its old key, which the text's marks know."""
    stored = Attachment.objects.filter(pk=paper.key).first() or Attachment(
        pk=paper.key, version=0, is_open=False
    )
    stored.item, stored.position, stored.title = item, paper.position, paper.title
    stored.is_open = _own(paper.is_open, stored.is_open, is_below_closed)
    stored.version += 1
    stored.save()
    stored.versions.filter(version__gt=paper.version).delete()
    AttachmentVersion.objects.get_or_create(
        attachment=stored,
        version=paper.version,
        defaults={
            "file": paper.file,
            "file_name": paper.file_name,
            "note": paper.note,
            "added_at": clock.now(),
            "added_by": by,
        },
    )


def _own(was_open: bool, is_open: bool, is_below_closed: bool) -> bool:
    """What a thing says itself: an edition only knows that something above it was closed."""
    return was_open or (is_below_closed and is_open)
