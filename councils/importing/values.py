"""What a row of such a spreadsheet is, and what can be wrong with it."""

import datetime
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Self

from django.db import models

COLUMNS = {
    "name": "Navn",
    "title": "Titel",
    "letter": "Parti",
    "municipality": "Kommune",
    "role": "Rolle",
    "starts_on": "Fra",
    "ends_on": "Til",
    "substitute": "Stedfortræder",
    "email": "E-mail",
    "phone": "Telefon",
}
REQUIRED = ("name", "municipality", "role")
MAX_ROWS = 500  # KKR's largest has some 60 members with as many substitutes


class Role(models.TextChoices):
    """What somebody is, as it is written in the sheet. The keys are those of memberships."""

    MAYOR = "mayor", "Borgmester"
    SUPPLEMENTARY = "supplementary", "Supplerende"
    OBSERVER = "observer", "Observatør"
    SUBSTITUTE = "substitute", "Stedfortræder"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that must be mended in the sheet; without a row it is about the whole file."""

    text: str
    row: int = 0
    column: str = ""  # its heading

    def __str__(self) -> str:
        place = ", ".join(
            filter(
                None, (f"Linje {self.row}" if self.row else "", self.column and f"{self.column}")
            )
        )
        return f"{place}: {self.text}" if place else self.text


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the sheet, checked by itself. `municipality` is a code, `letter` a list's."""

    number: int
    name: str
    title: str
    letter: str
    municipality: str
    role: str
    starts_on: datetime.date
    ends_on: datetime.date
    are_days_given: bool
    substitute: str
    email: str
    phone: str

    @property
    def has_seat(self) -> bool:
        return self.role != Role.SUBSTITUTE

    def as_json(self) -> dict[str, Any]:
        days = {"starts_on": self.starts_on.isoformat(), "ends_on": self.ends_on.isoformat()}
        return asdict(self) | days

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        days = {name: datetime.date.fromisoformat(data[name]) for name in ("starts_on", "ends_on")}
        return cls(**{field.name: data[field.name] for field in fields(cls)} | days)
