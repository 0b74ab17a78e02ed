"""Who sits in a council, as its secretariat knows it: for what no event has changed.

All of them raise ValidationError with reasons at their fields, and Doubtful where people must say
that they mean it. What is `seen` and what is `overruled` are the marks that the form showed.
"""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from councils import audit, elsewhere, seating, standing_in
from councils.actions import rows
from councils.lives.endings import day
from councils.models import (
    Council,
    CouncilMembership,
    ElectoralList,
    Municipality,
    Person,
    Substitution,
    Term,
    User,
)
from councils.models.periods import Period

LeftBecause = CouncilMembership.LeftBecause


@transaction.atomic
def seat_member(
    council: Council,
    person: Person,
    *,
    by: User,
    term: Term,
    role: str,
    municipality: Municipality,
    starts_on: datetime.date,
    ends_on: datetime.date | None,
    elected_by: ElectoralList | None = None,
    substitute: Person | None = None,
    overruled: str = "",
) -> CouncilMembership:
    """The person sits in the council on these days, with the personal substitute on all of them."""
    rows.lock([council], person, *filter(None, [substitute]))
    seat = CouncilMembership(
        council=council,
        person=person,
        term=term,
        role=role,
        municipality=municipality,
        elected_by=elected_by,
        starts_on=starts_on,
        ends_on=ends_on,
        left_because=LeftBecause.TERM_ENDED if ends_on == term.ends_on else "",
    )
    _refuse(seating.mistakes(seat))
    doubts = _doubts(seat)
    rows.save(seat)
    if substitute is not None:
        doubts += _give_substitute(seat, substitute)
    rows.overrule(doubts, overruled)
    summary = f"Indsatte {person} i {council} som {_role(seat)} fra {day(starts_on)}"
    about = [person, *filter(None, [substitute])]
    audit.record_about(about, "seat_member", seat, summary, by=by, council=council)
    return seat


@transaction.atomic
def change_seat(
    seat: CouncilMembership,
    *,
    by: User,
    seen: str,
    municipality: Municipality,
    starts_on: datetime.date,
    ends_on: datetime.date | None,
    left_because: str,
    elected_by: ElectoralList | None = None,
    overruled: str = "",
) -> CouncilMembership:
    """Corrects a seat. Posts and substitutes reach no further than the seat does; that one of them
    would have no day left is a mistake. Raises RowHasChanged."""
    rows.lock([seat.council], seat.person)
    stored = rows.unchanged(
        seat, seen, "council", "person", "municipality", "elected_by", "term__election"
    )
    days = (stored.starts_on, stored.ends_on)
    before = set(_doubts(stored))
    facts = {
        "municipality": municipality,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "left_because": left_because,
        "elected_by": elected_by,
    }
    rows.change(stored, facts)
    _refuse(seating.mistakes(stored))
    rows.overrule([said for said in _doubts(stored) if said not in before], overruled)
    rows.save(stored)
    if days != (starts_on, ends_on):
        _fit(stored)
    summary = f"Rettede pladsen for {stored.person} i {stored.council}"
    about = [stored.person]
    audit.record_about(about, "change_seat", stored, summary, by=by, council=stored.council)
    return stored


@transaction.atomic
def delete_seat(seat: CouncilMembership, *, by: User, seen: str) -> None:
    """A seat that was entered by mistake, as long as nothing refers to it. Raises RowHasChanged."""
    rows.lock([seat.council], seat.person)
    stored = rows.unchanged(seat, seen, "council", "person", "term")
    reasons = seating.reasons_to_stay(stored)
    if reasons:
        raise ValidationError(reasons)
    summary = f"Slettede pladsen for {stored.person} i {stored.council}, {stored.term}"
    audit.record("delete_seat", stored, summary, by=by, council=stored.council)
    stored.delete()


def _refuse(found: dict[str, str]) -> None:
    if found:
        raise ValidationError(found)


def _doubts(seat: CouncilMembership) -> list[str]:
    return [*seating.doubts(seat), *elsewhere.doubts(seat)]


def _role(seat: CouncilMembership) -> str:
    return seat.get_role_display().lower()


def _give_substitute(seat: CouncilMembership, person: Person) -> list[str]:
    """For as long as the seat; returns the doubts."""
    row = Substitution(
        membership=seat, person=person, starts_on=seat.starts_on, ends_on=seat.ends_on
    )
    found = standing_in.mistakes(row)
    if found:  # its days are the seat's, so it is about the person
        raise ValidationError({"substitute": list(found.values())})
    doubts = [*standing_in.doubts(row), *elsewhere.doubts(row)]
    rows.save(row)
    return doubts


def _fit(seat: CouncilMembership) -> None:
    """What hangs on the seat begins no earlier and ends no later."""
    posts = seat.leaderships.select_for_update(of=("self",)).select_related("membership__person")
    substitutions = seat.substitutions.select_for_update(of=("self",)).select_related("person")
    for row in [*posts, *substitutions]:
        _refuse(_left_outside(row, seat))
        starts_on = max(row.starts_on, seat.starts_on)
        ends_on = row.ends_on
        if seating.last_day(row) > seating.last_day(seat):
            ends_on = seat.ends_on
        if (starts_on, ends_on) != (row.starts_on, row.ends_on):
            rows.change(row, {"starts_on": starts_on, "ends_on": ends_on})
            rows.save(row)


def _left_outside(row: Period, seat: CouncilMembership) -> dict[str, str]:
    what = f"{row.person} som stedfortræder" if isinstance(row, Substitution) else str(row)
    if row.starts_on > seating.last_day(seat):
        said = f"{what} er registreret fra {day(row.starts_on)}. Ret eller slet det først."
        return {"ends_on": said}
    if seating.last_day(row) < seat.starts_on:
        said = f"{what} er registreret til {day(row.ends_on)}. Ret eller slet det først."
        return {"starts_on": said}
    return {}
