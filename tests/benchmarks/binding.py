"""What a book costs beyond its agenda, and against pikepdf putting the same pages in a row.

`./kkr manage shell < tests/benchmarks/binding.py` on the demonstration's database, where nothing of
it stays. Aims, on a processor of one's own: 300 pages of attachments add 0.5 s to the agenda's own
time, 1,000 pages 2 s.
"""

import io
import statistics

import pikepdf
from django.db import transaction

from councils.models import User
from kkr_portal import clock
from meetings import actions, bookbinding, documents, exports, readable
from meetings.binding import Annex, bind
from meetings.models import Meeting
from tests.benchmarks.ratios import processor_seconds, ratio
from tests.meetings.binding.files import A4, make_pdf

agenda_pdf = make_pdf(*[A4] * 20)
annexes = [Annex(n, f"Bilag 1.{n}", "Titel", "punkt-1", make_pdf(*[A4] * 10)) for n in range(1, 31)]
by = User.objects.get(email="sekretariat.midtjylland@kkr.example")
meeting = Meeting.objects.filter(council__slug="midtjylland").scheduled().drafts().first()


def merge() -> bytes:
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(agenda_pdf)) as book:
        for annex in annexes:
            book.pages.extend(pikepdf.open(io.BytesIO(annex.pdf)).pages)
        book.save(file)
    return file.getvalue()


def read() -> readable.Agenda:
    return readable.draft(meeting.pk, is_whole=True)


def make_book() -> None:
    bookbinding.bound(read(), issued_at=clock.now())


def set_agenda() -> None:
    """The agenda's own time: set once, without what its contents would tell of the pages."""
    documents.agenda_pdf(read(), issued_at=clock.now())


def measure(count: int) -> None:
    """For so many attachments of ten pages; the draft is kept, as a worker prepares it."""
    item = actions.add_item(meeting, by=by, title="Bilag")
    pages = [make_pdf(*[A4] * 10) for _ in range(count)]
    uploads = [
        {"title": f"Bilag {n}", "file_name": "b.pdf", "data": data + b"%% %d\n%%%%EOF\n" % n}
        for n, data in enumerate(pages)
    ]
    actions.attach_files(item, by=by, uploads=uploads, is_open=True)
    exports.agenda_pdf(read(), issued_at=clock.now())
    pairs = [(processor_seconds(make_book), processor_seconds(set_agenda)) for _ in range(3)]
    further = statistics.median(book - agenda for book, agenda in pairs)
    share = statistics.median(book / agenda for book, agenda in pairs)
    print(f"{10 * count} pages add {further:.2f} s to the agenda: {share:.2f} x its own time")


share = ratio(lambda: bind(agenda_pdf, annexes, title="Bog"), merge, rounds=7)
print(f"Book of 320 pages, stamped and with bookmarks: {share:.2f} x a bare merge by pikepdf")
for count in (30, 100):
    with transaction.atomic():
        measure(count)
        transaction.set_rollback(True)
