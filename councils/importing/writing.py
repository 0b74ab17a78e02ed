"""A plan as rows of the database: some ten statements, however many people it is about."""

from councils.importing.planning import Plan
from councils.models import (
    ContactDetails,
    Council,
    CouncilMembership,
    Office,
    PartyMembership,
    Person,
    Substitution,
    Term,
)


def write(plan: Plan, council: Council, term: Term) -> list[Person]:
    """Everything that the plan says; to be called in a transaction. Returns who is new."""
    writes = plan.writes
    made = _new_people(plan)
    _titles(plan)
    of = _Keys({key: person.pk for key, person in zip(writes.people, made, strict=True)})
    PartyMembership.objects.bulk_create(
        PartyMembership(person_id=of[key], party_id=party, starts_on=since)
        for key, (party, since) in writes.parties.items()
    )
    Office.objects.bulk_create(
        Office(person_id=of[key], municipality_id=place, role=role, starts_on=first, ends_on=last)
        for (key, place), (role, first, last) in writes.offices.items()
    )
    _contacts(plan, of)
    seats = _seats(plan, of, council, term)
    Substitution.objects.bulk_create(
        Substitution(
            membership_id=kept or seats[row].pk, person_id=of[key], starts_on=first, ends_on=last
        )
        for row, (kept, key, first, last) in writes.substitutions.items()
    )
    return made


def _new_people(plan: Plan) -> list[Person]:
    people = plan.writes.people.values()
    return Person.objects.bulk_create(Person(name=name, title=title) for name, title in people)


def _titles(plan: Plan) -> None:
    stored = {person.pk: person for person in Person.objects.filter(pk__in=plan.writes.titles)}
    for pk, title in plan.writes.titles.items():
        stored[pk].title, stored[pk].version = title, stored[pk].version + 1
    Person.objects.bulk_update(stored.values(), ["title", "version"])


class _Keys(dict):
    """The primary key of everybody in the plan: by the keys of new people, and those that say
    themselves whom they mean."""

    def __missing__(self, key: str) -> int:
        return int(key.removeprefix("person-"))


def _contacts(plan: Plan, of: dict[str, int]) -> None:
    wanted = {of[key]: both for key, both in plan.writes.contacts.items()}
    stored = {one.person_id: one for one in ContactDetails.objects.filter(person__in=wanted)}
    for pk, (email, phone) in wanted.items():
        if pk in stored:
            # What the sheet leaves open stays, also where its reader may not see it.
            stored[pk].email = email or stored[pk].email
            stored[pk].phone = phone or stored[pk].phone
            stored[pk].version += 1
    ContactDetails.objects.bulk_update(stored.values(), ["email", "phone", "version"])
    ContactDetails.objects.bulk_create(
        ContactDetails(person_id=pk, email=email, phone=phone)
        for pk, (email, phone) in wanted.items()
        if pk not in stored
    )


def _seats(
    plan: Plan, of: dict[str, int], council: Council, term: Term
) -> dict[int, CouncilMembership]:
    """By the row that asks for each."""
    seats = plan.writes.seats
    made = CouncilMembership.objects.bulk_create(
        CouncilMembership(
            council=council,
            term=term,
            person_id=of[key],
            municipality_id=place,
            role=role,
            elected_by_id=elected_by,
            starts_on=first,
            ends_on=last,
            left_because=CouncilMembership.LeftBecause.TERM_ENDED if last == term.ends_on else "",
        )
        for key, place, role, elected_by, first, last in seats.values()
    )
    return dict(zip(seats, made, strict=True))
