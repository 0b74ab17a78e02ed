"""The Blå Bog: who is found, on which day, and what only some see."""

import datetime
import html as html_module
import re

import pytest
from django.urls import reverse

from councils.models import (
    ContactDetails,
    Visibility,
)
from tests.councils.pages import (
    DIRECTORY,
    EMAIL,
    MID_TERM,
    PHONE,
    THE_DAY_AFTER,
    UNKNOWN,
    WHOLE_DIRECTORY,
    names,
)
from tests.factories import (
    TERM_START,
    TODAY,
    CouncilMunicipalityFactory,
    ElectionFactory,
    ElectoralListFactory,
    LeadershipFactory,
    MembershipFactory,
    MunicipalityFactory,
    OfficeFactory,
    PartyFactory,
    PartyMembershipFactory,
    SecretariatMemberFactory,
    SubstitutionFactory,
    TermFactory,
    UserFactory,
)

# --- Filters -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["Bo Ærenlund", "Åse Bøgh", "Carla Dam", "Søs Holm", "Sekretær Øst"]),
        ({"navn": "Åse"}, ["Åse Bøgh"]),
        ({"navn": "AASE"}, ["Åse Bøgh"]),
        ({"navn": "boegh"}, ["Åse Bøgh"]),
        ({"navn": "aerenl"}, ["Bo Ærenlund"]),
        ({"navn": "lund bo"}, ["Bo Ærenlund"]),
        ({"navn": "lund åse"}, []),
        ({"navn": "aarh"}, ["Åse Bøgh"]),
        ({"navn": "bo viborg"}, ["Bo Ærenlund", "Søs Holm"]),  # parts of words, too
        ({"navn": "bo viborg mester"}, ["Bo Ærenlund"]),
        ({"navn": "søs"}, ["Søs Holm"]),
        ({"navn": "viborg"}, ["Bo Ærenlund", "Søs Holm"]),  # where she is a councillor
        ({"navn": "øst"}, ["Sekretær Øst"]),
        ({"navn": "konsulent"}, ["Sekretær Øst"]),
        ({"navn": "socialdemokrat"}, ["Bo Ærenlund"]),
        ({"navn": "observatør"}, ["Carla Dam"]),
        ({"navn": "Stedfortraeder, viborg"}, ["Søs Holm"]),
        ({"navn": "  "}, ["Bo Ærenlund", "Åse Bøgh", "Carla Dam", "Søs Holm", "Sekretær Øst"]),
        ({"parti": "A"}, ["Bo Ærenlund"]),
        ({"rolle": "borgmester"}, ["Bo Ærenlund", "Åse Bøgh"]),
        ({"rolle": "observatoer"}, ["Carla Dam"]),
        ({"rolle": "stedfortraeder"}, ["Søs Holm"]),
        ({"rolle": "sekretariat"}, ["Sekretær Øst"]),
        ({"rolle": "formandskab"}, ["Bo Ærenlund"]),
        ({"rolle": "supplerende"}, []),
        ({"rolle": "stedfortraeder", "kommune": "751"}, []),
        ({"parti": "V"}, ["Åse Bøgh"]),
        ({"kommune": "791"}, ["Bo Ærenlund", "Søs Holm"]),
        ({"kommune": "751", "parti": "V", "navn": "bøgh"}, ["Åse Bøgh"]),
        ({"kommune": "751", "parti": "A"}, []),
        ({"parti": "M", "dato": "2023-07-01"}, ["Åse Bøgh"]),
    ],
)
def test_directory_shows_those_who_pass_the_filter(client, blue_book, query, found):
    response = client.get(DIRECTORY, query)

    assert (response.status_code, names(response)) == (200, found)


@pytest.mark.parametrize(
    ("query", "errors"),
    [
        ({"dato": "i morgen"}, {"dato": ["Indtast en gyldig dato."]}),
        ({"dato": "2022-02-30"}, {"dato": ["Indtast en gyldig dato."]}),
        ({"kommune": "999"}, {"kommune": [UNKNOWN.format("999")]}),
        ({"parti": "M"}, {"parti": [UNKNOWN.format("M")]}),  # nobody's letter on the day
        ({"partie": "A"}, {"__all__": ["Ukendt filter i adressen: partie."]}),
        ({"x": "", "b": ""}, {"__all__": ["Ukendt filter i adressen: b, x."]}),
        ({"navn": "Bo\0"}, {"navn": ["Null-tegn er ikke tilladte."]}),
        ({"kommune": "7\0"}, {"kommune": [UNKNOWN.format("7\0")]}),
        ({"rolle": "konge"}, {"rolle": [UNKNOWN.format("konge")]}),
        ({"sorter": "alder"}, {"sorter": [UNKNOWN.format("alder")]}),
        ({"kkr": "midtjylland"}, {"__all__": ["Ukendt filter i adressen: kkr."]}),
    ],
)
def test_wrong_filter_is_refused_in_danish_and_shows_nobody(client, blue_book, query, errors):
    response = client.get(DIRECTORY, query)

    assert (response.status_code, names(response)) == (400, [])
    assert response.context["form"].errors == errors
    html = html_module.unescape(response.content.decode())
    for messages in response.context["form"].errors.values():
        assert messages[0] in html


def test_municipality_of_another_council_is_no_choice(client, blue_book, other_council):
    CouncilMunicipalityFactory(council=other_council, municipality__code="851")

    assert client.get(DIRECTORY, {"kommune": "851"}).status_code == 400
    assert client.get("/kkr/nordjylland/blaa-bog/", {"kommune": "851"}).status_code == 200


def test_members_of_other_councils_are_not_shown(client, blue_book, other_council, term):
    MembershipFactory(council=other_council, term=term, person__name="Nora Nord")

    assert names(client.get("/kkr/nordjylland/blaa-bog/")) == ["Nora Nord"]
    assert "Nora Nord" not in names(client.get(DIRECTORY))


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
        lines = client.get(DIRECTORY, {"dato": f"{at}"}).context["lines"]
        return [(line.name, line.party.letter) for line in lines]

    unchanged, last = (
        [("Bo Ærenlund", "A"), ("Carla Dam", "")],
        [("Sekretær Øst", ""), ("Søs Holm", "")],
    )
    assert lines(MID_TERM) == [*unchanged, ("Dan Ege", ""), *last, ("Åse Bøgh", "V")]
    assert lines(THE_DAY_AFTER) == [*unchanged, ("Eva Fyr", ""), *last, ("Åse Bøgh", "M")]
    assert lines(datetime.date(2021, 12, 31)) == [("Sekretær Øst", "")]


def test_directory_shows_the_members_of_a_term_to_come(client, council, blue_book):
    to_come = TermFactory(
        name="2026-2030",
        election=ElectionFactory(held_on=datetime.date(2025, 11, 18)),
        starts_on=datetime.date(2026, 1, 1),
        ends_on=datetime.date(2029, 12, 31),
    )
    new = MembershipFactory(
        council=council, term=to_come, starts_on=to_come.starts_on, person__name="Ny Nysen"
    )
    party = ElectoralListFactory(election=to_come.election, letter="Æ").party
    PartyMembershipFactory(person=new.person, party=party)

    response = client.get(DIRECTORY, {"dato": "2027-05-01", "parti": "Æ"})
    assert names(response) == ["Ny Nysen"]
    assert "1</strong> i Blå Bog den 1. maj 2027" in response.content.decode()
    assert "Ny Nysen" not in names(client.get(DIRECTORY))


def test_parties_to_choose_from_are_those_of_the_day_in_danish_order(client, council, term):
    for letter in ("Ø", "Æ", "V", "A", "Å"):
        member = MembershipFactory(council=council, term=term)
        party = ElectoralListFactory(election=term.election, letter=letter).party
        PartyMembershipFactory(person=member.person, party=party, starts_on=TODAY)

    def choices(at):
        form = client.get(DIRECTORY, {"dato": f"{at}"}).context["form"]
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

    response = client.get(DIRECTORY)
    assert names(response) == [member.person.name]
    assert response.context["form"].fields["parti"].choices == [("", "Alle")]


# --- What is shown -------------------------------------------------------------------------------


def test_contact_details_are_shown_to_those_they_are_for(browse, blue_book, member, stranger):
    def shown(user=None):
        page = browse(user).get(DIRECTORY).content.decode()
        return [word in page for word in (EMAIL, PHONE)]

    ContactDetails.objects.update(phone_visibility=Visibility.SECRETARIAT)
    assert shown() == shown(UserFactory()) == shown(stranger) == [False, False]
    assert shown(member) == [True, False]
    ContactDetails.objects.update(phone_visibility=Visibility.PUBLIC)
    assert shown() == [False, True]


def test_staff_of_the_day_is_listed_with_what_the_council_publishes(client, council):
    SecretariatMemberFactory(
        council=council, user=None, name="Mette Bøg", email="mette@kkr.example", phone=PHONE
    )
    SecretariatMemberFactory(council=council, name="Fælles konto", is_listed=False)
    SecretariatMemberFactory(council=council, user=None, name="Før", ends_on=TERM_START)

    response = client.get(DIRECTORY)
    assert names(response) == ["Mette Bøg"]
    assert "mette@kkr.example" in response.content.decode()


def test_table_has_a_column_of_contacts_only_when_one_of_the_people_shows_theirs(
    client, council, blue_book
):
    SecretariatMemberFactory(council=council, user=None, email="mette@kkr.example")
    head = '<th scope="col">Kontakt</th>'

    def page():
        return client.get(DIRECTORY).content.decode()

    assert head not in page()
    assert '<br><a href="mailto:mette@kkr.example">' in page()
    ContactDetails.objects.update(phone_visibility=Visibility.PUBLIC)
    assert head in page()
    assert '<td class="contact"><a href="mailto:mette@kkr.example">' in page()


@pytest.mark.parametrize(
    ("query", "is_open"),
    [
        ({}, False),
        ({"navn": "Åse", "sorter": "-navn"}, False),
        ({"kommune": "", "dato": ""}, False),
        ({"rolle": "borgmester"}, True),
        ({"dato": "2022-05-01"}, True),
        ({"dato": "i går"}, True),
    ],
)
def test_filters_are_unfolded_when_one_is_used(client, blue_book, query, is_open):
    html = client.get(DIRECTORY, query).content.decode()

    assert ('<details class="filter-more" open>' in html) is is_open


def test_line_shows_substitute_leadership_and_that_a_person_is_made_up(client, council, term):
    member = MembershipFactory(
        council=council, term=term, person__name="Eksempel Ahorn", person__is_example=True
    )
    SubstitutionFactory(membership=member, person__name="Eksempel Anemone")
    LeadershipFactory(membership=member, starts_on=datetime.date(2022, 1, 19))

    def row(at):
        html = client.get(DIRECTORY, {"dato": f"{at}"}).content.decode()
        _, body = re.findall(r"<tr>(.*?)</tr>", html, re.DOTALL)[:2]
        return " ".join(re.sub("<[^>]+>", " ", body).split())

    line = f"Eksempel Ahorn eksempel {member.municipality} Borgmester Formand"
    assert row(TODAY) == f"{line} fra 19.1.2022 Eksempel Anemone"
    assert row("2022-01-19") == f"{line} Eksempel Anemone"


def test_day_that_is_over_shows_who_led_on_it_whoever_is_elected_later(
    client, council, term, settings
):
    old, new = (MembershipFactory(council=council, term=term, person__name=n) for n in ("Bo", "Ib"))
    first = LeadershipFactory(membership=old)

    def posts(at):
        lines = client.get(DIRECTORY, {"dato": f"{at}"}).context["lines"]
        return {line.name: [post.label for post in line.posts] for line in lines}

    settings.PORTAL_DATE = later = TODAY + datetime.timedelta(days=30)
    before = posts(TODAY)
    first.ends_on = later
    first.save()
    LeadershipFactory(membership=new, starts_on=later + datetime.timedelta(days=1))

    assert posts(TODAY) == before == {"Bo": ["Formand"], "Ib": []}
    assert posts(later) == {"Bo": ["Formand"], "Ib": ["Formand"]}  # known to take over
    assert posts(later + datetime.timedelta(days=1)) == {"Bo": [], "Ib": ["Formand"]}


def test_hostile_words_stay_words(client, council, term):
    hostile = "<script>alert('x')</script>\"&"
    seat = MembershipFactory(
        council=council, term=term, person__name=hostile, person__title=hostile,
        municipality__name=hostile,
    )  # fmt: skip
    SubstitutionFactory(membership=seat, person__name=hostile)
    party = ElectoralListFactory(election=term.election, letter="<b>", party__short_name=hostile)
    PartyMembershipFactory(person=seat.person, party=party.party)
    SecretariatMemberFactory(council=council, user=None, name=hostile, phone=hostile, email=hostile)

    html = client.get(DIRECTORY).content.decode()
    assert "alert" in html
    assert not re.search("<script>|alert\\('|<b>", html)
    for words in (hostile, "<b>"):
        assert html_module.escape(words) in html


def test_line_of_a_substitute_says_for_whom(client, blue_book):
    html = client.get(DIRECTORY, {"navn": "søs"}).content.decode()

    assert re.search(r'Stedfortræder for <a href="/personer/\d+/">Bo Ærenlund</a>', html)


def test_directory_says_so_when_nobody_passes(client, council):
    html = client.get(DIRECTORY).content.decode()

    assert "Ingen personer passer til det, du har valgt." in html
    assert "Ingen fundet i Blå Bog den 12. januar 2022." in html


def test_directory_counts_by_kind(client, blue_book):
    html = client.get(DIRECTORY).content.decode()

    groups = "2 medlemmer, 1 observatør, 1 stedfortræder og 1 i sekretariatet."
    assert f"<strong>5</strong> i Blå Bog den 12. januar 2022: {groups}" in html


def test_unknown_council_gets_a_helpful_page(client, council):
    url = reverse("directory", args=["midtjyland"])
    response = client.get(url)

    assert response.status_code == 404
    assert "Vi kan ikke finde siden" in response.content.decode()
    assert f'href="{reverse("account_login")}?next={url}"' in response.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("url", "is_logged_in", "queries"),
    [
        (DIRECTORY, False, 9),
        (DIRECTORY, True, 12),
        (WHOLE_DIRECTORY, False, 9),
        (WHOLE_DIRECTORY, True, 12),
    ],
)
def test_directory_costs_the_same_for_one_row_and_for_three(
    browse, council, term, secretary, django_assert_num_queries, rows, url, is_logged_in, queries
):
    for number in range(rows):
        place = CouncilMunicipalityFactory(council=council).municipality
        member = MembershipFactory(council=council, term=term, municipality=place)
        substitute = SubstitutionFactory(membership=member).person
        OfficeFactory(person=substitute, municipality=place)
        party = ElectoralListFactory(election=term.election, letter="ABC"[number]).party
        for person in (member.person, substitute):
            PartyMembershipFactory(person=person, party=party)
            ContactDetails.objects.create(person=person, email=EMAIL)
        SecretariatMemberFactory(council=council, user=None)
        if number < 2:
            role = ["chair", "vice_chair"][number]
            LeadershipFactory(membership=member, role=role)
    client = browse(secretary if is_logged_in else None)
    client.get(url)  # the day's first look at contact details is noted

    with django_assert_num_queries(queries):
        response = client.get(url, {"dato": f"{TODAY}"})
    assert len(names(response)) == 3 * rows + 1  # and the secretary
