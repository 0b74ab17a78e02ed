"""The meetings of a council: the list, one meeting, and its date and place."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from councils.models import Council
from councils.views.rows import served
from kkr_portal import clock
from meetings import actions
from meetings.forms.meetings import MeetingForm, NewMeetingForm
from meetings.models import Meeting
from meetings.views.drafts import on_draft
from meetings.views.plan import say_saved
from meetings.views.standard_items import say_missing


@login_not_required
def list_meetings(request: HttpRequest, slug: str) -> HttpResponse:
    """The meeting plan is public; that an agenda is a draft shows only to the secretariat."""
    council = get_object_or_404(Council, slug=slug)
    today = clock.today()
    meetings = Meeting.objects.filter(council=council).with_item_count().with_edition()
    context = {
        "council": council,
        "upcoming": meetings.upcoming(today),
        "past": meetings.past(today),
        "is_served": council.is_served_by(request.user, today),
    }
    return render(request, "meetings/meeting_list.html", context)


def create_meeting(request: HttpRequest, slug: str) -> HttpResponse:
    council = served(request, slug)
    form = NewMeetingForm(request.POST or None, instance=Meeting(council=council))
    if form.is_valid():
        try:
            with transaction.atomic():
                meeting = actions.create_meeting(council, by=request.user, **form.facts())
                wanted = form.cleaned_data.get("with_template")
                made = actions.fill_from_template(meeting, by=request.user) if wanted else []
        except ValidationError as clash:
            form.add_error("starts", clash.messages)
        else:
            say_saved(request, "Mødet er oprettet.", meeting)
            say_missing(request, made)
            return redirect("agenda-edit", meeting.pk)
    context = {"council": council, "form": form}
    status = 422 if form.errors else 200
    return render(request, "meetings/meeting_edit.html", context, status=status)


@on_draft
def edit_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = get_object_or_404(
        Meeting.objects.served_by(request.user, clock.today())
        .scheduled()
        .select_related("council"),
        pk=pk,
    )
    if request.method != "POST" and not meeting.is_writable:
        raise Http404
    form = MeetingForm(request.POST or None, instance=meeting)
    stored = None
    if form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            actions.change_meeting(meeting, by=request.user, version=version, **form.facts())
        except actions.MeetingHasChanged as conflict:
            stored = conflict.stored
        except ValidationError as clash:
            form.add_error("starts", clash.messages)
        else:
            say_saved(request, "Mødet er gemt.", meeting)
            return redirect("agenda-edit", meeting.pk)
    context = {"council": meeting.council, "meeting": meeting, "form": form, "stored": stored}
    status = 409 if stored else 422 if form.errors else 200
    return render(request, "meetings/meeting_edit.html", context, status=status)


@require_POST
@on_draft
def delete_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = get_object_or_404(
        Meeting.objects.editable_by(request.user, clock.today())
        .scheduled()
        .select_related("council"),
        pk=pk,
    )
    try:
        actions.delete_meeting(meeting, by=request.user)
    except actions.AgendaIsPublished:
        messages.error(request, "Dagsordenen har været offentliggjort, så mødet kan ikke slettes.")
        return redirect("agenda-edit", pk)
    messages.success(request, "Mødet er slettet.")
    return redirect("meeting-list", meeting.council.slug)
