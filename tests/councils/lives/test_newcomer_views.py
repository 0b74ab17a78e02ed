"""People who are found, or new to the portal."""

import re

import pytest
from django.urls import reverse

from councils.models import (
    AuditEntry,
    Party,
    PartyMembership,
    Person,
)
from tests.councils.lives.pages import ON, errors_at, form_of
from tests.factories import (
    PersonFactory,
)


def test_a_person_is_found_and_those_without_a_place_can_become_mayor(lives, clerk):
    new = PersonFactory(name="Ny Nellike")
    find = reverse("life-event-find", args=["midtjylland"])

    assert f'href="{form_of(lives.member)}"' in clerk.get(find, {"navn": "mynte"}).text
    assert f'href="{form_of(new)}?kind=became_mayor"' in clerk.get(find, {"navn": "nellike"}).text
    nobody = clerk.get(find, {"navn": "xyz"})
    assert "Ingen i portalen hedder »xyz«" in nobody.text
    assert clerk.get(find, {"navn": "x" * 101}).status_code == 400


def test_a_successor_new_to_the_portal_is_created_and_chosen(lives, clerk, council):
    address = reverse("person-create", args=["midtjylland"])
    party = Party.objects.get(name="Ahornpartiet")
    query = f"?efter={lives.mayor.pk}&kind=stopped_as_mayor&on={ON}"

    response = clerk.post(address + query, {"name": " Ny  Nellike ", "party": party.pk})

    new = Person.objects.get(name="Ny Nellike")
    assert PartyMembership.objects.get(person=new).party == party
    entry = AuditEntry.objects.get(action="create_person")
    assert (entry.council, entry.summary) == (council, "Oprettede Ny Nellike")
    page = clerk.get(response.headers["Location"])
    assert f'value="{ON}"' in page.text
    assert re.search(rf'value="{new.pk}"[^>]* checked', page.text)


def test_a_name_that_is_known_is_not_created_twice_by_mistake(lives, clerk):
    address = reverse("person-create", args=["midtjylland"])
    first = clerk.post(address, {"name": "Ny Nellike"})
    again = clerk.post(address, {"name": "NY NELLIKE"})

    assert first.status_code == 302
    assert again.status_code == 422
    assert errors_at(again, "name")
    assert Person.objects.filter(name__iexact="ny nellike").count() == 1
    clerk.post(address, {"name": "Ny Nellike", "is_another": "on"})
    assert Person.objects.filter(name="Ny Nellike").count() == 2


@pytest.mark.parametrize("name", ["", "   ", "x" * 151, "-?-"])
def test_a_person_needs_a_name(lives, clerk, name):
    page = clerk.post(reverse("person-create", args=["midtjylland"]), {"name": name})

    assert page.status_code == 422
    assert errors_at(page, "name")


@pytest.mark.parametrize("efter", ["x", "-1", "9" * 40, "//elsewhere.example"])
def test_the_way_on_stays_in_the_portal(lives, clerk, efter):
    address = reverse("person-create", args=["midtjylland"])

    response = clerk.post(f"{address}?efter={efter}", {"name": "Ny Nellike"})

    assert response.headers["Location"].startswith("/personer/")
