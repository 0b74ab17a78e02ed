"""What was written down for a day on which it can no longer be."""

import datetime
from collections.abc import Iterator

from django.db import models
from django.db.models import Q

from councils.lives.endings import (
    OWN,
    day,
    no_born_member,
    no_substitute,
    of_post_begun_later,
    removed,
    seat_to_fill,
)
from councils.lives.values import Consequence, Tone
from councils.models import (
    CouncilMembership,
    Leadership,
    LeaveOfAbsence,
    Office,
    Party,
    PartyMembership,
    Person,
    Substitution,
    Term,
)
from councils.models.periods import Period

_RELATED = ("council", "person", "municipality", "elected_by__party", "elected_by__municipality")


def of_the_dead(person: Person, on: datetime.date) -> Iterator[Consequence]:
    """Nothing begins any more."""
    yield from _of_everything(person, on, datetime.date.max)
    for membership in _begun_later(PartyMembership, on).filter(person=person):
        said = f"Er registreret i {membership.party} fra {day(membership.starts_on)}"
        yield removed(membership, said)


def of_councillor(person: Person, on: datetime.date) -> Iterator[Consequence]:
    """What begins in the same term can no longer be; in a later one they may be elected again. An
    observer need not be a councillor."""
    term = Term.objects.running(on).first()
    last_day = term.ends_on if term else on
    observer = CouncilMembership.Role.OBSERVER
    members = [role for role in CouncilMembership.Role if role != observer]
    yield from _of_everything(person, on, last_day, role__in=members)
    for seat in _seats(person, on).filter(Q(starts_on__gt=last_day) | Q(role=observer)):
        said = f"{_seat(seat)}. Slet det, hvis det ikke sker."
        yield Consequence(said, Tone.DOUBT, seat.council)
    found = _begun_later(Substitution, last_day).filter(person=person)
    for one in found.select_related("membership__person", "membership__council"):
        said = f"{_substitution(one)}. Slet det, hvis det ikke sker."
        yield Consequence(said, Tone.DOUBT, one.membership.council)


def of_seats(
    person: Person, on: datetime.date, until: datetime.date, **which
) -> Iterator[Consequence]:
    """Seats that begin after `on` and not after `until`, with the posts and substitutes on them."""
    for seat in _seats(person, on).filter(starts_on__lte=until, **which):
        if any(model not in (Leadership, Substitution) for model in referring(seat)):
            said = f"{_seat(seat)}, og pladsen er brugt. Undersøg, hvad der er rigtigt."
            yield Consequence(said, Tone.DOUBT, seat.council)
            continue
        yield from of_post_begun_later(seat, datetime.date.min)
        for one in seat.substitutions.select_related("person"):
            said = f"{one.person} er registreret som personlig stedfortræder for {person}"
            yield removed(one, f"{said} fra {day(one.starts_on)}", council=seat.council)
        yield removed(seat, _seat(seat), council=seat.council)
        yield from seat_to_fill(seat)


def of_seats_given_by(party: Party, person: Person, on: datetime.date) -> Iterator[Consequence]:
    """Those that the councillors of a party would have given in the same term."""
    term = Term.objects.running(on).first()
    if term is not None:
        yield from of_seats(person, on, term.ends_on, elected_by__party=party)


def of_substitutions(
    person: Person, on: datetime.date, until: datetime.date, *, leaving: Person | None = None
) -> Iterator[Consequence]:
    """Those whom the person would have substituted for; `leaving` needs nobody."""
    found = _begun_later(Substitution, on).filter(person=person, starts_on__lte=until)
    for one in found.exclude(membership__person=leaving).select_related(
        "membership__person", "membership__council"
    ):
        council = one.membership.council
        yield removed(one, _substitution(one), council=council, rule=OWN)
        yield no_substitute(one.membership, one.starts_on)


def of_offices(
    person: Person, on: datetime.date, until: datetime.date, **which
) -> Iterator[Consequence]:
    found = _begun_later(Office, on).filter(person=person, starts_on__lte=until, **which)
    for office in found.select_related("municipality"):
        role, town = office.get_role_display().lower(), office.municipality
        said = f"Er registreret som {role} i {town} fra {day(office.starts_on)}"
        yield removed(office, said)
        mayors = Office.objects.in_force(on).filter(person=person, role=Office.Role.MAYOR)
        if office.role == Office.Role.MAYOR and not mayors.filter(municipality=town).exists():
            yield from no_born_member(town, office.starts_on)


def referring(row: models.Model) -> Iterator[type[models.Model]]:
    """The models, in any app, that have a row which refers to this one."""
    for relation in row._meta.get_fields(include_hidden=True):
        if relation.auto_created and (relation.one_to_many or relation.one_to_one):
            model = relation.related_model
            if model._default_manager.filter(**{relation.field.name: row}).exists():
                yield model


def _of_everything(
    person: Person, on: datetime.date, until: datetime.date, **seats
) -> Iterator[Consequence]:
    yield from of_offices(person, on, until)
    yield from of_seats(person, on, until, **seats)
    yield from of_substitutions(person, on, until)
    for leave in _begun_later(LeaveOfAbsence, on).filter(person=person, starts_on__lte=until):
        yield removed(leave, f"Er registreret med orlov fra {day(leave.starts_on)}")


def _seats(person: Person, on: datetime.date) -> models.QuerySet[CouncilMembership]:
    return _begun_later(CouncilMembership, on).filter(person=person).select_related(*_RELATED)


def _begun_later(model: type[Period], on: datetime.date) -> models.QuerySet:
    return model._default_manager.filter(starts_on__gt=on).order_by("starts_on", "pk")


def _seat(seat: CouncilMembership) -> str:
    return f"Er registreret som medlem af {seat.council} fra {day(seat.starts_on)}"


def _substitution(one: Substitution) -> str:
    said = f"Er registreret som stedfortræder for {one.membership.person}"
    return f"{said} fra {day(one.starts_on)}"
