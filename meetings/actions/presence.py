"""Who has an item open just now."""

import datetime

from django.db import transaction

from councils.models import User
from meetings.actions.drafts import AgendaHasChanged
from meetings.models import AgendaItem, ItemPresence


# No audit entry: having a page open is no act on the agenda, and one every few seconds would bury
# the others.
@transaction.atomic
def note_presence(item: AgendaItem, *, by: User, at: datetime.datetime) -> list[str]:
    """Notes that `by` has `item` open at that moment; the names of the others who have, sorted.

    Whoever has not been heard of for 45 seconds is forgotten, at any item. Raises AgendaHasChanged
    if the item is gone.
    """
    if not AgendaItem.objects.select_for_update().filter(pk=item.pk).exists():
        raise AgendaHasChanged
    ItemPresence.objects.update_or_create(item=item, user=by, defaults={"seen_at": at})
    ItemPresence.objects.stale(at).delete()
    others = item.presences.fresh(at).exclude(user=by).select_related("user")
    return sorted(str(presence.user) for presence in others)
