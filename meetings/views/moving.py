"""Items on their way: to another meeting, from an earlier one, and those without a meeting."""

from django.contrib import messages
from django.db import transaction
from django.db.models import Count, Prefetch, ProtectedError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html

from councils.models import Council
from kkr_portal import clock
from kkr_portal.paging import page_of
from meetings import actions, numbering, standard_values
from meetings.forms.items import NewItemForm
from meetings.forms.moving import (
    POOL,
    PlacementForm,
    PoolItemForm,
    ReuseForm,
    SearchForm,
    TransferForm,
)
from meetings.models import AgendaItem, Attachment, Meeting, StandardItem
from meetings.views.agendas import render_agenda
from meetings.views.drafts import FROZEN, closed_on_the_way, on_draft

MEETINGS_ON_A_PAGE = 5


# --- To another meeting --------------------------------------------------------------------------


@on_draft
def transfer_item(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Moves or copies an item to a coming meeting or to the pool; what went out can be copied."""
    row = _served_row(request, pk, item)
    form = _transfer_form(request, row.item)
    if request.method != "POST" or not form.is_valid():
        return _render_transfer(request, row, form, status=422 if form.errors else 200)
    is_copy = "copy" in request.POST
    try:
        target, there = _send(request, row.item, form.cleaned_data, is_copy=is_copy)
    except (
        actions.AgendaHasChanged,
        actions.AgendaIsPublished,
        actions.NumbersAreFrozen,
        ProtectedError,
    ) as refusal:
        row = _served_row(request, pk, item)
        again = _transfer_form(request, row.item, is_new=True)
        return _render_transfer(request, row, again, problem=_why_not(refusal), status=409)
    link = f"{reverse('agenda-edit', args=[target.pk])}#punkt-{there.pk}"
    text = 'Punktet »{}« er {} til <a href="{}">{}</a>.'
    done = "kopieret" if is_copy else "flyttet"
    messages.success(request, format_html(text, there, done, link, _name_of(target)))
    if row.item.is_open and not there.is_open:
        messages.info(request, closed_on_the_way(there))
    return redirect("agenda-edit", pk)


def _send(
    request: HttpRequest, item: AgendaItem, wish: dict, *, is_copy: bool
) -> tuple[Meeting, AgendaItem]:
    with transaction.atomic():  # no empty pool is left behind where the item stays
        if wish["to"] == POOL:
            target = actions.open_pool(item.meeting.council, by=request.user)
        else:
            target = Meeting.objects.get(pk=wish["to"])
        if is_copy:
            with_attachments = wish["with_attachments"]
            there = actions.copy_item(
                item, by=request.user, to=target, with_attachments=with_attachments
            )
        else:
            there = actions.transfer_item(item, by=request.user, to=target, version=wish["version"])
    return target, there


def _name_of(meeting: Meeting) -> str:
    return "ikke planlagte punkter" if meeting.is_pool else f"dagsordenen {meeting.label}"


def _why_not(refusal: Exception) -> str:
    if isinstance(refusal, actions.AgendaIsPublished):
        return "En kollega har offentliggjort den ene af de to dagsordener i mellemtiden."
    if isinstance(refusal, actions.NumbersAreFrozen):
        return f"{FROZEN} Punktet kan kopieres, men ikke flyttes."
    if isinstance(refusal, ProtectedError):
        return (
            "Punktet kan ikke flyttes: En registreret beslutning, for eksempel om valgforbund "
            "eller formandskab, henviser til det. Det kan kopieres."
        )
    return "En kollega har rettet eller flyttet punktet i mellemtiden. Her er det, som det står nu."


def _served_row(request: HttpRequest, pk: int, item: int) -> numbering.NumberedItem:
    meetings = Meeting.objects.served_by(request.user, clock.today()).with_agenda()
    meeting = get_object_or_404(meetings, pk=pk)
    row = next((row for row in numbering.flat(meeting.agenda) if row.item.pk == item), None)
    if row is None and request.method == "POST":
        raise actions.AgendaHasChanged
    if row is None:
        raise Http404
    return row


def _transfer_form(request: HttpRequest, item: AgendaItem, *, is_new: bool = False) -> TransferForm:
    meetings = Meeting.objects.editable_by(request.user, clock.today()).upcoming(clock.today())
    targets = meetings.filter(council=item.meeting.council).exclude(pk=item.meeting_id)
    sent = request.POST if request.method == "POST" and not is_new else None
    return TransferForm(
        sent,
        initial={"version": item.version, "to": request.POST.get("to")},
        meetings=list(targets),
        has_pool=not item.meeting.is_pool,
    )


def _render_transfer(
    request: HttpRequest,
    row: numbering.NumberedItem,
    form: TransferForm,
    *,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    meeting = row.item.meeting
    moved = [row, *row.children]
    context = {
        "council": meeting.council,
        "meeting": meeting,
        "row": row,
        "form": form,
        "problem": problem,
        "can_move": meeting.is_writable and not any(one.item.number for one in moved),
        "attachment_count": Attachment.objects.filter(
            item__in=[one.item.pk for one in moved]
        ).count(),
    }
    return render(request, "meetings/item_transfer.html", context, status=status)


# --- From another meeting ------------------------------------------------------------------------


@on_draft
def reuse_item(request: HttpRequest, pk: int) -> HttpResponse:
    """The council's other agendas, the latest first, each item with a button that copies it."""
    meetings = Meeting.objects.editable_by(request.user, clock.today())
    if request.method == "POST":
        meetings = Meeting.objects.served_by(request.user, clock.today())
    meeting = get_object_or_404(meetings.select_related("council", "term"), pk=pk)
    if request.method == "POST":
        return _reuse(request, meeting)
    initial = {"parent": request.GET.get("placering")}
    return render_reuse(request, meeting, PlacementForm(meeting=meeting, initial=initial))


def render_reuse(
    request: HttpRequest, meeting: Meeting, placement: PlacementForm, *, status: int = 200
) -> HttpResponse:
    """The page with everything that can be fetched; `placement` is where it goes."""
    form = SearchForm(request.GET)
    words = form.cleaned_data["soeg"] if form.is_valid() else ""
    agendas = _agendas_besides(meeting, words)
    page = page_of(agendas, request.GET.get("side"), size=MEETINGS_ON_A_PAGE)
    context = {
        "council": meeting.council,
        "meeting": meeting,
        "form": form,
        "words": words,
        "page": page,
        "placement": placement,
        "address": reverse("item-reuse", args=[meeting.pk]),
        "agendas": [(other, _found(other, words)) for other in page],
        "standard_items": list(StandardItem.objects.usable_in(meeting.council)),
    }
    _mark_what_is_here(meeting, context["agendas"], context["standard_items"])
    return render(request, "meetings/item_reuse.html", context, status=status)


def reuse_url(meeting: Meeting, parent: AgendaItem | None, query: QueryDict | None = None) -> str:
    """The page again, with the placement that was chosen and what `query` asked for."""
    query = QueryDict(mutable=True) if query is None else query.copy()
    query.pop("placering", None)
    if parent is not None:
        query["placering"] = str(parent.pk)
    address = reverse("item-reuse", args=[meeting.pk])
    return f"{address}?{query.urlencode()}" if query else address


def _mark_what_is_here(meeting: Meeting, agendas, standard_items: list[StandardItem]) -> None:
    """Sets `is_here` on what this agenda has by its title already."""
    titles = {_said(title) for title in meeting.items.values_list("title", flat=True)}
    for _, rows in agendas:
        for row in rows:
            row.item.is_here = _said(row.item.title) in titles
    # Titles of standard items may hold variables, so they are compared as they would read here.
    values = standard_values.values_at(meeting, today=clock.today()) if standard_items else {}
    for standard in standard_items:
        standard.is_here = _said(standard_values.filled(standard, values)["title"]) in titles


def _said(title: str) -> str:
    return " ".join(title.split()).casefold()


def _agendas_besides(meeting: Meeting, words: str):
    items = AgendaItem.objects.order_by("position", "pk").defer(
        *AgendaItem.SECTIONS, "internal_note"
    )
    counted = items.annotate(attachment_count=Count("attachments"))
    found = Meeting.objects.scheduled().filter(council=meeting.council).exclude(pk=meeting.pk)
    return (
        found.filter(pk__in=_meetings_with(words, found))
        .order_by("-starts_at")
        .prefetch_related(Prefetch("items", counted, "all_items"))
    )


def _meetings_with(words: str, meetings) -> set[int]:
    # Compared here, because not every database knows that Å and å are one letter.
    titles = AgendaItem.objects.filter(meeting__in=meetings).values_list("meeting", "title")
    return {meeting for meeting, title in titles if words.casefold() in title.casefold()}


def _found(meeting: Meeting, words: str) -> list[numbering.NumberedItem]:
    rows = numbering.flat(meeting.agenda)
    return [row for row in rows if words.casefold() in row.item.title.casefold()]


def _reuse(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    form = ReuseForm(request.POST, meeting=meeting)
    if not form.is_valid():
        raise actions.AgendaHasChanged
    source, wish = form.cleaned_data["item"], form.cleaned_data
    parent, with_attachments = wish["parent"], wish["with_attachments"]
    try:
        copied = actions.copy_item(
            source, by=request.user, to=meeting, parent=parent, with_attachments=with_attachments
        )
    except actions.CannotBeSubItem:
        form.add_error("parent", form.NO_SUB_ITEM.format(source))
        return render_reuse(request, meeting, form, status=422)
    link = reverse("item-edit", args=[meeting.pk, copied.pk])
    text = 'Punktet <a href="{}">{}</a> er kopieret til {}.'
    messages.success(request, format_html(text, link, copied, _name_of(meeting)))
    if source.is_open and not copied.is_open:
        messages.info(request, closed_on_the_way(copied))
    return redirect(reuse_url(meeting, parent, request.GET))


# --- Without a meeting ---------------------------------------------------------------------------


def show_pool(request: HttpRequest, slug: str) -> HttpResponse:
    """The items that no meeting has been found for; the first one added opens the pool."""
    councils = Council.objects.served_by(request.user, clock.today())
    council = get_object_or_404(councils, slug=slug)
    pools = Meeting.objects.filter(council=council, is_pool=True).with_agenda()
    pool = pools.with_attachments(Attachment.objects.all()).first()
    if request.method == "POST":
        return _add_to_pool(request, council)
    if pool is None:
        return _render_empty_pool(request, council, PoolItemForm())
    return render_agenda(request, pool, NewItemForm(meeting=pool))


def _add_to_pool(request: HttpRequest, council: Council) -> HttpResponse:
    form = PoolItemForm(request.POST)
    if not form.is_valid():
        return _render_empty_pool(request, council, form, status=422)
    with transaction.atomic():
        pool = actions.open_pool(council, by=request.user)
        item = actions.add_item(pool, by=request.user, **form.cleaned_data)
    return redirect("item-edit", pool.pk, item.pk)


def _render_empty_pool(
    request: HttpRequest, council: Council, form: PoolItemForm, *, status: int = 200
) -> HttpResponse:
    return render(request, "meetings/pool.html", {"council": council, "form": form}, status=status)
