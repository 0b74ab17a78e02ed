"""From a round to the agenda: the text of an item, the list as its attachment, and which item it
is."""

import datetime
import hashlib
from collections.abc import Collection
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from appointments import agenda_text, documents
from appointments.actions.rounds import refuse_closed
from appointments.models import Round, Task
from appointments.round_lines import lines, tasks_of
from councils import audit
from councils.actions import rows
from councils.models import User
from meetings import actions as meetings
from meetings.actions.drafts import locked_draft
from meetings.models import AgendaItem, Attachment, Meeting


class TextHasChanged(Exception):
    """The round has changed since the text was shown, so that it would say something else."""


class ItemHasChanged(Exception):
    """Somebody saved the item since it was shown; carries what stands there now."""

    def __init__(self, stored: AgendaItem) -> None:
        super().__init__(str(stored))
        self.stored = stored


@dataclass(frozen=True, slots=True)
class Text:
    """What is to stand under Indstilling: about which tasks, and with the people or without them.

    `seen` is the `mark` of the text that the page showed.
    """

    tasks: Collection[int]
    names_people: bool
    seen: str


@dataclass(frozen=True, slots=True)
class Place:
    """An item and its version that the page showed, where the text `replaces` what stands there or
    comes after it; or a new item of a meeting with a title."""

    item: AgendaItem | None = None
    version: int = 0
    replaces: bool = False
    meeting: Meeting | None = None
    title: str = ""


def undecided(round_: Round, among: Collection[int] | None = None) -> list[Task]:
    """The tasks that an agenda can still take up."""
    return [task for task in tasks_of(round_, among) if task.decided_on is None]


def may_be_open(round_: Round, item: AgendaItem | None) -> bool:
    """Whether nothing of the round is dealt with under a closed item, so that its list may be for
    everybody; `item` is where the list is to hang."""
    keys = {key for task in round_.tasks.all() for key in (task.decided_in_id,) if key}
    keys |= {key for key in (round_.decided_in_id, item.pk if item else None) if key}
    closed = Q(is_open=False) | Q(parent__is_open=False)
    return not AgendaItem.objects.filter(closed, pk__in=keys).exists()


def text_for(round_: Round, tasks: Collection[Task], at: datetime.date, names_people: bool) -> str:
    """The HTML of Indstilling."""
    return agenda_text.recommendation(round_, lines(tasks, at), names_people=names_people)


def mark(text: str) -> str:
    """What is another one whenever the text is."""
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def place_on_agenda(
    round_: Round,
    text: Text,
    place: Place,
    *,
    by: User,
    at: datetime.date,
    attaches: bool,
    is_open: bool = True,
) -> AgendaItem:
    """Writes the text into the item and remembers that the tasks are dealt with there; `attaches`
    the list of the round as well, for everybody or (not `is_open`) for members.

    Raises TextHasChanged, ItemHasChanged, ValidationError and what `meetings.actions` raise.
    """
    rows.lock([round_.council])
    stored = Round.objects.select_for_update(of=("self",)).select_related("council", "term")
    stored = stored.get(pk=round_.pk)
    refuse_closed(stored)
    tasks = undecided(stored, text.tasks)
    if not tasks:
        raise ValidationError("Vælg mindst ét hverv, der ikke er besluttet.")
    html = text_for(stored, tasks, at, text.names_people)
    if mark(html) != text.seen:
        raise TextHasChanged
    item = _written(place, html, by)
    _remember(stored, tasks, item)
    summary = f"Satte {len(tasks)} hverv fra runden {stored} på dagsordenen under »{item}«"
    audit.record("place_on_agenda", stored, summary, by=by, council=stored.council)
    if attaches:
        _attach(stored, item, by=by, at=at, is_open=is_open)
    return item


@transaction.atomic
def attach_list(
    round_: Round, item: AgendaItem, *, by: User, at: datetime.date, is_open: bool
) -> Attachment:
    """The list as it is now; a new edition of the attachment where the item has one already, which
    keeps its readers. Raises what `meetings.actions` raise."""
    rows.lock([round_.council])
    return _attach(round_, item, by=by, at=at, is_open=is_open)


def _written(place: Place, html: str, by: User) -> AgendaItem:
    if place.item is None:
        return meetings.add_item(place.meeting, by=by, title=place.title, recommendation=html)
    before = "" if place.replaces else place.item.recommendation
    saved = meetings.save_item(
        place.item, by=by, version=place.version, recommendation=before + html
    )
    if isinstance(saved, meetings.Conflict):
        raise ItemHasChanged(saved.stored)
    return saved


def _remember(round_: Round, tasks: Collection[Task], item: AgendaItem) -> None:
    """On the round where all that is left of it is dealt with there, otherwise on the tasks."""
    keys = [task.pk for task in tasks]
    if len(keys) == len(undecided(round_)):
        # What was decided under the former item stays where it was decided.
        if round_.decided_in_id not in (None, item.pk):
            decided = round_.tasks.filter(decided_on__isnull=False, decided_in=None)
            decided.update(decided_in=round_.decided_in)
        round_.decided_in = item
        round_.version += 1
        round_.save(update_fields=["decided_in", "version"])
    for task in Task.objects.filter(pk__in=keys):
        task.decided_in = None if round_.decided_in_id == item.pk else item
        task.version += 1
        task.save(update_fields=["decided_in", "version"])


def _attach(
    round_: Round, item: AgendaItem, *, by: User, at: datetime.date, is_open: bool
) -> Attachment:
    # Before asking what is attached, so that two at once make one attachment with two editions.
    locked_draft(item.meeting)
    name = documents.round_file_name(round_)
    data = documents.round_pdf(
        Round.objects.select_related("council", "term").get(pk=round_.pk), at, item
    )
    before = Attachment.objects.filter(item=item, versions__file_name=name).first()
    if before is None:
        return meetings.attach_file(
            item,
            by=by,
            title=documents.round_title(round_)[:200],
            file_name=name,
            data=data,
            is_open=is_open,
        )
    return meetings.replace_file(
        before, by=by, version=before.version, file_name=name, data=data, note="Dannet igen"
    )
