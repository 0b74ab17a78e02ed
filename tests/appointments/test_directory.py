"""The councils' representatives in the Blå Bog."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from appointments import directory
from councils import documents, exports
from councils.models import ContactDetails, Visibility
from tests.appointments.seats import appointed, councillor, kind_of, seats_of
from tests.councils.pages import DIRECTORY, WHOLE_DIRECTORY, names
from tests.factories import (
    TODAY,
    ElectoralListFactory,
    MembershipFactory,
    PartyMembershipFactory,
    PersonFactory,
)


@pytest.fixture
def elm(council, term):
    """Is a councillor of party A and sits in a body, and in no council."""
    person = councillor(council, "Eksempel Elm")
    the_list = ElectoralListFactory(election=term.election, letter="A", party__name="Ahorn")
    PartyMembershipFactory(person=person, party=the_list.party)
    appointed(seats_of(kind_of(council, body__name="Energirådet"))[0], person)
    return person


def count_of(response) -> str:
    html = response.content.decode()
    return html.partition('<p id="directory-count" aria-live="polite">')[2].partition("</p>")[0]


def test_a_representative_has_a_line_with_party_municipality_and_body(council, elm):
    (line,) = directory.lines_on(TODAY, [council])

    assert (line.name, line.party.letter, line.party.name) == ("Eksempel Elm", "A", "Ahorn")
    assert line.place.name == elm.offices.get().municipality.name
    assert [(one.body, one.seat) for one in line.appointed_to] == [("Energirådet", "Politiker")]


def test_a_person_in_several_bodies_has_one_line(council, elm):
    appointed(seats_of(kind_of(council, body__name="Datarådet"))[0], elm)

    (line,) = directory.lines_on(TODAY, [council])

    assert [one.body for one in line.appointed_to] == ["Datarådet", "Energirådet"]


def test_a_member_without_registered_office_stands_with_their_seats_municipality(council, term):
    seat = MembershipFactory(council=council, term=term)
    appointed(seats_of(kind_of(council))[0], seat.person)

    (line,) = directory.lines_on(TODAY, [council])

    assert line.place.name == seat.municipality.name


@pytest.mark.parametrize("day", [datetime.date(2021, 12, 31), datetime.date(2026, 1, 1)])
def test_nobody_is_told_of_on_days_on_which_they_are_not_appointed(council, elm, day):
    assert list(directory.lines_on(day, [council])) == []


def test_appointees_of_another_council_stand_there(council, other_council, elm):
    assert list(directory.lines_on(TODAY, [other_council])) == []
    assert len(list(directory.lines_on(TODAY, [council, other_council]))) == 1


@pytest.mark.parametrize("url", [DIRECTORY, WHOLE_DIRECTORY])
def test_page_shows_a_section_and_counts_it(client, elm, url):
    response = client.get(url)

    html = response.content.decode()
    body = elm.appointments.get().seat.kind.body
    assert "Udpegede repræsentanter" in html
    assert f'Udpeget til <a href="/fora/{body.pk}/">Energirådet</a>' in html
    assert "1 udpeget" in count_of(response)


@pytest.mark.parametrize(
    "asked",
    [
        {"rolle": "udpeget"},
        {"navn": "energirådet"},
        {"navn": "energirådat"},  # misspelt
        {"navn": "elm udpeget"},
        {"parti": "A"},
    ],
)
def test_page_finds_representatives(client, council, term, elm, asked):
    MembershipFactory(council=council, term=term, person__name="Eksempel Bøg")

    assert names(client.get(DIRECTORY, asked)) == ["Eksempel Elm"]


def test_name_of_a_body_is_text_and_not_html(client, council, elm):
    elm.appointments.get().seat.kind.body.__class__.objects.update(name="<b>Råd</b>")

    assert "<b>Råd</b>" not in client.get(DIRECTORY).content.decode()


def test_contact_details_are_for_those_who_may_see_them(client, elm):
    ContactDetails.objects.create(
        person=elm, email="elm@kkr.example", email_visibility=Visibility.INTERNAL
    )

    assert "elm@kkr.example" not in client.get(DIRECTORY).content.decode()


def test_a_page_that_was_kept_shows_who_is_appointed_since(client, council, elm):
    assert "Udpeget til" in client.get(DIRECTORY).content.decode()
    elm.appointments.all().delete()

    assert "Udpeget til" not in client.get(DIRECTORY).content.decode()


def test_paper_has_them_by_body_and_in_the_index(council, elm):
    appointed(seats_of(kind_of(council, body__name="Datarådet"))[0], elm)

    html = documents.directory_print(exports.book_on(TODAY, council)).html

    part = html.partition('id="udpegede"')[2].partition("</section>")[0]
    assert part.index("Datarådet") < part.index("Energirådet")
    assert part.count("<strong>Eksempel Elm</strong> (A)") == 2
    assert part.count(f'id="udpeget-{elm.pk}"') == 1
    assert f'href="#udpeget-{elm.pk}"' in html.partition('id="navneregister"')[2]
    assert "1 udpeget" in html


def test_paper_without_appointments_has_no_such_part(council, term):
    MembershipFactory(council=council, term=term)

    html = documents.directory_print(exports.book_on(TODAY, council)).html
    assert "Udpegede repræsentanter" not in html


def test_card_of_somebody_who_only_is_appointed_tells_where(client, elm):
    response = client.get(f"/personer/{elm.pk}/visitkort.vcf")

    assert "Udpeget til Energirådet (Politiker)" in response.content.decode()


def test_files_hold_the_councils_seats_alone(client, council, elm):
    for name in ("blaa-bog.csv", "blaa-bog.json"):
        response = client.get(f"{DIRECTORY}hent/{name}")
        assert response.status_code == 200
        assert "Eksempel Elm" not in response.content.decode()


def test_one_representative_costs_as_much_as_three(council):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            list(directory.lines_on(TODAY, [council]))
        return len(captured)

    assert queries() == 1
    for number in range(3):
        seat = seats_of(kind_of(council, body__name=f"Råd {number}"))[0]
        appointed(seat, PersonFactory())
    assert queries() == 1
