"""Publishing an agenda and taking it back."""

import datetime
import hashlib

from django.db import transaction

from councils import audit
from councils.models import User
from meetings import documents, numbering
from meetings.actions.drafts import AgendaHasChanged, AgendaIsEmpty, locked_draft
from meetings.models import AgendaItem, AgendaPublication, Attachment, Meeting
from meetings.review import review


class AgendaIsWrong(Exception):
    """The rule check found what is certainly wrong, and nobody said why it should go out so."""


@transaction.atomic
def publish_agenda(
    meeting: Meeting, *, by: User, at: datetime.datetime, despite: str = ""
) -> AgendaPublication:
    """Freezes the numbers, makes the PDF and stores its very bytes; a failing PDF undoes it all.

    Raises AgendaIsEmpty, and AgendaIsWrong where the rule check finds something red: then `despite`
    must say why the agenda goes out all the same.
    """
    meeting = locked_draft(meeting)
    if not meeting.items.exists():
        raise AgendaIsEmpty
    agenda = Meeting.objects.with_agenda().with_attachments(Attachment.objects.all())
    has_red = bool(review(agenda.get(pk=meeting.pk), now=at).red)
    if has_red and not despite:
        raise AgendaIsWrong
    _freeze_numbers(meeting)
    version = meeting.publications.count() + 1
    pdf = documents.agenda_pdf(meeting.pk, issued_at=at, version=version)
    publication = AgendaPublication.objects.create(
        meeting=meeting,
        version=version,
        published_at=at,
        published_by=by,
        published_despite=despite if has_red else "",
        pdf=pdf,
        sha256=hashlib.sha256(pdf).hexdigest(),
    )
    meeting.current_publication = publication
    meeting.save()
    audit.record(
        "publish_agenda",
        publication,
        f"Offentliggjorde dagsordenen til {meeting} ({version}. udgave)"
        + (f", trods røde fund: {despite}" if has_red else ""),
        by=by,
        council=meeting.council,
    )
    return publication


@transaction.atomic
def withdraw_agenda(meeting: Meeting, *, by: User, at: datetime.datetime, version: int) -> None:
    """Takes a published agenda back to a draft; the edition that went out is kept.

    Raises AgendaHasChanged unless `version` is the edition in force.
    """
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    publication = meeting.current_publication
    if publication is None or publication.version != version:
        raise AgendaHasChanged
    publication.withdrawn_at, publication.withdrawn_by = at, by
    publication.save(update_fields=["withdrawn_at", "withdrawn_by"])
    meeting.current_publication = None
    meeting.save()
    meeting.items.update(number="")
    audit.record(
        "withdraw_agenda",
        publication,
        f"Trak dagsordenen til {meeting} tilbage ({publication.version}. udgave)",
        by=by,
        council=meeting.council,
    )


def _freeze_numbers(meeting: Meeting) -> None:
    rows = numbering.flat(numbering.numbered(meeting.items.all()))
    for row in rows:
        row.item.number = row.number
    AgendaItem.objects.bulk_update([row.item for row in rows], ["number"])
