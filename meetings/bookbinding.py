"""An agenda with all its attachments as one PDF, put together from the portal's data.

How PDFs are bound is the business of meetings/binding, which knows nothing of the portal.
"""

import datetime
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from itertools import accumulate
from typing import Protocol

from django.utils import formats

from kkr_portal import clock
from kkr_portal.pdf import Limit, LimitReached, in_workshop
from meetings import binding, exports, files, numbering, readable
from meetings.documents import Layout, Places
from meetings.models import Conversion, StoredFile
from meetings.numbering import NumberedItem

_FORMAT = 2  # rises when books are to be made anew


class Progress(Protocol):
    """Whom the binder tells how far it is."""

    def step(self, said: str, done: int, steps: int) -> None:
        """The binder begins with what is `said`."""

    def glance(self) -> None:
        """Called now and then; raises where nobody wants the book any more."""


class Silent:
    """For those who wait until it is done."""

    def step(self, said: str, done: int, steps: int) -> None:
        pass

    def glance(self) -> None:
        pass


@dataclass(frozen=True, slots=True)
class BoundAgenda(binding.Bound):
    """The book, and what went into it, which for a draft may be later than what was asked for."""

    made_from: str


def made_from(agenda: readable.Agenda) -> str:
    """Another one whenever the book would have other contents."""
    meeting = agenda.meeting
    edition = agenda.edition.pk if agenda.edition else None
    facts = (meeting.kind, meeting.starts_at, meeting.ends_at, meeting.place)
    council = str(meeting.council)
    said = (_FORMAT, meeting.pk, edition, council, facts, meeting.practical_note)
    said += (agenda.is_whole, agenda.omits)
    return hashlib.sha256(f"{said!r} {readable.fingerprint(agenda)}".encode()).hexdigest()


def bound(
    agenda: readable.Agenda, *, issued_at: datetime.datetime, progress: Progress | None = None
) -> BoundAgenda:
    """The agenda and behind it each attachment, with both in its table of contents.

    Office files are converted where LibreOffice is installed; else a page names the file. Raises
    LimitReached where it would take too much time or memory.
    """
    exports.refuse_too_large(agenda)
    progress = progress or Silent()
    content = made_from(agenda)  # before its texts are made ready for the printer
    steps = len(agenda.papers) + 2
    annexes = []
    for done, (row, paper) in enumerate(agenda.papers):
        progress.step(f"{_label(row, paper)} {paper.title}", done, steps)
        progress.glance()
        annexes.append(_annex(row, paper, progress))
    progress.step("Dagsorden og indholdsfortegnelse", steps - 2, steps)
    lengths = in_workshop(binding.lengths, annexes, watch=progress.glance)
    paper = _agenda_pdf(agenda, lengths, issued_at, progress)
    progress.step("Det hele samles", steps - 1, steps)
    day = formats.date_format(agenda.meeting.held_on, "j. F Y")
    state = exports.spoken_state(agenda)
    title = f"Dagsorden med bilag, {agenda.meeting.council} {day} ({state})"
    bind = partial(binding.bind, title=title)
    book = in_workshop(bind, paper, annexes, watch=progress.glance)
    return BoundAgenda(book.pdf, book.pages, book.unreadable, book.first_pages, made_from=content)


def _agenda_pdf(
    agenda: readable.Agenda,
    lengths: Mapping[int, int],
    issued_at: datetime.datetime,
    progress: Progress,
) -> bytes:
    """The agenda, whose contents tell the pages of the attachments behind it.

    These depend on how many pages it has itself. That is guessed, and where the guess was wrong,
    it is set once more.
    """
    usual = exports.agenda_pdf(agenda, issued_at=issued_at, watch=progress.glance)
    pages = binding.read(usual) + _further_pages(agenda)
    for _ in range(3):
        places = _places(lengths, pages)
        paper = exports.agenda_print(
            agenda, issued_at=issued_at, layout=Layout.BOOK, places=places
        ).pdf(issued_at, watch=progress.glance)
        before, pages = pages, binding.read(paper)
        if pages == before:
            return paper
    raise ArithmeticError("The table of contents never comes to rest")


def _places(lengths: Mapping[int, int], pages: int) -> Places:
    firsts = accumulate(lengths.values(), initial=pages + 1)
    return Places(dict(zip(lengths, firsts, strict=False)), pages + sum(lengths.values()))


# The heights of what stands in the table of contents, in mm, as print.css and print-book.css set
# them, and how many letters go on a line.
_PAGE, _HEADING, _LINE, _LETTERS = 247, 14, 5.3, 65
_ITEM, _MAIN_ITEM, _ATTACHMENT = 7.9, 10.9, 5.6


def _further_pages(agenda: readable.Agenda) -> int:
    """How many pages longer the contents are with attachments than without, at a guess."""
    items = attachments = 0.0
    for row in agenda.flat:
        items += _ITEM if row.item.parent_id else _MAIN_ITEM
        items += len(row.item.title) // _LETTERS * _LINE
        for paper in row.item.shown_attachments:
            attachments += _ATTACHMENT + len(paper.title) // _LETTERS * _LINE
    return int((_HEADING + items + attachments) // _PAGE - (_HEADING + items) // _PAGE)


def _annex(row: NumberedItem, paper, progress: Progress) -> binding.Annex:
    facts = {
        "key": paper.key,
        "label": _label(row, paper),
        "title": paper.title,
        "item_anchor": f"punkt-{row.item.key}",
        "is_closed": not paper.is_open,
    }
    kind = files.kind_of(paper.current.content_type)
    if kind == files.PDF:
        return binding.Annex(pdf=paper.current.content, **facts)
    if not kind.is_inline:
        reason = f"Filen »{paper.current.file_name}« kan ikke vises her. Hent den i portalen."
        try:
            pdf = _converted(paper.current.file, progress)
        except binding.NotNow:
            return binding.Annex(pdf=None, reason=reason, is_passing=True, **facts)
        return binding.Annex(pdf=pdf, reason=reason, **facts)
    try:
        picture = in_workshop(
            partial(binding.image_pdf, alt=paper.title),
            paper.current.content,
            watch=progress.glance,
        )
    except binding.Unreadable as error:
        return binding.Annex(pdf=None, reason=str(error), **facts)
    except LimitReached as reached:
        if reached.limit != Limit.MEMORY:
            raise
        return binding.Annex(pdf=None, reason="Billedet er for stort.", **facts)
    return binding.Annex(pdf=picture, alt=paper.title, **facts)


def _label(row: NumberedItem, paper) -> str:
    return f"Bilag {numbering.attachment_number(row.number, paper.position)}"


def _converted(file: StoredFile, progress: Progress) -> bytes | None:
    """The office file as PDF; once it has been converted, the same for ever. NotNow."""
    kept = Conversion.objects.filter(source=file).first()
    if kept is not None:
        return bytes(kept.pdf)
    extension = files.kind_of(file.content_type).extension
    pdf = binding.office_pdf(bytes(file.content), extension, watch=progress.glance)
    if pdf is None:
        return None
    facts = {"pdf": pdf, "made_at": clock.now()}
    return bytes(Conversion.objects.get_or_create(source=file, defaults=facts)[0].pdf)
