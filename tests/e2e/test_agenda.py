"""The order of an agenda when something comes in between."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from councils.models import User
from kkr_portal import clock
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


def to_the_list(page: Page) -> None:
    """At the edge of the window the page itself would move while one drags."""
    page.locator("#items-heading").evaluate("heading => heading.scrollIntoView()")


def drag_first_sub_item_down(page: Page) -> None:
    rows = page.locator(".sub-items .item-row")
    to_the_list(page)
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


# --- Between the levels, headings and menus -------------------------------------------------------


def row(page: Page, title: str) -> Locator:
    return page.locator(".item-row").filter(has=page.get_by_role("link", name=title))


def expect_number(page: Page, number: str, title: str) -> None:
    expect(row(page, title).locator(".item-number")).to_have_text(number)


def drag(page: Page, title: str, *, to: Locator) -> int:
    """Drops an item at the upper edge of another row, slowly, as a hand does: rows that make room
    are not asked again before they have moved."""
    to.evaluate("row => row.scrollIntoView({ block: 'center' })")  # both rows in sight
    row(page, title).locator(".handle").hover()
    page.mouse.down()
    for step in range(4):
        box = to.bounding_box()
        page.mouse.move(box["x"] + 15 + step, box["y"] + 3, steps=4)
        page.wait_for_timeout(250)
    with page.expect_response("**/raekkefoelge/") as answer:
        page.mouse.up()
    return answer.value.status


def test_drag_takes_a_sub_item_out_and_in_again(page):
    assert drag(page, "KKR Midtjyllands mødeplan", to=row(page, "Eventuelt")) == 200
    expect(page.locator("#agenda-status")).to_have_text("Rækkefølgen er gemt.")
    expect_number(page, "2", "KKR Midtjyllands mødeplan")
    expect_number(page, "3", "Eventuelt")

    last = page.locator(".sub-items .item-row").last
    assert drag(page, "KKR Midtjyllands mødeplan", to=last) == 200
    expect(row(page, "KKR Midtjyllands mødeplan").locator(".item-number")).to_contain_text("1.")
    expect_number(page, "2", "Eventuelt")


def test_heading_is_added_and_cannot_be_dragged_below_another_item(page, meeting):
    page.get_by_label("Overskrift").fill("Orientering fra sekretariatet")
    page.get_by_role("button", name="Tilføj som overskrift").click()
    expect_number(page, "2", "Orientering fra sekretariatet")
    expect_number(page, "3", "Eventuelt")

    heading = row(page, "Orientering fra sekretariatet")
    expect(page.get_by_label("Gør 2 til underpunkt")).to_be_disabled()
    target = page.locator(".sub-items .item-row").last
    heading.locator(".handle").drag_to(target, steps=20)

    assert meeting.items.get(title="Orientering fra sekretariatet").parent is None


def test_in_and_out_with_the_keyboard_keep_the_focus(page):
    button = page.get_by_label("Gør 2 til underpunkt")
    button.focus()
    page.keyboard.press("Enter")

    out = row(page, "Eventuelt").get_by_role("button", name="til hovedpunkt")
    expect(out).to_be_focused()
    number = row(page, "Eventuelt").locator(".item-number").inner_text()
    assert number.startswith("1.")
    expect(page.locator("#agenda-status")).to_have_text(f"Punktet er nu {number}.")

    page.keyboard.press("Enter")
    expect(page.get_by_label("Gør 2 til underpunkt")).to_be_focused()
    expect(page.locator("#agenda-status")).to_have_text("Punktet er nu 2.")


def test_menu_opens_and_closes_with_the_keyboard(page):
    menu = row(page, "Eventuelt").locator("summary")
    link = row(page, "Eventuelt").get_by_role("link", name="Flyt eller kopiér")
    menu.focus()

    page.keyboard.press("Enter")
    expect(link).to_be_visible()
    page.keyboard.press("Tab")
    expect(link).to_be_focused()
    page.keyboard.press("Escape")
    expect(link).to_be_hidden()
    expect(menu).to_be_focused()

    page.keyboard.press("Enter")
    page.keyboard.press("Shift+Tab")
    expect(link).to_be_hidden()

    menu.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("»Eventuelt« er nu en overskrift")


def test_row_tells_by_itself_who_has_the_item_open(page, meeting):
    page.clock.install()
    page.reload()
    item = meeting.items.get(title="Eventuelt")
    expect(row(page, "Eventuelt").locator(".item-presence")).to_have_text("")
    somebody = User.objects.exclude(email=f"{SECRETARIAT}@kkr.example").first()
    actions.note_presence(item, by=somebody, at=clock.now())

    page.clock.run_for(16_000)

    said = f"{somebody} skriver i punktet"
    expect(row(page, "Eventuelt").locator(".item-presence")).to_have_text(said)


def test_row_works_without_java_script(open_page, meeting):
    page = open_page(SECRETARIAT, java_script=False)
    page.goto(f"/moeder/{meeting.pk}/dagsorden/")

    page.get_by_label("Gør 2 til underpunkt").click()
    expect(row(page, "Eventuelt").locator(".item-number")).to_contain_text("1.")
    row(page, "Eventuelt").locator("summary").click()
    row(page, "Eventuelt").get_by_role("link", name="Flyt eller kopiér").click()
    page.get_by_label("Ikke planlagte punkter").check()
    page.get_by_role("button", name="Flyt", exact=True).click()

    expect(page.get_by_role("status").first).to_contain_text(
        "er flyttet til ikke planlagte punkter"
    )
