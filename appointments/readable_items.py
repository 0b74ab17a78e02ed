"""The way to the agenda item under which something was decided, for those who may read it."""

import datetime
from dataclasses import dataclass

from django.urls import reverse

from meetings.models import AgendaItem, Meeting, PublishedItem


@dataclass(frozen=True, slots=True)
class Way:
    """Where a reader finds an item, what it is called there, and the meeting."""

    address: str
    title: str
    meeting: Meeting


def way_to(item: AgendaItem | None, user, at: datetime.date) -> Way | None:
    """As published, where `user` may read it; otherwise as it is being written, for those who
    read the draft; None for everybody else. Needs the item's meeting."""
    if item is None:
        return None
    published = PublishedItem.objects.in_force_to(user, at).filter(key=item.pk).first()
    if published is not None:
        page = reverse("meeting", args=[item.meeting_id])
        title = f"{published.number} {published.title}"
        return Way(f"{page}#punkt-{item.pk}", title, item.meeting)
    if not Meeting.objects.drafts_visible_to(user, at).filter(pk=item.meeting_id).exists():
        return None
    if item.meeting.is_pool:
        page = reverse("pool", args=[item.meeting.council.slug])
    elif item.meeting.is_published:
        page = reverse("agenda-preview", args=[item.meeting_id])
    else:
        page = reverse("meeting", args=[item.meeting_id])
    return Way(f"{page}#punkt-{item.pk}", item.title, item.meeting)
