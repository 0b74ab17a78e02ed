"""Who may take the Blå Bog away, with what, and what is logged of it."""

import datetime
import json

import pytest
from django.urls import reverse

from councils import kept_papers
from councils.models import (
    AuditEntry,
    ContactDetails,
    ContactListAccess,
    KeptDirectory,
    Person,
)
from councils.views.exports import FORMS
from kkr_portal import pdf
from tests.councils.pages import EMAIL, MID_TERM, PHONE
from tests.factories import TODAY, MembershipFactory, SecretariatMemberFactory, UserFactory

PAGE = "/kkr/midtjylland/blaa-bog/hent/"
CARD = "/personer/{}/visitkort.vcf"
INTERNAL_CARD = "/personer/{}/visitkort/kontakt.vcf"
TEXTS = [name for name in FORMS if not name.endswith((".pdf", ".xlsx"))]


def internal(name: str) -> str:
    return f"{PAGE}kontakt/{name}"


@pytest.fixture
def quick_printer(monkeypatch):
    """Papers that say what they were made from; the real ones are in test_directory_paper.py."""
    monkeypatch.setattr(pdf, "render_html", lambda html, *sheets: f"%PDF {html}".encode())


# --- For everybody -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FORMS)
def test_everybody_gets_the_book_without_contact_details(client, blue_book, quick_printer, name):
    response = client.get(PAGE + name)

    assert response.status_code == 200
    assert response.headers["Content-Type"] == FORMS[name].content_type
    stem, ending = name.split(".")
    saved = f"{stem}-kkr-midtjylland-2022-01-12.{ending}"
    assert response.headers["Content-Disposition"] == f'attachment; filename="{saved}"'
    assert response.headers["Cache-Control"] == "public, no-cache"
    if name in TEXTS:
        assert "Åse Bøgh" in response.content.decode()
    assert EMAIL.encode() not in response.content
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("name", TEXTS)
def test_secretary_gets_the_same_public_file_as_everybody(browse, secretary, blue_book, name):
    assert browse(secretary).get(PAGE + name).content == browse().get(PAGE + name).content


def test_file_is_of_the_day_that_is_asked_for(client, blue_book):
    response = client.get(f"{PAGE}blaa-bog.json", {"dato": f"{MID_TERM}"})

    assert json.loads(response.content)["date"] == "2023-06-30"
    assert "2023-06-30.json" in response.headers["Content-Disposition"]


@pytest.mark.parametrize("name", ["", "blaa-bog.csv"])
@pytest.mark.parametrize(
    ("query", "error"),
    [
        ({"dato": "i går"}, "Indtast en gyldig dato."),
        ({"dato": "2022-02-30"}, "Indtast en gyldig dato."),
        ({"date": "2022-01-12"}, "Ukendt filter i adressen: date."),
    ],
)
def test_day_that_is_none_is_told_at_its_field(client, blue_book, name, query, error):
    response = client.get(PAGE + name, query)

    assert response.status_code == 400
    assert error in response.content.decode()
    assert "blaa-bog.csv" not in response.content.decode()


@pytest.mark.parametrize("day", ["0001-01-01", "2021-12-31", "2026-01-01", "9999-12-31"])
def test_day_outside_the_terms_gives_no_file(client, browse, secretary, blue_book, day):
    for name in ["", *FORMS]:
        response = client.get(PAGE + name, {"dato": day})
        assert response.status_code == 400
        assert "Portalen kender ingen valgperiode på den dag." in response.content.decode()
    assert browse(secretary).post(internal("blaa-bog.csv"), {"dato": day}).status_code == 400
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("day", ["2022-01-01", "2025-12-31"])
def test_first_and_last_day_of_a_term_give_a_file(client, blue_book, day):
    for name in TEXTS:
        assert client.get(PAGE + name, {"dato": day}).status_code == 200


def test_today_gives_a_file_though_no_term_runs(client, blue_book, settings):
    settings.PORTAL_DATE = datetime.date(2026, 1, 1)

    for query in ({}, {"dato": "2026-01-01"}):
        assert client.get(f"{PAGE}blaa-bog.csv", query).status_code == 200


@pytest.mark.parametrize("name", ["blaa-bog.exe", "bilag.pdf", "..", "BLAA-BOG.CSV"])
def test_other_file_is_not_found(browse, secretary, blue_book, name):
    assert browse(secretary).get(PAGE + name).status_code == 404
    assert browse(secretary).post(internal(name)).status_code == 404


def test_paper_is_set_once_for_a_reader_who_has_it(client, blue_book, quick_printer, monkeypatch):
    first = client.get(f"{PAGE}blaa-bog.pdf")
    monkeypatch.setattr(pdf, "render_html", None)
    again = {"If-None-Match": first.headers["ETag"]}
    assert client.get(f"{PAGE}blaa-bog.pdf", headers=again).status_code == 304

    monkeypatch.setattr(pdf, "render_html", lambda html, *sheets: b"another")
    MembershipFactory(council=blue_book)
    assert client.get(f"{PAGE}blaa-bog.pdf", headers=again).content == b"another"


def test_paper_is_set_once_for_everybody_and_anew_when_it_says_something_else(
    browse, blue_book, quick_printer, monkeypatch
):
    first = browse().get(f"{PAGE}blaa-bog.pdf")
    monkeypatch.setattr(pdf, "render_html", None)
    assert browse().get(f"{PAGE}blaa-bog.pdf").content == first.content

    monkeypatch.setattr(pdf, "render_html", lambda html, *sheets: b"another")
    MembershipFactory(council=blue_book)
    assert browse().get(f"{PAGE}blaa-bog.pdf").content == b"another"
    assert KeptDirectory.objects.count() == 2


def test_paper_is_not_set_to_tell_its_headers(client, blue_book, monkeypatch):
    monkeypatch.setattr(pdf, "render_html", None)
    response = client.head(f"{PAGE}blaa-bog.pdf")

    assert response.status_code == 200
    assert response.headers["ETag"]
    assert response.headers["Content-Type"] == "application/pdf"
    assert "Content-Length" not in response.headers


def test_paper_with_contact_details_is_never_kept(browse, secretary, blue_book, quick_printer):
    assert browse(secretary).post(internal("blaa-bog.pdf")).status_code == 200

    assert not KeptDirectory.objects.exists()


def test_few_papers_are_kept_and_not_for_long(client, blue_book, quick_printer, monkeypatch):
    monkeypatch.setattr(kept_papers, "_MOST", 2)
    old = TODAY - datetime.timedelta(days=15)
    KeptDirectory.objects.create(made_from="old", content=b"x", used_on=old)
    for day in ("2022-02-01", "2022-03-01", "2022-04-01"):
        client.get(f"{PAGE}blaa-bog.pdf", {"dato": day})

    papers = [bytes(row.content).decode() for row in KeptDirectory.objects.order_by("pk")]
    assert ["1. marts 2022" in papers[0], "1. april 2022" in papers[1]] == [True, True]
    assert len(papers) == 2


# --- With contact details ------------------------------------------------------------------------


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("who", ["stranger", "outsider"])
def test_internal_file_is_not_found_by_those_without_right(
    browse, request, blue_book, quick_printer, who, name
):
    user = UserFactory() if who == "outsider" else request.getfixturevalue(who)

    assert browse(user).post(internal(name)).status_code == 404
    assert "kontakt/" not in browse(user).get(PAGE).content.decode()
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("who", ["secretary", "member", "substitute"])
def test_those_inside_get_contact_details_and_it_is_logged(browse, request, blue_book, who):
    user = request.getfixturevalue(who)
    response = browse(user).post(internal("blaa-bog.csv"))

    assert response.headers["Cache-Control"] == "private, no-store"
    assert "2022-01-12-kontakt.csv" in response.headers["Content-Disposition"]
    text = response.content.decode()
    assert EMAIL in text
    assert PHONE in text
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.by, entry.council) == ("export_contacts", user, blue_book)
    assert entry.summary == (
        "Hentede blaa-bog.csv med kontaktoplysninger for 1 person: KKR Midtjylland, pr. 12.01.2022"
    )
    assert EMAIL not in entry.summary


@pytest.mark.parametrize("name", FORMS)
def test_every_form_is_logged(browse, secretary, blue_book, quick_printer, name):
    assert browse(secretary).post(internal(name)).status_code == 200
    assert AuditEntry.objects.get().summary.startswith(f"Hentede {name} ")


@pytest.mark.parametrize(
    ("name", "kind"), [("blaa-bog.csv", "exported"), ("blaa-bog.pdf", "printed")]
)
def test_list_of_several_is_noted_as_one(browse, secretary, blue_book, quick_printer, name, kind):
    ContactDetails.objects.create(person=Person.objects.get(name="Bo Ærenlund"), phone="1")
    for _ in range(2):
        browse(secretary).post(internal(name))

    noted = ContactListAccess.objects.values_list("user", "council", "kind", "count")
    assert list(noted) == [(secretary.pk, blue_book.pk, kind, 2)]
    assert AuditEntry.objects.count() == 2


def test_each_detail_is_for_those_whom_it_is_for(browse, secretary, member, blue_book):
    ContactDetails.objects.update(email_visibility=2)  # for the secretariat alone

    said = [browse(u).post(internal("blaa-bog.json")).content.decode() for u in (secretary, member)]
    assert [EMAIL in text for text in said] == [True, False]
    assert [PHONE in text for text in said] == [True, True]


def test_members_of_another_council_stay_unreached(browse, secretary, blue_book, other_council):
    elsewhere = MembershipFactory(council=other_council).person
    ContactDetails.objects.create(person=elsewhere, email="nord@kkr.example")
    address = "/kkr/nordjylland/blaa-bog/hent/kontakt/blaa-bog.csv"

    assert browse(secretary).post(address).status_code == 404
    SecretariatMemberFactory(council=other_council, user=secretary)
    assert "nord@kkr.example" in browse(secretary).post(address).content.decode()


def test_those_who_left_are_not_reached_by_asking_for_an_earlier_day(browse, secretary, blue_book):
    left = MembershipFactory(council=blue_book, ends_on=TODAY - datetime.timedelta(days=1)).person
    ContactDetails.objects.create(person=left, email="gaaet@kkr.example")
    response = browse(secretary).post(internal("blaa-bog.csv"), {"dato": "2022-01-05"})

    text = response.content.decode()
    assert left.name in text
    assert "gaaet@kkr.example" not in text


def test_internal_file_is_never_fetched_by_an_address(browse, secretary, blue_book):
    assert browse(secretary).get(internal("blaa-bog.csv")).status_code == 405
    assert browse(secretary).get(INTERNAL_CARD.format(1)).status_code == 405


def test_bad_day_is_told_and_nothing_is_logged(browse, secretary, blue_book):
    response = browse(secretary).post(internal("blaa-bog.csv"), {"dato": "x"})

    assert response.status_code == 400
    assert "Indtast en gyldig dato." in response.content.decode()
    assert not AuditEntry.objects.exists()


def test_page_offers_each_form_to_those_who_may(browse, secretary, blue_book):
    public, inside = (browse(user).get(PAGE).content.decode() for user in (None, secretary))

    for name in FORMS:
        assert f'href="{PAGE}{name}?dato=2022-01-12"' in public
        assert f'action="{internal(name)}"' in inside
        assert f'action="{internal(name)}"' not in public
    assert "Blå Bog pr. 12. januar 2022." in public
    assert f"?next={PAGE}" in public


# --- One person ----------------------------------------------------------------------------------


def test_card_of_one_person(browse, secretary, stranger, blue_book):
    aase = Person.objects.get(name="Åse Bøgh")
    public = browse().get(CARD.format(aase.pk))

    assert public.headers["Content-Disposition"] == 'attachment; filename="aase-boegh.vcf"'
    assert "FN:Åse Bøgh\r\n" in public.content.decode()
    assert EMAIL not in public.content.decode()
    whole = browse(secretary).post(INTERNAL_CARD.format(aase.pk))
    assert EMAIL in whole.content.decode()
    assert whole.headers["Cache-Control"] == "private, no-store"
    entry = AuditEntry.objects.get()
    assert (entry.thing, entry.council) == (f"councils.person:{aase.pk}", blue_book)
    assert browse(stranger).post(INTERNAL_CARD.format(aase.pk)).status_code == 404


@pytest.mark.parametrize("starts_on", ["2021-01-01", "2022-02-01"])
def test_somebody_without_a_place_today_has_no_card(browse, secretary, council, starts_on):
    ends_on = "2021-12-31" if starts_on < "2022" else None
    person = MembershipFactory(council=council, starts_on=starts_on, ends_on=ends_on).person

    assert browse().get(CARD.format(person.pk)).status_code == 404
    assert browse(secretary).post(INTERNAL_CARD.format(person.pk)).status_code == 404
    assert browse().get(CARD.format(person.pk + 1)).status_code == 404


def test_name_without_latin_letters_still_names_a_file(browse, council):
    person = MembershipFactory(council=council, person__name="李").person

    response = browse().get(CARD.format(person.pk))
    name = "attachment; filename*=utf-8''%E6%9D%8E.vcf"
    assert response.headers["Content-Disposition"] == name


def test_name_without_letters_still_names_a_file(browse, council):
    person = MembershipFactory(council=council, person__name="…").person

    response = browse().get(CARD.format(person.pk))
    assert response.headers["Content-Disposition"] == 'attachment; filename="person.vcf"'


# --- Cost ----------------------------------------------------------------------------------------


def test_number_of_queries_is_the_same_for_many(
    browse, secretary, blue_book, django_assert_num_queries
):
    client = browse(secretary)
    for _ in range(5):
        seat = MembershipFactory(council=blue_book)
        ContactDetails.objects.create(person=seat.person, phone="1")
    # Session, account, council, seven for the book, contact details, and the logs in a transaction.
    with django_assert_num_queries(20):
        client.post(internal("blaa-bog.csv"))
    with django_assert_num_queries(8):
        browse().get(f"{PAGE}blaa-bog.csv")


def test_addresses_have_names():
    assert reverse("directory-file", args=["midtjylland", "blaa-bog.csv"]) == f"{PAGE}blaa-bog.csv"
    assert reverse("directory-file-internal", args=["x", "y"]) == "/kkr/x/blaa-bog/hent/kontakt/y"
