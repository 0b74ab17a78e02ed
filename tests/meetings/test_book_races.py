"""Books that are asked for, made and stopped at the same moment, each in a thread of its own."""

import pytest
from django_tasks_db.models import DBTaskResult

from councils.models import AuditEntry
from meetings import actions, bookbinding, readable
from meetings.actions import books
from meetings.models import Book, Meeting, StoredFile
from tests.meetings.conftest import NOON, pdf
from tests.meetings.test_concurrency import at_once  # noqa: F401 -- a fixture
from tests.meetings.test_races import errors, interleaved

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ask(agenda, attach, secretary):
    """Asks for the book of the draft as it stands: `ask()`."""
    attach(agenda.chair, title="Notat")

    def ask_now() -> Book:
        read = readable.draft(agenda.meeting.pk, is_whole=True)
        return actions.ask_for_book(read, by=secretary, at=NOON)

    return ask_now


def bound(book: Book, words: str = "bog") -> bookbinding.BoundAgenda:
    content = bookbinding.made_from(readable.draft(book.meeting_id, is_whole=True))
    return bookbinding.BoundAgenda(pdf(words), 1, (), {}, made_from=content)


def kinds(results: list) -> list[str]:
    return sorted(type(result).__name__ for result in results)


def test_one_book_is_made_when_eight_people_ask_for_it(ask, at_once):  # noqa: F811
    AuditEntry.objects.all().delete()

    results = at_once(*[ask] * 8)

    assert kinds(results) == ["Book"] * 8
    assert {book.pk for book in results} == {Book.objects.get().pk}
    assert (DBTaskResult.objects.count(), AuditEntry.objects.count()) == (1, 1)


def test_one_worker_of_four_begins_a_book(ask, at_once):  # noqa: F811
    book = ask()

    results = at_once(*[lambda: books.begin_book(book.pk)] * 4)

    assert kinds(results) == ["Book", *["BookIsNoLongerMade"] * 3]
    assert Book.objects.get().attempts == 1


def test_book_is_either_stopped_or_finished(ask, secretary, at_once):  # noqa: F811
    book = ask()
    attempt = books.begin_book(book.pk)
    made = bound(book)

    results = at_once(
        lambda: books.finish_book(attempt, made, at=NOON),
        lambda: actions.cancel_book(book, by=secretary, at=NOON),
    )

    assert kinds(results) == ["BookIsNoLongerMade", "NoneType"]
    book.refresh_from_db()
    assert book.state == ("done" if results[0] is None else "cancelled")
    assert (book.file is None) == (book.state == "cancelled")


def test_abandoned_book_is_taken_up_by_one_of_four(ask, at_once):  # noqa: F811
    book = ask()
    books.begin_book(book.pk)
    Book.objects.update(seen_at=NOON)

    results = at_once(*[lambda: books.take_up_abandoned_books(at=NOON)] * 4)

    assert sum(results) == 1
    assert DBTaskResult.objects.count() == 2  # asked for, and taken up


@pytest.mark.parametrize("is_asked_first", [True, False])
def test_who_asks_while_the_book_is_being_finished_gets_it(ask, is_asked_first):
    book = ask()
    attempt = books.begin_book(book.pk)
    made = bound(book)

    def finish():
        books.finish_book(attempt, made, at=NOON)

    results = interleaved(*((ask, finish) if is_asked_first else (finish, ask)))

    assert errors(results) == []
    assert Book.objects.get().state == "done"
    assert StoredFile.objects.filter(books__isnull=False).count() == 1


@pytest.mark.parametrize("is_deleted_first", [True, False])
def test_meeting_is_deleted_while_its_book_is_being_finished(
    ask, agenda, secretary, is_deleted_first
):
    book = ask()
    attempt = books.begin_book(book.pk)
    made = bound(book)

    def delete():
        actions.delete_meeting(agenda.meeting, by=secretary)

    def finish():
        books.finish_book(attempt, made, at=NOON)

    results = interleaved(*((delete, finish) if is_deleted_first else (finish, delete)))

    assert {type(error) for error in errors(results)} <= {Meeting.DoesNotExist}
    assert not Book.objects.exists()
    assert not StoredFile.objects.exists()


def test_books_of_two_drafts_that_become_the_same_finish_at_once(
    ask,
    agenda,
    secretary,
    at_once,  # noqa: F811
):
    attempts = [books.begin_book(ask().pk)]
    actions.save_item(agenda.chair, by=secretary, version=1, title="Andet")
    attempts.append(books.begin_book(ask().pk))
    made = bound(attempts[1])

    results = at_once(
        *[lambda attempt=attempt: books.finish_book(attempt, made, at=NOON) for attempt in attempts]
    )

    assert errors(results) == []
    assert bytes(ask().file.content) == pdf("bog")
