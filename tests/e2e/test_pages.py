"""Every page, as every role finds it: accessible, Danish, and no wider than a telephone."""

import re

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.urls import reverse
from playwright.sync_api import Page, expect

from councils.models import Person, User
from elections.models import Composition
from kkr_portal import clock
from meetings import actions
from meetings.models import AgendaItem, Meeting
from tests.e2e.inspection import Inspection
from tests.test_urls import ROUTES

pytestmark = pytest.mark.browser

SECRETARIAT = "sekretariat.midtjylland"
EVERYBODY = [
    "front-page",
    "council",
    "directory",
    "person",
    "body-list",
    "meeting-list",
    "meeting",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
]
VISITOR = [
    *EVERYBODY,
    "account_login",
    "account_signup",
    "account_inactive",
    "account_reset_password",
]
MEMBER = [
    *EVERYBODY,
    "account_logout",
    "account_change_password",
    "account_reauthenticate",
    "composition",
    "composition-version",
    "votes",
]
SECRETARY = [
    *MEMBER,
    "audit-log",
    "votes-import",
    "standings-edit",
    "meeting-create",
    "meeting-edit",
    "agenda-edit",
    "item-edit",
]
NO_PAGES = {
    "health",
    "agenda-pdf",
    "publication-pdf",
    "account_set_password",  # leads on to account_change_password: every account has one
    # These only take what a page sends them.
    "agenda-arrange",
    "agenda-publish",
    "agenda-withdraw",
    "composition-compute",
    "item-create",
    "item-delete",
    "item-move",
    "meeting-delete",
}


@pytest.fixture
def item(meeting: Meeting) -> AgendaItem:
    return meeting.items.get(title__startswith="Godkendelse af sammensætning")


@pytest.fixture
def address(meeting: Meeting, item: AgendaItem):
    """The address of a page, by the name of its route."""

    def find(name: str) -> str:
        keys = {"slug": "midtjylland", "item": item.pk, "uidb36": "a", "key": "b"}
        match name:
            case "person":
                keys["pk"] = Person.objects.get(name="Erik Flyvholm").pk
            case "composition-version":
                keys["pk"] = Composition.objects.first().pk
            case _:
                keys["pk"] = meeting.pk
        wanted = ROUTES[name].pattern.regex.groupindex
        return reverse(name, kwargs={key: keys[key] for key in wanted})

    return find


def test_every_page_is_looked_at():
    assert {*VISITOR, *SECRETARY} | NO_PAGES == set(ROUTES)


@pytest.mark.parametrize(
    ("role", "names"),
    [("", VISITOR), ("medlem", MEMBER), (SECRETARIAT, SECRETARY)],
    ids=["visitor", "member", "secretary"],
)
def test_pages_of(open_page, address, settings, role, names):
    settings.DEMO = not role  # the strip above the page belongs to the demonstration
    page = open_page(role)
    inspection = Inspection(page)
    for name in names:
        response = page.goto(address(name))
        assert (name, response.status, response.url) == (name, 200, page.url)
        inspection.look_at(name)
    inspection.conclude()


def test_pages_of_a_council_of_which_little_is_known(open_page):
    page = open_page("sekretariat.nordjylland")
    inspection = Inspection(page)
    for name in ("council", "directory", "body-list", "meeting-list", "composition", "votes"):
        page.goto(reverse(name, args=["nordjylland"]))
        inspection.look_at(f"{name} of Nordjylland")
    page.goto(reverse("audit-log", args=["nordjylland"]))
    inspection.look_at("audit-log without entries")
    page.goto("/")
    inspection.look_at("front-page without a next meeting")
    inspection.conclude()


def test_forms_of_a_visitor_with_errors(open_page, address, problems):
    problems.provoked |= {400, 403, 404}
    page = open_page()
    inspection = Inspection(page)
    page.goto(address("account_login"))
    send(page, "Log ind")
    inspection.look_at("empty log-in")
    page.get_by_label("E-mail").fill("medlem@kkr.example")
    page.get_by_label("Adgangskode", exact=True).fill("forkert")
    send(page, "Log ind")
    inspection.look_at("wrong password")
    page.context.clear_cookies()
    send(page, "Log ind")
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Log ind")
    inspection.look_at("page without cookies")
    page.goto(address("account_reset_password"))
    page.get_by_label("E-mail").fill("ikke en adresse")
    send(page)
    inspection.look_at("reset for no address")
    for query in ("navn=ingen+hedder+sådan", "dato=i+morgen", "by=Aarhus", "parti=Q"):
        page.goto(f"{address('directory')}?{query}")
        inspection.look_at(f"directory?{query}")
    page.goto("/findes-ikke/")
    inspection.look_at("404")
    inspection.conclude()


def test_way_to_a_new_password(open_page, address):
    page = open_page()
    inspection = Inspection(page)
    page.goto(address("account_reset_password"))
    page.get_by_label("E-mail").fill("medlem@kkr.example")
    send(page)
    expect(page).to_have_url(re.compile("sendt"))
    (message,) = mail.outbox
    page.goto(re.search(r"http://\S+", message.body)[0])
    inspection.look_at("new password")
    send(page)
    inspection.look_at("new password with errors")
    for field in page.locator("main input[type=password]").all():
        field.fill("en lang ny adgangskode 17")
    send(page)
    expect(page).to_have_url(re.compile("skiftet"))
    inspection.conclude()


def test_forms_of_a_secretary_with_errors(open_page, address, problems):
    problems.provoked |= {404, 422}
    page = open_page(SECRETARIAT)
    inspection = Inspection(page)
    for name, button in {
        "account_change_password": "",
        "account_reauthenticate": "",
        "meeting-create": "Gem mødet",
        "votes-import": "Indlæs",
    }.items():
        page.goto(address(name))
        send(page, button)
        inspection.look_at(f"{name} with errors")
    page.goto(address("votes-import"))
    file = {"name": "tal.csv", "mimeType": "text/csv", "buffer": b"a,b\n1,2\n"}
    page.get_by_label("CSV-fil").set_input_files(file)
    page.get_by_label("Hvor kommer tallene fra?").fill("Et regneark")
    send(page, "Indlæs")
    inspection.look_at("votes-import with a file that cannot be read")
    page.goto(address("meeting-edit"))
    page.get_by_label("Til kl.").fill("01:00")
    send(page, "Gem mødet")
    inspection.look_at("meeting-edit with errors")
    page.goto(address("agenda-edit"))
    send(page, "Tilføj og skriv")
    inspection.look_at("agenda-edit with errors")
    page.goto(address("item-edit"))
    page.get_by_label("Overskrift", exact=True).fill("")
    send(page, "Gem")
    inspection.look_at("item-edit with errors")
    page.goto("/findes-ikke/")
    inspection.look_at("404 for somebody logged in")
    inspection.conclude()


def send(page: Page, button: str = "") -> None:
    """Sends the form with this button; without a name the first one, as allauth words its own.

    The browser does not look at the fields first, so that the portal's own messages are seen.
    """
    main = page.locator("main")
    main.locator("form").evaluate_all("forms => forms.forEach(form => form.noValidate = true)")
    found = main.get_by_role("button", name=button, exact=True) if button else None
    with page.expect_event("load"):
        (found or main.locator("form button").first).click()


def test_pages_after_work_is_done(open_page, address, meeting):
    """Messages, another computation, an agenda without items, one that went out and came back."""
    page = open_page(SECRETARIAT)
    inspection = Inspection(page)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(address("composition"))
    page.get_by_label("Metode").select_option(index=1)
    send(page, "Beregn og gem")
    inspection.look_at("composition by another method")
    page.goto(address("meeting-create"))
    page.get_by_label("Dato").fill("2022-06-01")
    page.get_by_label("Fra kl.").fill("10:00")
    page.get_by_label("Til kl.").fill("12:00")
    send(page, "Gem mødet")
    inspection.look_at("agenda-edit without items")
    page.goto(page.url.removesuffix("dagsorden/"))
    inspection.look_at("meeting without items")
    page.goto(address("agenda-edit"))
    send(page, "Offentliggør")
    inspection.look_at("meeting that is published")
    page.goto("/")
    inspection.look_at("front page with a published agenda")
    page.goto(address("meeting-list"))
    inspection.look_at("meetings with a published agenda")
    page.goto(address("meeting"))
    send(page, "Træk tilbage og ret")
    inspection.look_at("agenda that was withdrawn")
    page.goto(address("meeting"))
    inspection.look_at("meeting with a withdrawn edition")
    page.goto(address("audit-log"))
    inspection.look_at("audit-log with entries")
    inspection.conclude()


@pytest.mark.parametrize("reason", ["changed", "published", "deleted"])
def test_page_that_gives_a_text_back(open_page, address, problems, item, reason):
    problems.provoked.add(409)
    page = open_page(SECRETARIAT)
    inspection = Inspection(page)
    page.goto(address("item-edit"))
    page.get_by_label("Overskrift", exact=True).fill("Min overskrift")
    by = User.objects.get(email="sekretariat.midtjylland@kkr.example")
    match reason:
        case "changed":
            actions.save_item(item, by=by, version=item.version, background="<p>Deres</p>")
        case "published":
            actions.publish_agenda(item.meeting, by=by, at=clock.now())
        case "deleted":
            actions.delete_item(item, by=by, version=1)

    send(page, "Gem")

    expect(page.get_by_role("heading", level=1)).to_have_text("Din tekst er ikke gemt endnu")
    inspection.look_at(f"text that was {reason} meanwhile")
    inspection.conclude()


@pytest.mark.parametrize(
    ("status", "problem"),
    [(400, SuspiciousOperation), (403, PermissionDenied), (500, RuntimeError)],
)
def test_error_page(open_page, address, problems, monkeypatch, status, problem):
    problems.provoked.add(status)
    page = open_page()
    inspection = Inspection(page)

    def fail(*args, **kwargs):
        raise problem("as the test wants it")

    monkeypatch.setattr("councils.views.get_object_or_404", fail)
    assert page.goto(address("council")).status == status
    inspection.look_at(f"page for status {status}")
    inspection.conclude()
