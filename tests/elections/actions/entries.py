"""The audit as these tests read it."""

from councils.models import AuditEntry


def recorded() -> tuple:
    """The one entry in the audit."""
    entry = AuditEntry.objects.get()
    return entry.action, entry.thing, entry.by, entry.council, entry.summary


def actions_recorded() -> list[str]:
    """What was done, in its order."""
    return list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))
