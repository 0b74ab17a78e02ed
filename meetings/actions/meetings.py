"""Meetings: date, place, note."""

from typing import Any

from django.db import transaction

from councils import audit
from councils.models import Council, Term, User
from meetings.actions import stored_files
from meetings.actions.drafts import AgendaIsPublished, locked_draft
from meetings.models import Meeting


class MeetingHasChanged(Exception):
    """Somebody saved other facts since the form was shown; carries the meeting as it is stored."""

    def __init__(self, stored: Meeting) -> None:
        super().__init__(stored)
        self.stored = stored


@transaction.atomic
def create_meeting(council: Council, *, by: User, term: Term, **facts: Any) -> Meeting:
    """A new meeting in `council`; `facts` are the fields of the meeting form.

    Raises ValidationError if the council has a meeting at that moment by now.
    """
    Council.objects.select_for_update(no_key=True).get(pk=council.pk)
    meeting = Meeting(council=council, term=term, **facts)
    meeting.validate_constraints()
    meeting.save()
    audit.record("create_meeting", meeting, f"Oprettede {meeting}", by=by, council=council)
    return meeting


@transaction.atomic
def change_meeting(
    meeting: Meeting, *, by: User, version: int, term: Term, **facts: Any
) -> Meeting:
    """Other date, place or note, as long as the agenda is a draft or is being amended.

    Raises MeetingHasChanged unless the meeting still is at `version`, the one the form showed, and
    ValidationError like `create_meeting`.
    """
    Council.objects.select_for_update(no_key=True).get(pk=meeting.council_id)
    meeting = locked_draft(meeting)
    if meeting.version != version:
        raise MeetingHasChanged(meeting)
    meeting.version += 1
    for name, value in {"term": term, **facts}.items():
        setattr(meeting, name, value)
    meeting.validate_constraints()
    meeting.save()
    audit.record("change_meeting", meeting, f"Rettede {meeting}", by=by, council=meeting.council)
    return meeting


@transaction.atomic
def delete_meeting(meeting: Meeting, *, by: User) -> None:
    """Removes a meeting whose agenda never went out."""
    meeting = locked_draft(meeting)
    if meeting.publications.exists():
        raise AgendaIsPublished
    audit.record("delete_meeting", meeting, f"Slettede {meeting}", by=by, council=meeting.council)
    meeting.delete()
    stored_files.forget_unused()
