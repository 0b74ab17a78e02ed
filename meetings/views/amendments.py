"""Writing the next edition of an agenda that went out, thinking better of it, or taking it back."""

from django.contrib import messages
from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from kkr_portal import clock
from meetings import actions
from meetings.forms.publishing import WithdrawForm
from meetings.forms.versions import VersionForm
from meetings.models import Meeting
from meetings.views.drafts import on_draft

DECIDED = (
    "En registreret beslutning henviser til et punkt, der udgår, så det kan ikke tages af "
    "dagsordenen. Tag punktet med igen først."
)


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


@on_draft
def withdraw_agenda(request: HttpRequest, pk: int) -> HttpResponse:
    """A page of its own, because a supplement or a correction is nearly always the better way."""
    meetings = Meeting.objects.served_by(request.user, clock.today()).scheduled().with_edition()
    meeting = get_object_or_404(meetings.select_related("council"), pk=pk)
    if request.method != "POST":
        if not meeting.is_published:
            return redirect("meeting", pk)
        version = meeting.current_publication.version
        return _render_withdrawal(request, meeting, WithdrawForm(initial={"version": version}))
    form = WithdrawForm(request.POST)
    is_valid = form.is_valid()
    if "version" in form.errors or not meeting.is_published:
        raise actions.AgendaHasChanged
    if not is_valid:
        return _render_withdrawal(request, meeting, form)
    try:
        moved = actions.withdraw_agenda(
            meeting, by=request.user, at=clock.now(), **form.cleaned_data
        )
    except ProtectedError:
        form.add_error(None, DECIDED)
        return _render_withdrawal(request, meeting, form)
    text = "Dagsordenen er trukket tilbage og er igen en kladde. Udgaven er gemt."
    if moved:
        titles = ", ".join(f"»{item}«" for item in moved)
        text += f" Det, der var udgået, ligger under de ikke planlagte punkter: {titles}."
    messages.success(request, text)
    return redirect("agenda-edit", pk)


def _render_withdrawal(request: HttpRequest, meeting: Meeting, form: WithdrawForm) -> HttpResponse:
    context = {
        "council": meeting.council,
        "meeting": meeting,
        "form": form,
        "editions": meeting.publications.not_withdrawn().count(),
        "dropped": meeting.items.dropped(),
    }
    status = 422 if form.errors else 200
    return render(request, "meetings/agenda_withdraw.html", context, status=status)
