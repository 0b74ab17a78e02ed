"""Two who record attendance at once, or one who does while something else changes.

On PostgreSQL they really do; SQLite lets one wait for the other, and must end the same way.
"""

import datetime

import pytest

from councils.actions import name_substitute
from councils.models import CouncilMembership
from meetings import actions, attendances
from meetings.attendances import Entry
from meetings.models import Meeting
from tests.factories import MembershipFactory, PersonFactory, SubstitutionFactory, UserFactory
from tests.meetings.conftest import DENMARK
from tests.meetings.test_races import errors, interleaved

pytestmark = pytest.mark.django_db(transaction=True)

EARLY = datetime.datetime(2022, 1, 19, 8, 0, tzinfo=DENMARK)
PRESENT, ABSENT = Entry("present"), Entry("absent")


@pytest.fixture
def held(agenda, publish) -> Meeting:
    """The constituent meeting, whose agenda went out."""
    publish(agenda.meeting)
    return Meeting.objects.get(pk=agenda.meeting.pk)


@pytest.fixture
def seat(council, term) -> CouncilMembership:
    return MembershipFactory(council=council, term=term)


@pytest.fixture
def record(held, secretary):
    """Records entries from a page that was opened now: `record({seat: PRESENT})`."""

    def prepared(entries: dict):
        seen = attendances.roll(held).mark
        by_key = {seat.pk: entry for seat, entry in entries.items()}
        return lambda: actions.record_attendance(
            held, by=secretary, entries=by_key, seen=seen, at=EARLY
        )

    return prepared


def recorded(meeting: Meeting) -> dict:
    return {row.membership: Entry.of(row) for row in meeting.attendances.all()}


def test_second_of_two_secretaries_finds_a_conflict(held, seat, record):
    results = interleaved(record({seat: PRESENT}), record({seat: ABSENT}))

    assert [type(error) for error in errors(results)] == [actions.AttendanceHasChanged]
    assert recorded(held) == {seat: PRESENT}


@pytest.mark.parametrize("apologises_first", [True, False])
def test_apology_and_the_secretariats_record_do_not_overwrite_each_other(
    held, seat, record, apologises_first
):
    user = UserFactory(person=seat.person)

    def apologise():
        return actions.send_apology(held, by=user, at=EARLY)

    save = record({seat: PRESENT})
    results = interleaved(*((apologise, save) if apologises_first else (save, apologise)))

    first = Entry("apology") if apologises_first else PRESENT
    refused = actions.AttendanceHasChanged if apologises_first else actions.TooLateToApologise
    assert [type(error) for error in errors(results)] == [refused]
    assert recorded(held) == {seat: first}


def test_two_clicks_on_the_apology_are_one(held, seat):
    user = UserFactory(person=seat.person)

    def apologise():
        return actions.send_apology(held, by=user, at=EARLY)

    results = interleaved(apologise, apologise)

    assert errors(results) == []
    assert recorded(held) == {seat: Entry("apology")}


@pytest.mark.parametrize("is_named_first", [True, False])
def test_substitute_who_is_just_being_replaced_is_not_recorded_unseen(
    held, seat, record, secretary, is_named_first
):
    former = SubstitutionFactory(membership=seat).person
    newcomer = PersonFactory()

    def name():
        return name_substitute(
            seat,
            newcomer,
            by=secretary,
            starts_on=datetime.date(2022, 1, 18),
            ends_on=None,
        )

    save = record({seat: Entry("substitute", former.pk)})
    results = interleaved(*((name, save) if is_named_first else (save, name)))

    if is_named_first:
        assert [type(error) for error in errors(results)] == [actions.AttendanceHasChanged]
        assert recorded(held) == {}
    else:  # recorded as it was known then
        assert errors(results) == []
        assert recorded(held) == {seat: Entry("substitute", former.pk)}
