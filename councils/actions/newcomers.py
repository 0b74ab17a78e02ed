"""People whom the portal has not known so far."""

import datetime
from collections.abc import Sequence

from django.db import transaction

from councils import audit, danish
from councils.models import Council, Party, PartyMembership, Person, User


class NameIsKnown(Exception):
    """The portal knows somebody of that name; carries them."""

    def __init__(self, found: Sequence[Person]) -> None:
        super().__init__("the name is known")
        self.found = found


@transaction.atomic
def create_person(
    name: str,
    *,
    by: User,
    council: Council,
    party: Party | None = None,
    since: datetime.date,
    is_another: bool = False,
) -> Person:
    """Somebody new, a member of `party` from the day `since`.

    Raises NameIsKnown where the portal has a person of that name, unless `is_another` says that
    two people bear it.
    """
    # One newcomer at a time, so that a form sent twice makes one person.
    list(Council.objects.select_for_update(no_key=True).order_by("pk"))
    found = list(Person.objects.filter(search_key=danish.fold(name)))
    if found and not is_another:
        raise NameIsKnown(found)
    person = Person(name=name)
    person.full_clean()
    person.save()
    if party is not None:
        PartyMembership.objects.create(person=person, party=party, starts_on=since)
    audit.record("create_person", person, f"Oprettede {person}", by=by, council=council)
    return person
