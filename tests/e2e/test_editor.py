"""The rich-text editor: Danish, accessible, harmless, and careful with what somebody wrote."""

import pytest
from playwright.sync_api import Locator, Page, expect

from meetings.models import AgendaItem, Meeting
from tests.e2e.browsing import editor
from tests.factories import SecretariatMemberFactory, UserFactory

pytestmark = pytest.mark.browser

SECRETARIAT = "sekretariat.midtjylland"
SECTIONS = ["Baggrund", "Indstilling", "Sagsfremstilling"]
BUTTONS = [
    "Brødtekst",
    "Punktopstilling",
    "Nummereret liste",
    "Citat",
    "Fed",
    "Kursiv",
    "Sænket skrift",
    "Hævet skrift",
    "Link",
    "Indsæt tabel",
    "Fortryd",
    "Gentag",
]
TABLE_BUTTONS = [
    "Tilføj kolonne",
    "Slet kolonne",
    "Tilføj række",
    "Slet række",
    "Flet celler",
    "Del celle",
    "Overskriftscelle til eller fra",
    "Slet tabel",
]
# What a web page or a mail may bring along. The editor sees it as a browser's clipboard gives it.
NASTY = (
    '<p onclick="window.hit = 1" style="color: red">Kære råd'
    '<script>window.hit = 1</script><img src="x" onerror="window.hit = 1"></p>'
    '<p><a href="javascript:window.hit = 1">Klik her</a>'
    ' eller <a href="https://www.kl.dk/">hos KL</a></p>'
)
PASTE = """(box, html) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/html", html);
    const options = { clipboardData, bubbles: true, cancelable: true };
    box.dispatchEvent(new ClipboardEvent("paste", options));
}"""
NEXT_FRAME = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


@pytest.fixture
def item(meeting: Meeting) -> AgendaItem:
    """An item in which nothing is written yet."""
    return meeting.items.get(title="Eventuelt")


@pytest.fixture
def colleague(meeting: Meeting) -> str:
    """A second person in the secretariat; the role to log in as."""
    user = UserFactory(email="kollega@kkr.example", name="En kollega")
    SecretariatMemberFactory(council=meeting.council, user=user)
    return "kollega"


def open_item(page: Page, item: AgendaItem) -> Locator:
    """Opens the page where the item is written, and gives back the box of its Baggrund."""
    page.goto(f"/moeder/{item.meeting_id}/punkter/{item.pk}/rediger/")
    return box(page, "Baggrund")


def box(page: Page, section: str) -> Locator:
    return page.get_by_role("textbox", name=section, exact=True)


def save(page: Page) -> None:
    page.get_by_role("button", name="Gem", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("Punktet er gemt kl.")


def test_editor_has_danish_names_and_a_danish_spelling_check(open_page, item):
    page = open_page(SECRETARIAT)
    open_item(page, item)

    for section in SECTIONS:
        expect(box(page, section)).to_have_attribute("lang", "da")
        expect(box(page, section)).to_have_attribute("spellcheck", "true")
        expect(box(page, section)).to_have_attribute("aria-multiline", "true")
        buttons = editor(page, section).get_by_role("button")
        expect(buttons).to_have_count(len(BUTTONS))
        for attribute in ("aria-label", "title"):
            assert [button.get_attribute(attribute) for button in buttons.all()] == BUTTONS
    expect(box(page, "Indstilling")).to_have_accessible_description(
        "Begynder som regel med »Det indstilles, at …«"
    )
    page.locator("label").get_by_text("Sagsfremstilling", exact=True).click()
    expect(box(page, "Sagsfremstilling")).to_be_focused()


def test_toolbar_formats_text_and_makes_lists_and_links(open_page, item):
    page = open_page(SECRETARIAT)
    text = open_item(page, item)
    tools = editor(page, "Baggrund")
    bold = tools.get_by_role("button", name="Fed")

    text.click()
    bold.click()
    expect(bold).to_have_attribute("aria-pressed", "true")
    page.keyboard.type("Vigtigt")
    bold.click()
    expect(bold).to_have_attribute("aria-pressed", "false")
    tools.get_by_role("button", name="Kursiv").click()
    page.keyboard.type("og")
    tools.get_by_role("button", name="Kursiv").click()
    page.keyboard.type(" link")
    page.keyboard.press("Shift+Control+ArrowLeft")
    tools.get_by_role("button", name="Link", exact=True).click()
    page.get_by_role("dialog").get_by_label("Adresse").fill("https://www.kl.dk/")
    page.get_by_role("dialog").get_by_role("button", name="Opdater").click()
    expect(text.get_by_role("link")).to_have_text("link")
    page.evaluate(NEXT_FRAME)  # when the editor takes the focus back from the dialog
    page.keyboard.press("End")
    page.evaluate(NEXT_FRAME)  # when the editor has noticed
    page.keyboard.press("Enter")
    tools.get_by_role("button", name="Punktopstilling").click()
    page.keyboard.type("prik")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    tools.get_by_role("button", name="Nummereret liste").click()
    page.keyboard.type("tal")
    save(page)

    page.goto(f"/moeder/{item.meeting_id}/")
    text = page.get_by_role("region", name=item.title).locator(".rich-text")
    expect(text.locator("strong")).to_have_text("Vigtigt")
    expect(text.locator("em")).to_have_text("og")
    expect(text.get_by_role("link", name="link")).to_have_attribute("href", "https://www.kl.dk/")
    expect(text.locator("ul > li")).to_have_text("prik")
    expect(text.locator("ol > li")).to_have_text("tal")


def test_block_menu_makes_a_heading_with_the_keyboard_alone(open_page, item):
    page = open_page(SECRETARIAT)
    text = open_item(page, item)
    tools = editor(page, "Baggrund")

    text.click()
    page.keyboard.type("Økonomi")
    tools.get_by_role("button", name="Brødtekst").first.press("Enter")
    page.keyboard.press("Tab")
    expect(tools.get_by_role("button", name="Mellemrubrik")).to_be_focused()
    page.keyboard.press("Enter")

    expect(text.get_by_role("heading", level=5)).to_have_text("Økonomi")


def test_table_dialog_and_table_buttons_are_danish(open_page, item):
    page = open_page(SECRETARIAT)
    text = open_item(page, item)
    tools = editor(page, "Baggrund")

    text.click()
    tools.get_by_role("button", name="Indsæt tabel").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("heading")).to_have_text("Tabel")
    expect(dialog.get_by_label("Med overskriftsrække").locator("option")).to_have_text(
        ["Ja", "Nej"]
    )
    dialog.get_by_label("Med overskriftsrække").select_option("Nej")
    dialog.get_by_role("button", name="Indsæt tabel").click()

    expect(text.get_by_role("cell")).to_have_count(9)
    expect(text.get_by_role("columnheader")).to_have_count(0)
    for name in TABLE_BUTTONS:
        expect(tools.get_by_role("button", name=name)).to_be_visible()
    tools.get_by_role("button", name="Tilføj række").click()
    expect(text.get_by_role("row")).to_have_count(4)
    tools.get_by_role("button", name="Slet tabel").click()
    expect(text.get_by_role("row")).to_have_count(0)


def test_line_one_writes_on_is_never_under_the_buttons_below(open_page, item):
    page = open_page(SECRETARIAT)
    text = open_item(page, item)

    text.click()
    for number in range(1, 31):
        page.keyboard.type(f"Linje {number}")
        page.keyboard.press("Enter")
    page.keyboard.type("Her skriver jeg")

    line = text.get_by_text("Her skriver jeg").bounding_box()
    bar = page.locator(".save-bar").bounding_box()
    assert line["y"] + line["height"] <= bar["y"]


def test_pasted_text_is_harmless(open_page, item, problems):
    problems.provoked.add("Executing inline event handler violates")  # and is refused
    page = open_page(SECRETARIAT)
    text = open_item(page, item)

    text.click()
    text.evaluate(PASTE, NASTY)
    expect(text).to_contain_text("Klik her eller hos KL")
    save(page)

    expect(text).to_contain_text("Klik her eller hos KL")
    expect_harmless(page, item)


def test_nasty_html_sent_without_the_editor_is_harmless(open_page, item):
    page = open_page(SECRETARIAT, java_script=False)
    page.goto(f"/moeder/{item.meeting_id}/punkter/{item.pk}/rediger/")

    page.get_by_label("Baggrund").fill(NASTY)
    save(page)

    expect_harmless(open_page(SECRETARIAT), item)


def expect_harmless(page: Page, item: AgendaItem) -> None:
    """On the page where everybody reads it."""
    page.goto(f"/moeder/{item.meeting_id}/")
    text = page.get_by_role("region", name=item.title).locator(".rich-text")
    expect(text).to_contain_text("Klik her eller hos KL")
    expect(text.get_by_role("link")).to_have_text("hos KL")
    text.get_by_text("Klik her").click()
    assert page.evaluate("window.hit") is None
    for attribute in ("onclick", "style", "onerror"):
        expect(text.locator(f"[{attribute}]")).to_have_count(0)
    expect(text.locator("script, img")).to_have_count(0)


def test_second_of_two_writers_compares_and_saves_hers(open_page, item, colleague, problems):
    problems.provoked.add(409)
    first, second = open_page(SECRETARIAT), open_page(colleague)
    texts = [(first, "Først på pletten."), (second, "Også mødt op.")]
    for page, words in texts:
        open_item(page, item).click()
        page.keyboard.type(words)

    save(first)
    second.get_by_role("button", name="Gem", exact=True).click()

    expect(second.get_by_role("heading", level=1)).to_contain_text("er ikke gemt endnu")
    expect(second.get_by_role("alert")).to_contain_text("Sekretariatet, KKR Midtjylland gemte")
    comparison = second.get_by_role("region", name="Baggrund", exact=True)
    expect(comparison.locator(".version")).to_contain_text(
        ["Det, der er gemtFørst på pletten.", "Din tekstOgså mødt op."]
    )
    second.once("dialog", lambda dialog: dialog.accept())
    second.get_by_role("button", name="Overskriv med min tekst").click()
    expect(second.get_by_role("status")).to_contain_text("Punktet er gemt kl.")
    expect(box(second, "Baggrund")).to_have_text("Også mødt op.")
    first.reload()
    expect(box(first, "Baggrund")).to_have_text("Også mødt op.")


def test_what_the_check_finds_appears_while_one_writes(open_page, item):
    page = open_page(SECRETARIAT)
    open_item(page, item)
    remarks = page.get_by_label("Kontrollens fund")
    expect(remarks).to_contain_text("Kontrollen")
    expect(remarks).not_to_contain_text("a@kl.dk.dk")

    box(page, "Baggrund").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Skriv til a@kl.dk.dk")

    expect(remarks).to_contain_text("Mailadressen a@kl.dk.dk i Baggrund", timeout=10_000)
