"""Publishing an agenda, writing its next edition, and taking it back."""

import datetime
import hashlib

from django.db import transaction

from councils import audit
from councils.models import User
from kkr_portal import clock
from meetings import documents, numbering, readable
from meetings.actions import editions
from meetings.actions.books import end_books_of_draft, order_book
from meetings.actions.drafts import (
    AgendaHasChanged,
    AgendaIsEmpty,
    AgendaIsPublished,
    locked_draft,
    locked_with_pool,
)
from meetings.changes import changes, changes_since, has_new_facts
from meetings.models import AgendaItem, AgendaPublication, Attachment, Meeting
from meetings.review import review


class AgendaIsWrong(Exception):
    """The rule check found what is certainly wrong, and nobody said why it should go out so."""


class NothingIsNew(Exception):
    """An amendment says the same as the edition in force."""


class NewsIsMissing(Exception):
    """A later edition says what is new in it, also after a withdrawal, and nobody wrote that."""


@transaction.atomic
def publish_agenda(
    meeting: Meeting,
    *,
    by: User,
    at: datetime.datetime,
    despite: str = "",
    change_note: str = "",
    seen: str | None = None,
) -> AgendaPublication:
    """Freezes the numbers, makes the PDFs and stores their very bytes with what the agenda says.

    The first edition, or after `amend_agenda` or `withdraw_agenda` the next one, for which
    `change_note` says what is new. A failing PDF undoes it all. Raises AgendaIsEmpty;
    AgendaHasChanged unless the whole agenda still has the fingerprint that was `seen`;
    AgendaIsWrong where the rule check finds something red and `despite` does not say why it goes
    out all the same; NewsIsMissing for a later edition; NothingIsNew for an amendment.
    """
    meeting = locked_draft(meeting)
    _check_what_was_seen(meeting, seen)
    version = meeting.publications.count() + 1
    _check_news(meeting, change_note, is_first=version == 1)
    has_red = _has_red(meeting, at)
    if has_red and not despite:
        raise AgendaIsWrong
    _freeze_numbers(meeting)
    publication = AgendaPublication(
        meeting=meeting,
        version=version,
        published_at=at,
        published_by=by,
        published_despite=despite if has_red else "",
        change_note=change_note if version > 1 else "",
    )
    # One that was withdrawn is no secretary's to tell of on paper: only the note is.
    _print(publication, _in_force(meeting))
    publication.save()
    editions.keep_edition(publication)
    meeting.current_publication = publication
    _end_preparations(meeting)
    end_books_of_draft(meeting, at=at)
    _order_books(publication)
    audit.record(
        "publish_agenda",
        publication,
        f"Offentliggjorde dagsordenen til {meeting} ({publication.version}. udgave)"
        + (f", trods røde fund: {despite}" if has_red else ""),
        by=by,
        council=meeting.council,
    )
    return publication


@transaction.atomic
def amend_agenda(meeting: Meeting, *, by: User, at: datetime.datetime, version: int) -> None:
    """Opens a published agenda for a supplement or a correction; readers keep the edition in force.

    Raises AgendaHasChanged unless `version` is the edition in force and nobody amends it already.
    """
    meeting = Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
    publication = _in_force(meeting)
    if publication is None or publication.version != version or meeting.is_writable:
        raise AgendaHasChanged
    meeting.amending_since, meeting.amending_by = at, by
    meeting.save()
    summary = f"Åbnede dagsordenen til {meeting} for tillæg og rettelser"
    audit.record("amend_agenda", meeting, summary, by=by, council=meeting.council)


@transaction.atomic
def discard_amendment(meeting: Meeting, *, by: User, version: int) -> None:
    """Ends an amendment: the agenda says again what the edition in force says.

    What was written meanwhile stays in the items' history; new items go to the pool. Raises
    AgendaIsPublished if the amendment is over, AgendaHasChanged unless `version` is the edition in
    force, and ProtectedError where a decision refers to a new item.
    """
    meeting = locked_with_pool(meeting)
    if not meeting.is_writable:
        raise AgendaIsPublished
    publication = _in_force(meeting)
    if publication is None or publication.version != version:
        raise AgendaHasChanged
    publication.meeting = meeting
    editions.restore_edition(publication, by=by)
    _end_preparations(meeting)
    end_books_of_draft(meeting, at=clock.now())
    summary = f"Kasserede ændringerne i dagsordenen til {meeting}"
    audit.record("discard_amendment", meeting, summary, by=by, council=meeting.council)


@transaction.atomic
def withdraw_agenda(
    meeting: Meeting, *, by: User, at: datetime.datetime, version: int, reason: str
) -> list[AgendaItem]:
    """Takes a published agenda back to a draft without numbers; the edition that went out is kept.

    Readers are told the `reason`. What was dropped goes to the council's pool, because a draft
    cannot say »udgår«: returned are the items that went. Raises AgendaHasChanged unless `version`
    is the edition in force, and ProtectedError where a decision refers to a dropped item.
    """
    meeting = locked_with_pool(meeting)
    publication = _in_force(meeting)
    if publication is None or publication.version != version:
        raise AgendaHasChanged
    # Those that it took the place of must not come back with the next one.
    superseded = meeting.publications.filter(withdrawn_at=None).exclude(pk=publication.pk)
    superseded.update(withdrawn_at=at, withdrawn_by=by)
    publication.withdrawn_at, publication.withdrawn_by = at, by
    publication.withdrawn_reason = reason
    publication.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    meeting.current_publication = None
    _end_preparations(meeting)
    dropped = [item.pk for item in meeting.items.dropped()]
    meeting.items.update(number="", is_dropped=False)
    moved = list(meeting.items.filter(pk__in=dropped).select_related("parent"))
    editions.put_into_pool(meeting, moved, by=by)
    gone = f", og {len(moved)} udgået til de ikke planlagte" if moved else ""
    audit.record(
        "withdraw_agenda",
        publication,
        f"Trak dagsordenen til {meeting} tilbage ({publication.version}. udgave){gone}: {reason}",
        by=by,
        council=meeting.council,
    )
    return moved


def _end_preparations(meeting: Meeting) -> None:
    """Nobody reads or writes on the agenda any more as it is being prepared; saves the meeting."""
    meeting.review_since = meeting.review_by = None
    meeting.amending_since = meeting.amending_by = None
    meeting.save()


def _in_force(meeting: Meeting) -> AgendaPublication | None:
    """The edition in force without the bytes of its papers."""
    in_force = meeting.publications.without_files()
    return in_force.filter(pk=meeting.current_publication_id).first()


def _check_what_was_seen(meeting: Meeting, seen: str | None) -> None:
    if not meeting.items.exists():
        raise AgendaIsEmpty
    stored = readable.fingerprint(readable.draft(meeting.pk, is_whole=True))
    if seen is not None and seen != stored:
        raise AgendaHasChanged


def _check_news(meeting: Meeting, change_note: str, *, is_first: bool) -> None:
    before = _in_force(meeting)
    if before and not changes_since(before, is_whole=True) and not has_new_facts(before):
        raise NothingIsNew
    if not is_first and not change_note:
        raise NewsIsMissing


def _has_red(meeting: Meeting, at: datetime.datetime) -> bool:
    agenda = Meeting.objects.with_agenda().with_attachments(Attachment.objects.all())
    return bool(review(agenda.get(pk=meeting.pk), now=at).red)


def _print(publication: AgendaPublication, before: AgendaPublication | None) -> None:
    """Makes the public paper, and the internal one where the public one leaves something out."""
    public = readable.draft(publication.meeting_id, is_whole=False)
    publication.pdf = _paper(publication, public, before)
    publication.sha256 = hashlib.sha256(publication.pdf).hexdigest()
    if public.omits:
        whole = readable.draft(publication.meeting_id, is_whole=True)
        publication.internal_pdf = _paper(publication, whole, before)
        publication.internal_sha256 = hashlib.sha256(publication.internal_pdf).hexdigest()


def _paper(
    publication: AgendaPublication, agenda: readable.Agenda, before: AgendaPublication | None
) -> bytes:
    new = (
        changes(readable.edition(before, is_whole=agenda.is_whole), agenda)
        if before is not None
        else []
    )
    return documents.agenda_pdf(
        agenda,
        issued_at=publication.published_at,
        version=publication.version,
        change_note=publication.change_note,
        changes=new,
    )


def _order_books(publication: AgendaPublication) -> None:
    """A worker makes the book of each paper, so that readers find it ready."""
    kinds = [False, True] if publication.internal_sha256 else [False]
    for is_whole in kinds:
        agenda = readable.edition(publication, is_whole=is_whole)
        if agenda.has_papers:
            order_book(agenda, by=publication.published_by, at=publication.published_at)


def _freeze_numbers(meeting: Meeting) -> None:
    rows = numbering.flat(numbering.numbered(meeting.items.all()))
    for row in rows:
        row.item.number = row.number
    AgendaItem.objects.bulk_update([row.item for row in rows], ["number"])
