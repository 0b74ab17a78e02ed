"""The portal in a browser that runs no scripts."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

SECRETARIAT = "sekretariat.midtjylland"
PLAN = "KKR Midtjyllands mødeplan for valgperioden 2022–2026"
COLLEGE = "Bestyrelsen for VIA University College: Medlem udpeget af KKR"


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


def test_candidate_is_found_proposed_and_withdrawn(open_page, problems):
    problems.provoked.add(422)
    page = open_page(SECRETARIAT, java_script=False)
    page.goto("/kkr/midtjylland/runder/")
    page.get_by_role("link", name="Udpegninger 2022-2026").click()

    page.get_by_role("link", name=f"Tilføj kandidat til {COLLEGE}", exact=True).click()
    search = page.get_by_role("search", name="Søg efter personen")
    search.get_by_label("Navn").fill("flyvholm")
    search.get_by_role("button", name="Søg").click()
    page.get_by_role("link", name="Erik Flyvholm").click()
    page.get_by_role("button", name="Gem").click()
    expect(page.locator(".form-error")).to_contain_text("Foreslået af gruppen")
    page.get_by_label("Foreslået af gruppen").select_option(
        label="Venstre, Danmarks Liberale Parti (V)"
    )
    page.get_by_role("button", name="Gem").click()

    expect(page.get_by_role("status")).to_contain_text(f"Erik Flyvholm er kandidat til {COLLEGE}.")
    page.get_by_role("link", name=re.compile("^Træk tilbage.*Erik Flyvholm")).click()
    page.get_by_role("button", name="Træk tilbage").click()
    expect(page.get_by_role("status")).to_contain_text("Erik Flyvholm er trukket tilbage.")
    expect(page.get_by_text("Trukket tilbage (1)")).to_be_visible()
