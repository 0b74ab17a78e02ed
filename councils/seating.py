"""What cannot be true of a seat, and what seldom is.

Mistakes are told by the field where they are mended. Doubts are for people to decide: KL's rules
say nothing, or the portal may not know everything.
"""

import datetime
from collections.abc import Iterator

from django.db.models import Q

from councils.lives.endings import day
from councils.lives.later import referring
from councils.models import (
    CouncilMembership,
    CouncilMunicipality,
    LifeEvent,
    Office,
    PartyMembership,
)
from councils.models.periods import Period

Role, LeftBecause = CouncilMembership.Role, CouncilMembership.LeftBecause
_WHAT_HANGS_ON_IT = {
    "councils.substitution": "Der er registreret en stedfortræder for medlemmet. Slet den først.",
    "councils.leadership": "Medlemmet er registreret som formand eller næstformand.",
}


def last_day(row: Period) -> datetime.date:
    return row.ends_on or datetime.date.max


def mistakes(seat: CouncilMembership) -> dict[str, str]:
    """By field, the first thing that cannot be."""
    found: dict[str, str] = {}
    for field, said in _mistakes(seat):
        found.setdefault(field, said)
    return found


def doubts(seat: CouncilMembership) -> list[str]:
    return [*_doubts_about_the_list(seat), *_doubts_about_a_mayor(seat)]


def reasons_to_stay(seat: CouncilMembership) -> list[str]:
    """Why a seat cannot be deleted: what refers to it, in any app."""
    reasons = []
    for model in referring(seat):
        otherwise = f"Pladsen er brugt i: {model._meta.verbose_name_plural}."
        reasons.append(_WHAT_HANGS_ON_IT.get(model._meta.label_lower, otherwise))
    if _is_in_an_event(seat):
        reasons.append("En livsbegivenhed har ændret pladsen. Fortryd den i stedet.")
    return list(dict.fromkeys(reasons))


def _mistakes(seat: CouncilMembership) -> Iterator[tuple[str, str]]:
    yield from _mistakes_in_days(seat)
    yield from _mistakes_in_the_list(seat)
    days = {seat.starts_on, min(last_day(seat), seat.term.ends_on)}
    for at in sorted(days):
        here = CouncilMunicipality.objects.in_force(at).filter(council=seat.council)
        if not here.filter(municipality=seat.municipality).exists():
            name = seat.municipality
            yield "municipality", f"{name} hører ikke til {seat.council} den {day(at)}."
    others = _others(seat)
    other = others.filter(person=seat.person).first()
    if other is not None:
        said = f"{seat.person} har allerede en plads i {seat.council} {_days(other)}."
        yield "starts_on", said
    other = others.filter(role=Role.MAYOR, municipality=seat.municipality).first()
    if seat.role == Role.MAYOR and other is not None:
        name = f"{seat.municipality} har allerede et født medlem"
        yield "municipality", f"{name}: {other.person} {_days(other)}."


def _mistakes_in_days(seat: CouncilMembership) -> Iterator[tuple[str, str]]:
    term = seat.term
    outside = f"Valgperioden {term} er fra {day(term.starts_on)} til {day(term.ends_on)}."
    if not term.starts_on <= seat.starts_on <= term.ends_on:
        yield "starts_on", outside
    if seat.ends_on is None:
        if seat.left_because:
            yield "ends_on", "Skriv datoen, hvor medlemmet udtræder."
        return
    if seat.ends_on < seat.starts_on:
        yield "ends_on", "Slutdatoen ligger før startdatoen."
    elif seat.ends_on > term.ends_on:
        yield "ends_on", outside
    elif seat.left_because == LeftBecause.TERM_ENDED and seat.ends_on != term.ends_on:
        yield "left_because", f"Valgperioden slutter først den {day(term.ends_on)}."


def _mistakes_in_the_list(seat: CouncilMembership) -> Iterator[tuple[str, str]]:
    if seat.role != Role.SUPPLEMENTARY:
        if seat.elected_by is not None:
            yield "elected_by", "Kun supplerende medlemmer er valgt af en liste."
    elif seat.elected_by is None:
        yield "elected_by", "Vælg den liste, der har valgt det supplerende medlem."
    elif seat.elected_by.election_id != seat.term.election_id:
        yield "elected_by", f"Listen stillede ikke op til {seat.term.election}."


def _doubts_about_the_list(seat: CouncilMembership) -> Iterator[str]:
    wanted = seat.elected_by
    if wanted is None:
        return
    parties = PartyMembership.objects.filter(person=seat.person).select_related("party")
    known = list(parties.within(seat.starts_on, last_day(seat)))
    if wanted.party_id and known and wanted.party_id not in {row.party_id for row in known}:
        yield f"{seat.person} er medlem af {known[0].party}, men pladsen tilhører {wanted}."
    if wanted.municipality_id not in (None, seat.municipality_id):
        yield f"{wanted} stillede kun op i {wanted.municipality}, ikke i {seat.municipality}."


def _doubts_about_a_mayor(seat: CouncilMembership) -> Iterator[str]:
    if seat.role != Role.MAYOR:
        return
    offices = Office.objects.within(seat.starts_on, last_day(seat)).filter(person=seat.person)
    if not offices.filter(role=Office.Role.MAYOR, municipality=seat.municipality).exists():
        yield f"{seat.person} er ikke registreret som borgmester i {seat.municipality} i perioden."


def _others(seat: CouncilMembership):
    """The council's other seats on at least one of the days."""
    seats = CouncilMembership.objects.filter(council=seat.council).exclude(pk=seat.pk)
    return seats.within(seat.starts_on, last_day(seat)).select_related("person")


def _days(row: Period) -> str:
    until = f" til {day(row.ends_on)}" if row.ends_on else ""
    return f"fra {day(row.starts_on)}{until}"


def _is_in_an_event(seat: CouncilMembership) -> bool:
    """Rows that an event wrote are known to it by their keys, in JSON."""
    concerned = Q(councils=seat.council) | Q(person=seat.person) | Q(successor=seat.person)
    label = seat._meta.label
    return any(
        change["model"] == label and change["pk"] == seat.pk
        for event in LifeEvent.objects.standing().filter(concerned).distinct()
        for change in event.changes
    )
