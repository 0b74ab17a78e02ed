"""The pages of bodies: who sees what, bad input, colleagues at the same time, and their costs."""

import datetime

import pytest
from django.urls import reverse

from appointments.models import Appointment, Body, Organisation
from tests.factories import (
    TODAY,
    AppointmentFactory,
    BodyFactory,
    CouncilMunicipalityFactory,
    LeadershipFactory,
    OfficeFactory,
    PersonFactory,
    SeatFactory,
    SeatKindFactory,
)

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)


def address(name: str, *args) -> str:
    return reverse(name, args=args)


def body_facts(body, **facts) -> dict:
    return {
        "version": body.version,
        "name": body.name,
        "starts_on": body.starts_on.isoformat(),
        "source": body.source,
    } | facts


def kind_facts(kind, **facts) -> dict:
    return {
        "version": kind.body.version,
        "label": kind.label,
        "number": kind.number,
        "role": kind.role,
        "appointer": kind.appointer,
        "council": kind.council_id or "",
        "eligibility": kind.eligibility,
    } | facts


# --- The list ------------------------------------------------------------------------------------


def listed(client, **asked) -> list[tuple[str, int, int]]:
    """Name, seats and vacant seats of the bodies on the list."""
    response = client.get(address("body-list", "midtjylland"), asked)
    assert response.status_code == 200
    return [(row.body.name, row.seats, row.vacant) for row in response.context["rows"]]


def test_the_list_tells_seats_and_vacant_ones_of_the_day(client, council):
    kind = SeatKindFactory(body__council=council, body__name="Erhvervshuset", number=2)
    AppointmentFactory(seat=SeatFactory(kind=kind, number=1), ends_on=TODAY)
    SeatFactory(kind=kind, number=2)

    assert listed(client) == [("Erhvervshuset", 2, 1)]
    assert listed(client, dato="2022-01-13") == [("Erhvervshuset", 2, 2)]


def test_seats_that_others_fill_are_not_told_as_vacant(client, council):
    kind = SeatKindFactory(
        body__council=council, body__name="Rådet", appointer="region", council=None
    )
    SeatFactory(kind=kind)

    assert listed(client) == [("Rådet", 1, 0)]
    assert listed(client, ledige="on") == []


@pytest.mark.parametrize(
    ("known", "told"), [(None, "Ikke oplyst"), (1, "mindst 1")], ids=["none", "one"]
)
def test_how_many_seats_are_vacant_is_not_told_while_their_number_is_not_known(
    client, council, known, told
):
    kind = SeatKindFactory(body__council=council, body__kind="agreed", number=None)
    if known:
        SeatFactory(kind=SeatKindFactory(body=kind.body, number=1))

    response = client.get(address("body-list", "midtjylland"))

    (row,) = response.context["rows"]
    assert (row.is_open, row.is_counted, row.seats) == (True, False, known or 0)
    assert response.text.count(told) == 2  # of the seats and of the vacant ones


def test_the_list_finds_bodies_by_words_and_vacant_seats(client, council):
    SeatFactory(kind__body__council=council, kind__body__name="Erhvervshus Ærø")
    AppointmentFactory(seat__kind__body__council=council, seat__kind__body__name="Erhvervshus Fyn")
    BodyFactory(council=council, name="VIA", legal_basis="Lov om erhvervsuddannelser")

    assert [name for name, *_ in listed(client, soeg="ERHVERVS hus")] == [
        "Erhvervshus Fyn",
        "Erhvervshus Ærø",
    ]
    assert [name for name, *_ in listed(client, soeg="aeroe")] == ["Erhvervshus Ærø"]
    assert [name for name, *_ in listed(client, ledige="on")] == ["Erhvervshus Ærø"]


def test_the_list_says_that_nothing_passes_the_filter(client, council):
    BodyFactory(council=council, name="VIA")

    response = client.get(address("body-list", "midtjylland"), {"soeg": "Erhvervshus"})

    assert "Ingen fora passer til det, du har valgt." in response.text


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"dato": "i går"}, "Indtast en gyldig dato."),
        ({"ledig": "on"}, "Ukendt filter i adressen: ledig."),
    ],
)
def test_the_list_refuses_what_it_does_not_understand(client, council, asked, told):
    BodyFactory(council=council, name="VIA")

    response = client.get(address("body-list", "midtjylland"), asked)

    assert response.status_code == 400
    assert told in response.text
    assert response.context["rows"] == []


def test_former_and_coming_bodies_stand_apart_with_their_successors(client, council):
    former = BodyFactory(council=council, name="Klyngen", ends_on=TODAY - DAY)
    coming = BodyFactory(council=council, name="Rådet", starts_on=TODAY + DAY)
    former.successors.add(coming)

    response = client.get(address("body-list", "midtjylland"))

    assert (response.context["former"], response.context["coming"]) == ([former], [coming])
    assert "afløst af Rådet" in response.text
    assert "afløser Klyngen" in response.text
    assert "Tidligere og kommende fora (2)" in response.text


def test_a_shared_body_stands_with_both_councils(client, council, other_council):
    body = BodyFactory(council=other_council, name="Styrelsen")
    body.other_councils.add(council)

    assert [name for name, *_ in listed(client)] == ["Styrelsen"]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_queries_whatever_its_length(
    client, council, django_assert_num_queries, rows
):
    for _ in range(rows):
        kind = SeatKindFactory(body__council=council, number=rows)
        for number in range(1, rows + 1):
            seat = SeatFactory(kind=kind, number=number)
            AppointmentFactory(seat=seat)
            AppointmentFactory(
                seat=seat, starts_on=TODAY.replace(year=2010), ends_on=TODAY.replace(year=2014)
            )
        former = BodyFactory(council=council, ends_on=TODAY - DAY)
        former.successors.add(kind.body)
    with django_assert_num_queries(19):
        client.get(address("body-list", "midtjylland"))


# --- One body ------------------------------------------------------------------------------------


def test_everybody_sees_who_sits_there_but_only_staff_that_it_is_without_basis(
    client, browse, council, secretary, stranger
):
    kind = SeatKindFactory(body__council=council)
    AppointmentFactory(seat=SeatFactory(kind=kind), person__name="Eksempel Åse Bøgh")
    page = address("body", kind.body.pk)

    for reader in (client, browse(stranger)):
        response = reader.get(page)
        assert "Eksempel Åse Bøgh" in response.text
        assert "Uden grundlag" not in response.text
        assert "kommunalbestyrelse i KKR Midtjylland." not in response.text
        assert address("body-edit", kind.body.pk) not in response.text
    response = browse(secretary).get(page)
    assert "Uden grundlag" in response.text
    assert "Er ikke medlem af en kommunalbestyrelse i KKR Midtjylland." in response.text
    assert address("body-edit", kind.body.pk) in response.text


def test_the_page_tells_the_day_that_is_asked_for(client, council, term):
    body = BodyFactory(council=council)
    SeatKindFactory(
        body=body, appointer="ex_officio", council=None, held_by="council_chair", eligibility=""
    )
    chair = LeadershipFactory(starts_on=TODAY + DAY).membership.person

    now, later = (client.get(address("body", body.pk), {"dato": day}) for day in ("", "2022-01-13"))

    assert chair.name not in now.text
    assert "Portalen kender ingen med hvervet den dag" in now.text
    assert chair.name in later.text
    assert "Pladser den 13. januar 2022" in later.text


def test_the_page_refuses_a_day_that_is_none(client, council):
    body = BodyFactory(council=council)

    response = client.get(address("body", body.pk), {"dato": "31-31"})

    assert response.status_code == 400
    assert "Indtast en gyldig dato." in response.text


def test_the_page_says_when_the_body_has_ended(client, council):
    body = BodyFactory(council=council, ends_on=TODAY - DAY)
    heir = BodyFactory(council=council, name="Sundhedsrådet")
    body.successors.add(heir)

    response = client.get(address("body", body.pk))

    assert "Forummet er nedlagt: det bestod til 11. januar 2022." in response.text
    assert "Sundhedsrådet" in response.text


def test_who_carries_over_is_marked(client, council):
    AppointmentFactory(
        seat__kind__body__council=council, seat__kind__body__carries_over=True, due_on=TODAY - DAY
    )

    response = client.get(address("body", Body.objects.get().pk))

    assert "Fungerer videre" in response.text


def test_gender_is_counted_only_where_it_does_not_tell_one_person_s(client, council):
    kind = SeatKindFactory(body__council=council, body__gender_rule="balanced", number=3)
    observers = SeatKindFactory(body=kind.body, role="observer")
    AppointmentFactory(seat=SeatFactory(kind=observers), person__gender="man")
    for number, gender in enumerate(["woman", "man"], start=1):
        AppointmentFactory(seat=SeatFactory(kind=kind, number=number), person__gender=gender)

    few = client.get(address("body", kind.body.pk)).text
    AppointmentFactory(seat=SeatFactory(kind=kind, number=3))
    enough = client.get(address("body", kind.body.pk)).text
    Appointment.objects.filter(person__gender="woman").delete()
    AppointmentFactory(seat=kind.seats.get(number=1), person__gender="man")
    uneven = client.get(address("body", kind.body.pk)).text

    assert "Vises, når der er registreret mindst tre" in few
    assert "1 kvinde, 1 mand, 1 ikke oplyst. Lige mange, så vidt antallet tillader" in enough
    assert "0 kvinder, 2 mænd, 1 ikke oplyst. Kan ikke afgøres" in uneven


def test_a_body_without_seats_says_so(client, council):
    response = client.get(address("body", BodyFactory(council=council).pk))

    assert "Forummets pladser er ikke oplyst." in response.text


def test_a_body_that_does_not_exist_is_not_found(client, council):
    assert client.get(address("body", 99)).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_queries_whatever_the_number_of_seats(
    client, council, django_assert_num_queries, rows
):
    body = BodyFactory(council=council)
    for _ in range(rows):
        kind = SeatKindFactory(body=body, number=rows)
        kind.nominators.add(Organisation.objects.create(name=f"Org {kind.pk}"))
        for number in range(1, rows + 1):
            AppointmentFactory(seat=SeatFactory(kind=kind, number=number))
    with django_assert_num_queries(18):
        client.get(address("body", body.pk))


def test_history_is_public_and_tells_why_it_ended(client, council):
    kind = SeatKindFactory(body__council=council)
    seat = SeatFactory(kind=kind)
    AppointmentFactory(
        seat=seat, person__name="Eksempel Bo", ends_on=TODAY, ended_because="resigned"
    )
    AppointmentFactory(seat=seat, person__name="Eksempel Eva", starts_on=TODAY + DAY)

    text = client.get(address("body-history", kind.body.pk)).text

    assert text.index("Eksempel Eva") < text.index("Eksempel Bo")
    assert "Fratrådt efter eget ønske" in text
    assert "tiltræder" in text


# --- Writing -------------------------------------------------------------------------------------


@pytest.fixture
def body(council) -> Body:
    return BodyFactory(council=council, name="Erhvervshuset")


@pytest.mark.parametrize(
    "name",
    ["body-edit", "body-dissolve", "seat-kind-create"],
)
def test_only_the_secretariat_of_the_council_writes(browse, member, stranger, body, name):
    for user in (member, stranger):
        assert browse(user).get(address(name, body.pk)).status_code == 404
        assert browse(user).post(address(name, body.pk), {}).status_code == 404


def test_only_the_secretariat_of_the_council_creates_and_deletes(browse, stranger, member, body):
    kind = SeatKindFactory(body=body)
    for user in (stranger, member):
        client = browse(user)
        assert client.get(address("body-create", "midtjylland")).status_code == 404
        assert client.get(address("organisation-list", "midtjylland")).status_code == 404
        assert client.post(address("seat-kind-delete", kind.pk)).status_code == 404
        assert client.get(address("seat-kind-edit", kind.pk)).status_code == 404
        assert client.post(address("body-reopen", body.pk)).status_code == 404


def test_a_body_is_created_and_shown(browse, council, secretary):
    facts = {"name": "Nyt råd", "starts_on": "2022-02-01", "source": "KL"}

    response = browse(secretary).post(address("body-create", "midtjylland"), facts, follow=True)

    body = Body.objects.get()
    assert (body.council, body.name, body.starts_on.day) == (council, "Nyt råd", 1)
    assert "Nyt råd er oprettet. Tilføj nu dets pladser." in response.text


@pytest.mark.parametrize(
    ("facts", "field", "told"),
    [
        ({"name": ""}, "name", "Dette felt er påkrævet."),
        ({"starts_on": "2022-02-30"}, "starts_on", "Indtast en gyldig dato."),
        ({"source": ""}, "source", "Dette felt er påkrævet."),
        ({"rules_url": "vedtægt"}, "rules_url", "Indtast en gyldig URL."),
        ({"name": "Kendt"}, "name", "Forummet er allerede registreret fra den dag."),
        (
            {"own_term_starts_on": "2022-04-01"},
            "own_term_years",
            "Skriv, hvor mange år en periode varer.",
        ),
        (
            {"own_term_years": "4"},
            "own_term_starts_on",
            "Skriv den første dag i en af perioderne.",
        ),
    ],
)
def test_bad_facts_are_told_at_their_field(browse, council, secretary, facts, field, told):
    BodyFactory(council=council, name="Kendt", starts_on=TODAY)
    good = {"name": "Råd", "starts_on": TODAY.isoformat(), "source": "KL"}

    response = browse(secretary).post(address("body-create", "midtjylland"), good | facts)

    assert response.status_code == 422
    assert response.context["form"].errors[field] == [told]
    assert Body.objects.count() == 1


def test_a_conflict_shows_what_is_stored_and_keeps_what_was_entered(browse, secretary, body):
    client = browse(secretary)
    client.post(address("body-edit", body.pk), body_facts(body, description="Kollegaens"))

    response = client.post(
        address("body-edit", body.pk), body_facts(body, description="Mit", name="Nyt navn")
    )

    assert response.status_code == 409
    assert "En kollega har rettet forummet" in response.text
    assert response.context["differences"] == [("Navn", "Erhvervshuset"), ("Opgave", "Kollegaens")]
    assert "Mit</textarea>" in response.text
    again = client.post(
        address("body-edit", body.pk),
        body_facts(body, description="Mit", version=response.context["stored"].version),
    )
    assert again.status_code == 302
    body.refresh_from_db()
    assert body.description == "Mit"


def test_a_body_with_running_appointments_is_not_dissolved_by_mistake(browse, secretary, body):
    AppointmentFactory(seat__kind__body=body, person__name="Eksempel Bo")
    page, facts = address("body-dissolve", body.pk), {"version": 1, "ends_on": "2022-01-31"}

    response = browse(secretary).post(page, facts)

    assert response.status_code == 422
    assert "Udpegninger løber videre efter den dag: Eksempel Bo." in response.text
    response = browse(secretary).post(page, facts | {"ends_appointments": "on"})
    assert response.status_code == 302
    body.refresh_from_db()
    assert body.ends_on == datetime.date(2022, 1, 31)
    browse(secretary).post(address("body-reopen", body.pk), {"version": 2})
    body.refresh_from_db()
    assert body.ends_on is None


def test_seats_are_added_with_organisations_that_nobody_knew(browse, council, secretary, body):
    known = Organisation.objects.create(name="DI")
    facts = {
        "version": 1,
        "label": "Virksomhedsrepræsentant",
        "number": 4,
        "role": "member",
        "has_vote": "True",
        "appointer": "council",
        "council": council.pk,
        "eligibility": "business",
        "least_sme": 1,
        "nominators": [known.pk],
        "new_nominators": "Dansk Erhverv\n\n di ",
        "nominates_jointly": "on",
    }

    response = browse(secretary).post(address("seat-kind-create", body.pk), facts, follow=True)

    kind = body.seat_kinds.get()
    assert [one.name for one in kind.nominators.all()] == ["DI", "Dansk Erhverv"]
    assert (kind.has_vote, kind.seats.count()) == (True, 4)
    assert "Indstilles i fællesskab af" in response.text


def test_what_belongs_to_another_appointer_is_left_out(browse, council, secretary, body):
    kind = SeatKindFactory(body=body)
    other = SeatKindFactory(body=body)

    browse(secretary).post(
        address("seat-kind-edit", kind.pk),
        kind_facts(kind, appointer="region", held_by="other_seat", follows=other.pk),
    )

    kind.refresh_from_db()
    assert (kind.appointer, kind.council, kind.held_by, kind.follows) == ("region", None, "", None)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"label": ""}, "label"),
        ({"number": "-1"}, "number"),
        ({"number": "mange"}, "number"),
        ({"appointer": "kongen"}, "appointer"),
        ({"appointer": "council", "council": ""}, "council"),
        ({"appointer": "ex_officio"}, "held_by"),
        ({"appointer": "ex_officio", "held_by": "other_seat"}, "follows"),
        ({"nominators": ["999"]}, "nominators"),
        ({"new_nominators": "x" * 151}, "new_nominators"),
        ({"least_sme": "2"}, "least_sme"),
    ],
)
def test_bad_facts_about_seats_are_told_at_their_field(browse, secretary, body, facts, field):
    kind = SeatKindFactory(body=body)

    response = browse(secretary).post(address("seat-kind-edit", kind.pk), kind_facts(kind, **facts))

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    body.refresh_from_db()
    assert body.version == 1


def test_organisations_are_not_stored_when_the_seats_are_not(browse, secretary, body):
    kind = SeatKindFactory(body=body)
    AppointmentFactory(seat=SeatFactory(kind=kind))

    response = browse(secretary).post(
        address("seat-kind-edit", kind.pk), kind_facts(kind, number=0, new_nominators="HORESTA")
    )

    assert response.status_code == 422
    assert not Organisation.objects.exists()


def test_a_conflict_about_seats_keeps_what_was_entered(browse, secretary, body):
    kind = SeatKindFactory(body=body, label="Gammel")
    client = browse(secretary)
    client.post(address("seat-kind-edit", kind.pk), kind_facts(kind, label="Kollegaens"))

    response = client.post(address("seat-kind-edit", kind.pk), kind_facts(kind, label="Min"))

    assert response.status_code == 409
    assert ("Betegnelse", "Kollegaens") in response.context["differences"]
    assert 'value="Min"' in response.text


def test_seats_with_a_history_are_not_deleted(browse, secretary, body):
    kind = SeatKindFactory(body=body)
    AppointmentFactory(seat=SeatFactory(kind=kind))
    client, page = browse(secretary), address("seat-kind-delete", kind.pk)

    response = client.post(page, {"version": 1}, follow=True)

    assert "Pladserne kan ikke slettes. Der er udpegninger til pladserne" in response.text
    stale = client.post(page, {"version": "nul"}, follow=True)
    assert "En kollega har rettet forummet imens." in stale.text
    assert body.seat_kinds.exists()


def test_the_same_answer_meets_who_asks_to_delete_by_a_link(browse, secretary, body):
    kind = SeatKindFactory(body=body)

    assert browse(secretary).get(address("seat-kind-delete", kind.pk)).status_code == 405


# --- Organisations -------------------------------------------------------------------------------


def test_organisations_are_listed_with_what_they_nominate_to(browse, secretary, council, body):
    kind = SeatKindFactory(body=body, label="Erhverv")
    kind.nominators.add(Organisation.objects.create(name="Ældre Sagen"))
    Organisation.objects.create(name="Zonta")

    response = browse(secretary).get(address("organisation-list", "midtjylland"))

    assert [one.name for one in response.context["organisations"]] == ["Zonta", "Ældre Sagen"]
    assert "Indstiller til Erhvervshuset: Erhverv" in response.text


def test_an_organisation_is_added_and_renamed(browse, secretary, council):
    client = browse(secretary)
    empty = client.post(address("organisation-list", "midtjylland"), {"name": " "})
    client.post(address("organisation-list", "midtjylland"), {"name": "Tekniq"})
    one = Organisation.objects.get()
    page = address("organisation-edit", "midtjylland", one.pk)

    assert empty.status_code == 422
    assert client.post(page, {"name": "TEKNIQ", "seen": "Tekniq"}).status_code == 302
    stale = client.post(page, {"name": "Teknik", "seen": "Tekniq"})
    assert stale.status_code == 409
    assert "En kollega har imens omdøbt organisationen til »TEKNIQ«." in stale.text
    Organisation.objects.create(name="DI")
    assert client.post(page, {"name": "DI", "seen": "TEKNIQ"}).status_code == 422


def test_a_councillor_is_with_basis(browse, secretary, council):
    home = CouncilMunicipalityFactory(council=council).municipality
    person = OfficeFactory(person=PersonFactory(), municipality=home).person
    kind = SeatKindFactory(body__council=council)
    AppointmentFactory(seat=SeatFactory(kind=kind), person=person)

    assert "Uden grundlag" not in browse(secretary).get(address("body", kind.body.pk)).text


def test_who_is_appointed_from_a_later_day_is_told_beside_the_vacant_seat(client, council):
    kind = SeatKindFactory(body__council=council)
    seat = SeatFactory(kind=kind)
    coming = AppointmentFactory(seat=seat, starts_on=TODAY + datetime.timedelta(days=79))

    page = client.get(reverse("body", args=[kind.body_id])).text

    assert "1 ledig plads" in page
    assert "Tiltræder den" in page
    assert str(coming.person) in page
