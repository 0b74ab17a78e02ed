"""Accounts, and who works in a secretariat."""

import datetime

from django.db import transaction

from councils import audit
from councils.models import Council, Person, SecretariatMember, User


@transaction.atomic
def create_account(*, by: User | None, email: str, name: str, person: Person | None = None) -> User:
    """An account without a password; its owner sets one by »Glemt adgangskode«.

    Raises ValidationError for a malformed or taken address, or a person with an account.
    """
    user = User(email=email.lower(), name=name, person=person)
    user.set_unusable_password()
    user.full_clean()
    user.save()
    audit.record("create_account", user, f"Oprettede en konto til {user.name}", by=by)
    return user


@transaction.atomic
def appoint_secretary(
    user: User, council: Council, *, by: User | None, starts_on: datetime.date, title: str = ""
) -> SecretariatMember:
    """From `starts_on` the account may edit the council's things, and the Blå Bog lists its owner.

    Raises ValidationError where the account already serves the council.
    """
    member = SecretariatMember(
        user=user,
        council=council,
        name=user.name,
        email=user.email,
        title=title,
        starts_on=starts_on,
    )
    member.full_clean()
    member.save()
    audit.record(
        "appoint_secretary",
        member,
        f"Gav {user} adgang til sekretariatet i {council}",
        by=by,
        council=council,
    )
    return member
