"""Standard items in a browser: written once, shown for each council, and put into an agenda."""

import re

import pytest
from playwright.sync_api import expect

from meetings.models import Meeting, StandardItem
from tests.e2e.browsing import NARROW, editor
from tests.e2e.inspection import Inspection
from tests.meetings.word_files import docx, heading, paragraph

pytestmark = pytest.mark.browser

SECRETARIAT = "sekretariat.midtjylland"
LIST = "/kkr/midtjylland/standardpunkter/"


@pytest.fixture
def empty() -> Meeting:
    """The ordinary meeting of March, whose agenda nobody has begun."""
    return Meeting.objects.get(council__slug="midtjylland", starts_at__date="2022-03-23")


def test_item_is_written_seen_in_every_council_and_put_into_an_agenda(open_page, meeting, empty):
    page = open_page(SECRETARIAT)
    page.goto(LIST)
    page.get_by_role("link", name="Nyt standardpunkt").click()
    page.get_by_label("Alle KKR (fælles)").check()
    page.get_by_label("Ordinære møder", exact=True).check()
    page.get_by_label("Overskrift", exact=True).fill("Budget for {KKR}")
    text = editor(page, "Baggrund").get_by_role("textbox")
    text.click()
    page.keyboard.type("{formand} lægger budgettet for {region} frem.")
    page.get_by_role("button", name="Gem", exact=True).click()
    expect(page.get_by_text("Standardpunktet »Budget for {KKR}« er oprettet.")).to_be_visible()

    page.get_by_role("link", name="Sådan læses punktet").click()
    page.get_by_label("Dag", exact=True).fill("2022-03-23")
    page.get_by_role("button", name="Vis").click()
    for region in ("Hovedstaden", "Sjælland", "Syddanmark", "Midtjylland", "Nordjylland"):
        section = page.get_by_role("region", name=f"KKR {region}")
        expect(section.locator(".reading-title")).to_contain_text(f"KKR {region}")
    here = page.get_by_role("region", name="KKR Midtjylland")
    expect(here).to_contain_text("Torben Hansen lægger budgettet for Midtjylland frem.")

    page.goto(f"/moeder/{empty.pk}/dagsorden/")
    page.get_by_role("button", name="Hent standardpunkterne for ordinære møder (5").click()
    expect(page.get_by_role("link", name="2 Budget for KKR Midtjylland")).to_be_visible()
    made = empty.items.get(title="Budget for KKR Midtjylland")
    assert made.background == "<p>Torben Hansen lægger budgettet for Midtjylland frem.</p>"


def test_order_is_changed_with_the_keyboard_and_stays(open_page, meeting):
    page = open_page(SECRETARIAT)
    page.goto(LIST)
    page.get_by_role("button", name="Flyt »Eventuelt« op, ordinære møder").focus()
    page.keyboard.press("Enter")

    rows = page.get_by_role("list", name="Ordinære møder", exact=True).locator(
        "> li > .standard-row .item-title"
    )
    expect(rows).to_have_text(["1 Eventuelt", "2 KKR"])
    expect(page.locator(":target")).to_contain_text("Eventuelt")


def test_standard_item_is_picked_without_javascript_on_a_telephone(open_page, meeting):
    page = open_page(SECRETARIAT, width=NARROW, java_script=False)
    page.goto(f"/moeder/{meeting.pk}/dagsorden/")
    page.get_by_role("link", name="Hent et standardpunkt").click()
    page.get_by_role("button", name=re.compile("^Tilføj.*Meddelelser fra formandskabet$")).click()
    expect(page.get_by_text("»Meddelelser fra formandskabet« er tilføjet")).to_have_count(1)
    titles = meeting.items.filter(parent=None).values_list("title", flat=True)
    assert list(titles)[-2:] == ["Meddelelser fra formandskabet", "Eventuelt"]


def test_item_is_imported_from_word(open_page, meeting):
    page = open_page(SECRETARIAT)
    page.goto(f"/moeder/{meeting.pk}/dagsorden/")
    page.get_by_role("link", name="Importér et punkt fra Word").click()
    data = docx(heading("2.3 Sundhed"), heading("Baggrund", 2), paragraph("Fra et Word-dokument."))
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    file = {"name": "sundhed.docx", "mimeType": kind, "buffer": data}
    page.get_by_label("Word-fil").set_input_files(file)
    page.get_by_label("Åbent punkt").check()
    page.get_by_role("button", name="Importér punktet").click()

    expect(page.get_by_label("Overskrift", exact=True)).to_have_value("Sundhed")
    expect(editor(page, "Baggrund").get_by_role("textbox")).to_have_text("Fra et Word-dokument.")
    expect(page.get_by_text("»2.3« foran overskriften er udeladt")).to_be_visible()


def test_newer_text_of_a_colleague_is_shown_beside_the_own(open_page, meeting, problems):
    problems.provoked.add(409)
    item = StandardItem.objects.get(title="Eventuelt")
    page = open_page(SECRETARIAT)
    page.goto(f"{LIST}{item.pk}/")
    page.get_by_label("Overskrift", exact=True).fill("Min overskrift")
    StandardItem.objects.filter(pk=item.pk).update(title="Deres overskrift", version=2)

    page.get_by_role("button", name="Gem", exact=True).click()

    expect(page.get_by_role("alert")).to_contain_text("Ikke gemt")
    expect(page.get_by_label("Overskrift", exact=True).last).to_have_value("Min overskrift")
    expect(page.locator("del").filter(has_text="Deres")).to_have_count(1)
    inspection = Inspection(page)
    inspection.look_at("standard item that was changed meanwhile")
    inspection.conclude()
