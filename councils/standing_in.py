"""What cannot be true of a member's personal substitute, and what seldom is; see seating.py."""

import datetime
from collections.abc import Iterator

from django.db.models import Q

from councils.lives.endings import day
from councils.models import CouncilMembership, Office, PartyMembership, Person, Substitution
from councils.seating import last_day

Role = CouncilMembership.Role
Days = tuple[datetime.date, datetime.date]


def mistakes(row: Substitution) -> dict[str, str]:
    """By field, the first thing that cannot be. Other substitutes of the member count, so what is
    to make room for this one must have done so."""
    found: dict[str, str] = {}
    for field, said in _mistakes(row):
        found.setdefault(field, said)
    return found


def doubts(row: Substitution) -> list[str]:
    return list(_doubts(row))


def _mistakes(row: Substitution) -> Iterator[tuple[str, str]]:
    seat, person = row.membership, row.person
    if person == seat.person:
        yield "person", "Et medlem kan ikke være sin egen stedfortræder."
    until = f" til {day(seat.ends_on)}" if seat.ends_on else ""
    outside = f"{seat.person} er medlem fra {day(seat.starts_on)}{until}."
    if not seat.starts_on <= row.starts_on <= last_day(seat):
        yield "starts_on", outside
    if row.ends_on is not None and row.ends_on < row.starts_on:
        yield "ends_on", "Slutdatoen ligger før startdatoen."
    elif row.ends_on is not None and row.ends_on > last_day(seat):
        yield "ends_on", outside
    others = Substitution.objects.filter(membership=seat).exclude(pk=row.pk)
    other = others.within(row.starts_on, last_day(row)).select_related("person").first()
    if other is not None:
        until = f" til {day(other.ends_on)}" if other.ends_on else ""
        said = f"{other.person} er stedfortræder fra {day(other.starts_on)}{until}."
        yield "starts_on", said
    if person != seat.person and _closes_a_circle(row):
        said = f"Så ville {person} og {seat.person} være stedfortrædere for hinanden i ring."
        yield "person", said


def _doubts(row: Substitution) -> Iterator[str]:
    seat, person = row.membership, row.person
    if seat.role == Role.OBSERVER:
        yield f"{seat.person} er observatør. Observatører har ellers ingen stedfortræder."
    for other in _others_of(row):
        yield f"{person} er allerede stedfortræder for {other.membership.person}."
    starts_on, ends_on = _days(row)
    seats = CouncilMembership.objects.filter(council=seat.council, person=person)
    if seats.within(starts_on, ends_on).exists():
        yield f"{person} har selv en plads i {seat.council}."
    yield from _doubts_about_the_party(row)


def _doubts_about_the_party(row: Substitution) -> Iterator[str]:
    """As the quality page has it: a mayor's substitute is the deputy mayor, of whichever party."""
    seat, person = row.membership, row.person
    starts_on, ends_on = _days(row)
    if seat.role == Role.MAYOR:
        offices = Office.objects.within(starts_on, ends_on).filter(person=person)
        if offices.filter(municipality=seat.municipality, role=Office.Role.DEPUTY_MAYOR).exists():
            return
    known = _parties(person, starts_on, ends_on)
    wanted = _parties(seat.person, starts_on, ends_on)
    if seat.elected_by is not None:
        wanted = {seat.elected_by.party_id: str(seat.elected_by)}
    if known and None not in wanted and wanted and not set(known) & set(wanted):
        said, other = next(iter(known.values())), next(iter(wanted.values()))
        yield f"{person} er medlem af {said}, men {seat.person} sidder for {other}."


def _parties(person: Person, starts_on: datetime.date, ends_on: datetime.date) -> dict[int, str]:
    rows = PartyMembership.objects.filter(person=person).within(starts_on, ends_on)
    return {row.party_id: str(row.party) for row in rows.select_related("party")}


def _others_of(row: Substitution) -> Iterator[Substitution]:
    """Where the person stands in for other members of the council on the same days."""
    found = Substitution.objects.filter(
        person=row.person, membership__council=row.membership.council
    )
    found = found.exclude(Q(pk=row.pk) | Q(membership__person=row.membership.person))
    for other in found.select_related("membership__person"):
        if _shared(_days(row), _days(other)):
            yield other


def _closes_a_circle(row: Substitution) -> bool:
    """Whether somebody down the chain of substitutes is the member again, on one of the days."""
    council = row.membership.council
    next_of: dict[int, list[Substitution]] = {}
    rows = Substitution.objects.filter(membership__council=council).exclude(pk=row.pk)
    for other in rows.select_related("membership"):
        next_of.setdefault(other.membership.person_id, []).append(other)
    ahead, seen = [(row.person_id, _days(row))], set()
    while ahead:
        person, days = ahead.pop()
        if person == row.membership.person_id:
            return True
        if (person, days) in seen:
            continue
        seen.add((person, days))
        for other in next_of.get(person, ()):
            shared = _shared(days, _days(other))
            if shared:
                ahead.append((other.person_id, shared))
    return False


def _days(row: Substitution) -> Days:
    """Those on which the row counts: it ends with the membership it belongs to."""
    seat = row.membership
    return max(row.starts_on, seat.starts_on), min(last_day(row), last_day(seat))


def _shared(one: Days, other: Days) -> Days | None:
    both = max(one[0], other[0]), min(one[1], other[1])
    return both if both[0] <= both[1] else None
