"""Those whom a council has appointed, to take away: as a spreadsheet and as data for programs.

Without contact details: the files are for everybody.
"""

import datetime
import json
from collections.abc import Callable, Collection

from appointments.appointed import Line
from councils.directory.values import address_of
from councils.exports import tables
from councils.models import Council

_HEADS = ["Navn", "Forum", "Plads", "Rolle", "Liste", "Kommune", "Fra", "Til"]
_HEADS += ["Fungerer videre", "Hvordan", "Suppleant", "Bemærkning"]


def csv_bytes(lines: Collection[Line], at: datetime.date) -> bytes:
    return tables.csv_of([_HEADS, *(_row(line, at) for line in lines)])


def xlsx_bytes(council: Council, lines: Collection[Line], at: datetime.date) -> bytes:
    facts = [
        ["KKR", council.name],
        ["Pr. dato", at],
        ["Hvem", "Alle, som KKR har udpeget eller indstillet, og som sidder i et forum den dag."],
        ["Liste", "Den gruppe, der valgte; ellers personens eget parti den dag."],
        ["Fra og til", "Begge dage er med. Til er den dag, som personen er udpeget til."],
    ]
    table = [_HEADS, *(_row(line, at) for line in lines)]
    return tables.xlsx_of("Udpegninger", table, facts)


def json_bytes(
    council: Council, lines: Collection[Line], at: datetime.date, address: Callable[[str], str]
) -> bytes:
    """`address` makes a whole address of a path."""
    told = {
        "council": council.name,
        "date": at.isoformat(),
        "appointments": [_facts(line, at, address) for line in lines],
    }
    return json.dumps(told, ensure_ascii=False, indent=2).encode()


def _row(line: Line, at: datetime.date) -> list:
    one = line.appointment
    return [
        str(line.person),
        str(line.body),
        str(line.kind),
        line.kind.get_role_display(),
        line.list_key,
        line.stands_for.municipality,
        one.starts_on,
        one.due_on or one.ends_on or "",
        "ja" if one.is_carried_over(at) else "",
        one.get_way_display(),
        ", ".join(line.alternates),
        tables.EXAMPLE if line.person.is_example else "",
    ]


def _facts(line: Line, at: datetime.date, address: Callable[[str], str]) -> dict:
    one = line.appointment
    due_on = one.due_on or one.ends_on
    return {
        "person": str(line.person),
        "person_url": address(address_of(one.person_id)),
        "body": str(line.body),
        "body_url": address(line.body.get_absolute_url()),
        "seat": str(line.kind),
        "role": line.kind.role,
        "list": line.list_key or None,
        "list_name": line.list_name or None,
        "municipality": line.stands_for.municipality or None,
        "municipality_code": line.stands_for.code or None,
        "starts_on": one.starts_on.isoformat(),
        "due_on": due_on.isoformat() if due_on else None,
        "carried_over": one.is_carried_over(at),
        "way": one.way or None,
        "alternates": line.alternates,
        "is_example": line.person.is_example,
    }
