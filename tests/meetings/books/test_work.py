"""What a worker makes of a book, and what may be better the next time."""

import datetime

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from councils.models import AuditEntry, SecretariatMember
from meetings import actions, readable
from meetings.actions import books
from meetings.models import Book, StoredFile
from tests.factories import TODAY
from tests.meetings.books.conftest import MINUTE, State, bound, draft, finish
from tests.meetings.conftest import LATE, NOON, pdf

# --- By the worker -------------------------------------------------------------------------------


def test_finished_book_has_its_file_and_tells_what_it_leaves_out(ask):
    book = finish(ask())

    assert (book.state, book.pages, book.ended_at) == (State.DONE, 1, NOON)
    assert (bytes(book.file.content), book.file.content_type) == (pdf("bog"), "application/pdf")
    assert book.left_out == [
        {
            "key": 7,
            "label": "Bilag 1.2.1",
            "title": "Notat",
            "reason": "Filen er beskadiget.",
            "is_passing": False,
        }
    ]


def test_book_is_begun_by_one_worker_only(ask):
    book = ask()
    books.begin_book(book.pk)

    with pytest.raises(books.BookIsNoLongerMade):
        books.begin_book(book.pk)


def test_steps_are_told_as_long_as_the_attempt_counts(ask, secretary):
    attempt = books.begin_book(ask().pk)

    books.note_step(attempt, "Bilag 1" + "x" * 300, 3, 7)
    attempt.refresh_from_db()

    assert (attempt.step[:7], len(attempt.step)) == ("Bilag 1", 200)
    assert (attempt.steps_done, attempt.steps) == (3, 7)
    assert books.note_sign_of_life(attempt)
    actions.cancel_book(attempt, by=secretary, at=NOON)
    assert not books.note_sign_of_life(attempt)
    books.note_step(attempt, "Mere", 4, 7)
    attempt.refresh_from_db()
    assert (attempt.step, attempt.steps_done) == ("", 3)


def test_book_that_was_stopped_stays_stopped_whatever_the_worker_says(ask, papers, secretary):
    attempt = books.begin_book(ask().pk)
    actions.cancel_book(attempt, by=secretary, at=NOON)

    with pytest.raises(books.BookIsNoLongerMade):
        books.finish_book(attempt, bound(draft(papers.meeting)), at=NOON)
    books.fail_book(attempt, "Fejl", at=NOON)

    stored = Book.objects.get()
    assert (stored.state, stored.file, stored.reason) == (State.CANCELLED, None, "")
    assert not StoredFile.objects.filter(books__isnull=False).exists()


def test_book_that_is_there_or_was_stopped_cannot_be_stopped(ask, secretary):
    done = finish(ask())
    entries = AuditEntry.objects.count()

    with pytest.raises(actions.BookIsNoLongerMade):
        actions.cancel_book(done, by=secretary, at=NOON)
    assert AuditEntry.objects.count() == entries


def test_stopping_a_book_is_noted_with_a_name(ask, secretary):
    book = ask()
    AuditEntry.objects.all().delete()

    actions.cancel_book(book, by=secretary, at=NOON)

    entry = AuditEntry.objects.get()
    assert (entry.action, entry.by) == ("cancel_book", secretary)


def silence(book: Book, *, since: datetime.timedelta = 2 * MINUTE) -> None:
    Book.objects.filter(pk=book.pk).update(seen_at=timezone.now() - since)


def test_abandoned_book_is_made_by_another_worker_once_and_then_given_up(ask):
    book = ask()
    first = books.begin_book(book.pk)
    silence(book, since=MINUTE / 2)
    assert books.take_up_abandoned_books(at=NOON) == 0
    silence(book)

    assert books.take_up_abandoned_books(at=NOON) == 1
    assert DBTaskResult.objects.count() == 2
    second = books.begin_book(book.pk)
    silence(book)
    assert books.take_up_abandoned_books(at=NOON) == 1

    book.refresh_from_db()
    assert (book.state, book.reason, book.attempts) == (State.FAILED, books.GIVEN_UP, 2)
    assert [books.note_sign_of_life(attempt) for attempt in (first, second)] == [False, False]
    assert DBTaskResult.objects.count() == 2


def test_worker_that_wakes_up_late_does_not_disturb_the_one_that_took_over(ask, papers):
    book = ask()
    late = books.begin_book(book.pk)
    silence(book)
    books.take_up_abandoned_books(at=NOON)
    current = books.begin_book(book.pk)

    assert not books.note_sign_of_life(late)
    books.note_step(late, "Gammelt", 1, 2)
    books.fail_book(late, "Gammelt", at=NOON)
    with pytest.raises(books.BookIsNoLongerMade):
        books.finish_book(late, bound(draft(papers.meeting)), at=NOON)

    books.finish_book(current, bound(draft(papers.meeting)), at=NOON)
    book.refresh_from_db()
    assert (book.state, book.attempts) == (State.DONE, 2)


def test_book_says_what_went_in_also_if_the_draft_changed_before_it_was_made(
    ask, papers, secretary
):
    asked = ask()
    actions.save_item(papers.chair, by=secretary, version=1, title="Andet")
    finish(asked)

    assert ask() == asked  # it has what the draft says now
    actions.save_item(papers.chair, by=secretary, version=2, title="Formandskab")
    assert ask() != asked  # and not what it said before


def test_two_orders_that_come_to_the_same_are_no_error(ask, papers, secretary):
    first = ask()
    actions.save_item(papers.chair, by=secretary, version=1, title="Andet")
    second = ask()

    finish(first, "samme")
    assert ask() == second
    finish(second, "samme")

    assert list(Book.objects.all()) == [second]
    assert bytes(second.file.content) == pdf("samme")


# --- What may be better the next time ------------------------------------------------------------


@pytest.fixture
def lacking(papers, publish) -> Book:
    """The public book of an edition, in which something is missing that may be there next time."""
    edition = publish(papers.meeting)
    agenda = readable.edition(edition, is_whole=False)
    return finish(edition.books.get(is_whole=False), agenda=agenda, is_passing=True)


def ask_again(book: Book, by, at: datetime.datetime = NOON) -> Book:
    agenda = readable.edition(book.publication, is_whole=False)
    return actions.ask_for_book(agenda, by=by, at=at)


def test_secretariat_may_ask_again_and_readers_have_the_old_one_meanwhile(lacking, secretary):
    again = ask_again(lacking, secretary)

    assert again != lacking
    assert ask_again(lacking, secretary) == again
    lacking.refresh_from_db()
    assert lacking.state == State.DONE
    better = finish(again, "bedre", readable.edition(lacking.publication, is_whole=False))
    assert list(Book.objects.filter(is_whole=False)) == [better]
    assert ask_again(better, secretary) == better


def test_secretariat_of_the_danish_day_may_ask_again(lacking, secretary):
    SecretariatMember.objects.filter(user=secretary).update(starts_on=TODAY)

    assert ask_again(lacking, secretary, at=LATE) != lacking


def test_nobody_else_makes_a_book_be_made_again(lacking, member):
    assert ask_again(lacking, member) == lacking


def test_what_is_missing_for_good_is_not_tried_again(ask):
    assert finish(ask(is_whole=False)) == ask(is_whole=False)
