"""The editor with the keyboard alone: every button, every cell, and a way out."""

import pytest
from playwright.sync_api import Page, expect

from meetings.models import AgendaItem, Meeting
from tests.e2e.browsing import editor, tab_to
from tests.e2e.inspection import Inspection
from tests.e2e.test_editor import BUTTONS, TABLE_BUTTONS

pytestmark = pytest.mark.browser

SECRETARIAT = "sekretariat.midtjylland"
NEXT_FRAME = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
# What a button does to a marked word.
MARKS = {"Fed": "strong", "Kursiv": "em", "Sænket skrift": "sub", "Hævet skrift": "sup"}
BLOCKS = {"Punktopstilling": "ul", "Nummereret liste": "ol", "Citat": "blockquote"}


@pytest.fixture
def item(meeting: Meeting) -> AgendaItem:
    """An item in which nothing is written yet."""
    return meeting.items.get(title="Eventuelt")


def open_item(page: Page, item: AgendaItem):
    page.goto(f"/moeder/{item.meeting_id}/punkter/{item.pk}/rediger/")
    text = page.get_by_role("textbox", name="Baggrund", exact=True)
    text.click()
    return text


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)
        page.evaluate(NEXT_FRAME)  # the editor takes the focus and the cursor a moment later


def back_to(page: Page, goal) -> None:
    """From the text, with Shift and Tab; Escape first, for the text may be in a table."""
    page.keyboard.press("Escape")
    for _ in range(len(BUTTONS + TABLE_BUTTONS) + 2):
        page.keyboard.press("Shift+Tab")
        if goal.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"Shift and Tab did not lead to {goal}")


def test_every_button_is_reached_and_works_with_the_keyboard(open_page, item):
    page = open_page(SECRETARIAT)
    text = open_item(page, item)
    tools = editor(page, "Baggrund")
    page.keyboard.type("Ord")

    for name, tag in (MARKS | BLOCKS).items():
        button = tools.get_by_role("button", name=name, exact=True).last
        for count, key in ((1, "Enter"), (0, "Space")):  # on and off again
            press(page, "Control+a" if name in MARKS else "Home")
            back_to(page, button)
            press(page, key)
            expect(text).to_be_focused()
            expect(text.locator(tag)).to_have_count(count)
    press(page, "Control+a")
    back_to(page, tools.get_by_role("button", name="Link", exact=True))
    press(page, "Enter")
    expect(page.get_by_role("dialog", name="Link").get_by_label("Adresse")).to_be_focused()
    press(page, "Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    press(page, "Control+a", "Delete")
    back_to(page, tools.get_by_role("button", name="Fortryd", exact=True))
    press(page, "Enter")
    expect(text).to_have_text("Ord")
    back_to(page, tools.get_by_role("button", name="Gentag", exact=True))
    press(page, "Enter")
    expect(text).to_have_text("")


def test_table_is_made_filled_and_left_with_the_keyboard(open_page, item):
    page = open_page(SECRETARIAT)
    text = open_item(page, item)
    tools = editor(page, "Baggrund")
    cells = text.locator("th, td")

    back_to(page, tools.get_by_role("button", name="Indsæt tabel", exact=True))
    press(page, "Enter")
    expect(page.get_by_role("dialog", name="Tabel").get_by_label("Rækker")).to_be_focused()
    press(page, "Enter")
    expect(cells).to_have_count(9)
    for name in TABLE_BUTTONS:
        button = tools.get_by_role("button", name=name, exact=True)
        expect(button).to_have_attribute("title", name)
        back_to(page, button)
        tab_to(page, text)

    page.keyboard.type("a")
    press(page, "Tab")
    page.keyboard.type("b")
    press(page, "Tab", "Tab", "Shift+Tab", "Shift+Tab", "Shift+Tab")
    page.keyboard.type("A")
    names = [button.get_attribute("aria-label") for button in tools.get_by_role("button").all()]
    assert names == [*BUTTONS[:10], *TABLE_BUTTONS, *BUTTONS[10:]]
    assert [cell.text_content() for cell in cells.all()[:3]] == ["A", "b", ""]
    for _ in range(9):
        press(page, "Tab")
    expect(cells).to_have_count(12)  # after the last cell there is a new row
    back_to(page, tools.get_by_role("button", name="Slet række", exact=True))
    press(page, "Enter")
    expect(cells).to_have_count(9)

    press(page, "Escape", "Tab")
    expect(text).not_to_be_focused()
    expect(cells).to_have_count(9)
    press(page, "Shift+Tab")
    expect(text).to_be_focused()
    press(page, "Escape", "ArrowLeft", "Tab")  # only the very next key
    expect(text).to_be_focused()


def test_item_of_a_list_is_moved_in_and_out_and_left(open_page, item):
    page = open_page(SECRETARIAT)
    text = open_item(page, item)

    press(page, "Control+Shift+8")
    page.keyboard.type("et")
    press(page, "Enter")
    page.keyboard.type("to")
    press(page, "Tab")
    expect(text.locator("ul ul > li")).to_have_text("to")
    press(page, "Shift+Tab")
    expect(text.locator("ul ul")).to_have_count(0)
    press(page, "Enter", "Enter", "Control+Alt+5")
    page.keyboard.type("Rubrik")
    press(page, "Control+a")
    expect(
        editor(page, "Baggrund").get_by_role("button", name="Flere slags afsnit")
    ).to_be_visible()
    press(page, "Control+Home", "Escape", "Tab")

    expect(text).not_to_be_focused()
    expect(text.locator("ul ul")).to_have_count(0)


def test_keys_are_told_on_the_page(open_page, item):
    page = open_page(SECRETARIAT)
    open_item(page, item)
    summary = page.get_by_text("Taster i editoren")

    press(page, "Escape")
    tab_to(page, summary)
    press(page, "Enter")

    expect(page.get_by_text("Gå videre til næste felt, også fra en tabel")).to_be_visible()
    inspection = Inspection(page)
    inspection.look_at("keys of the editor")
    inspection.conclude()
