"""The clock of an agenda: pure arithmetic."""

import datetime
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import pytest

from meetings.timeplan import spoken, timeplan

DENMARK = ZoneInfo("Europe/Copenhagen")
HALF_PAST_NINE = datetime.datetime(2022, 1, 19, 9, 30, tzinfo=DENMARK)


@dataclass
class Item:
    pk: int
    minutes: int | None
    is_heading: bool = False
    is_dropped: bool = False


def clock(moment: datetime.datetime) -> str:
    return f"{moment.astimezone(DENMARK):%H.%M}"


def test_each_item_begins_when_the_one_before_it_ends():
    plan = timeplan([Item(1, 10), Item(2, None), Item(3, 25)], HALF_PAST_NINE)

    slots = {key: (clock(slot.begins), clock(slot.ends)) for key, slot in plan.slots.items()}
    assert slots == {1: ("09.30", "09.40"), 3: ("09.40", "10.05")}
    assert plan.total == 35


def test_headings_and_dropped_items_take_no_time():
    items = [Item(1, 10, is_heading=True), Item(2, 10, is_dropped=True), Item(3, 5)]

    plan = timeplan(items, HALF_PAST_NINE)

    assert (list(plan.slots), plan.total) == ([3], 5)
    assert clock(plan.slots[3].begins) == "09.30"


def test_no_clock_where_nobody_knows_when_the_meeting_begins():
    plan = timeplan([Item(1, 10), Item(2, 5)])

    assert (plan.total, plan.available, plan.excess) == (15, None, 0)
    assert plan.slots[2] == (5, None, None)


@pytest.mark.parametrize(("minutes", "excess"), [(59, 0), (60, 0), (61, 1)])
def test_excess_begins_where_the_meeting_ends(minutes, excess):
    ends = HALF_PAST_NINE + datetime.timedelta(hours=1)

    plan = timeplan([Item(1, minutes)], HALF_PAST_NINE, ends)

    assert (plan.available, plan.excess) == (60, excess)


def test_clock_jumps_with_the_one_on_the_wall_in_the_night_when_summer_begins():
    night = datetime.datetime(2022, 3, 27, 1, 30, tzinfo=DENMARK)
    morning = datetime.datetime(2022, 3, 27, 4, 0, tzinfo=DENMARK)

    plan = timeplan([Item(1, 60)], night, morning)

    assert clock(plan.slots[1].ends) == "03.30"


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "0 min"), (1, "1 min"), (60, "1 t"), (85, "1 t 25 min"), (600, "10 t")],
)
def test_minutes_are_spoken_in_hours(minutes, words):
    assert spoken(minutes) == words.replace(" ", "\N{NO-BREAK SPACE}")
