"""Items are told by the numbers of their agenda, also where only some of them are offered."""

import pytest

from elections.forms.items import ItemField
from meetings.models import AgendaItem
from tests.factories import AgendaItemFactory, MeetingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    """1, 2 (only a heading) with 2.1 and 2.2 (dropped), and 3."""
    meeting = MeetingFactory()
    AgendaItemFactory(meeting=meeting, title="Velkomst")
    heading = AgendaItemFactory(meeting=meeting, title="Valg", is_heading=True)
    AgendaItemFactory(meeting=meeting, parent=heading, title="Formand")
    AgendaItemFactory(meeting=meeting, parent=heading, title="Fora", is_dropped=True, number="2.2")
    AgendaItemFactory(meeting=meeting, title="Eventuelt")
    return meeting


def labels(items) -> list[str]:
    return [label for _, label in ItemField(items, "intet").choices][1:]


def test_items_without_headings_and_dropped_ones_keep_their_numbers(meeting):
    items = AgendaItem.objects.filter(is_heading=False, is_dropped=False)
    items = items.select_related("meeting").order_by("position", "pk")

    assert [label.split()[-1] for label in labels(items)] == ["Velkomst", "Formand", "Eventuelt"]
    assert labels(items)[0] == "1 Velkomst"
    assert labels(items)[1].startswith("2.")
    assert labels(items)[2] == "3 Eventuelt"


def test_no_items_are_no_choice():
    assert labels(AgendaItem.objects.none()) == []


def test_numbers_cost_the_same_for_one_and_for_three_agendas(meeting, django_assert_num_queries):
    items = AgendaItem.objects.select_related("meeting")
    with django_assert_num_queries(3):
        labels(items.all())
    for _ in range(2):
        AgendaItemFactory(meeting=MeetingFactory())

    with django_assert_num_queries(3):
        labels(items.all())
