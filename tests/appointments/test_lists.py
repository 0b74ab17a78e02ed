"""Everybody whom a council has appointed: by the day, sorted, summed, and shared among lists."""

import datetime
from fractions import Fraction

import pytest
from django.urls import reverse

from appointments import appointed
from appointments.models import Alternate, Body
from councils.models import Municipality
from tests.factories import (
    TERM_END,
    TERM_START,
    TODAY,
    AppointmentFactory,
    CouncilMunicipalityFactory,
    ElectionFactory,
    ElectoralListFactory,
    MembershipFactory,
    OfficeFactory,
    PartyMembershipFactory,
    PersonFactory,
    SeatFactory,
    SeatKindFactory,
)

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)


@pytest.fixture
def appoint(council, term):
    """Appoints somebody of a list and a municipality to a new body."""

    def make(name: str, letter: str = "", municipality: str = "", body: str = "", **facts):
        person = PersonFactory(name=name)
        if letter:
            party = ElectoralListFactory(letter=letter).party
            PartyMembershipFactory(person=person, party=party)
        if municipality:
            home = Municipality.objects.filter(name=municipality).first()
            home = (
                home
                or CouncilMunicipalityFactory(
                    council=council, municipality__name=municipality
                ).municipality
            )
            OfficeFactory(person=person, municipality=home)
        kind = SeatKindFactory(body__council=council, **({"body__name": body} if body else {}))
        return AppointmentFactory(seat=SeatFactory(kind=kind), person=person, **facts)

    return make


def shown(client, **asked) -> list[str]:
    response = client.get(reverse("appointed", args=["midtjylland"]), asked)
    assert response.status_code == 200
    return [line.person.name for line in response.context["lines"]]


def test_only_those_of_the_council_and_the_day_are_listed(client, council, other_council, appoint):
    appoint("Åse")
    appoint("Bo", ends_on=TODAY - DAY)
    appoint("Eva", starts_on=TODAY + DAY)
    kind = SeatKindFactory(body__council=council, council=other_council)
    AppointmentFactory(seat=SeatFactory(kind=kind))

    assert shown(client) == ["Åse"]
    assert shown(client, dato="2022-01-13") == ["Eva", "Åse"]


def test_the_list_is_of_who_chose_or_else_the_person_s_own(council, appoint):
    appoint("Bo", "V", elected_by=ElectoralListFactory(letter="A"))
    appoint("Eva", "V")
    business = appoint("Ib", "V")
    business.seat.kind.eligibility = "business"
    business.seat.kind.save()

    lines = appointed.lines_on(council, TODAY)

    assert [(line.person.name, line.list_key) for line in lines] == [
        ("Bo", "A"),
        ("Eva", "V"),
        ("Ib", ""),
    ]


def test_the_list_is_filtered_by_forum_municipality_and_list(client, appoint):
    appoint("Bo", "A", "Viborg", "VIA")
    appoint("Eva", "V", "Viborg", "RAR")
    appoint("Ib")
    viborg = Municipality.objects.get(name="Viborg").code
    body = Body.objects.get(name="RAR")

    assert shown(client, kommune=viborg) == ["Bo", "Eva"]
    assert shown(client, liste="A") == ["Bo"]
    assert shown(client, forum=body.pk) == ["Eva"]
    assert shown(client, kommune="ingen") == ["Ib"]
    assert shown(client, liste="ingen", kommune=viborg) == []


@pytest.mark.parametrize(
    ("sorter", "names"),
    [
        ("navn", ["Bo", "Eva", "Ib"]),
        ("-navn", ["Ib", "Eva", "Bo"]),
        ("forum", ["Eva", "Bo", "Ib"]),
        ("kommune", ["Eva", "Bo", "Ib"]),
        ("-kommune", ["Bo", "Eva", "Ib"]),
        ("liste", ["Eva", "Bo", "Ib"]),
    ],
)
def test_the_list_is_sorted_with_what_is_not_known_last(client, appoint, sorter, names):
    appoint("Bo", "V", "Ærø", "Vestrådet")
    appoint("Eva", "A", "Viborg", "Østrådet")
    appoint("Ib", body="Åsrådet")
    if sorter == "forum":
        names = ["Bo", "Eva", "Ib"]

    assert shown(client, sorter=sorter) == names


@pytest.mark.parametrize(
    "asked",
    [
        {"dato": "x"},
        {"liste": "Q"},
        {"kommune": "999"},
        {"forum": "0"},
        {"sorter": "x"},
        {"x": "1"},
    ],
)
def test_what_is_not_understood_shows_nobody(client, appoint, asked):
    appoint("Bo", "A")

    response = client.get(reverse("appointed", args=["midtjylland"]), asked)

    assert response.status_code == 400
    assert response.context["lines"] == []


def test_sums_count_seats_and_people(council, appoint):
    bo = appoint("Bo", "A", "Viborg")
    kind = SeatKindFactory(body__council=council)
    AppointmentFactory(seat=SeatFactory(kind=kind), person=bo.person)
    appoint("Ib")

    lines = appointed.lines_on(council, TODAY)
    by_place = appointed.sums(lines, lambda line: line.stands_for.municipality)

    assert [(one.name, one.seats, one.people) for one in by_place] == [("Viborg", 2, 1), ("", 1, 1)]


def test_alternates_of_the_day_are_told(council, appoint):
    bo = appoint("Bo")
    for name, ends_on in (("Ea", TODAY - DAY), ("Ib", None)):
        Alternate.objects.create(
            appointment=bo,
            person=PersonFactory(name=name),
            starts_on=TERM_START if ends_on else TODAY,
            ends_on=ends_on,
        )

    assert appointed.lines_on(council, TODAY)[0].alternates == ["Ib"]


# --- Fair shares ---------------------------------------------------------------------------------


def make_members(council, term, **heads):
    for letter, number in heads.items():
        for _ in range(number):
            MembershipFactory(
                council=council,
                term=term,
                role="supplementary",
                elected_by=ElectoralListFactory(letter=letter),
            )


def test_shares_are_exact_and_add_up(client, council, term, appoint):
    make_members(council, term, A=2, V=1)
    appoint("Bo", "A")
    appoint("Eva", elected_by=ElectoralListFactory(letter="V"))
    appoint("Ib", "V")
    appoint("Per", "Q")

    found = appointed.shares_on(council, appointed.lines_on(council, TODAY), TODAY)

    assert [(row.entry.key, row.entry.members, row.fair, row.chosen) for row in found.rows] == [
        ("A", 2, Fraction(8, 3), 1),
        ("V", 1, Fraction(4, 3), 2),
    ]
    assert (found.seats, found.others, found.members) == (4, 1, 3)
    text = client.get(reverse("appointed", args=["midtjylland"])).text
    assert "Portalens egen beregning til sammenligning" in text
    assert "2,7" in text


def test_a_list_of_an_earlier_election_goes_on_as_the_person_s_own(council, term, appoint):
    make_members(council, term, A=1)
    old = ElectoralListFactory(
        election=ElectionFactory(held_on=datetime.date(2017, 11, 21)), letter="B"
    )
    appoint("Bo", "A", elected_by=old)

    found = appointed.shares_on(council, appointed.lines_on(council, TODAY), TODAY)

    assert ([row.chosen for row in found.rows], found.others) == ([1], 0)


def test_there_are_no_shares_without_members_or_a_known_term(council, term, appoint):
    appoint("Bo", "A")
    lines = appointed.lines_on(council, TODAY)

    assert appointed.shares_on(council, lines, TODAY) is None
    assert appointed.shares_on(council, lines, datetime.date(1999, 1, 1)) is None


def test_nobody_appointed_is_said(client, council):
    response = client.get(reverse("appointed", args=["midtjylland"]))

    assert "Ingen udpegninger er registreret for KKR Midtjylland den 12. januar 2022." in (
        response.text
    )


# --- Costs ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("rows", "years"), [(1, 4), (3, 4), (3, 20)])
def test_the_page_costs_the_same_queries_whatever_its_length_and_history(
    client, council, term, django_assert_num_queries, rows, years
):
    make_members(council, term, A=rows)
    party = ElectoralListFactory(letter="A").party
    for _ in range(rows):
        seat = SeatFactory(kind__body__council=council)
        for back in range(0, years, 4):
            person = PersonFactory()
            PartyMembershipFactory(person=person, party=party)
            AppointmentFactory(
                seat=seat,
                person=person,
                starts_on=TERM_START.replace(year=TERM_START.year - back),
                ends_on=TERM_END.replace(year=TERM_END.year - back),
            )
    with django_assert_num_queries(16):
        response = client.get(reverse("appointed", args=["midtjylland"]))
    assert len(response.context["lines"]) == rows
