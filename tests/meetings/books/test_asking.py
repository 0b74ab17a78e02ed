"""Asking for a book: one of each, whoever asks, and never a stale one."""

import pytest
from django_tasks_db.models import DBTaskResult

from councils.models import AuditEntry
from meetings import actions, bookbinding, readable
from meetings.actions import books
from meetings.models import Book, Meeting
from tests.meetings.books.conftest import CHANGES, State, draft, finish
from tests.meetings.conftest import NOON, pdf

# --- Asking --------------------------------------------------------------------------------------


def test_book_is_a_row_and_a_task_and_is_noted_with_a_name(ask, secretary):
    AuditEntry.objects.all().delete()

    book = ask()

    assert (book.state, book.asked_by, book.is_whole) == (State.WAITING, secretary, True)
    assert list(DBTaskResult.objects.values_list("args_kwargs", flat=True)) == [
        {"args": [book.pk], "kwargs": {}}
    ]
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.by) == ("ask_for_book", secretary)


def test_who_asks_for_the_same_again_gets_the_same_and_leaves_no_trace(ask):
    first = ask()
    before = AuditEntry.objects.count()

    waiting = ask()
    finish(first)
    done = ask()

    assert first == waiting == done
    assert (DBTaskResult.objects.count(), AuditEntry.objects.count()) == (1, before)


def test_book_with_what_is_closed_is_another_one(ask):
    assert ask(is_whole=True) != ask(is_whole=False)


def test_agenda_without_attachments_has_no_book(agenda, attach, secretary):
    attach(agenda.chair, is_open=False)

    with pytest.raises(actions.NothingToBind):
        actions.ask_for_book(draft(agenda.meeting, is_whole=False), by=secretary, at=NOON)
    assert not Book.objects.exists()


@pytest.mark.parametrize("state", [State.FAILED, State.CANCELLED])
def test_book_that_failed_or_was_stopped_can_be_asked_for_again(ask, secretary, state):
    first = ask()
    if state == State.FAILED:
        books.fail_book(books.begin_book(first.pk), "For stor.", at=NOON)
    else:
        actions.cancel_book(first, by=secretary, at=NOON)

    again = ask()

    assert again != first
    assert DBTaskResult.objects.count() == 2


# --- What goes into it ---------------------------------------------------------------------------


def made_from(meeting: Meeting, *, is_whole: bool = False) -> str:
    return bookbinding.made_from(draft(meeting, is_whole=is_whole))


SAME = {
    "internal note": lambda s: actions.save_item(s.chair, by=s.by, version=1, internal_note="x"),
    "minutes": lambda s: actions.save_item(s.chair, by=s.by, version=1, minutes=5),
    "same file": lambda s: actions.replace_file(
        s.paper, by=s.by, version=1, file_name="andet.pdf", data=pdf("notat")
    ),
    "review": lambda s: actions.start_review(s.meeting, by=s.by, at=NOON),
    "closed attachment": lambda s: actions.change_attachment(
        s.closed, by=s.by, version=1, title="Hemmeligt", is_open=False
    ),
    "comment": lambda s: actions.comment_on(s.meeting, s.chair, by=s.by, at=NOON, text="x"),
    "another meeting": lambda s: actions.open_pool(s.meeting.council, by=s.by),
}


@pytest.mark.parametrize("name", CHANGES)
def test_contents_that_change_make_another_book(changing, name):
    before = made_from(changing.meeting)

    CHANGES[name](changing)

    assert made_from(changing.meeting) != before


@pytest.mark.parametrize("name", SAME)
def test_what_readers_of_the_book_do_not_see_makes_no_other_book(changing, name):
    before = made_from(changing.meeting)

    SAME[name](changing)

    assert made_from(changing.meeting) == before


def test_book_that_says_that_something_is_left_out_is_another_one(agenda, attach):
    attach(agenda.chair)
    before = made_from(agenda.meeting)

    attach(agenda.other_business, data=pdf("pris"), is_open=False)

    assert made_from(agenda.meeting) != before


def test_order_and_edition_count_but_not_who_reads_it(changing, publish):
    edition = publish(changing.meeting)
    agendas = [readable.edition(edition, is_whole=is_whole) for is_whole in (False, True)]
    agendas += [readable.edition(edition, is_whole=False), draft(changing.meeting, is_whole=False)]

    marks = [bookbinding.made_from(agenda) for agenda in agendas]

    assert marks[0] == marks[2]
    assert len(set(marks)) == 3
