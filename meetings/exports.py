"""An agenda to take away: as a PDF, as a Word file, and with all its attachments in a ZIP file."""

import datetime
import re
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from typing import IO, Any

from django.conf import settings
from django.db.models import Q
from django.utils import formats, timezone

from councils import danish
from kkr_portal import clock
from kkr_portal.pdf import Limit, LimitReached
from meetings import documents, kept_papers, numbering, readable, richtext, word_export
from meetings.changes import Change, changes
from meetings.models import AgendaPublication
from meetings.numbering import NumberedItem
from meetings.querysets import MeetingQuerySet, PublicationQuerySet
from meetings.readable import Agenda

WARNING = "Intern udgave. Må ikke videregives."
_LONGEST_TITLE = 80  # in a file name: folders of people's own come on top of it
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


def in_force_or_draft(
    pk: int, editions: PublicationQuerySet, drafts: MeetingQuerySet, *, is_whole: bool
) -> Agenda:
    """The edition in force of a meeting, if it is among `editions`, and else the draft.

    Meeting.DoesNotExist if that is not among `drafts`.
    """
    found = editions.filter(in_force_for=pk).without_files().select_related("meeting__council")
    in_force = found.first()
    if in_force is not None:
        return readable.edition(in_force, is_whole=is_whole)
    return readable.draft(drafts.get(pk=pk).pk, is_whole=is_whole)


def issued_at(agenda: Agenda) -> datetime.datetime:
    """When the edition went out; of a draft, now."""
    return agenda.edition.published_at if agenda.edition else clock.now()


def refuse_too_large(agenda: Agenda) -> None:
    """LimitReached where the attachments are too large to be in memory together."""
    size = sum(paper.current.size for _, paper in agenda.papers)
    if size > settings.BOOK_MAX_BYTES:
        raise LimitReached(Limit.MEMORY, f"{size // 1_000_000} MB of attachments")


def prepare_edition(edition: AgendaPublication) -> None:
    """Sets what readers may ask for beside the PDFs that went out, so that a click finds it."""
    agendas = [readable.edition(edition, is_whole=False)]
    whole = readable.edition(edition, is_whole=True)
    if whole.is_internal:
        agendas.append(whole)
    for agenda in agendas:
        for layout in (documents.Layout.LARGE, documents.Layout.SCREEN):
            layout_pdf(agenda, layout, issued_at=edition.published_at)


def agenda_pdf(
    agenda: Agenda, *, issued_at: datetime.datetime, watch: Callable[[], None] | None = None
) -> bytes:
    """The very bytes that went out; of a draft a PDF as it stands."""
    edition = agenda.edition
    if edition is None:
        paper = agenda_print(agenda, issued_at=issued_at, layout=documents.Layout.NORMAL)
        return kept_papers.printed(paper, issued_at=issued_at, watch=watch)
    is_internal = agenda.is_whole and edition.internal_pdf is not None
    return bytes(edition.internal_pdf if is_internal else edition.pdf)


def layout_pdf(
    agenda: Agenda,
    layout: documents.Layout,
    *,
    issued_at: datetime.datetime,
    address: str | None = None,
) -> bytes:
    """Set from the data, also what went out: in another layout, or one item alone.

    Only the screen's has links into the portal, at `address`, if that is not what the settings say;
    the others stay the same wherever the portal is.
    """
    if layout is not documents.Layout.SCREEN:
        address = ""
    elif address is None:
        address = settings.PORTAL_URL
    paper = agenda_print(agenda, issued_at=issued_at, layout=layout, address=address)
    return kept_papers.printed(paper, issued_at=issued_at)


def agenda_print(agenda: Agenda, *, issued_at: datetime.datetime, **facts: Any) -> documents.Print:
    """What such a paper says, as `documents.agenda_print`; of an edition with its news."""
    edition = agenda.edition
    return documents.agenda_print(
        agenda,
        issued_at=issued_at,
        version=agenda.version,
        change_note=edition.change_note if edition else "",
        changes=_news(agenda) if edition and not agenda.excerpt_of else (),
        **facts,
    )


def _news(agenda: Agenda) -> Sequence[Change]:
    """What the edition's own paper says is new: since the edition that it took the place of, also
    where that was withdrawn later."""
    earlier = agenda.meeting.publications.filter(version__lt=agenda.version).without_files()
    was_there = Q(withdrawn_at=None) | Q(withdrawn_at__gt=agenda.edition.published_at)
    before = earlier.filter(was_there).first()
    if before is None:
        return ()
    before.meeting = agenda.meeting
    return changes(readable.edition(before, is_whole=agenda.is_whole), agenda)


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
    with zipfile.ZipFile(target, "w") as packed:
        _put(packed, agenda_name, agenda_pdf, moment)
        for row, paper in agenda.papers:
            _put(packed, attachment_name(row, paper), paper.current.content, moment)
    target.seek(0)
    return target


def attachment_name(row: NumberedItem, paper) -> str:
    """E.g. `Bilag 01.02.01 Forretningsorden.pdf`; with two digits each number sorts as it reads."""
    number = numbering.attachment_number(row.number, paper.position)
    sortable = ".".join(part.zfill(2) for part in number.split("."))
    title = " ".join(_FORBIDDEN.sub(" ", paper.title).split())[:_LONGEST_TITLE].strip(" .")
    extension = paper.current.file_name.rpartition(".")[2]
    return f"Bilag {sortable} {title}.{extension}"


def export_name(agenda: Agenda, kind: str, *, extension: str) -> str:
    """E.g. `materiale-kkr-midtjylland-2022-01-19-intern-udkast.zip`."""
    meeting = agenda.meeting
    readers = "-intern" if agenda.is_internal else ""
    council, day = danish.slug(meeting.council.name), f"{meeting.held_on:%Y-%m-%d}"
    return f"{kind}-{council}-{day}{readers}{documents.state_suffix(agenda.version)}.{extension}"


def _put(packed: zipfile.ZipFile, name: str, content: bytes, moment: datetime.datetime) -> None:
    entry = zipfile.ZipInfo(name, moment.timetuple()[:6])
    entry.external_attr = 0o644 << 16
    packed.writestr(entry, content)  # not packed once more: all that can be attached is already


def spoken_state(agenda: Agenda) -> str:
    """What a title says in brackets, e.g. `2. udgave, intern`."""
    state = f"{agenda.version}. udgave" if agenda.version else "udkast"
    return f"{state}, intern" if agenda.is_internal else state


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
        attachments=tuple(
            f"Bilag {number_of[key]} {paper.title}{'' if paper.is_open else ' (Lukket)'}"
            for key, paper in papers.items()
        ),
    )


def _marks(number_of: dict[int, str]) -> Callable[[int], str | None]:
    def marked(key: int) -> str | None:
        return f"{richtext.MARK} Bilag {number_of[key]}" if key in number_of else None

    return marked
