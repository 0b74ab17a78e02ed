"""The iCalendar document, read back with another reader's eyes."""

import datetime
from dataclasses import replace

import icalendar
import pytest

from meetings.plan import feed

CHANGED = datetime.datetime(2021, 12, 1, 8, 0, tzinfo=datetime.UTC)
MEETING = feed.FeedMeeting(
    number=17,
    summary="KKR Midtjylland: konstituerende møde",
    starts_at=datetime.datetime(2022, 1, 19, 9, 30, tzinfo=datetime.UTC),
    ends_at=datetime.datetime(2022, 1, 19, 11, 0, tzinfo=datetime.UTC),
    place="Hotel Scandic; sal A, Udgårdsvej 2\n8600 Silkeborg",
    url="https://portal.example/moeder/17/",
    changed_at=CHANGED,
    revision=2,
)


def document(*meetings: feed.FeedMeeting) -> bytes:
    return feed.document("Møder i KKR Midtjylland", "https://portal.example/moeder/", meetings)


def events(*meetings: feed.FeedMeeting) -> list[icalendar.Event]:
    return icalendar.Calendar.from_ical(document(*meetings)).events


def test_event_reads_back_as_it_was_written():
    [event] = events(MEETING)

    assert event["uid"] == "moede-17@kkr-portalen"
    assert event["summary"] == MEETING.summary
    assert event["location"] == MEETING.place
    assert event["url"] == MEETING.url
    assert event["sequence"] == 2
    assert event.decoded("dtstamp") == event.decoded("last-modified") == CHANGED


@pytest.mark.parametrize(("month", "hour"), [(1, "10:30"), (7, "11:30")])
def test_times_are_danish_in_winter_and_in_summer(month, hour):
    moved = {
        "starts_at": MEETING.starts_at.replace(month=month),
        "ends_at": MEETING.ends_at.replace(month=month),
    }

    [event] = events(replace(MEETING, **moved))

    start = event.decoded("dtstart")
    assert event["dtstart"].params["TZID"] == "Europe/Copenhagen"
    assert (f"{start:%H:%M}", start) == (hour, moved["starts_at"])
    assert event.decoded("dtend") == moved["ends_at"]


def test_time_zone_of_the_document_agrees_with_the_real_one():
    [zone] = icalendar.Calendar.from_ical(document(MEETING)).timezones
    ours, real = zone.to_tz(lookup_tzid=False), feed.DENMARK

    for n in range(4 * 366):
        wall = datetime.datetime(2022, 1, 1, 12) + datetime.timedelta(n)  # noqa: DTZ001
        assert wall.replace(tzinfo=ours).utcoffset() == wall.replace(tzinfo=real).utcoffset(), wall


def test_calendar_has_a_name_and_says_how_often_to_ask():
    calendar = icalendar.Calendar.from_ical(document(MEETING))

    assert calendar["x-wr-calname"] == calendar["name"] == "Møder i KKR Midtjylland"
    assert calendar.decoded("refresh-interval") == datetime.timedelta(hours=12)
    assert (calendar["version"], calendar["calscale"]) == ("2.0", "GREGORIAN")
    assert calendar["prodid"]


def test_text_cannot_break_out_of_its_line():
    text = "Et\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:falsk"

    [event] = events(replace(MEETING, place=text))

    assert event["summary"] == MEETING.summary
    assert "falsk" in event["location"]


def test_lines_are_folded_and_end_as_the_standard_says():
    body = document(replace(MEETING, place="Rådhuset på Sjælland " * 9))

    lines = body.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert b"\n" not in b"".join(lines)


def test_same_meetings_give_the_same_bytes_in_whatever_order_they_come():
    other = replace(MEETING, number=18, starts_at=MEETING.starts_at + datetime.timedelta(1),
                    ends_at=MEETING.ends_at + datetime.timedelta(1))  # fmt: skip

    assert document(MEETING, other) == document(other, MEETING)
    assert document(MEETING) != document(replace(MEETING, revision=3))


def test_feed_without_meetings_is_a_calendar_all_the_same():
    assert events() == []
