"""The books of what goes out, and who reads which."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django_tasks_db.models import DBTaskResult

from councils.models import AuditEntry
from meetings import actions
from meetings.models import Book
from tests.factories import TODAY
from tests.meetings.books.conftest import State, draft
from tests.meetings.conftest import NOON

# --- Publishing ----------------------------------------------------------------------------------


def test_publishing_orders_the_books_of_both_papers_and_stays_one_entry(papers, publish):
    AuditEntry.objects.all().delete()

    edition = publish(papers.meeting)

    ordered = edition.books.order_by("is_whole").values_list("is_whole", "state", "asked_by")
    assert list(ordered) == [
        (False, State.WAITING, edition.published_by_id),
        (True, State.WAITING, edition.published_by_id),
    ]
    assert [entry.action for entry in AuditEntry.objects.all()] == ["publish_agenda"]
    assert DBTaskResult.objects.count() == 2


@pytest.mark.parametrize(("is_open", "ordered"), [(True, [False]), (False, [True])])
def test_publishing_orders_no_book_without_attachments(agenda, attach, publish, is_open, ordered):
    attach(agenda.chair, is_open=is_open)

    edition = publish(agenda.meeting)

    assert list(edition.books.values_list("is_whole", flat=True)) == ordered


def test_publishing_an_agenda_without_attachments_orders_nothing(agenda, publish):
    publish(agenda.meeting)

    assert not DBTaskResult.objects.exists()


def test_next_edition_has_books_of_its_own(papers, publish, secretary):
    first = publish(papers.meeting)
    actions.amend_agenda(papers.meeting, by=secretary, at=NOON, version=1)
    papers.chair.refresh_from_db()
    version = papers.chair.version
    actions.save_item(papers.chair, by=secretary, version=version, title="Andet")
    second = publish(papers.meeting)

    assert [edition.books.count() for edition in (first, second)] == [2, 2]


# --- Rights --------------------------------------------------------------------------------------


@pytest.fixture
def people(secretary, chair, member, substitute, stranger):
    return {
        "secretary": secretary,
        "chair": chair,
        "member": member,
        "substitute": substitute,
        "stranger": stranger,
        "nobody": AnonymousUser(),
    }


def readers(book: Book, people: dict) -> set[str]:
    books_of = Book.objects.visible_to
    return {name for name, who in people.items() if book in books_of(who, TODAY)}


def test_books_of_a_draft_are_for_those_who_read_it(ask, papers, secretary, people):
    both = [ask(is_whole=is_whole) for is_whole in (False, True)]

    assert [readers(book, people) for book in both] == [{"secretary"}] * 2
    actions.start_review(papers.meeting, by=secretary, at=NOON)
    assert [readers(book, people) for book in both] == [{"secretary", "chair"}] * 2


def test_books_of_an_edition_are_for_its_readers_until_it_is_withdrawn(
    papers, publish, secretary, people
):
    edition = publish(papers.meeting)
    public, whole = edition.books.order_by("is_whole")
    own = {"secretary", "chair", "member", "substitute"}

    assert readers(public, people) == {*people}
    assert readers(whole, people) == own
    actions.withdraw_agenda(papers.meeting, by=secretary, at=NOON, version=1, reason="Fejl")
    assert [readers(book, people) for book in (public, whole)] == [{"secretary"}] * 2


def test_books_of_an_earlier_edition_are_for_the_councils_own(papers, publish, secretary, people):
    edition = publish(papers.meeting)
    actions.amend_agenda(papers.meeting, by=secretary, at=NOON, version=1)
    papers.chair.refresh_from_db()
    version = papers.chair.version
    actions.save_item(papers.chair, by=secretary, version=version, title="Andet")
    publish(papers.meeting)

    own = {"secretary", "chair", "member", "substitute"}
    assert [readers(book, people) for book in edition.books.all()] == [own] * 2


def test_books_of_an_amendment_are_not_for_readers_of_the_edition(
    papers, publish, secretary, people
):
    publish(papers.meeting)
    actions.amend_agenda(papers.meeting, by=secretary, at=NOON, version=1)

    book = actions.ask_for_book(draft(papers.meeting), by=secretary, at=NOON)

    assert readers(book, people) == {"secretary"}
