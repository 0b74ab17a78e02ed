"""The pages of appointments: what everybody reads, and what the secretariat writes."""

import datetime

import pytest
from django.urls import reverse

from appointments.models import Alternate, Appointment, Ballot, Seat, Task
from appointments.views.appointments import own_appointment
from councils.models import AuditEntry, ContactDetails, ContactListAccess, Person
from kkr_portal import clock
from meetings.models import AgendaPublication, PublishedItem
from tests.appointments.seats import END, START, appointed, councillor, kind_of, seats_of
from tests.factories import (
    TODAY,
    AgendaItemFactory,
    CandidateFactory,
    MembershipFactory,
    PersonFactory,
    TaskFactory,
    UserFactory,
)

MAY, JUNE = datetime.date(2023, 5, 31), datetime.date(2023, 6, 1)


@pytest.fixture
def held(council) -> Appointment:
    seat = seats_of(kind_of(council))[0]
    return appointed(seat, councillor(council, "Dorte Eksempel"), way="in_unison")


@pytest.fixture
def task(council, term, secretary) -> Task:
    """A seat for which somebody is chosen in unison."""
    task = TaskFactory(kind=kind_of(council, body__name="Uddannelsesudvalg"))
    Ballot.objects.create(
        task=task,
        way="in_unison",
        recorded_at=clock.now(),
        recorded_by=secretary,
        program_version="1",
        inputs={"held_on": "2022-01-12", "seats": 1},
    )
    CandidateFactory(task=task, person=councillor(council, "Valgt Eksempel"), state="chosen")
    return task


def page(name: str, *args) -> str:
    return reverse(name, args=args)


def text(response) -> str:
    return " ".join(response.content.decode().split())


# --- The page ------------------------------------------------------------------------------------


def test_appointment_is_public_without_contact_details_and_without_ways_to_change_it(
    browse, held, secretary
):
    ContactDetails.objects.create(person=held.person, email="dorte@kommune.example")

    public = text(browse().get(page("appointment", held.pk)))

    assert "Dorte Eksempel" in public
    assert "Valgt i enighed" in public
    assert "1. januar 2022 – 31. december 2025" in public
    for hidden in ("dorte@kommune.example", "Afslut", "Ret udpegningen", "Slet"):
        assert hidden not in public
    assert "Ret udpegningen" in text(browse(secretary).get(page("appointment", held.pk)))


@pytest.mark.parametrize("at", [datetime.date(2021, 12, 31), START, END, END + (JUNE - MAY)])
def test_page_tells_whether_the_appointment_holds_today(browse, held, settings, at):
    settings.PORTAL_DATE = at

    shown = text(browse().get(page("appointment", held.pk)))

    assert ("Begynder senere" in shown) == (at < START)
    assert ("Udløbet" in shown) == (at > END)


def test_secretariat_sees_at_once_that_the_basis_is_lost(browse, held, secretary, member):
    held.person.offices.update(ends_on=TODAY - (JUNE - MAY))
    address = page("appointment", held.pk)

    assert "Uden grundlag: Er ikke længere medlem" in text(browse(secretary).get(address))
    assert "Uden grundlag" not in text(browse(member).get(address))


def publish(item) -> None:
    meeting = item.meeting
    edition = AgendaPublication.objects.create(
        meeting=meeting, version=1, published_at=clock.now(), published_by=UserFactory(), pdf=b"x"
    )
    PublishedItem.objects.create(
        publication=edition, key=item.pk, number="1.1", position=1, **item.text
    )
    meeting.current_publication = edition
    meeting.save()


def test_item_is_led_to_only_for_those_who_may_read_it(browse, council, held, secretary, member):
    held.decided_in = AgendaItemFactory(title="Fortrolig sag", meeting__council=council)
    held.save()
    address = page("appointment", held.pk)

    assert "Fortrolig sag" not in text(browse().get(address))
    assert "Fortrolig sag" not in text(browse(member).get(address))
    assert "Fortrolig sag" in text(browse(secretary).get(address))
    publish(held.decided_in)
    assert "1.1 Fortrolig sag" in text(browse().get(address))


def test_closed_item_is_not_told_to_everybody(browse, council, held, member):
    item = AgendaItemFactory(title="Lukket sag", meeting__council=council, is_open=False)
    held.decided_in = item
    held.save()
    publish(item)
    address = page("appointment", held.pk)

    assert "Lukket sag" not in text(browse().get(address))
    assert "Lukket sag" in text(browse(member).get(address))


def test_page_costs_the_same_with_twenty_years_of_history(
    browse, held, secretary, django_assert_num_queries
):
    client = browse(secretary)
    address = page("appointment", held.pk)
    client.get(address)
    with django_assert_num_queries(14):
        client.get(address)
    for year in range(2011, 2021, 2):
        days = datetime.date(year, 1, 1), datetime.date(year + 1, 12, 31)
        before = appointed(held.seat, starts_on=days[0], due_on=days[1], ends_on=days[1])
        Alternate.objects.create(appointment=before, person=PersonFactory(), starts_on=days[0])

    with django_assert_num_queries(14):
        client.get(address)


# --- Rights --------------------------------------------------------------------------------------


def test_only_the_councils_secretariat_changes_appointments(
    browse, held, task, stranger, member, secretary
):
    ways = [
        page("appointment-edit", held.pk),
        page("appointment-end", held.pk),
        page("appointment-replace", held.pk),
        page("appointment-delete", held.pk),
        page("appointment-letter", held.pk),
        page("alternate-create", held.pk),
        page("appointment-create", held.seat.pk),
        page("shared-alternate-create", held.seat.kind.pk),
        page("body-contacts", held.seat.kind.body.pk),
        page("task-decide", task.pk),
        page("task-undo", task.pk),
        page("expiring", "midtjylland"),
        page("expiring-feed", "midtjylland"),
    ]
    for way in ways:
        assert {browse(who).get(way).status_code for who in (stranger, member)} == {404}
        assert browse().get(way).status_code == 302
        assert browse(secretary).get(way).status_code == 200


# --- Forms ---------------------------------------------------------------------------------------


@pytest.fixture
def post(browse, secretary):
    def post(route: str, *args, query: str = "", **given):
        return browse(secretary).post(page(route, *args) + query, given)

    return post


def test_appointment_to_be_changed_is_read_with_all_at_once(
    rf, held, secretary, django_assert_num_queries
):
    request = rf.get("/")
    request.user = secretary
    found = own_appointment(request, held.pk)

    with django_assert_num_queries(0):
        assert (found.person, found.seat.kind.body.council) == (
            held.person,
            held.seat.kind.body.council,
        )


def test_end_is_written_and_told(browse, held, post):
    answer = post("appointment-end", held.pk, on=MAY, because="resigned", version=1)

    assert answer.status_code == 302
    assert "Fratrådt efter eget ønske" in text(browse().get(page("appointment", held.pk)))


def test_end_before_the_start_is_told_at_the_field(held, post):
    answer = post("appointment-end", held.pk, on="2021-12-31", because="resigned", version=1)

    assert answer.status_code == 422
    assert answer.context["form"].errors["on"] == ["Udpegningen begynder først 1. januar 2022."]
    assert Appointment.objects.get().ended_because == ""


def test_stale_form_keeps_what_was_written_and_says_so(held, post):
    post("appointment-end", held.pk, on=MAY, because="resigned", version=1)

    answer = post("appointment-end", held.pk, on="2023-01-31", because="died", version=1)

    assert answer.status_code == 409
    assert "En kollega har rettet det samme imens" in text(answer)
    assert 'value="2023-01-31"' in text(answer)
    assert Appointment.objects.get().ends_on == MAY
    assert (
        post("appointment-end", held.pk, on="2023-01-31", because="died", version=2).status_code
        == 302
    )


def test_correction_is_written(held, post):
    answer = post(
        "appointment-edit",
        held.pk,
        starts_on=START,
        due_on=MAY,
        way="majority",
        source="KL’s brev",
        version=1,
    )

    stored = Appointment.objects.get()
    assert answer.status_code == 302
    assert (stored.ends_on, stored.way, stored.source) == (MAY, "majority", "KL’s brev")


def test_last_day_without_a_reason_is_refused(held, post):
    answer = post(
        "appointment-edit", held.pk, starts_on=START, due_on=MAY, ends_on=START, version=1
    )

    assert answer.status_code == 422
    assert "lad »Sidste dag« stå tomt" in answer.context["form"].errors["ended_because"][0]
    assert Appointment.objects.get().version == 1


def test_form_of_correction_says_what_is_stored(browse, held, secretary):
    form = browse(secretary).get(page("appointment-edit", held.pk)).context["form"]

    assert (form["starts_on"].value(), form["way"].value()) == (START, "in_unison")
    assert form["version"].value() == 1


def test_successor_is_found_by_name_and_appointed(browse, council, held, post, secretary):
    other = councillor(council, "Afløser Eksempel")
    address = page("appointment-replace", held.pk)

    assert f"?person={other.pk}" in text(browse(secretary).get(address, {"navn": "afløser"}))
    answer = post(
        "appointment-replace",
        held.pk,
        query=f"?person={other.pk}",
        starts_on=JUNE,
        due_on=END,
        because="resigned",
        version=1,
    )

    assert answer.status_code == 302
    assert [one.person for one in Appointment.objects.in_force(JUNE)] == [other]


def test_somebody_new_is_created_on_the_way(held, post):
    answer = post("appointment-replace", held.pk, name="Ny Eksempel")

    person = Person.objects.get(name="Ny Eksempel")
    assert answer.url == f"{page('appointment-replace', held.pk)}?person={person.pk}"


def test_somebody_known_is_not_created_again_by_mistake(held, post):
    answer = post("appointment-replace", held.pk, name="Dorte Eksempel")

    assert answer.status_code == 422
    assert "kender allerede en person" in text(answer)


@pytest.mark.parametrize("person", ["0", "x", "999999", "9" * 30])
def test_person_that_nobody_is_is_not_found(browse, held, secretary, person):
    address = page("appointment-replace", held.pk)

    assert browse(secretary).get(address, {"person": person}).status_code == 404


def test_seat_is_filled_by_hand(council, post):
    seat: Seat = seats_of(kind_of(council))[0]
    person = councillor(council)

    answer = post(
        "appointment-create", seat.pk, query=f"?person={person.pk}", starts_on=START, due_on=END
    )

    made = Appointment.objects.get()
    assert (answer.url, made.person) == (page("appointment", made.pk), person)


def test_mistake_is_deleted_only_with_a_reason(held, post):
    assert post("appointment-delete", held.pk, version=1).status_code == 422
    assert post("appointment-delete", held.pk, version=1, because="Fejl").status_code == 302
    assert not Appointment.objects.exists()


def test_alternate_is_named_and_ended(browse, council, held, post, secretary):
    other = councillor(council)
    query = f"?person={other.pk}"
    post("alternate-create", held.pk, query=query, starts_on=START)
    row = Alternate.objects.get()
    form = browse(secretary).get(page("alternate-end", row.pk)).context["form"]

    answer = post("alternate-end", row.pk, on=MAY, seen=form["seen"].value())

    assert answer.status_code == 302
    assert Alternate.objects.get().ends_on == MAY
    assert post("alternate-end", row.pk, on=TODAY, seen="gammel").status_code == 409


def test_shared_alternate_is_named_and_ended(browse, council, held, post, secretary):
    query = f"?person={councillor(council).pk}"

    post("shared-alternate-create", held.seat.kind.pk, query=query, starts_on=START)

    row = Alternate.objects.get()
    again = browse(secretary).get(page("shared-alternate-create", held.seat.kind.pk))
    assert row.kind == held.seat.kind
    assert page("alternate-end", row.pk) in text(again)
    form = browse(secretary).get(page("alternate-end", row.pk)).context["form"]
    answer = post("alternate-end", row.pk, on=MAY, seen=form["seen"].value())
    assert answer.url == held.seat.kind.body.get_absolute_url()


def test_body_leads_to_its_appointments_and_vacant_seats(browse, council, held, secretary):
    body = held.seat.kind.body
    vacant = seats_of(kind_of(council, body=body, label="Formand"))[0]

    public = text(browse().get(body.get_absolute_url()))
    served = text(browse(secretary).get(body.get_absolute_url()))

    assert page("appointment", held.pk) in public
    assert page("appointment-create", vacant.pk) in served
    assert page("appointment-create", vacant.pk) not in public
    assert page("body-contacts", body.pk) not in public


# --- Decisions -----------------------------------------------------------------------------------


def test_decision_is_registered_and_taken_back(browse, task, post, secretary):
    assert "Valgt Eksempel" in text(browse(secretary).get(page("task-decide", task.pk)))

    answer = post("task-decide", task.pk, decided_on=TODAY, version=1)

    assert answer.status_code == 302
    assert Appointment.objects.get().person.name == "Valgt Eksempel"
    assert post("task-undo", task.pk, version=2).status_code == 302
    assert not Appointment.objects.exists()


def test_decision_on_a_day_to_come_is_refused(task, post):
    answer = post("task-decide", task.pk, decided_on="2022-01-13", version=1)

    assert answer.status_code == 422
    assert answer.context["form"].errors["decided_on"] == ["Dagen er ikke kommet endnu."]


def test_decision_before_the_election_is_refused(task, post):
    answer = post("task-decide", task.pk, decided_on="2022-01-11", version=1)

    assert answer.status_code == 422
    told = ["Valget blev først holdt 12. januar 2022."]
    assert answer.context["form"].errors["decided_on"] == told
    assert not Appointment.objects.exists()


def test_decision_that_cannot_be_says_why(task, post):
    appointed(seats_of(task.kind)[0])

    answer = post("task-decide", task.pk, decided_on=TODAY, version=1)

    assert answer.status_code == 422
    assert "Pladsen er besat i hele perioden." in text(answer)


def test_stale_decision_is_a_conflict(task, post):
    assert post("task-decide", task.pk, decided_on=TODAY, version=9).status_code == 409
    assert not Appointment.objects.exists()


def test_nominated_are_chosen_on_the_page(council, post):
    task = TaskFactory(kind=kind_of(council, eligibility="business"))
    taken, _ = CandidateFactory(task=task), CandidateFactory(task=task)

    assert post("task-decide", task.pk, decided_on=TODAY, version=1).status_code == 422
    post("task-decide", task.pk, decided_on=TODAY, version=1, chosen=[taken.pk])

    assert [one.person for one in Appointment.objects.all()] == [taken.person]


# --- Contacts ------------------------------------------------------------------------------------


@pytest.fixture
def reachable(council, term, held) -> Appointment:
    """Two in the same body who sit in the council, too, each with a phone number."""
    seat = seats_of(kind_of(council, body=held.seat.kind.body, label="Formand"))[0]
    for one in (held, appointed(seat, PersonFactory(name="=Anden Eksempel"))):
        MembershipFactory(council=council, term=term, person=one.person)
        ContactDetails.objects.create(person=one.person, phone="12345678")
    return held


def test_contacts_are_for_the_secretariat_and_that_they_were_seen_is_noted(
    browse, reachable, secretary
):
    body = reachable.seat.kind.body

    shown = text(browse(secretary).get(page("body-contacts", body.pk)))

    assert shown.count(">12345678</a>") == 2
    seen = ContactListAccess.objects.get()
    assert (seen.user, seen.kind, seen.count) == (secretary, "seen", 2)


def test_contacts_cost_the_same_for_one_and_for_three(
    browse, council, held, secretary, django_assert_num_queries
):
    client, body = browse(secretary), held.seat.kind.body
    address = page("body-contacts", body.pk)
    client.get(address)
    with django_assert_num_queries(20):
        assert text(client.get(address)).count('data-title="Hverv"') == 1
    for seat in seats_of(kind_of(council, 2, body=body, label="Formand")):
        appointed(seat, councillor(council))

    with django_assert_num_queries(20):
        assert text(client.get(address)).count('data-title="Hverv"') == 3


@pytest.mark.parametrize("name", ["kontakter.csv", "kontakter.xlsx"])
def test_contacts_are_fetched_by_a_button_and_logged(browse, reachable, secretary, name):
    body = reachable.seat.kind.body
    address = page("body-contacts-file", body.pk, name)

    answer = browse(secretary).post(address)

    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"
    assert browse(secretary).get(address).status_code == 405
    assert AuditEntry.objects.first().action == "export_contacts"
    assert ContactListAccess.objects.get().kind == "exported"
    if name.endswith("csv"):
        assert "'=Anden Eksempel;" in answer.content.decode("utf-8-sig")


def test_unknown_file_of_contacts_is_not_found(post, reachable):
    assert post("body-contacts-file", reachable.seat.kind.body.pk, "x.pdf").status_code == 404


def test_contacts_of_a_body_elsewhere_are_not_found(browse, reachable, stranger):
    address = page("body-contacts-file", reachable.seat.kind.body.pk, "kontakter.csv")

    assert browse(stranger).post(address).status_code == 404
