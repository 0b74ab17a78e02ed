"""Mayors come and go, and with them the councils' born members and these' substitutes."""

import datetime
from collections.abc import Iterator

from councils.lives import endings, later
from councils.lives.endings import KL, beyond, council_of, day
from councils.lives.values import Consequence, Impossible, Tone, Write
from councils.models import (
    Council,
    CouncilMembership,
    Municipality,
    Office,
    Person,
    Substitution,
    Term,
)

_DAY = datetime.timedelta(days=1)


def office_of(person: Person, on: datetime.date) -> Office | None:
    """The mayor's office that the person holds on the day."""
    held = Office.objects.in_force(on).filter(person=person, role=Office.Role.MAYOR)
    return held.select_related("municipality", "person").first()


def office_in(municipality: Municipality, on: datetime.date) -> Office | None:
    """The office that must end for somebody else to be mayor there from `on`. Raises Impossible
    where one begins on that day or later."""
    held = Office.objects.filter(municipality=municipality, role=Office.Role.MAYOR)
    later = held.filter(starts_on__gte=on).select_related("person").first()
    if later is not None:
        raise Impossible(
            f"{later.person} er registreret som borgmester fra {day(later.starts_on)}.", "on"
        )
    return beyond(held, on - _DAY).select_related("municipality", "person").first()


def end(office: Office, on: datetime.date) -> Iterator[Consequence]:
    """The last day of a mayor who stays in the municipal council."""
    yield Consequence(
        f"{office.person} er borgmester i {office.municipality} til og med {day(on)}.",
        writes=(Write(Office, office, {"ends_on": on}),),
    )
    seats = CouncilMembership.objects.filter(
        person=office.person, municipality=office.municipality, role=CouncilMembership.Role.MAYOR
    )
    for membership in beyond(seats, on).select_related("council", "person", "elected_by"):
        yield from endings.of_membership(membership, on, "no_longer_mayor")


def begin(
    person: Person, municipality: Municipality, on: datetime.date, *, after: Person | None
) -> Iterator[Consequence]:
    """From `on` somebody is mayor and born member `after` somebody else; the deputy mayor is their
    substitute."""
    council, term = council_of(municipality, on), Term.objects.running(on).first()
    if council is None or term is None:
        raise Impossible(
            f"Portalen kender ikke {municipality}s KKR eller valgperiode den dag.", "on"
        )
    yield from _give_up(person, municipality, council, on, term.ends_on, after)
    days = {"starts_on": on, "ends_on": term.ends_on}
    office = {"person": person, "municipality": municipality, "role": Office.Role.MAYOR, **days}
    yield Consequence(
        f"{person} er borgmester i {municipality} fra {day(on)}.",
        writes=(Write(Office, None, office),),
    )
    seat = Write(
        CouncilMembership,
        None,
        {
            "council": council,
            "term": term,
            "person": person,
            "municipality": municipality,
            "role": CouncilMembership.Role.MAYOR,
            "left_because": CouncilMembership.LeftBecause.TERM_ENDED,
            **days,
        },
    )
    yield Consequence(
        f"{person} indtræder i {council} som født medlem.", council=council, rule=KL, writes=(seat,)
    )
    yield _substitute(seat, person, municipality, council, on)


def _give_up(
    person: Person,
    municipality: Municipality,
    council: Council,
    on: datetime.date,
    until: datetime.date,
    after: Person | None,
) -> Iterator[Consequence]:
    """What a new mayor was before, or was to be by `until`: deputy mayor, supplementary member,
    substitute."""
    last_day = on - _DAY
    deputy = {"municipality": municipality, "role": Office.Role.DEPUTY_MAYOR}
    for office in beyond(Office.objects.filter(person=person, **deputy), last_day):
        yield Consequence(
            f"{person} er viceborgmester til og med {day(last_day)}.",
            writes=(Write(Office, office, {"ends_on": last_day}),),
        )
    yield from later.of_offices(person, last_day, until, **deputy)
    seats = CouncilMembership.objects.filter(person=person, council=council)
    for membership in beyond(seats, last_day).select_related(
        "council", "person", "elected_by__municipality"
    ):
        yield from endings.of_membership(membership, last_day, "became_mayor")
    yield from later.of_seats(person, last_day, until, council=council)
    yield from endings.of_substitutions(person, last_day, leaving=after)
    yield from later.of_substitutions(person, last_day, until, leaving=after)


def _substitute(
    seat: Write, person: Person, municipality: Municipality, council: Council, on: datetime.date
) -> Consequence:
    offices = Office.objects.in_force(on).filter(
        municipality=municipality, role=Office.Role.DEPUTY_MAYOR
    )
    deputies = list(offices.exclude(person=person).select_related("person"))
    if len(deputies) != 1:
        said = "flere viceborgmestre er" if deputies else "ingen viceborgmester er"
        return Consequence(
            f"{person} mangler en personlig stedfortræder i {council}: {said} registreret i"
            f" {municipality}.",
            Tone.VACANCY,
            council,
            KL,
        )
    facts = {
        "membership": seat,
        "person": deputies[0].person,
        "starts_on": on,
        "ends_on": seat.facts["ends_on"],
    }
    return Consequence(
        f"Viceborgmester {deputies[0].person} er personlig stedfortræder for {person}.",
        council=council,
        rule=KL,
        writes=(Write(Substitution, None, facts),),
    )
