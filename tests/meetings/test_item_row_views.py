"""The rows of an agenda: adding, moving and deleting an item, also on a page grown old."""

import datetime

import pytest
from django.urls import reverse

from kkr_portal import clock
from meetings import actions
from meetings.models import AgendaItem, ItemPresence
from tests.factories import AgendaItemFactory, UserFactory
from tests.meetings.conftest import NOON
from tests.meetings.pages import list_texts, shown_order

HTMX = {"HX-Request": "true"}


def url(name: str, *arguments: int) -> str:
    return reverse(name, args=arguments)


def rows(response) -> list[str]:
    return list_texts(response, "a", "item-title")


def alerts(response) -> list[str]:
    return list_texts(response, "p", "alert-text")


def buttons(response, item) -> list[str]:
    """The moves that its row offers."""
    page = response.content.decode()
    form = page.split(f'id="punkt-{item.pk}"')[1].split("<details")[0]
    found = [part.split(">")[0] for part in form.split("<button")[1:]]
    return [part.split('value="')[1].split('"')[0] for part in found if "disabled" not in part]


@pytest.fixture
def amended(agenda, secretary, publish):
    """The agenda went out, and is being amended."""
    publish(agenda.meeting)
    actions.amend_agenda(agenda.meeting, by=secretary, at=NOON, version=1)
    return agenda.meeting


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


@pytest.mark.parametrize(
    "name", ["item-create", "item-move", "item-delete", "item-heading", "item-drop"]
)
def test_click_on_an_old_page_explains_itself_when_the_agenda_is_published(
    browse, secretary, published, everything, name
):
    item = published.items.get()
    arguments = [published.pk] if name == "item-create" else [published.pk, item.pk]
    before = everything()

    response = browse(secretary).post(
        url(name, *arguments),
        {"title": "For sent", "direction": "op", "version": 1, "is_on": "ja"},
        follow=True,
    )

    assert response.redirect_chain == [(url("meeting", published.pk), 302)]
    assert list_texts(response, "p", "alert-text") == [
        "En kollega har offentliggjort dagsordenen i mellemtiden."
    ]
    assert everything() == before


@pytest.mark.parametrize("name", ["item-move", "item-delete", "item-heading", "item-drop"])
def test_click_on_an_old_page_explains_itself_when_the_item_was_deleted(
    browse, secretary, agenda, name
):
    old = url(name, agenda.meeting.pk, agenda.chair.pk)
    agenda.chair.delete()

    response = browse(secretary).post(
        old, {"direction": "op", "version": 1, "is_on": "ja"}, follow=True
    )

    assert list_texts(response, "p", "alert-text") == [
        "En kollega har ændret dagsordenen i mellemtiden. Prøv igen."
    ]
    assert rows(response) == ["1 KKR", "1.1 Sammensætning", "2 Eventuelt"]


# --- In and out ----------------------------------------------------------------------------------


def test_buttons_that_can_do_nothing_are_disabled(browse, secretary, agenda):
    heading = AgendaItemFactory(meeting=agenda.meeting, is_heading=True)

    page = browse(secretary).get(url("agenda-edit", agenda.meeting.pk))

    assert buttons(page, agenda.main) == ["ned"]
    assert buttons(page, agenda.composition) == ["ned", "ud"]
    assert buttons(page, agenda.chair) == ["op", "ud"]
    assert buttons(page, agenda.other_business) == ["op", "ned", "ind"]
    assert buttons(page, heading) == ["op"]


def test_buttons_of_what_went_out_are_disabled(browse, secretary, agenda, amended):
    first = actions.add_item(amended, by=secretary, title="Tillæg")
    last = actions.add_item(amended, by=secretary, title="Hastesag")

    page = browse(secretary).get(url("agenda-edit", amended.pk))

    assert [buttons(page, item) for item in (agenda.main, agenda.composition)] == [[], []]
    assert buttons(page, first) == ["ned", "ind"]
    assert buttons(page, last) == ["op", "ind"]


@pytest.mark.parametrize(
    ("which", "direction", "said"),
    [("other_business", "ind", "Punktet er nu 1.3."), ("chair", "ud", "Punktet er nu 2.")],
)
def test_in_and_out_keep_the_focus_and_say_the_new_number(
    browse, secretary, agenda, which, direction, said
):
    item = getattr(agenda, which)

    response = browse(secretary).post(
        url("item-move", agenda.meeting.pk, item.pk), {"direction": direction}, headers=HTMX
    )

    assert response.status_code == 200
    assert f'data-focus="niveau-{item.pk}" data-status="{said}"' in response.text


def test_in_leads_back_to_the_page_when_there_is_no_script(browse, secretary, agenda):
    move = url("item-move", agenda.meeting.pk, agenda.other_business.pk)

    response = browse(secretary).post(move, {"direction": "ind"}, follow=True)

    assert rows(response)[-1] == "1.3 Eventuelt"


@pytest.mark.parametrize("is_htmx", [True, False])
def test_in_says_why_when_there_is_no_place(browse, secretary, agenda, everything, is_htmx):
    before = everything()
    move = url("item-move", agenda.meeting.pk, agenda.main.pk)

    response = browse(secretary).post(
        move, {"direction": "ind"}, headers=HTMX if is_htmx else {}, follow=True
    )

    assert response.status_code == (409 if is_htmx else 200)
    assert alerts(response)[0].startswith("Punktet kan ikke blive underpunkt")
    assert everything() == before


@pytest.mark.parametrize("direction", ["ned", "ud", "ind"])
@pytest.mark.parametrize("is_htmx", [True, False])
def test_move_of_what_went_out_says_why_not(
    browse, secretary, agenda, amended, everything, direction, is_htmx
):
    before = everything()
    move = url("item-move", amended.pk, agenda.composition.pk)

    response = browse(secretary).post(
        move, {"direction": direction}, headers=HTMX if is_htmx else {}, follow=True
    )

    assert response.status_code == (409 if is_htmx else 200)
    assert alerts(response) == [
        (
            "Det, der er offentliggjort, beholder sit nummer og sin plads. "
            "Nye punkter kommer til sidst."
        )
    ]
    assert len(rows(response)) == 4
    assert everything() == before


# --- Headings ------------------------------------------------------------------------------------


def test_new_heading_stays_on_the_agenda_page(browse, secretary, agenda):
    response = browse(secretary).post(
        url("item-create", agenda.meeting.pk),
        {"title": "Orientering", "as_heading": ""},
        follow=True,
    )

    assert alerts(response) == ["Overskriften »Orientering« er tilføjet."]
    assert rows(response)[-2:] == ["2 Orientering", "3 Eventuelt"]
    assert agenda.meeting.items.get(title="Orientering").is_heading is True


def test_heading_below_a_main_item_is_refused_at_the_field(browse, secretary, agenda, everything):
    before = everything()
    data = {"title": "Orientering", "parent": agenda.main.pk, "as_heading": ""}

    response = browse(secretary).post(url("item-create", agenda.meeting.pk), data)

    assert response.status_code == 422
    assert list_texts(response, "span", "form-error-message") == [
        "Fejl: En overskrift er altid et hovedpunkt."
    ]
    assert everything() == before


def test_item_becomes_a_heading_and_gets_its_text_back(browse, secretary, agenda):
    switch = url("item-heading", agenda.meeting.pk, agenda.main.pk)
    client = browse(secretary)

    on = client.post(switch, {"version": 1, "is_on": "ja"}, follow=True)
    page = client.get(url("item-edit", agenda.meeting.pk, agenda.main.pk)).text
    off = client.post(switch, {"version": 2, "is_on": "nej"}, follow=True)

    assert alerts(on) == ["»KKR« er nu en overskrift uden tekst."]
    assert "Det er en overskrift:" in page
    assert '<div class="field-row" hidden>' in page
    assert alerts(off) == ["»KKR« har igen plads til tekst."]
    page = client.get(url("item-edit", agenda.meeting.pk, agenda.main.pk)).text
    assert '<div class="field-row">' in page


def test_item_with_text_does_not_become_a_heading(browse, secretary, agenda, everything):
    AgendaItem.objects.filter(pk=agenda.main.pk).update(presentation="<p>Tekst</p>")
    before = everything()

    response = browse(secretary).post(
        url("item-heading", agenda.meeting.pk, agenda.main.pk),
        {"version": 1, "is_on": "ja"},
        follow=True,
    )

    assert alerts(response) == [
        (
            "Punktet »KKR« kan ikke blive en overskrift, for det har tekst eller et sagsnummer. "
            "Flyt teksten til et underpunkt, eller slet den først."
        )
    ]
    assert everything() == before


# --- In an amendment -----------------------------------------------------------------------------


def test_what_went_out_is_dropped_and_taken_back_but_not_deleted(
    browse, secretary, agenda, amended
):
    client = browse(secretary)
    page = client.get(url("agenda-edit", amended.pk)).text
    drop = url("item-drop", amended.pk, agenda.chair.pk)

    dropped = client.post(drop, {"version": 1, "is_on": "ja"}, follow=True)
    back = client.post(drop, {"version": 2, "is_on": "nej"}, follow=True)
    deleted = client.post(
        url("item-delete", amended.pk, agenda.chair.pk), {"version": 3}, follow=True
    )

    assert "Lad punkt 1.2 udgå" in page
    assert url("item-delete", amended.pk, agenda.chair.pk) not in page
    assert alerts(dropped)[0] == "Punktet »Formandskab« udgår."
    assert "Udgår" in list_texts(dropped, "span", "badge")
    assert alerts(back)[0] == "Punktet »Formandskab« er med igen."
    assert alerts(deleted)[0].startswith("Det, der er offentliggjort, beholder sit nummer")
    assert "1.2 Formandskab" in rows(deleted)


@pytest.mark.parametrize("name", ["item-heading", "item-drop"])
@pytest.mark.parametrize("data", [{}, {"version": 1}, {"version": 9, "is_on": "ja"}])
def test_switch_on_a_page_grown_old_changes_nothing(
    browse, secretary, agenda, amended, everything, name, data
):
    before = everything()

    response = browse(secretary).post(url(name, amended.pk, agenda.main.pk), data, follow=True)

    assert alerts(response)[0] == "En kollega har ændret dagsordenen i mellemtiden. Prøv igen."
    assert everything() == before


# --- What a row shows ----------------------------------------------------------------------------


def test_rows_show_what_is_closed_and_the_clock(browse, secretary, agenda):
    AgendaItem.objects.filter(pk=agenda.main.pk).update(minutes=10)
    AgendaItem.objects.filter(pk=agenda.chair.pk).update(minutes=75, is_open=False)

    page = browse(secretary).get(url("agenda-edit", agenda.meeting.pk))

    assert "Lukket" in list_texts(page, "span", "badge")
    assert list_texts(page, "span", "item-time") == [
        "10 min · 9.30–9.40",
        "1 t 15 min · 9.40–10.55",
    ]
    assert list_texts(page, "p", "time-total") == ["1 t 25 min af 2 t afsat"]
    assert "mere, end mødet varer" not in page.text


def test_too_much_time_is_said_in_words(browse, secretary, agenda):
    AgendaItem.objects.filter(pk=agenda.main.pk).update(minutes=140)

    page = browse(secretary).get(url("agenda-edit", agenda.meeting.pk))

    said = [" ".join(text.split()) for text in list_texts(page, "p", "alert-note")]
    assert "Punkterne tager 20 min mere, end mødet varer." in said


def test_row_shows_who_has_the_item_open(browse, secretary, agenda):
    anne, bo = UserFactory(name="Anne Jensen"), UserFactory(name="Bo Holm")
    for user in (secretary, bo, anne):
        ItemPresence.objects.create(item=agenda.chair, user=user, seen_at=clock.now())
    gone = clock.now() - datetime.timedelta(seconds=60)
    ItemPresence.objects.create(item=agenda.main, user=anne, seen_at=gone)
    client = browse(secretary)

    page = client.get(url("agenda-edit", agenda.meeting.pk))
    asked = client.get(url("agenda-presence", agenda.meeting.pk))

    said = "Anne Jensen og Bo Holm skriver i punktet"
    assert [text for text in list_texts(page, "span", "item-presence") if text] == [said]
    assert asked.json() == {"items": {str(agenda.chair.pk): said}}


def test_presence_is_only_told_to_those_who_write(browse, outsider, agenda):
    response = browse(outsider).get(url("agenda-presence", agenda.meeting.pk))

    assert response.status_code == (302 if outsider is None else 404)


def test_presence_is_not_told_of_an_agenda_that_went_out(browse, secretary, published):
    response = browse(secretary).get(url("agenda-presence", published.pk))

    assert response.status_code == 404


# --- Closed -------------------------------------------------------------------------------------

BECAME_CLOSED = "Punktet »Formandskab« er blevet lukket, fordi hovedpunktet var det."


@pytest.fixture
def closed_main(agenda):
    """KKR is closed, and so its two sub-items are, though nobody closed them."""
    AgendaItem.objects.filter(pk=agenda.main.pk).update(is_open=False)
    return agenda.main


def test_rows_below_a_closed_main_item_say_that_they_are_closed(
    browse, secretary, agenda, closed_main
):
    AgendaItem.objects.filter(pk=agenda.chair.pk).update(is_open=False)

    response = browse(secretary).get(url("agenda-edit", agenda.meeting.pk))

    badges = list_texts(response, "span", "badge-info")
    assert badges == ["Lukket", "Lukket (hovedpunktet er lukket)", "Lukket"]


@pytest.mark.parametrize(
    ("which", "badge"),
    [
        ("main", ["Lukket"]),
        ("chair", ["Lukket (hovedpunktet er lukket)"]),
        ("other_business", [""]),
    ],
)
def test_editor_says_whether_the_item_is_closed(
    browse, secretary, agenda, closed_main, which, badge
):
    item = getattr(agenda, which)

    response = browse(secretary).get(url("item-edit", agenda.meeting.pk, item.pk))

    assert list_texts(response, "span", "badge-info") == badge
    explains = "gælder først, hvis hovedpunktet bliver åbent" in response.text
    assert explains is (which == "chair")


@pytest.mark.parametrize("is_htmx", [True, False])
def test_item_that_leaves_a_closed_main_item_is_said_to_be_closed(
    browse, secretary, agenda, closed_main, is_htmx
):
    move = url("item-move", agenda.meeting.pk, agenda.chair.pk)

    headers = HTMX if is_htmx else {}
    response = browse(secretary).post(move, {"direction": "ud"}, headers=headers, follow=True)

    assert alerts(response) == [BECAME_CLOSED]
    assert (f'data-status="Punktet er nu 2. {BECAME_CLOSED}"' in response.text) is is_htmx


def test_item_that_leaves_an_open_main_item_is_not(browse, secretary, agenda):
    move = url("item-move", agenda.meeting.pk, agenda.chair.pk)

    response = browse(secretary).post(move, {"direction": "ud"}, headers=HTMX)

    assert alerts(response) == []


def test_drag_out_of_a_closed_main_item_is_told(browse, secretary, agenda, closed_main):
    order = f"{agenda.main.pk},{agenda.composition.pk}:{agenda.main.pk},{agenda.chair.pk}"
    data = {
        "order": f"{order},{agenda.other_business.pk}",
        "shown": shown_order(agenda.meeting),
    }

    response = browse(secretary).post(url("agenda-arrange", agenda.meeting.pk), data, headers=HTMX)

    assert alerts(response) == [BECAME_CLOSED]
    assert f'data-status="Rækkefølgen er gemt. {BECAME_CLOSED}"' in response.text


# --- What cannot be done ------------------------------------------------------------------------


def test_rows_that_went_out_have_neither_handle_nor_arrows(browse, secretary, agenda, amended):
    added = actions.add_item(amended, by=secretary, title="Tillæg")

    response = browse(secretary).get(url("agenda-edit", amended.pk))

    assert response.text.count('class="handle"') == 1
    assert response.text.count('<form class="move"') == 1
    assert f'id="op-{added.pk}"' in response.text
    assert "Nye punkter kommer til sidst; dem kan du trække" in response.text


def test_item_with_text_says_why_it_cannot_become_a_heading(browse, secretary, agenda):
    AgendaItem.objects.filter(pk=agenda.main.pk).update(background="<p>Tekst</p>")

    response = browse(secretary).get(url("agenda-edit", agenda.meeting.pk))

    reasons = list_texts(response, "p", "row-menu-reason")
    assert reasons == ["Kan ikke vælges, fordi punktet har tekst eller et sagsnummer."]
    assert f'disabled aria-describedby="har-tekst-{agenda.main.pk}"' in response.text
