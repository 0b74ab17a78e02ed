"""How those who sit in a body are reached, for the secretariats of the councils that send people
there; as a page and as a spreadsheet."""

import datetime
from dataclasses import dataclass

from appointments.holders import KindLine, holders
from appointments.models import Body
from councils.exports import tables
from councils.models import ContactDetails
from councils.models.contacts import Visibility

HEADS = ["Navn", "Hverv", "Rolle", "Liste", "Kommune", "Suppleant for", "Fra", "Til"]
HEADS += ["E-mail", "Telefon"]


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody on a seat, or who stands in for those who are; a detail that is not for the reader
    is empty."""

    person: int
    name: str
    label: str
    role: str
    letter: str
    municipality: str
    alternate_for: str
    since: datetime.date | None
    due_on: datetime.date | None
    email: str
    phone: str
    is_internal: bool  # whether one of the two is not for everybody


def contacts(body: Body, reader, at: datetime.date) -> list[Contact]:
    """In the order of the seats, each with the details that `reader` may read on the day `at`; in
    a fixed number of queries."""
    found = list(_rows(holders([body], at)[body.pk]))
    people = {person.pk for person, *_ in found}
    shown = ContactDetails.objects.visible_to(reader, at).filter(person__in=people)
    details = {row["person_id"]: (row["shown_email"], row["shown_phone"]) for row in shown}
    levels = ContactDetails.objects.filter(person__in=people)
    levels = levels.values_list("person_id", "email_visibility", "phone_visibility")
    for_whom = {person: both for person, *both in levels}
    rows = []
    for person, *facts in found:
        own = details.get(person.pk, ("", ""))
        pairs = zip(own, for_whom.get(person.pk, ()), strict=False)
        is_internal = any(detail and level > Visibility.PUBLIC for detail, level in pairs)
        rows.append(Contact(person.pk, person.name, *facts, *own, is_internal))
    return rows


def _rows(lines: list[KindLine]):
    for line in lines:
        role = line.kind.get_role_display()
        for place in line.places:
            if place.person is None:
                continue
            own = place.stands_for
            days = (place.since, place.due_on)
            stands = (own.letter, own.municipality)
            yield (place.person, line.kind.label, role, *stands, "", *days)
            for alternate in place.alternates:
                yield (alternate, line.kind.label, role, "", "", place.person.name, None, None)
        for alternate in line.shared_alternates:
            yield (alternate, line.kind.label, role, "", "", "alle", None, None)


def csv_bytes(rows: list[Contact], body: Body, at: datetime.date) -> bytes:
    return tables.csv_of(_table(rows))


def xlsx_bytes(rows: list[Contact], body: Body, at: datetime.date) -> bytes:
    facts = [
        ["Forum", body.name],
        ["Pr. dato", at],
        ["Kontaktoplysninger", "Dem, som den, der hentede filen, må se. Må ikke videregives."],
    ]
    return tables.xlsx_of("Kontakter", _table(rows), facts)


def _table(rows: list[Contact]) -> list[list]:
    return [HEADS, *(_cells(row) for row in rows)]


def _cells(row: Contact) -> list[str | datetime.date]:
    facts = [row.name, row.label, row.role, row.letter, row.municipality, row.alternate_for]
    return [*facts, row.since or "", row.due_on or "", row.email, row.phone]
