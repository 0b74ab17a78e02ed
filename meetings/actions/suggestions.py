"""An event in a politician's life together with the agenda items that are suggested about it."""

import datetime
from collections.abc import Iterable

from django.db import transaction

from councils import lives
from councils.actions import record_life_event
from councils.lives.outcomes import outcome_of
from councils.models import Council, LifeEvent, User
from meetings import suggestions
from meetings.actions.items import add_item
from meetings.actions.moving import open_pool

# What the event's page tells of an item, beside the consequences of the event.
ITEM = "item"


@transaction.atomic
def record_with_items(
    event: lives.Event,
    *,
    by: User,
    at: datetime.datetime,
    council: Council,
    seen: str,
    source: str = "",
    items_for: Iterable[Council] = (),
) -> LifeEvent:
    """Records the event as `record_life_event` does and raises what that raises.

    Each council of `items_for` that it concerns gets an item among those that no meeting has been
    found for, and the event tells of it.
    """
    stored = record_life_event(event, by=by, at=at, seen=seen, source=source, council=council)
    # Its councils are locked by now, in one order, and their pools can be opened in any.
    wanted = {one.pk for one in items_for}
    chosen = stored.councils.filter(pk__in=wanted).order_by("pk")
    outcome = outcome_of(stored) if chosen else None
    for one in chosen:
        text = suggestions.item_text(outcome, one)
        item = add_item(open_pool(one, by=by), by=by, **text)
        told = {"text": item.title, "tone": ITEM, "item": item.pk, "council": one.name}
        stored.told.append(told)
    stored.save()
    return stored
