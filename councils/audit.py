"""One audit entry for each act of a person; every action calls `record` inside its transaction."""

from collections.abc import Collection, Iterable

from django.db import models

from councils.models import AuditEntry, Council, Person, User
from councils.models.privacy import councils_of
from kkr_portal import clock


def key_of(thing: models.Model) -> str:
    """How entries name it."""
    return f"{thing._meta.label_lower}:{thing.pk}"


def record(
    action: str,
    thing: models.Model,
    summary: str,
    *,
    by: User | None,
    council: Council | None = None,
) -> AuditEntry:
    """Writes that `by` did `action` (its function's name) to `thing`; `summary` is Danish prose.

    `by` is None for the operator at the command line."""
    return AuditEntry.objects.create(
        action=action,
        thing=key_of(thing),
        summary=summary[:300],
        by=by,
        council=council,
    )


def record_all(
    action: str,
    told: Iterable[tuple[models.Model, str, Council]],
    *,
    by: User | None,
) -> None:
    """The same for many things at once: each with its summary and the council whose log it is."""
    AuditEntry.objects.bulk_create(
        AuditEntry(
            action=action,
            thing=key_of(thing),
            summary=summary[:300],
            by=by,
            council=council,
        )
        for thing, summary, council in told
    )


def record_about(
    people: Collection[Person],
    action: str,
    thing: models.Model,
    summary: str,
    *,
    by: User | None,
    council: Council | None = None,
    also: Collection[Council] = (),
) -> AuditEntry:
    """The same where it is about the people themselves: every council in which one of them has a
    place today or later, and those that it concerned `also`, find it in their own log, with whose
    secretariat did it.

    Entries of one act have the same moment; the first is the one of the council that acted.
    """
    entry = record(action, thing, summary, by=by, council=council)
    others = councils_of(people, clock.today()) | Council.objects.filter(
        pk__in=[one.pk for one in also]
    )
    if council is None:
        told = entry.summary
    else:
        others = others.exclude(pk=council.pk)
        told = f"{entry.summary[: 300 - len(f' ({council})')]} ({council})"
    AuditEntry.objects.bulk_create(
        AuditEntry(
            at=entry.at, action=action, thing=entry.thing, summary=told, by=by, council=other
        )
        for other in others
    )
    return entry
