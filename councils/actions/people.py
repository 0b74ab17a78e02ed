"""What the secretariat keeps about a person: name, title and gender, how to reach them, portrait.

`council` is the one whose secretariat acts; the logs of all where the person has a place say what
was changed, but neither an address nor a number: they outlive them.
"""

import datetime

from django.db import transaction

from councils import audit
from councils.models import ContactDetails, Council, Person, Portrait, User
from councils.pictures import Picture


class PersonHasChanged(Exception):
    """Somebody saved something else since the form was shown; carries the person as stored."""

    def __init__(self, stored: Person) -> None:
        super().__init__(str(stored))
        self.stored = stored


class ContactHasChanged(Exception):
    """The same for contact details; `stored` is None where there are none any more."""

    def __init__(self, stored: ContactDetails | None) -> None:
        super().__init__("contact details")  # without what they say: exceptions end up in logs
        self.stored = stored


class PortraitHasChanged(Exception):
    """Another portrait has come since the form was shown, or the one there was is gone."""


@transaction.atomic
def change_person(
    person: Person, *, by: User, council: Council, version: int, name: str, title: str, gender: str
) -> Person:
    """Raises PersonHasChanged unless the person still is at `version`, the one the form showed."""
    stored = _locked(person)
    if stored.version != version:
        raise PersonHasChanged(stored)
    former = stored.name
    stored.name, stored.title, stored.gender = name, title, gender
    stored.version += 1
    stored.full_clean()
    stored.save()
    renamed = f" (før: {former})" if former != name else ""
    summary = f"Rettede oplysninger om {stored}{renamed}"
    audit.record_about([stored], "change_person", stored, summary, by=by, council=council)
    return stored


@transaction.atomic
def change_contact(
    person: Person,
    *,
    by: User,
    council: Council,
    version: int,
    email: str,
    email_visibility: int,
    phone: str,
    phone_visibility: int,
) -> ContactDetails:
    """How to reach the person, and who may see each way.

    Raises ContactHasChanged unless the details still are at `version`, 0 for none so far.
    """
    person = _locked(person)
    stored = ContactDetails.objects.filter(person=person).first()
    if (stored.version if stored else 0) != version:
        raise ContactHasChanged(stored)
    contact = stored or ContactDetails(person=person, version=0)
    contact.email, contact.email_visibility = email, email_visibility
    contact.phone, contact.phone_visibility = phone, phone_visibility
    contact.version += 1
    contact.full_clean()
    contact.save()
    summary = f"Rettede kontaktoplysninger for {person}"
    audit.record_about([person], "change_contact", person, summary, by=by, council=council)
    return contact


@transaction.atomic
def set_portrait(
    person: Person,
    *,
    by: User,
    council: Council,
    shown: str,
    consented_on: datetime.date,
    consent_source: str,
    consent_ends_on: datetime.date | None = None,
    picture: Picture | None = None,
) -> Portrait:
    """A portrait with the consent to show it; without a `picture` the one there is gets another
    consent.

    Raises PortraitHasChanged unless portrait and consent still have the mark `shown`, the one in
    the form, "" for none.
    """
    person = _locked(person)
    portrait = _unchanged(person, shown) or Portrait(person=person)
    if picture:
        portrait.image, portrait.sha256 = picture.data, picture.sha256
        portrait.width, portrait.height = picture.width, picture.height
    portrait.consented_on, portrait.consent_ends_on = consented_on, consent_ends_on
    portrait.consent_source = consent_source
    portrait.full_clean()
    portrait.save()
    what = "Indsatte portræt af" if picture else "Rettede samtykket til portrættet af"
    summary = f"{what} {person}"
    audit.record_about([person], "set_portrait", person, summary, by=by, council=council)
    return portrait


@transaction.atomic
def remove_portrait(person: Person, *, by: User, council: Council, shown: str) -> None:
    """The picture and its consent are gone for good. Raises PortraitHasChanged like
    `set_portrait`."""
    person = _locked(person)
    portrait = _unchanged(person, shown)
    if portrait is None:
        raise PortraitHasChanged
    portrait.delete()
    summary = f"Fjernede portrættet af {person}"
    audit.record_about([person], "remove_portrait", person, summary, by=by, council=council)


def _locked(person: Person) -> Person:
    return Person.objects.select_for_update().get(pk=person.pk)


def _unchanged(person: Person, shown: str) -> Portrait | None:
    portrait = Portrait.objects.filter(person=person).first()
    if (portrait.mark if portrait else "") != shown:
        raise PortraitHasChanged
    return portrait
