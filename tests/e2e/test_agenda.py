"""The order of an agenda when something comes in between."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from councils.models import User
from meetings import actions
from meetings.models import Meeting

pytestmark = pytest.mark.browser

SECRETARIAT = "sekretariat.midtjylland"
NOT_STORED = "Rækkefølgen er ikke gemt. Genindlæs siden, og prøv igen."
COMPOSITION = "Godkendelse af sammensætning og medlemmer"


@pytest.fixture
def page(open_page, meeting: Meeting) -> Page:
    opened = open_page(SECRETARIAT)
    opened.goto(f"/moeder/{meeting.pk}/dagsorden/")
    return opened


def drag_first_sub_item_down(page: Page) -> None:
    rows = page.locator(".sub-items .item-row")
    rows.nth(0).locator(".handle").drag_to(rows.nth(1), steps=10)


def test_focus_goes_to_the_other_button_when_an_item_reaches_the_top(page):
    page.get_by_label("Flyt 1.2 op").press("Enter")

    expect(page.get_by_role("link", name=f"1.1 {COMPOSITION}")).to_be_visible()
    expect(page.get_by_label("Flyt 1.1 op")).to_be_disabled()
    expect(page.get_by_label("Flyt 1.1 ned")).to_be_focused()


def test_drag_on_an_agenda_that_a_colleague_changed_shows_it_as_it_is(page, meeting, problems):
    problems.provoked.add(409)
    by = User.objects.get(email=f"{SECRETARIAT}@kkr.example")
    actions.delete_item(meeting.items.get(title="Eventuelt"), by=by, version=1)

    drag_first_sub_item_down(page)

    expect(page.get_by_role("alert")).to_contain_text("ændret af en anden")
    expect(page.get_by_role("link", name=f"1.2 {COMPOSITION}")).to_be_visible()
    expect(page.get_by_role("link", name="Eventuelt")).to_have_count(0)


def test_move_after_the_session_ended_says_so_and_leaves_the_list_alone(page, problems):
    problems.provoked |= {403, "Response Status Error Code 403"}
    page.context.clear_cookies(name="sessionid")

    said = messages_of(page, lambda: page.get_by_label("Flyt 1.2 op").press("Enter"))

    assert said == [NOT_STORED]
    expect(page.get_by_role("link", name=f"1.2 {COMPOSITION}")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Log ind")


def test_drag_that_is_not_stored_says_so(page, problems):
    problems.provoked |= {500, "Response Status Error Code 500"}
    page.route("**/raekkefoelge/", lambda route: route.fulfill(status=500))

    said = messages_of(page, lambda: drag_first_sub_item_down(page))

    assert said == [NOT_STORED]


def messages_of(page: Page, act: Callable[[], None]) -> list[str]:
    said = []
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.accept()))
    with page.expect_event("dialog"):
        act()
    return said
