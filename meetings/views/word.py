"""An item that comes from a Word file."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from kkr_portal import clock
from meetings import actions
from meetings.forms.word import WordImportForm
from meetings.models import Meeting
from meetings.views.drafts import on_draft


@on_draft
def import_item(request: HttpRequest, pk: int) -> HttpResponse:
    """A form for the file; then the writing goes on, with what was guessed or left out."""
    is_sent = request.method == "POST"
    meetings = Meeting.objects.served_by(request.user, clock.today())
    if not is_sent:
        meetings = Meeting.objects.editable_by(request.user, clock.today())
    meeting = get_object_or_404(meetings.select_related("council"), pk=pk)
    form = WordImportForm(
        request.POST if is_sent else None, request.FILES if is_sent else None, meeting=meeting
    )
    if not is_sent or not form.is_valid():
        context = {"council": meeting.council, "meeting": meeting, "form": form}
        status = 422 if is_sent else 200
        return render(request, "meetings/item_import.html", context, status=status)
    parent = form.cleaned_data["parent"]
    item = actions.add_item(meeting, by=request.user, parent=parent, **form.content())
    messages.success(request, "Punktet er hentet fra Word-filen. Læs det igennem.")
    for note in form.cleaned_data["file"].notes:
        messages.warning(request, note)
    return redirect("item-edit", pk, item.pk)
