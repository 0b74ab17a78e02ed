"""A meeting's agenda as the rule check reads it, and what the check finds there."""

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils import timezone

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
    def fix(self) -> str | None:
        """What may stand in its place at one click; None where a person must write."""
        return None if self.item is None else self.finding.fix

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
    """Checks an agenda that came with `with_agenda()` and `with_attachments()`, in two queries.

    Items that wait for a meeting are read as if it were held now.
    """
    rows = numbering.flat(meeting.agenda)
    items = {row.number: row.item for row in rows}
    findings = agenda_check.check(_agenda(meeting, rows, now))
    remarks = [Remark(found, items.get(found.item), found.item) for found in findings]
    dropped = _dropped(rows)
    return Review(
        tuple(
            remark
            for remark in remarks
            if remark.number not in dropped and (remark.item or not meeting.is_pool)
        )
    )


def _dropped(rows: Iterable[numbering.NumberedItem]) -> set[str]:
    """The numbers of what is not dealt with: nobody mends it, but references to it are right."""
    rows = list(rows)
    keys = {row.item.pk for row in rows if row.item.is_dropped}
    return {row.number for row in rows if keys & {row.item.pk, row.item.parent_id}}


def _agenda(
    meeting: Meeting, rows: Iterable[numbering.NumberedItem], now: datetime.datetime
) -> agenda_check.Agenda:
    term = meeting.term
    rows = list(rows)
    closed = {row.item.pk for row in rows if not row.item.is_open}
    return agenda_check.Agenda(
        council=_council(meeting, meeting.held_on or timezone.localdate(now)),
        kind=agenda_check.Kind(meeting.kind),
        starts_at=meeting.starts_at or now,
        # What stands under a closed item is closed with it.
        items=tuple(_item(row, {row.item.pk, row.item.parent_id} & closed) for row in rows),
        term=(term.starts_on, term.ends_on) if term else None,
        now=now,
    )


def _item(row: numbering.NumberedItem, closed: Collection[int]) -> agenda_check.Item:
    item = row.item
    return agenda_check.Item(
        number=row.number,
        title=item.title,
        case_number=item.case_number,
        initials=item.initials,
        closed=bool(closed),
        heading=item.is_heading,
        background=item.background,
        recommendation=item.recommendation,
        presentation=item.presentation,
        attachments=tuple(
            agenda_check.Attachment(
                attachment.title,
                closed=not attachment.is_open,
                key=str(attachment.key),
                number=numbering.attachment_number(row.number, attachment.position),
            )
            for attachment in item.shown_attachments
        ),
    )


def _council(meeting: Meeting, day: datetime.date) -> agenda_check.CouncilFacts:
    chairs = Leadership.objects.in_force(day).filter(role=Leadership.Role.CHAIR)
    named = dict(chairs.values_list("council__name", "membership__person__name"))
    others = Council.objects.exclude(pk=meeting.council_id).values_list("name", flat=True)
    return agenda_check.CouncilFacts(
        slug=meeting.council.slug,
        name=meeting.council.name,
        region=meeting.council.region,
        others=tuple(others),
        chairs=named,
    )
