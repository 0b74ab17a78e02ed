"""From an event to everything that follows from it."""

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from councils.lives import endings, later, mayors
from councils.lives.endings import day
from councils.lives.values import Consequence, Event, Impossible, Kind, Plan, Write, made
from councils.models import LeaveOfAbsence, PartyMembership, Person

_DAY = datetime.timedelta(days=1)

# What follows in an app above this one, from the event and from what follows here.
Further = Callable[[Event, Sequence[Consequence]], Iterable[Consequence]]
_further: list[Further] = []


def register(further: Further) -> None:
    """Adds what an app above this one knows; said once, when the portal starts."""
    if further not in _further:
        _further.append(further)


def plan(event: Event) -> Plan:
    """What follows, as things are registered now. Nothing is written. Raises Impossible."""
    found = tuple(_RULES[event.kind](event))
    return made(event, [*found, *(one for further in _further for one in further(event, found))])


def _left_municipal_council(event: Event) -> Iterator[Consequence]:
    yield from endings.of_everything(event.person, event.on, "left_municipal_council")
    yield from later.of_councillor(event.person, event.on)
    yield from _succession(event)


def _died(event: Event) -> Iterator[Consequence]:
    yield from endings.of_everything(event.person, event.on, "died")
    yield from endings.of_party(event.person, event.on)
    yield from later.of_the_dead(event.person, event.on)
    yield from _succession(event)


def _stopped_as_mayor(event: Event) -> Iterator[Consequence]:
    office = mayors.office_of(event.person, event.on)
    if office is None:
        raise Impossible(f"{event.person} er ikke registreret som borgmester den dag.", "on")
    yield from mayors.end(office, event.on)
    yield from _succession(event)


def _became_mayor(event: Event) -> Iterator[Consequence]:
    if event.municipality is None:
        raise Impossible("Vælg kommunen.", "municipality")
    before = mayors.office_in(event.municipality, event.on)
    if before is not None:
        if before.person_id == event.person.pk:
            raise Impossible(f"{event.person} er allerede registreret som borgmester.", "on")
        yield from _about(before.person, mayors.end(before, event.on - _DAY))
    after = before.person if before else None
    yield from mayors.begin(event.person, event.municipality, event.on, after=after)


def _succession(event: Event) -> Iterator[Consequence]:
    """The new mayor, the day after; where there is none yet, that one is missing."""
    office = mayors.office_of(event.person, event.on)
    if office is None:
        if event.successor is not None:
            raise Impossible(
                f"{event.person} er ikke borgmester den dag og har ingen efterfølger.", "successor"
            )
        return
    if event.successor is None:
        yield from endings.no_born_member(office.municipality, event.on + _DAY)
        return
    if event.successor.pk == event.person.pk:
        raise Impossible("Efterfølgeren må være en anden person.", "successor")
    found = mayors.begin(event.successor, office.municipality, event.on + _DAY, after=event.person)
    yield from _about(event.successor, found)


def _about(person: Person, found: Iterable[Consequence]) -> Iterator[Consequence]:
    """Sentences without a subject are about the event's person; about somebody else they begin
    with the name."""
    for one in found:
        has_no_subject = one.text.startswith("Er ")
        yield replace(one, text=f"{person} e{one.text[1:]}") if has_no_subject else one


def _left_party(event: Event) -> Iterator[Consequence]:
    belonged = PartyMembership.objects.in_force(event.on).filter(person=event.person)
    membership = belonged.select_related("party").first()
    if membership is None:
        raise Impossible(f"{event.person} er ikke registreret i et parti den dag.", "on")
    if event.party == membership.party:
        raise Impossible("Det er det parti, som personen forlader.", "party")
    yield from endings.of_party(event.person, event.on)
    if event.party is not None:
        new = {
            "person": event.person,
            "party": event.party,
            "starts_on": event.on + _DAY,
            "ends_on": membership.ends_on,
        }
        yield Consequence(
            f"Er medlem af {event.party} fra {day(event.on + _DAY)}.",
            writes=(Write(PartyMembership, None, new),),
        )
    yield from endings.of_seats_given_by(membership.party, event.person, event.on)
    yield from later.of_seats_given_by(membership.party, event.person, event.on)


def _leave(event: Event) -> Iterator[Consequence]:
    if event.until is not None and event.until < event.on:
        raise Impossible("Orloven kan ikke slutte, før den begynder.", "until")
    others = LeaveOfAbsence.objects.filter(person=event.person)
    if others.within(event.on, event.until or datetime.date.max).exists():
        raise Impossible(f"{event.person} har allerede orlov i perioden.", "on")
    facts = {"person": event.person, "starts_on": event.on, "ends_on": event.until}
    until = f" til {day(event.until)}" if event.until else ""
    yield Consequence(
        f"Har orlov fra {day(event.on)}{until} og beholder sine pladser.",
        writes=(Write(LeaveOfAbsence, None, facts),),
    )
    yield from endings.of_attendance(event.person, event.on, event.until)


_RULES: dict[Kind, Callable[[Event], Iterator[Consequence]]] = {
    Kind.LEFT_MUNICIPAL_COUNCIL: _left_municipal_council,
    Kind.LEFT_PARTY: _left_party,
    Kind.BECAME_MAYOR: _became_mayor,
    Kind.STOPPED_AS_MAYOR: _stopped_as_mayor,
    Kind.LEAVE: _leave,
    Kind.DIED: _died,
}
