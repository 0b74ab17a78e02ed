"""Who works in a secretariat, as the Blå Bog lists it. Accounts are the operator's matter: what
gives somebody access is not begun here, and not taken from the last who has it."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from councils import audit
from councils.actions import rows
from councils.models import Council, SecretariatMember, User
from kkr_portal import clock

ONE_DAY = datetime.timedelta(days=1)


@transaction.atomic
def add_staff(
    council: Council,
    *,
    by: User,
    name: str,
    title: str,
    initials: str,
    email: str,
    phone: str,
    starts_on: datetime.date,
    ends_on: datetime.date | None,
) -> SecretariatMember:
    """Somebody without an account, who is listed and edits nothing."""
    rows.lock([council])
    member = SecretariatMember(
        council=council,
        name=name,
        title=title,
        initials=initials,
        email=email,
        phone=phone,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    rows.save(member)
    audit.record("add_staff", member, f"Tilføjede {name} til sekretariatet", by=by, council=council)
    return member


@transaction.atomic
def change_staff(
    member: SecretariatMember,
    *,
    by: User,
    seen: str,
    name: str,
    title: str,
    initials: str,
    email: str,
    phone: str,
    is_listed: bool,
    starts_on: datetime.date,
    ends_on: datetime.date | None,
) -> SecretariatMember:
    """Raises RowHasChanged; ValidationError with reasons at their fields."""
    rows.lock([member.council])
    stored = rows.unchanged(member, seen, "council")
    _refuse_access(stored, starts_on, ends_on)
    if not is_listed and stored.user_id is None:
        reason = "Uden konto skal medarbejderen vises. Skriv den sidste dag i stedet."
        raise ValidationError({"is_listed": reason})
    facts = {"name": name, "title": title, "initials": initials, "email": email, "phone": phone}
    days = {"starts_on": starts_on, "ends_on": ends_on}
    rows.change(stored, {**facts, "is_listed": is_listed, **days})
    rows.save(stored)
    summary = f"Rettede oplysninger om {name} i sekretariatet"
    audit.record("change_staff", stored, summary, by=by, council=stored.council)
    return stored


def _refuse_access(
    stored: SecretariatMember, starts_on: datetime.date, ends_on: datetime.date | None
) -> None:
    """These days give access where there is an account."""
    if stored.user_id is None or (starts_on, ends_on) == (stored.starts_on, stored.ends_on):
        return
    if starts_on != stored.starts_on:
        reason = "Dagen giver adgang til portalen. Kun driften kan ændre den."
        raise ValidationError({"starts_on": reason})
    if stored.ends_on is not None and (ends_on is None or ends_on > stored.ends_on):
        reason = "En senere dag giver længere adgang til portalen. Kun driften kan ændre det."
        raise ValidationError({"ends_on": reason})
    # On the first day without them, or today: who begins later than that leaves nobody till then.
    last = min(ends_on or datetime.date.max, datetime.date.max - ONE_DAY)
    others = SecretariatMember.objects.in_force(max(last + ONE_DAY, clock.today()))
    others = others.filter(council=stored.council, user__is_active=True)
    if not others.exclude(pk=stored.pk).exclude(user=stored.user_id).exists():
        reason = "Ingen anden i sekretariatet har en konto derefter. Driften skal oprette en først."
        raise ValidationError({"ends_on": reason})
