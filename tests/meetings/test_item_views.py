"""One agenda item: whatever happens meanwhile, what somebody wrote comes back to them."""

import re

import pytest
from django.urls import reverse
from django.utils.html import escape, strip_tags

from meetings import actions
from meetings.models import AgendaItem
from tests.factories import UserFactory
from tests.meetings.conftest import LATE
from tests.meetings.pages import list_texts, press

MINE = {
    "title": "Mit <punkt>",
    "case_number": "SAG-2022-00001",
    "initials": "abc",
    "background": '<p>Min "baggrund" &amp; mere</p>',
    "recommendation": "<p>Det indstilles, at min tekst gemmes.</p>",
    "presentation": "<ul><li><p>Mit første afsnit</p></li></ul>",
}
SENT = {**MINE, "is_open": "True", "minutes": "", "internal_note": "", "version": 1}


def edit_url(item: AgendaItem) -> str:
    return reverse("item-edit", args=[item.meeting_id, item.pk])


def content(item: AgendaItem) -> dict[str, str]:
    return {name: getattr(item, name) for name in MINE}


# --- Writing -------------------------------------------------------------------------------------


def test_save_stores_the_text_and_stays_on_the_page(browse, secretary, agenda):
    response = browse(secretary).post(edit_url(agenda.chair), {**SENT, "save": ""})

    assert (response.status_code, response.url) == (302, edit_url(agenda.chair))
    agenda.chair.refresh_from_db()
    assert content(agenda.chair) == MINE


def test_save_and_close_leads_to_the_item_on_the_agenda(browse, secretary, agenda):
    data = {**SENT, "save_and_close": ""}

    response = browse(secretary).post(edit_url(agenda.chair), data)

    agenda_page = reverse("agenda-edit", args=[agenda.meeting.pk])
    assert response.url == f"{agenda_page}#punkt-{agenda.chair.pk}"


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"title": ""}, "Fejl: Dette felt er påkrævet."),
        ({"title": "x" * 251}, "Fejl: Denne værdi må højst have 250 tegn (den har 251)."),
        (
            {"background": "x" * 500_001},
            "Fejl: Denne værdi må højst have 500000 tegn (den har 500001).",
        ),
    ],
)
def test_form_comes_back_with_the_text_and_a_danish_error_when_it_is_invalid(
    browse, secretary, agenda, everything, wrong, error
):
    before = everything()

    response = browse(secretary).post(edit_url(agenda.chair), {**SENT, **wrong})

    assert response.status_code == 422
    assert list_texts(response, "span", "form-error-message") == [error]
    page = response.content.decode()
    assert [text for text in {**MINE, **wrong}.values() if escape(text) not in page] == []
    assert everything() == before


def test_edit_page_is_not_found_when_the_agenda_is_published(browse, secretary, published):
    assert browse(secretary).get(edit_url(published.items.get())).status_code == 404


def test_text_that_is_saved_twice_was_saved_at_the_time_on_danish_clocks(browse, secretary, agenda):
    client = browse(secretary)
    client.post(edit_url(agenda.chair), {**SENT, "save": ""})
    AgendaItem.objects.filter(pk=agenda.chair.pk).update(changed_at=LATE)

    page = client.post(edit_url(agenda.chair), {**SENT, "save": ""}, follow=True)

    assert "Punktet er gemt kl. 00.30." in page.text


# --- Two at the same time ------------------------------------------------------------------------


def versions(response) -> list[str]:
    """The texts that the page puts side by side."""
    return list_texts(response, "div", "version")


def test_conflict_shows_both_texts_and_my_button_saves_mine_when_a_colleague_was_quicker(
    browse, secretary, agenda
):
    colleague = UserFactory(name="Kollega Hansen")
    actions.save_item(
        agenda.chair, by=colleague, version=1, title="Kollegas ord", background="<p>Deres</p>"
    )
    client = browse(secretary)

    response = client.post(edit_url(agenda.chair), SENT)

    assert response.status_code == 409
    [explanation] = list_texts(response, "p", "alert-text")
    assert explanation.startswith("Kollega Hansen gemte punktet kl. ")
    assert versions(response)[:2] == [
        "Det, der er gemt Kollegas ord",
        "Din tekst Mit <punkt>",
    ]
    assert "Det, der er gemt Deres" in versions(response)
    agenda.chair.refresh_from_db()
    assert agenda.chair.title == "Kollegas ord"

    press(client, response, "Overskriv med min tekst")
    agenda.chair.refresh_from_db()
    assert (content(agenda.chair), agenda.chair.version) == (MINE, 3)


def test_conflict_names_the_item_and_puts_merging_first(browse, secretary, agenda):
    actions.save_item(agenda.chair, by=UserFactory(name="Anne"), version=1, title="Formand")

    response = browse(secretary).post(edit_url(agenda.chair), SENT)

    [heading] = re.findall("<h1>(.*)</h1>", response.text)
    assert strip_tags(heading) == "Din tekst til 1.2 Formand er ikke gemt endnu"
    assert list_texts(response, "a", "button-primary") == ["Flet de to tekster"]
    assert list_texts(response, "button", "button-secondary")[-1:] == ["Overskriv med min tekst"]
    assert 'data-confirm="Overskriv det, som Anne har gemt, med din tekst?' in response.text
    assert "js/confirm" in response.text


def test_conflict_names_an_item_that_is_gone_as_the_writer_called_it(browse, secretary, agenda):
    actions.delete_item(agenda.chair, by=UserFactory(), version=1)

    response = browse(secretary).post(edit_url(agenda.chair), SENT)

    assert "<h1>Din tekst til »Mit &lt;punkt&gt;« er ikke gemt endnu</h1>" in response.text


def test_conflict_comes_again_when_a_third_version_was_stored_meanwhile(browse, secretary, agenda):
    colleague, client = UserFactory(), browse(secretary)
    actions.save_item(agenda.chair, by=colleague, version=1, title="Anden")
    response = client.post(edit_url(agenda.chair), SENT)
    actions.save_item(agenda.chair, by=colleague, version=2, title="Tredje")

    response = press(client, response, "Overskriv med min tekst")

    assert response.status_code == 409
    assert versions(response)[:2] == ["Det, der er gemt Tredje", "Din tekst Mit <punkt>"]


@pytest.mark.parametrize("version", ["", "0", "2", "tekst"])
def test_item_is_not_overwritten_when_the_form_does_not_know_its_version(
    browse, secretary, agenda, everything, version
):
    before = everything()

    response = browse(secretary).post(edit_url(agenda.chair), {**MINE, "version": version})

    assert response.status_code in {409, 422}
    assert everything() == before


def test_conflict_shows_a_dangerous_text_without_its_danger(browse, secretary, agenda):
    dangerous = {**SENT, "background": "<p>Før<script>alert(1)</script></p>", "version": 0}

    response = browse(secretary).post(edit_url(agenda.chair), dangerous)

    assert "Din tekst Før" in versions(response)
    assert "<script>alert(1)" not in response.content.decode()


def test_deleted_item_can_be_made_again_with_all_of_my_text(browse, secretary, agenda):
    colleague, client = UserFactory(), browse(secretary)
    actions.delete_item(AgendaItem.objects.get(pk=agenda.chair.pk), by=colleague, version=1)

    response = client.post(edit_url(agenda.chair), SENT)

    assert response.status_code == 409
    assert [text.split()[:2] for text in versions(response)] == [["Din", "tekst"]] * len(MINE)

    press(client, response, "Opret punktet igen med min tekst")
    again = agenda.meeting.items.get(title=MINE["title"])
    assert content(again) == MINE


def test_my_text_comes_back_when_the_item_was_deleted_and_the_form_is_invalid(
    browse, secretary, agenda
):
    actions.delete_item(AgendaItem.objects.get(pk=agenda.chair.pk), by=secretary, version=1)

    response = browse(secretary).post(edit_url(agenda.chair), {**SENT, "title": ""})

    assert response.status_code == 422
    assert escape(MINE["background"]) in response.content.decode()


def test_my_text_comes_back_to_be_copied_when_the_agenda_was_published(
    browse, secretary, agenda, publish, everything
):
    publish(agenda.meeting)
    before = everything()

    response = browse(secretary).post(edit_url(agenda.chair), SENT)

    assert response.status_code == 409
    [explanation] = list_texts(response, "p", "alert-text")
    assert explanation.startswith("Dagsordenen blev offentliggjort, mens du skrev")
    assert versions(response)[:2] == ["Det, der er gemt Formandskab", "Din tekst Mit <punkt>"]
    assert everything() == before


def test_my_text_comes_back_when_the_item_was_deleted_and_the_rest_published(
    browse, secretary, agenda, publish
):
    actions.delete_item(AgendaItem.objects.get(pk=agenda.chair.pk), by=secretary, version=1)
    publish(agenda.meeting)

    response = browse(secretary).post(edit_url(agenda.chair), SENT)

    assert response.status_code == 409
    [explanation] = list_texts(response, "p", "alert-text")
    assert explanation.startswith("Dagsordenen blev offentliggjort")
    assert versions(response)[0] == "Din tekst Mit <punkt>"


def test_my_text_comes_back_when_the_whole_meeting_was_deleted(browse, secretary, agenda):
    address = edit_url(agenda.chair)
    agenda.meeting.delete()

    response = browse(secretary).post(address, {**SENT, "background": "<p>Mange ord</p>"})

    assert response.status_code == 404
    assert "<p>Mange ord</p>" in response.content.decode()


def test_my_text_comes_back_when_its_deleted_item_cannot_be_made_again(
    browse, secretary, published
):
    text = {"title": "Budget", "background": "<p>Mange ord</p>"}

    response = browse(secretary).post(reverse("item-create", args=[published.pk]), text)

    assert response.status_code == 409
    assert "<p>Mange ord</p>" in response.content.decode()
    assert "En kollega har offentliggjort dagsordenen" in response.content.decode()
