"""Everything a secretary does to meetings and agendas.

Each action is one transaction with one audit entry. Whoever writes to an agenda first locks its
meeting, so that an agenda cannot change while it is being published.
"""

import datetime
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max

from councils import audit
from councils.models import Council, Term, User
from kkr_portal import clock
from meetings import documents, numbering, richtext
from meetings.models import AgendaItem, AgendaPublication, Meeting


class AgendaIsPublished(Exception):
    """The agenda went out; its items can no longer change."""


class AgendaHasChanged(Exception):
    """Somebody added, moved or deleted items since the page was shown."""


class AgendaIsEmpty(Exception):
    """An agenda without items cannot be published."""


@dataclass(frozen=True)
class Conflict:
    """Somebody saved the item after the writer opened it; `stored` is what stands there now."""

    stored: AgendaItem


# --- Meetings ------------------------------------------------------------------------------------


@transaction.atomic
def create_meeting(council: Council, *, by: User, term: Term, **facts: Any) -> Meeting:
    """A new meeting in `council`; `facts` are the fields of the meeting form."""
    meeting = Meeting.objects.create(council=council, term=term, **facts)
    audit.record("create_meeting", meeting, f"Oprettede {meeting}", by=by, council=council)
    return meeting


@transaction.atomic
def change_meeting(meeting: Meeting, *, by: User, term: Term, **facts: Any) -> Meeting:
    """Other date, place or note, as long as the agenda is a draft."""
    meeting = _locked_draft(meeting)
    for name, value in {"term": term, **facts}.items():
        setattr(meeting, name, value)
    meeting.save()
    audit.record("change_meeting", meeting, f"Rettede {meeting}", by=by, council=meeting.council)
    return meeting


@transaction.atomic
def delete_meeting(meeting: Meeting, *, by: User) -> None:
    """Removes a meeting whose agenda never went out."""
    meeting = _locked_draft(meeting)
    if meeting.publications.exists():
        raise AgendaIsPublished
    audit.record("delete_meeting", meeting, f"Slettede {meeting}", by=by, council=meeting.council)
    meeting.delete()


# --- Items ---------------------------------------------------------------------------------------


@transaction.atomic
def add_item(
    meeting: Meeting, *, by: User, parent: AgendaItem | None = None, **content: Any
) -> AgendaItem:
    """A new last item, or the last sub-item of `parent`, which must be a main item."""
    meeting = _locked_draft(meeting)
    if parent is not None and not meeting.items.filter(pk=parent.pk, parent=None).exists():
        raise AgendaHasChanged
    last = meeting.items.filter(parent=parent).aggregate(last=Max("position"))["last"]
    item = AgendaItem(
        meeting=meeting,
        parent=parent,
        position=0 if last is None else last + 1,
        changed_at=clock.now(),
        changed_by=by,
        **_sanitised(content),
    )
    item.full_clean(exclude=["changed_by"])
    item.save()
    audit.record("add_item", item, f"Tilføjede punktet »{item}«", by=by, council=meeting.council)
    return item


@transaction.atomic
def save_item(item: AgendaItem, *, by: User, version: int, **content: Any) -> AgendaItem | Conflict:
    """Stores `content` if the item still is at `version`, the one the writer saw.

    Otherwise nothing is stored and the conflict carries what stands there now.
    """
    meeting = _locked_draft(item.meeting)
    stored = meeting.items.select_related("changed_by").get(pk=item.pk)
    if stored.version != version:
        return Conflict(stored)
    for name, value in _sanitised(content).items():
        setattr(stored, name, value)
    stored.version += 1
    stored.changed_at, stored.changed_by = clock.now(), by
    stored.save()
    audit.record("save_item", stored, f"Rettede punktet »{stored}«", by=by, council=meeting.council)
    return stored


@transaction.atomic
def delete_item(item: AgendaItem, *, by: User, version: int) -> None:
    """Removes an item and its sub-items; the numbers of the others follow.

    Raises AgendaHasChanged unless the item still is at `version`, the one the page showed.
    """
    meeting = _locked_draft(item.meeting)
    if not meeting.items.filter(pk=item.pk, version=version).exists():
        raise AgendaHasChanged
    below = item.children.count()
    lost = f" og {below} underpunkt{'er' if below > 1 else ''}" if below else ""
    audit.record(
        "delete_item", item, f"Slettede punktet »{item}«{lost}", by=by, council=meeting.council
    )
    item.delete()


@transaction.atomic
def move_item(item: AgendaItem, *, by: User, steps: int) -> bool:
    """Moves an item among its siblings, up for negative `steps`; False where there is no room."""
    meeting = _locked_draft(item.meeting)
    stored = meeting.items.filter(pk=item.pk).first()
    if stored is None:
        raise AgendaHasChanged
    siblings = list(meeting.items.filter(parent=stored.parent_id))
    place = siblings.index(stored)
    if not 0 <= place + steps < len(siblings):
        return False
    siblings.insert(place + steps, siblings.pop(place))
    _set_positions(siblings)
    audit.record("move_item", item, f"Flyttede punktet »{item}«", by=by, council=meeting.council)
    return True


@transaction.atomic
def arrange_items(
    meeting: Meeting,
    *,
    by: User,
    order: Sequence[tuple[int, int | None]],
    shown: Sequence[tuple[int, int | None]],
) -> None:
    """Puts all items into `order`: pairs of an item's id and its main item's id (or None).

    Raises AgendaHasChanged unless the agenda still is as the page had `shown` it, and `order` has
    exactly its items, each sub-item below a main item.
    """
    meeting = _locked_draft(meeting)
    items = {item.pk: item for item in meeting.items.all()}
    rows = numbering.flat(numbering.numbered(items.values()))
    stored = [(row.item.pk, row.item.parent_id) for row in rows]
    mains = {pk for pk, parent in order if parent is None}
    if list(shown) != stored or sorted(pk for pk, _ in order) != sorted(items):
        raise AgendaHasChanged
    if any(parent is not None and parent not in mains for _, parent in order):
        raise AgendaHasChanged
    if list(order) == stored:
        return
    for pk, parent in order:
        items[pk].parent_id = parent
    _set_positions([items[pk] for pk, _ in order])
    audit.record(
        "arrange_items", meeting, "Ændrede punkternes rækkefølge", by=by, council=meeting.council
    )


# --- Publishing ----------------------------------------------------------------------------------


@transaction.atomic
def publish_agenda(meeting: Meeting, *, by: User, at: datetime.datetime) -> AgendaPublication:
    """Freezes the numbers, makes the PDF and stores its very bytes; a failing PDF undoes it all."""
    meeting = _locked_draft(meeting)
    if not meeting.items.exists():
        raise AgendaIsEmpty
    _freeze_numbers(meeting)
    version = meeting.publications.count() + 1
    pdf = documents.agenda_pdf(meeting.pk, issued_at=at, version=version)
    publication = AgendaPublication.objects.create(
        meeting=meeting,
        version=version,
        published_at=at,
        published_by=by,
        pdf=pdf,
        sha256=hashlib.sha256(pdf).hexdigest(),
    )
    meeting.current_publication = publication
    meeting.save()
    audit.record(
        "publish_agenda",
        publication,
        f"Offentliggjorde dagsordenen til {meeting} ({version}. udgave)",
        by=by,
        council=meeting.council,
    )
    return publication


@transaction.atomic
def withdraw_agenda(meeting: Meeting, *, by: User, at: datetime.datetime, version: int) -> None:
    """Takes a published agenda back to a draft; the edition that went out is kept.

    Raises AgendaHasChanged unless `version` is the edition in force.
    """
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    publication = meeting.current_publication
    if publication is None or publication.version != version:
        raise AgendaHasChanged
    publication.withdrawn_at, publication.withdrawn_by = at, by
    publication.save(update_fields=["withdrawn_at", "withdrawn_by"])
    meeting.current_publication = None
    meeting.save()
    meeting.items.update(number="")
    audit.record(
        "withdraw_agenda",
        publication,
        f"Trak dagsordenen til {meeting} tilbage ({publication.version}. udgave)",
        by=by,
        council=meeting.council,
    )


# --- What the actions share ----------------------------------------------------------------------


def _locked_draft(meeting: Meeting) -> Meeting:
    locked = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if locked.is_published:
        raise AgendaIsPublished
    return locked


def _sanitised(content: dict[str, Any]) -> dict[str, Any]:
    return {
        name: richtext.clean(value) if name in AgendaItem.SECTIONS else value
        for name, value in content.items()
    }


def _set_positions(items: Sequence[AgendaItem]) -> None:
    for position, item in enumerate(items):
        item.position = position
    AgendaItem.objects.bulk_update(items, ["position", "parent"])


def _freeze_numbers(meeting: Meeting) -> None:
    rows = numbering.flat(numbering.numbered(meeting.items.all()))
    for row in rows:
        row.item.number = row.number
    AgendaItem.objects.bulk_update([row.item for row in rows], ["number"])
