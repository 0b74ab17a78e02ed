"""Attachments of an item: files that people upload, and papers that other apps make."""

from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction
from django.db.models import F, Max

from councils import audit
from councils.models import User
from kkr_portal import clock
from meetings import files
from meetings.actions import books, stored_files
from meetings.actions.drafts import AgendaHasChanged, locked_draft
from meetings.models import AgendaItem, Attachment, AttachmentVersion, Meeting


@transaction.atomic
def attach_file(
    item: AgendaItem,
    *,
    by: User,
    title: str,
    file_name: str,
    data: bytes,
    is_open: bool,
    note: str = "",
) -> Attachment:
    """A new last attachment of `item`, whose agenda must be a draft.

    Raises FileRefused unless `data` is a file that the portal takes, AgendaIsPublished, and
    AgendaHasChanged if the item is gone. Also for papers that other apps make.
    """
    meeting = _locked_meeting(item)
    attachment = _attach(
        item, by=by, title=title, file_name=file_name, data=data, is_open=is_open, note=note
    )
    _record("attach_file", attachment, f"Tilføjede bilaget »{title}«", by, meeting)
    return attachment


@transaction.atomic
def attach_files(
    item: AgendaItem, *, by: User, uploads: Iterable[Mapping], is_open: bool
) -> list[Attachment]:
    """Several at once, all or none; each of `uploads` has title, file_name and data.

    Raises like `attach_file`.
    """
    meeting = _locked_meeting(item)
    added = [_attach(item, by=by, is_open=is_open, **upload) for upload in uploads]
    titles = ", ".join(f"»{attachment}«" for attachment in added)
    summary = f"Tilføjede {len(added)} bilag til punktet »{item}«: {titles}"
    audit.record("attach_files", item, summary, by=by, council=meeting.council)
    return added


@transaction.atomic
def replace_file(
    attachment: Attachment, *, by: User, file_name: str, data: bytes, note: str = "", version: int
) -> Attachment:
    """Another file in place of the current one, which is kept; `note` says what changed.

    Raises FileRefused, AgendaIsPublished, and AgendaHasChanged unless the attachment still is at
    `version`, the one the writer saw.
    """
    meeting, stored = _locked(attachment, version)
    added = _add_version(stored, by=by, file_name=file_name, data=data, note=note)
    _save_next_version(stored)
    books.forget_books_of_draft(meeting)
    edition = f"bilaget »{stored}« ({added.version}. udgave)"
    _record("replace_file", stored, f"Erstattede filen i {edition}", by, meeting)
    return stored


@transaction.atomic
def change_attachment(
    attachment: Attachment, *, by: User, title: str, is_open: bool, version: int
) -> Attachment:
    """Another title, or other readers; refused like `replace_file`."""
    meeting, stored = _locked(attachment, version)
    opened = {(False, True): " og gjorde det åbent", (True, False): " og gjorde det lukket"}
    said = opened.get((stored.is_open, is_open), "")
    stored.title, stored.is_open = title, is_open
    stored.full_clean()
    _save_next_version(stored)
    _record("change_attachment", stored, f"Rettede bilaget »{stored}«{said}", by, meeting)
    return stored


@transaction.atomic
def remove_attachment(attachment: Attachment, *, by: User, version: int) -> None:
    """Removes an attachment with all its files; the numbers of those after it follow.

    Refused like `replace_file`.
    """
    meeting, stored = _locked(attachment, version)
    _record("remove_attachment", stored, f"Slettede bilaget »{stored}«", by, meeting)
    later = Attachment.objects.filter(item=stored.item_id, position__gt=stored.position)
    later.update(position=F("position") - 1)
    stored.delete()
    books.forget_books_of_draft(meeting)


@transaction.atomic
def arrange_attachments(
    item: AgendaItem, *, by: User, order: Sequence[int], shown: Sequence[int]
) -> None:
    """Puts an item's attachments into `order`, their keys; their numbers follow.

    Raises AgendaIsPublished, and AgendaHasChanged unless they still are as the page had `shown`
    them.
    """
    meeting = locked_draft(item.meeting)
    stored = list(Attachment.objects.filter(item=item.pk, item__meeting=meeting))
    if [attachment.pk for attachment in stored] != list(shown) or sorted(order) != sorted(shown):
        raise AgendaHasChanged
    if list(order) == list(shown):
        return
    for attachment in stored:
        attachment.position = order.index(attachment.pk) + 1
    Attachment.objects.bulk_update(stored, ["position"])
    summary = f"Ændrede bilagenes rækkefølge til punktet »{item}«"
    audit.record("arrange_attachments", item, summary, by=by, council=meeting.council)


def _locked_meeting(item: AgendaItem) -> Meeting:
    """The meeting, locked, which still has the item."""
    meeting = locked_draft(item.meeting)
    if not meeting.items.filter(pk=item.pk).exists():
        raise AgendaHasChanged
    return meeting


def _attach(
    item: AgendaItem,
    *,
    by: User,
    title: str,
    is_open: bool,
    file_name: str,
    data: bytes,
    note: str = "",
) -> Attachment:
    position = item.attachments.count() + 1
    attachment = Attachment(item=item, position=position, title=title, is_open=is_open)
    attachment.full_clean()
    attachment.save()
    _add_version(attachment, by=by, file_name=file_name, data=data, note=note)
    return attachment


def _locked(attachment: Attachment, version: int) -> tuple[Meeting, Attachment]:
    """The meeting, locked, and the attachment as it is stored."""
    meeting = locked_draft(attachment.item.meeting)
    of_meeting = Attachment.objects.filter(item__meeting=meeting).select_related("item")
    stored = of_meeting.filter(pk=attachment.pk, version=version).first()
    if stored is None:
        raise AgendaHasChanged
    return meeting, stored


def _add_version(
    attachment: Attachment, *, by: User, file_name: str, data: bytes, note: str
) -> AttachmentVersion:
    kind = files.check(data, file_name)
    stored = stored_files.store(data, kind)
    last = attachment.versions.aggregate(last=Max("version"))["last"] or 0
    added = AttachmentVersion(
        attachment=attachment,
        version=last + 1,
        file=stored,
        file_name=files.safe_name(file_name, kind),
        note=note,
        added_at=clock.now(),
        added_by=by,
    )
    added.full_clean(exclude=["added_by", "file"])
    added.save()
    return added


def _save_next_version(attachment: Attachment) -> None:
    attachment.version += 1
    attachment.save()


def _record(action: str, attachment: Attachment, said: str, by: User, meeting: Meeting) -> None:
    """The title of the item goes last: it may be long, and an entry is cut at its end."""
    summary = f"{said} til punktet »{attachment.item}«"
    audit.record(action, attachment, summary, by=by, council=meeting.council)
