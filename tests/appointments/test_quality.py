"""What is missing or doubtful among the seats that a council fills."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from appointments.models import Alternate
from appointments.quality import check_all
from tests.appointments.seats import appointed, councillor, kind_of, seats_of
from tests.factories import TODAY, PersonFactory

URL = "/kkr/midtjylland/blaa-bog/mangler/"


def found(council, at=TODAY) -> dict[str, list[str]]:
    """Sentences by check."""
    return {
        group.check.name: [finding.sentence for finding in group.findings]
        for group in check_all(council, at)
    }


def test_a_seat_that_nobody_was_appointed_to_is_missing(council):
    kind = kind_of(council, number=3)
    appointed(seats_of(kind)[0], councillor(council))

    assert found(council) == {
        "seat_without_representative": ["Erhvervshus (Politiker): 2 af 3 pladser er ikke besat."]
    }


def test_nothing_is_told_of_seats_whose_number_is_not_known(council):
    kind_of(council, number=0).__class__.objects.update(number=None)

    assert found(council) == {}


def test_nothing_is_told_of_a_body_that_is_dissolved(council):
    kind_of(council, body__ends_on=TODAY - datetime.timedelta(days=1))

    assert found(council) == {}


def test_nothing_is_told_of_seats_that_somebody_else_fills(council, other_council):
    kind_of(council, council=other_council)
    kind_of(council, appointer="kl", council=None, body__name="Råd")

    assert found(council) == {}
    assert "seat_without_representative" in found(other_council)


def test_an_appointment_without_basis_is_doubtful(council):
    person = PersonFactory(name="Eksempel Elm")
    appointed(seats_of(kind_of(council))[0], person)

    assert found(council) == {
        "appointment_without_basis": [
            (
                "Eksempel Elm i Erhvervshus (Politiker): Er ikke medlem af en kommunalbestyrelse i"
                " KKR Midtjylland."
            )
        ]
    }


def test_somebody_carried_over_waits_for_a_successor(council):
    kind = kind_of(council, body__carries_over=True)
    person = councillor(council, "Eksempel Elm")
    appointed(seats_of(kind)[0], person, due_on=datetime.date(2022, 1, 5), ends_on=None)

    assert found(council) == {
        "appointment_carried_over": [
            (
                "Eksempel Elm fungerer videre i Erhvervshus (Politiker), til en efterfølger er"
                " udpeget: udpegningen gjaldt til og med 5. januar 2022."
            )
        ]
    }


def test_a_personal_alternate_is_missing_where_the_body_has_them(council):
    seat = seats_of(kind_of(council, alternates="personal"))[0]
    one = appointed(seat, councillor(council, "Eksempel Elm"))

    assert found(council) == {
        "representative_without_alternate": [
            "Eksempel Elm i Erhvervshus (Politiker) har ingen personlig suppleant."
        ]
    }
    Alternate.objects.create(appointment=one, person=PersonFactory(), starts_on=one.starts_on)
    assert found(council) == {}


def test_shared_alternates_are_missing_once_somebody_sits_there(council):
    kind = kind_of(council, alternates="shared")
    assert "representative_without_alternate" not in found(council)

    appointed(seats_of(kind)[0], councillor(council))

    assert found(council) == {
        "representative_without_alternate": [
            "Erhvervshus (Politiker) har ingen fælles suppleanter."
        ]
    }


def test_page_links_to_the_appointment_and_to_the_body(browse, council, term, secretary):
    kind = kind_of(council, number=2)
    one = appointed(seats_of(kind)[0], PersonFactory(name="Eksempel Elm"))

    response = browse(secretary).get(URL)

    html = response.content.decode()
    assert f'<a href="/udpegninger/{one.pk}/">Eksempel Elm</a>' in html
    assert f'<a href="/fora/{kind.body_id}/">Erhvervshus</a>' in html
    for address in (f"/udpegninger/{one.pk}/", f"/fora/{kind.body_id}/"):
        assert browse(secretary).get(address).status_code == 200


def test_desk_counts_what_the_page_tells(browse, council, term, secretary):
    before = browse(secretary).get("/").context["desks"][0]["found"]
    kind_of(council)
    appointed(seats_of(kind_of(council, body__name="Råd"))[0], PersonFactory())

    after = browse(secretary).get("/").context["desks"][0]["found"]

    assert after["missing"] == before["missing"] + 1
    assert after["doubt"] == before["doubt"] + 1


@pytest.mark.parametrize("rights", ["member", "stranger"])
def test_only_the_secretariat_sees_it(request, browse, council, rights):
    assert browse(request.getfixturevalue(rights)).get(URL).status_code == 404


def test_one_body_costs_as_much_as_three(council):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            check_all(council, TODAY)
        return len(captured)

    def add(name: str) -> None:
        kind = kind_of(council, number=2, body__name=name, alternates="personal")
        appointed(seats_of(kind)[0], PersonFactory())

    add("Et")
    one = queries()
    add("To")
    add("Tre")

    assert queries() == one
