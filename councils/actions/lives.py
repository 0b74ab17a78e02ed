"""What happened in politicians' lives, written with everything that follows."""

import datetime

from django.db import transaction

from councils import audit, lives
from councils.actions.rows import lock
from councils.models import Council, LifeEvent, User


class LifeHasChanged(Exception):
    """Something else would be written by now than what people saw."""


class AlreadyUndone(Exception):
    """Somebody took it back before."""


@transaction.atomic
def record_life_event(
    event: lives.Event,
    *,
    by: User,
    at: datetime.datetime,
    seen: str,
    source: str = "",
    council: Council | None = None,
) -> LifeEvent:
    """Writes the event and what follows from it, as it was `seen` (the plan's fingerprint).

    `council` is the one whose secretariat acts: it sees the event even where no council is
    concerned. Raises Impossible; LifeHasChanged where something else would be written by now;
    ValidationError where a row would contradict another.
    """
    lock({*lives.plan(event).councils, *filter(None, [council])}, event.person)
    found = lives.plan(event)
    if found.fingerprint != seen:
        raise LifeHasChanged
    stored = LifeEvent.objects.create(
        kind=event.kind,
        person=event.person,
        happens_on=event.on,
        until=event.until,
        municipality=event.municipality,
        successor=event.successor,
        party=event.party,
        source=source,
        changes=lives.write_all(found.writes),
        told=[one.told for one in found.consequences],
        recorded_at=at,
        recorded_by=by,
    )
    stored.councils.set({*found.councils, *filter(None, [council])})
    summary = f"Registrerede: {stored} ({event.on:%d.%m.%Y})"
    _record("record_life_event", stored, summary, by, council)
    return stored


@transaction.atomic
def undo_life_event(
    life_event: LifeEvent, *, by: User, at: datetime.datetime, council: Council | None = None
) -> None:
    """Puts everything back that was written; `council` is the one whose secretariat acts.

    Raises AlreadyUndone; TooLate where something has changed since, or depends on it;
    ValidationError where what stood there before would contradict what was added since.
    """
    stored = LifeEvent.objects.select_for_update(of=("self",)).get(pk=life_event.pk)
    if stored.undone_at is not None:
        raise AlreadyUndone
    lock(stored.councils.all(), stored.person)
    lives.take_back(stored.changes)
    stored.undone_at, stored.undone_by = at, by
    stored.save()
    summary = f"Fortrød: {stored} ({stored.happens_on:%d.%m.%Y})"
    _record("undo_life_event", stored, summary, by, council)


def _record(
    action: str, life_event: LifeEvent, summary: str, by: User, council: Council | None
) -> None:
    concerned = list(life_event.councils.all())
    council = council or next(iter(concerned), None)
    about = [one for one in (life_event.person, life_event.successor) if one is not None]
    audit.record_about(about, action, life_event, summary, by=by, council=council, also=concerned)
