"""Papers about meetings, as bytes."""

import datetime

from django.conf import settings

from councils import danish
from kkr_portal import pdf
from meetings import richtext
from meetings.models import AgendaItem, Attachment, Meeting


def agenda_pdf(
    meeting_id: int, *, issued_at: datetime.datetime, version: int | None = None
) -> bytes:
    """The agenda as a tagged PDF; without a `version` it is a draft and says so on each page."""
    # The paper becomes public: not even the titles of closed attachments stand in it, and a draft
    # looks like what will go out.
    meetings = Meeting.objects.with_agenda().with_attachments(Attachment.objects.open())
    meeting = meetings.get(pk=meeting_id)
    for item in meeting.all_items:
        for section in AgendaItem.SECTIONS:
            # Rows written around the actions must not reach the renderer unsanitised.
            setattr(item, section, richtext.clean(getattr(item, section)))
    context = {
        "meeting": meeting,
        "council": meeting.council,
        "issued_at": issued_at,
        "version": version,
        "is_demo": settings.DEMO,
    }
    return pdf.render("meetings/pdf/agenda.html", context)


def agenda_file_name(meeting: Meeting, *, version: int | None = None) -> str:
    """E.g. `dagsorden-kkr-midtjylland-2022-01-19.pdf`."""
    state = "" if version else "-udkast"
    return f"dagsorden-{danish.slug(meeting.council.name)}-{meeting.held_on:%Y-%m-%d}{state}.pdf"
