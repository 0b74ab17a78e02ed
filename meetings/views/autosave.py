"""What the editor of an item asks by itself while somebody writes."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kkr_portal import clock
from meetings import actions
from meetings.actions import history
from meetings.forms.items import AgendaItemForm
from meetings.models import AgendaItem, Meeting
from meetings.views.conflicts import differences, sent_content
from meetings.views.items import moved_item


@require_POST
def autosave_item(request: HttpRequest, pk: int, item: int) -> JsonResponse:
    """Like »Gem«, but answers with data: 200 saved, 409 not any more (and why), 422 not like this.

    Who is not logged in gets a 401, see kkr_portal/errors.py.
    """
    meeting = get_object_or_404(Meeting.objects.served_by(request.user, clock.today()), pk=pk)
    form = AgendaItemForm(request.POST, instance=AgendaItem(meeting=meeting))
    if not form.is_valid():
        errors = {name: list(messages) for name, messages in form.errors.items()}
        return JsonResponse({"errors": errors}, status=422)
    try:
        result = actions.autosave_item(
            AgendaItem(pk=item, meeting=meeting),
            by=request.user,
            version=form.cleaned_data["version"] or 0,
            **form.content(),
        )
    except actions.AgendaIsPublished:
        return JsonResponse({"reason": "published"}, status=409)
    except (AgendaItem.DoesNotExist, Meeting.DoesNotExist):
        moved = moved_item(meeting, item)
        if moved is None:
            return JsonResponse({"reason": "deleted"}, status=409)
        result = actions.Conflict(moved)
    if isinstance(result, actions.Conflict):
        stored = result.stored
        facts = {"reason": "changed", "by": str(stored.changed_by), "at": _time(stored)}
        return JsonResponse(facts, status=409)
    return JsonResponse({"version": result.version, "at": _time(result)})


@require_POST
def note_presence(request: HttpRequest, pk: int, item: int) -> JsonResponse:
    """Who else has the item open, and which version is stored by whom."""
    stored = _editable_item(request, pk, item)
    try:
        others = actions.note_presence(stored, by=request.user, at=clock.now())
    except actions.AgendaHasChanged as error:
        raise Http404 from error
    facts = {"others": others, "version": stored.version, "by": str(stored.changed_by)}
    return JsonResponse(facts)


@require_POST
def compare_item(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """What a text that the browser kept changes in the stored one, as part of a page; 204 where
    there is nothing."""
    stored = _editable_item(request, pk, item)
    found = differences(stored.content, history.sanitised(sent_content(request.POST)))
    if not found:
        return HttpResponse(status=204, headers={"X-Item-Version": stored.version})
    context = {"differences": found}
    return render(request, "meetings/_differences.html", context)


def _editable_item(request: HttpRequest, pk: int, item: int) -> AgendaItem:
    items = AgendaItem.objects.editable_by(request.user, clock.today()).filter(meeting=pk)
    return get_object_or_404(items.select_related("changed_by"), pk=item)


def _time(item: AgendaItem) -> str:
    return f"{timezone.localtime(item.changed_at):%H.%M}"
