"""The meetings of a whole term at once."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction

from councils import audit
from councils.models import Council, Term, User
from meetings.models import Meeting


class MeetingsClash(Exception):
    """The council meets already at one of the times; `meetings` are those in the way, if known."""

    def __init__(self, meetings: Sequence[Meeting] = ()) -> None:
        super().__init__()
        self.meetings = list(meetings)


@transaction.atomic
def create_meetings(
    council: Council, *, by: User, term: Term, meetings: Sequence[Mapping[str, Any]]
) -> list[Meeting]:
    """New meetings in `council`, all of them or none; each has the fields of the meeting form.

    Raises MeetingsClash if one of them overlaps a meeting that the council has by now.
    """
    # Two plans for one council wait for each other, so that the second one sees the first.
    Council.objects.select_for_update(no_key=True).get(pk=council.pk)
    made = [Meeting(council=council, term=term, **facts) for facts in meetings]
    if not made:
        return []
    if in_the_way := _overlapping(council, made):
        raise MeetingsClash(in_the_way)
    try:
        with transaction.atomic():
            made = Meeting.objects.bulk_create(made)
    except IntegrityError as error:  # somebody created a single meeting at this very moment
        raise MeetingsClash from error
    days = ", ".join(f"{meeting.held_on:%d.%m.%Y}" for meeting in made)
    summary = f"Oprettede {len(made)} møder i valgperioden {term}: {days}"
    audit.record("create_meetings", council, summary, by=by, council=council)
    return made


def _overlapping(council: Council, made: Sequence[Meeting]) -> list[Meeting]:
    near = Meeting.objects.filter(
        council=council,
        starts_at__lt=max(meeting.ends_at for meeting in made),
        ends_at__gt=min(meeting.starts_at for meeting in made),
    )
    return [
        stored
        for stored in near
        if any(stored.starts_at < new.ends_at and new.starts_at < stored.ends_at for new in made)
    ]
