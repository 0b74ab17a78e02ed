"""The page of the items that wait for a meeting, and what a pool must never be."""

import pytest
from django.urls import reverse

from meetings import actions
from meetings.models import Meeting
from tests.factories import AgendaItemFactory
from tests.meetings.pages import list_texts

ADDRESS = "/kkr/midtjylland/ikke-planlagt/"


@pytest.fixture
def pool(council, secretary) -> Meeting:
    """The pool of KKR Midtjylland with one item."""
    opened = actions.open_pool(council, by=secretary)
    actions.add_item(opened, by=secretary, title="Grøn omstilling", minutes=20)
    return opened


def rows(response) -> list[str]:
    return list_texts(response, "a", "item-title")


def test_page_stores_nothing_when_it_is_only_looked_at(browse, secretary, everything):
    before = everything()

    response = browse(secretary).get(ADDRESS)

    assert list_texts(response, "p", "empty") == ["Der er ingen punkter, som venter på et møde."]
    assert everything() == before


def test_first_item_opens_the_pool(browse, secretary):
    response = browse(secretary).post(ADDRESS, {"title": "Grøn omstilling"})

    pool = Meeting.objects.get(is_pool=True)
    assert response.url == reverse("item-edit", args=[pool.pk, pool.items.get().pk])
    assert rows(browse(secretary).get(ADDRESS)) == ["1 Grøn omstilling"]


def test_first_item_without_a_title_opens_nothing(browse, secretary, everything):
    before = everything()

    response = browse(secretary).post(ADDRESS, {"title": ""})

    assert response.status_code == 422
    assert list_texts(response, "span", "form-error-message") == ["Fejl: Dette felt er påkrævet."]
    assert everything() == before


def test_pool_is_only_there_for_its_secretariat(browse, outsider, pool, everything):
    before = everything()
    client = browse(outsider)

    assert client.get(ADDRESS).status_code == (302 if outsider is None else 404)
    response = client.post(ADDRESS, {"title": "Ind ad bagdøren"})

    assert response.status_code == (403 if outsider is None else 404)
    assert everything() == before


@pytest.mark.parametrize("count", [1, 3])
def test_pool_costs_the_same_queries_when_it_has_more_items(
    browse, secretary, pool, attach, django_assert_num_queries, count
):
    for item in AgendaItemFactory.create_batch(count, meeting=pool):
        attach(item)
    client = browse(secretary)

    with django_assert_num_queries(8):
        response = client.get(ADDRESS)

    assert len(rows(response)) == 1 + count


def test_agenda_page_of_the_pool_leads_to_it(browse, secretary, pool):
    response = browse(secretary).get(reverse("agenda-edit", args=[pool.pk]))

    assert response.url == ADDRESS


def test_pool_has_a_total_but_no_clock(browse, secretary, pool):
    response = browse(secretary).get(ADDRESS)

    assert list_texts(response, "span", "item-time") == ["20 min"]
    assert list_texts(response, "p", "time-total") == ["20 min afsat i alt"]


def test_invalid_line_comes_back_on_the_page_of_the_pool(browse, secretary, pool):
    response = browse(secretary).post(reverse("item-create", args=[pool.pk]), {"title": ""})

    assert response.status_code == 422
    assert list_texts(response, "p", "council-name") == ["KKR Midtjylland"]
    assert "<h1>Ikke planlagte punkter</h1>" in response.text


@pytest.mark.parametrize(
    "name",
    ["item-edit", "item-history", "attachment-list", "item-transfer"],
)
def test_pages_of_an_item_say_where_it_is(browse, secretary, pool, name):
    address = reverse(name, args=[pool.pk, pool.items.get().pk])

    response = browse(secretary).get(address)

    assert response.status_code == 200
    assert "KKR Midtjylland, ikke planlagte punkter" in list_texts(response, "p", "council-name")
    assert "None" not in response.text


def test_item_page_is_saved_and_read_again(browse, secretary, pool):
    item = pool.items.get()
    address = reverse("item-edit", args=[pool.pk, item.pk])
    data = {"title": "Klima", "is_open": "True", "version": item.version, "save_and_close": ""}

    response = browse(secretary).post(address, data, follow=True)

    assert response.redirect_chain[-1][0] == ADDRESS
    assert rows(response) == ["1 Klima"]


@pytest.mark.parametrize(
    "name",
    [
        "meeting",
        "meeting-edit",
        "agenda-review",
        "agenda-preview",
        "agenda-comments",
        "agenda-pdf",
        "agenda-internal-pdf",
        "agenda-draft-pdf",
        "agenda-chairs-copy",
        "agenda-internal-large",
        "agenda-large",
        "agenda-internal-screen",
        "agenda-screen",
        "agenda-internal-material",
        "agenda-internal-word",
        "agenda-material",
        "agenda-word",
        "agenda-draft-internal-pdf",
    ],
)
def test_pool_is_no_meeting(browse, secretary, pool, name):
    assert browse(secretary).get(reverse(name, args=[pool.pk])).status_code == 404


@pytest.mark.parametrize(
    "name",
    [
        "meeting-delete",
        "agenda-publish",
        "agenda-withdraw",
        "agenda-amend",
        "agenda-discard",
        "review-start",
        "review-end",
        "book-ask",
    ],
)
def test_nothing_that_is_done_to_a_meeting_is_done_to_the_pool(
    browse, secretary, pool, everything, name
):
    before = everything()
    address = reverse(name, args=[pool.pk])

    response = browse(secretary).post(address, {"despite": "Prøve", "version": 1})

    assert response.status_code in {302, 404}
    assert everything() == before


def test_meeting_list_and_agenda_lead_to_the_pool(browse, secretary, stranger, agenda, pool):
    agenda_page = browse(secretary).get(reverse("agenda-edit", args=[agenda.meeting.pk])).text
    address = reverse("meeting-list", args=["midtjylland"])

    assert f'<a href="{ADDRESS}">Ikke planlagte punkter (1)</a>' in agenda_page
    assert ADDRESS in browse(secretary).get(address).text
    assert ADDRESS not in browse(stranger).get(address).text
    assert "Grøn omstilling" not in browse(secretary).get(address).text
