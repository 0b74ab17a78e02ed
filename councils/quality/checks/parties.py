"""Parties that are not told, or that do not go with a seat."""

from collections.abc import Iterator

from councils.quality.checking import check
from councils.quality.values import Facts, Finding, Membership, Severity


@check(Severity.DOUBT, "Supplerende medlemmer uden for det parti, der valgte dem")
def member_outside_their_list(facts: Facts) -> Iterator[Finding]:
    """KL's rules: a supplementary member who leaves the party leaves the council. The parties of a
    list co-operation are not known here."""
    for seat in facts.members:
        if not _is_outside(seat):
            continue
        party = seat.person.party
        told = f"er registreret i {party.name}" if party else "er ikke registreret i noget parti"
        yield Finding(
            f"{seat.person.name} er valgt af {seat.elected_by.name}, men {told}.",
            (seat.person.event_page,),
        )


@check(Severity.DOUBT, "Personer uden parti")
def person_without_party(facts: Facts) -> Iterator[Finding]:
    """Apart from those who are found above."""
    outside = {seat.person.pk for seat in facts.members if _is_outside(seat)}
    for person in facts.people:
        if person.party is None and person.pk not in outside:
            yield Finding(f"{person.name} er ikke registreret i noget parti.", (person.page,))


@check(Severity.DOUBT, "Supplerende medlemmer, der er borgmester")
def supplementary_member_is_mayor(facts: Facts) -> Iterator[Finding]:
    for seat in facts.members:
        for office in facts.offices_of(seat.person):
            if seat.role == "supplementary" and office.role == "mayor" and office.holds(facts.at):
                yield Finding(
                    f"{seat.person.name} er borgmester i {office.municipality.name}, men sidder i"
                    f" {facts.council} som supplerende medlem.",
                    (seat.person.event_page,),
                )


def _is_outside(seat: Membership) -> bool:
    if seat.elected_by is None or seat.elected_by.party is None:
        return False
    return seat.person.party is None or seat.person.party.pk != seat.elected_by.party
