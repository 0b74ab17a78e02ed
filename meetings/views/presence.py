"""Who has which item of an agenda open, for the page that shows them all."""

import datetime
from collections import defaultdict

from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from councils.models import User
from kkr_portal import clock
from meetings.agenda_rows import presence_sentence
from meetings.models import ItemPresence, Meeting


@require_GET
def show_presence(request: HttpRequest, pk: int) -> JsonResponse:
    """A sentence for each item that somebody else has open, by its key."""
    meetings = Meeting.objects.editable_by(request.user, clock.today())
    meeting = get_object_or_404(meetings, pk=pk)
    return JsonResponse({"items": open_items(meeting, besides=request.user, at=clock.now())})


def open_items(meeting: Meeting, *, besides: User, at: datetime.datetime) -> dict[int, str]:
    """In one query."""
    presences = ItemPresence.objects.fresh(at).filter(item__meeting=meeting)
    names: dict[int, list[str]] = defaultdict(list)
    for presence in presences.exclude(user=besides).select_related("user"):
        names[presence.item_id].append(str(presence.user))
    return {item: presence_sentence(writers) for item, writers in names.items()}
