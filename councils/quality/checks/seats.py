"""Seats and posts that stand empty, or are filled too often."""

import datetime
from collections.abc import Iterator

from councils.quality.checking import check
from councils.quality.values import Facts, Finding, Place, Severity, Where

CONSTITUTED_BY = (1, 31)  # the latest day of the constituent meeting, in the term's first year


@check(Severity.MISSING, "Kommuner uden født medlem")
def municipality_without_born_member(facts: Facts) -> Iterator[Finding]:
    born = {seat.municipality.pk for seat in facts.members if seat.role == "mayor"}
    mayors = {
        office.municipality.pk: office.person
        for office in facts.offices
        if office.role == "mayor" and office.holds(facts.at)
    }
    for municipality in facts.municipalities:
        if municipality.pk in born:
            continue
        mayor = mayors.get(municipality.pk)
        if mayor is None:
            yield Finding(
                f"{municipality.name} har intet født medlem: ingen borgmester er registreret.",
                (Place(Where.NEW_MAYOR, municipality.name),),
            )
        else:
            yield Finding(
                f"{mayor.name} er registreret som borgmester i {municipality.name}, men ikke som"
                f" født medlem af {facts.council}.",
                (Place(Where.NEW_SEAT, mayor.name, mayor.pk),),
            )


@check(Severity.MISSING, "Supplerende medlemmer, der mangler")
def list_without_members(facts: Facts) -> Iterator[Finding]:
    for letter, number in facts.unfilled or ():
        if number > 0:
            members = "medlem" if number == 1 else "medlemmer"
            yield _about_list(letter, f"mangler {number} supplerende {members}.", Where.NEW_SEAT)


@check(Severity.DOUBT, "Lister med flere medlemmer end pladser")
def list_with_too_many_members(facts: Facts) -> Iterator[Finding]:
    for letter, number in facts.unfilled or ():
        if number < 0:
            too_many = "medlem for meget" if number == -1 else "medlemmer for mange"
            yield _about_list(letter, f"har {-number} supplerende {too_many}.", Where.SEATS)


@check(Severity.DOUBT, "Sammensætningen")
def composition_not_accepted(facts: Facts) -> Iterator[Finding]:
    if facts.unfilled is None:
        yield Finding(
            f"Listernes pladser i {facts.council} er ikke godkendt for {facts.term.name}, så"
            " portalen kan ikke se, om der mangler supplerende medlemmer.",
            (Place(Where.COMPOSITION, facts.council),),
        )


@check(Severity.MISSING, "Formand og næstformand")
def council_without_leader(facts: Facts) -> Iterator[Finding]:
    """Not before the constituent meeting, nor when somebody is known to take over."""
    if facts.at <= datetime.date(facts.term.starts_on.year, *CONSTITUTED_BY):
        return
    for role, label in (("chair", "formand"), ("vice_chair", "næstformand")):
        last = max((post.last for post in facts.posts if post.role == role), default=None)
        if last is None or last < facts.at:
            yield Finding(
                f"{facts.council} har ingen {label}.", (Place(Where.LEADERSHIP, facts.council),)
            )


@check(Severity.MISSING, "Medlemmer uden personlig stedfortræder")
def member_without_substitute(facts: Facts) -> Iterator[Finding]:
    """Observers need nobody."""
    substituted = {row.membership.pk for row in facts.standing_in}
    for seat in facts.members:
        if seat.role != "observer" and seat.pk not in substituted:
            yield Finding(
                f"{seat.person.name} har ingen personlig stedfortræder.", (seat.person.page,)
            )


def _about_list(letter: str, said: str, where: Where) -> Finding:
    name = f"Liste {letter}" if letter else "En liste uden bogstav"
    return Finding(f"{name} {said}", (Place(where, name, letter=letter),))
