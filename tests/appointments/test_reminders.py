"""Appointments that run out are told of in time, as a page, on the desk and in a calendar."""

import datetime

import icalendar
import pytest
from django.urls import reverse

from appointments import reminders
from appointments.models import Appointment
from appointments.reminders import count_expiring, expiring, months_after
from tests.appointments.seats import appointed, kind_of, seats_of
from tests.factories import TODAY, PersonFactory

DAY = datetime.timedelta(days=1)
LONG_AGO = datetime.date(2012, 1, 1)
SOON, LATER = datetime.date(2022, 4, 12), datetime.date(2022, 7, 12)


@pytest.fixture
def due(council):
    """An appointment until a day, on a seat of its own: `due(SOON)`."""

    def due(on: datetime.date, carries_over: bool = False, **facts) -> Appointment:
        kind = kind_of(council, body__name=f"Forum til {on}", body__carries_over=carries_over)
        days = {"starts_on": LONG_AGO, "due_on": on, "ends_on": None if carries_over else on}
        return appointed(seats_of(kind)[0], **{**days, **facts})

    return due


def told(council, at: datetime.date = TODAY) -> dict[str, list]:
    found = expiring(council, at)
    names = ("soon", "later", "carried_over", "expired")
    rows = {name: list(getattr(found, name)) for name in names}
    counts = count_expiring(council, at)
    assert {name: len(rows[name]) for name in names} == {
        name: getattr(counts, name) for name in names
    }
    return {name: some for name, some in rows.items() if some}


@pytest.mark.parametrize(
    ("on", "name"),
    [
        (TODAY, "soon"),
        (SOON, "soon"),
        (SOON + DAY, "later"),
        (LATER, "later"),
        (LATER + DAY, None),
        (TODAY - DAY, "expired"),
        (TODAY - 365 * DAY, "expired"),
        (TODAY - 366 * DAY, None),
    ],
)
def test_appointment_is_told_of_by_how_near_its_last_day_is(council, due, on, name):
    appointment = due(on)

    assert told(council) == ({name: [appointment]} if name else {})


def test_who_carries_over_is_told_of_as_long_as_they_do(council, due):
    appointment = due(datetime.date(2020, 12, 31), carries_over=True)

    assert told(council) == {"carried_over": [appointment]}


def test_appointment_with_a_successor_is_not_told_of(council, due):
    before = due(SOON)
    appointed(before.seat, starts_on=SOON + DAY, due_on=None, ends_on=None)

    assert told(council) == {}


def test_who_left_before_their_time_is_not_told_of(council, due):
    due(TODAY - DAY, ended_because="resigned")

    assert told(council) == {}


def test_seat_of_a_body_that_is_gone_is_not_vacant(council, due):
    body = due(TODAY - DAY).seat.kind.body
    body.ends_on = TODAY - DAY
    body.save()

    assert told(council) == {}


def test_other_councils_are_told_of_their_own_only(other_council, due):
    due(SOON)

    assert told(other_council) == {}


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        ((2022, 1, 12), 6, (2022, 7, 12)),
        ((2022, 8, 31), 6, (2023, 2, 28)),
        ((2023, 8, 31), 6, (2024, 2, 29)),
        ((2022, 3, 31), -6, (2021, 9, 30)),
        ((2022, 12, 31), 12, (2023, 12, 31)),
    ],
)
def test_months_end_where_the_month_ends(day, months, then):
    assert months_after(datetime.date(*day), months) == datetime.date(*then)


# --- Pages ---------------------------------------------------------------------------------------


def test_page_costs_the_same_for_one_and_for_three(
    browse, council, due, secretary, django_assert_num_queries
):
    client, address = browse(secretary), reverse("expiring", args=[council.slug])
    due(SOON)
    client.get(address)
    with django_assert_num_queries(8):
        assert client.get(address).content.decode().count("udpeget til") == 1
    due(TODAY)
    due(LATER)

    with django_assert_num_queries(8):
        assert client.get(address).content.decode().count("udpeget til") == 3


def test_desk_says_how_many_run_out(browse, council, due, secretary, member):
    due(SOON)
    due(LATER)
    due(TODAY - 2 * DAY, carries_over=True)

    desk = browse(secretary).get(reverse("front-page")).content.decode()

    assert "1 udløber inden tre måneder" in desk
    assert "1 til inden seks måneder" in desk
    assert "1 fungerer videre" in desk
    assert "udløber inden" not in browse(member).get(reverse("front-page")).content.decode()


def test_calendar_holds_the_last_days_with_two_reminders(browse, council, due, secretary):
    first = due(SOON)
    appointed(seats_of(first.seat.kind)[0].kind.seats.create(number=2), due_on=SOON, ends_on=SOON)
    due(TODAY - DAY)
    due(LATER, ended_because="resigned")

    answer = browse(secretary).get(reverse("expiring-feed", args=[council.slug]))

    assert answer["Content-Type"].startswith("text/calendar")
    assert answer["Cache-Control"] == "private, no-store"
    (event,) = icalendar.Calendar.from_ical(answer.content).events
    assert event["dtstart"].dt == SOON
    assert event["summary"] == "Udpegning udløber: Forum til 2022-04-12, Politiker"
    assert str(first.person) in event["description"]
    assert [alarm["trigger"].dt + SOON for alarm in event.walk("VALARM")] == [
        datetime.date(2021, 10, 12),
        datetime.date(2022, 1, 12),
    ]


def test_name_in_the_calendar_cannot_begin_an_event_of_its_own(council):
    row = reminders.LastDay(
        "x", TODAY, "Et\r\nEND:VEVENT\r\nBEGIN:VEVENT", "y", "https://x.example"
    )

    document = reminders.calendar("Navn", "https://x.example", [row], _noon())

    assert len(icalendar.Calendar.from_ical(document).events) == 1


def _noon() -> datetime.datetime:
    return datetime.datetime(2022, 1, 12, 12, tzinfo=datetime.UTC)


def test_same_kind_with_another_last_day_is_another_event(council):
    kind = kind_of(council, 2)
    one, two = seats_of(kind)
    appointed(one, PersonFactory(), due_on=SOON, ends_on=SOON)
    appointed(two, PersonFactory(), due_on=LATER, ends_on=LATER)

    days = reminders.last_days(council, TODAY, lambda path: path)

    assert [day.on for day in days] == [SOON, LATER]
    assert len({day.key for day in days}) == 2
