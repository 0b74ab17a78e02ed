"""The page of regional bodies: public, of one council, on the portal's day."""

import datetime

import pytest
from django.urls import reverse

from appointments.models import Body

pytestmark = pytest.mark.django_db


def make_body(council, name: str, **facts) -> Body:
    facts = {"starts_on": datetime.date(2022, 1, 1), "source": "KL", **facts}
    return Body.objects.create(council=council, name=name, **facts)


def test_bodies_are_listed_for_anybody_when_in_force(client, council, other_council):
    make_body(council, "Erhvervshuset")
    make_body(council, "Vækstforum", ends_on=datetime.date(2022, 1, 11))
    make_body(council, "Sundhedsråd", starts_on=datetime.date(2022, 1, 13))
    make_body(other_council, "Nordkraft")

    response = client.get(reverse("body-list", args=["midtjylland"]))

    assert [row.body.name for row in response.context["rows"]] == ["Erhvervshuset"]
    assert "Nordkraft" not in response.text


def test_what_is_not_known_says_so(client, council):
    make_body(council, "Regionale Arbejdsmarkedsråd")

    response = client.get(reverse("body-list", args=["midtjylland"]))

    # Legal basis, kinds, how many seats, and how many of them are vacant.
    assert response.text.count("Ikke oplyst") == 4


def test_page_says_that_there_are_none_when_a_council_has_no_bodies(client, council):
    response = client.get(reverse("body-list", args=["midtjylland"]))

    assert "Ingen regionale fora er registreret for KKR Midtjylland." in response.text


def test_unknown_council_is_not_found(client, db):
    assert client.get(reverse("body-list", args=["atlantis"])).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_page_costs_the_same_queries_whatever_the_number_of_bodies(
    client, council, django_assert_num_queries, rows
):
    for number in range(rows):
        make_body(council, f"Forum {number}")
    with django_assert_num_queries(6):
        client.get(reverse("body-list", args=["midtjylland"]))
