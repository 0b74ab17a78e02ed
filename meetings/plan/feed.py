"""A council's meetings as an iCalendar document (RFC 5545), to be subscribed to.

The same meetings give the same bytes: nothing in it depends on when or where it was made.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from icalendar import (
    Calendar,
    Event,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
    vDuration,
    vRecur,
)

DENMARK = ZoneInfo("Europe/Copenhagen")
OURS = "kkr-portalen"  # stands in ids instead of a host name, so that a move changes none of them
ASK_AGAIN = datetime.timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class FeedMeeting:
    """A meeting as the feed shows it.

    `number` tells it from all others for ever, `revision` counts its corrections, and `changed_at`
    is when it was last corrected.
    """

    number: int
    summary: str
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    place: str
    url: str
    changed_at: datetime.datetime
    revision: int = 0


def document(name: str, url: str, meetings: Iterable[FeedMeeting]) -> bytes:
    """The whole feed: `name` is what calendar programs call it, `url` the page for people."""
    calendar = Calendar()
    calendar.add("prodid", f"-//{OURS}//moedeplan//DA")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    # Each is understood by other programs: the first two are RFC 7986, the others older customs.
    calendar.add("name", name)
    calendar.add("refresh-interval", vDuration(ASK_AGAIN), parameters={"VALUE": "DURATION"})
    calendar.add("x-wr-calname", name)
    calendar.add("x-published-ttl", vDuration(ASK_AGAIN))
    calendar.add("x-wr-timezone", DENMARK.key)
    calendar.add("url", url)
    calendar.add_component(_danish_time())
    for meeting in sorted(meetings, key=lambda meeting: (meeting.starts_at, meeting.number)):
        calendar.add_component(_event(meeting))
    return bytes(calendar.to_ical())


def _event(meeting: FeedMeeting) -> Event:
    event = Event()
    event.add("uid", f"moede-{meeting.number}@{OURS}")
    event.add("dtstamp", meeting.changed_at.astimezone(datetime.UTC))
    event.add("last-modified", meeting.changed_at.astimezone(datetime.UTC))
    event.add("sequence", meeting.revision)
    event.add("dtstart", meeting.starts_at.astimezone(DENMARK))
    event.add("dtend", meeting.ends_at.astimezone(DENMARK))
    event.add("summary", meeting.summary)
    if meeting.place:
        event.add("location", meeting.place)
    event.add("url", meeting.url)
    return event


def _danish_time() -> Timezone:
    """The rule that has held since 1996, which is before any council met."""
    zone = Timezone()
    zone.add("tzid", DENMARK.key)
    for part, name, start, month, earlier, later in (
        (TimezoneDaylight(), "CEST", "1996-03-31T02:00", 3, 1, 2),
        (TimezoneStandard(), "CET", "1996-10-27T03:00", 10, 2, 1),
    ):
        part.add("dtstart", datetime.datetime.fromisoformat(start))
        part.add("rrule", vRecur(freq="yearly", bymonth=month, byday="-1su"))
        part.add("tzname", name)
        part.add("tzoffsetfrom", datetime.timedelta(hours=earlier))
        part.add("tzoffsetto", datetime.timedelta(hours=later))
        zone.add_component(part)
    return zone
