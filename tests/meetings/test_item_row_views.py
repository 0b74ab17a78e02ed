"""The rows of an agenda: adding, moving and deleting an item, also on a page grown old."""

import pytest
from django.urls import reverse

from tests.meetings.pages import list_texts

HTMX = {"HX-Request": "true"}


def url(name: str, *arguments: int) -> str:
    return reverse(name, args=arguments)


def rows(response) -> list[str]:
    return list_texts(response, "a", "item-title")


def test_new_item_opens_for_writing(browse, secretary, agenda):
    data = {"title": "Mødeplan", "parent": agenda.main.pk}

    response = browse(secretary).post(url("item-create", agenda.meeting.pk), data)

    added = agenda.meeting.items.get(title="Mødeplan")
    assert (response.url, added.parent) == (
        url("item-edit", agenda.meeting.pk, added.pk),
        agenda.main,
    )


@pytest.mark.parametrize(
    "wrong", ["no title", "long title", "below a sub-item", "below a stranger"]
)
def test_new_item_line_comes_back_with_a_danish_error_when_it_is_invalid(
    browse, secretary, agenda, published, everything, wrong
):
    no_choice = (
        "Fejl: Marker en gyldig valgmulighed. "
        "Det valg, du har foretaget, er ikke blandt de tilgængelige valgmuligheder."
    )
    data, error = {
        "no title": ({"title": " "}, "Fejl: Dette felt er påkrævet."),
        "long title": (
            {"title": "x" * 251},
            "Fejl: Denne værdi må højst have 250 tegn (den har 251).",
        ),
        "below a sub-item": ({"title": "x", "parent": agenda.chair.pk}, no_choice),
        "below a stranger": ({"title": "x", "parent": published.items.get().pk}, no_choice),
    }[wrong]
    before = everything()

    response = browse(secretary).post(url("item-create", agenda.meeting.pk), data)

    assert response.status_code == 422
    assert list_texts(response, "span", "form-error-message") == [error]
    assert everything() == before


def test_move_button_answers_with_the_list_and_keeps_the_focus_when_htmx_asks(
    browse, secretary, agenda
):
    move = url("item-move", agenda.meeting.pk, agenda.main.pk)

    response = browse(secretary).post(move, {"direction": "ned"}, headers=HTMX)

    assert rows(response) == ["1 Eventuelt", "2 KKR", "2.1 Sammensætning", "2.2 Formandskab"]
    assert f'data-focus="ned-{agenda.main.pk}"' in response.content.decode()
    assert list_texts(response, "ol", "breadcrumbs__list") == []  # the list alone, no page


def test_move_button_leads_to_the_item_on_the_page_when_there_is_no_script(
    browse, secretary, agenda
):
    move = url("item-move", agenda.meeting.pk, agenda.chair.pk)

    response = browse(secretary).post(move, {"direction": "op"}, follow=True)

    goal = f"{url('agenda-edit', agenda.meeting.pk)}#punkt-{agenda.chair.pk}"
    assert response.redirect_chain == [(goal, 302)]
    assert rows(response) == ["1 KKR", "1.1 Formandskab", "1.2 Sammensætning", "2 Eventuelt"]


def test_move_is_refused_when_it_goes_neither_up_nor_down(browse, secretary, agenda, everything):
    before = everything()

    response = browse(secretary).post(
        url("item-move", agenda.meeting.pk, agenda.main.pk), {"direction": "bort"}, headers=HTMX
    )

    assert response.status_code == 422
    assert list_texts(response, "p", "alert-text") == ["Punktet kan kun flyttes op eller ned."]
    assert everything() == before


def test_delete_removes_the_item_and_says_which(browse, secretary, agenda):
    delete = url("item-delete", agenda.meeting.pk, agenda.composition.pk)

    response = browse(secretary).post(delete, {"version": 1}, follow=True)

    assert list_texts(response, "p", "alert-text") == ["Punktet »Sammensætning« er slettet."]
    assert rows(response) == ["1 KKR", "1.1 Formandskab", "2 Eventuelt"]


@pytest.mark.parametrize("name", ["item-create", "item-move", "item-delete"])
def test_click_on_an_old_page_explains_itself_when_the_agenda_is_published(
    browse, secretary, published, everything, name
):
    item = published.items.get()
    arguments = [published.pk] if name == "item-create" else [published.pk, item.pk]
    before = everything()

    response = browse(secretary).post(
        url(name, *arguments), {"title": "For sent", "direction": "op", "version": 1}, follow=True
    )

    assert response.redirect_chain == [(url("meeting", published.pk), 302)]
    assert list_texts(response, "p", "alert-text") == [
        "En kollega har offentliggjort dagsordenen i mellemtiden."
    ]
    assert everything() == before


@pytest.mark.parametrize("name", ["item-move", "item-delete"])
def test_click_on_an_old_page_explains_itself_when_the_item_was_deleted(
    browse, secretary, agenda, name
):
    old = url(name, agenda.meeting.pk, agenda.chair.pk)
    agenda.chair.delete()

    response = browse(secretary).post(old, {"direction": "op", "version": 1}, follow=True)

    assert list_texts(response, "p", "alert-text") == [
        "En kollega har ændret dagsordenen i mellemtiden. Prøv igen."
    ]
    assert rows(response) == ["1 KKR", "1.1 Sammensætning", "2 Eventuelt"]
