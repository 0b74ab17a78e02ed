"""Whose data somebody's are who was appointed by a council and sits in none."""

import datetime
import io

import pytest
from django.core.management import call_command

from appointments.models import Alternate, Appointment
from councils.models import ContactDetails, Person, Visibility
from councils.models.privacy import councils_of, gone_since, in_care_of, never_public
from tests.appointments.seats import appointed, kind_of, seats_of
from tests.factories import TODAY, MembershipFactory, PersonFactory, SeatFactory

LONG_OVER = datetime.date(2015, 6, 30)


@pytest.fixture
def elm(council) -> Person:
    """Was appointed to a seat by the council, and sits in none."""
    person = PersonFactory(name="Eksempel Elm", title="Direktør")
    appointed(seats_of(kind_of(council, eligibility="business"))[0], person)
    return person


def end(person: Person, on: datetime.date = LONG_OVER) -> None:
    Appointment.objects.filter(person=person).update(
        starts_on=datetime.date(2014, 1, 1), due_on=on, ends_on=on
    )


def is_kept(person: Person, user) -> bool:
    return Person.objects.editable_by(user, TODAY).filter(pk=person.pk).exists()


def is_in_care(person: Person, user) -> bool:
    return in_care_of(user, TODAY).filter(pk=person.pk).exists()


# --- In whose care -------------------------------------------------------------------------------


def test_secretariat_of_the_council_that_appoints_keeps_the_facts(elm, secretary, stranger):
    assert is_kept(elm, secretary)
    assert is_in_care(elm, secretary)
    assert not is_kept(elm, stranger)
    assert not is_in_care(elm, stranger)


def test_alternate_is_kept_too(council, elm, secretary, stranger):
    personal, shared = PersonFactory(), PersonFactory()
    one = elm.appointments.get()
    Alternate.objects.create(appointment=one, person=personal, starts_on=one.starts_on)
    Alternate.objects.create(kind=one.seat.kind, person=shared, starts_on=one.starts_on)

    for person in (personal, shared):
        assert is_kept(person, secretary)
        assert not is_kept(person, stranger)


def test_on_a_seat_that_no_council_fills_the_one_that_keeps_the_body_does(council, secretary):
    person = PersonFactory()
    appointed(seats_of(kind_of(council, appointer="kl", council=None))[0], person)

    assert is_kept(person, secretary)


def test_to_appoint_somebody_is_no_way_to_read_what_another_council_keeps(
    council, other_council, term, secretary, stranger
):
    person = MembershipFactory(council=other_council, term=term).person
    appointed(seats_of(kind_of(council))[0], person)

    assert not is_kept(person, secretary)
    assert is_kept(person, stranger)


def test_once_it_is_over_the_council_still_answers_for_the_data(elm, secretary, stranger):
    end(elm)

    assert not is_kept(elm, secretary)
    assert is_in_care(elm, secretary)
    assert not is_in_care(elm, stranger)


@pytest.mark.parametrize(
    ("who", "is_shown"), [("secretary", True), ("stranger", False), ("member", False)]
)
def test_contact_details_are_for_the_secretariat(request, elm, who, is_shown):
    internal = {"email_visibility": Visibility.INTERNAL}
    ContactDetails.objects.create(person=elm, email="elm@kkr.example", **internal)
    user = request.getfixturevalue(who)

    shown = ContactDetails.objects.visible_to(user, TODAY).filter(person=elm)
    assert any(one["shown_email"] for one in shown) == is_shown


# --- Pages ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "page",
    [
        *("", "rediger/", "kontakt/", "portraet/", "pladser/", "hverv/", "parti/"),
        *("indsigt/", "anonymiser/", "livsbegivenhed/", "fremmoede/", "visitkort.vcf"),
    ],
)
def test_pages_of_somebody_who_only_is_appointed_are_there(browse, elm, secretary, page):
    address = f"/personer/{elm.pk}/{page}"

    assert browse(secretary).get(address).status_code == 200
    if page not in ("", "visitkort.vcf"):
        assert browse().get(address).status_code in (302, 404)


def test_page_is_public(client, elm):
    response = client.get(f"/personer/{elm.pk}/")

    assert response.status_code == 200
    assert "Erhvervshus" in response.content.decode()


def test_somebody_who_only_is_appointed_is_found_for_an_event(browse, elm, secretary):
    response = browse(secretary).get("/kkr/midtjylland/livsbegivenheder/ny/", {"navn": "elm"})

    assert [one for one, _ in response.context["placed"]] == [elm]


# --- Forgetting ----------------------------------------------------------------------------------


def forget() -> str:
    out = io.StringIO()
    call_command("forget_people", stdout=out)
    return out.getvalue()


def test_nobody_is_forgotten_while_appointed(elm, council, term):
    MembershipFactory(
        council=council, term=term, person=elm, starts_on=LONG_OVER, ends_on=LONG_OVER
    )

    forget()

    elm.refresh_from_db()
    assert elm.title == "Direktør"
    assert not gone_since(TODAY).filter(pk=elm.pk).exists()


def test_five_years_after_the_appointment_all_but_name_and_appointment_goes(elm):
    end(elm)

    forget()

    elm.refresh_from_db()
    assert (elm.name, elm.title) == ("Eksempel Elm", "")
    assert elm.appointments.count() == 1
    assert not never_public().filter(pk=elm.pk).exists()


def test_somebody_who_was_appointed_cannot_be_anonymised(browse, elm, secretary):
    response = browse(secretary).post(f"/personer/{elm.pk}/anonymiser/")

    assert response.status_code == 409
    assert "Er med i: udpegninger." in response.content.decode()
    elm.refresh_from_db()
    assert elm.name == "Eksempel Elm"


def test_promise_of_a_seat_is_no_way_to_what_the_council_that_appointed_keeps(
    elm, other_council, secretary, stranger
):
    """Nor is writing down that KL appointed somebody."""
    later = seats_of(kind_of(other_council, eligibility="business"))[0]
    appointed(later, elm, starts_on=TODAY + datetime.timedelta(days=300))
    appointed(
        SeatFactory(kind__body__council=other_council, kind__appointer="kl", kind__council=None),
        elm,
    )

    assert is_kept(elm, secretary)
    assert not is_kept(elm, stranger)


def test_two_councils_that_have_both_appointed_somebody_keep_the_facts_together(
    elm, other_council, secretary, stranger
):
    appointed(seats_of(kind_of(other_council, eligibility="business"))[0], elm)

    assert is_kept(elm, secretary)
    assert is_kept(elm, stranger)


def test_what_is_done_to_an_appointed_person_is_in_the_log_of_the_council_that_appointed(
    elm, council, other_council
):
    appointed(seats_of(kind_of(other_council, eligibility="business"))[0], elm)

    assert set(councils_of([elm], TODAY)) == {council, other_council}
