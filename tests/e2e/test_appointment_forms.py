"""The forms about bodies, rounds and appointments when they come back with what is wrong."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from councils.models import Person, User
from tests.e2e.appointments import key_of, under_way
from tests.e2e.inspection import Inspection
from tests.test_urls import ROUTES

pytestmark = pytest.mark.browser

SECRETARIAT = "sekretariat.midtjylland"
# By route: the button, and the field that is emptied first where all are filled in.
FORMS = {
    "body-create": ("Gem", ""),
    "body-edit": ("Gem", "Navn"),
    "body-dissolve": ("Nedlæg", ""),
    "seat-kind-create": ("Gem", ""),
    "organisation-list": ("Tilføj", ""),
    "round-create": ("Gem", "Navn"),
    "task-edit": ("Gem", "Udpeges fra og med"),
    "candidate-create": ("Gem", ""),
    "candidate-newcomer": ("Opret og fortsæt", ""),
    "task-decide": ("Registrér beslutningen", "Besluttet den"),
    "appointment-create": ("Udpeg", "Første dag"),
    "appointment-edit": ("Gem", "Første dag"),
    "appointment-end": ("Afslut", ""),
    "appointment-replace": ("Udpeg afløseren", "Afløserens første dag"),
    "appointment-delete": ("Slet", ""),
    "alternate-create": ("Gem", "Suppleant fra og med"),
    "alternate-end": ("Afslut", ""),
    "ballot-annul": ("Annullér", ""),
}
# These ask first who it is.
OF_SOMEBODY = {"candidate-create", "appointment-create", "appointment-replace", "alternate-create"}


def test_forms_with_errors(open_page, problems):
    problems.provoked.add(422)
    scene = under_way(User.objects.get(email=f"{SECRETARIAT}@kkr.example"))
    somebody = Person.objects.get(name="Helle Gade")
    page = open_page(SECRETARIAT)
    inspection = Inspection(page)
    for name, (button, emptied) in FORMS.items():
        keys = {"slug": "midtjylland", "pk": key_of(name, scene)}
        wanted = {key: keys[key] for key in ROUTES[name].pattern.regex.groupindex}
        query = f"?person={somebody.pk}" if name in OF_SOMEBODY else ""
        page.goto(reverse(name, kwargs=wanted) + query)
        assert send(page, button, emptied) == 422, name
        inspection.look_at(f"{name} with errors")
    inspection.conclude()


def send(page: Page, button: str, emptied: str) -> int:
    """The status of the answer; the browser itself does not look at the fields first."""
    form = page.locator("main form[method=post]").last
    form.evaluate("form => form.noValidate = true")
    if emptied:
        form.get_by_label(emptied).fill("")
    with page.expect_response(lambda response: response.request.method == "POST") as answer:
        form.get_by_role("button", name=button).click()
    page.wait_for_load_state()
    return answer.value.status
