"""Two secretaries who create a term's meetings at the same moment."""

import datetime

import pytest

from councils.models import AuditEntry
from meetings import actions
from meetings.models import Meeting
from tests.meetings.conftest import DENMARK
from tests.meetings.test_concurrency import at_once  # noqa: F401 -- a fixture

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_plan_wins_and_the_others_save_nothing_when_four_are_sent_at_once(
    council,
    term,
    secretary,
    at_once,  # noqa: F811
):
    """They overlap each other without beginning at the same time: no constraint would see it."""

    def plan(number: int):
        at = datetime.datetime(2022, 3, 23, 10, 10 * number, tzinfo=DENMARK)
        days = (at, at + datetime.timedelta(7))
        facts = [{"starts_at": day, "ends_at": day + datetime.timedelta(hours=2)} for day in days]
        return lambda: actions.create_meetings(council, by=secretary, term=term, meetings=facts)

    results = at_once(*(plan(number) for number in range(4)))

    kinds = sorted(type(result).__name__ for result in results)
    assert kinds == ["MeetingsClash", "MeetingsClash", "MeetingsClash", "list"]
    assert (Meeting.objects.count(), AuditEntry.objects.count()) == (2, 1)
