"""Standard items: where they are written, how they read in each council, and into an agenda."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from councils.models import Council
from councils.views.rows import served
from kkr_portal import clock
from meetings import actions, standard_values, variables
from meetings.forms.standard_items import (
    KINDS,
    DayForm,
    StandardChoiceForm,
    StandardItemForm,
    StandardMoveForm,
)
from meetings.forms.versions import VersionForm
from meetings.models import Meeting, StandardItem
from meetings.views.conflicts import Difference, differences
from meetings.views.drafts import on_draft
from meetings.views.moving import render_reuse, reuse_url

GONE = "En kollega har slettet standardpunktet i mellemtiden."

# --- Writing -------------------------------------------------------------------------------------


def list_standard_items(request: HttpRequest, slug: str) -> HttpResponse:
    """The templates of the council's meetings, and what is picked by hand."""
    council = served(request, slug)
    long_texts = StandardItem.SECTIONS
    items = list(StandardItem.objects.usable_in(council).defer(*long_texts, "internal_note"))
    groups = [(kind, label, _rows(items, kind)) for kind, label in KINDS]
    context = {
        "council": council,
        "groups": groups,
        "loose": _rows(items, ""),
        "is_empty": not items,
    }
    return render(request, "meetings/standarditem_list.html", context)


def _rows(items: Iterable[StandardItem], kind: str):
    chosen = [item for item in items if (kind in item.kinds if kind else not item.kinds)]
    return standard_values.template(chosen)


def create_standard_item(request: HttpRequest, slug: str) -> HttpResponse:
    council = served(request, slug)
    form = StandardItemForm(
        request.POST or None, instance=StandardItem(council=council), council=council
    )
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return _render_form(request, council, form, status=status)
    item = actions.create_standard_item(by=request.user, **form.content())
    messages.success(request, f"Standardpunktet »{item}« er oprettet.")
    return _goal(request, council, item)


def edit_standard_item(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Whatever happens to the item meanwhile, what somebody wrote comes back to them."""
    council = served(request, slug)
    if request.method != "POST":
        item = get_object_or_404(_usable(council).select_related("changed_by"), pk=pk)
        form = StandardItemForm(instance=item, initial={"version": item.version}, council=council)
        return _render_form(request, council, form, item)
    item = _usable(council).select_related("changed_by").filter(pk=pk).first()
    if item is None:
        return _render_gone(request, council)
    form = StandardItemForm(request.POST, instance=_usable(council).get(pk=pk), council=council)
    if not form.is_valid():
        return _render_form(request, council, form, item, status=422)
    version, content = form.cleaned_data["version"] or 0, form.content()
    try:
        item = actions.save_standard_item(item, by=request.user, version=version, **content)
    except actions.StandardItemHasChanged as conflict:
        return _render_conflict(request, council, form, conflict.stored)
    except actions.StandardItemIsGone:
        return _render_gone(request, council)
    changed_at = timezone.localtime(item.changed_at)
    messages.success(request, f"Standardpunktet er gemt kl. {changed_at:%H.%M}.")
    return _goal(request, council, item)


def _goal(request: HttpRequest, council: Council, item: StandardItem) -> HttpResponse:
    if "save_and_close" in request.POST:
        return redirect("standard-items", council.slug)
    return redirect("standard-item-edit", council.slug, item.pk)


def _render_gone(request: HttpRequest, council: Council) -> HttpResponse:
    form = StandardItemForm(request.POST, instance=StandardItem(council=council), council=council)
    return _render_form(request, council, form, is_gone=True, status=409)


def _render_conflict(
    request: HttpRequest, council: Council, form: StandardItemForm, stored: StandardItem
) -> HttpResponse:
    """The writer's text stays in the form; what differs in the stored one stands above it."""
    texts = {name: form.cleaned_data[name] for name in form.Meta.fields if name in stored.content}
    found = differences(stored.content, texts)
    return _render_form(request, council, form, stored, differences=found, status=409)


def _render_form(
    request: HttpRequest,
    council: Council,
    form: StandardItemForm,
    item: StandardItem | None = None,
    *,
    differences: list[Difference] | None = None,
    is_gone: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {
        "council": council,
        "form": form,
        "item": item,
        "is_conflict": differences is not None,
        "differences": differences,
        "is_gone": is_gone,
        "names": variables.NAMES,
        "media": form.media.with_nonce(request.csp_nonce),
    }
    return render(request, "meetings/standarditem_edit.html", context, status=status)


@require_POST
def move_standard_item(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    council = served(request, slug)
    form = StandardMoveForm(request.POST)
    back = reverse("standard-items", args=[slug])
    if not form.is_valid():
        messages.warning(request, "Punktet kan kun flyttes op eller ned.")
        return redirect(back)
    kind, steps = form.cleaned_data["kind"], form.STEPS[form.cleaned_data["direction"]]
    item = _usable(council).filter(pk=pk).first()
    try:
        if item is None:
            raise actions.StandardItemIsGone
        actions.move_standard_item(item, by=request.user, council=council, kind=kind, steps=steps)
    except actions.StandardItemIsGone:
        messages.warning(request, GONE)
    return redirect(f"{back}#{kind or 'uden'}-{pk}")


@require_POST
def delete_standard_item(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    council = served(request, slug)
    form = VersionForm(request.POST)
    item = _usable(council).filter(pk=pk).first()
    here = redirect("standard-item-edit", slug, pk)
    try:
        if item is None:
            raise actions.StandardItemIsGone
        version = form.cleaned_data["version"] if form.is_valid() else 0
        actions.delete_standard_item(item, by=request.user, version=version)
    except actions.StandardItemHasChanged:
        messages.warning(request, "En kollega har rettet standardpunktet. Læs det, før du sletter.")
        return here
    except actions.StandardItemHasSubItems:
        messages.error(request, "Punktet har underpunkter. Flyt eller slet dem først.")
        return here
    except actions.StandardItemIsGone:
        messages.info(request, GONE)
    else:
        messages.success(request, f"Standardpunktet »{item}« er slettet.")
    return redirect("standard-items", slug)


def _usable(council: Council) -> QuerySet[StandardItem]:
    """What the secretariat of a council may change: its own, and the shared ones."""
    return StandardItem.objects.usable_in(council)


# --- Reading -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Reading:
    """How a standard item reads in one council; values are marked, and what has none told."""

    council: Council
    title: str
    sections: list[tuple[str, str]]
    missing: list[tuple[str, str]]


def preview_standard_item(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A shared item in each council of the day, the council's own in that one."""
    council = served(request, slug)
    item = get_object_or_404(_usable(council), pk=pk)
    form = DayForm(request.GET)
    is_valid = form.is_valid()
    day = (form.cleaned_data.get("dato") if is_valid else None) or clock.today()
    councils = [council] if item.council_id else list(Council.objects.in_force(day))
    values = standard_values.values_on(councils, day)
    context = {
        "council": council,
        "item": item,
        "day": day,
        "form": form if request.GET else DayForm(initial={"dato": day}),
        "readings": [_reading(item, other, values[other.pk]) for other in councils],
    }
    status = 200 if is_valid else 400
    return render(request, "meetings/standarditem_preview.html", context, status=status)


def _reading(item: StandardItem, council: Council, values: standard_values.Values) -> Reading:
    return Reading(
        council,
        standard_values.shown(item.title, values, is_html=False),
        [
            (heading, standard_values.shown(html, values, is_html=True))
            for heading, html in item.sections
        ],
        [
            (f"{{{name}}}", standard_values.WHY_MISSING[name])
            for name in standard_values.missing(item, values)
        ],
    )


# --- Into an agenda ------------------------------------------------------------------------------


@require_POST
@on_draft
def add_standard_item(request: HttpRequest, pk: int) -> HttpResponse:
    """One that was picked by hand; there may be more to pick."""
    meeting = _served_meeting(request, pk)
    form = StandardChoiceForm(request.POST, meeting=meeting)
    try:
        if "parent" in form.errors:
            raise actions.AgendaHasChanged
        if not form.is_valid():
            raise actions.StandardItemIsGone
        standard, parent = form.cleaned_data["standard"], form.cleaned_data["parent"]
        item = actions.use_standard_item(meeting, standard, by=request.user, parent=parent)
    except actions.CannotBeSubItem:
        form.add_error("parent", form.NO_SUB_ITEM.format(standard))
        return render_reuse(request, meeting, form, status=422)
    except actions.StandardItemIsGone:
        messages.warning(request, GONE)
        return redirect("item-reuse", pk)
    link = reverse("item-edit", args=[pk, item.pk])
    text = '»{}« er tilføjet til {}. <a href="{}">Ret punktet</a>'
    messages.success(request, format_html(text, item, meeting.agenda_label, link))
    say_missing(request, [item])
    return redirect(reuse_url(meeting, parent))


@require_POST
@on_draft
def fill_agenda(request: HttpRequest, pk: int) -> HttpResponse:
    """All standard items for the meeting's kind into its empty agenda."""
    meeting = _served_meeting(request, pk)
    made = actions.fill_from_template(meeting, by=request.user)
    if made:
        ending = "er" if len(made) > 1 else ""
        messages.success(request, f"{len(made)} standardpunkt{ending} er tilføjet.")
        say_missing(request, made)
    else:
        messages.info(request, "Der er ingen standardpunkter til mødetypen.")
    return redirect("agenda-edit", pk)


def say_missing(request: HttpRequest, items: Iterable) -> None:
    """Tells which variables were left in the texts because nobody knows their value."""
    left = dict.fromkeys(name for item in items for name in standard_values.missing(item, {}))
    if left:
        named = ", ".join(f"{{{name}}}" for name in left)
        text = f"Portalen kender ikke værdien af {named}. Skriv den selv, hvor den står i teksten."
        messages.warning(request, text)


def _served_meeting(request: HttpRequest, pk: int) -> Meeting:
    meetings = Meeting.objects.served_by(request.user, clock.today()).select_related("council")
    return get_object_or_404(meetings, pk=pk)
