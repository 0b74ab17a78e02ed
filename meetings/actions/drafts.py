"""What all actions on an agenda share: the lock, and what they refuse."""

from meetings.models import Meeting


class AgendaIsPublished(Exception):
    """The agenda went out; its items can no longer change."""


class AgendaHasChanged(Exception):
    """Somebody added, moved, changed or deleted something since the page was shown."""


class AgendaIsEmpty(Exception):
    """An agenda without items cannot be published."""


def locked_draft(meeting: Meeting) -> Meeting:
    """The meeting, locked until the transaction ends; AgendaIsPublished once it went out."""
    locked = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if locked.is_published:
        raise AgendaIsPublished
    return locked
