"""Who has read which edition."""

import datetime

from councils.models import User
from meetings.models import AgendaPublication, AgendaReading


# No audit entry: reading is no act on the agenda. It is kept for the reader's own marks only, see
# `PublicationQuerySet.with_reading`.
def note_reading(publication: AgendaPublication, *, by: User, at: datetime.datetime) -> None:
    """Notes that `by` has the edition before them, once: two windows at a time are no error."""
    reading = AgendaReading(publication=publication, user=by, read_at=at)
    AgendaReading.objects.bulk_create([reading], ignore_conflicts=True)
