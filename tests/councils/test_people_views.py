"""Where the secretariat edits a person, and portraits on the way to a reader."""

import datetime
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from councils import actions, pictures
from councils.models import AuditEntry, ContactDetails, Person, Portrait
from tests.factories import (
    TODAY,
    MembershipFactory,
    SecretariatMemberFactory,
    SubstitutionFactory,
    UserFactory,
)

YESTERDAY, TOMORROW = (TODAY + datetime.timedelta(days=n) for n in (-1, 1))
PAGES = ["person-edit", "contact-edit", "portrait-edit"]
FACTS = {"version": 1, "name": "Åse Holm", "title": "Rådmand", "gender": "woman"}
CONTACT = {
    "version": 0,
    "email": "aase@kkr.example",
    "email_visibility": 2,
    "phone": "12 34 56 78",
    "phone_visibility": 0,
}
CONSENT = {"consented_on": f"{TODAY}", "consent_source": "Mail", "consent_ends_on": ""}


def png(size=(30, 40), colour="red") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, "PNG")
    return file.getvalue()


def upload(data: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile("portræt.png", png() if data is None else data)


@pytest.fixture
def aase(council, term) -> Person:
    return MembershipFactory(council=council, term=term, person__name="Åse Bøgh").person


@pytest.fixture
def portrait(aase, council, secretary) -> Portrait:
    return actions.set_portrait(
        aase,
        by=secretary,
        council=council,
        shown="",
        picture=pictures.made_small(png()),
        consented_on=TODAY,
        consent_source="Mail",
    )


def url(name: str, person: Person) -> str:
    return reverse(name, args=[person.pk])


# --- Who may -------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", [*PAGES, "portrait-remove"])
@pytest.mark.parametrize("who", ["member", "substitute", "stranger", "outsider", "person"])
def test_page_is_not_found_by_anybody_but_the_secretariat(
    browse, request, aase, portrait, who, page
):
    own = {"outsider": UserFactory, "person": lambda: UserFactory(person=aase)}
    client = browse(own[who]() if who in own else request.getfixturevalue(who))
    before = list(Person.objects.values()), list(ContactDetails.objects.values())

    if page in PAGES:
        assert client.get(url(page, aase)).status_code == 404
    sent = {**FACTS, **CONTACT, **CONSENT, "shown": portrait.mark}
    assert client.post(url(page, aase), sent).status_code == 404
    assert before == (list(Person.objects.values()), list(ContactDetails.objects.values()))
    assert Portrait.objects.get().mark == portrait.mark
    assert "Rediger" not in client.get(url("person", aase)).content.decode()


def test_secretary_finds_the_way_from_the_page_of_a_member_and_of_a_substitute(
    browse, secretary, aase
):
    substitute = SubstitutionFactory(membership=aase.memberships.get()).person
    client = browse(secretary)

    for person in (aase, substitute):
        page = client.get(url("person", person)).content.decode()
        assert f'href="{url("person-edit", person)}"' in page
        for name in PAGES:
            assert client.get(url(name, person)).status_code == 200


def test_nobody_edits_people_who_left_or_sit_elsewhere(
    browse, secretary, other_council, term, council
):
    left = MembershipFactory(council=council, term=term, ends_on=YESTERDAY).person
    elsewhere = MembershipFactory(council=other_council, term=term).person

    for person in (left, elsewhere):
        assert browse(secretary).get(url("person-edit", person)).status_code == 404


def test_change_is_logged_in_the_council_where_the_person_has_a_place(
    browse, secretary, other_council, aase, council
):
    SecretariatMemberFactory(council=other_council, user=secretary)
    for number in range(2):
        browse(secretary).post(url("person-edit", aase), FACTS | {"version": number + 1})

    assert {entry.council for entry in AuditEntry.objects.all()} == {council}


# --- Name and contact details --------------------------------------------------------------------


def test_secretary_changes_a_person(browse, secretary, aase):
    response = browse(secretary).post(url("person-edit", aase), FACTS, follow=True)

    assert response.redirect_chain == [(url("person", aase), 302)]
    page = response.content.decode()
    assert "Åse Holm" in page
    assert "Rådmand" in page
    assert "Oplysningerne er gemt." in page
    assert Person.objects.get(pk=aase.pk).gender == "woman"


def test_secretary_who_was_overtaken_sees_both(browse, secretary, aase):
    client = browse(secretary)
    client.post(url("person-edit", aase), FACTS)
    response = client.post(url("person-edit", aase), FACTS | {"name": "Åse Dam"})

    page = response.content.decode()
    assert response.status_code == 409
    assert "Gemt er nu: Åse Holm, Rådmand, køn: kvinde." in page
    assert 'value="Åse Dam"' in page
    assert '<input type="hidden" name="version" value="2">' in page
    client.post(url("person-edit", aase), FACTS | {"name": "Åse Dam", "version": 2})
    assert Person.objects.get(pk=aase.pk).name == "Åse Dam"


def test_secretary_sets_contact_details_and_who_sees_them(browse, secretary, aase):
    client = browse(secretary)
    response = client.post(url("contact-edit", aase), CONTACT)

    assert (response.status_code, response.headers["Location"]) == (302, url("person", aase))
    page = browse().get(url("person", aase)).content.decode()
    assert (CONTACT["email"] in page, CONTACT["phone"] in page) == (False, True)
    page = client.get(url("contact-edit", aase)).content.decode()
    assert CONTACT["email"] in page
    assert 'name="version" value="1"' in page


def test_secretary_who_was_overtaken_sees_what_is_stored_as_contact_details(
    browse, secretary, aase
):
    client = browse(secretary)
    client.post(url("contact-edit", aase), CONTACT)
    response = client.post(url("contact-edit", aase), CONTACT | {"email": "ny@kkr.example"})

    page = response.content.decode()
    assert response.status_code == 409
    assert "Gemt er nu: aase@kkr.example (kun sekretariatet) og 12 34 56 78 (alle)." in page
    assert 'value="ny@kkr.example"' in page
    assert ContactDetails.objects.get().email == "aase@kkr.example"


@pytest.mark.parametrize(
    ("page", "sent", "field", "error"),
    [
        ("person-edit", FACTS | {"name": " "}, "name", "Dette felt er påkrævet."),
        ("person-edit", FACTS | {"gender": "x"}, "gender", "Marker en gyldig valgmulighed."),
        ("person-edit", FACTS | {"version": "x"}, "version", "Indtast et heltal."),
        ("contact-edit", CONTACT | {"email": "aase"}, "email", "Indtast en gyldig e-mail-adresse."),
        ("contact-edit", CONTACT | {"phone": "ring!"}, "phone", "Skriv telefonnummeret med tal"),
        ("contact-edit", CONTACT | {"phone": "()"}, "phone", "Skriv telefonnummeret med tal"),
        (
            "contact-edit",
            CONTACT | {"phone_visibility": "7"},
            "phone_visibility",
            "Marker en gyldig valgmulighed.",
        ),
        ("portrait-edit", CONSENT, "file", "Vælg et billede."),
        ("portrait-edit", CONSENT | {"consented_on": ""}, "consented_on", "påkrævet"),
        ("portrait-edit", CONSENT | {"consented_on": f"{TOMORROW}"}, "consented_on", "fremtiden"),
        ("portrait-edit", CONSENT | {"consent_source": ""}, "consent_source", "påkrævet"),
        (
            "portrait-edit",
            CONSENT | {"consent_ends_on": f"{YESTERDAY}"},
            "consent_ends_on",
            "Samtykket kan ikke ophøre, før det er givet.",
        ),
    ],
)
def test_mistake_is_told_at_its_field_and_nothing_is_saved(
    browse, secretary, aase, page, sent, field, error
):
    response = browse(secretary).post(url(page, aase), sent)

    assert response.status_code == 422
    assert error in str(response.context["form"].errors[field])
    assert "Rediger Åse Bøgh</h1>" in response.content.decode()
    assert not AuditEntry.objects.exists()


# --- Portraits -----------------------------------------------------------------------------------


def test_portrait_is_uploaded_and_shown_to_everybody_for_as_long_as_its_address_holds(
    browse, client, secretary, aase
):
    files = {"file": upload()}
    response = browse(secretary).post(url("portrait-edit", aase), CONSENT | files)
    assert (response.status_code, response.headers["Location"]) == (302, url("person", aase))

    kept = Portrait.objects.get()
    address = f"/personer/{aase.pk}/portraet/{kept.sha256}.jpg"
    page = client.get(url("person", aase)).content.decode()
    assert f'<img class="portrait" src="{address}" width="30" height="40"' in page
    assert 'alt="Portræt af Åse Bøgh"' in page
    picture = client.get(address)
    assert picture.content == bytes(kept.image)
    assert picture.headers["Content-Type"] == "image/jpeg"
    assert picture.headers["X-Content-Type-Options"] == "nosniff"
    assert picture.headers["Cache-Control"] == "private, max-age=31536000, immutable"


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"%PDF-1.7", "Filen er ikke et billede i JPEG- eller PNG-format."),
        (b"", "Filen er tom."),
        (png((500, 500))[:200], "Billedet er ikke helt."),
    ],
)
def test_file_that_is_no_picture_is_refused(browse, secretary, aase, data, error):
    response = browse(secretary).post(url("portrait-edit", aase), CONSENT | {"file": upload(data)})

    assert response.status_code == 422
    assert error in response.content.decode()
    assert not Portrait.objects.exists()


def test_portrait_without_consent_is_neither_shown_nor_served(
    browse, client, secretary, aase, portrait
):
    address = portrait.get_absolute_url()
    assert client.get(address).status_code == 200

    for consent in (
        {"consented_on": TOMORROW, "consent_ends_on": None},
        {"consented_on": YESTERDAY, "consent_ends_on": YESTERDAY},
    ):
        Portrait.objects.update(**consent)
        assert client.get(address).status_code == 404
        assert "portrait-none" in client.get(url("person", aase)).content.decode()
    page = browse(secretary).get(url("portrait-edit", aase)).content.decode()
    assert "Portrættet vises ikke: samtykket gjaldt til og med 11. januar 2022." in page
    assert address not in page


@pytest.mark.parametrize("wrong", ["0" * 64, "x", "æ"])
def test_address_of_another_picture_is_not_found(client, aase, portrait, wrong):
    assert client.get(f"/personer/{aase.pk}/portraet/{wrong}.jpg").status_code == 404
    assert client.get(f"/personer/{aase.pk + 1}/portraet/{portrait.sha256}.jpg").status_code == 404


def test_secretary_changes_the_consent_alone(browse, secretary, aase, portrait):
    sent = CONSENT | {"shown": portrait.mark, "consent_ends_on": f"{TOMORROW}"}
    browse(secretary).post(url("portrait-edit", aase), sent)

    kept = Portrait.objects.get()
    assert (kept.consent_ends_on, kept.sha256) == (TOMORROW, portrait.sha256)


def test_secretary_who_was_overtaken_does_not_change_a_portrait(browse, secretary, aase, portrait):
    Portrait.objects.update(consent_source="Brev")
    client = browse(secretary)
    response = client.post(url("portrait-edit", aase), CONSENT | {"shown": portrait.mark})

    assert response.status_code == 409
    assert Portrait.objects.get().consent_source == "Brev"
    assert f'name="shown" value="{Portrait.objects.get().mark}"' in response.content.decode()
    client.post(url("portrait-remove", aase), {"shown": portrait.mark})
    assert "er ændret af en kollega" in client.get(url("portrait-edit", aase)).content.decode()
    assert Portrait.objects.exists()


def test_secretary_removes_a_portrait(browse, secretary, aase, portrait):
    client = browse(secretary)
    assert client.get(url("portrait-remove", aase)).status_code == 405
    client.post(url("portrait-remove", aase), {"shown": portrait.mark})

    assert not Portrait.objects.exists()
    assert client.get(portrait.get_absolute_url()).status_code == 404
    assert client.post(url("portrait-remove", aase), {"shown": ""}).status_code == 404


def test_picture_is_not_fetched_for_the_page_that_shows_it(
    client, aase, portrait, django_assert_num_queries
):
    with django_assert_num_queries(14) as queries:
        client.get(url("person", aase))
    assert not any('"councils_portrait"."image"' in q["sql"] for q in queries.captured_queries)
