"""Writing the next edition of an agenda that went out, or thinking better of it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from kkr_portal import clock
from meetings import actions
from meetings.forms.versions import VersionForm
from meetings.models import Meeting
from meetings.views.drafts import on_draft


@require_POST
@on_draft
def amend_agenda(request: HttpRequest, pk: int) -> HttpResponse:
    """Opens what went out; two who press the button at once write on the same next edition."""
    meeting = get_object_or_404(Meeting.objects.served_by(request.user, clock.today()), pk=pk)
    form = VersionForm(request.POST)
    if not form.is_valid():
        raise actions.AgendaHasChanged
    try:
        actions.amend_agenda(meeting, by=request.user, at=clock.now(), **form.cleaned_data)
    except actions.AgendaHasChanged:
        if not Meeting.objects.writable().published().filter(pk=pk).exists():
            raise
        messages.info(request, "En kollega har åbnet dagsordenen. I skriver på samme næste udgave.")
    return redirect("agenda-edit", pk)


@require_POST
@on_draft
def discard_amendment(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = get_object_or_404(Meeting.objects.served_by(request.user, clock.today()), pk=pk)
    form = VersionForm(request.POST)
    if not form.is_valid():
        raise actions.AgendaHasChanged
    try:
        actions.discard_amendment(meeting, by=request.user, **form.cleaned_data)
    except actions.AgendaIsPublished:
        messages.info(request, "En kollega har kasseret eller udsendt ændringerne i mellemtiden.")
    else:
        text = (
            "Ændringerne er kasseret. Det, du rettede i teksterne, står i punkternes historik, og "
            "nye punkter ligger under de ikke planlagte."
        )
        messages.success(request, text)
    return redirect("meeting", pk)
