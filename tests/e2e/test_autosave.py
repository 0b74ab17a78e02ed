"""The editor never loses a text: saved by itself, kept in the browser, brought back."""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest
from playwright.sync_api import Error, Page, expect

from councils.models import User
from meetings import actions
from meetings.models import AgendaItem, Meeting
from tests.e2e.browsing import log_in
from tests.e2e.conftest import CHROMIUM_OPTIONS
from tests.e2e.inspection import Inspection
from tests.factories import SecretariatMemberFactory, UserFactory

pytestmark = pytest.mark.browser

SECRETARIAT = "sekretariat.midtjylland"
NO_NETWORK = "Failed to load resource: net::ERR_"
OFFLINE = (
    "Ingen forbindelse. Teksten ligger her i browseren og gemmes, når forbindelsen er tilbage."
)
LOGGED_OUT = "Du er logget ud. Log ind i et nyt vindue; teksten bliver liggende her."
KEPT = "() => Object.keys(localStorage).filter(key => key.startsWith('kkr-kept')).length"


@pytest.fixture
def item(meeting: Meeting) -> AgendaItem:
    """An item in which nothing is written yet."""
    return meeting.items.get(title="Eventuelt")


@pytest.fixture
def colleague(meeting: Meeting) -> str:
    """A second person in the secretariat; the role to log in as."""
    user = UserFactory(email="kollega@kkr.example", name="Anne Jensen")
    SecretariatMemberFactory(council=meeting.council, user=user)
    return "kollega"


def address(item: AgendaItem) -> str:
    return f"/moeder/{item.meeting_id}/punkter/{item.pk}/rediger/"


def type_in(page: Page, words: str, section: str = "Baggrund") -> None:
    """At the end of a section's text."""
    page.get_by_role("textbox", name=section, exact=True).click()
    page.keyboard.press("Control+End")
    page.keyboard.type(words)


def status(page: Page):
    return page.locator("#save-status")


def expect_saved(page: Page) -> None:
    expect(status(page)).to_have_text(re.compile(r"^Gemt kl\. \d\d\.\d\d$"))
    expect_nothing_kept(page)


def expect_nothing_kept(page: Page) -> None:
    for _ in range(100):
        if page.evaluate(KEPT) == 0:
            return
        page.wait_for_timeout(100)
    raise AssertionError("The browser still keeps a text.")


def stored(item: AgendaItem) -> str:
    item.refresh_from_db()
    return item.background


def save_as(email: str, item: AgendaItem, words: str) -> None:
    item.refresh_from_db()
    by = User.objects.get(email=f"{email}@kkr.example")
    actions.save_item(item, by=by, version=item.version, background=f"<p>{words}</p>")


def offer(page: Page):
    return page.get_by_role("region", name="Der ligger tekst fra kl.")


# --- Saving by itself ----------------------------------------------------------------------------


def test_text_is_saved_within_three_seconds_after_the_last_key(open_page, item):
    page = open_page(SECRETARIAT)
    page.goto(address(item))

    type_in(page, "Et godt ord.")
    with page.expect_response(lambda r: r.url.endswith("/autogem/"), timeout=3000):
        pass

    expect_saved(page)
    assert stored(item) == "<p>Et godt ord.</p>"
    expect(page.get_by_role("textbox", name="Baggrund", exact=True)).to_be_focused()


def test_every_field_is_saved(open_page, item):
    page = open_page(SECRETARIAT)
    page.goto(address(item))

    page.get_by_label("Overskrift", exact=True).fill("Ny overskrift")
    page.get_by_label("Sagsnummer").fill("SAG-2022-00001")
    page.get_by_label("Sagsbehandlers initialer").fill("abc")
    page.get_by_label("Afsat tid (minutter)").fill("20")
    page.get_by_label("Hvem må læse punktet?").select_option("False")
    page.get_by_label("Intern note").fill("Husk bilag")
    for section in ("Baggrund", "Indstilling", "Sagsfremstilling"):
        type_in(page, f"Om {section}", section)

    expect_saved(page)
    item.refresh_from_db()
    assert list(item.content.values()) == [
        "Ny overskrift",
        "SAG-2022-00001",
        "abc",
        False,
        "<p>Om Baggrund</p>",
        "<p>Om Indstilling</p>",
        "<p>Om Sagsfremstilling</p>",
        20,
        "Husk bilag",
    ]


def test_badge_says_whether_the_saved_item_is_closed(open_page, item):
    page = open_page(SECRETARIAT)
    page.goto(address(item))
    badge = page.locator("#closed-badge")
    expect(badge).to_be_hidden()

    page.get_by_label("Hvem må læse punktet?").select_option("False")
    expect(badge).to_have_text("Lukket")
    expect(badge).to_be_visible()
    page.get_by_label("Hvem må læse punktet?").select_option("True")
    expect(badge).to_be_hidden()


def test_invalid_title_is_not_saved_and_the_error_leaves_the_focus_alone(open_page, item, problems):
    problems.provoked.add(422)
    page = open_page(SECRETARIAT)
    inspection = Inspection(page)
    page.goto(address(item))
    title = page.get_by_label("Overskrift", exact=True)

    title.fill("")
    type_in(page, "Mere")
    error = page.get_by_text("Fejl: Dette felt er påkrævet.")
    expect(error).to_be_visible()
    expect(status(page)).to_contain_text("Ikke gemt: Ret det, der er markeret.")
    expect(title).to_have_accessible_description("Fejl: Dette felt er påkrævet.")
    expect(title).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_role("textbox", name="Baggrund", exact=True)).to_be_focused()
    inspection.look_at("field that was not saved")
    assert stored(item) == ""

    title.fill("Eventuelt")
    expect_saved(page)
    expect(error).to_have_count(0)
    expect(title).not_to_have_attribute("aria-invalid", "true")
    assert stored(item) == "<p>Mere</p>"
    inspection.conclude()


def test_slow_answer_overwrites_nothing_and_no_two_saves_overlap(open_page, item):
    page = open_page(SECRETARIAT)
    held = []

    def hold_first(route) -> None:
        if held:
            route.continue_()
        held.append(route)

    page.route("**/autogem/", hold_first)
    page.goto(address(item))

    type_in(page, "Først.")
    with page.expect_request("**/autogem/"):
        pass
    type_in(page, " Så.")
    page.wait_for_timeout(4000)  # longer than the pause after the last key
    assert len(held) == 1
    held[0].continue_()

    expect(page.get_by_role("textbox", name="Baggrund", exact=True)).to_have_text("Først. Så.")
    expect_saved(page)
    assert stored(item) == "<p>Først. Så.</p>"


def test_lost_answer_is_no_conflict_with_oneself(open_page, item, problems):
    problems.provoked.add(NO_NETWORK)
    page = open_page(SECRETARIAT)

    lost = []

    def lose_first_answer(route) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route)
        route.fetch()
        route.abort()

    page.route("**/autogem/", lose_first_answer)
    page.goto(address(item))

    type_in(page, "Først.")
    expect(status(page)).to_have_text(OFFLINE)
    assert stored(item) == "<p>Først.</p>"
    type_in(page, " Så.")

    expect_saved(page)
    assert stored(item) == "<p>Først. Så.</p>"


def test_button_saves_at_once_while_the_page_is_saving(open_page, item):
    page = open_page(SECRETARIAT)
    page.goto(address(item))

    type_in(page, "Et ord.")
    page.get_by_role("button", name="Gem og gå til dagsordenen").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Dagsorden 19. januar 2022")
    assert stored(item) == "<p>Et ord.</p>"
    assert list(item.versions.values_list("number", "is_autosave")) == [(2, False), (1, False)]


# --- Without network or log-in -------------------------------------------------------------------


def test_text_typed_without_network_is_saved_when_it_is_back(open_page, item, problems):
    problems.provoked.add(NO_NETWORK)
    page = open_page(SECRETARIAT)
    page.goto(address(item))

    page.context.set_offline(True)
    type_in(page, "I toget.")
    expect(status(page)).to_have_text(OFFLINE)
    page.get_by_role("button", name="Gem", exact=True).click()  # does not lead into the void
    expect(page.get_by_role("textbox", name="Baggrund", exact=True)).to_have_text("I toget.")
    assert stored(item) == ""
    page.context.set_offline(False)

    expect_saved(page)
    assert stored(item) == "<p>I toget.</p>"


def test_text_is_saved_after_logging_in_again_in_another_window(open_page, item, problems):
    problems.provoked |= {401, 403}
    page = open_page(SECRETARIAT)
    page.goto(address(item))

    page.context.clear_cookies(name="sessionid")
    type_in(page, "Efter frokost.")
    expect(status(page)).to_have_text(LOGGED_OUT)
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Log ind i et nyt vindue").click()
    other = opened.value
    other.get_by_label("E-mail").fill(f"{SECRETARIAT}@kkr.example")
    other.get_by_label("Adgangskode", exact=True).fill("kkr-demo-2022")
    other.locator("main").get_by_role("button", name="Log ind").click()
    expect(other.get_by_role("button", name="Log ud")).to_be_visible()
    page.bring_to_front()

    expect_saved(page)
    assert stored(item) == "<p>Efter frokost.</p>"
    page.get_by_role("button", name="Gem", exact=True).click()  # with the new token
    expect(page.get_by_role("status")).to_contain_text("Punktet er gemt kl.")


def test_text_is_saved_when_the_token_was_lost(open_page, item, problems):
    problems.provoked.add(403)
    page = open_page(SECRETARIAT)
    page.goto(address(item))

    page.context.clear_cookies(name="csrftoken")
    type_in(page, "Et ord.")

    expect_saved(page)
    assert stored(item) == "<p>Et ord.</p>"


def test_leaving_asks_only_when_the_text_is_neither_saved_nor_kept(open_page, item, problems):
    problems.provoked.add(NO_NETWORK)
    page = open_page(SECRETARIAT)
    page.add_init_script("Storage.prototype.setItem = () => { throw new DOMException('full') }")
    asked = []

    def stay(dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.goto(address(item))
    page.context.set_offline(True)
    type_in(page, "Et ord.")
    expect(status(page)).to_contain_text("Teksten kan ikke gemmes i browseren")
    with page.expect_event("dialog"):
        page.get_by_role("link", name="Tilbage til dagsordenen").click(no_wait_after=True)
    page.context.set_offline(False)
    expect(status(page)).to_have_text(re.compile("Gemt kl."))

    page.get_by_role("link", name="Tilbage til dagsordenen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dagsorden 19. januar 2022")
    assert asked == ["beforeunload"]


# --- Bringing a text back ------------------------------------------------------------------------


def leave_unsaved(page: Page, item: AgendaItem, words: str) -> None:
    """Types while nothing can be sent, and opens the page again."""
    page.goto(address(item))
    page.route("**/autogem/", lambda route: route.abort())
    type_in(page, words)
    expect(status(page)).to_have_text(OFFLINE)
    page.goto(address(item))


def send_again(page: Page) -> None:
    """From now on what is typed reaches the portal."""
    page.unroute_all(behavior="ignoreErrors")


def test_kept_text_is_offered_with_what_differs_and_taken(open_page, item, problems):
    problems.provoked.add(NO_NETWORK)
    page = open_page(SECRETARIAT)
    inspection = Inspection(page)
    save_as(SECRETARIAT, item, "Vi mødes i maj.")
    leave_unsaved(page, item, " Eller juni.")

    expect(offer(page).locator(".marked ins")).to_have_text("Eller juni.")
    send_again(page)
    inspection.look_at("offer of a kept text")
    offer(page).get_by_role("button", name="Hent teksten frem").click()

    box = page.get_by_role("textbox", name="Baggrund", exact=True)
    expect(box).to_have_text("Vi mødes i maj. Eller juni.")
    expect(offer(page)).to_have_count(0)
    expect_saved(page)
    assert stored(item) == "<p>Vi mødes i maj. Eller juni.</p>"
    inspection.conclude()


def test_kept_text_is_gone_when_it_is_dropped(open_page, item, problems):
    problems.provoked.add(NO_NETWORK)
    page = open_page(SECRETARIAT)
    leave_unsaved(page, item, "Et ord.")

    offer(page).get_by_role("button", name="Kassér").click()
    expect(offer(page)).to_have_count(0)
    page.reload()

    expect(page.get_by_role("textbox", name="Baggrund", exact=True)).to_have_text("")
    page.wait_for_timeout(1000)
    expect(offer(page)).to_have_count(0)
    assert page.evaluate(KEPT) == 0


def test_kept_text_overwrites_nothing_newer(open_page, item, colleague, problems):
    problems.provoked |= {NO_NETWORK, 409}
    page = open_page(SECRETARIAT)
    leave_unsaved(page, item, "Mit ord.")
    save_as(colleague, item, "Annes ord.")
    send_again(page)

    page.goto(address(item))
    offer(page).get_by_role("button", name="Hent teksten frem").click()
    expect(status(page)).to_contain_text("Ikke gemt: Anne Jensen gemte punktet kl.")
    assert stored(item) == "<p>Annes ord.</p>"
    page.get_by_role("button", name="Sammenlign teksterne").click()

    comparison = page.get_by_role("region", name="Baggrund", exact=True)
    expect(comparison.locator("del")).to_have_text("Annes")
    expect(comparison.locator("ins")).to_have_text("Mit")


def test_text_typed_while_another_is_offered_loses_neither(open_page, item, problems):
    problems.provoked.add(NO_NETWORK)
    page = open_page(SECRETARIAT)
    leave_unsaved(page, item, "Fra før.")

    expect(offer(page)).to_be_visible()
    send_again(page)
    type_in(page, "Fra nu.")
    expect(status(page)).to_contain_text("Gemt kl.")
    page.reload()

    expect(offer(page).locator(".marked ins")).to_have_text("før")
    expect(page.get_by_role("textbox", name="Baggrund", exact=True)).to_have_text("Fra nu.")


def test_text_survives_a_browser_that_was_killed(
    browser, live_server, midtjylland_demo, item, tmp_path
):
    """`browser` is asked for because it starts Playwright; the one killed here is another."""
    chromium = browser.browser_type
    options = {
        "executable_path": shutil.which("chromium"),
        "args": CHROMIUM_OPTIONS,
        "base_url": live_server.url,
        "locale": "da-DK",
        "timezone_id": "Europe/Copenhagen",
    }
    context = chromium.launch_persistent_context(tmp_path, **options)
    page = context.new_page()
    log_in(page, SECRETARIAT, server=live_server.url)
    page.goto(address(item))
    context.set_offline(True)
    type_in(page, "Inden strommen gik.")
    wait_until_on_disk(tmp_path / "Default" / "Local Storage", b"Inden strommen gik.")
    kill_browser_of(tmp_path)
    with contextlib.suppress(Error):  # Playwright may have noticed already
        context.close()

    context = chromium.launch_persistent_context(tmp_path, **options)
    page = context.new_page()
    log_in(page, SECRETARIAT, server=live_server.url)
    page.goto(address(item))
    offer(page).get_by_role("button", name="Hent teksten frem").click()
    expect_saved(page)
    context.close()

    assert stored(item) == "<p>Inden strommen gik.</p>"


def wait_until_on_disk(folder: Path, words: bytes) -> None:
    """A browser writes its storage down within seconds, not at once."""
    for _ in range(300):
        if any(words in file.read_bytes() for file in folder.rglob("*.log")):
            return
        time.sleep(0.1)
    raise AssertionError(f"{words} never reached the disk")


def kill_browser_of(folder: Path) -> None:
    found = subprocess.run(["pgrep", "-f", str(folder)], capture_output=True, text=True, check=True)
    for process in found.stdout.split():
        try:
            os.kill(int(process), signal.SIGKILL)
        except ProcessLookupError:
            continue  # went with its parent


# --- Two editors ---------------------------------------------------------------------------------


def test_two_editors_see_each_other_and_merge_by_hand(open_page, item, colleague, problems):
    problems.provoked.add(409)
    save_as(SECRETARIAT, item, "Vi mødes i maj.")
    first, second = open_page(SECRETARIAT), open_page(colleague)
    inspection = Inspection(second)
    first.goto(address(item))
    second.goto(address(item))
    presence = "Sekretariatet, KKR Midtjylland har også punktet åbent."
    expect(second.locator("#presence")).to_have_text(presence)
    expect(first.locator("#presence")).to_have_text(
        "Anne Jensen har også punktet åbent.", timeout=20_000
    )

    type_in(first, " Først.")
    expect_saved(first)
    type_in(second, " Bagefter.")
    expect(status(second)).to_contain_text("Ikke gemt: Sekretariatet, KKR Midtjylland gemte")
    inspection.look_at("editor in a conflict")
    type_in(second, " Til sidst.")
    second.get_by_role("button", name="Sammenlign teksterne").click()

    comparison = second.get_by_role("region", name="Baggrund", exact=True)
    expect(comparison.locator("del")).to_have_text("Først")
    expect(comparison.locator("ins")).to_have_text("Bagefter. Til sidst")
    expect(second.get_by_role("textbox", name="Baggrund", exact=True)).to_be_visible()
    inspection.look_at("comparison")
    type_in(second, " Flettet med Først.")
    second.get_by_role("button", name="Gem den flettede tekst").click()

    expect(second.get_by_role("status")).to_contain_text("Punktet er gemt kl.")
    merged = "Vi mødes i maj. Bagefter. Til sidst. Flettet med Først."
    assert stored(item) == f"<p>{merged}</p>"
    expect_nothing_kept(second)
    expect(offer(second)).to_have_count(0)
    inspection.conclude()


def test_keeping_theirs_drops_mine(open_page, item, colleague, problems):
    problems.provoked.add(409)
    page = open_page(SECRETARIAT)
    page.goto(address(item))
    save_as(colleague, item, "Annes ord.")

    type_in(page, "Mit ord.")
    page.get_by_role("button", name="Sammenlign teksterne").click()
    page.get_by_role("link", name="Behold det, der er gemt").click()

    expect(page.get_by_role("textbox", name="Baggrund", exact=True)).to_have_text("Annes ord.")
    assert page.evaluate(KEPT) == 0
    assert stored(item) == "<p>Annes ord.</p>"


@pytest.mark.parametrize("reason", ["published", "deleted"])
def test_text_is_shown_again_when_the_item_is_out_of_reach(
    open_page, item, colleague, problems, reason
):
    problems.provoked |= {404, 409}
    page = open_page(SECRETARIAT)
    page.goto(address(item))
    by = User.objects.get(email="kollega@kkr.example")
    if reason == "published":
        meeting = item.meeting
        actions.publish_agenda(meeting, by=by, at=item.changed_at, despite="Prøve")
    else:
        actions.delete_item(item, by=by, version=item.version)

    type_in(page, "Mit ord.")
    expect(status(page)).to_contain_text("Ikke gemt: ")
    page.get_by_role("button", name="Sammenlign teksterne").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("er ikke gemt endnu")
    expect(page.get_by_role("region", name="Baggrund", exact=True)).to_contain_text("Mit ord.")
