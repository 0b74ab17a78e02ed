"""What the editor asks by itself: answers with data, for those who may edit, at any moment."""

import pytest
from django.urls import reverse

from councils.models import AuditEntry
from meetings import actions
from meetings.models import AgendaItem, ItemPresence
from tests.factories import SecretariatMemberFactory, UserFactory

MINE = {
    "title": "Mit punkt",
    "case_number": "SAG-2022-00001",
    "initials": "abc",
    "background": "<p>Min baggrund</p>",
    "recommendation": "",
    "presentation": "",
}
SENT = {**MINE, "is_open": "False", "minutes": "15", "internal_note": "Ring til Anne."}
STORED = {**MINE, "is_open": False, "minutes": 15, "internal_note": "Ring til Anne."}
REST = {"minutes": "", "internal_note": ""}
SCRIPT = {"Accept": "application/json"}
ROUTES = ["item-autosave", "item-presence", "item-compare"]


def post(client, item: AgendaItem, route: str = "item-autosave", **data):
    address = reverse(route, args=[item.meeting_id, item.pk])
    return client.post(address, {**SENT, "version": 1, **data}, headers=SCRIPT)


@pytest.fixture
def client(browse, secretary):
    return browse(secretary)


def test_autosave_stores_the_text_and_tells_version_and_time(client, agenda):
    response = post(client, agenda.chair)

    agenda.chair.refresh_from_db()
    assert agenda.chair.content == STORED
    assert response.status_code == 200
    answer = response.json()
    assert (answer["version"], len(answer["at"]), answer["at"][2]) == (2, 5, ".")
    assert agenda.chair.versions.first().is_autosave is True


def test_autosave_goes_on_from_the_version_it_was_told(client, agenda):
    version = post(client, agenda.chair).json()["version"]

    response = post(client, agenda.chair, version=version, title="Videre")

    agenda.chair.refresh_from_db()
    assert (response.status_code, agenda.chair.title) == (200, "Videre")


@pytest.mark.parametrize(
    ("wrong", "errors"),
    [
        ({"title": ""}, {"title": ["Dette felt er påkrævet."]}),
        ({"is_open": ""}, {"is_open": ["Vælg, hvem der må læse punktet."]}),
        ({"minutes": "0"}, {"minutes": ["Denne værdi skal være større end eller lig 1."]}),
        ({"minutes": "601"}, {"minutes": ["Denne værdi skal være mindre end eller lig 600."]}),
        ({"minutes": "lidt"}, {"minutes": ["Indtast et heltal."]}),
        (
            {"title": "x" * 251},
            {"title": ["Denne værdi må højst have 250 tegn (den har 251)."]},
        ),
        (
            {"background": "x" * 500_001},
            {"background": ["Denne værdi må højst have 500000 tegn (den har 500001)."]},
        ),
    ],
)
def test_autosave_names_the_fields_and_stores_nothing_when_they_are_invalid(
    client, agenda, everything, wrong, errors
):
    before = everything()

    response = post(client, agenda.chair, **wrong)

    assert (response.status_code, response.json()) == (422, {"errors": errors})
    assert everything() == before


def test_autosave_takes_three_sections_of_nearly_half_a_million_signs(client, agenda):
    long = dict.fromkeys(AgendaItem.SECTIONS, f"<p>{'ø' * 249_000}</p>")

    response = post(client, agenda.chair, **long)

    agenda.chair.refresh_from_db()
    assert response.status_code == 200
    assert agenda.chair.presentation == long["presentation"]


def test_autosave_is_refused_when_the_text_has_more_than_3_mb(client, agenda, everything):
    before = everything()

    response = post(client, agenda.chair, background="x" * 3 * 1024 * 1024)

    assert response.status_code == 400
    assert everything() == before


def test_autosave_tells_who_was_quicker_and_overwrites_nothing(client, agenda, everything):
    colleague = UserFactory(name="Anne Jensen")
    actions.save_item(agenda.chair, by=colleague, version=1, title="Deres")
    before = everything()

    response = post(client, agenda.chair)

    assert response.status_code == 409
    answer = response.json()
    assert (answer["reason"], answer["by"]) == ("changed", "Anne Jensen")
    assert everything() == before


@pytest.mark.parametrize("version", ["", "0", "7"])
def test_autosave_is_a_conflict_when_it_does_not_know_the_version(
    client, agenda, everything, version
):
    before = everything()

    assert post(client, agenda.chair, version=version).status_code == 409
    assert everything() == before


def test_autosave_is_told_that_the_agenda_was_published(client, agenda, publish, everything):
    publish(agenda.meeting)
    before = everything()

    response = post(client, agenda.chair)

    assert (response.status_code, response.json()) == (409, {"reason": "published"})
    assert everything() == before


def test_autosave_is_told_that_the_item_was_deleted(client, agenda, secretary, everything):
    actions.delete_item(AgendaItem.objects.get(pk=agenda.chair.pk), by=secretary, version=1)
    before = everything()

    response = post(client, agenda.chair)

    assert (response.status_code, response.json()) == (409, {"reason": "deleted"})
    assert everything() == before


def test_autosave_is_told_that_an_item_belongs_to_another_meeting(client, agenda, published):
    address = reverse("item-autosave", args=[agenda.meeting.pk, published.items.get().pk])

    response = client.post(address, {**SENT, "version": 1}, headers=SCRIPT)

    assert (response.status_code, response.json()) == (409, {"reason": "deleted"})


# --- Rights --------------------------------------------------------------------------------------


@pytest.mark.parametrize("route", ROUTES)
def test_script_is_told_in_data_that_nobody_is_logged_in(browse, agenda, everything, route):
    before = everything()

    response = post(browse(), agenda.chair, route)

    assert (response.status_code, response.json()) == (401, {"reason": ""})
    assert everything() == before


def test_script_is_told_in_data_that_its_token_is_old(secretary, agenda, everything):
    from django.test import Client  # noqa: PLC0415 -- only here it checks the token

    client = Client(enforce_csrf_checks=True)
    client.force_login(secretary)
    before = everything()

    response = post(client, agenda.chair)

    assert (response.status_code, response.json()) == (403, {"reason": ""})
    assert everything() == before


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("role", ["member", "substitute", "stranger"])
def test_editors_addresses_are_not_found_without_the_right_to_edit(
    request, browse, agenda, everything, role, route
):
    before = everything()

    response = post(browse(request.getfixturevalue(role)), agenda.chair, route)

    assert response.status_code == 404
    assert everything() == before
    assert ItemPresence.objects.count() == 0


@pytest.mark.parametrize("route", ROUTES)
def test_editors_addresses_only_take_what_is_sent(client, agenda, route):
    address = reverse(route, args=[agenda.meeting.pk, agenda.chair.pk])

    assert client.get(address).status_code == 405


# --- Who else ------------------------------------------------------------------------------------


def test_presence_tells_names_and_the_stored_version_and_nothing_else(browse, client, agenda):
    anne = SecretariatMemberFactory(council=agenda.meeting.council, user__name="Anne Jensen").user
    post(browse(anne), agenda.chair, "item-presence")
    actions.save_item(agenda.chair, by=anne, version=1, title="Deres")

    response = post(client, agenda.chair, "item-presence")

    assert response.json() == {"others": ["Anne Jensen"], "version": 2, "by": "Anne Jensen"}
    assert set(AuditEntry.objects.values_list("action", flat=True)) == {"save_item"}


@pytest.mark.parametrize("route", ["item-presence", "item-compare"])
def test_published_item_is_not_open_to_anybody(client, published, route):
    assert post(client, published.items.get(), route).status_code == 404


# --- What a kept text would change ---------------------------------------------------------------


def test_compare_shows_the_differences_word_by_word(client, agenda):
    changed = {**agenda.composition.text, **REST, "background": "<p>Grunden sælges i april.</p>"}

    response = post(client, agenda.composition, "item-compare", **changed)

    page = response.content.decode()
    assert response.status_code == 200
    assert "<p>Grunden sælges i <del>marts</del><ins>april</ins>.</p>" in page
    assert page.count("<section") == 1


def test_compare_says_that_nothing_differs(client, agenda):
    same = {**agenda.composition.text, "recommendation": ""}
    actions.save_item(agenda.composition, by=UserFactory(), version=1, **same)

    response = post(client, agenda.composition, "item-compare", **same, **REST)

    assert (response.status_code, response.content) == (204, b"")
    assert response.headers["X-Item-Version"] == "2"


def test_compare_shows_a_dangerous_text_without_its_danger(client, agenda):
    text = '<p onclick="x()">Før<script>alert(1)</script></p>'

    response = post(client, agenda.chair, "item-compare", background=text, title="<b>T</b>")

    page = response.content.decode()
    assert "<p><ins>Før</ins></p>" in page
    assert "&lt;b&gt;" in page
    assert [word for word in ("onclick", "script", "<b>") if word in page] == []


def test_compare_leaves_alone_what_the_page_that_kept_the_text_did_not_have(client, agenda):
    address = reverse("item-compare", args=[agenda.meeting.pk, agenda.chair.pk])

    response = client.post(address, {"title": agenda.chair.title}, headers=SCRIPT)

    assert response.status_code == 204


def test_compare_says_closing_time_and_note_in_words(client, agenda):
    told = {"is_open": "False", "minutes": "20", "internal_note": "Ring"}

    page = post(client, agenda.composition, "item-compare", **agenda.composition.text | told)

    assert "<ins>Lukket</ins>" in page.content.decode()
    assert "20" in page.content.decode()
    assert "<ins>Ring</ins>" in page.content.decode()
