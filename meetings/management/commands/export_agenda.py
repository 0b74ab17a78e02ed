"""An agenda as a file, for other programs and for archives."""

import datetime
import re
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.dateparse import parse_date

from meetings import bookbinding, documents, exports, readable
from meetings.models import AgendaPublication, Meeting

VARIANTS = ("public", "internal", "large", "screen", "chair", "docx", "zip", "book")
WHOLE = {"internal", "chair"}
WITHOUT_EXCERPTS = {"chair", "docx", "zip", "book"}
LAYOUTS = {
    "large": documents.Layout.LARGE,
    "screen": documents.Layout.SCREEN,
    "chair": documents.Layout.CHAIR,
}


class Command(BaseCommand):
    help = (
        "Write the agenda of a meeting to a file: the edition in force, or the draft where there"
        " is none. Only »internal« and »chair« hold what is closed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("meeting", help="its id, or council and day: midtjylland/2022-01-19")
        parser.add_argument("--variant", choices=VARIANTS, default="public")
        parser.add_argument(
            "--item", metavar="NUMBER", help="only this item of the agenda, e.g. 1.2"
        )
        parser.add_argument("--address", help="for links of »screen«, if not PORTAL_URL")
        parser.add_argument("--output", required=True, help="a file's path; - for standard output")

    def handle(
        self,
        *,
        meeting: str,
        variant: str,
        item: str | None,
        address: str | None,
        output: str,
        **options,
    ) -> None:
        agenda = exports.in_force_or_draft(
            _found(meeting).pk,
            AgendaPublication.objects.all(),
            Meeting.objects.all(),
            is_whole=variant in WHOLE,
        )
        if item is not None:
            agenda = _excerpt(agenda, item, variant)
        content = self._content(agenda, variant, address)
        if output == "-":
            sys.stdout.buffer.write(content)
        else:
            try:
                Path(output).write_bytes(content)
            except OSError as error:
                raise CommandError(f"{output}: {error.strerror}") from error

    def _content(self, agenda: readable.Agenda, variant: str, address: str | None) -> bytes:
        issued_at = exports.issued_at(agenda)
        if variant == "docx":
            return exports.agenda_docx(agenda, issued_at=issued_at)
        layout = LAYOUTS.get(variant, documents.Layout.NORMAL)
        if agenda.excerpt_of or layout is not documents.Layout.NORMAL:
            return exports.layout_pdf(agenda, layout, issued_at=issued_at, address=address)
        if variant == "book":
            return self._book(agenda, issued_at)
        pdf = exports.agenda_pdf(agenda, issued_at=issued_at)
        if variant == "zip":
            name = documents.agenda_file_name(
                agenda.meeting, version=agenda.version, is_whole=False
            )
            with exports.material_zip(
                agenda, agenda_name=name, agenda_pdf=pdf, issued_at=issued_at
            ) as packed:
                return packed.read()
        return pdf

    def _book(self, agenda: readable.Agenda, issued_at: datetime.datetime) -> bytes:
        bound = bookbinding.bound(agenda, issued_at=issued_at)
        for left_out in bound.unreadable:
            self.stderr.write(f"{left_out.label} {left_out.title}: {left_out.reason}")
        return bound.pdf


def _excerpt(agenda: readable.Agenda, number: str, variant: str) -> readable.Agenda:
    if variant in WITHOUT_EXCERPTS:
        raise CommandError(f"»{variant}« is made of whole agendas only; leave --item out.")
    keys = [row.item.key for row in agenda.flat if row.number == number]
    excerpt = agenda.excerpt(keys[0]) if keys else None
    if excerpt is None:
        raise CommandError(f"There is no item {number} for readers of »{variant}«.")
    return excerpt


def _found(name: str) -> Meeting:
    meetings = Meeting.objects.scheduled().select_related("council")
    if named := re.fullmatch(r"([a-z-]+)/(\d{4}-\d\d-\d\d)", name):
        slug, day = named[1], _day(named[2])
        meetings = [
            meeting
            for meeting in meetings.filter(council__slug=slug).order_by("starts_at")
            if timezone.localdate(meeting.starts_at) == day
        ]
    else:
        meetings = list(meetings.filter(pk=int(name))) if re.fullmatch(r"\d{1,18}", name) else []
    if not meetings:
        raise CommandError(f"There is no meeting {name}.")
    if len(meetings) > 1:
        keys = ", ".join(str(meeting.pk) for meeting in meetings)
        raise CommandError(f"{name} has several meetings; name one by its id: {keys}.")
    return meetings[0]


def _day(text: str):
    try:
        return parse_date(text)
    except ValueError:
        return None
