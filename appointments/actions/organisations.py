"""Organisations that nominate or appoint. All councils share them; who writes tells the log."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction

from appointments.models import Organisation
from councils import audit, danish
from councils.models import Council, User


@transaction.atomic
def add_organisation(name: str, *, by: User, council: Council) -> Organisation:
    """The organisation of that name: the one that is there already, however it is spelt in large
    and small letters, or a new one. Raises ValidationError."""
    wanted = " ".join(name.split())
    for known in Organisation.objects.all():
        if danish.fold(known.name) == danish.fold(wanted):
            return known
    organisation = Organisation(name=wanted)
    organisation.full_clean()
    organisation.save()
    _record("add_organisation", organisation, f"Tilføjede organisationen »{wanted}«", by, council)
    return organisation


def add_organisations(names: Iterable[str], *, by: User, council: Council) -> list[Organisation]:
    """Each once."""
    found = [add_organisation(name, by=by, council=council) for name in names]
    return list(dict.fromkeys(found))


@transaction.atomic
def rename_organisation(
    organisation: Organisation, *, by: User, council: Council, name: str, seen: str
) -> Organisation:
    """`seen`: the name that the page showed. Raises ValidationError, also where it has another
    name by now."""
    stored = Organisation.objects.select_for_update().get(pk=organisation.pk)
    former, stored.name = stored.name, " ".join(name.split())
    if former != seen:
        told = f"En kollega har imens omdøbt organisationen til »{former}«."
        raise ValidationError({"name": ValidationError(told, code="changed")})
    stored.full_clean()
    stored.save()
    summary = f"Omdøbte organisationen »{former}« til »{stored}«"
    _record("rename_organisation", stored, summary, by, council)
    return stored


def _record(action: str, thing: Organisation, said: str, by: User, council: Council) -> None:
    audit.record(action, thing, said, by=by, council=council)
