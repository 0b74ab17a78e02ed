"""What ends with somebody's office or party, and who takes it over."""

import datetime
from collections.abc import Iterator

from django.db.models import Q, QuerySet
from django.utils import formats

from councils.lives.values import Consequence, Tone, Write
from councils.models import (
    Council,
    CouncilMembership,
    Leadership,
    LeaveOfAbsence,
    Municipality,
    Office,
    Party,
    PartyMembership,
    Person,
    Substitution,
)
from councils.models.periods import Period

KL = "KL’s regler"
OWN = "portalens valg"
_SEATS = {
    CouncilMembership.Role.MAYOR: "født medlem",
    CouncilMembership.Role.SUPPLEMENTARY: "supplerende medlem",
    CouncilMembership.Role.OBSERVER: "observatør",
}


def day(at: datetime.date) -> str:
    return formats.date_format(at, "j. F Y")


def of_everything(person: Person, on: datetime.date, because: str) -> Iterator[Consequence]:
    """`on` is the last day in the municipal council: offices, seats and substitutions end."""
    for office in beyond(Office.objects.filter(person=person), on).select_related("municipality"):
        yield _ends(office, f"Er {office.get_role_display().lower()} i {office.municipality}", on)
    for membership in _memberships(person, on):
        is_observer = membership.role == CouncilMembership.Role.OBSERVER
        if is_observer and because != "died":
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


def of_membership(
    membership: CouncilMembership, on: datetime.date, because: str
) -> Iterator[Consequence]:
    """A seat with the post and the personal substitute that hang on it, and who fills it."""
    council = membership.council
    seat = _SEATS[membership.role]
    facts = {"ends_on": on, "left_because": because}
    yield Consequence(
        f"Er {seat} af {council} til og med {day(on)}.",
        council=council,
        rule=KL,
        writes=(Write(CouncilMembership, membership, facts),),
    )
    for post in beyond(Leadership.objects.filter(membership=membership), on):
        said = f"Er {post.get_role_display().lower()} i {council}"
        yield _ends(post, said, on, council=council)
        yield _to_elect(post)
    yield from of_post_begun_later(membership, on)
    own = Substitution.objects.filter(membership=membership).select_related("person")
    for substitution in beyond(own, on):
        said = f"{substitution.person} er personlig stedfortræder for {membership.person}"
        yield _ends(substitution, said, on, council=council)
    for substitution in own.filter(starts_on__gt=on):
        said = f"{substitution.person} er registreret som personlig stedfortræder for"
        said += f" {membership.person} fra {day(substitution.starts_on)}"
        yield removed(substitution, said, council=council)
    yield from seat_to_fill(membership)


def of_post_begun_later(membership: CouncilMembership, on: datetime.date) -> Iterator[Consequence]:
    """Posts on a seat that is over, or never was, when they begin."""
    posts = Leadership.objects.filter(membership=membership, starts_on__gt=on)
    for post in posts.select_related("council"):
        said = f"Er registreret som {post.get_role_display().lower()} i {post.council}"
        yield removed(post, f"{said} fra {day(post.starts_on)}", council=post.council)
        yield _to_elect(post)


def seat_to_fill(membership: CouncilMembership) -> Iterator[Consequence]:
    """The list that a seat belongs to elects somebody else."""
    council = membership.council
    if membership.elected_by is not None:
        yield Consequence(
            f"Pladsen tilhører {membership.elected_by}: listens kommunalbestyrelsesmedlemmer i"
            f" {council.region} vælger et nyt medlem og en personlig stedfortræder.",
            Tone.VACANCY,
            council,
            KL,
        )


def _to_elect(post: Leadership) -> Consequence:
    said = f"{post.council} skal vælge {post.get_role_display().lower()}."
    return Consequence(said, Tone.VACANCY, post.council, KL)


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
        yield no_substitute(substitution.membership, on + datetime.timedelta(days=1))


def no_substitute(membership: CouncilMembership, starts_on: datetime.date) -> Consequence:
    council = membership.council
    said = f"{membership.person} har ingen personlig stedfortræder i {council}"
    return Consequence(f"{said} fra {day(starts_on)}.", Tone.VACANCY, council)


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


def no_born_member(municipality: Municipality, starts_on: datetime.date) -> Iterator[Consequence]:
    """Nobody is known to be mayor from that day on."""
    council = council_of(municipality, starts_on)
    if council is not None:
        yield Consequence(
            f"{municipality} har intet født medlem i {council} fra {day(starts_on)}."
            " Registrér den nye borgmester, når kommunalbestyrelsen har valgt.",
            Tone.VACANCY,
            council,
            KL,
        )


def council_of(municipality: Municipality, on: datetime.date) -> Council | None:
    belongs = municipality.council_periods.in_force(on).select_related("council").first()
    return belongs.council if belongs else None


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


def removed(row: Period, said: str, **facts) -> Consequence:
    """For what begins on a day on which it cannot be."""
    write = Write(type(row), row, None)
    return Consequence(f"{said}. Registreringen slettes.", writes=(write,), **facts)
