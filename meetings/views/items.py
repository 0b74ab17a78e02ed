"""One agenda item: add, write, move, delete."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from kkr_portal import clock
from meetings import actions, numbering
from meetings.forms import AgendaItemForm, MoveForm, NewItemForm, VersionForm
from meetings.models import AgendaItem, Attachment, Meeting
from meetings.views.agendas import render_items
from meetings.views.conflicts import render_conflict
from meetings.views.drafts import on_draft


@require_POST
@on_draft
def create_item(request: HttpRequest, pk: int) -> HttpResponse:
    """From the line below the agenda; the writing starts at once."""
    meetings = Meeting.objects.served_by(request.user, clock.today()).with_agenda()
    meeting = get_object_or_404(meetings.with_attachments(Attachment.objects.all()), pk=pk)
    form = NewItemForm(request.POST, meeting=meeting)
    if not form.is_valid():
        context = {"council": meeting.council, "meeting": meeting, "form": form}
        return render(request, "meetings/agenda_edit.html", context, status=422)
    item = actions.add_item(meeting, by=request.user, **form.cleaned_data)
    return redirect("item-edit", pk, item.pk)


@on_draft
def edit_item(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Whatever happens to the item meanwhile, what somebody wrote comes back to them."""
    meetings = Meeting.objects.served_by(request.user, clock.today()).with_agenda()
    meeting = get_object_or_404(meetings, pk=pk)
    stored = next((other for other in meeting.all_items if other.pk == item), None)
    if request.method == "POST":
        return _save(request, meeting, stored)
    items = AgendaItem.objects.editable_by(request.user, clock.today()).filter(meeting=pk)
    stored = get_object_or_404(items, pk=item)
    form = AgendaItemForm(instance=stored, initial={"version": stored.version})
    return _render_form(request, meeting, stored, form)


def _save(request: HttpRequest, meeting: Meeting, stored: AgendaItem | None) -> HttpResponse:
    form = AgendaItemForm(request.POST, instance=AgendaItem(meeting=meeting))
    if not form.is_valid():
        return _render_form(request, meeting, stored, form, status=422)
    if stored is None:
        reason = "published" if meeting.is_published else "deleted"
        return render_conflict(request, meeting, None, form, reason=reason)
    version = form.cleaned_data["version"] or 0
    try:
        result = actions.save_item(stored, by=request.user, version=version, **form.content())
    except actions.AgendaIsPublished:
        return render_conflict(request, meeting, stored, form, reason="published")
    except AgendaItem.DoesNotExist:
        return render_conflict(request, meeting, None, form, reason="deleted")
    if isinstance(result, actions.Conflict):
        return render_conflict(request, meeting, result.stored, form, reason="changed")
    messages.success(request, f"Punktet er gemt kl. {result.changed_at:%H.%M}.")
    if "save_and_close" in request.POST:
        return redirect(f"{reverse('agenda-edit', args=[meeting.pk])}#punkt-{result.pk}")
    return redirect("item-edit", meeting.pk, result.pk)


def _render_form(request, meeting, item, form, *, status: int = 200) -> HttpResponse:
    context = {
        "council": meeting.council,
        "meeting": meeting,
        "item": item,
        "form": form,
        "attachment_count": item.attachments.count() if item else 0,
        "media": form.media.with_nonce(request.csp_nonce),
        **_place_in_agenda(meeting, item),
    }
    return render(request, "meetings/agendaitem_edit.html", context, status=status)


def _place_in_agenda(meeting: Meeting, item: AgendaItem | None) -> dict:
    """The item's number and its neighbours, so that one can write through the agenda."""
    rows = numbering.flat(meeting.agenda)
    place = next((i for i, row in enumerate(rows) if item and row.item.pk == item.pk), None)
    if place is None:
        return {"number": "", "previous": None, "next": None}
    return {
        "number": rows[place].number,
        "previous": rows[place - 1] if place else None,
        "next": rows[place + 1] if place + 1 < len(rows) else None,
    }


@require_POST
@on_draft
def move_item(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    moved = _served_item(request, pk, item)
    form = MoveForm(request.POST)
    if not form.is_valid():
        return render_items(
            request, pk, problem="Punktet kan kun flyttes op eller ned.", status=422
        )
    actions.move_item(moved, by=request.user, steps=form.steps())
    if not request.htmx:
        return redirect(f"{reverse('agenda-edit', args=[pk])}#punkt-{item}")
    return render_items(request, pk, focus=f"{form.cleaned_data['direction']}-{item}", moved=item)


@require_POST
@on_draft
def delete_item(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    doomed = _served_item(request, pk, item)
    form = VersionForm(request.POST)
    if not form.is_valid():
        raise actions.AgendaHasChanged
    actions.delete_item(doomed, by=request.user, **form.cleaned_data)
    messages.success(request, f"Punktet »{doomed}« er slettet.")
    return redirect("agenda-edit", pk)


def _served_item(request: HttpRequest, pk: int, item: int) -> AgendaItem:
    """The item, for the secretariat; whether it may still change is for the action to say."""
    meeting = get_object_or_404(Meeting.objects.served_by(request.user, clock.today()), pk=pk)
    stored = meeting.items.filter(pk=item).first()
    if stored is None:
        raise actions.AgendaHasChanged
    return stored
