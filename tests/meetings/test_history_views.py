"""The history of an item, as the secretariat reads it."""

import pytest
from django.urls import reverse

from meetings import actions
from meetings.models import AgendaItem, AgendaItemVersion
from tests.factories import UserFactory
from tests.meetings.pages import list_texts, press


@pytest.fixture
def item(agenda, secretary) -> AgendaItem:
    """1.1 Sammensætning in three versions; in the second one the background is another."""
    item = agenda.composition
    colleague = UserFactory(name="Anne Jensen")
    actions.save_item(item, by=colleague, version=1, background="<p>Grunden sælges i maj.</p>")
    actions.save_item(item, by=secretary, version=2, initials="abc")
    item.refresh_from_db()
    return item


def address(item: AgendaItem, route: str = "item-history", *more: int) -> str:
    return reverse(route, args=[item.meeting_id, item.pk, *more])


def rows(response) -> list[int]:
    return [version.number for version in response.context["versions"]]


def test_history_lists_every_version_with_who_and_how(browse, secretary, item):
    response = browse(secretary).get(address(item))

    assert rows(response) == [3, 2, 1]
    page = " ".join(response.content.decode().split())
    assert "Version 3</a> (den gældende)" in page
    assert page.count('<td data-title="Af">Anne Jensen</td>') == 1


@pytest.mark.parametrize("count", [1, 3])
def test_history_costs_the_same_for_one_version_and_for_three(
    browse, secretary, agenda, django_assert_num_queries, count
):
    item = agenda.chair
    for number in range(count):
        actions.save_item(item, by=UserFactory(), version=number + 1, title=f"Titel {number}")
    client = browse(secretary)

    with django_assert_num_queries(6):
        response = client.get(address(item))
    assert len(rows(response)) == count + 1


def test_version_shows_what_it_changed_since_the_one_before(browse, secretary, item):
    response = browse(secretary).get(address(item, "item-version", 2))

    assert list_texts(response, "div", "marked") == ["Grunden sælges i marts maj ."]
    page = response.content.decode()
    assert "<p>Grunden sælges i <del>marts</del><ins>maj</ins>.</p>" in page


def test_version_shows_what_changed_since_any_earlier_one(browse, secretary, item):
    response = browse(secretary).get(address(item, "item-version", 3) + "?fra=1")

    labels = [difference.label for difference in response.context["differences"]]
    assert labels == ["Sagsbehandlers initialer", "Baggrund"]
    assert list_texts(response, "div", "marked")[0] == "snm abc"


@pytest.mark.parametrize("query", ["?fra=3", "?fra=99", "?fra=x", "?fra="])
def test_version_is_compared_with_the_one_before_when_there_is_no_such_earlier_one(
    browse, secretary, item, query
):
    response = browse(secretary).get(address(item, "item-version", 3) + query)

    assert response.context["earlier"].number == 2


def test_first_version_has_nothing_to_compare_with(browse, secretary, item):
    response = browse(secretary).get(address(item, "item-version", 1))

    assert (response.status_code, response.context["earlier"]) == (200, None)
    assert list_texts(response, "div", "marked") == []


def test_version_that_was_stored_dangerously_is_shown_without_its_danger(browse, secretary, item):
    AgendaItemVersion.objects.filter(number=3).update(
        background="<p onclick='x()'>Ny<script>alert(1)</script></p>"
    )

    page = browse(secretary).get(address(item, "item-version", 3)).content.decode()

    assert [word for word in ("onclick", "alert(1)") if word in page] == []


def test_button_restores_an_old_version_as_a_new_one(browse, secretary, item):
    client = browse(secretary)
    response = client.get(address(item, "item-version", 1))

    response = press(client, response, "Gendan")

    assert response.redirect_chain == [(address(item), 302)]
    assert rows(response) == [4, 3, 2, 1]
    item.refresh_from_db()
    assert (item.initials, item.background) == ("snm", "<p>Grunden sælges i marts.</p>")
    assert "Gendannet fra version 1" in response.content.decode()


def test_latest_version_has_no_button_to_restore_it(browse, secretary, item):
    response = browse(secretary).get(address(item, "item-version", 3))

    assert list_texts(response, "button", "button-primary") == ["Søg"]


@pytest.mark.parametrize("version", ["", "2", "x"])
def test_restore_changes_nothing_when_the_page_is_outdated(
    browse, secretary, item, everything, version
):
    before = everything()

    response = browse(secretary).post(address(item, "item-restore", 1), {"version": version})

    assert response.url == reverse("agenda-edit", args=[item.meeting_id])
    assert everything() == before


def test_history_of_a_published_agenda_can_be_read_and_not_changed(
    browse, secretary, item, publish, everything
):
    publish(item.meeting)
    client, before = browse(secretary), everything()

    assert rows(client.get(address(item))) == [3, 2, 1]
    shown = client.get(address(item, "item-version", 1))
    assert list_texts(shown, "button", "button-primary") == ["Søg"]
    refused = client.post(address(item, "item-restore", 1), {"version": 3})
    assert refused.url == reverse("meeting", args=[item.meeting_id])
    assert everything() == before


@pytest.mark.parametrize("role", ["member", "substitute", "stranger"])
@pytest.mark.parametrize("is_published", [False, True])
def test_history_is_not_found_by_anybody_else(
    request, browse, item, publish, everything, role, is_published
):
    if is_published:
        publish(item.meeting)
    client, before = browse(request.getfixturevalue(role)), everything()

    assert client.get(address(item)).status_code == 404
    assert client.get(address(item, "item-version", 1)).status_code == 404
    assert client.post(address(item, "item-restore", 1), {"version": 3}).status_code == 404
    assert everything() == before


def test_version_of_another_item_is_not_found(browse, secretary, item, agenda):
    client = browse(secretary)

    assert client.get(address(agenda.chair, "item-version", 1)).status_code == 404
    elsewhere = reverse("item-history", args=[item.meeting_id + 1, item.pk])
    assert client.get(elsewhere).status_code == 404
