"""People: registered twice, on leave, made up."""

import datetime
import itertools
from collections import defaultdict
from collections.abc import Iterator

from councils.quality.checking import check, day, joined
from councils.quality.values import Facts, Finding, Person, Severity

RECENTLY = datetime.timedelta(days=31)  # so long the secretariat is reminded of a leave that ended


@check(Severity.DOUBT, "Personer, der kan være registreret to gange")
def person_registered_twice(facts: Facts) -> Iterator[Finding]:
    """Of the same name, in the same municipality or with the same e-mail address."""
    named = defaultdict(list)
    here = {person.pk for person in facts.people}
    for person in [*facts.people, *facts.namesakes]:
        named[person.search_key].append(person)
    places = _municipalities(facts)
    for people in named.values():
        for one, other in itertools.combinations(people, 2):
            shared = places[one.pk] & places[other.pk]
            if one.pk in here and (shared or _email(facts, one) == _email(facts, other) != ""):
                what = "samme kommune" if shared else "samme e-mailadresse"
                yield Finding(
                    f"{one.name} og {other.name} kan være samme person: samme navn og {what}.",
                    (one.page, other.page),
                )


@check(Severity.DOUBT, "Personer med samme e-mailadresse")
def same_email_address(facts: Facts) -> Iterator[Finding]:
    """One person spelt in two ways, or another one's address. Namesakes are found above."""
    sharing = defaultdict(list)
    for person in facts.people:
        sharing[_email(facts, person)].append(person)
    for email, people in sharing.items():
        if email and len({person.search_key for person in people}) > 1:
            names = joined([person.name for person in people])
            yield Finding(
                f"{names} har samme e-mailadresse, {email}.",
                tuple(person.contact_page for person in people),
            )


@check(Severity.DOUBT, "Orlov")
def leave_of_absence(facts: Facts) -> Iterator[Finding]:
    here = {person.pk for person in facts.people}
    for leave in facts.leaves:
        if leave.person.pk not in here or leave.starts_on > facts.at:
            continue
        if leave.ends_on is None:
            yield Finding(
                f"{leave.person.name} har haft orlov siden den {day(leave.starts_on)}, og der er"
                " ingen slutdato.",
                (leave.person.page,),
            )
        elif facts.at - RECENTLY <= leave.ends_on < facts.at:
            yield Finding(
                f"Orloven for {leave.person.name} sluttede den {day(leave.ends_on)}; undersøg, om"
                " den er forlænget.",
                (leave.person.page,),
            )


@check(Severity.DOUBT, "Opdigtede personer")
def made_up_person(facts: Facts) -> Iterator[Finding]:
    for person in facts.people:
        if person.is_example:
            yield Finding(f"{person.name} er en opdigtet person.", (person.page,))


def _municipalities(facts: Facts) -> dict[int, set[int]]:
    """By person, all they ever had an office or a seat for."""
    found = defaultdict(set)
    for row in [*facts.memberships, *facts.offices]:
        found[row.person.pk].add(row.municipality.pk)
    for seat in facts.seats_elsewhere:
        found[seat.person].add(seat.municipality)
    return found


def _email(facts: Facts, person: Person) -> str:
    contact = facts.contacts.get(person.pk)
    return contact.email.strip().lower() if contact else ""
