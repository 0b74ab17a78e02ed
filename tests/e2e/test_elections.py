"""A composition from the votes to the paper on the agenda, lots, and what would happen if."""

import re

import pytest
from playwright.sync_api import Page, expect

from elections.models import Composition, DrawnLot, VoteSource
from meetings.models import Meeting
from tests.e2e.elections import DRAW, tied, votes_from_valgdk

pytestmark = pytest.mark.browser

SECRETARIAT = "sekretariat.midtjylland"
SEATS = "/kkr/midtjylland/sammensaetning/"
TRIAL = f"{SEATS}proev/"


def result(page: Page):
    return page.locator("#trial-result").get_by_role("heading", level=2)


# --- What if -------------------------------------------------------------------------------------


def test_trial_follows_what_is_typed_without_loading_the_page(open_page):
    page = open_page("medlem")
    page.goto(SEATS)
    page.get_by_role("link", name="Prøv med andre tal").click()
    expect(result(page)).to_have_text("36 medlemmer: 19 borgmestre og 17 supplerende")
    page.evaluate("window.isTheSamePage = true")
    history = page.evaluate("history.length")

    page.get_by_label("Borgmestre, Venstre").fill("8")

    expect(result(page)).not_to_have_text("36 medlemmer: 19 borgmestre og 17 supplerende")
    expect(page).to_have_url(re.compile(r"/proev/\?.*m\d+=8"))
    assert page.evaluate("window.isTheSamePage")
    assert page.evaluate("history.length") == history
    expect(page.get_by_label("Borgmestre, Venstre")).to_be_focused()
    found = result(page).inner_text()
    colleague = open_page("medlem")
    colleague.goto(page.url)
    expect(result(colleague)).to_have_text(found)
    expect(colleague.get_by_label("Borgmestre, Venstre")).to_have_value("8")


def test_trial_says_what_is_wrong_while_one_types(open_page):
    page = open_page("medlem")
    page.goto(TRIAL)

    page.get_by_label("Spærregrænse, pct.").fill("101")

    part = page.locator("#trial-result")
    expect(part).to_contain_text("Spærregrænse, pct.: Skriv et tal mellem 0 og 100")
    page.get_by_label("Spærregrænse, pct.").fill("2,5")
    expect(result(page)).to_contain_text("medlemmer:")


def test_page_before_is_whole_when_one_comes_back_from_the_next(open_page):
    """The browser must not show the part that htmx fetched from the same address."""
    page = open_page("medlem")
    page.goto(TRIAL)
    page.get_by_label("Spærregrænse, pct.").fill("3")
    expect(page).to_have_url(re.compile("threshold=3"))
    page.get_by_role("link", name="begynd forfra med den").click()
    expect(page).to_have_url(re.compile(r"/proev/$"))

    page.go_back()

    expect(page).to_have_url(re.compile("threshold=3"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Prøv med andre tal")
    expect(page.get_by_label("Spærregrænse, pct.")).to_have_value("3")


def test_trial_works_without_java_script(open_page, problems):
    problems.provoked.add(422)
    page = open_page("medlem", java_script=False)
    page.goto(TRIAL)

    page.get_by_label("Metode", exact=True).select_option("d’Hondt")
    page.get_by_role("button", name="Beregn").click()

    expect(page).to_have_url(re.compile("method=dhondt"))
    expect(page.get_by_label("Metode", exact=True)).to_have_value("dhondt")
    expect(page.locator("#trial-result th").filter(has_text="d’Hondt")).to_contain_text("Valgt")
    page.get_by_label("Kommuner").fill("0")
    page.get_by_role("button", name="Beregn").click()
    expect(page.locator("#trial-result")).to_contain_text("Tallene passer ikke sammen.")


# --- From the votes to the agenda ----------------------------------------------------------------


def test_secretary_takes_votes_from_the_file_to_the_paper_on_the_agenda(
    open_page, meeting: Meeting
):
    page = open_page(SECRETARIAT)
    page.goto(SEATS)
    page.get_by_role("link", name="Stemmetal", exact=True).first.click()
    page.get_by_role("link", name="Indlæs stemmetal").click()
    file = {"name": "valg.csv", "mimeType": "text/csv", "buffer": votes_from_valgdk()}
    page.get_by_label("Fil", exact=True).set_input_files(file)
    page.get_by_label("Hvor kommer tallene fra?").fill("Fra valg.dk.")
    page.get_by_label("Det er de officielle, endelige stemmetal").check()
    page.get_by_label("Gyldige stemmer i alt").fill("800000")
    page.get_by_role("button", name="Se, hvad filen ændrer").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Hvad filen ændrer")
    expect(page.get_by_role("row", name=re.compile("^Aarhus "))).to_be_visible()
    assert VoteSource.objects.count() == 1
    page.get_by_role("button", name="Indlæs stemmetallene").click()
    expect(page.get_by_role("status")).to_contain_text("Stemmetallene er indlæst.")
    expect(page.get_by_text("Officielle stemmetal. Kilde: Fra valg.dk.")).to_be_visible()

    page.get_by_role("link", name="Sammensætning", exact=True).first.click()
    page.get_by_role("button", name="Beregn og gem").click()
    expect(page.get_by_role("status")).to_contain_text("gemt som beregning nr. 2.")
    expect(page.get_by_text("Stemmetallene er officielle.")).to_be_visible()

    link = page.get_by_role("link", name="Hent som papir (PDF)")
    paper = page.request.get(link.get_attribute("href"))
    assert paper.headers["content-type"] == "application/pdf"
    assert paper.body().startswith(b"%PDF-")

    page.get_by_role("link", name="Vedhæft papiret til dagsordenen").click()
    chosen = page.get_by_label("Punkt", exact=True).locator("option:checked")
    expect(chosen).to_contain_text("Godkendelse af sammensætning")
    page.get_by_role("button", name="Vedhæft").click()
    expect(page.get_by_text("Papiret er vedhæftet på punktet")).to_be_visible()

    page.goto(f"/moeder/{meeting.pk}/")
    attached = page.get_by_role(
        "link", name=re.compile(r"^Bilag 1\.2\.1 Sammensætning af KKR Midtjylland 2022-2026")
    )
    expect(attached).to_be_visible()
    stored = page.request.get(attached.get_attribute("href"))
    assert stored.headers["content-type"] == "application/pdf"


def test_secretary_records_the_lot_that_a_tie_waits_for(open_page, meeting: Meeting, problems):
    problems.provoked.add(422)
    tied(meeting)
    page = open_page(SECRETARIAT)
    page.goto(SEATS)
    alert = page.get_by_role("note").filter(has_text="Lodtrækning er nødvendig")
    expect(alert).to_contain_text("Radikale Venstre og Det Konservative Folkeparti")
    expect(alert).to_contain_text("står lige om 2 pladser.")

    alert.get_by_role("link", name="Registrér lodtrækningen").click()
    places = [page.get_by_label(f"Trukket som nr. {n}") for n in (1, 2, 3)]
    for place, name in zip(places, ["Det Konserv", "Det Konserv", "Radikale"], strict=True):
        place.select_option(label=page.locator("option", has_text=name).first.inner_text())
    page.get_by_label("Hvem trak lodderne?").fill(DRAW["drawn_by"])
    page.get_by_label("Hvem var vidner?").fill(DRAW["witnesses"])
    page.get_by_label("Dato").fill("2022-01-11")
    page.get_by_label("Klokkeslæt").fill("13:00")
    page.get_by_role("button", name="Registrér, og beregn færdig").click()
    expect(page.get_by_text("Listen er allerede trukket som en tidligere.")).to_be_visible()
    assert not DrawnLot.objects.exists()
    places[1].select_option(label="Socialdemokratiet")
    page.get_by_role("button", name="Registrér, og beregn færdig").click()

    expect(page.get_by_role("status")).to_contain_text("Lodtrækningen er registreret")
    expect(page.get_by_role("heading", name="Beregnet: 10 medlemmer, 5 borgmestre")).to_be_visible()
    expect(page.get_by_role("region", name="Lodtrækning")).to_contain_text(
        "Rækkefølge: 1. C, 2. A, 3. B."
    )
    assert Composition.objects.first().seats["A"] == [2, 0, 2]
