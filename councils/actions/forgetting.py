"""Taking away what is not public about people and who they were, where nobody needs it any more."""

import datetime
import re
from collections.abc import Iterable, Iterator

from django.db import transaction

from councils import audit, danish
from councils.actions.accounts import close_account, works_in_a_secretariat
from councils.models import (
    AuditEntry,
    ContactDetails,
    Council,
    CouncilMembership,
    LeaveOfAbsence,
    LifeEvent,
    Person,
    Portrait,
    SecretariatMember,
    User,
)
from councils.models.privacy import (
    ANONYMOUS,
    forgettable_staff,
    gone_since,
    never_public,
    open_accounts,
)
from kkr_portal import clock


class IsProtected(Exception):
    """Something keeps the person: their public place, or what others have to answer for."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = reasons


@transaction.atomic
def forget_person(person: Person, *, by: User | None, before: datetime.date) -> list[str]:
    """Removes what only was there to reach and to show somebody whose last place in a council ended
    before the day `before`; name, party and seats stay, as old agendas do. Of somebody who was made
    before that day and never had a place, name and party go too. Returns what was removed, in
    Danish.

    Raises IsProtected where they have had a place since.
    """
    _lock_councils()
    person = Person.objects.select_for_update().get(pk=person.pk)
    if not gone_since(before).filter(pk=person.pk).exists():
        raise IsProtected([f"Har haft en plads i et KKR efter {before:%d.%m.%Y}."])
    is_nobody = never_public().filter(pk=person.pk).exists()
    is_nobody = is_nobody and not protections(person, clock.today())
    council, who = _last_council(person), person.name
    if is_nobody:
        _take_name(person)
        who = f"person nr. {person.pk}"
    removed = list(_remove_private(person, ANONYMOUS if is_nobody else ""))
    removed += ["navn og parti"] if is_nobody else []
    if removed:
        summary = f"Glemte oplysninger om {who}: {', '.join(removed)}"
        audit.record("forget_person", person, summary, by=by, council=council)
    return removed


@transaction.atomic
def forget_staff(member: SecretariatMember, *, by: User | None, before: datetime.date) -> bool:
    """Removes how to reach somebody whose work in a secretariat ended before the day `before`, and
    closes their account where it serves nothing else; name and title stay with what they did.
    False where nothing of it is left."""
    list(Council.objects.select_for_update(no_key=True).filter(pk=member.council_id))
    found = forgettable_staff(before).select_related("council", "user").filter(pk=member.pk).first()
    if found is None:
        return False
    found.email = found.phone = ""
    found.save()
    account = open_accounts(before).filter(pk=found.user_id).first()
    if account is not None:
        close_account(account)
    summary = f"Glemte kontaktoplysninger for {found.name}, der har arbejdet i sekretariatet"
    audit.record("forget_staff", found, summary, by=by, council=found.council)
    return True


@transaction.atomic
def anonymise_person(person: Person, *, by: User, council: Council, at: datetime.date) -> Person:
    """Takes away who somebody was who never had a public place: a wrong entry, or a substitute who
    never served. Raises IsProtected.

    The log keeps that something was done, but no longer says to whom.
    """
    _lock_councils()
    person = Person.objects.select_for_update().get(pk=person.pk)
    if reasons := protections(person, at):
        raise IsProtected(reasons)
    _take_name(person)
    list(_remove_private(person, ANONYMOUS))
    summary = f"Anonymiserede person nr. {person.pk}"
    audit.record("anonymise_person", person, summary, by=by, council=council)
    return person


# --- What speaks against it ----------------------------------------------------------------------


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
    reasons += [*_served(person, at), *_uses_elsewhere(person)]
    if any(_is_told_of(person, event) for event in LifeEvent.objects.all()):
        reasons.append("Er med i en registreret livsbegivenhed, som siger, hvad der skete.")
    if works_in_a_secretariat(User.objects.filter(person=person).first()):
        reasons.append("Har en konto, som arbejder i et sekretariat.")
    return reasons


def _served(person: Person, at: datetime.date) -> Iterator[str]:
    """Whom they stood in for during a leave."""
    ended = person.substitutions.filter(ends_on__lt=at).select_related("membership__person")
    for one in ended:
        member = one.membership.person
        leaves = LeaveOfAbsence.objects.filter(person=member).within(one.starts_on, one.ends_on)
        if leaves.exists():
            yield f"Var stedfortræder for {member} under en orlov."


def _uses_elsewhere(person: Person) -> Iterator[str]:
    """What other apps say of the person; this one does not know them."""
    for relation in person._meta.get_fields(include_hidden=True):
        if not (relation.auto_created and (relation.one_to_many or relation.one_to_one)):
            continue
        model = relation.related_model
        is_own = model._meta.app_label == person._meta.app_label
        if not is_own and model._default_manager.filter(**{relation.field.name: person}).exists():
            yield f"Er med i: {model._meta.verbose_name_plural}."


def _is_told_of(person: Person, event: LifeEvent) -> bool:
    """Whether an event is about the person, or names them in what followed."""
    if person.pk in (event.person_id, event.successor_id):
        return True
    return any(person.name in told.get("text", "") for told in event.told)


# --- What goes -----------------------------------------------------------------------------------


def _lock_councils() -> None:
    """As where events are recorded: councils first, so that none begins meanwhile."""
    list(Council.objects.select_for_update(no_key=True).order_by("pk"))


def _last_council(person: Person) -> Council | None:
    """In whose log it stands: where they had a place, or who made them."""
    placed = Council.objects.filter(memberships__person=person).order_by("pk").first()
    if placed is not None:
        return placed
    made = AuditEntry.objects.filter(action="create_person", thing=audit.key_of(person))
    entry = made.select_related("council").first()
    return entry.council if entry else None


def _remove_private(person: Person, account_name: str = "") -> Iterator[str]:
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
        _unlink(user, account_name)
        yield "konto"


def _unlink(user: User, name: str) -> None:
    """The account is nobody's; where it serves no secretariat it is closed. Its name stays with
    what it did, unless there is another for it."""
    user.person, user.name = None, name or user.name
    user.save()
    if not works_in_a_secretariat(user):
        close_account(user)


def _take_name(person: Person) -> None:
    """The person is nobody any more, in the log too; before the account is unlinked."""
    about = AuditEntry.objects.filter(thing=audit.key_of(person))
    former = (re.search(r"\(før: (.+?)\)", entry.summary) for entry in about)
    _take_out_of_log(person, {person.name, *(found[1] for found in former if found)})
    about.update(summary="Gjorde noget ved en person, der siden er anonymiseret")
    person.party_memberships.all().delete()
    person.leaves.all().delete()
    person.name = ANONYMOUS
    person.version += 1
    person.full_clean()
    person.save()


def _take_out_of_log(person: Person, names: Iterable[str]) -> None:
    """Other entries name them too: whose substitute they were, which party, whose account. Where
    somebody else has a name that holds theirs, only entries about their own rows are theirs."""
    accounts = User.objects.filter(person=person)
    own = (*person.substitutions.all(), *person.party_memberships.all(), *accounts)
    keys = [audit.key_of(row) for row in own]
    for name in names:
        entries = AuditEntry.objects.filter(summary__contains=name)
        if _is_shared(name, person):
            entries = entries.filter(thing__in=keys)
        whole = re.compile(rf"\b{re.escape(name)}\b")
        found = list(entries)
        for entry in found:
            entry.summary = whole.sub(ANONYMOUS, entry.summary)[:300]
        AuditEntry.objects.bulk_update(found, ["summary"])


def _is_shared(name: str, person: Person) -> bool:
    others = Person.objects.filter(search_key__contains=danish.fold(name)).exclude(pk=person.pk)
    accounts = User.objects.filter(name__contains=name).exclude(person=person)
    staff = SecretariatMember.objects.filter(name__contains=name)
    return others.exists() or accounts.exists() or staff.exists()
