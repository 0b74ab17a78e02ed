"""What a worker does with a book that was asked for."""

import contextlib
import logging
import threading
from collections.abc import Iterator

from django.db import Error, IntegrityError, connection

from kkr_portal import clock
from kkr_portal.pdf import LimitReached
from meetings import bookbinding, exports, readable
from meetings.actions import books
from meetings.models import AgendaPublication, Book, Meeting, StoredFile

TOO_LARGE = "Dagsordenen og bilagene er for store til at blive samlet. Hent filerne enkeltvis."
BROKEN = "Der skete en fejl. Prøv igen, eller hent filerne enkeltvis."
_HEARTBEAT = 1  # seconds: so long it goes on, at most, when somebody stops it

_log = logging.getLogger(__name__)


def make(pk: int) -> None:
    """Makes the book and stores it, or says why not; nothing, if nobody waits for it any more."""
    try:
        book = books.begin_book(pk)
    except (books.BookIsNoLongerMade, Book.DoesNotExist):
        return
    try:
        with _signs_of_life(book) as is_wanted:
            bound = _bound(book, _Progress(book, is_wanted))
            books.finish_book(book, bound, at=clock.now())
    except books.BookIsNoLongerMade:
        return
    except (Meeting.DoesNotExist, AgendaPublication.DoesNotExist, Book.DoesNotExist):
        return  # deleted, and the book with it
    except LimitReached as reached:
        _log.warning("Book %s was given up: %s", pk, reached)
        books.fail_book(book, TOO_LARGE, at=clock.now())
    except Exception:
        _log.exception("Book %s could not be made", pk)
        books.fail_book(book, BROKEN, at=clock.now())


def _bound(book: Book, progress: bookbinding.Progress) -> bookbinding.BoundAgenda:
    try:
        return _bound_at_once(book, progress)
    except (StoredFile.DoesNotExist, IntegrityError):
        if book.publication_id is not None:
            raise
    return _bound_at_once(book, progress)  # an attachment was removed meanwhile


def _bound_at_once(book: Book, progress: bookbinding.Progress) -> bookbinding.BoundAgenda:
    agenda = _agenda(book)
    return bookbinding.bound(agenda, issued_at=exports.issued_at(agenda), progress=progress)


def _agenda(book: Book) -> readable.Agenda:
    """As it stands now, which for a draft may be later than when the book was asked for."""
    if book.publication_id is None:
        return readable.draft(book.meeting_id, is_whole=book.is_whole)
    edition = AgendaPublication.objects.select_related("meeting__council")
    return readable.edition(edition.get(pk=book.publication_id), is_whole=book.is_whole)


class _Progress:
    """Writes down each step, and stops the binder when nobody wants the book any more."""

    def __init__(self, book: Book, is_wanted: threading.Event) -> None:
        self._book = book
        self._is_wanted = is_wanted

    def step(self, said: str, done: int, steps: int) -> None:
        try:
            books.note_step(self._book, said, done, steps)
        except Error:  # busy or gone for a moment: nobody needs to see each step
            connection.close_if_unusable_or_obsolete()

    def glance(self) -> None:
        if not self._is_wanted.is_set():
            raise books.BookIsNoLongerMade


@contextlib.contextmanager
def _signs_of_life(book: Book) -> Iterator[threading.Event]:
    """Says every few seconds that this worker is alive, and learns whether it should go on."""
    is_wanted, is_over = threading.Event(), threading.Event()
    is_wanted.set()

    def beat() -> None:
        try:
            while not is_over.wait(_HEARTBEAT):
                try:
                    is_still_wanted = books.note_sign_of_life(book)
                except Error:  # busy or gone for a moment; the work may outlast that
                    connection.close()
                    continue
                if not is_still_wanted:
                    is_wanted.clear()
                    return
        finally:
            connection.close()  # this thread's own

    thread = threading.Thread(target=beat, name=f"book {book.pk}", daemon=True)
    thread.start()
    try:
        yield is_wanted
    finally:
        is_over.set()
        thread.join()
