"""Who had contact lists, and people who are told what is known about them."""

from collections.abc import Mapping

from django.db import transaction

from councils import audit
from councils.models import (
    AuditEntry,
    ContactListAccess,
    Council,
    Person,
    User,
)
from kkr_portal import clock

# --- Who had contact lists -----------------------------------------------------------------------


@transaction.atomic
def note_access(user: User, council: Council | None, kind: str, number: int) -> None:
    """Notes that `user` today had internal contact details of `number` people of `council`, or of
    all together, before them; `kind` is a ContactListAccess.Kind.

    One row for each person, council, day and kind, with the highest number. This is the log itself,
    so it leaves no audit entry.
    """
    today = {"user": user, "council": council, "on": clock.today(), "kind": kind}
    # Where another request is quicker by a moment, theirs is the row.
    row, is_new = ContactListAccess.objects.get_or_create(**today, defaults={"count": number})
    if not is_new and row.count < number:
        ContactListAccess.objects.filter(pk=row.pk, count__lt=number).update(count=number)


def note_seen_lines(numbers: Mapping[Council, int], user: User) -> None:
    """Notes of how many people in each council `user` is shown internal details in the Blå Bog.
    What is noted already costs a query."""
    if not numbers:
        return
    seen = ContactListAccess.Kind.SEEN
    noted = ContactListAccess.objects.filter(user=user, on=clock.today(), kind=seen)
    most = dict(noted.values_list("council_id", "count"))
    for council, number in numbers.items():
        if most.get(council.pk, 0) < number:
            note_access(user, council, seen, number)


# --- What is known about somebody ----------------------------------------------------------------


@transaction.atomic
def hand_out_data(person: Person, *, by: User, council: Council) -> AuditEntry:
    """Writes that the secretariat took out everything that is known about the person, for them."""
    summary = f"Udtrak alle oplysninger om {person} for at udlevere dem til personen"
    return audit.record_about([person], "hand_out_data", person, summary, by=by, council=council)
