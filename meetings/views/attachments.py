"""The attachments of one agenda item: where the secretariat adds, changes and removes them."""

from collections.abc import Callable, Sequence

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET, require_POST

from kkr_portal import clock
from meetings import actions, numbering
from meetings.forms.attachments import (
    AttachmentForm,
    AttachmentMoveForm,
    AttachmentOrderForm,
    NewAttachmentsForm,
    ReplacementForm,
)
from meetings.forms.versions import VersionForm
from meetings.models import AgendaItem, Attachment, Meeting
from meetings.views.drafts import on_draft

CHANGED = "En kollega har ændret bilagene i mellemtiden. Her er de, som de står nu."


def list_attachments(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """On a page of its own, so that no file is sent from beside a text that is not saved.

    The page's script sends each file by itself and is answered with data: 201 added, 409 not any
    more, 422 not like this. Who is not logged in gets a 401, see kkr_portal/errors.py.
    """
    if request.method == "POST" and request.headers.get("Accept") == "application/json":
        return _add_for_script(request, pk, item)
    return _list_or_add(request, pk, item=item)


@on_draft
def _list_or_add(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    row = _served_row(request, pk, item)
    if request.htmx:
        return _render_rows(request, row)
    form = NewAttachmentsForm(*_sent(request), is_closed=bool(_closed_by(row)))
    if form.is_valid():
        messages.success(request, _add(request, row, form))
        return redirect("attachment-list", pk, item)
    return _render(
        request,
        "list",
        row,
        form,
        max_bytes=settings.ATTACHMENT_MAX_BYTES,
        **_list_context(row),
    )


def _add_for_script(request: HttpRequest, pk: int, item: int) -> JsonResponse:
    try:
        row = _served_row(request, pk, item)
        form = NewAttachmentsForm(*_sent(request))
        if not form.is_valid():
            errors = {name: list(said) for name, said in form.errors.items()}
            return JsonResponse({"errors": errors}, status=422)
        return JsonResponse({"said": _add(request, row, form)}, status=201)
    except actions.AgendaIsPublished:
        reason = "En kollega har offentliggjort dagsordenen i mellemtiden."
    except (actions.AgendaHasChanged, Meeting.DoesNotExist):
        reason = "En kollega har slettet eller flyttet punktet i mellemtiden."
    return JsonResponse({"reason": reason}, status=409)


def _add(request: HttpRequest, row: numbering.NumberedItem, form: NewAttachmentsForm) -> str:
    """What was added, as a sentence."""
    is_open = form.cleaned_data["is_open"]
    if len(form.cleaned_data["file"]) == 1:
        [upload] = form.uploads()
        added = [actions.attach_file(row.item, by=request.user, is_open=is_open, **upload)]
    else:
        added = actions.attach_files(
            row.item, by=request.user, is_open=is_open, uploads=form.uploads()
        )
    first, last = (
        numbering.attachment_number(row.number, added[place].position) for place in (0, -1)
    )
    return f"Bilag {first} er tilføjet." if first == last else f"Bilag {first}–{last} er tilføjet."


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


@require_POST
@on_draft
def arrange_attachments(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """The order after a drag; answers with the list as it stands then."""
    row = _served_row(request, pk, item)
    form = AttachmentOrderForm(request.POST)
    try:
        if not form.is_valid():
            raise actions.AgendaHasChanged
        actions.arrange_attachments(row.item, by=request.user, **form.keys())
    except actions.AgendaHasChanged:
        return _render_rows(request, row, problem=CHANGED, status=409)
    return _render_rows(request, row, said="Rækkefølgen er gemt.")


@require_POST
@on_draft
def move_attachment(request: HttpRequest, pk: int, item: int, attachment: int) -> HttpResponse:
    """One place up or down; where there is no room nothing happens."""
    row = _served_row(request, pk, item)
    form = AttachmentMoveForm(request.POST)
    direction = form.cleaned_data["direction"] if form.is_valid() else ""
    try:
        _move(request, row.item, attachment, form.STEPS.get(direction, 0))
        problem = ""
    except actions.AgendaHasChanged:
        problem = CHANGED
    if request.htmx:
        facts = {"focus": f"{direction}-{attachment}", "moved": attachment, "problem": problem}
        return _render_rows(request, row, status=409 if problem else 200, **facts)
    if problem:
        messages.warning(request, problem)
    return redirect(f"{reverse('attachment-list', args=[pk, item])}#bilag-{attachment}")


def _move(request: HttpRequest, item: AgendaItem, attachment: int, steps: int) -> None:
    shown = [stored.pk for stored in item.attachments.all()]
    if attachment not in shown:
        raise actions.AgendaHasChanged
    order = [key for key in shown if key != attachment]
    order.insert(max(0, shown.index(attachment) + steps), attachment)
    actions.arrange_attachments(item, by=request.user, order=order, shown=shown)


@require_GET
def show_marks(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """The list from which the editor of an item places marks, as it stands now."""
    row = _served_row(request, pk, item)
    context = {"meeting": row.item.meeting, "item": row.item, "number": row.number}
    return render(request, "meetings/_attachment_marks.html", context)


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
        messages.warning(request, CHANGED)
    else:
        messages.success(request, said)
    return redirect("attachment-list", attachment.item.meeting_id, attachment.item_id)


def _served_row(request: HttpRequest, pk: int, item: int) -> numbering.NumberedItem:
    """The item with its number; what is sent to one that is gone or went out is told so."""
    meetings = Meeting.objects.served_by(request.user, clock.today()).with_agenda()
    meeting = get_object_or_404(meetings, pk=pk)
    rows = numbering.flat(meeting.agenda)
    row = next((row for row in rows if row.item.pk == item), None)
    if request.method != "POST" and (row is None or not meeting.is_writable):
        raise Http404
    if not meeting.is_writable:
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


def _closed_by(row: numbering.NumberedItem) -> str:
    """What closes every attachment of the item, whoever was to read it; empty if nothing."""
    if not row.item.is_open:
        return "punktet"
    items = {item.pk: item for item in row.item.meeting.all_items}
    main = items.get(row.item.parent_id)
    return "hovedpunktet" if main and not main.is_open else ""


def _with_mark_counts(row: numbering.NumberedItem) -> Sequence[Attachment]:
    """The item's attachments, each with how often the text marks it (`mark_count`)."""
    text = "".join(html for _, html in row.item.sections)
    attachments = list(row.item.attachments.with_versions())
    for attachment in attachments:
        attachment.mark_count = text.count(f'"#bilag-{attachment.key}"')
    return attachments


def _list_context(row: numbering.NumberedItem) -> dict:
    return {"attachments": _with_mark_counts(row), "closed_by": _closed_by(row)}


def _render_rows(
    request: HttpRequest,
    row: numbering.NumberedItem,
    *,
    problem: str = "",
    focus: str = "",
    said: str = "",
    moved: int | None = None,
    status: int = 200,
) -> HttpResponse:
    """The list alone, for htmx; `focus` is the id of the button to return to, `moved` the
    attachment whose new number is read aloud."""
    context = {"meeting": row.item.meeting, "row": row, **_list_context(row)}
    for attachment in context["attachments"]:
        if attachment.pk == moved and not problem:
            number = numbering.attachment_number(row.number, attachment.position)
            said = f"Bilaget er nu {number}."
    context |= {"problem": problem, "focus": focus, "said": said}
    response = render(request, "meetings/_attachment_list.html", context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _sent(request: HttpRequest) -> tuple:
    """What a form is bound to, if it was sent: also when nothing is in it."""
    return (request.POST, request.FILES) if request.method == "POST" else ()


def _render_change(request: HttpRequest, page: str, row, form, attachment) -> HttpResponse:
    # After a mistake in the form the writer has still only seen the version of the first page.
    seen = request.POST.get("version", attachment.version)
    more = {"attachment": attachment, "seen_version": seen, "closed_by": _closed_by(row)}
    return _render(request, page, row, form, **more)


def _render(request: HttpRequest, page: str, row, form, **more) -> HttpResponse:
    context = {
        "council": row.item.meeting.council,
        "meeting": row.item.meeting,
        "row": row,
        "form": form,
        **more,
    }
    status = 422 if form.errors else 200
    response = render(request, f"meetings/attachment_{page}.html", context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response
