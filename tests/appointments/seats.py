"""A body with seats, and councillors who may sit there."""

import datetime

from appointments.models import Appointment, Seat, SeatKind
from councils.models import Council, CouncilMunicipality, Municipality, Person
from tests.factories import (
    AppointmentFactory,
    BodyFactory,
    CouncilMunicipalityFactory,
    OfficeFactory,
    PersonFactory,
    SeatFactory,
    SeatKindFactory,
)

START, END = datetime.date(2022, 1, 1), datetime.date(2025, 12, 31)
LONG_AGO = datetime.date(2010, 1, 1)


def kind_of(keeper: Council, number: int = 1, **facts) -> SeatKind:
    """Seats for councillors in a body that the council keeps and that has been there for long."""
    body = {key[6:]: facts.pop(key) for key in list(facts) if key.startswith("body__")}
    made = facts.pop("body", None) or BodyFactory(
        council=keeper, **{"starts_on": LONG_AGO, "name": "Erhvervshus", **body}
    )
    kind = SeatKindFactory(body=made, number=number, **{"label": "Politiker", **facts})
    for one in range(1, number + 1):
        SeatFactory(kind=kind, number=one)
    return kind


def seats_of(kind: SeatKind) -> list[Seat]:
    return list(kind.seats.order_by("number"))


def councillor(council: Council, name: str = "", **facts) -> Person:
    """Sits in the municipal council of a municipality of the council."""
    municipality = _town(council)
    person = PersonFactory(**({"name": name} if name else {}))
    OfficeFactory(
        person=person,
        municipality=municipality,
        **{"role": "councillor", "starts_on": LONG_AGO, **facts},
    )
    return person


def _town(council: Council) -> Municipality:
    known = CouncilMunicipality.objects.filter(council=council, starts_on=LONG_AGO).first()
    if known is None:
        known = CouncilMunicipalityFactory(council=council, starts_on=LONG_AGO)
    return known.municipality


def appointed(seat: Seat, person: Person | None = None, **facts) -> Appointment:
    """For the term 2022-2025, unless something else is said."""
    days = {"starts_on": START, "due_on": END, "ends_on": END}
    who = {"person": person} if person else {}
    return AppointmentFactory(seat=seat, **{**days, **who, **facts})
