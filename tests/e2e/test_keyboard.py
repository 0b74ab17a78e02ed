"""Everything that a mouse can do, for somebody who has none."""

import pytest
from playwright.sync_api import Page, expect

from councils.demo import PASSWORD
from meetings.models import Meeting
from tests.e2e.browsing import tab_to

pytestmark = pytest.mark.browser

SECRETARIAT = "sekretariat.midtjylland"
PATHS = {
    "": ["/", "/konto/log-ind/", "/kkr/midtjylland/"],
    "medlem": ["/kkr/midtjylland/blaa-bog/?navn=flyvholm", "/kkr/midtjylland/sammensaetning/"],
    SECRETARIAT: [
        "/",
        "/kkr/midtjylland/moeder/nyt/",
        "/moeder/{meeting}/",
        "/moeder/{meeting}/dagsorden/",
        "/moeder/{meeting}/punkter/{item}/rediger/",
    ],
}
# Where the focus is, and whether one can see it there: a frame around it, and nothing above it.
FOCUS = """async () => {
    const element = document.activeElement;
    if (element === document.body) return null;
    await Promise.all(document.getAnimations().map((animation) => animation.finished));
    const editor = element.matches("[role=textbox]") && element.closest(".prose-editor");
    const style = getComputedStyle(editor || element);
    const box = element.getClientRects()[0];
    const left = Math.max(0, box.left), right = Math.min(innerWidth, box.right);
    const top = Math.max(0, box.top), bottom = Math.min(innerHeight, box.bottom);
    const y = top + Math.min(40, bottom - top) / 2;
    const above = document.elementFromPoint((left + right) / 2, y);
    return {
        name: element.outerHTML.slice(0, 150),
        isFramed: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0,
        isCovered: !above || !(above.contains(element) || element.contains(above)),
    };
}"""


def test_skip_link_leads_to_the_content(open_page):
    page = open_page()
    page.goto("/")
    link = page.get_by_role("link", name="Gå til sidens indhold")

    page.keyboard.press("Tab")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_log_in_with_the_keyboard(open_page):
    page = open_page()
    page.goto("/")

    tab_to(page, page.get_by_role("link", name="Log ind"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label("E-mail"))
    page.keyboard.type(f"{SECRETARIAT}@kkr.example")
    tab_to(page, page.get_by_label("Adgangskode", exact=True))
    page.keyboard.type(PASSWORD)
    tab_to(page, page.locator("main").get_by_role("button", name="Log ind"))
    page.keyboard.press("Enter")

    expect(page.get_by_role("button", name="Log ud")).to_be_visible()


def test_move_and_write_an_item_with_the_keyboard(open_page, meeting: Meeting):
    page = open_page(SECRETARIAT)
    page.goto(f"/moeder/{meeting.pk}/dagsorden/")
    title = "Valg af formand og næstformand for KKR Midtjylland 2022–2026"

    tab_to(page, page.get_by_label("Flyt 1.4 op"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name=f"1.3 {title}")).to_be_visible()
    expect(page.get_by_label("Flyt 1.3 op")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("link", name=f"1.3 {title}")).to_be_focused()
    page.keyboard.press("Enter")
    text = page.get_by_role("textbox", name="Baggrund", exact=True)
    expect(text).to_be_visible()
    tab_to(page, text)
    page.keyboard.press("Control+a")
    page.keyboard.type("Skrevet uden mus.")
    tab_to(page, page.get_by_role("button", name="Gem", exact=True))
    page.keyboard.press("Enter")

    expect(page.get_by_role("status")).to_contain_text("Punktet er gemt kl.")
    expect(text).to_have_text("Skrevet uden mus.")


@pytest.mark.parametrize("role", PATHS)
def test_focus_can_be_seen_wherever_it_is(open_page, meeting, role):
    item = meeting.items.get(title="KKR som politisk forum")
    page = open_page(role)
    problems = []
    for path in PATHS[role]:
        page.goto(path.format(meeting=meeting.pk, item=item.pk))
        page.wait_for_load_state("networkidle")
        stops = walk_through(page)
        assert len(stops) > 10
        # A date has several stops; at the last, its calendar, the browser draws its own frame.
        framed = {stop["name"] for stop in stops if stop["isFramed"]}
        for stop in stops:
            if stop["name"] not in framed:
                problems.append(f"{path}: no frame around {stop['name']}")
            if stop["isCovered"]:
                problems.append(f"{path}: something covers {stop['name']}")
    assert not problems, "\n" + "\n".join(problems)


def walk_through(page: Page) -> list[dict]:
    """Every stop of the Tab key, until it leaves the page."""
    stops = []
    for _ in range(200):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        if stop is None:
            return stops
        stops.append(stop)
    raise AssertionError(f"Tab never leaves the page; it goes round in {stops[-1]['name']}")
