"""How members, substitutes and staff are reached."""

import re
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from councils.quality.checking import check
from councils.quality.values import Contact, Facts, Finding, Person, Place, Severity, Where

_DOUBLED_ENDING = re.compile(r"(\.[a-z]{2,})\1$", re.IGNORECASE)


@check(Severity.MISSING, "Personer uden kontaktoplysninger")
def person_without_contact(facts: Facts) -> Iterator[Finding]:
    for person, contact in _contacts(facts):
        if not contact.email and not contact.phone:
            yield Finding(
                f"{person.name} har hverken e-mailadresse eller telefonnummer.",
                (person.contact_page,),
            )


@check(Severity.MISSING, "E-mailadresser, der mangler")
def missing_email(facts: Facts) -> Iterator[Finding]:
    """Of those who can be reached otherwise, and of staff."""
    for person, contact in _contacts(facts):
        if contact.phone and not contact.email:
            yield Finding(f"{person.name} har ingen e-mailadresse.", (person.contact_page,))
    for colleague in facts.staff:
        if not colleague.email:
            yield Finding(
                f"{colleague.name} i sekretariatet har ingen e-mailadresse.",
                (Place(Where.STAFF, colleague.name),),
            )


@check(Severity.DOUBT, "E-mailadresser, der ikke kan være rigtige")
def impossible_email(facts: Facts) -> Iterator[Finding]:
    addresses = [(p.name, contact.email, p.contact_page) for p, contact in _contacts(facts)]
    addresses += [(c.name, c.email, Place(Where.STAFF, c.name)) for c in facts.staff]
    for name, email, place in addresses:
        flaw = flaw_of(email)
        if flaw:
            yield Finding(f"E-mailadressen for {name}, »{email}«, {flaw}.", (place,))


def flaw_of(email: str) -> str:
    """Why mail cannot get there, by the form of the address alone; "" if it may, or has none."""
    if not email:
        return ""
    if email.count("@") > 1:
        return "er flere adresser i ét felt"
    if re.search(r"\s", email):
        return "indeholder et mellemrum"
    doubled = _DOUBLED_ENDING.search(email)
    if doubled:
        return f"ender på {doubled[0]}"
    try:
        validate_email(email)
    except ValidationError:
        return "er ikke skrevet som en e-mailadresse"
    return ""


def _contacts(facts: Facts) -> Iterator[tuple[Person, Contact]]:
    """Of those whose details the reader may see."""
    for person in facts.people:
        if person.pk in facts.contacts:
            yield person, facts.contacts[person.pk]
