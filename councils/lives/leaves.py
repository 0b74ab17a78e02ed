"""Who is on leave, for pages that show people."""

import datetime
from collections.abc import Iterable

from councils.models import LeaveOfAbsence


def on_leave(people: Iterable[int], at: datetime.date) -> dict[int, LeaveOfAbsence]:
    """The leaves that last on the day `at`, by the people's keys, in one query."""
    leaves = LeaveOfAbsence.objects.in_force(at).filter(person__in=set(people))
    return {leave.person_id: leave for leave in leaves}
