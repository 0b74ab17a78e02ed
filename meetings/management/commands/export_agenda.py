"""An agenda as a file, for other programs and for archives."""

import re
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.dateparse import parse_date

from kkr_portal import clock
from meetings import documents, exports, readable
from meetings.models import AgendaPublication, Meeting

VARIANTS = ("public", "internal", "large", "chair", "docx", "zip", "book")
WHOLE = {"internal", "chair"}


class Command(BaseCommand):
    help = (
        "Write the agenda of a meeting to a file: the edition in force, or the draft where there"
        " is none. Only »internal« and »chair« hold what is closed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("meeting", help="its id, or council and day: midtjylland/2022-01-19")
        parser.add_argument("--variant", choices=VARIANTS, default="public")
        parser.add_argument("--output", required=True, help="a file's path; - for standard output")

    def handle(self, *, meeting: str, variant: str, output: str, **options) -> None:
        agenda = _agenda(_found(meeting), is_whole=variant in WHOLE)
        content = self._content(agenda, variant)
        if output == "-":
            sys.stdout.buffer.write(content)
        else:
            try:
                Path(output).write_bytes(content)
            except OSError as error:
                raise CommandError(f"{output}: {error.strerror}") from error

    def _content(self, agenda: readable.Agenda, variant: str) -> bytes:
        edition = agenda.edition
        issued_at = edition.published_at if edition else clock.now()
        if variant == "docx":
            return exports.agenda_docx(agenda, issued_at=issued_at)
        if variant in {documents.Layout.LARGE, documents.Layout.CHAIR}:
            return exports.layout_pdf(agenda, documents.Layout(variant), issued_at=issued_at)
        pdf = exports.agenda_pdf(agenda, issued_at=issued_at)
        if variant == "zip":
            name = documents.agenda_file_name(
                agenda.meeting, version=agenda.version, is_whole=False
            )
            with exports.material_zip(
                agenda, agenda_name=name, agenda_pdf=pdf, issued_at=issued_at
            ) as packed:
                return packed.read()
        if variant == "book":
            bound = exports.book_pdf(agenda, pdf)
            for left_out in bound.unreadable:
                self.stderr.write(f"{left_out.label} {left_out.title}: {left_out.reason}")
            return bound.pdf
        return pdf


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


def _agenda(meeting: Meeting, *, is_whole: bool) -> readable.Agenda:
    if meeting.is_published:
        edition = AgendaPublication.objects.get(in_force_for=meeting)
        edition.meeting = meeting
        return readable.edition(edition, is_whole=is_whole)
    return readable.draft(meeting.pk, is_whole=is_whole)
