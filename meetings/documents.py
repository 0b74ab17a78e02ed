"""Papers about meetings, as bytes."""

import datetime
from collections.abc import Sequence

from django.conf import settings

from councils import danish
from kkr_portal import pdf
from meetings import richtext
from meetings.changes import Change
from meetings.models import AgendaItem, Meeting
from meetings.readable import Agenda


def agenda_pdf(
    agenda: Agenda,
    *,
    issued_at: datetime.datetime,
    version: int | None = None,
    change_note: str = "",
    changes: Sequence[Change] = (),
) -> bytes:
    """The agenda as a tagged PDF; without a `version` it is a draft and says so on each page.

    A later edition says on its front what is new: `change_note` in the secretariat's words, and
    `changes` since the edition before.
    """
    for row in agenda.flat:
        for section in AgendaItem.SECTIONS:
            # Rows written around the actions must not reach the renderer unsanitised.
            setattr(row.item, section, richtext.clean(getattr(row.item, section)))
    context = {
        "agenda": agenda,
        "is_paper": True,
        "meeting": agenda.meeting,
        "council": agenda.meeting.council,
        "issued_at": issued_at,
        "version": version,
        "change_note": change_note,
        "changes": changes,
        "is_demo": settings.DEMO,
    }
    return pdf.render("meetings/pdf/agenda.html", context)


def agenda_file_name(meeting: Meeting, *, version: int | None = None, is_whole: bool) -> str:
    """E.g. `dagsorden-kkr-midtjylland-2022-01-19-intern.pdf`."""
    day = f"{meeting.held_on:%Y-%m-%d}" if meeting.held_on else "ikke-planlagt"
    state = "" if version else "-udkast"
    readers = "-intern" if is_whole else ""
    return f"dagsorden-{danish.slug(meeting.council.name)}-{day}{readers}{state}.pdf"
