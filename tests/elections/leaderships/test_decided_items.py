"""An agenda item or meeting that a decision refers to cannot be deleted."""

from django.urls import reverse

from elections.actions.alliances import decide_alliances
from meetings.models import AgendaItem, Meeting
from tests.elections.factories import text_of
from tests.elections.leaderships.things import a_notice


def decided(meeting, items, secretary) -> AgendaItem:
    """The item under which the meeting decided on an alliance."""
    notice = a_notice(meeting, secretary, "VC")
    decide_alliances(
        meeting,
        by=secretary,
        item=items["alliances"],
        shown=[notice.pk],
        approved=[notice.pk],
        reason="",
    )
    return items["alliances"]


def test_item_of_a_decision_is_not_deleted_and_the_page_says_why(
    browse, meeting, items, composition, secretary
):
    item = decided(meeting, items, secretary)
    url = reverse("item-delete", args=[meeting.pk, item.pk])

    response = browse(secretary).post(url, {"version": item.version}, follow=True)

    assert "Kan ikke slettes: en registreret beslutning" in text_of(response)
    assert AgendaItem.objects.filter(pk=item.pk).exists()


def test_meeting_of_a_decision_is_not_deleted_and_the_page_says_why(
    browse, meeting, items, composition, secretary
):
    decided(meeting, items, secretary)

    response = browse(secretary).post(reverse("meeting-delete", args=[meeting.pk]), follow=True)

    assert "Kan ikke slettes: en registreret beslutning" in text_of(response)
    assert Meeting.objects.filter(pk=meeting.pk).exists()


def test_item_of_a_decision_is_not_moved_to_another_meeting_and_the_page_says_why(
    browse, meeting, items, composition, secretary
):
    item = decided(meeting, items, secretary)
    url = reverse("item-transfer", args=[meeting.pk, item.pk])

    response = browse(secretary).post(url, {"to": "pool", "version": item.version, "move": ""})

    assert response.status_code == 409
    assert "Punktet kan ikke flyttes: En registreret beslutning" in text_of(response)
    assert AgendaItem.objects.get(pk=item.pk).meeting == meeting
