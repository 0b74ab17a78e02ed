"""Who had contact lists, people who are told what is known about them, and forgetting."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Q

from councils import audit
from councils.models import (
    AuditEntry,
    ContactDetails,
    ContactListAccess,
    Council,
    CouncilMembership,
    LifeEvent,
    Person,
    Portrait,
    User,
)
from councils.models.privacy import gone_since, with_internal_details
from kkr_portal import clock

ANONYMOUS = "Anonymiseret person"


class IsProtected(Exception):
    """Something keeps the person: their public place, or what others have to answer for."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = reasons


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


def note_seen_lines(lines: Iterable, user, at: datetime.date) -> None:
    """Notes for each council that `user` is shown the internal details of several people of the
    lines of the Blå Bog; of one person alone they are no list. What is noted costs two queries."""
    shown = {line.person for line in lines if line.person and (line.email or line.phone)}
    if not user.is_authenticated or len(shown) < 2:
        return
    internal = set(with_internal_details(user, shown, at))
    if len(internal) < 2:
        return
    people: dict[Council, set[int]] = defaultdict(set)
    for line in lines:
        if line.person in internal:
            people[line.council].add(line.person)
    seen = ContactListAccess.Kind.SEEN
    noted = ContactListAccess.objects.filter(user=user, on=clock.today(), kind=seen)
    most = dict(noted.values_list("council_id", "count"))
    for council, found in people.items():
        if most.get(council.pk, 0) < len(found):
            note_access(user, council, seen, len(found))


# --- What is known about somebody ----------------------------------------------------------------


@transaction.atomic
def hand_out_data(person: Person, *, by: User, council: Council) -> AuditEntry:
    """Writes that the secretariat took out everything that is known about the person, for them."""
    summary = f"Udtrak alle oplysninger om {person} for at udlevere dem til personen"
    return audit.record("hand_out_data", person, summary, by=by, council=council)


# --- Forgetting ----------------------------------------------------------------------------------


@transaction.atomic
def forget_person(person: Person, *, by: User | None, before: datetime.date) -> list[str]:
    """Removes what only was there to reach and to show somebody whose last place in a council ended
    before the day `before`; name, party and seats stay, as old agendas do. Returns what was
    removed, in Danish.

    Raises IsProtected where they have had a place since.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    if not gone_since(before).filter(pk=person.pk).exists():
        raise IsProtected([f"Har haft en plads i et KKR efter {before:%d.%m.%Y}."])
    removed = list(_remove_private(person))
    council = Council.objects.filter(memberships__person=person).order_by("pk").first()
    summary = f"Glemte oplysninger om {person}: {', '.join(removed) or 'intet'}"
    audit.record("forget_person", person, summary, by=by, council=council)
    return removed


@transaction.atomic
def anonymise_person(person: Person, *, by: User, council: Council, at: datetime.date) -> Person:
    """Takes away who somebody was who never had a public place: a wrong entry, or a substitute who
    never served. Raises IsProtected.

    The log keeps that something was done, but no longer says to whom.
    """
    # As where events are recorded: councils first, so that none begins meanwhile.
    list(Council.objects.select_for_update(no_key=True).order_by("pk"))
    person = Person.objects.select_for_update().get(pk=person.pk)
    if reasons := protections(person, at):
        raise IsProtected(reasons)
    list(_remove_private(person))
    person.party_memberships.all().delete()
    person.leaves.all().delete()
    person.name = ANONYMOUS
    person.version += 1
    person.full_clean()
    person.save()
    about = AuditEntry.objects.filter(thing=f"{Person._meta.label_lower}:{person.pk}")
    about.update(summary="Gjorde noget ved en person, der siden er anonymiseret")
    summary = f"Anonymiserede person nr. {person.pk}"
    audit.record("anonymise_person", person, summary, by=by, council=council)
    return person


def protections(person: Person, at: datetime.date) -> list[str]:
    """Why somebody must not be anonymised on the day `at`, in Danish; empty if nothing speaks
    against it."""
    seats = CouncilMembership.objects.filter(person=person).select_related("council")
    reasons = [f"Har eller har haft en plads i {seat.council}." for seat in seats]
    for office in person.offices.select_related("municipality"):
        role = office.get_role_display().lower()
        reasons.append(f"Er eller har været {role}: {office.municipality}.")
    standing = person.substitutions.exclude(ends_on__lt=at)
    reasons += [
        f"Er stedfortræder for {one.membership.person} i {one.membership.council}. Det skal ophøre"
        " først."
        for one in standing.select_related("membership__person", "membership__council")
    ]
    if any(_is_told_of(person, event) for event in LifeEvent.objects.all()):
        reasons.append("Er med i en registreret livsbegivenhed, som siger, hvad der skete.")
    if _works_in_a_secretariat(User.objects.filter(person=person).first()):
        reasons.append("Har en konto, som arbejder i et sekretariat.")
    return reasons


def _is_told_of(person: Person, event: LifeEvent) -> bool:
    """Whether an event is about the person, or names them in what followed."""
    if person.pk in (event.person_id, event.successor_id):
        return True
    return any(person.name in told.get("text", "") for told in event.told)


def _remove_private(person: Person) -> Iterator[str]:
    """Takes away what is not public about the person, and says what that was."""
    for rows, said in (
        (ContactDetails.objects.filter(person=person), "kontaktoplysninger"),
        (Portrait.objects.filter(person=person), "portræt"),
        (person.suggestions.all(), "forslag til rettelser"),
    ):
        if rows.delete()[0]:
            yield said
    for name, said in (("title", "titel"), ("gender", "køn")):
        if getattr(person, name):
            setattr(person, name, "")
            yield said
    person.version += 1
    person.save()
    user = User.objects.select_for_update().filter(person=person).first()
    if user is not None:
        _unlink(user)
        yield "konto"


def _unlink(user: User) -> None:
    """The account is nobody's; where it serves no secretariat it is closed and loses its address,
    because an address is a contact detail too. Its name stays with what it did."""
    user.person = None
    if not _works_in_a_secretariat(user):
        EmailAddress.objects.filter(user=user).delete()
        user.email = f"lukket-konto-{user.pk}@portal.invalid"
        user.is_active = False
        user.set_unusable_password()
    user.save()


def _works_in_a_secretariat(user: User | None) -> bool:
    """Now or from a later day."""
    not_over = Q(ends_on=None) | Q(ends_on__gte=clock.today())
    return user is not None and user.secretariat_work.filter(not_over).exists()
