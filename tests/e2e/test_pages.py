"""Every page, as every role finds it: accessible, Danish, and no wider than a telephone."""

import datetime
import re
from types import SimpleNamespace

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.urls import reverse
from playwright.sync_api import Page, expect

from councils.actions import record_life_event, suggest_correction
from councils.lives import Event, Kind, plan
from councils.models import Person, User
from elections.actions.alliances import notify_alliance
from elections.actions.leaderships import compute_leadership
from elections.actions.lots import record_lot
from elections.actions.papers import attach_paper
from elections.actions.standings import create_cooperation, join_cooperation
from elections.actions.votes import upload_votes
from elections.demo import VOTES
from elections.models import Composition, DrawnLot
from kkr_portal import clock
from meetings import actions, readable
from meetings.models import AgendaItem, Attachment, Meeting, StandardItem
from tests.e2e import appointments
from tests.e2e.elections import DRAW, tied
from tests.e2e.inspection import Inspection
from tests.meetings.conftest import pdf
from tests.test_urls import ROUTES

pytestmark = pytest.mark.browser

SECRETARIAT = "sekretariat.midtjylland"
OF_A_COUNCIL = [
    "council",
    "directory",
    "quality",
    "body-list",
    "body-create",
    "appointed",
    "organisation-list",
    "round-list",
    "round-create",
    "gender-balance",
    "expiring",
    "meeting-list",
    "plan-calendar",
    "plan-create",
    "pool",
    "composition",
    "composition-list",
    "composition-try",
    "composition-accept",
    "votes",
    "standings",
    "cooperations",
    "kl-table-edit",
    "leadership",
    "leadership-try",
]
EVERYBODY = [
    "front-page",
    "directory-files",
    "search",
    "council",
    "directory",
    "whole-directory",
    "person",
    "body-list",
    "body",
    "body-history",
    "appointed",
    "appointment",
    "meeting-list",
    "plan-calendar",
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
    "my-page",
    "account_logout",
    "account_change_password",
    "account_reauthenticate",
    "composition",
    "composition-version",
    "composition-list",
    "composition-compare",
    "composition-try",
    "composition-repeat",
    "votes",
    "standings",
    "cooperations",
    "leadership",
    "leadership-version",
    "leadership-try",
    "leadership-repeat",
]
# Of accounts that belong to somebody in the Blå Bog.
OF_A_PERSON = ["my-contact", "my-suggestion", "my-data", "person-attendance", "meeting-apology"]
SECRETARY = [
    *MEMBER,
    "life-events",
    "life-event-find",
    "life-event-create",
    "life-event",
    "life-event-undo",
    "person-create",
    "person-data",
    "person-anonymise",
    "person-places",
    "person-attendance",
    "suggestions",
    "suggestion",
    "contact-accesses",
    "directory-import",
    "seats",
    "seat-create",
    "seat-newcomer",
    "seat-edit",
    "seat-delete",
    "substitution-create",
    "substitution-edit",
    "substitution-delete",
    "office-create",
    "office-edit",
    "office-delete",
    "party-create",
    "party-edit",
    "party-delete",
    "staff",
    "staff-create",
    "staff-edit",
    "audit-log",
    "quality",
    "person-edit",
    "contact-edit",
    "portrait-edit",
    "votes-import",
    "votes-preview",
    "standing-edit",
    "cooperation-edit",
    "kl-table-edit",
    "kl-table-import",
    "composition-accept",
    "composition-attach",
    "leadership-attach",
    "leadership-name",
    "leadership-take-back",
    "leadership-unison",
    "alliance-create",
    "alliance-withdraw",
    "alliances-decide",
    "meeting-create",
    "plan-create",
    "meeting-edit",
    "meeting-attendance",
    "agenda-edit",
    "pool",
    "item-reuse",
    "item-transfer",
    "agenda-review",
    "agenda-preview",
    "agenda-withdraw",
    "agenda-comments",
    "book",
    "item-edit",
    "item-history",
    "item-version",
    "attachment-list",
    "attachment-edit",
    "attachment-replace",
    "item-import",
    "standard-items",
    "standard-item-create",
    "standard-item-edit",
    "standard-item-preview",
    "body-create",
    "body-edit",
    "body-dissolve",
    "body-contacts",
    "seat-kind-create",
    "seat-kind-edit",
    "organisation-list",
    "organisation-edit",
    "round-list",
    "round-create",
    "round",
    "round-edit",
    "round-close",
    "round-reopen",
    "round-agenda",
    "task-add",
    "task",
    "task-edit",
    "task-exemption",
    "task-delete",
    "task-decide",
    "task-undo",
    "candidate-create",
    "candidate-newcomer",
    "candidate-edit",
    "candidate-withdraw",
    "ballot-create",
    "ballot",
    "ballot-annul",
    "ballot-draw-annul",
    "gender-balance",
    "appointment-create",
    "appointment-edit",
    "appointment-end",
    "appointment-replace",
    "appointment-delete",
    "alternate-create",
    "alternate-end",
    "shared-alternate-create",
    "expiring",
]
# Of a council whose computations wait for lots.
AT_A_TIE = ["lot-record", "lot-annul", "leadership-lot", "leadership-lot-annul"]
NO_PAGES = {
    "health",
    "agenda-pdf",
    "agenda-internal-pdf",
    "agenda-draft-pdf",
    "agenda-chairs-copy",
    "agenda-internal-large",
    "agenda-large",
    "agenda-internal-screen",
    "agenda-screen",
    "item-internal-pdf",
    "item-pdf",
    "portrait",
    "portrait-remove",
    "life-letter",
    "directory-file",
    "directory-file-internal",
    "directory-import-confirm",
    "directory-import-template",
    "person-card",
    "person-card-internal",
    "my-data-file",
    "book-file",
    "books-awaited",  # asked for by a script
    "agenda-internal-material",
    "agenda-internal-word",
    "agenda-material",
    "agenda-word",
    "agenda-draft-internal-pdf",
    "publication-pdf",
    "publication-internal-pdf",
    "published-attachment",
    "attachment-file",
    "attachment-version",
    "composition-paper",
    "leadership-paper",
    "votes-file",
    "plan-feed",
    "appointed-file",
    "appointment-letter",
    "body-contacts-file",
    "expiring-feed",
    "round-letters",
    "round-paper",
    "account_set_password",  # leads on to account_change_password: every account has one
    # These only take what a page sends them.
    "agenda-arrange",
    "agenda-fill",
    "agenda-publish",
    "agenda-withdraw",
    "agenda-amend",
    "agenda-discard",
    "review-start",
    "review-end",
    "comment-handle",
    "book-ask",
    "book-cancel",
    "attachment-arrange",
    "attachment-move",
    "attachment-marks",  # a part of the page where an item is written
    "attachment-delete",
    "composition-compute",
    "cooperation-leave",
    "leadership-compute",
    "votes-discard",
    "item-autosave",
    "item-compare",
    "item-remarks",
    "item-create",
    "item-delete",
    "item-from-standard",
    "item-drop",
    "item-fix",
    "item-heading",
    "agenda-presence",
    "item-move",
    "item-presence",
    "item-restore",
    "meeting-apology-withdraw",
    "meeting-delete",
    "body-reopen",
    "round-attach",
    "seat-kind-delete",
    "standard-item-delete",
    "standard-item-move",
}


@pytest.fixture
def item(meeting: Meeting) -> AgendaItem:
    return meeting.items.get(title__startswith="Godkendelse af sammensætning")


@pytest.fixture
def attachment(item: AgendaItem) -> Attachment:
    return actions.attach_file(
        item,
        by=User.objects.get(email="sekretariat.midtjylland@kkr.example"),
        title="Sammensætningen trin for trin",
        file_name="sammensætning.pdf",
        data=pdf("sammensætning"),
        is_open=False,
    )


@pytest.fixture
def things(meeting: Meeting, attachment: Attachment) -> dict[str, int]:
    """Ids of what the pages are about that are not about the meeting, by the route's name."""
    council, term = meeting.council, meeting.term
    by = User.objects.get(email=f"{SECRETARIAT}@kkr.example")
    cooperation = create_cooperation(council, term.election, by=by, letter="LOK", name="Lokale")
    local = term.election.lists.filter(kind="local").first()
    day = datetime.date(2021, 10, 1)
    join_cooperation(council, cooperation, local, by=by, notified_on=day)
    draft = upload_votes(
        council, term.election, by=by, file_name="nye.csv", data=VOTES.read_bytes(), provenance="X"
    )
    lists = list(term.election.lists.filter(letter__in=["A", "F"]))
    notice = notify_alliance(
        meeting, by=by, lists=lists, notified_by="Grupperne", received_at=clock.now()
    )
    election = compute_leadership(council, term, by=by)
    member = Person.objects.get(user__email="medlem@kkr.example")
    event = Event(Kind.LEAVE, member, datetime.date(2022, 2, 1))
    life_event = record_life_event(event, by=by, at=clock.now(), seen=plan(event).fingerprint)
    says = {"field": "name", "says": "Eksempel Ahornblad", "why": "Stavefejl"}
    suggestion = suggest_correction(member, by=member.user, council=council, **says)
    book = actions.ask_for_book(readable.draft(meeting.pk, is_whole=True), by=by, at=clock.now())
    composition = Composition.objects.get()
    attach_paper(
        composition,
        meeting.items.get(title__startswith="Godkendelse af sammen"),
        by=by,
        is_open=True,
    )
    return {
        "book": book.pk,
        "life": life_event.pk,
        "suggestion": suggestion.pk,
        "composition": composition.pk,
        "cooperation": cooperation.pk,
        "votes": draft.pk,
        "alliance": notice.pk,
        "leadership": election.number,
        "standard": StandardItem.objects.get(title="Meddelelser fra formandskabet").pk,
    }


@pytest.fixture
def under_way(meeting: Meeting) -> SimpleNamespace:
    """What the pages about bodies, rounds and appointments are about."""
    return appointments.under_way(User.objects.get(email=f"{SECRETARIAT}@kkr.example"))


ABOUT_A_PERSON = {"life-event-create", "office-create", "party-create"}


def row_of(person: Person, name: str):
    """What a page about a seat and what hangs on it is about."""
    membership = person.memberships.get()
    match name.partition("-")[0]:
        case "substitution" if name != "substitution-create":
            return membership.substitutions.get()
        case "office":
            return person.offices.first()
        case "party":
            return person.party_memberships.get()
        case "staff":
            return membership.council.secretariat.filter(is_listed=True).first()
        case _:
            return membership


@pytest.fixture
def address(
    meeting: Meeting,
    item: AgendaItem,
    attachment: Attachment,
    things: dict[str, int],
    under_way: SimpleNamespace,
):
    """The address of a page, by the name of its route."""

    def find(name: str) -> str:
        keys = {"slug": "midtjylland", "item": item.pk, "uidb36": "a", "key": "b", "code": "751"}
        keys["attachment"] = attachment.pk
        keys["version"] = 1
        keys["number"] = things["leadership"]
        # Papers are found by what their computation's own pages are found by.
        keys["ref"] = things["leadership" if name.startswith("leadership") else "composition"]
        person = Person.objects.get(name="Erik Flyvholm")
        if name in appointments.ROUTES:
            keys["pk"] = appointments.key_of(name, under_way)
        elif name == "person-attendance":  # the account's own, which the secretariat sees too
            keys["pk"] = Person.objects.get(user__email="medlem@kkr.example").pk
        elif name in ABOUT_A_PERSON or name.partition("-")[0] in {"person", "contact", "portrait"}:
            keys["pk"] = person.pk
        elif name.partition("-")[0] in {"seat", "substitution", "office", "party", "staff"}:
            keys["pk"] = row_of(person, name).pk
        else:
            keys["pk"] = things.get(name.partition("-")[0], meeting.pk)
        wanted = ROUTES[name].pattern.regex.groupindex
        return reverse(name, kwargs={key: keys[key] for key in wanted})

    return find


def test_every_page_is_looked_at():
    assert {*VISITOR, *SECRETARY, *OF_A_PERSON, *AT_A_TIE} | NO_PAGES == set(ROUTES)


@pytest.mark.parametrize(
    ("role", "names"),
    [("", VISITOR), ("medlem", [*MEMBER, *OF_A_PERSON]), (SECRETARIAT, SECRETARY)],
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


def test_pages_of_a_council_whose_computations_wait_for_lots(open_page, meeting):
    composition, election = tied(meeting)
    page = open_page(SECRETARIAT)
    inspection = Inspection(page)
    for where, number, order in (
        ("lot", composition.pk, ["C", "A", "B"]),
        ("leadership-lot", election.number, ["C", "A", "B"]),
    ):
        record, shown = ("lot-record", "composition") if where == "lot" else (where, "leadership")
        page.goto(reverse(shown, args=["midtjylland"]))
        inspection.look_at(f"{shown} at a tie")
        page.goto(reverse(record, args=["midtjylland", number]))
        inspection.look_at(record)
        stopped = composition if where == "lot" else election
        record_lot(stopped, by=stopped.computed_by, order=order, drawn_at=clock.now(), **DRAW)
        annul = reverse(f"{where}-annul", args=["midtjylland", DrawnLot.objects.last().pk])
        assert page.goto(annul).status == 200
        inspection.look_at(f"{where}-annul")
        page.goto(reverse(shown, args=["midtjylland"]))
        inspection.look_at(f"{shown} after lots were drawn")
    inspection.conclude()


def test_pages_of_a_council_of_which_little_is_known(open_page):
    page = open_page("sekretariat.nordjylland")
    inspection = Inspection(page)
    for name in OF_A_COUNCIL:
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
        "plan-create": "Se planen",
        "votes-import": "Se, hvad filen ændrer",
        "kl-table-import": "Gem tabellen",
        "composition-accept": "Registrér",
        "cooperation-edit": "Tilføj",
        "cooperations": "Opret",
        "alliance-create": "Registrér",
        "alliance-withdraw": "Træk tilbage",
    }.items():
        page.goto(address(name))
        send(page, button)
        inspection.look_at(f"{name} with errors")
    page.goto(address("votes-import"))
    file = {"name": "tal.csv", "mimeType": "text/csv", "buffer": b"a,b\n1,2\n"}
    page.get_by_label("Fil", exact=True).set_input_files(file)
    page.get_by_label("Hvor kommer tallene fra?").fill("Et regneark")
    send(page, "Se, hvad filen ændrer")
    inspection.look_at("votes-import with a file that cannot be read")
    page.goto(address("kl-table-edit"))
    page.get_by_label("borgmestre").first.fill("99")
    send(page, "Gem tabellen")
    inspection.look_at("kl-table-edit with errors")
    page.goto(f"{address('composition-try')}?v0=x&ukendt=1")
    inspection.look_at("composition-try with errors")
    page.goto(f"{address('leadership-try')}?A=1")
    inspection.look_at("leadership-try with an alliance of one")
    page.goto(address("plan-create"))
    page.get_by_label("Datoer").fill("onsdag den 20. januar 2022\n15.4.2022\n23.3.2022 i Viborg")
    send(page, "Se planen")
    inspection.look_at("plan with errors and warnings")
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
    for name, button in {
        "attachment-replace": "Erstat filen",
        "item-import": "Importér punktet",
        "standard-item-create": "Gem",
    }.items():
        page.goto(address(name))
        send(page, button)
        inspection.look_at(f"{name} with errors")
    page.goto(address("attachment-list"))
    page.get_by_role("button", name="Tilføj bilag", exact=True).click()
    inspection.look_at("attachment-list with errors")
    page.goto(address("attachment-edit"))
    page.get_by_label("Titel").fill("")
    send(page, "Gem bilaget")
    inspection.look_at("attachment-edit with errors")
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


def test_pages_after_work_is_done(open_page, address, meeting, problems):
    """Messages, another computation, an agenda without items, one that went out and came back."""
    problems.provoked |= {422}
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
    page.get_by_label("Tilføj standardpunkterne").uncheck()
    send(page, "Gem mødet")
    inspection.look_at("agenda-edit without items")
    page.goto(page.url.removesuffix("dagsorden/"))
    inspection.look_at("meeting without items")
    page.goto(address("agenda-review"))
    send(page, "Offentliggør")
    inspection.look_at("meeting that is published")
    page.goto("/")
    inspection.look_at("front page with a published agenda")
    page.goto(address("meeting-list"))
    inspection.look_at("meetings with a published agenda")
    page.goto(address("meeting"))
    page.get_by_role("link", name="Træk dagsordenen tilbage").click()
    inspection.look_at("agenda-withdraw")
    send(page, "Træk dagsordenen tilbage")
    inspection.look_at("agenda-withdraw with errors")
    page.get_by_label("Hvorfor trækkes dagsordenen tilbage?").fill("Datoen er forkert.")
    send(page, "Træk dagsordenen tilbage")
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
            actions.publish_agenda(item.meeting, by=by, at=clock.now(), despite="Prøve")
        case "deleted":
            actions.delete_item(item, by=by, version=1)

    send(page, "Gem")

    expect(page.get_by_role("heading", level=1)).to_contain_text("er ikke gemt endnu")
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

    monkeypatch.setattr("councils.views.councils.get_object_or_404", fail)
    assert page.goto(address("council")).status == status
    inspection.look_at(f"page for status {status}")
    inspection.conclude()
