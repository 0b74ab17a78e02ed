"""One audit entry for each act of a person; every action calls `record` inside its transaction."""

from django.db import models

from councils.models import AuditEntry, Council, User


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
        thing=f"{thing._meta.label_lower}:{thing.pk}",
        summary=summary[:300],
        by=by,
        council=council,
    )
