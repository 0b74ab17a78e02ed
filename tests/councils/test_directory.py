"""The Blå Bog: who is found, on which day, and what only those logged in see."""

import datetime
import re

import pytest
from django.urls import reverse

from councils.models import ContactDetails
from tests.factories import (
    TODAY,
    CouncilMunicipalityFactory,
    ElectoralListFactory,
    LeadershipFactory,
    MembershipFactory,
    MunicipalityFactory,
    PartyFactory,
    PartyMembershipFactory,
    SubstitutionFactory,
    UserFactory,
)

URL = "/kkr/midtjylland/blaa-bog/"
MID_TERM = datetime.date(2023, 6, 30)
THE_DAY_AFTER = datetime.date(2023, 7, 1)
UNKNOWN_MUNICIPALITY = (
    "Marker en gyldig valgmulighed. Det valg, du har foretaget, er ikke blandt de tilgængelige "
    "valgmuligheder."
)
UNKNOWN_LETTER = "Marker en gyldig valgmulighed. M er ikke en af de tilgængelige valgmuligheder."
EMAIL, PHONE = "aase.boegh@kkr.example", "12 34 56 78"


def names(response) -> list[str]:
    """Who stands first in each row of the page's table."""
    _, _, rows = response.content.decode().partition("<tbody>")
    return re.findall(r"<tr>.*?<a [^>]*>([^<]+)</a>", rows, re.DOTALL)


@pytest.fixture
def blue_book(council, term):
    """Åse (V until the middle of the term, then M) in Aarhus, Bo (A) in Viborg, Carla nowhere."""
    aarhus, viborg = (
        CouncilMunicipalityFactory(
            council=council, municipality__name=name, municipality__code=code
        ).municipality
        for name, code in [("Aarhus", "751"), ("Viborg", "791")]
    )
    places = {"council": council, "term": term}
    aase = MembershipFactory(**places, municipality=aarhus, person__name="Åse Bøgh").person
    bo = MembershipFactory(**places, municipality=viborg, person__name="Bo Ærenlund").person
    MembershipFactory(**places, role="observer", person__name="Carla Dam")
    SubstitutionFactory(membership=bo.memberships.get(), person__name="Søs Holm")
    parties = {
        letter: ElectoralListFactory(election=term.election, letter=letter).party
        for letter in ("A", "M", "V")
    }
    PartyMembershipFactory(person=bo, party=parties["A"])
    PartyMembershipFactory(person=aase, party=parties["V"], ends_on=MID_TERM)
    PartyMembershipFactory(person=aase, party=parties["M"], starts_on=THE_DAY_AFTER)
    ContactDetails.objects.create(person=aase, email=EMAIL, phone=PHONE)
    return council


# --- Filters -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["Bo Ærenlund", "Carla Dam", "Åse Bøgh"]),
        ({"navn": "Åse"}, ["Åse Bøgh"]),
        ({"navn": "AASE"}, ["Åse Bøgh"]),
        ({"navn": "boegh"}, ["Åse Bøgh"]),
        ({"navn": "aerenl"}, ["Bo Ærenlund"]),
        ({"navn": "lund bo"}, ["Bo Ærenlund"]),
        ({"navn": "lund åse"}, []),
        ({"navn": "aarh"}, ["Åse Bøgh"]),
        ({"navn": "bo viborg"}, ["Bo Ærenlund"]),
        ({"navn": "søs"}, ["Bo Ærenlund"]),  # his substitute
        ({"navn": "  "}, ["Bo Ærenlund", "Carla Dam", "Åse Bøgh"]),
        ({"parti": "A"}, ["Bo Ærenlund"]),
        ({"parti": "V"}, ["Åse Bøgh"]),
        ({"kommune": "791"}, ["Bo Ærenlund"]),
        ({"kommune": "751", "parti": "V", "navn": "bøgh"}, ["Åse Bøgh"]),
        ({"kommune": "751", "parti": "A"}, []),
        ({"parti": "M", "dato": "2023-07-01"}, ["Åse Bøgh"]),
    ],
)
def test_directory_shows_those_who_pass_the_filter(client, blue_book, query, found):
    response = client.get(URL, query)

    assert (response.status_code, names(response)) == (200, found)


@pytest.mark.parametrize(
    ("query", "errors"),
    [
        ({"dato": "i morgen"}, {"dato": ["Indtast en gyldig dato."]}),
        ({"dato": "2022-02-30"}, {"dato": ["Indtast en gyldig dato."]}),
        ({"kommune": "999"}, {"kommune": [UNKNOWN_MUNICIPALITY]}),
        ({"parti": "M"}, {"parti": [UNKNOWN_LETTER]}),  # nobody's letter on the day
        ({"partie": "A"}, {"__all__": ["Ukendt filter i adressen: partie."]}),
        ({"x": "", "b": ""}, {"__all__": ["Ukendt filter i adressen: b, x."]}),
        ({"navn": "Bo\0"}, {"navn": ["Null-tegn er ikke tilladte."]}),
        ({"kommune": "7\0"}, {"kommune": ["Null-tegn er ikke tilladte."]}),
    ],
)
def test_wrong_filter_is_refused_in_danish_and_shows_nobody(client, blue_book, query, errors):
    response = client.get(URL, query)

    assert (response.status_code, names(response)) == (400, [])
    assert response.context["form"].errors == errors
    for messages in response.context["form"].errors.values():
        assert messages[0] in response.content.decode()


def test_municipality_of_another_council_is_no_choice(client, blue_book, other_council):
    CouncilMunicipalityFactory(council=other_council, municipality__code="851")

    assert client.get(URL, {"kommune": "851"}).status_code == 400
    assert client.get("/kkr/nordjylland/blaa-bog/", {"kommune": "851"}).status_code == 200


def test_members_of_other_councils_are_not_shown(client, blue_book, other_council, term):
    MembershipFactory(council=other_council, term=term, person__name="Nora Nord")

    assert names(client.get("/kkr/nordjylland/blaa-bog/")) == ["Nora Nord"]
    assert "Nora Nord" not in names(client.get(URL))


def test_directory_shows_members_and_letters_of_the_day_asked_for(client, council, term, blue_book):
    left = MembershipFactory(
        council=council, term=term, person__name="Dan Ege", ends_on=MID_TERM, role="observer"
    )
    MembershipFactory(
        council=council,
        term=term,
        municipality=left.municipality,
        person__name="Eva Fyr",
        starts_on=THE_DAY_AFTER,
    )

    def lines(at):
        members = client.get(URL, {"dato": f"{at}"}).context["members"]
        return [(m.person.name, m.letter) for m in members]

    unchanged = [("Bo Ærenlund", "A"), ("Carla Dam", None)]
    assert lines(MID_TERM) == [*unchanged, ("Dan Ege", None), ("Åse Bøgh", "V")]
    assert lines(THE_DAY_AFTER) == [*unchanged, ("Eva Fyr", None), ("Åse Bøgh", "M")]
    assert lines(datetime.date(2021, 12, 31)) == []


def test_parties_to_choose_from_are_those_of_the_day_in_danish_order(client, council, term):
    for letter in ("Ø", "Æ", "V", "A", "Å"):
        member = MembershipFactory(council=council, term=term)
        party = ElectoralListFactory(election=term.election, letter=letter).party
        PartyMembershipFactory(person=member.person, party=party, starts_on=TODAY)

    def choices(at):
        form = client.get(URL, {"dato": f"{at}"}).context["form"]
        return [value for value, _ in form.fields["parti"].choices]

    assert choices(TODAY) == ["", "A", "V", "Æ", "Ø", "Å"]
    assert choices(TODAY - datetime.timedelta(days=1)) == [""]


def test_local_group_without_a_letter_is_no_choice_and_no_stumbling_block(client, council, term):
    party, place = PartyFactory(), MunicipalityFactory()
    ElectoralListFactory(
        election=term.election, kind="local", letter="", party=party, municipality=place
    )
    member = MembershipFactory(council=council, term=term, municipality=place)
    PartyMembershipFactory(person=member.person, party=party)

    response = client.get(URL)
    assert names(response) == [member.person.name]
    assert response.context["form"].fields["parti"].choices == [("", "Alle")]


# --- What is shown -------------------------------------------------------------------------------


def test_contact_details_are_shown_only_after_log_in(browse, blue_book):
    def page(user=None):
        return browse(user).get(URL).content.decode()

    assert [word in page() for word in (EMAIL, PHONE)] == [False, False]
    assert [word in page(UserFactory()) for word in (EMAIL, PHONE)] == [True, True]


def test_line_shows_substitute_leadership_and_that_a_person_is_made_up(client, council, term):
    member = MembershipFactory(
        council=council, term=term, person__name="Eksempel Ahorn", person__is_example=True
    )
    SubstitutionFactory(membership=member, person__name="Eksempel Anemone")
    LeadershipFactory(membership=member, starts_on=datetime.date(2022, 1, 19))

    def row(at):
        html = client.get(URL, {"dato": f"{at}"}).content.decode()
        (body,) = re.findall(r"<tbody>(.*)</tbody>", html, re.DOTALL)
        return " ".join(re.sub("<[^>]+>", " ", body).split())

    line = f"Eksempel Ahorn eksempel – {member.municipality} Borgmester Formand"
    assert row(TODAY) == f"{line} fra 19.1.2022 Eksempel Anemone"
    assert row("2022-01-19") == f"{line} Eksempel Anemone"


def test_directory_says_so_when_nobody_passes(client, council):
    html = client.get(URL).content.decode()

    assert "Ingen medlemmer passer til det, du har valgt." in html
    assert "<strong>0</strong> medlemmer den 12. januar 2022" in html


def test_unknown_council_gets_a_helpful_page(client, council):
    url = reverse("directory", args=["midtjyland"])
    response = client.get(url)

    assert response.status_code == 404
    assert "Vi kan ikke finde siden" in response.content.decode()
    assert f'href="{reverse("account_login")}?next={url}"' in response.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("is_logged_in", "queries"), [(False, 8), (True, 11)])
def test_directory_costs_the_same_for_one_row_and_for_three(
    browse, council, term, django_assert_num_queries, rows, is_logged_in, queries
):
    for number in range(rows):
        place = CouncilMunicipalityFactory(council=council).municipality
        member = MembershipFactory(council=council, term=term, municipality=place)
        SubstitutionFactory(membership=member)
        party = ElectoralListFactory(election=term.election, letter="ABC"[number]).party
        PartyMembershipFactory(person=member.person, party=party)
        ContactDetails.objects.create(person=member.person, email=EMAIL)
        if number < 2:
            role = ["chair", "vice_chair"][number]
            LeadershipFactory(membership=member, role=role)
    client = browse(UserFactory() if is_logged_in else None)

    with django_assert_num_queries(queries):
        response = client.get(URL)
    assert len(names(response)) == rows
