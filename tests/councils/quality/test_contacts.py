"""How members, substitutes and staff are reached."""

import pytest

from councils.quality import Place, Where
from councils.quality.checks import contacts
from councils.quality.values import Colleague, Contact
from tests.councils.quality.rows import facts, said, seat, stands_in

STAFF = [Colleague("Kollega Kirsebær", ""), Colleague("Kollega Kvæde", "kvaede@kl.dk")]


@pytest.fixture
def rows():
    """A member with everything, one without anything, and one with a telephone; a substitute whose
    details are not for the reader."""
    everything, nothing, phone = seat("Anna"), seat("Bo"), seat("Carl")
    return {
        "memberships": [everything, nothing, phone],
        "substitutions": [stands_in("Dan", everything)],
        "contacts": {
            everything.person.pk: Contact("anna@viborg.dk", "87 87 87 87"),
            nothing.person.pk: Contact("", ""),
            phone.person.pk: Contact("", "87 87 87 88"),
        },
        "staff": STAFF,
    }


def test_people_without_any_contact(rows):
    (found,) = contacts.person_without_contact.find(facts(**rows))

    assert found.sentence == "Bo har hverken e-mailadresse eller telefonnummer."
    assert found.places == (Place(Where.CONTACT, "Bo", rows["memberships"][1].person.pk),)


def test_missing_addresses_of_people_and_staff(rows):
    assert said(contacts.missing_email, **rows) == [
        "Carl har ingen e-mailadresse.",
        "Kollega Kirsebær i sekretariatet har ingen e-mailadresse.",
    ]


def test_impossible_addresses_of_people_and_staff(rows):
    assert said(contacts.impossible_email, **rows) == []

    rows["contacts"][rows["memberships"][0].person.pk] = Contact("anna@kl.dk.dk", "")
    rows["staff"] = [Colleague("Kollega Kvæde", "kvaede kl.dk")]
    found = list(contacts.impossible_email.find(facts(**rows)))

    assert [finding.sentence for finding in found] == [
        "E-mailadressen for Anna, »anna@kl.dk.dk«, ender på .dk.dk.",
        "E-mailadressen for Kollega Kvæde, »kvaede kl.dk«, indeholder et mellemrum.",
    ]
    assert found[1].places == (Place(Where.STAFF, "Kollega Kvæde"),)


@pytest.mark.parametrize(
    ("email", "flaw"),
    [
        ("", ""),
        ("anna@viborg.dk", ""),
        ("a.b+kkr@post.viborg.co.uk", ""),
        ("anna@dk.dk", ""),
        ("anna@dkdk.dk", ""),
        ("anna@viborg.dk.dk", "ender på .dk.dk"),
        ("anna@viborg.DK.dk", "ender på .DK.dk"),
        ("anna@kl.com.com", "ender på .com.com"),
        ("anna@viborg.dk bo@skive.dk", "er flere adresser i ét felt"),
        ("anna@viborg.dk;bo@skive.dk", "er flere adresser i ét felt"),
        ("anna ahorn@viborg.dk", "indeholder et mellemrum"),
        ("anna@viborg.dk ", "indeholder et mellemrum"),
        ("anna\u00a0ahorn@viborg.dk", "indeholder et mellemrum"),
        ("anna", "er ikke skrevet som en e-mailadresse"),
        ("anna@viborg", "er ikke skrevet som en e-mailadresse"),
        ("anna@viborg,dk", "er ikke skrevet som en e-mailadresse"),
        ("anna@viborg..dk", "er ikke skrevet som en e-mailadresse"),
        ("@viborg.dk", "er ikke skrevet som en e-mailadresse"),
    ],
)
def test_flaw_of_an_address(email, flaw):
    assert contacts.flaw_of(email) == flaw
