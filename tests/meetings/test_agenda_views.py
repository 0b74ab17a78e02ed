"""The agenda as a whole: the page one works on, its order, publishing."""

import pytest
from django.urls import reverse

from meetings import actions
from meetings.forms.moving import OrderForm
from meetings.models import Meeting
from tests.factories import AgendaItemFactory, MeetingFactory, UserFactory
from tests.meetings.conftest import NOON
from tests.meetings.pages import list_texts, seen, shown_order

HTMX = {"HX-Request": "true"}


def url(name: str, meeting: Meeting) -> str:
    return reverse(name, args=[meeting.pk])


def rows(response) -> list[str]:
    """The agenda as the page shows it."""
    return list_texts(response, "a", "item-title")


def test_agenda_page_lists_items_with_their_numbers(browse, secretary, agenda):
    response = browse(secretary).get(url("agenda-edit", agenda.meeting))

    assert rows(response) == ["1 KKR", "1.1 Sammensætning", "1.2 Formandskab", "2 Eventuelt"]


def test_agenda_page_leads_to_the_meeting_when_the_agenda_is_published(
    browse, secretary, published
):
    response = browse(secretary).get(url("agenda-edit", published))

    assert (response.status_code, response.url) == (302, url("meeting", published))


@pytest.mark.parametrize("count", [1, 3])
def test_agenda_page_costs_the_same_queries_when_it_has_more_items(
    browse, secretary, meeting, attach, django_assert_num_queries, count
):
    main = AgendaItemFactory(meeting=meeting)
    for item in AgendaItemFactory.create_batch(count, meeting=meeting, parent=main):
        attach(item)
    client = browse(secretary)

    with django_assert_num_queries(12):
        response = client.get(url("agenda-edit", meeting))

    assert len(rows(response)) == 1 + count


# --- Order ---------------------------------------------------------------------------------------


def test_drag_answers_with_the_new_order(browse, secretary, agenda):
    main, other = agenda.main.pk, agenda.other_business.pk
    order = f"{other},{agenda.chair.pk}:{other},{main},{agenda.composition.pk}:{main}"

    response = browse(secretary).post(
        url("agenda-arrange", agenda.meeting),
        {"order": order, "shown": shown_order(agenda.meeting)},
        headers=HTMX,
    )

    assert response.status_code == 200
    assert rows(response) == ["1 Eventuelt", "1.1 Formandskab", "2 KKR", "2.1 Sammensætning"]
    assert list_texts(response, "div", "alert") == []


@pytest.mark.parametrize(
    "order", ["", "1", "1,2,3", "1:1", "x", "1;2", "-1", "1,,2", "²", "9" * 400, "1:", ":1", "1\n"]
)
def test_drag_answers_with_the_true_order_and_a_word_why_when_it_asked_for_nonsense(
    browse, secretary, agenda, everything, order
):
    before = everything()

    response = browse(secretary).post(
        url("agenda-arrange", agenda.meeting),
        {"order": order, "shown": shown_order(agenda.meeting)},
        headers=HTMX,
    )

    assert response.status_code == 409
    assert list_texts(response, "div", "alert") == [
        "Dagsordenen er ændret af en anden i mellemtiden. Her er den aktuelle rækkefølge."
    ]
    assert rows(response) == ["1 KKR", "1.1 Sammensætning", "1.2 Formandskab", "2 Eventuelt"]
    assert everything() == before


def test_drag_undoes_nobodys_move(browse, secretary, agenda):
    """Two secretaries have the page open; the second drags after the first moved an item."""
    old_page = shown_order(agenda.meeting)
    actions.move_item(agenda.chair, by=UserFactory(), steps=-1)
    asked_for = ",".join(reversed(old_page.split(",")))

    response = browse(secretary).post(
        url("agenda-arrange", agenda.meeting),
        {"order": asked_for, "shown": old_page},
        headers=HTMX,
    )

    assert response.status_code == 409
    assert rows(response) == ["1 KKR", "1.1 Formandskab", "1.2 Sammensætning", "2 Eventuelt"]


def test_drag_leads_to_the_meeting_when_a_colleague_published_the_agenda(
    browse, secretary, published
):
    item = published.items.get()
    client = browse(secretary)

    response = client.post(
        url("agenda-arrange", published), {"order": item.pk, "shown": item.pk}, headers=HTMX
    )

    assert response.headers["HX-Redirect"] == url("meeting", published)
    page = client.get(url("meeting", published))
    assert list_texts(page, "p", "alert-text") == [
        "En kollega har offentliggjort dagsordenen i mellemtiden."
    ]


def test_order_form_reads_pairs_of_item_and_main_item():
    form = OrderForm({"order": "12,13:12,7", "shown": "12,7"})

    assert form.is_valid()
    assert form.pairs("order") == [(12, None), (13, 12), (7, None)]


# --- Publishing ----------------------------------------------------------------------------------


def test_publish_leads_to_the_meeting_and_says_which_edition_it_is(
    browse, secretary, agenda, publish
):
    publish(agenda.meeting)
    actions.withdraw_agenda(agenda.meeting, by=secretary, at=NOON, version=1, reason="Fejl")

    response = browse(secretary).post(
        url("agenda-publish", agenda.meeting),
        {"despite": "Prøve", "change_note": "Datoen er rettet.", **seen(agenda.meeting)},
        follow=True,
    )

    assert response.redirect_chain == [(url("meeting", agenda.meeting), 302)]
    assert list_texts(response, "p", "alert-text") == [
        "Dagsordenen er offentliggjort (2. udgave).",
        "Datoen er rettet.",
    ]


def test_publish_explains_itself_when_the_agenda_is_empty(browse, secretary, meeting):
    response = browse(secretary).post(url("agenda-publish", meeting), follow=True)

    assert response.redirect_chain == [(url("agenda-edit", meeting), 302)]
    assert list_texts(response, "p", "alert-text") == [
        "En dagsorden uden punkter kan ikke offentliggøres."
    ]


def test_publish_says_that_a_colleague_was_quicker_when_it_is_pressed_twice(
    browse, secretary, published, everything
):
    before = everything()

    response = browse(secretary).post(url("agenda-publish", published), follow=True)

    assert list_texts(response, "p", "alert-text") == [
        "En kollega har netop offentliggjort dagsordenen."
    ]
    assert everything() == before


def test_withdraw_leads_back_to_the_draft(browse, secretary, published):
    response = browse(secretary).post(
        url("agenda-withdraw", published), {"version": 1, "reason": "Fejl"}, follow=True
    )

    assert response.redirect_chain == [(url("agenda-edit", published), 302)]
    assert rows(response) == ["1 Regnskab"]


# --- Downloads -----------------------------------------------------------------------------------


def test_pdf_is_named_after_council_day_and_state(browse, secretary, agenda, publish):
    client = browse(secretary)
    draft = client.get(url("agenda-draft-pdf", agenda.meeting))
    publish(agenda.meeting)

    final = client.get(url("agenda-pdf", agenda.meeting))

    assert [response.headers["Content-Type"] for response in (draft, final)] == [
        "application/pdf",
        "application/pdf",
    ]
    assert [response.headers["Content-Disposition"] for response in (draft, final)] == [
        'inline; filename="dagsorden-kkr-midtjylland-2022-01-19-udkast.pdf"',
        'inline; filename="dagsorden-kkr-midtjylland-2022-01-19-1-udgave.pdf"',
    ]


def test_pdf_is_not_found_when_there_is_no_such_meeting_or_edition(browse, secretary):
    client = browse(secretary)

    assert client.get(reverse("agenda-pdf", args=[999])).status_code == 404
    assert client.get(reverse("publication-pdf", args=[999])).status_code == 404
    assert MeetingFactory().pk != 999
