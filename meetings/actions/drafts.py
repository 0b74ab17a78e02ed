"""What all actions on an agenda share: the lock, and what they refuse."""

from meetings.models import Meeting


class AgendaIsPublished(Exception):
    """The agenda went out, and nobody is amending it; its items cannot change."""


class AgendaHasChanged(Exception):
    """Somebody added, moved, changed or deleted something since the page was shown."""


class AgendaIsEmpty(Exception):
    """An agenda without items cannot be published."""


class NumbersAreFrozen(Exception):
    """What was published keeps its number and its place; it can be dropped, but not deleted."""


def locked_draft(meeting: Meeting) -> Meeting:
    """The meeting, locked until the transaction ends: its agenda is a draft or is being amended.

    Raises AgendaIsPublished otherwise.
    """
    # The weaker lock: whoever only refers to the meeting need not wait for it.
    locked = Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
    if not locked.is_writable:
        raise AgendaIsPublished
    return locked


def locked_drafts(*meetings: Meeting) -> list[Meeting]:
    """The same for several, locked in one order, so that two at once cannot wait for each other."""
    locked = {pk: locked_draft(Meeting(pk=pk)) for pk in sorted(m.pk for m in meetings)}
    return [locked[meeting.pk] for meeting in meetings]
