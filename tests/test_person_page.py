"""The page of a person and My page with what apps above the councils know of them."""

import datetime

import pytest
from django.urls import reverse

from appointments.models import Alternate
from tests.appointments.seats import appointed, councillor, kind_of, seats_of
from tests.appointments.test_of_person import COMING, EARLIER, FORMER
from tests.factories import PersonFactory, UserFactory

REASON = "Udpegningen er uden grundlag: Er ikke medlem af en kommunalbestyrelse"
MY_PAGE = "/min-side/"


def page(client, person) -> str:
    response = client.get(reverse("person", args=[person.pk]))
    assert response.status_code == 200
    return response.content.decode()


def seat_in(council, name="Erhvervshus", **facts):
    return seats_of(kind_of(council, body__name=name, **facts))[0]


@pytest.fixture
def without_basis(council):
    """Sits in a body for councillors and is none."""
    person = PersonFactory(name="Eksempel Elm")
    appointed(seat_in(council), person)
    return person


def test_page_of_somebody_never_appointed_says_nothing_of_it(client, council):
    assert "Udpegninger" not in page(client, PersonFactory())


def test_page_tells_what_is_what_comes_and_what_was(client, council):
    person = councillor(council)
    body = appointed(seat_in(council, "Nu"), person).seat.kind.body
    appointed(seat_in(council, "Kommer"), person, **COMING)
    appointed(seat_in(council, "Før"), person, **FORMER, ended_because="due")

    html = page(client, person)

    assert f'<a href="/fora/{body.pk}/">Nu</a>' in html
    now, _, rest = html.partition("Fra en senere dag")
    coming, _, former = rest.partition("Tidligere udpegninger (1)")
    assert (">Nu<" in now, ">Kommer<" in coming, ">Før<" in former) == (True, True, True)
    assert "(perioden udløb)" in former


def test_page_tells_that_all_is_over(client, council):
    person = councillor(council)
    appointed(seat_in(council), person, **FORMER)

    assert "Ingen udpegninger i dag." in page(client, person)


def test_page_marks_who_is_carried_over_and_who_stands_in(client, council):
    person = councillor(council)
    appointed(seat_in(council, body__carries_over=True), person, **EARLIER, ends_on=None)
    other = appointed(seat_in(council, "Råd"), councillor(council, "Eksempel Bøg"))
    Alternate.objects.create(appointment=other, person=person, starts_on=other.starts_on)

    html = page(client, person)

    assert "fungerer videre" in html
    assert f'Suppleant for <a href="/personer/{other.person_id}/">Eksempel Bøg</a>' in html


@pytest.mark.parametrize(
    ("who", "is_told"),
    [("secretary", True), ("stranger", False), ("member", False), (None, False)],
)
def test_that_an_appointment_has_no_basis_is_for_the_secretariat(
    request, browse, without_basis, who, is_told
):
    user = request.getfixturevalue(who) if who else None

    assert (REASON in page(browse(user), without_basis)) == is_told


def test_that_an_appointment_has_no_basis_is_told_the_person(browse, without_basis):
    client = browse(UserFactory(person=without_basis))

    assert REASON in page(client, without_basis)
    assert REASON in client.get(MY_PAGE).content.decode()


def test_my_page_tells_of_appointments_to_come_and_not_of_former_ones(browse, member, council):
    appointed(seat_in(council, "Kommer"), member.person, **COMING)
    appointed(seat_in(council, "Før"), member.person, **FORMER)

    html = browse(member).get(MY_PAGE).content.decode()

    assert "Mine udpegninger" in html
    assert ">Kommer<" in html
    assert ">Før<" not in html


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("is_logged_in", "queries"), [(False, 15), (True, 19)])
def test_page_costs_the_same_for_one_appointment_and_for_three(
    browse, council, secretary, django_assert_num_queries, rows, is_logged_in, queries
):
    person = councillor(council)
    for number in range(rows):
        appointed(seat_in(council, f"Nu {number}"), person)
        appointed(seat_in(council, f"Før {number}"), person, **FORMER)
        other = appointed(seat_in(council, f"Andet {number}"), councillor(council))
        days = {"starts_on": other.starts_on + datetime.timedelta(days=number)}
        Alternate.objects.create(appointment=other, person=person, **days)
    client = browse(secretary if is_logged_in else None)

    with django_assert_num_queries(queries):
        page(client, person)
