"""Which offices and parties people have, and when: for what no event has changed.

`council` is the one whose secretariat acts, for its log. All raise ValidationError with reasons at
their fields; what is `seen` is the mark that the form showed.
"""

import datetime

from django.db import transaction

from councils import audit
from councils.actions import rows
from councils.models import (
    Council,
    Municipality,
    Office,
    Party,
    PartyMembership,
    Person,
    User,
)


@transaction.atomic
def add_office(
    person: Person,
    *,
    by: User,
    council: Council,
    role: str,
    municipality: Municipality,
    starts_on: datetime.date,
    ends_on: datetime.date | None,
) -> Office:
    rows.lock([council], person)
    office = Office(
        person=person, role=role, municipality=municipality, starts_on=starts_on, ends_on=ends_on
    )
    return _added("add_office", office, by, council)


@transaction.atomic
def change_office(
    office: Office,
    *,
    by: User,
    council: Council,
    seen: str,
    role: str,
    municipality: Municipality,
    starts_on: datetime.date,
    ends_on: datetime.date | None,
) -> Office:
    """Corrects or ends it. Raises RowHasChanged."""
    rows.lock([council], office.person)
    stored = rows.unchanged(office, seen, "person", "municipality")
    facts = {"role": role, "municipality": municipality}
    rows.change(stored, {**facts, "starts_on": starts_on, "ends_on": ends_on})
    return _changed("change_office", stored, by, council)


@transaction.atomic
def delete_office(office: Office, *, by: User, council: Council, seen: str) -> None:
    """One that was entered by mistake. Raises RowHasChanged."""
    rows.lock([council], office.person)
    _delete("delete_office", rows.unchanged(office, seen, "person", "municipality"), by, council)


@transaction.atomic
def add_party(
    person: Person,
    *,
    by: User,
    council: Council,
    party: Party,
    starts_on: datetime.date,
    ends_on: datetime.date | None,
) -> PartyMembership:
    rows.lock([council], person)
    membership = PartyMembership(person=person, party=party, starts_on=starts_on, ends_on=ends_on)
    return _added("add_party", membership, by, council)


@transaction.atomic
def change_party(
    membership: PartyMembership,
    *,
    by: User,
    council: Council,
    seen: str,
    party: Party,
    starts_on: datetime.date,
    ends_on: datetime.date | None,
) -> PartyMembership:
    """Corrects or ends it. Raises RowHasChanged."""
    rows.lock([council], membership.person)
    stored = rows.unchanged(membership, seen, "person", "party")
    rows.change(stored, {"party": party, "starts_on": starts_on, "ends_on": ends_on})
    return _changed("change_party", stored, by, council)


@transaction.atomic
def delete_party(membership: PartyMembership, *, by: User, council: Council, seen: str) -> None:
    """One that was entered by mistake. Raises RowHasChanged."""
    rows.lock([council], membership.person)
    _delete("delete_party", rows.unchanged(membership, seen, "person", "party"), by, council)


def _added(action: str, row: rows.Row, by: User, council: Council) -> rows.Row:
    rows.save(row)
    summary = f"Tilføjede {_told(row)}"
    audit.record_about([row.person], action, row, summary, by=by, council=council)
    return row


def _changed(action: str, row: rows.Row, by: User, council: Council) -> rows.Row:
    rows.save(row)
    summary = f"Rettede {_told(row)}"
    audit.record_about([row.person], action, row, summary, by=by, council=council)
    return row


def _delete(action: str, row: rows.Row, by: User, council: Council) -> None:
    summary = f"Slettede {_told(row)}"
    audit.record_about([row.person], action, row, summary, by=by, council=council)
    row.delete()


def _told(row: Office | PartyMembership) -> str:
    """»hvervet Borgmester, Viborg for Åse Bøgh«"""
    if isinstance(row, Office):
        return f"hvervet {row} for {row.person}"
    return f"partiet {row.party} for {row.person}"
