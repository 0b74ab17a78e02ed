"""Accounts, and who works in a secretariat. The log holds the owners' names, never an address."""

import datetime

from allauth.account.models import EmailAddress
from django.db import transaction

from councils import audit
from councils.models import Council, Person, SecretariatMember, User
from kkr_portal import clock


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
        f"Gav {user.name or 'en konto'} adgang til sekretariatet i {council}",
        by=by,
        council=council,
    )
    return member


def works_in_a_secretariat(user: User | None) -> bool:
    """Now or from a later day."""
    return user is not None and user.secretariat_work.not_over(clock.today()).exists()


def close_account(user: User) -> None:
    """Part of what forgets its owner, whose log entry it has: nobody logs in to it any more, and it
    has no address, because that is a contact detail too. Its name stays with what it did."""
    EmailAddress.objects.filter(user=user).delete()
    user.email = f"{User.CLOSED}{user.pk}@portal.invalid"
    user.is_active = False
    user.set_unusable_password()
    user.save()
