"""The meetings of a council: the list, one meeting, and its date and place."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from councils.models import Council
from kkr_portal import clock
from meetings import actions
from meetings.forms import MeetingForm
from meetings.models import Attachment, Meeting
from meetings.views.drafts import on_draft


@login_not_required
def list_meetings(request: HttpRequest, slug: str) -> HttpResponse:
    """The meeting plan is public; that an agenda is a draft shows only to the secretariat."""
    council = get_object_or_404(Council, slug=slug)
    today = clock.today()
    meetings = Meeting.objects.filter(council=council).with_item_count()
    context = {
        "council": council,
        "upcoming": meetings.upcoming(today),
        "past": meetings.past(today),
        "is_served": council.is_served_by(request.user, today),
    }
    return render(request, "meetings/meeting_list.html", context)


@login_not_required
def show_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """The agenda as it reads; before it is published everybody else sees only time and place."""
    today = clock.today()
    meeting = get_object_or_404(Meeting.objects.select_related("council", "term"), pk=pk)
    attachments = Attachment.objects.visible_to(request.user, today).with_versions()
    readable = Meeting.objects.visible_to(request.user, today).filter(pk=pk).with_agenda()
    readable = readable.with_attachments(attachments).first()
    context = {
        "council": meeting.council,
        "meeting": readable or meeting,
        "may_read": readable is not None,
        "is_withdrawn": not meeting.is_published and meeting.publications.exists(),
        "is_served": meeting.council.is_served_by(request.user, today),
        "publications": meeting.publications.visible_to(request.user, today)
        .select_related("published_by")
        .defer("pdf"),
    }
    return render(request, "meetings/meeting_show.html", context)


def create_meeting(request: HttpRequest, slug: str) -> HttpResponse:
    council = get_object_or_404(Council.objects.served_by(request.user, clock.today()), slug=slug)
    form = MeetingForm(request.POST or None, instance=Meeting(council=council))
    if form.is_valid():
        meeting = actions.create_meeting(council, by=request.user, **form.facts())
        messages.success(request, "Mødet er oprettet.")
        return redirect("agenda-edit", meeting.pk)
    return render(request, "meetings/meeting_edit.html", {"council": council, "form": form})


@on_draft
def edit_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = get_object_or_404(
        Meeting.objects.served_by(request.user, clock.today()).select_related("council"), pk=pk
    )
    if meeting.is_published and request.method != "POST":
        raise Http404
    form = MeetingForm(request.POST or None, instance=meeting)
    if form.is_valid():
        actions.change_meeting(meeting, by=request.user, **form.facts())
        messages.success(request, "Mødet er gemt.")
        return redirect("agenda-edit", meeting.pk)
    context = {"council": meeting.council, "meeting": meeting, "form": form}
    return render(request, "meetings/meeting_edit.html", context)


@require_POST
@on_draft
def delete_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = get_object_or_404(
        Meeting.objects.editable_by(request.user, clock.today()).select_related("council"), pk=pk
    )
    try:
        actions.delete_meeting(meeting, by=request.user)
    except actions.AgendaIsPublished:
        messages.error(request, "Dagsordenen har været offentliggjort, så mødet kan ikke slettes.")
        return redirect("agenda-edit", pk)
    messages.success(request, "Mødet er slettet.")
    return redirect("meeting-list", meeting.council.slug)
