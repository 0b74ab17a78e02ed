"""The page of what is missing or doubtful in the Blå Bog."""

import datetime
import re

import pytest
from django.urls import reverse

from councils.models import ContactDetails
from councils.quality.values import Finding, Place, Where
from kkr_portal import quality
from tests.elections.factories import AcceptanceFactory, kl_table_of
from tests.factories import (
    TODAY,
    CouncilMunicipalityFactory,
    ElectoralListFactory,
    LeadershipFactory,
    MembershipFactory,
    OfficeFactory,
    PartyMembershipFactory,
    SecretariatMemberFactory,
    SubstitutionFactory,
    UserFactory,
)

URL = "/kkr/midtjylland/blaa-bog/mangler/"


def words_of(response) -> str:
    """The words of the page's main part."""
    _, _, html = response.content.decode().partition("<main")
    return " ".join(re.sub("<[^>]+>", " ", html.partition("</main>")[0]).split())


def links_of(response) -> set[tuple[str, str]]:
    """Address and text of every link in what was found."""
    return {
        (address, text)
        for part in response.context["parts"]
        for _, _, rows in part.groups
        for row in rows
        for text, address in row
        if address
    }


@pytest.fixture
def complete(council, term):
    """A council of one mayor, of whom everything is known."""
    municipality = CouncilMunicipalityFactory(council=council).municipality
    seat = MembershipFactory(council=council, term=term, municipality=municipality)
    substitution = SubstitutionFactory(membership=seat)
    for person, role in ((seat.person, "mayor"), (substitution.person, "deputy_mayor")):
        OfficeFactory(person=person, municipality=municipality, role=role)
        PartyMembershipFactory(person=person)
        ContactDetails.objects.create(person=person, email=f"{person.pk}@kkr.example")
    AcceptanceFactory(council=council, kl_table=kl_table_of(council, A=(1, 1, 0)))
    return seat


@pytest.fixture
def secretary(council):
    """Has an account, and is not listed: nothing is to be said of their address."""
    return SecretariatMemberFactory(
        council=council, is_listed=False, user__name="Sekretær Midt"
    ).user


# --- Whose page it is ----------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["stranger", "member", "substitute"])
def test_only_the_secretariat_of_the_council_sees_it(request, browse, council, who):
    assert browse(request.getfixturevalue(who)).get(URL).status_code == 404


def test_whoever_left_the_secretariat_sees_it_no_more(browse, council, term):
    yesterday = TODAY - datetime.timedelta(days=1)
    user = SecretariatMemberFactory(council=council, ends_on=yesterday).user

    assert browse(user).get(URL).status_code == 404
    assert browse(user).get(URL, {"dato": yesterday.isoformat()}).status_code == 404


def test_chair_does_not_see_it(browse, council, term):
    post = LeadershipFactory(membership__council=council)

    user = UserFactory(person=post.membership.person)
    assert browse(user).get(URL).status_code == 404


# --- What it says --------------------------------------------------------------------------------


def test_page_of_a_council_in_order_has_nothing_to_say(browse, secretary, complete):
    response = browse(secretary).get(URL)

    assert "Intet at bemærke i Blå Bog den 12. januar 2022." in words_of(response)
    assert "parts" not in response.context or not response.context["parts"]


def test_page_counts_groups_and_links(browse, council, secretary, complete):
    member = complete.person
    complete.substitutions.all().delete()
    ContactDetails.objects.filter(person=member).update(email="anna@kl.dk.dk")
    ElectoralListFactory(letter="A")
    AcceptanceFactory(council=council, kl_table=kl_table_of(council, A=(3, 1, 2)))

    response = browse(secretary).get(URL)

    page = words_of(response)
    assert "2 ting mangler, og 1 ting bør undersøges den 12. januar 2022." in page
    assert "Supplerende medlemmer, der mangler (1) Liste A mangler 2 supplerende medlemmer." in page
    links = links_of(response)
    assert links == {
        ("/kkr/midtjylland/pladser/ny/?periode=2022-2026&plads=supplementary&liste=A", "Liste A"),
        (f"/personer/{member.pk}/pladser/", member.name),
        (f"/personer/{member.pk}/kontakt/", member.name),
    }
    for address, _ in links:
        assert browse(secretary).get(address).status_code == 200


def test_links_lead_to_where_an_event_is_recorded(browse, council, term, secretary, complete):
    viborg = CouncilMunicipalityFactory(council=council, municipality__name="Viborg").municipality
    a_list = ElectoralListFactory(election=term.election, letter="A")
    member = MembershipFactory(
        council=council, term=term, role="supplementary", elected_by=a_list
    ).person

    links = links_of(browse(secretary).get(URL))

    here = {
        ("/kkr/midtjylland/livsbegivenheder/ny/", viborg.name),
        (f"/personer/{member.pk}/livsbegivenhed/", member.name),
    }
    assert links > here
    for address, _ in here:
        assert browse(secretary).get(address).status_code == 200


def test_links_lead_to_the_page_of_somebody_whom_the_reader_keeps_no_more(
    browse, council, term, secretary, complete
):
    a_list = ElectoralListFactory(election=term.election, letter="A")
    the_first, yesterday = term.starts_on, TODAY - datetime.timedelta(days=1)
    left = MembershipFactory(
        council=council, term=term, role="supplementary", elected_by=a_list, ends_on=yesterday
    ).person

    response = browse(secretary).get(URL, {"dato": the_first.isoformat()})

    page = words_of(response)
    assert f"{left.name} er valgt af" in page
    assert f"{left.name} har hverken e-mailadresse" not in page
    assert {address for address, text in links_of(response) if text == left.name} == {
        f"/personer/{left.pk}/"
    }


def test_names_are_text_and_not_html(browse, secretary, complete):
    complete.person.name = "<b>Anna</b>"
    complete.person.save()
    complete.substitutions.all().delete()

    html = browse(secretary).get(URL).content.decode()

    assert ">&lt;b&gt;Anna&lt;/b&gt;</a> har ingen personlig stedfortræder." in html
    assert "<b>Anna" not in html


def test_list_with_too_many_members_is_doubtful(browse, council, term, secretary, complete):
    a_list = ElectoralListFactory(election=term.election, letter="A")
    MembershipFactory(council=council, term=term, role="supplementary", elected_by=a_list)

    page = words_of(browse(secretary).get(URL))

    assert "Liste A har 1 supplerende medlem for meget." in page


def test_composition_that_nobody_accepted(browse, council, term, secretary):
    response = browse(secretary).get(URL)

    assert "Listernes pladser i KKR Midtjylland er ikke godkendt for 2022-2026" in words_of(
        response
    )
    assert 'href="/kkr/midtjylland/sammensaetning/?periode=2022-2026"' in response.content.decode()


# --- The day -------------------------------------------------------------------------------------


def test_another_day(browse, secretary, complete):
    the_first_of_june = {"dato": "2022-06-01"}

    page = words_of(browse(secretary).get(URL, the_first_of_june))

    # By then the council should have met and elected.
    assert "2 ting mangler den 1. juni 2022." in page
    assert "KKR Midtjylland har ingen formand." in page


@pytest.mark.parametrize("day", ["1999-01-01", "2026-06-01", "9999-12-31", "0001-01-01"])
def test_day_without_an_elected_term(browse, secretary, complete, day):
    response = browse(secretary).get(URL, {"dato": day})

    assert response.status_code == 200
    assert "Portalen kender ingen valgt valgperiode den" in words_of(response)


@pytest.mark.parametrize("day", ["i går", "2022-13-01", "2022-02-30", "\x00"])
def test_day_that_is_none(browse, secretary, complete, day):
    response = browse(secretary).get(URL, {"dato": day})

    assert response.status_code == 400
    assert response.context["form"].errors["dato"]
    assert "Intet at bemærke" not in words_of(response)


def test_last_and_first_day_of_time_do_not_overflow(browse, council, term, secretary):
    seat = MembershipFactory(council=council, term=term, ends_on=datetime.date.max)
    OfficeFactory(
        person=seat.person, municipality=seat.municipality, role="mayor", ends_on=datetime.date.max
    )

    assert browse(secretary).get(URL).status_code == 200


# --- The front page ------------------------------------------------------------------------------


def test_desk_counts_what_the_page_tells(browse, council, secretary, complete):
    assert "Blå Bog Intet at bemærke." in words_of(browse(secretary).get("/"))

    complete.substitutions.all().delete()
    response = browse(secretary).get("/")
    assert "Blå Bog 1 ting mangler Pladser" in words_of(response)
    assert f'href="{reverse("quality", args=["midtjylland"])}"' in response.content.decode()

    PartyMembershipFactory._meta.model.objects.all().delete()
    page = words_of(browse(secretary).get("/"))
    assert "Blå Bog 1 ting mangler, og 1 ting bør undersøges Pladser" in page


# --- What it costs -------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 3])
def test_page_costs_the_same_for_one_row_and_for_three(
    browse, council, term, secretary, django_assert_num_queries, rows
):
    AcceptanceFactory(council=council, kl_table=kl_table_of(council, A=(3, 1, 2)))
    for number in range(rows):
        CouncilMunicipalityFactory(council=council)
        seat = MembershipFactory(council=council, term=term, person__name=f"Anna {number}")
        MembershipFactory(person__name=f"Anna {number}")
        OfficeFactory(person=seat.person)
        SubstitutionFactory(membership=seat)
        ContactDetails.objects.create(person=seat.person, email="anna@kl.dk.dk")
        SecretariatMemberFactory(council=council)
    client = browse(secretary)

    with django_assert_num_queries(20):
        response = client.get(URL)
    assert sum(part.count for part in response.context["parts"]) > 5 * rows


@pytest.mark.parametrize(
    ("sentence", "before"),
    [("Borgmester Bo mangler", "Borgmester "), ("Borgmester Bos plads", "Borgmester ")],
)
def test_a_name_is_linked_where_it_stands_by_itself(sentence, before):
    class Addresses:
        def of(self, place: Place) -> str:
            return "/her/"

    finding = Finding(sentence, (Place(Where.PERSON, "Bo"),))

    row = quality._row(finding, Addresses())

    assert row[:2] == [(before, ""), ("Bo", "/her/")]
    assert "".join(text for text, _ in row) == sentence
