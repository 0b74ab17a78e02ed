"""The page of a council and the page of a person."""

import datetime
import re

import pytest
from django.urls import reverse

from councils.models import ContactDetails, Visibility
from tests.factories import (
    TERM_START,
    TODAY,
    CouncilMunicipalityFactory,
    ElectoralListFactory,
    LeadershipFactory,
    MembershipFactory,
    OfficeFactory,
    PartyMembershipFactory,
    PersonFactory,
    SecretariatMemberFactory,
    SubstitutionFactory,
    UserFactory,
)

MID_TERM = datetime.date(2023, 6, 30)
LOG = "/kkr/midtjylland/haendelser/"


def text_of(response, after: str = "<main") -> str:
    """The words of the page's main part."""
    _, _, html = response.content.decode().partition(after)
    words = re.sub("<[^>]+>", " ", html.partition("</main>")[0])
    return re.sub(r"\s+([.,)])", r"\1", " ".join(words.split()))


# --- A council -----------------------------------------------------------------------------------


def test_council_page_shows_leaders_members_municipalities_and_staff(client, council, term):
    randers = CouncilMunicipalityFactory(council=council, municipality__name="Randers").municipality
    CouncilMunicipalityFactory(council=council, municipality__name="Ærø")
    member = MembershipFactory(
        council=council, term=term, municipality=randers, person__name="Anna Ahorn"
    )
    party = ElectoralListFactory(election=term.election, letter="A").party
    PartyMembershipFactory(person=member.person, party=party)
    LeadershipFactory(membership=member, starts_on=datetime.date(2022, 1, 19))
    MembershipFactory(council=council, term=term, role="observer")
    SecretariatMemberFactory(
        council=council, name="Mette Bøg", title="chefkonsulent", phone="12 34 56 78", user=None
    )
    SecretariatMemberFactory(council=council, name="Fælles konto", is_listed=False)

    page = text_of(client.get("/kkr/midtjylland/"))
    assert "Formand Anna Ahorn (A), Randers tiltræder 19. januar 2022" in page
    assert "Født medlem (borgmester) 1 Observatør uden stemmeret 1" in page
    assert "Kommuner (2) Randers Anna Ahorn Ærø" in page
    assert "Mette Bøg Chefkonsulent Tlf. 12 34 56 78" in page
    assert "Fælles konto" not in page


def test_council_page_shows_former_leaders_with_the_letter_they_stood_under(
    client, settings, council, term
):
    member = MembershipFactory(
        council=council, term=term, person__name="Anna Ahorn", ends_on=MID_TERM
    )
    party = ElectoralListFactory(election=term.election, letter="A").party
    PartyMembershipFactory(person=member.person, party=party, ends_on=MID_TERM)
    LeadershipFactory(membership=member, ends_on=MID_TERM, source="Avisen")
    line = f"2022-2026 Formand Anna Ahorn (A) {member.municipality} Avisen"

    assert "Tidligere formandskaber" not in text_of(client.get("/kkr/midtjylland/"))
    settings.PORTAL_DATE = MID_TERM + datetime.timedelta(days=1)
    page = text_of(client.get("/kkr/midtjylland/"))
    assert "Intet formandskab er registreret for perioden." in page
    assert page.endswith(line)


def test_council_page_leads_only_its_own_secretariat_to_the_log(
    browse, council, secretary, stranger, member
):
    def shows_log(user):
        return f'href="{LOG}"' in browse(user).get("/kkr/midtjylland/").content.decode()

    assert [shows_log(user) for user in (secretary, stranger, member, None)] == [
        True,
        False,
        False,
        False,
    ]


@pytest.mark.parametrize("name", ["council", "directory", "meeting-list"])
def test_council_that_does_not_exist_is_a_page_of_its_own(client, council, name):
    url = reverse(name, args=["midtjyland"])
    response = client.get(url)

    assert response.status_code == 404
    assert "adressen er skrevet forkert" in text_of(response)
    assert f'href="/konto/log-ind/?next={url}"' in response.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("is_logged_in", "queries"), [(False, 8), (True, 11)])
def test_council_page_costs_the_same_for_one_row_and_for_three(
    browse, council, term, django_assert_num_queries, rows, is_logged_in, queries
):
    user = SecretariatMemberFactory(council=council).user
    for number in range(rows):
        place = CouncilMunicipalityFactory(council=council).municipality
        days = {"starts_on": TERM_START + datetime.timedelta(days=number)}
        former = MembershipFactory(council=council, term=term)
        LeadershipFactory(membership=former, **days, ends_on=days["starts_on"])
        member = MembershipFactory(council=council, term=term, municipality=place)
        if number < 2:
            role = ["chair", "vice_chair"][number]
            LeadershipFactory(membership=member, role=role, starts_on=TODAY)
        SecretariatMemberFactory(council=council)
    client = browse(user if is_logged_in else None)

    with django_assert_num_queries(queries):
        response = client.get("/kkr/midtjylland/")
    assert (
        len(response.context["former_leaders"]) == len(response.context["municipalities"]) == rows
    )


# --- A person ------------------------------------------------------------------------------------


def test_person_page_shows_the_whole_history(client, council, other_council, term):
    party = ElectoralListFactory(election=term.election, letter="V").party
    person = PersonFactory(name="Eksempel Ahorn", is_example=True)
    PartyMembershipFactory(person=person, party=party, ends_on=MID_TERM)
    OfficeFactory(person=person, role="mayor", municipality__name="Viborg", ends_on=MID_TERM)
    seat = MembershipFactory(
        council=council,
        term=term,
        person=person,
        ends_on=datetime.date(2022, 1, 11),
        left_because="no_longer_mayor",
    )
    LeadershipFactory(membership=seat, ends_on=seat.ends_on)
    SubstitutionFactory(membership=seat, person__name="Bo Bøg", ends_on=datetime.date(2022, 1, 5))
    SubstitutionFactory(
        membership=seat, person__name="Carl Dam", starts_on=datetime.date(2022, 1, 6)
    )
    other_seat = MembershipFactory(council=other_council, term=term, person__name="Eva Fyr")
    SubstitutionFactory(membership=other_seat, person=person)

    page = text_of(client.get(reverse("person", args=[person.pk])))
    assert "Personen er opdigtet og findes kun i demonstrationen." in page
    for words in (
        "KKR Midtjylland, 2022-2026 Rolle Født medlem (borgmester)",
        "Formand 1. januar 2022 – 11. januar 2022",
        "Liste V Periode 1. januar 2022 – 11. januar 2022 (ikke længere borgmester)",
        "Carl Dam fra 6. januar 2022 Bo Bøg 1. januar 2022 – 5. januar 2022",
        "KKR Nordjylland, 2022-2026 Rolle Personlig stedfortræder for Eva Fyr",
        "Borgmester, Viborg 1. januar 2022 – 30. juni 2023",
        f"{party} 1. januar 2022 – 30. juni 2023",
    ):
        assert words in page


def test_person_page_shows_contact_details_to_those_they_are_for(
    browse, council, term, member, stranger, secretary
):
    person = MembershipFactory(council=council, term=term).person
    details = {"email": "anna.ahorn@kkr.example", "phone": "12 34 56 78"}
    ContactDetails.objects.create(person=person, **details, phone_visibility=Visibility.SECRETARIAT)
    url = reverse("person", args=[person.pk])

    def shown(user=None):
        page = browse(user).get(url).content.decode()
        return [word in page for word in details.values()]

    assert shown() == shown(UserFactory()) == shown(stranger) == [False, False]
    assert f"/konto/log-ind/?next={url}" in browse().get(url).content.decode()
    assert shown(member) == [True, False]
    assert shown(secretary) == [True, True]


def test_person_page_shows_the_title_but_not_the_gender(client, db):
    person = PersonFactory(name="Anna Ahorn", title="Rådmand", gender="woman")
    page = text_of(client.get(reverse("person", args=[person.pk])))

    assert "Anna Ahorn Rådmand" in page
    assert "kvinde" not in page.lower()
    assert "køn" not in page.lower()


def test_person_page_says_what_is_not_known(client, db):
    page = text_of(client.get(reverse("person", args=[PersonFactory().pk])))

    assert "Ingen pladser i KKR er registreret." in page
    assert "opdigtet" not in page


@pytest.mark.parametrize("number", ["0", "2147483648", "9" * 30, "9" * 5000])
def test_person_that_does_not_exist_is_not_found_whatever_the_number(client, db, number):
    assert client.get(f"/personer/{number}/").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("is_logged_in", "queries"), [(False, 14), (True, 17)])
def test_person_page_costs_the_same_for_one_row_and_for_three(
    browse, council, term, django_assert_num_queries, rows, is_logged_in, queries
):
    person = PersonFactory()
    for number in range(rows):
        day = TERM_START + datetime.timedelta(days=number)
        days = {"starts_on": day, "ends_on": day}
        seat = MembershipFactory(council=council, term=term, person=person, **days)
        LeadershipFactory(membership=seat, **days)
        SubstitutionFactory(membership=seat, **days)
        SubstitutionFactory(person=person)
        OfficeFactory(person=person)
        PartyMembershipFactory(person=person, **days)
    client = browse(UserFactory() if is_logged_in else None)

    with django_assert_num_queries(queries):
        response = client.get(reverse("person", args=[person.pk]))
    assert len(response.context["memberships"]) == rows
