"""The story the portal is for: a secretariat makes an agenda, and everybody else reads it."""

import pytest
from playwright.sync_api import Locator, Page, expect

from councils.demo import PASSWORD
from councils.models import ContactDetails, Person, User
from kkr_portal import clock
from meetings import actions
from meetings.models import Meeting
from tests.e2e.browsing import editor
from tests.papers import Paper

pytestmark = pytest.mark.browser

SECRETARIAT = "sekretariat.midtjylland"
PLAN = "KKR Midtjyllands mødeplan for valgperioden 2022–2026"
ALLIANCES = "Anmeldelse og godkendelse af valgforbund til valg af KKR’s formand og næstformand"
ELECTION = "Valg af formand og næstformand for KKR Midtjylland 2022–2026"
COMPOSITION = (
    "Godkendelse af sammensætning og medlemmer af KKR Midtjylland for valgperioden 2022–2026"
)


@pytest.fixture
def published(meeting) -> Meeting:
    by = User.objects.get(email=f"{SECRETARIAT}@kkr.example")
    actions.publish_agenda(meeting, by=by, at=clock.now(), despite="Prøve")
    return meeting


def open_agenda(page: Page) -> None:
    """From the front page, as somebody would who has just logged in."""
    page.goto("/")
    page.get_by_role("region", name="KKR Midtjylland lige nu").get_by_role(
        "link", name="onsdag d. 19. januar 2022"
    ).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dagsorden 19. januar 2022")


def row(page: Page, title: str) -> Locator:
    return page.locator(".item-row").filter(has=page.get_by_role("link", name=title))


def expect_number(page: Page, number: str, title: str) -> None:
    expect(row(page, title).locator(".item-number")).to_have_text(number)


def test_secretary_writes_an_item_with_a_table_and_finds_it_again(open_page):
    page = open_page()
    page.goto("/")
    page.get_by_role("link", name="Log ind").click()
    page.get_by_label("E-mail").fill(f"{SECRETARIAT}@kkr.example")
    page.get_by_label("Adgangskode", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Log ind").click()
    expect(page.get_by_role("banner")).to_contain_text("Sekretariatet, KKR Midtjylland")

    open_agenda(page)
    page.get_by_role("link", name=PLAN).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"1.9 {PLAN}")
    recommendation = editor(page, "Indstilling")
    box = recommendation.get_by_role("textbox", name="Indstilling")
    box.click()
    page.keyboard.press("Control+a")
    page.keyboard.type("Det indstilles, at rådet drøfter æblegrød, øl og ål.")
    page.keyboard.press("Enter")
    recommendation.get_by_role("button", name="Indsæt tabel").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Rækker").fill("2")
    dialog.get_by_label("Kolonner").fill("2")
    dialog.get_by_label("Med overskriftsrække").select_option("Ja")
    dialog.get_by_role("button", name="Indsæt tabel").click()
    expect(box.get_by_role("row")).to_have_count(2)
    for words in ("Kommune", "Sæde", "Ærø", "Ålborg"):
        page.keyboard.type(words)
        if words != "Ålborg":
            page.keyboard.press("Tab")
    page.get_by_role("button", name="Gem", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("Punktet er gemt kl.")

    page.reload()
    expect(box.get_by_text("Det indstilles, at rådet drøfter æblegrød, øl og ål.")).to_be_visible()
    expect(box.get_by_role("columnheader")).to_have_text(["Kommune", "Sæde"])
    expect(box.get_by_role("cell")).to_have_text(["Ærø", "Ålborg"])
    page.get_by_role("button", name="Gem og gå til dagsordenen").click()
    page.get_by_role("link", name="Forhåndsvis").click()
    expect(page.get_by_role("cell", name="Ålborg")).to_be_visible()


def test_secretary_moves_an_item_up_and_down_without_losing_the_button(open_page):
    page = open_page(SECRETARIAT)
    open_agenda(page)
    up, down = page.get_by_label("Flyt 1.9 op"), page.get_by_label("Flyt 1.3 ned")
    plan_up = row(page, PLAN).get_by_role("button", name="op")
    plan_down = row(page, PLAN).get_by_role("button", name="ned")

    up.focus()
    for number in range(8, 2, -1):
        page.keyboard.press("Enter")
        expect_number(page, f"1.{number}", PLAN)
        expect(plan_up).to_be_focused()
    expect_number(page, "1.4", ALLIANCES)

    down.focus()
    for number in range(4, 10):
        page.keyboard.press("Space")
        expect_number(page, f"1.{number}", PLAN)
        expect(plan_down).to_be_focused()
    page.reload()
    expect_number(page, "1.3", ALLIANCES)
    expect_number(page, "1.9", PLAN)


def test_secretary_drags_an_item_with_the_mouse(open_page):
    page = open_page(SECRETARIAT)
    open_agenda(page)

    with page.expect_response("**/raekkefoelge/") as answer:
        row(page, ELECTION).locator(".handle").drag_to(row(page, ALLIANCES), steps=10)

    assert answer.value.status == 200
    expect_number(page, "1.3", ELECTION)
    expect_number(page, "1.4", ALLIANCES)
    page.reload()
    expect_number(page, "1.3", ELECTION)


def test_secretary_publishes_and_the_pdf_is_complete_and_tagged(open_page):
    page = open_page(SECRETARIAT)
    open_agenda(page)
    questions = []

    page.get_by_role("link", name="Gennemgå og offentliggør").click()
    expect(page.get_by_role("status")).to_have_text("Kontrollen har ingen fund.")
    page.once("dialog", lambda dialog: (questions.append(dialog.message), dialog.dismiss()))
    page.get_by_role("button", name="Offentliggør").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Gennemgang af dagsordenen")
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Offentliggør").click()
    expect(page.get_by_role("status")).to_have_text("Dagsordenen er offentliggjort (1. udgave).")

    assert questions == ["Offentliggør dagsordenen? Alle kan læse den, og numrene ligger fast."]
    link = page.get_by_role("link", name="Hent dagsorden (PDF)")
    response = page.request.get(link.get_attribute("href"))
    assert response.headers["content-type"] == "application/pdf"
    paper = Paper(response.body())
    text, bookmarks = paper.text, paper.bookmarks
    assert "/StructTreeRoot" in paper.root
    assert paper.root.MarkInfo.Marked
    assert str(paper.root.Lang) == "da-DK"
    for words in (PLAN, "I Region Midtjylland er det Erik Flyvholm, Lemvig Kommune.", "1. udgave"):
        assert words in text
    assert "Indhold" in bookmarks
    assert any(line.startswith("  1.9") and line.endswith(PLAN) for line in bookmarks)
    assert bookmarks[-1].endswith("Eventuelt")


def test_member_finds_the_mayor_of_lemvig(open_page):
    page = open_page("medlem")

    page.goto("/")
    page.get_by_role("navigation", name="Vælg kommunekontaktråd").get_by_text("Midtjylland").click()
    page.get_by_role("navigation", name="KKR Midtjylland").get_by_text("Blå Bog").click()
    page.get_by_label("Navn").fill("flyvholm")
    page.get_by_label("Navn").press("Enter")

    rows = page.get_by_role("table").locator("tbody tr:not(.group)")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Lemvig")
    expect(rows).to_contain_text("Borgmester")
    rows.get_by_role("link", name="Erik Flyvholm").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Erik Flyvholm")


def test_visitor_reads_the_published_agenda_and_no_more(open_page, published):
    details = ContactDetails.objects.exclude(phone="").first()
    assert Person.objects.get(name="Erik Flyvholm").memberships.exists()
    page = open_page()
    page.goto("/")

    agendas = page.get_by_role("region", name="Offentliggjorte dagsordener")
    agendas.get_by_role("link", name="onsdag d. 19. januar 2022").click()

    expect(page.get_by_role("heading", name=f"1.9 {PLAN}")).to_be_visible()
    expect(page.get_by_role("link", name="Hent dagsorden (PDF)")).to_be_visible()
    expect(page.get_by_role("link", name="Rediger")).to_have_count(0)
    expect(page.get_by_role("main").get_by_role("button")).to_have_count(0)
    page.goto(f"/personer/{details.person_id}/")
    expect(page.get_by_role("region", name="Kontakt")).to_contain_text("når du er logget ind")
    expect(page.get_by_text(details.email)).to_have_count(0)
    page.goto("/kkr/midtjylland/blaa-bog/")
    expect(page.get_by_role("columnheader")).to_have_count(5)  # without one of contacts
    expect(page.get_by_text("@kkr.example")).to_have_count(0)
    for private in (
        f"/moeder/{published.pk}/dagsorden/",
        "/kkr/midtjylland/sammensaetning/",
        "/kkr/midtjylland/haendelser/",
    ):
        page.goto(private)
        expect(page.get_by_role("heading", level=1)).to_have_text("Log ind")


def test_contact_details_are_there_to_be_hidden(open_page):
    page = open_page("medlem")
    page.goto("/kkr/midtjylland/blaa-bog/")
    expect(page.get_by_role("columnheader")).to_have_count(6)
    expect(page.get_by_text("@kkr.example").first).to_be_visible()


def test_secretary_of_another_council_finds_no_edit_page(open_page, meeting, problems):
    problems.provoked.add(404)
    page = open_page("sekretariat.nordjylland")
    item = meeting.items.first()

    for path in (
        f"/moeder/{meeting.pk}/dagsorden/",
        f"/moeder/{meeting.pk}/rediger/",
        f"/moeder/{meeting.pk}/punkter/{item.pk}/rediger/",
    ):
        assert page.goto(path).status == 404
        expect(page.get_by_role("heading", level=1)).to_have_text("Vi kan ikke finde siden")
