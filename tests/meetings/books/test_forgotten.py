"""Books that are forgotten, and what they take along."""

import pytest
from django_tasks_db.models import DBTaskResult

from meetings import actions, readable
from meetings.actions import books
from meetings.models import Book, Meeting, StoredFile
from tests.meetings.books.conftest import CHANGES, DAY, MINUTE, State, bound, draft, finish
from tests.meetings.conftest import NOON


def test_earlier_books_of_a_draft_go_with_their_files(ask, papers, secretary):
    public = finish(ask(is_whole=False), "uden lukkede")
    first = finish(ask(), "første")
    actions.save_item(papers.chair, by=secretary, version=1, title="Andet")
    second = finish(ask(), "anden")

    assert set(Book.objects.all()) == {public, second}
    assert not StoredFile.objects.filter(pk=first.file_id).exists()
    assert StoredFile.objects.filter(pk__in=[public.file_id, second.file_id]).count() == 2


def test_later_book_survives_one_that_was_asked_for_before(ask, papers, secretary):
    slow = ask()
    said = draft(papers.meeting)
    attempt = books.begin_book(slow.pk)
    actions.save_item(papers.chair, by=secretary, version=1, title="Andet")
    quick = finish(ask(), "anden")

    books.finish_book(attempt, bound(said, "første"), at=NOON)

    assert ask() == quick
    assert StoredFile.objects.filter(pk=quick.file_id).exists()


def test_book_of_an_edition_takes_the_place_of_the_drafts(ask, papers, publish):
    finish(ask(), "kladde")
    edition = publish(papers.meeting)
    [book] = edition.books.filter(is_whole=True)

    finish(book, "udgave", readable.edition(edition, is_whole=True))

    assert not Book.objects.filter(publication=None).exists()
    assert set(edition.books.values_list("state", flat=True)) == {State.DONE, State.WAITING}


def test_review_begins_without_the_books_of_what_the_draft_said_before(ask, papers, secretary):
    done = finish(ask(), "før gennemlæsningen")
    working = ask(is_whole=False)
    attempt = books.begin_book(working.pk)
    made = bound(draft(papers.meeting, is_whole=False))
    tasks = DBTaskResult.objects.count()

    actions.start_review(papers.meeting, by=secretary, at=NOON)

    assert list(Book.objects.values_list("pk", "state")) == [(working.pk, State.WAITING)]
    assert not StoredFile.objects.filter(pk=done.file_id).exists()
    assert DBTaskResult.objects.count() == tasks + 1
    with pytest.raises(books.BookIsNoLongerMade):
        books.finish_book(attempt, made, at=NOON)
    assert finish(working, "under gennemlæsningen").state == State.DONE


@pytest.mark.parametrize("act", ["attachment gone", "file"])
def test_book_does_not_keep_what_was_removed_or_replaced(changing, act):
    book = actions.ask_for_book(draft(changing.meeting), by=changing.by, at=NOON)
    finish(book)

    CHANGES[act](changing)

    assert not Book.objects.exists()
    assert not StoredFile.objects.filter(pk=book.file_id).exists()


def test_books_of_an_edition_keep_what_the_draft_removes(papers, publish, secretary):
    edition = publish(papers.meeting)
    public = edition.books.get(is_whole=False)
    finish(public, agenda=readable.edition(edition, is_whole=False))
    actions.amend_agenda(papers.meeting, by=secretary, at=NOON, version=1)
    paper = papers.chair.attachments.get()

    actions.remove_attachment(paper, by=secretary, version=paper.version)

    public.refresh_from_db()
    assert public.state == State.DONE


def test_publishing_ends_the_drafts_books_also_without_attachments(
    agenda, attach, secretary, issue
):
    paper = attach(agenda.chair)
    both = [
        actions.ask_for_book(draft(agenda.meeting, is_whole=is_whole), by=secretary, at=NOON)
        for is_whole in (True, False)
    ]
    attempt = books.begin_book(both[1].pk)
    made = bound(draft(agenda.meeting))
    actions.remove_attachment(paper, by=secretary, version=1)

    issue(agenda.meeting)

    assert {*Book.objects.values_list("state", "reason")} == {(State.CANCELLED, books.NO_DRAFT)}
    with pytest.raises(books.BookIsNoLongerMade):
        books.finish_book(attempt, made, at=NOON)


def test_discarded_amendment_takes_its_books_along(papers, publish, secretary):
    publish(papers.meeting)
    actions.amend_agenda(papers.meeting, by=secretary, at=NOON, version=1)
    done, waiting = (
        actions.ask_for_book(draft(papers.meeting, is_whole=is_whole), by=secretary, at=NOON)
        for is_whole in (True, False)
    )
    finish(done)

    actions.discard_amendment(papers.meeting, by=secretary, version=1)

    drafts = Book.objects.filter(publication=None).values_list("pk", "state")
    assert list(drafts) == [(waiting.pk, State.CANCELLED)]
    assert Book.objects.exclude(publication=None).count() == 2


def test_book_of_an_edition_that_is_asked_for_late_leaves_the_amendments_alone(
    papers, publish, secretary
):
    edition = publish(papers.meeting)
    edition.books.all().delete()
    actions.amend_agenda(papers.meeting, by=secretary, at=NOON, version=1)
    of_draft = actions.ask_for_book(draft(papers.meeting), by=secretary, at=NOON)
    finish(of_draft)
    agenda = readable.edition(edition, is_whole=True)

    finish(actions.ask_for_book(agenda, by=secretary, at=NOON), "udgave", agenda)

    assert Book.objects.filter(pk=of_draft.pk).exists()


def test_books_that_nobody_will_miss_are_forgotten_after_a_fortnight(
    ask, papers, publish, secretary
):
    actions.cancel_book(ask(is_whole=False), by=secretary, at=NOON)
    books.fail_book(books.begin_book(ask(is_whole=False).pk), "For stor.", at=NOON)
    old = publish(papers.meeting)
    actions.amend_agenda(papers.meeting, by=secretary, at=NOON, version=1)
    papers.chair.refresh_from_db()
    actions.save_item(papers.chair, by=secretary, version=papers.chair.version, title="Andet")
    current = publish(papers.meeting)
    for edition in (old, current):
        for book in edition.books.all():
            finish(book, str(book.pk), readable.edition(edition, is_whole=book.is_whole))
    actions.amend_agenda(papers.meeting, by=secretary, at=NOON, version=2)
    of_draft = finish(ask(), "udkast")

    books.forget_outlived_books(at=NOON + 14 * DAY)
    assert Book.objects.count() == 7
    books.forget_outlived_books(at=NOON + 14 * DAY + MINUTE)

    assert set(Book.objects.all()) == {of_draft, *current.books.all()}
    assert StoredFile.objects.filter(books__isnull=False).count() == 3
    assert not StoredFile.objects.unused().exists()


def test_books_of_the_latest_edition_stay_also_when_it_was_withdrawn(papers, publish, secretary):
    edition = publish(papers.meeting)
    for book in edition.books.all():
        finish(book, str(book.pk), readable.edition(edition, is_whole=book.is_whole))
    actions.withdraw_agenda(papers.meeting, by=secretary, at=NOON, version=1, reason="Fejl")

    books.forget_outlived_books(at=NOON + 30 * DAY)

    assert edition.books.count() == 2


def test_file_of_a_book_is_used(ask):
    book = finish(ask())

    assert book.file not in StoredFile.objects.unused()
    book.delete()
    assert StoredFile.objects.unused().get() == book.file


def test_draft_with_books_can_be_deleted_and_their_files_go(ask, papers, secretary):
    done = finish(ask())
    attempt = books.begin_book(ask(is_whole=False).pk)
    made = bound(draft(papers.meeting))

    actions.delete_meeting(papers.meeting, by=secretary)

    assert not Book.objects.exists()
    assert not StoredFile.objects.filter(pk=done.file_id).exists()
    with pytest.raises(Meeting.DoesNotExist):
        books.finish_book(attempt, made, at=NOON)
    books.fail_book(attempt, "Væk", at=NOON)  # there is nobody to be told
