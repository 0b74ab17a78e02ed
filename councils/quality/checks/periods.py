"""Days that contradict each other where no constraint of the database can see it."""

import datetime
from collections.abc import Iterable, Iterator

from councils.quality.checking import check, day, joined
from councils.quality.values import Dated, Facts, Finding, Membership, Office, Severity

_DAY = datetime.timedelta(days=1)


@check(Severity.DOUBT, "Medlemskaber uden for valgperioden")
def membership_outside_term(facts: Facts) -> Iterator[Finding]:
    for seat in facts.memberships:
        term, who = seat.term, f"{seat.person.name} er medlem for {seat.term.name}"
        if seat.starts_on < term.starts_on:
            yield Finding(
                f"{who}, men fra den {day(seat.starts_on)}, før valgperioden begynder den"
                f" {day(term.starts_on)}.",
                (seat.person.page,),
            )
        if seat.ends_on and seat.ends_on > term.last:
            yield Finding(
                f"{who}, men til og med den {day(seat.ends_on)}, efter at valgperioden slutter den"
                f" {day(term.last)}.",
                (seat.person.page,),
            )
        elif seat.ends_on is None and term.last < facts.at:
            yield Finding(
                f"{who}, der sluttede den {day(term.last)}, men medlemskabet har ingen slutdato.",
                (seat.person.page,),
            )


@check(Severity.DOUBT, "Medlemmer, hvis kommunale hverv ikke er registreret")
def membership_without_office(facts: Facts) -> Iterator[Finding]:
    for seat in facts.members:
        if seat.role != "observer" and not _offices_behind(facts, seat):
            yield Finding(f"{_sits(seat)}, {_without_office(seat)} dér.", (seat.person.page,))


@check(Severity.DOUBT, "Medlemskaber uden det kommunale hverv, de følger af")
def membership_outside_office(facts: Facts) -> Iterator[Finding]:
    """On some days of the membership the office was not held, or will not be."""
    for seat in facts.memberships:
        offices = _offices_behind(facts, seat)
        if seat.role == "observer" or not offices:
            continue
        first = _first_uncovered(seat.starts_on, seat.last_of_seat, offices)
        if first is not None:
            last = "" if seat.ends_on is None else f" til og med den {day(seat.ends_on)}"
            said = f"{_sits(seat)}{last}, {_without_office(seat)} den {day(first)}."
            yield Finding(said, (seat.person.event_page,))


@check(Severity.DOUBT, "Stedfortrædere uden for medlemmets egen periode")
def substitution_outside_membership(facts: Facts) -> Iterator[Finding]:
    for row in facts.substitutions:
        who = f"{row.person.name} er stedfortræder for {row.membership.person.name}"
        for said in _outside(row, row.membership, facts.at):
            yield Finding(f"{who} {said}", (row.membership.person.page,))


@check(Severity.DOUBT, "Formandskaber uden for medlemmets egen periode")
def post_outside_membership(facts: Facts) -> Iterator[Finding]:
    for post in facts.posts:
        who = f"{post.membership.person.name} er {post.label.lower()}"
        for said in _outside(post, post.membership, facts.at):
            yield Finding(f"{who} {said}", (post.membership.person.page,))


@check(Severity.DOUBT, "Medlemmer fra en kommune uden for rådet")
def municipality_of_another_council(facts: Facts) -> Iterator[Finding]:
    here = {municipality.pk for municipality in facts.municipalities}
    for seat in facts.members:
        if seat.role != "observer" and seat.municipality.pk not in here:
            yield Finding(
                f"{seat.person.name} er medlem for {seat.municipality.name}, der ikke hører til"
                f" {facts.council} den {day(facts.at)}.",
                (seat.person.page,),
            )


@check(Severity.DOUBT, "Personer med hverv i flere kommuner")
def offices_in_several_municipalities(facts: Facts) -> Iterator[Finding]:
    for person in facts.people:
        held = [office for office in facts.offices_of(person) if office.holds(facts.at)]
        names = sorted({office.municipality.name for office in held})
        if len(names) > 1:
            yield Finding(
                f"{person.name} har hverv i {joined(names)} på samme tid.", (person.page,)
            )


@check(Severity.DOUBT, "Medlemmer af flere KKR")
def seats_in_several_councils(facts: Facts) -> Iterator[Finding]:
    elsewhere = {
        seat.person: seat.council
        for seat in facts.seats_elsewhere
        if seat.is_other_council and seat.holds(facts.at)
    }
    for seat in facts.members:
        if seat.person.pk in elsewhere:
            yield Finding(
                f"{seat.person.name} sidder også i {elsewhere[seat.person.pk]}.",
                (seat.person.page,),
            )


def _sits(seat: Membership) -> str:
    kind = "født" if seat.role == "mayor" else "supplerende"
    return f"{seat.person.name} er {kind} medlem for {seat.municipality.name}"


def _without_office(seat: Membership) -> str:
    office = "borgmester" if seat.role == "mayor" else "kommunalbestyrelsesmedlem"
    return f"men er ikke registreret som {office}"


def _offices_behind(facts: Facts, seat: Membership) -> list[Office]:
    """A born member's as mayor, a supplementary member's of any kind, in their municipality."""
    offices = facts.offices_of(seat.person, seat.municipality)
    return [office for office in offices if seat.role != "mayor" or office.role == "mayor"]


def _first_uncovered(
    first: datetime.date, last: datetime.date, periods: Iterable[Dated]
) -> datetime.date | None:
    """The first day from `first` to `last` on which none of the periods holds."""
    for period in sorted(periods, key=lambda period: period.starts_on):
        if period.starts_on > first:
            break
        if period.last >= last:
            return None
        first = max(first, period.last + _DAY)
    return first if first <= last else None


def _outside(row: Dated, seat: Membership, at: datetime.date) -> Iterator[str]:
    """What hangs on a seat begins and ends with it. Without an end it ends with the seat, and is
    only worth a look once that has happened."""
    if row.starts_on < seat.starts_on:
        yield f"fra den {day(row.starts_on)}, men medlemskabet begynder den {day(seat.starts_on)}."
    if seat.ends_on is None:
        return
    if row.ends_on is not None and row.ends_on > seat.ends_on:
        yield (
            f"til og med den {day(row.ends_on)}, men medlemskabet slutter den {day(seat.ends_on)}."
        )
    elif row.ends_on is None and seat.ends_on < at:
        yield f"uden slutdato, men medlemskabet sluttede den {day(seat.ends_on)}."
