"""A meeting's agenda as the rule check reads it, and what the check finds there."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from councils.models import Council, Leadership
from meetings import agenda_check, numbering
from meetings.agenda_check import Finding, Severity
from meetings.models import AgendaItem, Meeting

FIELDS = {
    "title": "Overskrift",
    "case_number": "Sagsnummer",
    "initials": "Initialer",
    "background": "Baggrund",
    "recommendation": "Indstilling",
    "presentation": "Sagsfremstilling",
    "attachments": "Bilag",
}


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding at the item it is about; `item` is None for the meeting itself."""

    finding: Finding
    item: AgendaItem | None
    number: str

    @property
    def is_red(self) -> bool:
        return self.finding.severity is Severity.RED

    @property
    def place(self) -> str:
        """The field's name on the screen; "" for the meeting."""
        return FIELDS.get(self.finding.field, "")


@dataclass(frozen=True, slots=True)
class Review:
    """Everything the rules found, in reading order."""

    remarks: tuple[Remark, ...]

    @property
    def red(self) -> list[Remark]:
        return [remark for remark in self.remarks if remark.is_red]

    @property
    def yellow(self) -> list[Remark]:
        return [remark for remark in self.remarks if not remark.is_red]


def review(meeting: Meeting, *, now: datetime.datetime) -> Review:
    """Checks an agenda that came with `with_agenda()` and `with_attachments()`, in two queries."""
    rows = numbering.flat(meeting.agenda)
    items = {row.number: row.item for row in rows}
    findings = agenda_check.check(_agenda(meeting, rows, now))
    return Review(tuple(Remark(found, items.get(found.item), found.item) for found in findings))


def _agenda(
    meeting: Meeting, rows: Iterable[numbering.NumberedItem], now: datetime.datetime
) -> agenda_check.Agenda:
    term = meeting.term
    return agenda_check.Agenda(
        council=_council(meeting),
        kind=agenda_check.Kind(meeting.kind),
        starts_at=meeting.starts_at,
        items=tuple(_item(row) for row in rows),
        term=(term.starts_on, term.ends_on),
        now=now,
    )


def _item(row: numbering.NumberedItem) -> agenda_check.Item:
    item = row.item
    return agenda_check.Item(
        number=row.number,
        title=item.title,
        case_number=item.case_number,
        initials=item.initials,
        background=item.background,
        recommendation=item.recommendation,
        presentation=item.presentation,
        attachments=tuple(
            agenda_check.Attachment(attachment.title, closed=not attachment.is_open)
            for attachment in item.shown_attachments
        ),
    )


def _council(meeting: Meeting) -> agenda_check.CouncilFacts:
    day = meeting.held_on
    chairs = Leadership.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=day), role=Leadership.Role.CHAIR, starts_on__lte=day
    )
    named = dict(chairs.values_list("council__name", "membership__person__name"))
    others = Council.objects.exclude(pk=meeting.council_id).values_list("name", flat=True)
    return agenda_check.CouncilFacts(
        slug=meeting.council.slug,
        name=meeting.council.name,
        region=meeting.council.region,
        others=tuple(others),
        chairs=named,
    )
