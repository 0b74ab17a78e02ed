"""The dialog for links takes what can be stored, completes what is nearly so, and says no aloud."""

import re

import pytest
from playwright.sync_api import Page, expect

from meetings.models import AgendaItem, Meeting
from tests.e2e.browsing import editor
from tests.e2e.inspection import Inspection

pytestmark = pytest.mark.browser

SECRETARIAT = "sekretariat.midtjylland"
MESSAGE = "Fejl: Skriv en adresse, der begynder med https://, http://, mailto: eller tel:"
REFUSED = [
    "",
    "javascript:alert(1)",
    " java\tscript:alert(1)",
    "ftp://example.org/fil",
    "file:///S:/notat.docx",
    "data:text/html,hej",
    "//example.org/side",
    "/\\example.org",
    "#_Toc12",
    "bare et ord",
    "mailto:",
    "https://",
]
COMPLETED = {
    "www.kl.dk": "https://www.kl.dk",
    "kl.dk/side?a=1#b": "https://kl.dk/side?a=1#b",
    "kl.dk:8080/side": "https://kl.dk:8080/side",
    "  https://www.kl.dk/min side ": "https://www.kl.dk/min%20side",
    "HTTP://kl.dk": "HTTP://kl.dk",
    "kommunernes-råd.dk": "https://kommunernes-råd.dk",
    "raad@kkr.example": "mailto:raad@kkr.example",
    "mailto:raad@kkr.example?subject=Hej": "mailto:raad@kkr.example?subject=Hej",
    "tel:+45 33 00 00 00": "tel:+4533000000",
    "/moeder/7/": "/moeder/7/",
}


@pytest.fixture
def item(meeting: Meeting) -> AgendaItem:
    """An item in which nothing is written yet."""
    return meeting.items.get(title="Eventuelt")


def open_item(page: Page, item: AgendaItem) -> None:
    page.goto(f"/moeder/{item.meeting_id}/punkter/{item.pk}/rediger/")
    page.get_by_role("textbox", name="Baggrund", exact=True).click()


def open_dialog(page: Page):
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+k")
    return page.get_by_role("dialog", name="Link")


def stored(page: Page, item: AgendaItem) -> str:
    expect(page.locator("#save-status")).to_have_text(re.compile(r"^Gemt kl\. \d\d\.\d\d$"))
    item.refresh_from_db()
    return item.background.replace(' title=""', "")  # a field of the dialog that was left empty


def test_address_that_cannot_be_stored_is_refused_at_the_field(open_page, item):
    page = open_page(SECRETARIAT)
    open_item(page, item)
    page.keyboard.type("Se her")
    dialog = open_dialog(page)
    field = dialog.get_by_label("Adresse")
    expect(field).to_be_focused()

    for address in REFUSED:
        field.fill(address)
        dialog.get_by_role("button", name="Opdater").click()
        expect(dialog).to_be_visible()
        expect(field).to_have_value(address)
        expect(field).to_be_focused()
        expect(field).to_have_attribute("aria-invalid", "true")
        expect(field).to_have_accessible_description(MESSAGE)
        expect(dialog.get_by_text(MESSAGE)).to_have_count(1)
    inspection = Inspection(page)
    inspection.look_at("link dialog with an error")
    inspection.conclude()

    field.fill("https://www.kl.dk/")
    page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    assert stored(page, item) == '<p><a href="https://www.kl.dk/">Se her</a></p>'


def test_address_is_completed_and_stored(open_page, item):
    page = open_page(SECRETARIAT)
    open_item(page, item)
    page.keyboard.type("Se her")
    text = page.get_by_role("textbox", name="Baggrund", exact=True)

    for typed, address in COMPLETED.items():
        dialog = open_dialog(page)
        dialog.get_by_label("Adresse").fill(typed)
        page.keyboard.press("Enter")
        expect(dialog).to_have_count(0)
        expect(text.get_by_role("link")).to_have_attribute("href", address)
        expect(text).to_be_focused()
    assert stored(page, item) == f'<p><a href="{address}">Se her</a></p>'


def test_cancelled_dialog_leaves_the_text_alone_and_the_table_dialog_is_not_checked(
    open_page, item
):
    page = open_page(SECRETARIAT)
    open_item(page, item)
    page.keyboard.type("Se her")
    dialog = open_dialog(page)

    dialog.get_by_label("Adresse").fill("vrøvl")
    dialog.get_by_role("button", name="Opdater").click()
    dialog.get_by_role("button", name="Annuller").click()
    expect(dialog).to_have_count(0)
    assert stored(page, item) == "<p>Se her</p>"

    editor(page, "Baggrund").get_by_role("button", name="Indsæt tabel").click()
    page.get_by_role("dialog", name="Tabel").get_by_role("button", name="Indsæt tabel").click()
    expect(page.get_by_role("cell").or_(page.get_by_role("columnheader"))).to_have_count(9)
