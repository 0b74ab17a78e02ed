"""A council's round of appointments, from the first proposal to the letters, and what is to be done
when somebody leaves; through the pages only."""

import datetime
import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.elections import DRAW
from tests.papers import Paper

pytestmark = pytest.mark.browser

SECRETARIAT = "sekretariat.midtjylland"
EU_OFFICE = "Central Denmark EU Office (Bruxelleskontoret)"
MEMBERS = f"{EU_OFFICE}: Repræsentant for medlemskommunerne"
COLLEGE = "Bestyrelsen for VIA University College: Medlem udpeget af KKR"
BOARD = "Erhvervshus Midtjyllands bestyrelse"
BUSINESS = f"{BOARD}: Virksomhedsrepræsentant"
TASKS = [task.partition(": ")[2] for task in (MEMBERS, COLLEGE, BUSINESS)]
ROUND = "Tre fora 2022"
A, C, V = "Socialdemokratiet", "Det Konservative Folkeparti", "Venstre"
LEAVER, SUCCESSOR = "Eksempel Ceder", "Eksempel Bøg"  # both of C
PROPOSED = [
    (MEMBERS, "Frands Fischer", A),
    (MEMBERS, "Helle Gade", A),
    (MEMBERS, "Erik Flyvholm", V),
    (MEMBERS, LEAVER, C),
    (COLLEGE, "Hans Østergaard", V),
    (COLLEGE, "Lone Jakobi", A),
]
MEETING = datetime.date(2022, 1, 19)
AFTERWARDS = datetime.date(2022, 2, 1)


def test_round_from_proposals_to_letters_and_to_a_vacancy(open_page, settings, problems):
    problems.provoked.add(422)
    page = open_page(SECRETARIAT)
    open_round(page)
    for task, name, group in PROPOSED:
        propose(page, task, name, group)
    nominate(page)
    write_on_agenda(page)

    settings.PORTAL_DATE = MEETING
    elect_proportionally(page)
    elect_by_majority(page)
    decide(page, MEMBERS)
    decide(page, COLLEGE)
    decide(page, BUSINESS, chosen="Eksempel Smed")

    expect_everywhere(page)
    expect_letters(page)

    settings.PORTAL_DATE = AFTERWARDS
    leave_municipal_council(page)
    expect_vacancy(page)
    replace(page)


# --- Proposals -----------------------------------------------------------------------------------


def open_round(page: Page) -> None:
    """From the front page, with three of the council's tasks."""
    page.goto("/")
    page.get_by_role("navigation", name="Vælg kommunekontaktråd").get_by_text("Midtjylland").click()
    page.get_by_role("navigation", name="KKR Midtjylland").get_by_text("Udpegninger").click()
    page.get_by_role("link", name="Udpegningsrunder").click()
    page.get_by_role("link", name="Opret en runde").click()
    page.get_by_label("Navn").fill(ROUND)
    page.get_by_label("Frist for gruppernes forslag").fill("2022-01-17")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Tag hverv med i runden")
    for box in page.get_by_role("checkbox").all():
        box.uncheck()
    for task in TASKS:
        page.get_by_role("checkbox", name=re.compile(f"^{task}")).focus()
        page.keyboard.press("Space")
    page.get_by_role("button", name="Tag med").click()
    expect(page.get_by_role("status").first).to_contain_text("3 hverv er taget med i runden.")
    expect(page.get_by_role("heading", level=1)).to_have_text(ROUND)
    expect(board(page).get_by_text("Mangler kandidater")).to_have_count(3)


def propose(page: Page, task: str, name: str, group: str) -> None:
    """With the keyboard where there is a search."""
    open_board(page)
    page.get_by_role("link", name=f"Tilføj kandidat til {task}", exact=True).click()
    page.get_by_label("Navn").fill(name)
    page.keyboard.press("Enter")
    page.get_by_role("main").get_by_role("link", name=re.compile(f"^{name}")).click()
    expect(page.get_by_text("Portalen kender intet, der taler imod.")).to_be_visible()
    entry = page.get_by_label("Foreslået af gruppen")
    entry.select_option(label=entry.locator("option", has_text=group).first.inner_text())
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_role("status").first).to_contain_text(f"{name} er kandidat til {task}.")


def nominate(page: Page) -> None:
    """Somebody whom the portal does not know yet."""
    open_board(page)
    page.get_by_role("link", name=f"Tilføj kandidat til {BUSINESS}", exact=True).click()
    page.get_by_label("Navn").fill("Eksempel Smed")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Opret personen").click()
    expect(page.get_by_label("Navn")).to_have_value("Eksempel Smed")
    page.get_by_label("Køn").select_option("Kvinde")
    page.get_by_role("button", name="Opret og fortsæt").click()
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_text("Vælg mindst én organisation, der indstiller.")).to_be_visible()
    page.get_by_label("DI", exact=True).check()
    page.get_by_label("Kommer fra").fill("Eksempel Smedje")
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_role("status").first).to_contain_text("Eksempel Smed er kandidat til")
    expect(page.get_by_role("main")).to_contain_text("indstillet af DI")


def write_on_agenda(page: Page) -> None:
    open_board(page)
    expect(board(page).get_by_text("Klar til valg")).to_have_count(2)
    page.get_by_role("link", name="Sæt på dagsordenen").click()
    page.get_by_role("button", name="Se teksten").click()
    text = page.locator(".rich-text").first
    expect(text).to_contain_text("3 pladser, vælges på mødet")
    expect(text).to_contain_text("Eksempel Smed (Eksempel Smedje)")
    page.get_by_role("button", name="Skriv teksten").click()
    expect(page.get_by_role("status").first).to_contain_text("Teksten er skrevet under punktet")


# --- The meeting ---------------------------------------------------------------------------------


def elect_proportionally(page: Page) -> None:
    """A has 10 members, V 9 and C 5: half of A is as many as C, so lots decide the third seat."""
    begin(page, MEMBERS, "Forholdstalsvalg")
    page.get_by_role("button", name="Registrér grupperne").click()
    for number, (group, name) in enumerate([(A, "Frands Fischer"), (V, "Erik Flyvholm")], start=1):
        choose(page, f"vælger nr. {number}", group, name)
    expect(page.get_by_role("status").first).to_contain_text("Nu skal der trækkes lod.")
    for place, key in enumerate("CA", start=1):
        page.get_by_label(f"Trukket som nr. {place}").select_option(key)
    page.get_by_label("Hvem trak lodderne?").fill(DRAW["drawn_by"])
    page.get_by_label("Hvem var vidner?").fill(DRAW["witnesses"])
    page.get_by_label("Klokkeslæt").fill("00:00")
    page.get_by_role("button", name="Registrér lodtrækningen").click()
    choose(page, "vælger nr. 3", C, LEAVER)
    expect(page.locator(".accepted")).to_contain_text("Valgt")
    expect(page.get_by_role("region", name="Hvem vælger hvornår")).to_contain_text("ved lod")


def elect_by_majority(page: Page) -> None:
    begin(page, COLLEGE, "Flertalsvalg")
    for votes in (("17", "16", "3"), ("20", "16", "")):
        for label, number in zip(("Hans Østergaard", "Lone Jakobi", "Blanke"), votes, strict=True):
            page.get_by_label(label).fill(number)
        page.get_by_role("button", name="Registrér runden").click()
    expect(page.locator(".accepted strong")).to_have_text("Hans Østergaard")


def begin(page: Page, task: str, way: str) -> None:
    open_task(page, task)
    page.get_by_role("link", name="Vælg til hvervet").click()
    page.get_by_role("link", name=way, exact=True).click()
    page.get_by_role("button", name="Begynd valget").click()


def choose(page: Page, turn: str, group: str, name: str) -> None:
    field = page.get_by_label(turn)
    expect(page.locator("label", has_text=turn)).to_contain_text(group)
    field.select_option(label=field.locator("option", has_text=name).inner_text())
    page.get_by_role("button", name="Registrér valget").click()


def decide(page: Page, task: str, chosen: str = "") -> None:
    open_task(page, task)
    page.get_by_role("link", name="Registrér beslutningen").click()
    if chosen:
        expect(page.get_by_label(chosen)).to_be_checked()
    page.get_by_role("button", name="Registrér beslutningen").click()
    expect(page.get_by_role("status").first).to_contain_text("Beslutningen er registreret.")


# --- Afterwards ----------------------------------------------------------------------------------


def expect_everywhere(page: Page) -> None:
    """On the body's page and in the Blå Bog, for everybody."""
    open_task(page, MEMBERS)
    page.locator(".facts").get_by_role("link", name=EU_OFFICE).click()
    for name in ("Frands Fischer", "Erik Flyvholm", LEAVER):
        row = page.get_by_role("row").filter(has=page.get_by_role("link", name=name))
        expect(row).to_contain_text("31.12.2025")
    page.goto("/kkr/midtjylland/blaa-bog/?navn=ceder")
    expect(
        page.get_by_role("row").filter(has_text=LEAVER).filter(has_text="Udpeget")
    ).to_contain_text(EU_OFFICE)


def expect_letters(page: Page) -> None:
    open_board(page)
    expect(board(page).get_by_text("Besluttet", exact=True)).to_have_count(3)
    link = page.get_by_role("link", name="Udpegningsbreve (PDF)")
    response = page.request.get(link.get_attribute("href"))
    assert response.headers["content-type"] == "application/pdf"
    text = Paper(response.body()).text
    for name in ("Frands Fischer", "Erik Flyvholm", LEAVER, "Hans Østergaard", "Eksempel Smed"):
        assert f"Kære {name}" in text
    assert "Lone Jakobi" not in text
    assert "UDKAST" not in text


def leave_municipal_council(page: Page) -> None:
    """Before it is recorded the page tells that the seat goes back to the group."""
    page.goto("/kkr/midtjylland/livsbegivenheder/ny/")
    page.get_by_label("Navn").fill(LEAVER)
    page.keyboard.press("Enter")
    page.get_by_role("main").get_by_role("link", name=re.compile(LEAVER)).first.click()
    page.get_by_role("link", name=re.compile("kommunalbestyrelsen")).first.click()
    page.get_by_label("Sidste dag i kommunalbestyrelsen").fill("2022-01-31")
    page.get_by_role("button", name="Vis, hvad der følger").click()
    missing = page.get_by_role("region", name="Det mangler bagefter")
    expect(missing).to_contain_text(f"{EU_OFFICE} (Repræsentant for medlemskommunerne 3) er ledig")
    expect(missing).to_contain_text(f"{C} vælger en afløser, for pladsen tilhører gruppen.")
    page.get_by_role("button", name="Registrér det hele").click()
    expect(page.get_by_role("status").first).to_contain_text("Hændelsen er registreret")


def expect_vacancy(page: Page) -> None:
    page.goto("/kkr/midtjylland/blaa-bog/mangler/")
    said = f"{EU_OFFICE} (Repræsentant for medlemskommunerne): 1 af 3 pladser er ikke besat."
    page.get_by_role("listitem").filter(has_text=said).get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(EU_OFFICE)
    expect(page.get_by_role("main")).to_contain_text("1 ledig plads")
    page.get_by_role("link", name="Hvem der har siddet på hver plads").click()
    left = page.get_by_role("listitem").filter(has=page.get_by_role("link", name=LEAVER))
    expect(left).to_contain_text("Opfylder ikke længere kravet til pladsen")


def replace(page: Page) -> None:
    """By somebody of the same group, from the page of who left."""
    page.go_back()
    page.get_by_label("Pr. dato").fill("2022-01-31")
    page.get_by_role("button", name="Vælg dag").click()
    row = page.get_by_role("row").filter(has=page.get_by_role("link", name=LEAVER))
    row.get_by_role("link", name="Udpeget fra").press("Enter")
    page.get_by_role("link", name="Udpeg en afløser").click()
    expect(page.get_by_role("main")).to_contain_text(f"Pladsen er valgt af {C}")
    page.get_by_label("Navn").fill(SUCCESSOR)
    page.keyboard.press("Enter")
    page.get_by_role("main").get_by_role("link", name=re.compile(f"^{SUCCESSOR}")).click()
    page.get_by_role("button", name="Udpeg afløseren").click()
    expect(page.get_by_role("status").first).to_contain_text(f"{SUCCESSOR} afløser {LEAVER}.")
    page.locator(".facts").get_by_role("link", name=EU_OFFICE).click()
    row = page.get_by_role("row").filter(has=page.get_by_role("link", name=SUCCESSOR))
    expect(row).to_contain_text("31.12.2025")
    expect(page.get_by_role("main")).not_to_contain_text("ledig plads")


# --- Ways ----------------------------------------------------------------------------------------


def open_board(page: Page) -> None:
    page.goto("/kkr/midtjylland/runder/")
    page.get_by_role("link", name=ROUND).click()


def open_task(page: Page, task: str) -> None:
    open_board(page)
    body, _, label = task.partition(": ")
    section = board(page).locator("tbody").filter(has=page.get_by_role("link", name=body))
    section.get_by_role("link", name=label, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(task)


def board(page: Page) -> Locator:
    return page.get_by_role("table").first
