"""What an item said earlier: every version, what it changed, and taking one back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from kkr_portal import clock
from meetings import actions, numbering
from meetings.actions import history
from meetings.forms.versions import OtherVersionForm, VersionForm
from meetings.models import AgendaItemVersion, Meeting
from meetings.querysets import ItemVersionQuerySet
from meetings.views.conflicts import differences
from meetings.views.drafts import on_draft


def list_versions(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """The latest first; also of a published agenda, which nothing can be taken back to."""
    context = _item_context(request, pk, item)
    context["versions"] = _versions(request, pk, item).headlines()
    return render(request, "meetings/agendaitem_history.html", context)


def show_version(request: HttpRequest, pk: int, item: int, version: int) -> HttpResponse:
    """One version with what it changed since the one before, or since another one: `?fra=3`."""
    context = _item_context(request, pk, item)
    versions = _versions(request, pk, item).select_related("saved_by", "restored_from")
    shown = get_object_or_404(versions, number=version)
    for name, text in history.sanitised(shown.content).items():
        setattr(shown, name, text)  # in case it was written around the actions
    form = OtherVersionForm(request.GET, versions=versions, shown=shown)
    earlier = form.earlier()
    context |= {
        "shown": shown,
        "earlier": earlier,
        "form": form,
        "is_latest": shown.number == versions[0].number,
        "differences": differences(earlier.content, shown.content) if earlier else [],
    }
    return render(request, "meetings/agendaitem_version.html", context)


@require_POST
@on_draft
def restore_version(request: HttpRequest, pk: int, item: int, version: int) -> HttpResponse:
    kept = get_object_or_404(_versions(request, pk, item), number=version)
    form = VersionForm(request.POST)
    if not form.is_valid():
        raise actions.AgendaHasChanged
    actions.restore_version(kept, by=request.user, **form.cleaned_data)
    messages.success(request, f"Version {kept.number} er gendannet som en ny version.")
    return redirect("item-history", pk, item)


def _versions(request: HttpRequest, pk: int, item: int) -> ItemVersionQuerySet:
    versions = AgendaItemVersion.objects.visible_to(request.user, clock.today())
    return versions.filter(item=item, item__meeting=pk)


def _item_context(request: HttpRequest, pk: int, item: int) -> dict:
    meetings = Meeting.objects.served_by(request.user, clock.today()).with_agenda()
    meeting = get_object_or_404(meetings, pk=pk)
    rows = {row.item.pk: row for row in numbering.flat(meeting.agenda)}
    row = rows.get(item)
    if row is None:
        raise Http404
    return {"council": meeting.council, "meeting": meeting, "row": row}
