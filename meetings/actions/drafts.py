"""What all actions on an agenda share: the lock, and what they refuse."""

from django.db.models import Q

from councils.models import Council
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


def locked_with_pool(meeting: Meeting) -> Meeting:
    """The meeting, locked together with the council's pool, which its items may be moved to.

    The council first, as whoever opens a pool does, then meetings in one order.
    """
    Council.objects.select_for_update(no_key=True).get(pk=meeting.council_id)
    wanted = Q(pk=meeting.pk) | Q(council=meeting.council_id, is_pool=True)
    locked = Meeting.objects.select_for_update(no_key=True).filter(wanted).order_by("pk")
    return next(one for one in locked if one.pk == meeting.pk)


def locked_drafts(*meetings: Meeting) -> list[Meeting]:
    """The same for several, locked in one order, so that two at once cannot wait for each other."""
    locked = {pk: locked_draft(Meeting(pk=pk)) for pk in sorted(m.pk for m in meetings)}
    return [locked[meeting.pk] for meeting in meetings]
