"""One agenda item: add, write, put in its place, drop or delete."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from councils.models import User
from kkr_portal import clock
from kkr_portal.errors import NotHere
from meetings import actions, numbering
from meetings.forms.items import AgendaItemForm, NewItemForm
from meetings.forms.moving import MoveForm, SwitchForm
from meetings.forms.versions import VersionForm
from meetings.models import AgendaItem, Attachment, Meeting
from meetings.views.agendas import render_agenda, render_items
from meetings.views.conflicts import render_conflict
from meetings.views.drafts import FROZEN, closed_on_the_way, on_draft

NO_PLACE = (
    "Punktet kan ikke blive underpunkt: Det er det første, har selv underpunkter eller er en "
    "overskrift, eller hovedpunktet før det udgår."
)
NEW_BELOW = (
    "Punktet »{}« kan ikke udgå, for det har nye underpunkter, der ikke er udsendt. Slet eller "
    "flyt dem først."
)
HAS_TEXT = (
    "Punktet »{}« kan ikke blive en overskrift, for det har tekst eller et sagsnummer. Flyt "
    "teksten til et underpunkt, eller slet den først."
)
BELOW_CLOSED = (
    "Lukket (hovedpunktet er lukket): Det, der vælges her, gælder først, hvis hovedpunktet bliver "
    "åbent."
)


@require_POST
@on_draft
def create_item(request: HttpRequest, pk: int) -> HttpResponse:
    """From the line below the agenda; the writing starts at once, unless it is a mere heading."""
    meetings = Meeting.objects.served_by(request.user, clock.today()).with_agenda()
    meeting = get_object_or_404(meetings.with_attachments(Attachment.objects.all()), pk=pk)
    form = NewItemForm(request.POST, meeting=meeting)
    is_heading = "as_heading" in request.POST
    if form.is_valid() and is_heading and form.cleaned_data["parent"]:
        form.add_error("parent", "En overskrift er altid et hovedpunkt.")
    if not form.is_valid():
        return render_agenda(request, meeting, form, status=422)
    item = actions.add_item(meeting, by=request.user, is_heading=is_heading, **form.cleaned_data)
    if is_heading:
        messages.success(request, f"Overskriften »{item}« er tilføjet.")
        return redirect(f"{reverse('agenda-edit', args=[pk])}#punkt-{item.pk}")
    return redirect("item-edit", pk, item.pk)


@on_draft
def edit_item(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Whatever happens to the item meanwhile, what somebody wrote comes back to them."""
    meetings = Meeting.objects.served_by(request.user, clock.today()).with_agenda()
    meeting = get_object_or_404(meetings, pk=pk)
    stored = next((other for other in meeting.all_items if other.pk == item), None)
    if request.method == "POST":
        if stored is None and (moved := moved_item(meeting, item)):
            messages.warning(
                request, f"Punktet blev imens flyttet til {moved.meeting.agenda_label}."
            )
            return _save(request, moved.meeting, moved)
        return _save(request, meeting, stored)
    if stored is None and (moved := moved_item(meeting, item)):
        raise NotHere(f"Punktet hører til et andet sted nu: {moved.meeting.agenda_label}.")
    items = AgendaItem.objects.editable_by(request.user, clock.today()).filter(meeting=pk)
    stored = get_object_or_404(items, pk=item)
    form = AgendaItemForm(instance=stored, initial={"version": stored.version})
    return _render_form(request, meeting, stored, form)


def moved_item(meeting: Meeting, item: int) -> AgendaItem | None:
    """Where an item that is not on that agenda any more has gone; the secretariat is the same."""
    meetings = Meeting.objects.filter(council=meeting.council).writable().with_agenda()
    found = meetings.filter(items=item).first()
    return next((other for other in found.all_items if other.pk == item), None) if found else None


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
    changed_at = timezone.localtime(result.changed_at)
    messages.success(request, f"Punktet er gemt kl. {changed_at:%H.%M}.")
    if "save_and_close" in request.POST:
        return redirect(f"{reverse('agenda-edit', args=[meeting.pk])}#punkt-{result.pk}")
    return redirect("item-edit", meeting.pk, result.pk)


def _render_form(request, meeting, item, form, *, status: int = 200) -> HttpResponse:
    mains = {main.pk: main for main in meeting.all_items} if item else {}
    main = mains.get(item.parent_id) if item else None
    if is_below_closed := main is not None and not main.is_open:
        form.fields["is_open"].help_text = BELOW_CLOSED
    context = {
        "is_below_closed": is_below_closed,
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
    direction = form.cleaned_data["direction"]
    problem = _move(moved, direction, by=request.user)
    may_be_closed = direction == "ud" and moved.is_open
    is_closed = may_be_closed and moved.meeting.items.filter(pk=item, is_open=False).exists()
    notice = closed_on_the_way(moved) if is_closed else ""
    if not request.htmx:
        if problem:
            messages.warning(request, problem)
        if notice:
            messages.info(request, notice)
        return redirect(f"{reverse('agenda-edit', args=[pk])}#punkt-{item}")
    focus = f"{direction if direction in form.STEPS else 'niveau'}-{item}"
    status = 409 if problem else 200
    facts = {"problem": problem, "notice": notice, "focus": focus}
    return render_items(request, pk, **facts, moved=None if problem else item, status=status)


def _move(item: AgendaItem, direction: str, *, by: User) -> str:
    """Why it did not go there, or nothing."""
    try:
        if direction == "ind":
            return "" if actions.nest_item(item, by=by) else NO_PLACE
        if direction == "ud":
            actions.unnest_item(item, by=by)
        else:
            actions.move_item(item, by=by, steps=MoveForm.STEPS[direction])
    except actions.NumbersAreFrozen:
        return FROZEN
    return ""


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


@require_POST
@on_draft
def drop_item(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """What went out cannot be deleted, but the agenda can say that it is not dealt with."""
    form = SwitchForm(request.POST)
    stored = _served_item(request, pk, item)
    if not form.is_valid():
        raise actions.AgendaHasChanged
    version, is_dropped = form.cleaned_data["version"], form.cleaned_data["is_on"]
    try:
        actions.drop_item(stored, by=request.user, version=version, is_dropped=is_dropped)
    except actions.SubItemsAreNew:
        messages.error(request, NEW_BELOW.format(stored))
    except actions.MainItemIsDropped:
        messages.error(request, f"Hovedpunktet »{stored.parent}« udgår. Tag det med igen først.")
    else:
        said = "udgår" if is_dropped else "er med igen"
        below = " med sine underpunkter" if stored.children.exists() else ""
        messages.success(request, f"Punktet »{stored}« {said}{below}.")
    return redirect(f"{reverse('agenda-edit', args=[pk])}#punkt-{item}")


@require_POST
@on_draft
def set_heading(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    form = SwitchForm(request.POST)
    stored = _served_item(request, pk, item)
    if not form.is_valid():
        raise actions.AgendaHasChanged
    version, is_heading = form.cleaned_data["version"], form.cleaned_data["is_on"]
    try:
        actions.set_heading(stored, by=request.user, version=version, is_heading=is_heading)
    except actions.ItemHasText:
        messages.error(request, HAS_TEXT.format(stored))
    else:
        said = "er nu en overskrift uden tekst" if is_heading else "har igen plads til tekst"
        messages.success(request, f"»{stored}« {said}.")
    return redirect(f"{reverse('agenda-edit', args=[pk])}#punkt-{item}")


def _served_item(request: HttpRequest, pk: int, item: int) -> AgendaItem:
    """The item, for the secretariat; whether it may still change is for the action to say."""
    meeting = get_object_or_404(Meeting.objects.served_by(request.user, clock.today()), pk=pk)
    stored = meeting.items.filter(pk=item).first()
    if stored is None:
        raise actions.AgendaHasChanged
    return stored
