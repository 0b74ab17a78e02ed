"""Attachments in the browser: several at once, what is refused, their order, marks in the text."""

import re

import pytest
from playwright.sync_api import FilePayload, Locator, Page, Route, expect

from councils.models import User
from meetings import actions
from meetings.models import AgendaItem, Meeting
from tests.e2e.browsing import NARROW, log_in
from tests.e2e.inspection import Inspection
from tests.meetings.conftest import pdf
from tests.papers import Paper

pytestmark = pytest.mark.browser

SECRETARIAT = "sekretariat.midtjylland"
ALL = "Alle: det offentliggøres sammen med dagsordenen (åbent)"
NOT_HTML = re.compile(r"Filen hedder \.pdf, men er en webside \(HTML\)\.")
AFTER = "(element) => getComputedStyle(element, '::after').content"
DROP = """([zone, name, text]) => {
    const data = new DataTransfer();
    data.items.add(new File([text], name, { type: "application/pdf" }));
    for (const type of ["dragover", "drop"])
        zone.dispatchEvent(new DragEvent(type, {
            dataTransfer: data, bubbles: true, cancelable: true,
        }));
}"""


@pytest.fixture
def item(meeting: Meeting) -> AgendaItem:
    """An item in which nothing is written yet; its number is 2."""
    return meeting.items.get(title="Eventuelt")


@pytest.fixture
def papers(item: AgendaItem) -> list:
    """A, B and C."""
    by = User.objects.get(email=f"{SECRETARIAT}@kkr.example")
    return [
        actions.attach_file(
            item, by=by, title=title, file_name=f"{title}.pdf", data=pdf(title), is_open=True
        )
        for title in "ABC"
    ]


def address(item: AgendaItem, page: str = "bilag") -> str:
    return f"/moeder/{item.meeting_id}/punkter/{item.pk}/{page}/"


def payload(name: str, data: bytes | None = None) -> FilePayload:
    content = pdf(name) if data is None else data
    return {"name": name, "mimeType": "application/pdf", "buffer": content}


def choose(page: Page, *files: FilePayload) -> None:
    page.get_by_label("Filer", exact=True).set_input_files(list(files))


def send(page: Page) -> None:
    page.get_by_role("button", name="Tilføj bilag", exact=True).click()


def status(page: Page) -> Locator:
    return page.locator("#upload-status")


def expect_attachments(page: Page, *titles: str) -> None:
    expect(page.locator("#attachment-list .lead")).to_have_text(titles)


def queue(page: Page) -> Locator:
    return page.get_by_role("list", name="Valgte filer").get_by_role("listitem")


# --- Several at once -----------------------------------------------------------------------------


def test_chosen_and_dropped_files_are_sent_one_by_one_and_a_bad_one_says_why(
    open_page, item, problems
):
    problems.provoked.add(422)
    page = open_page(SECRETARIAT)
    page.goto(address(item))

    choose(page, payload("mødeplan_2022.pdf"), payload("falsk.pdf", b"<html>Hej</html>"))
    zone = page.locator(".drop-zone").element_handle()
    page.evaluate(DROP, [zone, "sluppet.pdf", pdf("sluppet").decode()])
    expect(queue(page)).to_have_count(3)
    expect(status(page)).to_have_text("3 filer er valgt.")
    page.get_by_label(ALL).check()
    send(page)

    expect_attachments(page, "2.1 Mødeplan 2022", "2.2 Sluppet")
    expect(queue(page)).to_have_count(1)
    expect(queue(page)).to_contain_text("falsk.pdf")
    expect(queue(page)).to_contain_text(NOT_HTML)
    expect(status(page)).to_contain_text("Bilag 2.1 er tilføjet. Bilag 2.2 er tilføjet. falsk.pdf:")
    inspection = Inspection(page)
    inspection.look_at("attachments with a file that was refused")
    inspection.conclude()
    queue(page).get_by_role("button", name="Fjern falsk.pdf").click()
    expect(queue(page)).to_have_count(0)
    expect(page.get_by_label("Filer", exact=True)).to_be_focused()
    assert [paper.is_open for paper in item.attachments.all()] == [True, True]


def test_what_is_plainly_wrong_is_refused_before_it_is_sent(open_page, item, settings):
    settings.ATTACHMENT_MAX_BYTES = 1_000_000
    page = open_page(SECRETARIAT)
    page.goto(address(item))
    requests = []
    page.on("request", lambda request: requests.append(request.method))

    choose(
        page,
        payload("stor.pdf", pdf("x" * 1_000_000)),
        payload("program.exe"),
        payload("tom.pdf", b""),
    )

    expect(queue(page).nth(0)).to_contain_text("Filen fylder mere end 1 MB.")
    expect(queue(page).nth(1)).to_contain_text("Portalen tager ikke imod .exe-filer.")
    expect(queue(page).nth(2)).to_contain_text("Filen er tom.")
    expect(status(page)).to_have_text("3 filer er valgt, heraf 3, som portalen ikke tager imod.")
    send(page)
    expect(page.get_by_text("Fejl: Vælg mindst én fil.")).to_be_visible()
    expect(page.get_by_label("Filer", exact=True)).to_be_focused()
    assert "POST" not in requests
    assert item.attachments.count() == 0


def test_upload_shows_its_progress_warns_who_leaves_and_can_be_cancelled(open_page, item):
    page = open_page(SECRETARIAT)
    page.goto(address(item))
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        if route.request.method == "POST":
            waiting.append(route)
        else:
            route.continue_()

    page.route("**/bilag/", hold)
    choose(page, payload("langsom.pdf"))
    page.get_by_label(ALL).check()
    send(page)

    expect(page.get_by_role("progressbar", name="Sendt af langsom.pdf")).to_be_visible()
    warnings = []
    page.once("dialog", lambda dialog: (warnings.append(dialog.type), dialog.dismiss()))
    page.evaluate("setTimeout(() => window.location.assign('/'))")
    page.wait_for_event("dialog") if not warnings else None
    assert warnings == ["beforeunload"]
    page.get_by_role("button", name="Afbryd langsom.pdf").click()

    expect(queue(page)).to_have_count(0)
    expect(page.locator("#attachment-list")).to_contain_text("Punktet har ingen bilag endnu.")
    assert len(waiting) == 1
    assert item.attachments.count() == 0


def test_files_stay_in_the_list_when_the_session_ended(open_page, item, problems, live_server):
    problems.provoked.add(401)
    page = open_page(SECRETARIAT)
    page.goto(address(item))
    page.context.clear_cookies(name="sessionid")
    choose(page, payload("a.pdf"), payload("b.pdf"))
    page.get_by_label(ALL).check()
    send(page)

    expect(page.get_by_role("link", name="Log ind i et nyt vindue")).to_be_visible()
    expect(queue(page)).to_have_count(2)
    expect(queue(page).first).to_contain_text("Ikke sendt: Du er logget ud.")
    assert item.attachments.count() == 0

    log_in(page, SECRETARIAT, server=live_server.url)
    queue(page).first.get_by_role("button", name="Prøv igen a.pdf").click()
    expect_attachments(page, "2.1 A", "2.2 B")
    expect(page.get_by_role("link", name="Log ind i et nyt vindue")).to_be_hidden()


def test_files_are_sent_together_without_javascript(open_page, item, problems):
    problems.provoked.add(422)
    page = open_page(SECRETARIAT, java_script=False)
    page.goto(address(item))

    choose(page, payload("a.pdf"), payload("b.pdf", b"<html>"))
    page.get_by_label(ALL).check()
    send(page)
    expect(page.get_by_text("»b.pdf«: Filen hedder .pdf, men er en webside")).to_be_visible()
    assert item.attachments.count() == 0

    choose(page, payload("a.pdf"), payload("b.pdf"))
    send(page)
    expect_attachments(page, "2.1 A", "2.2 B")
    page.get_by_role("button", name="Flyt bilag 2.1 ned").click()
    expect_attachments(page, "2.1 B", "2.2 A")


# --- Order ---------------------------------------------------------------------------------------


def test_attachments_are_put_in_order_with_the_keyboard_and_the_mouse(open_page, item, papers):
    page = open_page(SECRETARIAT)
    page.goto(address(item))

    page.get_by_role("button", name="Flyt bilag 2.1 ned").press("Enter")
    expect_attachments(page, "2.1 B", "2.2 A", "2.3 C")
    expect(page.get_by_role("button", name="Flyt bilag 2.2 ned")).to_be_focused()
    expect(page.locator("#attachment-status")).to_have_text("Bilaget er nu 2.2.")
    page.keyboard.press("Enter")
    expect_attachments(page, "2.1 B", "2.2 C", "2.3 A")
    expect(page.get_by_role("button", name="Flyt bilag 2.3 op")).to_be_focused()

    rows = page.locator("#attachment-list tbody tr")
    goal = rows.nth(0).bounding_box()
    rows.nth(2).locator(".handle").hover()
    page.mouse.down()
    for below in (60, 8, 4):  # a row gives way after a moment, and then the next
        page.mouse.move(goal["x"] + 30, goal["y"] + below, steps=10)
        page.wait_for_timeout(250)
    page.mouse.up()
    expect_attachments(page, "2.1 A", "2.2 B", "2.3 C")
    page.reload()
    expect_attachments(page, "2.1 A", "2.2 B", "2.3 C")


# --- Marks ---------------------------------------------------------------------------------------


def text_box(page: Page, section: str) -> Locator:
    return page.get_by_role("textbox", name=section, exact=True)


def place(page: Page, number: str) -> None:
    page.get_by_role("button", name=f"Sæt ./. ind for bilag {number}").press("Enter")


def stored(page: Page, item: AgendaItem, section: str = "background") -> str:
    expect(page.locator("#save-status")).to_have_text(re.compile(r"^Gemt kl\. \d\d\.\d\d$"))
    item.refresh_from_db()
    return getattr(item, section)


def marks(page: Page) -> list[str]:
    """What the marks of the page's editors show after the sign."""
    links = page.locator(".ProseMirror a[href^='#bilag-']")
    return [link.evaluate(AFTER).strip('"') for link in links.all()]


def sign(paper) -> str:
    return f'<a href="#bilag-{paper.key}">./.</a>'


def test_mark_is_placed_and_follows_its_attachment(open_page, item, papers):
    a, b, _ = papers
    page = open_page(SECRETARIAT)
    page.goto(address(item, "rediger"))
    text_box(page, "Baggrund").click()
    page.keyboard.type("Se kortet")

    place(page, "2.1")
    expect(text_box(page, "Baggrund")).to_be_focused()
    page.keyboard.type(" og planen.")
    page.keyboard.press("ArrowLeft")
    place(page, "2.2")

    assert stored(page, item) == f"<p>Se kortet {sign(a)} og planen {sign(b)}.</p>"
    assert marks(page) == [" Bilag 2.1", " Bilag 2.2"]
    states = page.locator("#item-papers .mark-state")
    expect(states).to_have_text(["Mærket i Baggrund", "Mærket i Baggrund", "Intet mærke i teksten"])
    inspection = Inspection(page)
    inspection.look_at("an item with marks")
    inspection.conclude()

    other = page.context.new_page()
    other.goto(address(item))
    other.get_by_role("button", name="Flyt bilag 2.1 ned").click()
    expect_attachments(other, "2.1 B", "2.2 A", "2.3 C")
    other.close()
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(page.get_by_role("link", name="2.1 B")).to_be_visible()
    assert marks(page) == [" Bilag 2.2", " Bilag 2.1"]
    page.reload()
    expect(text_box(page, "Baggrund")).to_be_visible()
    assert marks(page) == [" Bilag 2.2", " Bilag 2.1"]

    draft = page.request.get(f"/moeder/{item.meeting_id}/udkast.pdf")
    printed = Paper(draft.body())
    assert "Se kortet Bilag 2.2 og planen Bilag 2.1" in printed.text.replace(
        "\N{NO-BREAK SPACE}", " "
    )
    places = [goal for _, goal in printed.links]
    assert {f"bilag-{a.key}", f"bilag-{b.key}"} <= set(places)
    page.goto(f"/moeder/{item.meeting_id}/")
    link = page.get_by_role("link", name="./. Bilag 2.2")
    expect(link).to_have_attribute("href", re.compile(rf"/bilag/{a.key}/A\.pdf$"))


def test_mark_is_one_unit_and_takes_no_text_in(open_page, item, papers):
    a = papers[0]
    page = open_page(SECRETARIAT)
    page.goto(address(item, "rediger"))
    text_box(page, "Baggrund").click()
    page.keyboard.type("Her")
    place(page, "2.1")

    page.keyboard.type("x")
    # No faster than a hand: the browser tells of a step only after it was made.
    page.keyboard.press("ArrowLeft", delay=100)
    page.keyboard.press("ArrowLeft", delay=100)  # past the whole sign
    page.keyboard.type("y")
    assert stored(page, item) == f"<p>Her y{sign(a)}x</p>"

    page.keyboard.press("ArrowRight")
    page.keyboard.press("Backspace")
    expect(text_box(page, "Baggrund")).to_have_text("Her yx")
    page.keyboard.press("Control+z")
    expect(text_box(page, "Baggrund").get_by_role("link")).to_have_text("./.")
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+x")
    expect(text_box(page, "Baggrund").get_by_role("link")).to_have_count(0)
    text_box(page, "Indstilling").click()
    page.keyboard.press("Control+v")
    expect(text_box(page, "Indstilling").get_by_role("link")).to_have_attribute(
        "href", f"#bilag-{a.key}"
    )
    page.wait_for_timeout(2500)
    assert stored(page, item, "recommendation") == f"<p>Her y{sign(a)}x</p>"


def test_mark_goes_into_the_sagsfremstilling_unless_another_section_was_used(
    open_page, item, papers
):
    page = open_page(SECRETARIAT, width=NARROW)
    page.goto(address(item, "rediger"))

    place(page, "2.3")

    expect(text_box(page, "Sagsfremstilling")).to_be_focused()
    assert stored(page, item, "presentation").startswith(f"<p>{sign(papers[2])}")


def test_mark_of_an_attachment_that_is_gone_says_so(open_page, item, papers):
    page = open_page(SECRETARIAT)
    page.goto(address(item, "rediger"))
    text_box(page, "Baggrund").click()
    place(page, "2.1")
    stored(page, item)
    by = User.objects.get(email=f"{SECRETARIAT}@kkr.example")

    actions.remove_attachment(papers[0], by=by, version=1)
    page.evaluate("window.dispatchEvent(new Event('focus'))")

    expect(page.get_by_role("link", name="2.1 B")).to_be_visible()
    assert marks(page) == [" (bilaget findes ikke)"]
