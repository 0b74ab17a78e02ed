"""How those who sit in a body are reached, for the secretariats of the councils that send people
there; as a page and as a spreadsheet."""

import csv
import datetime
import io
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.styles import Font

from appointments.holders import KindLine, holders
from appointments.models import Body
from councils.exports.tables import LIVE, inert
from councils.models import ContactDetails
from councils.models.contacts import Visibility

HEADS = ["Navn", "Hverv", "Rolle", "Liste", "Kommune", "Suppleant for", "Fra", "Til"]
HEADS += ["E-mail", "Telefon"]
_WIDTHS = (30, 34, 14, 8, 20, 30, 12, 12, 34, 16)


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


def csv_bytes(rows: list[Contact]) -> bytes:
    """As Danish Excel reads it: UTF-8 with its mark, semicolons, and a line end of two signs."""
    text = io.StringIO(newline="")
    table = csv.writer(text, delimiter=";", lineterminator="\r\n")
    table.writerow(HEADS)
    for row in rows:
        table.writerow([inert(_said(value)) for value in _cells(row)])
    return text.getvalue().encode("utf-8-sig")


def xlsx_bytes(rows: list[Contact]) -> bytes:
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "Kontakter"
    sheet.append(HEADS)
    for cell, width in zip(sheet[1], _WIDTHS, strict=True):
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = width
    for number, row in enumerate(rows, start=2):
        for column, value in enumerate(_cells(row), start=1):
            cell = sheet.cell(number, column)
            if isinstance(value, datetime.date):
                cell.value, cell.number_format = value, "dd.mm.yyyy"
            elif value:
                # As the text it is, and marked so that it stays one when somebody edits it.
                cell.value, cell.data_type = value, "s"
                cell.quotePrefix = value.startswith(LIVE)
    sheet.freeze_panes = "B2"
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def _cells(row: Contact) -> list[str | datetime.date | None]:
    facts = [row.name, row.label, row.role, row.letter, row.municipality, row.alternate_for]
    return [*facts, row.since, row.due_on, row.email, row.phone]


def _said(value: str | datetime.date | None) -> str:
    return f"{value:%d.%m.%Y}" if isinstance(value, datetime.date) else value or ""
