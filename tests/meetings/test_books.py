"""Asking for a book, and what becomes of it: one of each, whoever asks, and never a stale one."""

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from councils.models import AuditEntry
from meetings import actions, bookbinding, readable
from meetings.actions import books
from meetings.binding import LeftOut
from meetings.models import Book, Meeting, StoredFile
from tests.factories import TODAY
from tests.meetings.conftest import NOON, pdf

State = Book.State
MINUTE = datetime.timedelta(minutes=1)
DAY = datetime.timedelta(days=1)


def draft(meeting: Meeting, *, is_whole: bool = True) -> readable.Agenda:
    return readable.draft(meeting.pk, is_whole=is_whole)


def bound(
    agenda: readable.Agenda, words: str = "bog", *, is_passing: bool = False
) -> bookbinding.BoundAgenda:
    """What a binder would make, without its work."""
    left_out = (LeftOut(7, "Bilag 1.2.1", "Notat", "Filen er beskadiget.", is_passing),)
    content = bookbinding.made_from(agenda)
    return bookbinding.BoundAgenda(pdf(words), 1, left_out, {}, made_from=content)


@pytest.fixture
def papers(agenda, attach):
    """1.2 has an open attachment, 2 a closed one."""
    attach(agenda.chair, title="Notat")
    attach(agenda.other_business, title="Prisnotat", data=pdf("pris"), is_open=False)
    return agenda


@pytest.fixture
def ask(papers, secretary):
    """Asks for the book of the draft as it stands: `ask()`."""

    def ask_now(**facts) -> Book:
        agenda = draft(papers.meeting, **facts)
        return actions.ask_for_book(agenda, by=secretary, at=NOON)

    return ask_now


def finish(
    book: Book, words: str = "bog", agenda: readable.Agenda | None = None, **facts: bool
) -> Book:
    """As a worker does."""
    attempt = books.begin_book(book.pk)
    agenda = agenda or draft(book.meeting, is_whole=book.is_whole)
    books.finish_book(attempt, bound(agenda, words, **facts), at=NOON)
    book.refresh_from_db()
    return book


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


CHANGES = {
    "title": lambda s: actions.save_item(s.chair, by=s.by, version=1, title="Andet"),
    "text": lambda s: actions.save_item(s.chair, by=s.by, version=1, background="<p>x</p>"),
    "order": lambda s: actions.move_item(s.chair, by=s.by, steps=-1),
    "heading": lambda s: actions.set_heading(s.main, by=s.by, version=1, is_heading=True),
    "closed item": lambda s: actions.save_item(s.chair, by=s.by, version=1, is_open=False),
    "file": lambda s: actions.replace_file(
        s.paper, by=s.by, version=1, file_name="n.pdf", data=pdf("nyt")
    ),
    "attachment's title": lambda s: actions.change_attachment(
        s.paper, by=s.by, version=1, title="Nyt navn", is_open=True
    ),
    "attachment closed": lambda s: actions.change_attachment(
        s.paper, by=s.by, version=1, title=s.paper.title, is_open=False
    ),
    "attachments' order": lambda s: actions.arrange_attachments(
        s.chair, by=s.by, order=s.papers[::-1], shown=s.papers
    ),
    "attachment gone": lambda s: actions.remove_attachment(s.paper, by=s.by, version=1),
    "place": lambda s: actions.change_meeting(
        s.meeting, by=s.by, version=1, term=s.meeting.term, place="Viborg"
    ),
    "note": lambda s: actions.change_meeting(
        s.meeting, by=s.by, version=1, term=s.meeting.term, practical_note="Kaffe"
    ),
    "end": lambda s: actions.change_meeting(
        s.meeting, by=s.by, version=1, term=s.meeting.term, ends_at=s.meeting.ends_at + MINUTE
    ),
}
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


@pytest.fixture
def changing(agenda, attach, secretary):
    paper, other = attach(agenda.chair, title="A"), attach(agenda.chair, title="B", data=pdf("b"))
    agenda.closed = attach(agenda.chair, title="C", data=pdf("c"), is_open=False)
    agenda.paper, agenda.by = paper, secretary
    agenda.papers = [paper.pk, other.pk, agenda.closed.pk]
    return agenda


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


def ask_again(book: Book, by) -> Book:
    agenda = readable.edition(book.publication, is_whole=False)
    return actions.ask_for_book(agenda, by=by, at=NOON)


def test_secretariat_may_ask_again_and_readers_have_the_old_one_meanwhile(lacking, secretary):
    again = ask_again(lacking, secretary)

    assert again != lacking
    assert ask_again(lacking, secretary) == again
    lacking.refresh_from_db()
    assert lacking.state == State.DONE
    better = finish(again, "bedre", readable.edition(lacking.publication, is_whole=False))
    assert list(Book.objects.filter(is_whole=False)) == [better]
    assert ask_again(better, secretary) == better


def test_nobody_else_makes_a_book_be_made_again(lacking, member):
    assert ask_again(lacking, member) == lacking


def test_what_is_missing_for_good_is_not_tried_again(ask):
    assert finish(ask(is_whole=False)) == ask(is_whole=False)


# --- What is forgotten ---------------------------------------------------------------------------


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
