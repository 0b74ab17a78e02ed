"""What ends with somebody's office or party, and who takes it over."""

import datetime
from collections.abc import Iterator

from django.db.models import Q, QuerySet
from django.utils import formats

from councils.lives.values import Consequence, Tone, Write
from councils.models import (
    CouncilMembership,
    Leadership,
    LeaveOfAbsence,
    Office,
    Party,
    PartyMembership,
    Person,
    Substitution,
)
from councils.models.periods import Period

KL = "KL’s regler"
OWN = "portalens valg"


def day(at: datetime.date) -> str:
    return formats.date_format(at, "j. F Y")


def of_everything(person: Person, on: datetime.date, because: str) -> Iterator[Consequence]:
    """`on` is the last day in the municipal council: offices, seats and substitutions end."""
    for office in beyond(Office.objects.filter(person=person), on).select_related("municipality"):
        yield _ends(office, f"Er {office.get_role_display().lower()} i {office.municipality}", on)
    for membership in _memberships(person, on):
        if membership.role == CouncilMembership.Role.OBSERVER:
            yield Consequence(
                f"Er observatør i {membership.council}. Undersøg, om det fortsætter.",
                Tone.DOUBT,
                membership.council,
            )
        else:
            yield from of_membership(membership, on, because)
    yield from of_substitutions(person, on)
    for leave in beyond(LeaveOfAbsence.objects.filter(person=person), on):
        yield _ends(leave, "Har orlov", on)
    yield from _registered_later(person, on)


def _registered_later(person: Person, on: datetime.date) -> Iterator[Consequence]:
    """What somebody wrote down for a day on which it can no longer be."""
    later = {"starts_on__gt": on}
    seats = CouncilMembership.objects.filter(person=person, **later).select_related("council")
    for seat in seats:
        said = f"Er registreret som medlem af {seat.council} fra {day(seat.starts_on)}"
        yield Consequence(f"{said}. Slet det, hvis det ikke sker.", Tone.DOUBT, seat.council)
    found = Substitution.objects.filter(person=person, **later)
    for one in found.select_related("membership__person", "membership__council"):
        said = f"Er registreret som stedfortræder for {one.membership.person}"
        yield Consequence(
            f"{said} fra {day(one.starts_on)}. Slet det, hvis det ikke sker.",
            Tone.DOUBT,
            one.membership.council,
        )


def of_membership(
    membership: CouncilMembership, on: datetime.date, because: str
) -> Iterator[Consequence]:
    """A seat with the post and the personal substitute that hang on it, and who fills it."""
    council = membership.council
    seat = "født medlem" if membership.role == "mayor" else "supplerende medlem"
    facts = {"ends_on": on, "left_because": because}
    yield Consequence(
        f"Er {seat} af {council} til og med {day(on)}.",
        council=council,
        rule=KL,
        writes=(Write(CouncilMembership, membership, facts),),
    )
    posts = beyond(Leadership.objects.filter(membership=membership), on)
    for post in posts:
        said = f"Er {post.get_role_display().lower()} i {council}"
        yield _ends(post, said, on, council=council)
        yield Consequence(
            f"{council} skal vælge {post.get_role_display().lower()}.", Tone.VACANCY, council, KL
        )
    for post in Leadership.objects.filter(membership=membership, starts_on__gt=on):
        yield Consequence(
            f"Er registreret som {post.get_role_display().lower()} fra {day(post.starts_on)}, når"
            " pladsen er ophørt. Ret formandskabet.",
            Tone.DOUBT,
            council,
        )
    own = beyond(Substitution.objects.filter(membership=membership), on)
    for substitution in own.select_related("person"):
        said = f"{substitution.person} er personlig stedfortræder for {membership.person}"
        yield _ends(substitution, said, on, council=council)
    if membership.elected_by is not None:
        yield Consequence(
            f"Pladsen tilhører {membership.elected_by}: listens kommunalbestyrelsesmedlemmer i"
            f" {council.region} vælger et nyt medlem og en personlig stedfortræder.",
            Tone.VACANCY,
            council,
            KL,
        )


def of_substitutions(
    person: Person, on: datetime.date, *, leaving: Person | None = None
) -> Iterator[Consequence]:
    """Those whom the person substitutes for have nobody any more; `leaving` needs nobody."""
    found = beyond(Substitution.objects.filter(person=person), on)
    for substitution in found.exclude(membership__person=leaving).select_related(
        "membership__person", "membership__council"
    ):
        member, council = substitution.membership.person, substitution.membership.council
        yield _ends(
            substitution, f"Er personlig stedfortræder for {member}", on, council=council, rule=OWN
        )
        yield Consequence(
            f"{member} har ingen personlig stedfortræder i {council} fra"
            f" {day(on + datetime.timedelta(days=1))}.",
            Tone.VACANCY,
            council,
        )


def of_party(person: Person, on: datetime.date) -> Iterator[Consequence]:
    found = beyond(PartyMembership.objects.filter(person=person), on)
    for membership in found.select_related("party"):
        yield _ends(membership, f"Er medlem af {membership.party}", on)


def of_seats_given_by(party: Party, person: Person, on: datetime.date) -> Iterator[Consequence]:
    """A supplementary member leaves with the party whose councillors elected them; mayors stay."""
    for membership in _memberships(person, on):
        council = membership.council
        if membership.role == CouncilMembership.Role.MAYOR:
            yield Consequence(
                f"Bliver i {council}: en borgmester er født medlem, også uden sit parti.",
                Tone.NOTICE,
                council,
                KL,
            )
        elif membership.elected_by is not None and membership.elected_by.party == party:
            yield from of_membership(membership, on, "left_party")
        elif membership.elected_by is not None:
            yield Consequence(
                f"Er valgt til {council} af {membership.elected_by}. Undersøg, om"
                f" {party} er med i samarbejdet.",
                Tone.DOUBT,
                council,
            )
    found = beyond(Substitution.objects.filter(person=person), on)
    for substitution in found.select_related("membership__person", "membership__council"):
        yield Consequence(
            f"Er personlig stedfortræder for {substitution.membership.person}. Reglerne siger ikke,"
            " om en stedfortræder, der forlader sit parti, fortsætter.",
            Tone.DOUBT,
            substitution.membership.council,
        )


def of_attendance(
    person: Person, on: datetime.date, until: datetime.date | None
) -> Iterator[Consequence]:
    """Who attends instead during a leave."""
    for membership in _memberships(person, on - datetime.timedelta(days=1)):
        council = membership.council
        if membership.role == CouncilMembership.Role.OBSERVER:
            continue
        substitution = (
            Substitution.objects.in_force(on)
            .filter(membership=membership)
            .select_related("person")
            .first()
        )
        if substitution is None:
            said = f"{person} har ingen personlig stedfortræder, der kan møde i {council}."
            yield Consequence(said, Tone.VACANCY, council, KL)
        else:
            said = f"{substitution.person} møder i {council} som personlig stedfortræder."
            yield Consequence(said, Tone.NOTICE, council, KL)
        for post in Leadership.objects.in_force(on).filter(membership=membership):
            yield Consequence(
                f"Er {post.get_role_display().lower()} i {council}. Aftal, hvem der leder møderne:"
                " stedfortræderen overtager ikke posten.",
                Tone.DOUBT,
                council,
                OWN,
            )


def beyond(rows: QuerySet, on: datetime.date) -> QuerySet:
    """Those that hold on the day `on`, and on the day after."""
    return rows.filter(Q(ends_on=None) | Q(ends_on__gt=on), starts_on__lte=on)


def _memberships(person: Person, on: datetime.date) -> QuerySet:
    return beyond(CouncilMembership.objects.filter(person=person), on).select_related(
        "council", "person", "municipality", "elected_by__party", "elected_by__municipality", "term"
    )


def _ends(row: Period, said: str, on: datetime.date, **facts) -> Consequence:
    write = Write(type(row), row, {"ends_on": on})
    return Consequence(f"{said} til og med {day(on)}.", writes=(write,), **facts)
