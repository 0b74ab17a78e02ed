"""The Blå Bog: the gender balance, what a script gets, and a page that is there already."""

import datetime
import re

import pytest
from django.urls import reverse

from councils.models import (
    ContactDetails,
    Council,
    CouncilMembership,
    Leadership,
    PartyMembership,
    Person,
    Substitution,
)
from tests.councils.pages import (
    DIRECTORY,
    EMAIL,
    UNKNOWN,
    WHOLE_DIRECTORY,
    names,
)
from tests.factories import (
    TODAY,
    MembershipFactory,
    SecretariatMemberFactory,
    SubstitutionFactory,
)

# --- Gender --------------------------------------------------------------------------------------


def balance(response) -> str:
    html = response.content.decode()
    (text,) = re.findall(r'<p class="balance">(.*?)</p>', html, re.DOTALL) or [""]
    return " ".join(re.sub("<[^>]+>", " ", text).split())


def test_balance_counts_each_politician_shown_once(client, council, other_council, term):
    for number, gender in enumerate(["woman", "woman", "man", ""]):
        seat = MembershipFactory(council=council, term=term, person__gender=gender)
        if number < 2:
            SubstitutionFactory(
                person=seat.person, membership__council=other_council, membership__term=term,
                membership__person__gender="man",
            )  # fmt: skip
    SecretariatMemberFactory(council=council, user=None)

    assert balance(client.get(DIRECTORY)) == (
        "Kønsfordeling blandt de viste personer: 2 kvinder (50 %), 1 mand (25 %) og 1 ikke oplyst "
        "(25 %). Fordelingen er usikker, når køn ikke er oplyst for alle. Køn gættes aldrig ud fra "
        "navnet. Flere kontaktoplysninger vises for medlemmer, stedfortrædere og sekretariat, når "
        "de er logget ind ."
    )
    assert "2 kvinder (33 %), 3 mænd (50 %) og 1 ikke oplyst (17 %)" in balance(
        client.get(WHOLE_DIRECTORY)
    )


def test_balance_is_about_those_shown_and_does_not_tell_the_gender_of_one(client, council, term):
    for name, gender in [
        ("Anna Bøgh", "woman"),
        ("Anna Dam", "woman"),
        ("Anna Eg", "man"),
        ("Bo", ""),
    ]:
        MembershipFactory(council=council, term=term, person__name=name, person__gender=gender)

    assert "2 kvinder (67 %), 1 mand (33 %) og 0 ikke oplyst (0 %). Køn" in balance(
        client.get(DIRECTORY, {"navn": "anna"})
    )
    one = balance(client.get(DIRECTORY, {"navn": "bøgh"}))
    assert one.startswith("Kønsfordelingen vises, når der er mindst tre personer.")


def test_balance_says_that_nothing_is_known(client, council, term):
    MembershipFactory.create_batch(3, council=council, term=term)

    assert balance(client.get(DIRECTORY)).startswith(
        "Køn er ikke oplyst for nogen af de viste (3)."
    )


# --- What a script gets while somebody types -----------------------------------------------------


def test_script_gets_only_what_is_found_with_the_count_to_say(client, blue_book):
    response = client.get(DIRECTORY, {"navn": "bøgh"}, headers={"HX-Request": "true"})

    html = response.content.decode()
    assert names(response) == ["Åse Bøgh"]
    assert "<html" not in html
    assert '<p id="directory-count" hx-swap-oob="innerHTML"><strong>1</strong>' in html
    assert "HX-Request" in response.headers["Vary"]


def test_script_is_told_what_is_wrong(client, blue_book):
    response = client.get(DIRECTORY, {"parti": "Q"}, headers={"HX-Request": "true"})

    assert (response.status_code, names(response)) == (422, [])
    assert UNKNOWN.format("Q") in response.content.decode()


def test_browser_that_goes_back_gets_the_whole_page(client, blue_book):
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}

    assert "<html" in client.get(DIRECTORY, headers=headers).content.decode()


# --- A page that the reader has already ----------------------------------------------------------


def again(client, first, url=DIRECTORY):
    return client.get(url, headers={"If-None-Match": first.headers["ETag"]}).status_code


def test_page_is_not_sent_again_while_nothing_has_changed(browse, blue_book, member):
    for client in (browse(), browse(member)):
        client.get(DIRECTORY)  # the first page sets the cookie of its forms
        assert again(client, client.get(DIRECTORY)) == 304


def changes():
    return {
        "a name": lambda: Person.objects.filter(name="Bo Ærenlund").update(name="Bo Bo"),
        "a gender": lambda: Person.objects.filter(name="Bo Ærenlund").update(gender="man"),
        "a title": lambda: Person.objects.filter(name="Carla Dam").update(title="Direktør"),
        "a seat": lambda: CouncilMembership.objects.filter(role="observer").delete(),
        "a substitute": lambda: Substitution.objects.all().delete(),
        "a party": lambda: PartyMembership.objects.all().delete(),
        "a post": lambda: Leadership.objects.all().delete(),
        "a public detail": lambda: ContactDetails.objects.update(email_visibility=0),
        "a council": lambda: Council.objects.update(name="KKR Midt"),
    }


@pytest.mark.parametrize("what", changes())
def test_page_is_sent_again_when_something_on_it_changes(client, blue_book, what):
    first = client.get(DIRECTORY)
    changes()[what]()

    assert again(client, first) == 200


def test_page_is_sent_again_when_the_reader_or_their_rights_change(
    browse, council, blue_book, member, secretary, settings
):
    client = browse(member)
    client.get(DIRECTORY)
    first = client.get(DIRECTORY)
    assert again(client, first) == 304
    assert again(browse(), first) == 200
    assert again(browse(secretary), first) == 200
    member.person.memberships.update(ends_on=TODAY)
    assert again(client, client.get(DIRECTORY)) == 304
    before = client.get(DIRECTORY)
    settings.PORTAL_DATE = TODAY + datetime.timedelta(days=1)
    assert again(client, before) == 200
    assert EMAIL not in client.get(DIRECTORY).content.decode()


def test_message_is_shown_once_and_not_kept(browse, blue_book, secretary, council):
    client = browse(secretary)
    person = Person.objects.get(name="Bo Ærenlund")
    facts = {"name": "Bo Ærenlund", "title": "", "gender": "", "version": 1}
    client.post(reverse("person-edit", args=[person.pk]), facts)

    page = client.get(DIRECTORY)
    assert "Oplysningerne er gemt." in page.content.decode()
    assert "ETag" not in page.headers
    assert "Oplysningerne er gemt." not in client.get(DIRECTORY).content.decode()
