"""The portal in a browser that runs no scripts."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

SECRETARIAT = "sekretariat.midtjylland"
PLAN = "KKR Midtjyllands mødeplan for valgperioden 2022–2026"


def test_buttons_move_items(open_page, meeting):
    page = open_page(SECRETARIAT, java_script=False)
    page.goto(f"/moeder/{meeting.pk}/dagsorden/")

    page.get_by_role("button", name="Flyt 1.9 op").click()

    expect(page.get_by_role("link", name=f"1.8 {PLAN}")).to_be_in_viewport()
    page.get_by_role("button", name="Flyt 1.8 ned").click()
    expect(page.get_by_role("link", name=f"1.9 {PLAN}")).to_be_in_viewport()


def test_directory_can_be_searched(open_page):
    page = open_page(java_script=False)
    page.goto("/kkr/midtjylland/blaa-bog/")

    page.get_by_label("Navn").fill("flyvholm")
    page.get_by_role("button", name="Vis").click()

    expect(page.get_by_role("table").locator("tbody tr:not(.group)")).to_have_count(1)
    expect(page.get_by_role("link", name="Erik Flyvholm")).to_be_visible()


def test_editor_is_a_field_with_the_html(open_page, meeting):
    item = meeting.items.get(title=PLAN)
    page = open_page(SECRETARIAT, java_script=False)
    page.goto(f"/moeder/{meeting.pk}/punkter/{item.pk}/rediger/")

    for section in ("Baggrund", "Indstilling", "Sagsfremstilling"):
        expect(page.get_by_label(section)).to_be_visible()
    expect(page.get_by_label("Sagsfremstilling")).to_have_value(item.presentation)
    page.get_by_label("Indstilling").fill("<p>Uden <strong>skript</strong>.</p>")
    page.get_by_role("button", name="Gem", exact=True).click()

    expect(page.get_by_label("Indstilling")).to_have_value("<p>Uden <strong>skript</strong>.</p>")
