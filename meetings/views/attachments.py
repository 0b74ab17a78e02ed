"""The attachments of one agenda item: where the secretariat adds, changes and removes them."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from kkr_portal import clock
from meetings import actions, numbering
from meetings.forms import AttachmentForm, NewAttachmentForm, ReplacementForm, VersionForm
from meetings.models import Attachment, Meeting
from meetings.views.drafts import on_draft


@on_draft
def list_attachments(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """On a page of its own, so that no file is sent from beside a text that is not saved."""
    row = _served_row(request, pk, item)
    form = NewAttachmentForm(*_sent(request))
    if form.is_valid():
        added = actions.attach_file(row.item, by=request.user, **form.content())
        number = numbering.attachment_number(row.number, added.position)
        messages.success(request, f"Bilag {number} er tilføjet.")
        return redirect("attachment-list", pk, item)
    attachments = row.item.attachments.with_versions()
    return _render(request, "list", row, form, attachments=attachments)


@on_draft
def edit_attachment(request: HttpRequest, pk: int, item: int, attachment: int) -> HttpResponse:
    row, stored = _served_attachment(request, pk, item, attachment)
    form = AttachmentForm(*_sent(request), initial=AttachmentForm.initial_for(stored))
    if form.is_valid():
        return _act(request, actions.change_attachment, stored, "Bilaget er gemt.", form)
    return _render_change(request, "edit", row, form, stored)


@on_draft
def replace_file(request: HttpRequest, pk: int, item: int, attachment: int) -> HttpResponse:
    row, stored = _served_attachment(request, pk, item, attachment)
    form = ReplacementForm(*_sent(request))
    if form.is_valid():
        said = "Filen er erstattet. Den tidligere er gemt."
        return _act(request, actions.replace_file, stored, said, form)
    return _render_change(request, "replace", row, form, stored)


@require_POST
@on_draft
def delete_attachment(request: HttpRequest, pk: int, item: int, attachment: int) -> HttpResponse:
    _, stored = _served_attachment(request, pk, item, attachment)
    said = f"Bilaget »{stored}« er slettet."
    return _act(request, actions.remove_attachment, stored, said)


def _act(
    request: HttpRequest,
    action: Callable,
    attachment: Attachment,
    said: str,
    form: AttachmentForm | ReplacementForm | None = None,
) -> HttpResponse:
    """Does `action` if the attachment still is as the page showed it, and leads to the list."""
    seen = VersionForm(request.POST)
    content = form.content() if form else {}
    try:
        if not seen.is_valid():
            raise actions.AgendaHasChanged
        action(attachment, by=request.user, **content, **seen.cleaned_data)
    except actions.AgendaHasChanged:
        said = "En kollega har ændret bilagene i mellemtiden. Her er de, som de står nu."
        messages.warning(request, said)
    else:
        messages.success(request, said)
    return redirect("attachment-list", attachment.item.meeting_id, attachment.item_id)


def _served_row(request: HttpRequest, pk: int, item: int) -> numbering.NumberedItem:
    """The item with its number; what is sent to one that is gone or went out is told so."""
    meetings = Meeting.objects.served_by(request.user, clock.today()).with_agenda()
    meeting = get_object_or_404(meetings, pk=pk)
    rows = numbering.flat(meeting.agenda)
    row = next((row for row in rows if row.item.pk == item), None)
    if request.method != "POST" and (row is None or meeting.is_published):
        raise Http404
    if meeting.is_published:
        raise actions.AgendaIsPublished
    if row is None:
        raise actions.AgendaHasChanged
    return row


def _served_attachment(
    request: HttpRequest, pk: int, item: int, attachment: int
) -> tuple[numbering.NumberedItem, Attachment]:
    row = _served_row(request, pk, item)
    stored = row.item.attachments.with_versions().filter(pk=attachment).first()
    if stored is None and request.method != "POST":
        raise Http404
    if stored is None:
        raise actions.AgendaHasChanged
    return row, stored


def _sent(request: HttpRequest) -> tuple:
    """What a form is bound to, if it was sent: also when nothing is in it."""
    return (request.POST, request.FILES) if request.method == "POST" else ()


def _render_change(request: HttpRequest, page: str, row, form, attachment) -> HttpResponse:
    # After a mistake in the form the writer has still only seen the version of the first page.
    seen = request.POST.get("version", attachment.version)
    return _render(request, page, row, form, attachment=attachment, seen_version=seen)


def _render(request: HttpRequest, page: str, row, form, **more) -> HttpResponse:
    context = {
        "council": row.item.meeting.council,
        "meeting": row.item.meeting,
        "row": row,
        "form": form,
        **more,
    }
    status = 422 if form.errors else 200
    return render(request, f"meetings/attachment_{page}.html", context, status=status)
