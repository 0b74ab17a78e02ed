"""What must never be stored, whoever tries."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from meetings.models import AgendaPublication, Meeting
from tests.factories import AgendaItemFactory, MeetingFactory
from tests.meetings.conftest import NOON


def test_sub_item_cannot_have_sub_items(agenda):
    item = AgendaItemFactory.build(meeting=agenda.meeting, parent=agenda.chair)

    with pytest.raises(ValidationError) as error:
        item.clean()

    assert error.value.messages == ["Et underpunkt kan ikke selv have underpunkter."]


def test_sub_item_cannot_stand_below_an_item_of_another_meeting(agenda):
    item = AgendaItemFactory.build(meeting=MeetingFactory(), parent=agenda.main)

    with pytest.raises(ValidationError) as error:
        item.clean()

    assert error.value.messages == ["Hovedpunktet hører til et andet møde."]


@pytest.mark.parametrize("changes", [{"ends_at": NOON}, {"starts_at": NOON}])
def test_database_refuses_a_meeting_that_ends_before_it_starts_or_meets_twice(meeting, changes):
    MeetingFactory(council=meeting.council, term=meeting.term, starts_at=NOON)

    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.filter(pk=meeting.pk).update(**changes)


def test_database_refuses_a_withdrawal_by_nobody(published):
    with pytest.raises(IntegrityError), transaction.atomic():
        AgendaPublication.objects.update(withdrawn_at=NOON)


def test_database_refuses_a_second_edition_of_the_same_number(published, secretary):
    edition = published.publications.get()
    edition.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        edition.save()
