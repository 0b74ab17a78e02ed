"""An agenda's way from draft to its second edition, as secretary, chair, member and visitor."""

import pytest
from playwright.sync_api import Page, expect

from councils.models import User
from kkr_portal import clock
from meetings import actions
from meetings.models import Meeting
from tests.e2e.conftest import PATIENCE
from tests.e2e.inspection import Inspection

pytestmark = pytest.mark.browser

SECRETARIAT = "sekretariat.midtjylland"
CLOSED = "Salg af grund"


@pytest.fixture
def by(midtjylland_demo) -> User:
    return User.objects.get(email=f"{SECRETARIAT}@kkr.example")


@pytest.fixture
def published(meeting: Meeting, by: User) -> Meeting:
    """The agenda, with an item that is closed, as its first edition."""
    main = meeting.items.get(title="KKR")
    actions.add_item(meeting, by=by, parent=main, title=CLOSED, is_open=False)
    actions.publish_agenda(meeting, by=by, at=clock.now(), despite="Prøve")
    return meeting


def agree(page: Page) -> None:
    page.on("dialog", lambda dialog: dialog.accept())


def test_chair_reads_the_draft_and_the_secretariat_answers(open_page, meeting, problems):
    problems.provoked.add(422)
    secretary, chair = open_page(SECRETARIAT), open_page("formand")
    inspections = [Inspection(chair), Inspection(secretary)]
    secretary.goto(f"/moeder/{meeting.pk}/dagsorden/")
    secretary.get_by_role("button", name="Send til gennemlæsning").click()
    expect(secretary.locator(".badge", has_text="Til gennemlæsning")).to_be_visible()
    inspections[1].look_at("agenda under review")

    chair.goto("/")
    inspections[0].look_at("front page of a reader")
    chair.get_by_role("link", name="Dagsorden til 19. januar 2022").click()
    chair.get_by_text("Kommentér punkt 1.4").click()
    form = chair.locator("form", has=chair.get_by_role("button", name="om punkt 1.4"))
    form.get_by_role("button").click()
    expect(chair.get_by_text("Fejl: Skriv en kommentar.")).to_be_visible()
    inspections[0].look_at("comments with an error")
    form.get_by_label("Kommentar").fill("Skal næstformanden vælges særskilt?")
    form.get_by_role("button").click()
    expect(chair.get_by_text("Kommentaren er gemt.")).to_be_visible()
    assert "#punkt-" in chair.url
    inspections[0].look_at("comments of the chair")

    secretary.reload()
    secretary.get_by_role("link", name="1 ubehandlet kommentar").click()
    expect(secretary.get_by_text("Skal næstformanden vælges særskilt?")).to_be_visible()
    secretary.get_by_text("Svar på kommentarerne til punkt 1.4").click()
    form = secretary.locator("form", has=secretary.get_by_role("button", name="om punkt 1.4"))
    form.get_by_label("Kommentar").fill("Ja, det skriver vi.")
    form.get_by_role("button").click()
    handle = secretary.get_by_role("button", name="Behandlet (kommentar af Formandens rolle")
    handle.click()
    expect(secretary.get_by_role("button", name="Genoptag")).to_have_count(1)
    inspections[1].look_at("comments for the secretariat")

    item = meeting.items.get(title__startswith="Valg af formand")
    secretary.goto(f"/moeder/{meeting.pk}/punkter/{item.pk}/rediger/")
    expect(secretary.get_by_text("Ja, det skriver vi.")).to_be_visible()
    expect(secretary.get_by_text("Skal næstformanden vælges særskilt?")).to_have_count(0)
    inspections[1].look_at("item with a comment")
    for inspection in inspections:
        inspection.conclude()


def test_secretary_publishes_despite_a_red_finding_and_says_why(open_page, meeting, by, problems):
    problems.provoked.add(422)
    item = meeting.items.get(title="Eventuelt")
    actions.save_item(item, by=by, version=item.version, title="Eventuelt i {KKR}")
    page = open_page(SECRETARIAT)
    agree(page)
    inspection = Inspection(page)
    page.goto(f"/moeder/{meeting.pk}/gennemgang/")

    page.get_by_role("button", name="Offentliggør alligevel").click()

    expect(page.get_by_text("Fejl: Kontrollen har røde fund.")).to_be_visible()
    inspection.look_at("publishing page with an error")
    page.get_by_label("Hvorfor skal dagsordenen offentliggøres").fill("Overskriften er aftalt.")
    page.get_by_role("button", name="Offentliggør alligevel").click()
    expect(page.get_by_text("Dagsordenen er offentliggjort (1. udgave).")).to_be_visible()
    expect(page.get_by_text("trods røde fund: Overskriften er aftalt.")).to_be_visible()
    expect(page.locator(".badge", has_text="Udsendt (1. udgave)")).to_be_visible()
    inspection.look_at("meeting published despite a finding")
    inspection.conclude()


def test_supplement_reaches_a_member_with_marks_and_a_visitor_without_what_is_closed(
    open_page, published, problems
):
    problems.provoked.add(422)
    secretary, member, visitor = open_page(SECRETARIAT), open_page("medlem"), open_page()
    agree(secretary)
    inspections = [Inspection(page) for page in (secretary, member, visitor)]
    address = f"/moeder/{published.pk}/"
    member.goto(address)
    expect(member.get_by_role("heading", name=f"{CLOSED} Lukket")).to_be_visible()

    secretary.goto(address)
    secretary.get_by_role("button", name="Tillæg eller rettelser").click()
    expect(secretary.get_by_text("Læserne ser stadig 1. udgave")).to_be_visible()
    secretary.get_by_label("Overskrift", exact=True).fill("Ny bevilling")
    secretary.get_by_role("button", name="Tilføj og skriv").click()
    secretary.get_by_role("button", name="Gem og gå til dagsordenen").click()
    inspections[0].look_at("agenda that is amended")
    secretary.get_by_role("link", name="Forhåndsvis").click()
    expect(secretary.get_by_role("heading", name="3 Ny bevilling Nyt")).to_be_visible()
    inspections[0].look_at("preview of an amendment")
    member.reload()
    expect(member.get_by_text("Ny bevilling")).to_have_count(0)

    secretary.get_by_role("link", name="Rediger dagsordenen").click()
    secretary.get_by_role("link", name="Udsend 2. udgave").click()
    publish = secretary.get_by_role("button", name="Udsend 2. udgave")
    despite = secretary.get_by_label("Hvorfor skal dagsordenen offentliggøres")
    if despite.count():
        despite.fill("Prøve")
    publish.click()
    expect(secretary.get_by_text("Fejl: Skriv, hvad der er nyt")).to_be_visible()
    inspections[0].look_at("publishing page of an amendment")
    secretary.get_by_label("Hvad er nyt i denne udgave?").fill("Et tillæg om en ny bevilling.")
    publish.click(timeout=4 * PATIENCE)  # two papers are printed
    expect(secretary.get_by_text("Dagsordenen er offentliggjort (2. udgave).")).to_be_visible()
    inspections[0].look_at("meeting with two editions")

    member.reload()
    news = member.get_by_role("region", name="Ændret, siden du læste 1. udgave")
    expect(news).to_contain_text("Et tillæg om en ny bevilling.")
    inspections[1].look_at("meeting with a member's marks")
    news.get_by_role("link", name="Punkt 3 Ny bevilling").click()
    expect(member.get_by_role("heading", name="3 Ny bevilling Nyt")).to_be_in_viewport()

    visitor.goto(address)
    news = visitor.get_by_role("region", name="Nyt i 2. udgave")
    expect(news).to_contain_text("Punkt 3 Ny bevilling: nyt punkt")
    assert CLOSED not in visitor.content()
    inspections[2].look_at("second edition for a visitor")
    for inspection in inspections:
        inspection.conclude()


def test_amendment_is_discarded_after_a_question(open_page, published):
    page = open_page(SECRETARIAT)
    questions = []
    page.on("dialog", lambda dialog: (questions.append(dialog.message), dialog.dismiss()))
    page.goto(f"/moeder/{published.pk}/")
    page.get_by_role("button", name="Tillæg eller rettelser").click()
    page.wait_for_load_state()  # the script that asks comes with the page, a little later

    page.get_by_role("button", name="Kassér ændringerne").click()

    expect(page.get_by_text("Læserne ser stadig 1. udgave")).to_be_visible()
    assert len(questions) == 1
    assert questions[0].startswith("Kassér ændringerne?")
    published.refresh_from_db()
    assert published.amending_since is not None
