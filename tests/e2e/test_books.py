"""An agenda with its attachments in one PDF: asked for, waited for and told of, in a browser."""

import re

import pytest
from django.core.management import call_command
from django.db import connection
from playwright.sync_api import Page, expect

from councils.models import User
from kkr_portal import clock
from meetings import actions
from meetings.actions import books
from meetings.models import AttachmentVersion, Book, Meeting, StoredFile
from tests.e2e.browsing import tab_to
from tests.e2e.conftest import PATIENCE
from tests.e2e.inspection import Inspection
from tests.meetings.binding.files import make_pdf

pytestmark = pytest.mark.browser

SECRETARIAT = "sekretariat.midtjylland"
ASK = "Dan samlet PDF med bilag"
READY = re.compile("Den samlede PDF af dagsordenen .* er klar")


@pytest.fixture
def by(midtjylland_demo) -> User:
    return User.objects.get(email=f"{SECRETARIAT}@kkr.example")


@pytest.fixture
def papers(meeting: Meeting, by: User) -> Meeting:
    """The agenda with one attachment that is as it should be, and one that is damaged.

    No such file can be uploaded; one that was taken in long ago may still be there.
    """
    item = meeting.items.get(title__startswith="Godkendelse af sammensætning")
    facts = {"by": by, "is_open": True}
    whole = make_pdf((595, 842), (842, 595))
    actions.attach_file(item, title="Oversigt", file_name="oversigt.pdf", data=whole, **facts)
    broken = actions.attach_file(
        item, title="Gammelt notat", file_name="notat.pdf", data=make_pdf(), **facts
    )
    file = AttachmentVersion.objects.get(attachment=broken).file
    StoredFile.objects.filter(pk=file.pk).update(content=b"%PDF-1.4 i stykker")
    return meeting


def work() -> None:
    """As the worker beside the portal does."""
    call_command("work", once=True)


def press_by_keyboard(page: Page, name: str) -> None:
    tab_to(page, page.get_by_role("button", name=name, exact=True))
    page.keyboard.press("Enter")


def test_secretary_asks_by_keyboard_and_the_page_follows_by_itself(open_page, papers):
    page = open_page(SECRETARIAT)
    inspection = Inspection(page)
    page.goto(f"/moeder/{papers.pk}/")
    inspection.look_at("meeting that offers a book")
    press_by_keyboard(page, ASK)
    expect(page.get_by_role("heading", name="Venter")).to_be_visible()
    inspection.look_at("book that waits")
    elsewhere = page.context.new_page()
    elsewhere.goto("/kkr/midtjylland/moeder/")

    begun = books.begin_book(Book.objects.get().pk)
    books.note_step(begun, "Bilag 1.2.1 Oversigt", 2, 12)
    expect(page.get_by_text("Bilag 1.2.1 Oversigt (3 af 12)")).to_be_visible()
    expect(page.locator("#book-said")).to_have_text("Den samlede PDF dannes nu.")
    inspection.look_at("book that is made")
    Book.objects.update(state="waiting")  # as if that worker had died, and it were given back
    page.bring_to_front()
    work()

    expect(page.get_by_role("heading", name="Klar")).to_be_visible()
    expect(page.locator("#book-said")).to_have_text("Den samlede PDF er klar.")
    missing = page.get_by_role("listitem").filter(has_text="Gammelt notat")
    expect(missing).to_have_count(1)
    inspection.look_at("book of which something is missing")
    elsewhere.bring_to_front()
    expect(elsewhere.get_by_role("status").filter(has_text=READY)).to_be_visible()
    page.reload()
    missing.get_by_role("link", name="Gammelt notat").click()
    expect(page).to_have_url(re.compile(r"/bilag/$"))
    inspection.look_at("attachments to mend")
    inspection.conclude()


def test_whoever_went_on_is_told_on_another_page_and_downloads_from_there(open_page, papers):
    page = open_page(SECRETARIAT)
    page.goto(f"/moeder/{papers.pk}/")
    press_by_keyboard(page, ASK)
    expect(page.get_by_role("heading", name="Venter")).to_be_visible()
    page.goto("/kkr/midtjylland/moeder/")
    expect(page.locator("#awaited")).to_have_text("")

    work()

    link = page.get_by_role("status").get_by_role("link", name="Hent den samlede PDF")
    expect(page.get_by_role("status").filter(has_text=READY)).to_be_visible()
    inspection = Inspection(page)
    inspection.look_at("page that tells of a book")
    inspection.conclude()
    response = page.request.get(link.get_attribute("href"))
    name = "samlet-dagsorden-kkr-midtjylland-2022-01-19-udkast.pdf"
    assert response.headers["content-disposition"] == f'inline; filename="{name}"'
    assert response.body().startswith(b"%PDF-")
    page.reload()
    expect(page.get_by_text(READY)).to_have_count(0)
    page.goto(f"/moeder/{papers.pk}/")
    expect(page.get_by_role("link", name="Samlet PDF med bilag")).to_be_visible()


def test_stopping_by_keyboard_keeps_its_place_while_the_page_changes(open_page, papers):
    page = open_page(SECRETARIAT)
    page.goto(f"/moeder/{papers.pk}/")
    press_by_keyboard(page, ASK)
    expect(page.get_by_role("heading", name="Venter")).to_be_visible()
    stop = page.get_by_role("button", name="Stands arbejdet")
    tab_to(page, stop)
    books.begin_book(Book.objects.get().pk)
    expect(page.get_by_role("heading", name="Dannes")).to_be_visible()
    expect(stop).to_be_focused()

    page.keyboard.press("Enter")

    expect(page.get_by_text("Arbejdet er standset.")).to_be_visible()
    inspection = Inspection(page)
    inspection.look_at("book that was stopped")
    press_by_keyboard(page, "Prøv igen")
    expect(page.get_by_role("heading", name="Venter")).to_be_visible()
    inspection.conclude()


def test_without_scripts_the_page_is_asked_again_and_the_next_page_tells(open_page, papers):
    page = open_page(SECRETARIAT, java_script=False)
    page.goto(f"/moeder/{papers.pk}/")
    page.get_by_role("button", name=ASK).click()
    expect(page.get_by_role("heading", name="Venter")).to_be_visible()
    books.begin_book(Book.objects.get().pk)
    page.get_by_role("link", name="Opdater").click()
    expect(page.get_by_role("heading", name="Dannes")).to_be_visible()
    books.fail_book(Book.objects.get(), "Der skete en fejl.", at=clock.now())

    page.goto("/")

    expect(page.get_by_text("kunne ikke dannes: Der skete en fejl.")).to_be_visible()
    page.goto("/")
    expect(page.get_by_text("kunne ikke dannes")).to_have_count(0)


def test_page_of_a_meeting_that_is_deleted_meanwhile_says_so(open_page, papers, by, problems):
    problems.provoked.add(404)
    page = open_page(SECRETARIAT)
    page.goto(f"/moeder/{papers.pk}/")
    page.get_by_role("button", name=ASK).click()
    expect(page.get_by_role("heading", name="Venter")).to_be_visible()

    actions.delete_meeting(papers, by=by)

    expect(page.get_by_role("heading", level=1)).to_contain_text("kan ikke finde siden")


def test_everybody_finds_the_papers_of_an_edition(open_page, papers, by):
    item = papers.items.get(title="Eventuelt")
    actions.attach_file(
        item, by=by, title="Pris", file_name="pris.pdf", data=make_pdf((500, 500)), is_open=False
    )
    actions.publish_agenda(papers, by=by, at=clock.now(), despite="Prøve")
    work()
    connection.close()
    names = {
        "": ["Samlet PDF med bilag"],
        "medlem": ["Samlet PDF med alle bilag, også lukkede", "Samlet PDF med åbne bilag"],
    }
    for role, wanted in names.items():
        page = open_page(role)
        inspection = Inspection(page)
        page.goto(f"/moeder/{papers.pk}/")
        for name in wanted:
            link = page.get_by_role("link", name=re.compile(rf"^{name} \("))
            expect(link).to_be_visible(timeout=PATIENCE)
        for summary in page.locator(".other-forms summary").all():
            summary.click()
        inspection.look_at(f"meeting with books for {role or 'everybody'}")
        paper = page.get_by_role("link", name=re.compile(r"^Punkt 2 som PDF")).get_attribute("href")
        assert page.request.get(paper).body().startswith(b"%PDF-")
        inspection.conclude()
