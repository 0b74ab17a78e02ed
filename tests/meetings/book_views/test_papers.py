"""One item as a paper of its own, and the paper for the screen."""

import re

import pytest
from django.urls import reverse

from meetings import actions
from tests.factories import AgendaItemFactory
from tests.meetings.book_views.conftest import page_of


def test_readers_find_each_item_as_a_paper_of_its_own(browse, member, closed, publish):
    publish(closed.meeting)

    public = page_of(browse(), closed.meeting)
    own = page_of(browse(member), closed.meeting)

    def papers_on(page: str) -> list[str]:
        return re.findall(r'href="/moeder/\d+/punkt/(\d+(?:-intern)?)\.pdf"', page)

    open_ones = [closed.main.pk, closed.composition.pk, closed.chair.pk]
    assert papers_on(public) == [*map(str, open_ones), str(closed.other_business.pk)]
    assert papers_on(own) == [*map(str, open_ones), f"{closed.other_business.pk}-intern"]


def test_dropped_item_is_no_paper(browse, secretary, amended, issue):
    actions.drop_item(amended.other_business, by=secretary, version=1, is_dropped=True)
    issue(amended.meeting)

    page = page_of(browse(), amended.meeting)

    assert reverse("item-pdf", args=[amended.meeting.pk, amended.chair.pk]) in page
    assert reverse("item-pdf", args=[amended.meeting.pk, amended.other_business.pk]) not in page


@pytest.mark.parametrize("name", ["item-pdf", "item-internal-pdf"])
def test_item_of_a_draft_is_for_those_who_read_the_draft(
    browse, secretary, chair, outsider, agenda, name
):
    address = reverse(name, args=[agenda.meeting.pk, agenda.chair.pk])

    assert browse(secretary).get(address).status_code == 200
    assert browse(chair).get(address).status_code == 404
    assert browse(outsider).get(address).status_code in {302, 404}


def test_closed_item_as_a_paper_is_for_the_councils_own(
    browse, secretary, member, stranger, agenda, publish
):
    item = actions.add_item(agenda.meeting, by=secretary, title="Grundsalg", is_open=False)
    publish(agenda.meeting)
    public, internal = (
        reverse(name, args=[agenda.meeting.pk, item.pk])
        for name in ("item-pdf", "item-internal-pdf")
    )

    assert [browse(who).get(public).status_code for who in (None, member)] == [404, 404]
    found = [browse(who).get(internal).status_code for who in (None, stranger, member)]
    assert found == [302, 404, 200]
    unknown = reverse("item-pdf", args=[agenda.meeting.pk, 987654])
    assert browse(secretary).get(unknown).status_code == 404


def test_item_of_another_meeting_is_no_paper_of_this(browse, secretary, agenda):
    other = AgendaItemFactory(meeting__council=agenda.meeting.council)

    address = reverse("item-pdf", args=[agenda.meeting.pk, other.pk])

    assert browse(secretary).get(address).status_code == 404


def test_screen_paper_leaves_out_for_everybody_what_is_closed(
    browse, member, stranger, closed, publish
):
    publish(closed.meeting)
    args = [closed.meeting.pk]
    internal = reverse("agenda-internal-screen", args=args)

    public = browse().get(reverse("agenda-screen", args=args))
    assert "-skaerm-1-udgave.pdf" in public.headers["Content-Disposition"]
    assert "intern" not in public.headers["Content-Disposition"]
    found = [browse(who).get(internal).status_code for who in (None, stranger, member)]
    assert found == [302, 404, 200]
