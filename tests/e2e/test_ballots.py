"""An election inside the council in the browser: every step, also without scripts."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from appointments.models import Ballot
from councils.models import User
from tests.e2e.ballots import rows_of_ballots, with_candidates
from tests.e2e.inspection import Inspection

pytestmark = pytest.mark.browser

SECRETARIAT = "sekretariat.midtjylland"


@pytest.fixture
def by(midtjylland_demo) -> User:
    return User.objects.get(email=f"{SECRETARIAT}@kkr.example")


def test_majority_election_without_scripts(open_page, by):
    task = with_candidates("Bestyrelsen for VIA University College", by)
    page = open_page(SECRETARIAT, java_script=False)
    page.goto(reverse("task", args=[task.pk]))

    page.get_by_role("link", name="Vælg til hvervet").click()
    page.get_by_role("link", name="Flertalsvalg").click()
    page.get_by_role("button", name="Begynd valget").click()
    names = page.locator(".votes-entry tbody label").all_inner_texts()
    for votes in ("12", "11"):
        page.get_by_label(names[0]).fill(votes)
        page.get_by_label(names[1]).fill("10")
        page.get_by_role("button", name="Registrér runden").click()
    expect(page.get_by_role("heading", name="3. runde").first).to_be_visible()
    page.get_by_label(names[0]).fill("10")
    page.get_by_label(names[1]).fill("20")
    page.get_by_role("button", name="Registrér runden").click()

    expect(page.get_by_role("heading", name="Valgt")).to_be_visible()
    expect(page.locator(".accepted strong")).to_have_text(names[1].partition(" (")[0])


def test_steps_of_elections_are_accessible(open_page, by, problems):
    problems.provoked |= {422}
    rows = rows_of_ballots(by)
    page = open_page(SECRETARIAT)
    inspection = Inspection(page)
    for name, key in rows.items():
        assert page.goto(reverse(name, args=[key])).status == 200
        inspection.look_at(name)
    create = reverse("ballot-create", args=[rows["ballot-create"]])
    page.goto(f"{create}?form=majority")
    inspection.look_at("the way chosen")
    page.get_by_role("button", name="Begynd valget").click()
    inspection.look_at("a round")
    page.get_by_role("button", name="Registrér runden").click()
    inspection.look_at("a round with errors")
    task = with_candidates("Central Denmark EU Office (Bruxelleskontoret)", by)
    for way in ("deviation", "proportional"):
        page.goto(f"{reverse('ballot-create', args=[task.pk])}?form={way}")
        inspection.look_at(way)
    page.get_by_role("button", name="Begynd valget").click()
    inspection.look_at("the members and their groups")
    page.get_by_role("button", name="Registrér grupperne").click()
    expect(page.get_by_role("heading", name="Hvem vælger hvornår")).to_be_visible()
    inspection.look_at("an order of choice")
    inspection.conclude()
    assert Ballot.objects.count() == 3
