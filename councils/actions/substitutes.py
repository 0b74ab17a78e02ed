"""Members' personal substitutes; raising what councils/actions/seats.py raises."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from councils import audit, elsewhere, standing_in
from councils.actions import rows
from councils.lives.endings import day
from councils.models import CouncilMembership, Person, Substitution, User

ONE_DAY = datetime.timedelta(days=1)


@transaction.atomic
def name_substitute(
    seat: CouncilMembership,
    person: Person,
    *,
    by: User,
    starts_on: datetime.date,
    ends_on: datetime.date | None,
    overruled: str = "",
) -> Substitution:
    """From `starts_on` the person is the member's substitute; whoever was before, until the day
    before. That somebody is from that day or later is a mistake."""
    rows.lock([seat.council], seat.person, person)
    seat = CouncilMembership.objects.select_related("council", "person", "elected_by__party").get(
        pk=seat.pk
    )
    row = Substitution(membership=seat, person=person, starts_on=starts_on, ends_on=ends_on)
    former = Substitution.objects.select_for_update(of=("self",)).filter(membership=seat)
    for other in former.in_force(starts_on).filter(starts_on__lt=starts_on):
        rows.change(other, {"ends_on": starts_on - ONE_DAY})
        rows.save(other)
    doubts = _checked(row)
    rows.overrule(doubts, overruled)
    rows.save(row)
    summary = f"Registrerede {person} som stedfortræder for {seat.person} fra {day(starts_on)}"
    audit.record_about([person], "name_substitute", row, summary, by=by, council=seat.council)
    return row


@transaction.atomic
def change_substitution(
    substitution: Substitution,
    *,
    by: User,
    seen: str,
    starts_on: datetime.date,
    ends_on: datetime.date | None,
    overruled: str = "",
) -> Substitution:
    """Corrects or ends the days. Raises RowHasChanged."""
    stored = _locked(substitution, seen)
    before = {*standing_in.doubts(stored), *elsewhere.doubts(stored)}
    rows.change(stored, {"starts_on": starts_on, "ends_on": ends_on})
    doubts = [said for said in _checked(stored) if said not in before]
    rows.overrule(doubts, overruled)
    rows.save(stored)
    seat = stored.membership
    summary = f"Rettede, hvornår {stored.person} er stedfortræder for {seat.person}"
    about = [stored.person]
    audit.record_about(about, "change_substitution", stored, summary, by=by, council=seat.council)
    return stored


@transaction.atomic
def delete_substitution(substitution: Substitution, *, by: User, seen: str) -> None:
    """One that was entered by mistake; whoever was substitute before is not put back. Raises
    RowHasChanged."""
    stored = _locked(substitution, seen)
    seat = stored.membership
    summary = f"Slettede {stored.person} som stedfortræder for {seat.person}"
    audit.record("delete_substitution", stored, summary, by=by, council=seat.council)
    stored.delete()


def _locked(substitution: Substitution, seen: str) -> Substitution:
    seat = substitution.membership
    rows.lock([seat.council], seat.person, substitution.person)
    related = ("person", "membership__person", "membership__council")
    return rows.unchanged(substitution, seen, *related, "membership__elected_by")


def _checked(row: Substitution) -> list[str]:
    """The doubts; raises ValidationError for mistakes."""
    found = standing_in.mistakes(row)
    if found:
        raise ValidationError(found)
    return [*standing_in.doubts(row), *elsewhere.doubts(row)]
