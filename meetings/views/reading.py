"""The agenda as it is read on a page, for those who may."""

from dataclasses import dataclass, replace

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from kkr_portal import clock
from meetings import actions, attendances, readable
from meetings.changes import FIELDS, Change, changes, has_new_facts
from meetings.models import AgendaPublication, Meeting
from meetings.numbering import NumberedItem
from meetings.views import books
from meetings.views.conflicts import Difference, differences


@dataclass(frozen=True)
class News:
    """What is new in an agenda for its reader: since the edition that they had, if `is_own`, or
    since the one before."""

    earlier: AgendaPublication
    found: list[Change]
    is_own: bool = False


@login_not_required
def show_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """The agenda as it reads; before it is published everybody else sees only time and place."""
    meeting = get_object_or_404(_meetings(request), pk=pk)
    editions = list(
        meeting.publications.visible_to(request.user, clock.today())
        .with_reading(request.user)
        .select_related("published_by", "withdrawn_by")
        .without_files()
    )
    # Withdrawn a moment ago, it is in the list no longer.
    in_force = next((e for e in editions if e.pk == meeting.current_publication_id), None)
    agenda, news = None, None
    if in_force is not None:
        in_force.meeting = meeting
        agenda = readable.edition(in_force, is_whole=meeting.reads_closed)
        news = _news(meeting, agenda, editions)
        _note_reading(request, in_force)
    elif meeting.reads_draft:
        agenda = readable.draft(meeting.pk, is_whole=True)
    context = {
        "council": meeting.council,
        "meeting": meeting,
        "agenda": agenda,
        "news": news,
        "withdrawn": None if meeting.is_published else meeting.publications.without_files().first(),
        "has_new_facts": in_force is not None and has_new_facts(in_force),
        "is_served": meeting.is_served,
        "own_place": attendances.own_place(meeting, request.user, clock.now()),
        "publications": editions,
        **(_papers(request, meeting, agenda) if agenda else {}),
    }
    return render(request, "meetings/meeting_show.html", context)


def preview_agenda(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft as it would read, also while readers still have the edition in force."""
    meeting = get_object_or_404(_meetings(request).filter(reads_draft=True), pk=pk)
    agenda = readable.draft(meeting.pk, is_whole=True)
    news = None
    if meeting.is_published:
        news = _since(agenda, meeting, meeting.current_publication)
    context = {"council": meeting.council, "meeting": meeting, "agenda": agenda, "news": news}
    if meeting.is_published:  # so the other papers are of the edition in force
        context |= books.offers(request, agenda)
    else:
        context |= _papers(request, meeting, agenda)
    return render(request, "meetings/agenda_preview.html", context)


def _meetings(request: HttpRequest):
    meetings = Meeting.objects.scheduled().with_rights(request.user, clock.today())
    return meetings.with_edition().select_related("council", "term")


def _papers(request: HttpRequest, meeting: Meeting, agenda: readable.Agenda) -> dict:
    """What can be had of the edition in force, or of the draft if there is none; each item is told
    whether something in it `is_internal`."""
    for row in agenda.flat:
        row.item.is_internal = replace(agenda, rows=[row]).is_internal
    return {
        **books.offers(request, agenda),
        "has_other_forms": True,
        "has_chairs_copy": meeting.reads_draft or meeting.is_led,
    }


# --- What is new ---------------------------------------------------------------------------------


def _news(
    meeting: Meeting, agenda: readable.Agenda, editions: list[AgendaPublication]
) -> News | None:
    """Since the reader's last edition; for those who are not asked, since the last that stood."""
    version = agenda.edition.version
    if meeting.reads_closed:
        read = (e for e in editions if e.version < version and e.read_at)
        earlier = next(read, None)
    else:
        before = meeting.publications.not_withdrawn().filter(version__lt=version)
        earlier = before.without_files().first() if version > 1 else None
    return _since(agenda, meeting, earlier, is_own=meeting.reads_closed) if earlier else None


def _since(
    agenda: readable.Agenda, meeting: Meeting, earlier: AgendaPublication, *, is_own: bool = False
) -> News:
    """Also marks the agenda's items: each `item.change` and `item.differences`, where there are."""
    earlier.meeting = meeting
    found = changes(readable.edition(earlier, is_whole=agenda.is_whole), agenda)
    by_key = {change.key: change for change in found}
    for row in agenda.flat:
        change = row.item.change = by_key.get(row.item.key)
        row.item.differences = _text_differences(change, row) if change else []
    return News(earlier, found, is_own)


def _text_differences(change: Change, row: NumberedItem) -> list[Difference]:
    """Word by word, in what both editions show to the same reader."""
    if change.before is None or row.item.is_dropped:
        return []
    items = (change.before, row.item)
    old, new = ({name: getattr(item, name) for name in FIELDS} for item in items)
    return differences(old, new)


def _note_reading(request: HttpRequest, edition: AgendaPublication) -> None:
    """Of those who read the council's internal pages; the next edition will tell what is new."""
    if request.method == "GET" and edition.meeting.reads_closed and edition.read_at is None:
        actions.note_reading(edition, by=request.user, at=clock.now())
