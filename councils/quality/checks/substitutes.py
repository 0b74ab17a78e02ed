"""Substitutes who cannot, or can hardly, stand in for whom they should."""

from collections import defaultdict
from collections.abc import Iterator

from councils.quality.checking import check, day, joined
from councils.quality.values import Facts, Finding, Membership, Person, Severity, Substitution


@check(Severity.DOUBT, "Stedfortrædere fra en anden liste end medlemmet")
def substitute_of_another_list(facts: Facts) -> Iterator[Finding]:
    """By the parties, of which each has one letter in an election. A mayor's substitute is the
    deputy mayor, of whichever party. Of list co-operations the parties are not known here."""
    for row in facts.standing_in:
        seat, party = row.membership, row.person.party
        wanted, name = _list_of(seat)
        if party is None or wanted is None or party.pk == wanted or _is_deputy(facts, row):
            continue
        yield Finding(
            f"{row.person.name} ({party.name}) er stedfortræder for {seat.person.name} ({name}).",
            (row.person.page, seat.person.page),
        )


@check(Severity.DOUBT, "Stedfortrædere i ring")
def substitutes_in_a_circle(facts: Facts) -> Iterator[Finding]:
    for circle in _circles(facts):
        if len(circle) == 1:
            said = f"{circle[0].name} er registreret som sin egen stedfortræder."
        else:
            said = f"{joined([p.name for p in circle])} er stedfortrædere for hinanden i ring."
        yield Finding(said, tuple(person.page for person in circle))


@check(Severity.DOUBT, "Stedfortrædere, der selv er medlem")
def substitute_is_member(facts: Facts) -> Iterator[Finding]:
    """Apart from those in a circle, who are found already."""
    found = {person.pk for circle in _circles(facts) for person in circle}
    seats = {seat.person.pk: seat for seat in facts.members}
    for row in facts.standing_in:
        own = seats.get(row.person.pk)
        if own is not None and own.person.pk not in found:
            role = "observatør i" if own.role == "observer" else "medlem af"
            yield Finding(
                f"{row.person.name} er stedfortræder for {row.membership.person.name}, men er selv"
                f" {role} {facts.council}.",
                (row.person.page, row.membership.person.page),
            )


@check(Severity.DOUBT, "Stedfortrædere for flere medlemmer")
def substitute_for_several(facts: Facts) -> Iterator[Finding]:
    seats: dict[Person, list[Membership]] = defaultdict(list)
    for row in facts.standing_in:
        seats[row.person].append(row.membership)
    for person, substituted in seats.items():
        if len(substituted) > 1:
            names = joined([seat.person.name for seat in substituted])
            yield Finding(f"{person.name} er stedfortræder for både {names}.", (person.page,))


@check(Severity.DOUBT, "Observatører med stedfortræder")
def observer_with_substitute(facts: Facts) -> Iterator[Finding]:
    for row in facts.standing_in:
        seat = row.membership
        if seat.role == "observer":
            yield Finding(
                f"{seat.person.name} er observatør, men har en stedfortræder, {row.person.name}.",
                (seat.person.page,),
            )


@check(Severity.DOUBT, "Stedfortrædere, der har forladt kommunalbestyrelsen")
def substitute_without_office(facts: Facts) -> Iterator[Finding]:
    """Only where the portal knows that there was an office."""
    for row in facts.standing_in:
        offices = facts.offices_of(row.person)
        last = max((office.last for office in offices), default=facts.at)
        if last < facts.at:
            yield Finding(
                f"{row.person.name} er stedfortræder for {row.membership.person.name}, men har ikke"
                f" haft et kommunalt hverv siden den {day(last)}.",
                (row.person.event_page,),
            )


def _list_of(seat: Membership) -> tuple[int | None, str]:
    """The party, by key and name, that a seat is held for: the one that gave it, or a mayor's."""
    if seat.elected_by is not None:
        return seat.elected_by.party, seat.elected_by.name
    party = seat.person.party
    return (party.pk, party.name) if party else (None, "")


def _is_deputy(facts: Facts, row: Substitution) -> bool:
    """Whether a mayor's substitute is the deputy mayor there."""
    offices = facts.offices_of(row.person, row.membership.municipality)
    return row.membership.role == "mayor" and any(
        office.role == "deputy_mayor" and office.holds(facts.at) for office in offices
    )


def _circles(facts: Facts) -> list[list[Person]]:
    """Who stands in for whom until it comes round to the first again. A member has one substitute,
    so each chain has one way to go."""
    next_of = {row.membership.person: row.person for row in facts.standing_in}
    circles, seen = [], set()
    for first in next_of:
        chain, person = [], first
        while person in next_of and person not in seen:
            seen.add(person)
            chain.append(person)
            person = next_of[person]
        if person in chain:
            circles.append(chain[chain.index(person) :])
    return circles
