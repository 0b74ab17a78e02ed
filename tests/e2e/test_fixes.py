"""The rule check's suggestions in a browser: at one click, and without losing what is typed."""

import pytest
from playwright.sync_api import Page, expect

from councils.models import User
from meetings import actions
from meetings.models import AgendaItem, Meeting

pytestmark = pytest.mark.browser

SECRETARIAT = "sekretariat.midtjylland"
WRONG_DAY = "<p>Vi mødes torsdag den 19. januar 2022.</p>"
BUTTON = "Ret til »onsdag den 19. januar 2022«"


@pytest.fixture
def wrong(meeting: Meeting) -> AgendaItem:
    """»Eventuelt« with a weekday that does not fit the day of the meeting."""
    by = User.objects.get(email=f"{SECRETARIAT}@kkr.example")
    item = meeting.items.get(title="Eventuelt")
    return actions.save_item(item, by=by, version=item.version, background=WRONG_DAY)


def open_item(page: Page, item: AgendaItem) -> None:
    page.goto(f"/moeder/{item.meeting_id}/punkter/{item.pk}/rediger/")


def background(page: Page):
    return page.get_by_role("textbox", name="Baggrund", exact=True)


def test_suggestion_in_the_editor_keeps_what_was_typed_a_moment_before(open_page, wrong):
    page = open_page(SECRETARIAT)
    open_item(page, wrong)
    expect(page.get_by_role("button", name=BUTTON)).to_be_visible()
    background(page).click()
    page.keyboard.press("Control+Home")
    page.keyboard.type("Husk kage. ")  # moves the finding, and is not saved yet

    page.get_by_role("button", name=BUTTON).click()

    expect(page.get_by_text("»Eventuelt« er rettet.")).to_be_visible()
    expect(background(page)).to_have_text("Husk kage. Vi mødes onsdag den 19. januar 2022.")
    expect(page.get_by_role("button", name=BUTTON)).to_have_count(0)
    wrong.refresh_from_db()
    assert wrong.background == "<p>Husk kage. Vi mødes onsdag den 19. januar 2022.</p>"


def test_suggestion_does_nothing_where_the_text_cannot_be_saved(open_page, wrong, problems):
    problems.provoked.add(409)
    page = open_page(SECRETARIAT)
    open_item(page, wrong)
    expect(page.get_by_role("button", name=BUTTON)).to_be_visible()
    by = User.objects.get(email=f"{SECRETARIAT}@kkr.example")
    actions.save_item(wrong, by=by, version=wrong.version, presentation="<p>Fra en kollega</p>")
    background(page).click()
    page.keyboard.press("Control+Home")
    page.keyboard.type("Husk kage. ")

    page.get_by_role("button", name=BUTTON).click()

    expect(page.locator("#save-status")).to_contain_text("Ikke gemt")
    expect(background(page)).to_contain_text("Husk kage. Vi mødes torsdag")
    wrong.refresh_from_db()
    assert wrong.background == WRONG_DAY


@pytest.mark.parametrize("java_script", [True, False])
def test_review_page_goes_from_finding_to_finding(open_page, wrong, java_script):
    page = open_page(SECRETARIAT, java_script=java_script)
    page.goto(f"/moeder/{wrong.meeting_id}/gennemgang/")

    page.get_by_role("button", name=BUTTON).focus()
    page.keyboard.press("Enter")

    expect(page.get_by_text("»Eventuelt« er rettet.")).to_have_count(1)
    expect(page.get_by_role("button", name=BUTTON)).to_have_count(0)
    wrong.refresh_from_db()
    assert wrong.background == WRONG_DAY.replace("torsdag", "onsdag")
