"""Cells as rows, each checked by itself: what it says must be something the council knows."""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from councils import danish
from councils.importing.files import Table
from councils.importing.values import COLUMNS, Problem, Role, Row
from councils.models import Council, Municipality, Person, Term

_MAX_NAME = Person._meta.get_field("name").max_length
_MAX_TITLE = Person._meta.get_field("title").max_length
_MAX_EMAIL, _MAX_PHONE = 254, 30
_SIGNS_IN_NUMBERS = set("0123456789 +()-")
_MONTHS = "januar februar marts april maj juni juli august september oktober november december"
_MONTHS = {name: number for number, name in enumerate(_MONTHS.split(), start=1)}
_ROLES = {
    "borgmester": Role.MAYOR,
    "foedt medlem": Role.MAYOR,
    "supplerende": Role.SUPPLEMENTARY,
    "supplerende medlem": Role.SUPPLEMENTARY,
    "observatoer": Role.OBSERVER,
    "observatoer uden stemmeret": Role.OBSERVER,
    "stedfortraeder": Role.SUBSTITUTE,
    "sekretariat": "",  # an export has them, but they are kept elsewhere
}


@dataclass(frozen=True)
class Frame:
    """What rows may speak of: the council's municipalities and the lists of its term."""

    term: Term
    municipalities: dict[str, str]  # name to code
    letters: list[str]

    @property
    def codes(self) -> dict[str, str]:
        """Folded name, and code, to code."""
        named = {danish.fold(name): code for name, code in self.municipalities.items()}
        return named | {code: code for code in self.municipalities.values()}


def frame_of(council: Council, term: Term) -> Frame:
    places = Municipality.objects.belonging_to(council, term.starts_on)
    lists = term.election.lists.not_local().exclude(letter="").values_list("letter", flat=True)
    return Frame(
        term=term,
        municipalities=dict(places.values_list("name", "code")),
        letters=sorted(lists, key=danish.letter_key),
    )


def read_rows(table: Table, frame: Frame) -> tuple[list[Row], list[Problem], list[str]]:
    """The rows that are right, what is wrong with the others, and notices."""
    rows, problems, notices = [], [], list(table.notices)
    for number, cells in table.rows:
        reader = _Reader(number, cells, frame)
        row = reader.row()
        problems += reader.problems
        notices += reader.notices
        if row is not None:
            rows.append(row)
    return rows, [*problems, *_twice(rows)], notices


def _twice(rows: list[Row]) -> list[Problem]:
    """Rows that say the same as an earlier one."""
    seen: dict[tuple, int] = {}
    problems = []
    for row in rows:
        said = (danish.fold(row.name), row.municipality, row.role, row.starts_on, row.email)
        if said in seen:
            text = f"Linjen er den samme som linje {seen[said]}. Fjern den ene."
            problems.append(Problem(text, row.number, COLUMNS["name"]))
        seen.setdefault(said, row.number)
    return problems


@dataclass
class _Reader:
    """One line on its way; everything wrong with it is told at once."""

    number: int
    cells: Mapping[str, Any]
    frame: Frame
    problems: list[Problem] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    def row(self) -> Row | None:
        role = self._role()
        if role == "":
            self.notices.append(
                f"Linje {self.number} er ikke læst: sekretariatet står et andet sted."
            )
            return None
        starts_on, ends_on = self._days()
        found = {
            "name": self._name("name", is_required=True),
            "title": self._text("title", _MAX_TITLE),
            "letter": self._letter(role),
            "municipality": self._municipality(role),
            "role": role and str(role.value),  # plain, as it is again after a page carried it
            "starts_on": starts_on,
            "ends_on": ends_on,
            "are_days_given": bool(self.cells.get("starts_on") or self.cells.get("ends_on")),
            "substitute": self._substitute(role),
            "email": self._email(),
            "phone": self._phone(),
        }
        return None if self.problems else Row(number=self.number, **found)

    def _wrong(self, key: str, text: str) -> None:
        self.problems.append(Problem(text, self.number, COLUMNS[key]))

    def _text(self, key: str, longest: int) -> str:
        value = self.cells.get(key)
        if value is None:
            return ""
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            self._wrong(key, "Skriv tekst i cellen.")
            return ""
        text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
        if len(text) > longest:
            self._wrong(key, f"Teksten er på {len(text)} tegn. Der må højst være {longest}.")
        elif not text.isprintable():
            self._wrong(key, "Cellen indeholder tegn, som ikke kan ses. Skriv den igen.")
        return text

    def _name(self, key: str, *, is_required: bool) -> str:
        name = self._text(key, _MAX_NAME)
        if not name:
            if is_required and not self.problems_at(key):
                self._wrong(key, "Navnet mangler.")
            return ""
        letters = sum(sign.isalpha() for sign in name)
        if letters < 2 or any(sign.isdigit() for sign in name):
            self._wrong(key, f"»{name}« er ikke et navn. Skriv fornavn og efternavn.")
        elif " " not in name:
            self.notices.append(f"Linje {self.number}: »{name}« har intet efternavn.")
        return name

    def problems_at(self, key: str) -> bool:
        return any(problem.column == COLUMNS[key] for problem in self.problems)

    def _role(self) -> str | None:
        said = self._text("role", 100)
        role = _ROLES.get(danish.fold(re.sub(r"\s*\(.*\)$", "", said)))
        if role is None:
            self._wrong("role", f"Skriv {_listed(Role.labels)}, ikke »{said}«.")
        return role

    def _letter(self, role: str | None) -> str:
        said = self._text("letter", 100)
        letter = next((one for one in self.frame.letters if one.lower() == said.lower()), "")
        if said and not letter:
            known = ", ".join(self.frame.letters) or "ingen"
            self._wrong("letter", f"»{said}« er ikke et listebogstav ved valget. Der er {known}.")
        elif not said and role == Role.SUPPLEMENTARY:
            self._wrong("letter", "Et supplerende medlem er valgt af en liste. Skriv dens bogstav.")
        return letter

    def _municipality(self, role: str | None) -> str:
        said = self._text("municipality", 100)
        name = re.sub(r"\s+kommune$", "", danish.fold(said))
        code = self.frame.codes.get(name, "")
        if said and not code:
            self._wrong("municipality", f"»{said}« er ikke en af KKR’s kommuner.")
        elif not said and role != Role.SUBSTITUTE:
            self._wrong("municipality", "Kommunen mangler.")
        return code

    def _substitute(self, role: str | None) -> str:
        name = self._name("substitute", is_required=False)
        if name and role == Role.SUBSTITUTE:
            self._wrong("substitute", "En stedfortræder har ikke selv en stedfortræder.")
        if name and role == Role.OBSERVER:
            self._wrong("substitute", "En observatør har ingen stedfortræder.")
        return name

    def _email(self) -> str:
        email = self._text("email", _MAX_EMAIL)
        if email:
            try:
                validate_email(email)
            except ValidationError:
                self._wrong("email", f"»{email}« er ikke en e-mailadresse.")
        return email

    def _phone(self) -> str:
        phone = self._text("phone", _MAX_PHONE)
        if phone and (set(phone) - _SIGNS_IN_NUMBERS or not any(map(str.isdigit, phone))):
            self._wrong("phone", "Skriv telefonnummeret med tal, for eksempel 12 34 56 78.")
        return phone

    def _days(self) -> tuple[datetime.date, datetime.date]:
        term = self.frame.term
        starts_on = self._day("starts_on") or term.starts_on
        ends_on = self._day("ends_on") or term.ends_on
        if ends_on < starts_on:
            self._wrong("ends_on", "Slutdatoen ligger før startdatoen.")
        for key, day in (("starts_on", starts_on), ("ends_on", ends_on)):
            if not term.starts_on <= day <= term.ends_on:
                self._wrong(key, f"{day:%d.%m.%Y} ligger uden for valgperioden {term}.")
        return starts_on, ends_on

    def _day(self, key: str) -> datetime.date | None:
        value = self.cells.get(key)
        if value in (None, ""):
            return None
        day = value if type(value) is datetime.date else _day_in(str(value))
        if day is None:
            self._wrong(key, f"»{value}« er ikke en dato. Skriv den som 01.01.2022.")
        return day


def _day_in(text: str) -> datetime.date | None:
    """1.2.2022, 1-2-2022, 1/2/2022, 2022-02-01 or 1. februar 2022."""
    if found := re.fullmatch(r"(\d{1,2})[.\-/] ?(\d{1,2})[.\-/] ?(\d{4})", text, re.ASCII):
        day, month, year = map(int, found.groups())
    elif found := re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", text, re.ASCII):
        year, month, day = map(int, found.groups())
    elif found := re.fullmatch(r"(\d{1,2})\.? ([a-z]+) (\d{4})", text.lower(), re.ASCII):
        day, month, year = int(found[1]), _MONTHS.get(found[2], 0), int(found[3])
    else:
        return None
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _listed(words: list[str]) -> str:
    return f"{', '.join(words[:-1])} eller {words[-1]}"
