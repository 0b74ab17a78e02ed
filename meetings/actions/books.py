"""Asking for a book, and what becomes of it while a worker makes it (see meetings/bookmaking.py).

What a person does has an audit entry; the worker only notes how far it is.
"""

import datetime

from django.db import transaction
from django.utils import timezone

from councils import audit
from councils.models import User
from meetings import bookbinding, files, readable, tasks
from meetings.actions.stored_files import forget_unused, store
from meetings.models import Book, Meeting
from meetings.querysets import BookQuerySet

NO_DRAFT = "Udkastet findes ikke mere: dagsordenen er offentliggjort, eller ændringerne kasseret."
GIVEN_UP = "Arbejdet blev afbrudt to gange. Prøv igen, eller hent filerne enkeltvis."


class NothingToBind(Exception):
    """The agenda has no attachments that its reader may see."""


class BookIsNoLongerMade(Exception):
    """Somebody stopped it, or it was given to another worker."""


@transaction.atomic
def ask_for_book(agenda: readable.Agenda, *, by: User, at: datetime.datetime) -> Book:
    """The book of what `by` reads: the one that is there or on its way, or one that a worker is
    now asked to make. Raises NothingToBind, and Meeting.DoesNotExist."""
    book, is_new = order_book(agenda, by=by, at=at)
    if is_new:
        summary = f"Bestilte en samlet PDF af dagsordenen til {agenda.meeting}"
        audit.record("ask_for_book", book, summary, by=by, council=agenda.meeting.council)
    return book


def order_book(agenda: readable.Agenda, *, by: User, at: datetime.datetime) -> tuple[Book, bool]:
    """For other actions: the same without an entry of its own, and whether it is new."""
    if not agenda.has_papers:
        raise NothingToBind
    _lock_orders(agenda.meeting.pk)
    made_from = bookbinding.made_from(agenda)
    book = _live(made_from).without_files().first()
    if book is not None and not _is_made_better(book, agenda.meeting, by, at):
        return book, False
    book = Book.objects.create(
        meeting=agenda.meeting,
        publication=agenda.edition,
        is_whole=agenda.is_whole,
        made_from=made_from,
        asked_by=by,
        asked_at=at,
    )
    tasks.make_book.enqueue(book.pk)
    return book, True


@transaction.atomic
def cancel_book(book: Book, *, by: User, at: datetime.datetime) -> None:
    """Stops a book on its way. BookIsNoLongerMade if it is there already, or was stopped."""
    book = _locked(book.pk)
    if not book.is_under_way:
        raise BookIsNoLongerMade
    _end(book, Book.State.CANCELLED, at)
    summary = f"Afbrød den samlede PDF af dagsordenen til {book.meeting}"
    audit.record("cancel_book", book, summary, by=by, council=book.meeting.council)


# --- When the draft is another one: for other actions, which hold the meeting's lock --------------


def forget_books_of_draft(meeting: Meeting) -> None:
    """Something in them was removed or replaced, and stays with the secretariat."""
    Book.objects.filter(meeting=meeting.pk, publication=None, state=Book.State.DONE).delete()
    forget_unused()


def begin_books_of_draft_anew(meeting: Meeting) -> None:
    """Others come to read them: none may have in it what the draft said before."""
    forget_books_of_draft(meeting)
    for book in _of_draft_under_way(meeting).filter(state=Book.State.WORKING):
        _give_to_next_worker(book)


def end_books_of_draft(meeting: Meeting, *, at: datetime.datetime) -> None:
    """There is no draft any more."""
    forget_books_of_draft(meeting)
    for book in _of_draft_under_way(meeting):
        book.reason = NO_DRAFT
        _end(book, Book.State.CANCELLED, at)


def _of_draft_under_way(meeting: Meeting) -> BookQuerySet:
    own = Book.objects.filter(meeting=meeting.pk, publication=None, state__in=Book.UNDER_WAY)
    return own.select_for_update(no_key=True, of=("self",)).order_by("pk")


# --- By the worker -------------------------------------------------------------------------------


@transaction.atomic
def begin_book(pk: int) -> Book:
    """The book, which the worker now makes. BookIsNoLongerMade unless it waits for somebody."""
    book = _locked(pk)
    if book.state != Book.State.WAITING:
        raise BookIsNoLongerMade
    book.state = Book.State.WORKING
    book.attempts += 1
    book.seen_at = timezone.now()
    book.step, book.steps_done, book.steps = "", 0, 0
    book.save()
    return book


def note_step(book: Book, step: str, done: int, steps: int) -> None:
    """How far the attempt is; says nothing if another one has begun."""
    _attempt(book).update(step=step[:200], steps_done=done, steps=steps, seen_at=timezone.now())


def note_sign_of_life(book: Book) -> bool:
    """Whether the attempt still counts."""
    return bool(_attempt(book).update(seen_at=timezone.now()))


@transaction.atomic
def finish_book(book: Book, bound: bookbinding.BoundAgenda, *, at: datetime.datetime) -> None:
    """Stores what was made, in the place of earlier ones. BookIsNoLongerMade, and
    Meeting.DoesNotExist."""
    _lock_orders(book.meeting_id)
    stored = _locked(book.pk)
    if stored.state != Book.State.WORKING or stored.attempts != book.attempts:
        raise BookIsNoLongerMade
    _note_what_went_in(stored, bound.made_from)
    stored.file = store(bound.pdf, files.PDF)
    stored.pages = bound.pages
    stored.left_out = [
        {
            "key": one.key,
            "label": one.label,
            "title": one.title,
            "reason": one.reason,
            "is_passing": one.is_passing,
        }
        for one in bound.unreadable
    ]
    _end(stored, Book.State.DONE, at)
    _forget_earlier(stored)


@transaction.atomic
def fail_book(book: Book, reason: str, *, at: datetime.datetime) -> None:
    """Says in Danish why there is no book; one that was stopped meanwhile stays stopped."""
    stored = _attempt(book).select_for_update(no_key=True).first()
    if stored is not None:
        stored.reason = reason[:300]
        _end(stored, Book.State.FAILED, at)


@transaction.atomic
def take_up_abandoned_books(*, at: datetime.datetime) -> int:
    """Gives the books whose worker died to another one, each once; then it is given up. Returns
    how many there were."""
    abandoned = Book.objects.abandoned(timezone.now()).select_for_update(skip_locked=True)
    for book in abandoned:
        if book.attempts < Book.MOST_ATTEMPTS:
            _give_to_next_worker(book)
        else:
            book.reason = GIVEN_UP
            _end(book, Book.State.FAILED, at)
    return len(abandoned)


@transaction.atomic
def forget_outlived_books(*, at: datetime.datetime) -> None:
    """Lets go of the books that nobody will miss, and of their files."""
    Book.objects.outlived(at).delete()
    forget_unused()


def _give_to_next_worker(book: Book) -> None:
    """The attempt so far does not count any more."""
    book.state = Book.State.WAITING
    book.save(update_fields=["state"])
    tasks.make_book.enqueue(book.pk)


def _end(book: Book, state: Book.State, at: datetime.datetime) -> None:
    book.state = state
    book.step = ""
    book.ended_at = at
    book.save()


def _note_what_went_in(book: Book, made_from: str) -> None:
    """A draft may say something else by the time its book is made; whoever asks for what it said
    before must not be given that. Nor is there one book twice: then nobody finds this one."""
    if book.made_from != made_from:
        book.made_from = _unfindable(book) if _live(made_from).exists() else made_from


def _is_made_better(book: Book, meeting: Meeting, by: User, at: datetime.datetime) -> bool:
    """Whether another one is to be made because the next try may show more. Until it is done,
    readers have this one."""
    today = timezone.localdate(at)
    if not (book.may_improve and meeting.council.is_served_by(by, today)):
        return False
    book.made_from = _unfindable(book)
    book.save(update_fields=["made_from"])
    return True


def _unfindable(book: Book) -> str:
    return f"also book {book.pk}"


def _live(made_from: str) -> BookQuerySet:
    """The book with that in it that is there or on its way: one at most."""
    return Book.objects.filter(made_from=made_from, state__in=[*Book.UNDER_WAY, Book.State.DONE])


def _lock_orders(meeting: int) -> None:
    """Two who ask for books of a meeting, or end them, wait for each other here.
    Meeting.DoesNotExist if it is gone."""
    Meeting.objects.select_for_update(no_key=True).values_list("pk").get(pk=meeting)


def _attempt(book: Book) -> BookQuerySet:
    return Book.objects.filter(pk=book.pk, state=Book.State.WORKING, attempts=book.attempts)


def _locked(pk: int) -> Book:
    return Book.objects.select_for_update(no_key=True, of=("self",)).get(pk=pk)


def _forget_earlier(book: Book) -> None:
    """What was bound of the same draft, or of the same edition before its day or place changed."""
    same = {"publication": book.publication_id, "is_whole": book.is_whole}
    earlier = Book.objects.filter(meeting=book.meeting_id, pk__lt=book.pk, **same)
    earlier.exclude(state__in=Book.UNDER_WAY).delete()
    forget_unused()
