"""An agenda to take away: as a Word file, and with all its attachments in a ZIP file or a book."""

import datetime
import re
import tempfile
import zipfile
from collections.abc import Callable
from typing import IO

from django.utils import formats, timezone

from councils import danish
from meetings import binding, documents, files, numbering, richtext, word_export
from meetings.models import Meeting
from meetings.numbering import NumberedItem
from meetings.readable import Agenda

WARNING = "Intern udgave med lukkede punkter. Må ikke videregives."
_LONGEST_TITLE = 80  # in a file name: folders of people's own come on top of it
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


def agenda_pdf(agenda: Agenda, *, issued_at: datetime.datetime) -> bytes:
    """The very bytes that went out; of a draft a PDF as it stands."""
    edition = agenda.edition
    if edition is None:
        return documents.agenda_pdf(agenda, issued_at=issued_at)
    is_internal = agenda.is_whole and edition.internal_pdf is not None
    return bytes(edition.internal_pdf if is_internal else edition.pdf)


def layout_pdf(agenda: Agenda, layout: documents.Layout, *, issued_at: datetime.datetime) -> bytes:
    """In large print or as the chair's copy: made anew, also of what went out."""
    edition = agenda.edition
    return documents.agenda_pdf(
        agenda,
        issued_at=issued_at,
        version=agenda.version,
        change_note=edition.change_note if edition else "",
        layout=layout,
    )


def agenda_docx(agenda: Agenda, *, issued_at: datetime.datetime) -> bytes:
    """The agenda as a Word file, for those who must go on with it elsewhere.

    Byte for byte the same for the same agenda and moment.
    """
    meeting = agenda.meeting
    day = formats.date_format(meeting.held_on, "j. F Y")
    times = [timezone.localtime(moment) for moment in (meeting.starts_at, meeting.ends_at)]
    facts = [
        ("Møde", meeting.get_kind_display()),
        ("Dato", formats.date_format(meeting.held_on, "l \\d. j. F Y")),
        ("Tid", f"kl. {times[0]:%H.%M}–{times[1]:%H.%M}"),
        ("Sted", meeting.place),
    ]
    paper = word_export.WordAgenda(
        title=f"Dagsorden {meeting.held_on.year}",
        council=str(meeting.council),
        date=day,
        facts=tuple((label, value) for label, value in facts if value),
        note=meeting.practical_note,
        state=_state(agenda, issued_at),
        items=tuple(_word_item(row, level) for row, level in _levels(agenda)),
        warning=WARNING if agenda.is_internal else "",
    )
    return word_export.docx_bytes(paper, moment=issued_at)


def material_zip(
    agenda: Agenda, *, agenda_name: str, agenda_pdf: bytes, issued_at: datetime.datetime
) -> IO[bytes]:
    """The agenda's PDF and its attachments, named so that they lie in the agenda's order.

    In a temporary file at its beginning: together they may be larger than the memory.
    """
    moment = timezone.localtime(issued_at)
    target = tempfile.SpooledTemporaryFile(max_size=10_000_000)  # noqa: SIM115 -- the caller's
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        _put(packed, agenda_name, agenda_pdf, moment)
        for row in agenda.flat:
            for paper in row.item.shown_attachments:
                _put(packed, attachment_name(row, paper), paper.current.content, moment)
    target.seek(0)
    return target


def book_pdf(agenda: Agenda, agenda_pdf: bytes) -> binding.Bound:
    """The agenda's PDF with all attachments behind it, as one PDF; see meetings/binding.

    Office files are converted where LibreOffice is installed; else a page names the file.
    """
    annexes = [_annex(row, paper) for row in agenda.flat for paper in row.item.shown_attachments]
    day = formats.date_format(agenda.meeting.held_on, "j. F Y")
    title = f"Dagsorden med bilag, {agenda.meeting.council} {day}"
    return binding.bind(agenda_pdf, annexes, title=title)


def _annex(row: NumberedItem, paper) -> binding.Annex:
    number = numbering.attachment_number(row.number, paper.position)
    facts = {
        "key": paper.key,
        "label": f"Bilag {number}",
        "title": paper.title,
        "item_anchor": f"punkt-{row.item.key}",
    }
    content, kind = paper.current.content, files.kind_of(paper.current.content_type)
    if kind == files.PDF:
        return binding.Annex(pdf=content, **facts)
    if not kind.is_inline:
        reason = f"Filen »{paper.current.file_name}« kan ikke vises her. Hent den i portalen."
        pdf = binding.office_pdf(content, kind.extension)
        return binding.Annex(pdf=pdf, reason=reason, **facts)
    try:
        picture = binding.image_pdf(content, alt=paper.title)
    except binding.Unreadable as error:
        return binding.Annex(pdf=None, reason=str(error), **facts)
    return binding.Annex(pdf=picture, alt=paper.title, **facts)


def attachment_name(row: NumberedItem, paper) -> str:
    """E.g. `Bilag 01.02.01 Forretningsorden.pdf`; with two digits each number sorts as it reads."""
    number = numbering.attachment_number(row.number, paper.position)
    sortable = ".".join(part.zfill(2) for part in number.split("."))
    title = " ".join(_FORBIDDEN.sub(" ", paper.title).split())[:_LONGEST_TITLE].strip(" .")
    extension = paper.current.file_name.rpartition(".")[2]
    return f"Bilag {sortable} {title}.{extension}"


def export_name(meeting: Meeting, kind: str, *, is_whole: bool, extension: str) -> str:
    """E.g. `materiale-kkr-midtjylland-2022-01-19-intern.zip`."""
    readers = "-intern" if is_whole else ""
    council = danish.slug(meeting.council.name)
    return f"{kind}-{council}-{meeting.held_on:%Y-%m-%d}{readers}.{extension}"


def _put(packed: zipfile.ZipFile, name: str, content: bytes, moment: datetime.datetime) -> None:
    entry = zipfile.ZipInfo(name, moment.timetuple()[:6])
    entry.external_attr = 0o644 << 16
    packed.writestr(entry, content, zipfile.ZIP_DEFLATED)


def _state(agenda: Agenda, issued_at: datetime.datetime) -> str:
    if agenda.edition is not None:
        return f"{agenda.edition.version}. udgave"
    at = formats.date_format(timezone.localtime(issued_at), "j. F Y \\k\\l. H.i")
    return f"Udkast dannet {at}. Ikke offentliggjort."


def _levels(agenda: Agenda) -> list[tuple[NumberedItem, int]]:
    return [(row, 2 if row.item.parent_id else 1) for row in agenda.flat]


def _word_item(row: NumberedItem, level: int) -> word_export.WordItem:
    item = row.item
    papers = {paper.key: paper for paper in item.shown_attachments}
    number_of = {
        key: numbering.attachment_number(row.number, paper.position)
        for key, paper in papers.items()
    }
    marked = _marks(number_of)
    return word_export.WordItem(
        number=row.number,
        title=item.title,
        level=level,
        case=" ".join(filter(None, (item.case_number, item.initials))),
        is_closed=not item.is_open,
        is_dropped=item.is_dropped,
        sections=tuple(
            (heading, richtext.with_marks(richtext.clean(html), marked))
            for heading, html in item.sections
        ),
        attachments=tuple(f"Bilag {number_of[key]} {paper.title}" for key, paper in papers.items()),
    )


def _marks(number_of: dict[int, str]) -> Callable[[int], str | None]:
    def marked(key: int) -> str | None:
        return f"{richtext.MARK} Bilag {number_of[key]}" if key in number_of else None

    return marked
