"""The iCalendar feed of a council's meetings, read back with a calendar reader."""

import datetime

import icalendar
import pytest
from django.urls import reverse

from meetings import actions
from meetings.models import Meeting
from tests.factories import AgendaItemFactory, ElectionFactory, MeetingFactory, TermFactory
from tests.meetings.conftest import DENMARK

NINE = datetime.datetime(2022, 3, 23, 9, tzinfo=DENMARK)
FACTS = {"kind": "ordinary", "place": "Viborg", "practical_note": "Døren i gården."}
FACTS |= {"starts_at": NINE, "ends_at": NINE + datetime.timedelta(hours=2)}


@pytest.fixture
def url(council) -> str:
    return reverse("plan-feed", args=[council.slug])


def events(response) -> list[icalendar.Event]:
    return icalendar.Calendar.from_ical(response.content).events


def test_feed_is_a_calendar_file_for_everybody(browse, outsider, url, meeting):
    response = browse(outsider).get(url)

    [event] = events(response)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="moeder-midtjylland.ics"'
    assert event["uid"] == f"moede-{meeting.pk}@kkr-portalen"
    assert event["summary"] == "KKR Midtjylland: konstituerende møde"
    assert event["location"] == "Silkeborg"
    assert event.decoded("dtstart") == meeting.starts_at
    assert event.decoded("dtend") == meeting.ends_at
    assert event["url"] == f"http://testserver/moeder/{meeting.pk}/"


def test_feed_has_meetings_of_running_and_coming_terms_of_its_own_council(
    browse, url, council, other_council, term
):
    def another(name: str, first: int) -> Meeting:
        day = datetime.date(first, 1, 1)
        election = ElectionFactory(held_on=day - datetime.timedelta(50))
        ends_on = datetime.date(first + 3, 12, 31)
        made = TermFactory(name=name, election=election, starts_on=day, ends_on=ends_on)
        at = datetime.datetime(first, 1, 15, 10, tzinfo=DENMARK)
        return MeetingFactory(council=council, term=made, starts_at=at)

    another("2018-2022", 2018)
    coming = another("2026-2030", 2026)
    held = datetime.datetime(2022, 1, 5, 10, tzinfo=DENMARK)
    running = MeetingFactory(council=council, term=term, starts_at=held)
    MeetingFactory(council=other_council, term=term)

    found = [event["uid"] for event in events(browse().get(url))]

    assert found == [f"moede-{meeting.pk}@kkr-portalen" for meeting in (running, coming)]


def test_feed_tells_nothing_but_time_place_and_kind(browse, url, secretary, meeting):
    Meeting.objects.filter(pk=meeting.pk).update(practical_note="Døren i gården er åben.")
    AgendaItemFactory(meeting=meeting, title="Grunden sælges", changed_by=secretary)

    text = browse(secretary).get(url).text

    assert "Døren" not in text
    assert "Grunden" not in text


def test_corrected_meeting_keeps_its_id_and_gets_a_higher_sequence(
    browse, url, council, term, secretary
):
    meeting = actions.create_meeting(council, by=secretary, term=term, **FACTS)
    [first] = events(browse().get(url))
    moved = {"starts_at": NINE.replace(hour=13), "ends_at": NINE.replace(hour=15)}
    actions.change_meeting(meeting, by=secretary, version=1, term=term, **{**FACTS, **moved})

    [second] = events(browse().get(url))

    assert first["uid"] == second["uid"]
    assert (first["sequence"], second["sequence"]) == (0, 1)
    assert second.decoded("dtstart") == moved["starts_at"]
    assert second.decoded("last-modified") >= first.decoded("last-modified")
    assert f"{second.decoded('dtstamp').astimezone(DENMARK):%Y-%m-%d}" == "2022-01-12"


def test_pool_of_items_without_a_meeting_is_no_event(browse, url, council, meeting):
    Meeting.objects.create(council=council, is_pool=True)

    assert len(events(browse().get(url))) == 1
    calendar = browse().get(reverse("plan-calendar", args=[council.slug]))
    assert calendar.context["number"] == 1


def test_feed_is_the_same_until_something_changes_and_is_then_not_sent_again(
    browse, url, council, term, meeting
):
    client = browse()
    first = client.get(url)

    same = client.get(url, headers={"If-None-Match": first["ETag"]})
    MeetingFactory(council=council, term=term)
    changed = client.get(url, headers={"If-None-Match": first["ETag"]})

    assert (same.status_code, same.content) == (304, b"")
    assert (changed.status_code, len(events(changed))) == (200, 2)
    assert first["Cache-Control"] == "no-cache"


def test_feed_of_a_council_without_meetings_is_empty(browse, url, council):
    response = browse().get(url)

    assert (response.status_code, events(response)) == (200, [])
    assert icalendar.Calendar.from_ical(response.content)["x-wr-calname"] == (
        "Møder i KKR Midtjylland"
    )


def test_feed_of_no_council_is_not_found(browse, db):
    assert browse().get(reverse("plan-feed", args=["findes-ikke"])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_feed_costs_the_same_queries_when_there_are_more_meetings(
    browse, url, council, term, django_assert_num_queries, count
):
    MeetingFactory.create_batch(count, council=council, term=term)

    with django_assert_num_queries(3):
        response = browse().get(url)

    assert len(events(response)) == count
