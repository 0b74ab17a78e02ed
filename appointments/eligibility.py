"""Who may sit on a seat, as far as the Blå Bog can tell; for any number of people in as many
queries as for one.

Municipal political representatives are members of a municipal council in the region; they need
not sit in the KKR (the councils' standing orders § 4(4), official). Whether somebody runs a
business or was elected elsewhere, the portal cannot know: that is for people to judge.
"""

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from appointments.models import SeatKind
from councils.danish import short_day
from councils.models import Council, CouncilMembership, CouncilMunicipality, Office

Eligibility = SeatKind.Eligibility


@dataclass(frozen=True, slots=True)
class Standing:
    """What a person is on a day, in and outside one council.

    `councillor_in` and `mayor_in`: names of the council's municipalities. `elsewhere`: of other
    councils' municipalities where they are councillors. `left_on`: the last day of their latest
    office in the council's municipalities, if they have none now.
    """

    councillor_in: tuple[str, ...] = ()
    mayor_in: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    left_on: datetime.date | None = None
    is_council_member: bool = False


def standings(people: Collection[int], council: Council, at: datetime.date) -> dict[int, Standing]:
    """The standing of each person (by key) on the day `at`."""
    ours = set(
        CouncilMunicipality.objects.in_force(at)
        .filter(council=council)
        .values_list("municipality", flat=True)
    )
    offices: dict[int, list[Office]] = {}
    for office in Office.objects.filter(person__in=people, starts_on__lte=at).select_related(
        "municipality"
    ):
        offices.setdefault(office.person_id, []).append(office)
    seats: dict[int, list[CouncilMembership]] = {}
    for seat in (
        CouncilMembership.objects.in_force(at)
        .voting()
        .filter(person__in=people, council=council)
        .select_related("municipality")
    ):
        seats.setdefault(seat.person_id, []).append(seat)
    return {
        person: standing_of(offices.get(person, []), seats.get(person, []), ours, at)
        for person in people
    }


def standing_of(
    offices: list[Office], seats: list[CouncilMembership], ours: set[int], at: datetime.date
) -> Standing:
    """From somebody's offices, whenever they are, and the seats in the council that they have on
    the day; `ours` are the council's municipalities (keys)."""
    now = [office for office in offices if office.is_in_force(at)]
    here = [office for office in now if office.municipality_id in ours]
    # Whoever sits in the council is a councillor, also where nobody has registered the office.
    names = {office.municipality.name for office in here} | {s.municipality.name for s in seats}
    mayors = {office.municipality.name for office in here if office.role == Office.Role.MAYOR}
    mayors |= {s.municipality.name for s in seats if s.role == CouncilMembership.Role.MAYOR}
    ended = [o.ends_on for o in offices if o.municipality_id in ours and o.ends_on is not None]
    return Standing(
        councillor_in=tuple(sorted(names)),
        mayor_in=tuple(sorted(mayors)),
        elsewhere=tuple(
            sorted({o.municipality.name for o in now if o.municipality_id not in ours})
        ),
        left_on=max(ended, default=None) if not names else None,
        is_council_member=bool(seats),
    )


def reason_against(kind: SeatKind, standing: Standing) -> str:
    """Why somebody may not sit on such a seat, as a Danish sentence; "" where nothing is known
    against it."""
    match kind.eligibility:
        case Eligibility.COUNCILLOR | Eligibility.ELECTED if not standing.councillor_in:
            return _not_a_councillor(kind, standing)
        case Eligibility.MAYOR if not standing.mayor_in:
            return f"Er ikke borgmester i en kommune i {kind.council}."
        case Eligibility.COUNCIL_MEMBER if not standing.is_council_member:
            return f"Er ikke medlem af {kind.council}."
        case _:
            return ""


def _not_a_councillor(kind: SeatKind, standing: Standing) -> str:
    if standing.elsewhere:
        places = " og ".join(standing.elsewhere)
        return f"Sidder i kommunalbestyrelsen i {places}, som ikke hører til {kind.council}."
    if standing.left_on:
        left = short_day(standing.left_on)
        return f"Er ikke længere medlem af en kommunalbestyrelse i {kind.council} (til {left})."
    if kind.eligibility == Eligibility.ELECTED:
        return f"Portalen kender intet hverv i en kommunalbestyrelse i {kind.council}."
    return f"Er ikke medlem af en kommunalbestyrelse i {kind.council}."


def may_be_overruled(kind: SeatKind) -> bool:
    """Whether staff may know better: somebody can be elected elsewhere, say to the region."""
    return kind.eligibility == Eligibility.ELECTED
