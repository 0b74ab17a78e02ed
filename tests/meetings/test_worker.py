"""The worker as it is in earnest: processes of its own that make books, and are killed at it."""

import datetime
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from kkr_portal import clock
from kkr_portal.pdf import ForeignResource, Limit, LimitReached
from meetings import actions, binding, bookbinding, bookmaking, chores, readable, tasks
from meetings.actions import books
from meetings.models import AgendaItem, Book, Conversion, KeptPaper, StoredFile
from tests.factories import AgendaItemFactory, MeetingFactory
from tests.meetings.conftest import NOON, pdf
from tests.meetings.uploads import WORD
from tests.test_workshop import comes_true, ends, pid_in

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).resolve().parent.parent.parent
SOON = 60  # seconds in which a small book is made, also on a busy machine
QUICKLY = 10


@pytest.fixture
def work():
    """Starts a worker: `work()`, or `work(slow=2)` seconds for each attachment."""
    started = []

    def start(*, slow: float = 0, **environment: str) -> subprocess.Popen:
        command = ["-m", "tests.slow_worker"] if slow else ["manage.py", "work"]
        worker = subprocess.Popen(
            [sys.executable, *command],
            cwd=ROOT,
            env={**surroundings(), "SLOW": str(slow), **environment},
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(worker)
        return worker

    yield start
    for worker in started:
        worker.kill()
        worker.communicate()


def surroundings() -> dict[str, str]:
    """The portal's own settings on the database of this test."""
    database = connection.settings_dict
    address = f"sqlite:///{database['NAME']}"
    if connection.vendor == "postgresql":
        host = f"{database['HOST']}:{database['PORT'] or 5432}"
        who = ":".join(filter(None, (database["USER"], database["PASSWORD"])))
        address = f"postgres://{who}@{host}/{database['NAME']}"
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "kkr_portal.settings",
        "DATABASE_URL": address,
        "PORTAL_DATE": "2022-01-12",
    }


@pytest.fixture
def ask(secretary):
    def ask_for(meeting) -> Book:
        agenda = readable.draft(meeting.pk, is_whole=True)
        return books.ask_for_book(agenda, by=secretary, at=NOON)

    return ask_for


@pytest.fixture
def book(agenda, attach, ask):
    """Of two attachments; it waits."""
    attach(agenda.composition, title="Vedtægter", data=pdf("vedtægter"))
    attach(agenda.chair, title="Notat", data=pdf("notat"))
    return ask(agenda.meeting)


def becomes(book: Book, *states: str, seconds: float = SOON) -> bool:
    def is_so() -> bool:
        book.refresh_from_db()
        return book.state in states

    return comes_true(is_so, seconds)


def age(book: Book, seconds: int = 61) -> None:
    """As if its worker had said nothing for so long."""
    seen_at = timezone.now() - datetime.timedelta(seconds=seconds)
    Book.objects.filter(pk=book.pk).update(seen_at=seen_at)


def kill(worker: subprocess.Popen) -> None:
    worker.kill()
    worker.wait()


# --- What it does --------------------------------------------------------------------------------


def test_worker_makes_the_book_that_was_asked_for(book, work):
    worker = work()

    assert becomes(book, "done", "failed"), worker.stderr.read()
    assert (book.state, book.reason, book.attempts) == ("done", "", 1)
    assert bytes(book.file.content).startswith(b"%PDF-")
    assert book.pages > 2
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"


def test_worker_says_that_it_is_alive_while_it_works(book, work):
    work(slow=30)
    assert becomes(book, "working")
    assert comes_true(lambda: becomes(book, "working") and book.step == "Bilag 1.1.1 Vedtægter")
    age(book, 30)

    assert comes_true(lambda: is_fresh(book), QUICKLY)


def test_book_that_takes_too_long_fails_with_a_reason(book, work):
    work(slow=60, PAPER_MAX_SECONDS="1")

    assert becomes(book, "failed")
    assert book.reason == bookmaking.TOO_LARGE
    assert book.file is None


def test_work_once_does_what_waits_and_ends(book):
    call_command("work", once=True)

    book.refresh_from_db()
    assert book.state == "done"


def test_worker_prepares_the_draft_that_somebody_wrote_on(agenda):
    agenda.meeting.items.update(changed_at=clock.now() - datetime.timedelta(seconds=6))

    call_command("work", once=True)

    assert KeptPaper.objects.count() == 1


# --- Killed --------------------------------------------------------------------------------------


def test_book_whose_worker_was_killed_is_taken_up_by_the_next_one(book, work, tmp_path):
    file = tmp_path / "pid"
    worker = work(slow=60, PID_FILE=str(file))
    in_workshop = pid_in(file)
    kill(worker)
    assert ends(in_workshop)

    call_command("work", once=True)
    book.refresh_from_db()
    assert (book.state, book.attempts) == ("working", 1)  # for all it knows, somebody is at it

    age(book)
    work()
    assert becomes(book, "done")
    assert book.attempts == 2


def test_book_whose_worker_was_killed_twice_is_given_up(book, work):
    for attempt in (1, 2):
        worker = work(slow=60)
        assert comes_true(lambda: becomes(book, "working") and book.attempts == attempt)  # noqa: B023
        kill(worker)
        age(book)

    work()

    assert becomes(book, "failed")
    assert book.reason == books.GIVEN_UP
    assert not StoredFile.objects.filter(books__isnull=False).exists()


def test_worker_that_comes_back_after_it_was_given_up_for_dead_stores_nothing(book, work):
    worker = work(slow=4)
    assert becomes(book, "working")
    worker.send_signal(signal.SIGSTOP)
    age(book)
    call_command("work", once=True)  # gives it to another one
    assert becomes(book, "waiting")
    call_command("work", once=True)
    assert becomes(book, "done")
    made = book.file_id

    worker.send_signal(signal.SIGCONT)

    worker.send_signal(signal.SIGTERM)
    worker.communicate(timeout=SOON)
    book.refresh_from_db()
    assert (book.state, book.attempts, book.file_id) == ("done", 2, made)


def test_book_whose_worker_died_before_it_began_is_taken_up(book):
    long_ago = timezone.now() - datetime.timedelta(minutes=2)
    DBTaskResult.objects.update(status="RUNNING", started_at=long_ago)

    call_command("work", once=True)
    call_command("work", once=True)

    book.refresh_from_db()
    assert (book.state, book.attempts) == ("done", 1)


def test_book_that_a_worker_is_just_about_to_begin_is_left_to_it(book):
    DBTaskResult.objects.update(status="RUNNING", started_at=timezone.now())

    call_command("work", once=True)

    assert DBTaskResult.objects.count() == 1


# --- Stopped -------------------------------------------------------------------------------------


def test_cancelled_book_is_left_at_once_and_nothing_is_stored(
    book, work, ask, agenda, secretary, tmp_path
):
    file = tmp_path / "pid"
    work(slow=60, PID_FILE=str(file))
    in_workshop = pid_in(file)

    books.cancel_book(book, by=secretary, at=NOON)

    assert ends(in_workshop, QUICKLY)
    again = ask(agenda.meeting)
    assert again != book
    assert becomes(again, "working", seconds=QUICKLY)
    assert becomes(book, "cancelled")
    assert not Book.objects.filter(file__isnull=False).exists()


def test_cancelled_book_is_not_begun(book, secretary):
    books.cancel_book(book, by=secretary, at=NOON)

    call_command("work", once=True)

    book.refresh_from_db()
    assert (book.state, book.attempts) == ("cancelled", 0)


def test_book_of_a_deleted_meeting_is_forgotten(book, work, tmp_path):
    file = tmp_path / "pid"
    worker = work(slow=60, PID_FILE=str(file))
    in_workshop = pid_in(file)
    book.meeting.items.all().delete()
    book.meeting.delete()

    assert ends(in_workshop, QUICKLY)
    assert worker.poll() is None
    assert not Book.objects.exists()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_worker_that_rests_ends_at_once(db, work, how):
    worker = work()
    assert comes_true(lambda: is_resting(worker))

    worker.send_signal(how)

    assert worker.wait(QUICKLY) == 0
    assert worker.stderr.read() == ""


def is_resting(worker: subprocess.Popen) -> bool:
    """It has put its signal handlers in place and sleeps."""
    status = Path(f"/proc/{worker.pid}/status").read_text()
    caught = int(status.partition("SigCgt:")[2].split()[0], 16)
    return bool(caught >> (signal.SIGTERM - 1) & 1)


def test_worker_in_the_middle_of_a_book_finishes_it_first(book, work):
    worker = work(slow=2)
    assert becomes(book, "working")

    worker.send_signal(signal.SIGTERM)

    assert worker.wait(SOON) == 0
    book.refresh_from_db()
    assert book.state == "done"


def test_worker_that_is_told_twice_ends_in_the_middle_and_leaves_no_process(book, work, tmp_path):
    file = tmp_path / "pid"
    worker = work(slow=60, PID_FILE=str(file))
    in_workshop = pid_in(file)

    worker.send_signal(signal.SIGTERM)
    time.sleep(0.5)
    assert worker.poll() is None
    worker.send_signal(signal.SIGTERM)

    assert worker.wait(QUICKLY) == 0
    assert ends(in_workshop, 1)
    book.refresh_from_db()
    assert book.state == "working"  # and is taken up in a minute


# --- Disturbed -----------------------------------------------------------------------------------


@pytest.fixture
def disturb(monkeypatch):
    """Does something while the first attachment is read: `disturb(what)`."""

    def when_read(act) -> None:
        read, acts = bookbinding._annex, [act]

        def read_and_act(row, paper, progress):
            if acts:
                acts.pop()()
            return read(row, paper, progress)

        monkeypatch.setattr(bookbinding, "_annex", read_and_act)

    return when_read


def test_draft_of_which_an_attachment_is_removed_meanwhile_is_bound_as_it_is_now(
    book, agenda, secretary, disturb
):
    doomed = agenda.chair.attachments.get()
    disturb(lambda: actions.remove_attachment(doomed, by=secretary, version=1))

    bookmaking.make(book.pk)

    book.refresh_from_db()
    assert (book.state, book.reason, book.attempts) == ("done", "", 1)
    assert book.made_from == bookbinding.made_from(readable.draft(agenda.meeting.pk, is_whole=True))


def test_draft_that_has_no_attachments_left_meanwhile_is_no_error(
    agenda, attach, ask, secretary, disturb
):
    doomed = attach(agenda.chair)
    book = ask(agenda.meeting)
    disturb(lambda: actions.remove_attachment(doomed, by=secretary, version=1))

    bookmaking.make(book.pk)

    book.refresh_from_db()
    assert (book.state, book.reason) == ("done", "")


def test_office_file_that_is_removed_while_it_is_converted_is_no_error(
    agenda, attach, ask, secretary, monkeypatch
):
    attach(agenda.composition)
    doomed = attach(agenda.chair, file_name="skema.docx", data=WORD)
    book = ask(agenda.meeting)

    def convert(*args, **how):
        actions.remove_attachment(doomed, by=secretary, version=1)
        return pdf("skema")

    monkeypatch.setattr(binding, "office_pdf", convert)

    bookmaking.make(book.pk)

    book.refresh_from_db()
    assert (book.state, book.reason) == ("done", "")
    assert not Conversion.objects.exists()


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_step_that_cannot_be_told_does_not_end_the_book(book, monkeypatch, error):
    def fail(*args):
        raise error("database is locked")

    monkeypatch.setattr(books, "note_step", fail)

    bookmaking.make(book.pk)

    book.refresh_from_db()
    assert (book.state, book.step) == ("done", "")


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_sign_of_life_that_fails_once_is_given_again(book, monkeypatch, error):
    begun, note, failures = books.begin_book(book.pk), books.note_sign_of_life, [error("away")]

    def fail_once(book):
        if failures:
            raise failures.pop()
        return note(book)

    monkeypatch.setattr(books, "note_sign_of_life", fail_once)
    age(book, 30)

    with bookmaking._signs_of_life(begun):
        assert comes_true(lambda: is_fresh(book), QUICKLY)


def test_worker_is_alive_also_while_it_waits_to_store_the_book(book, monkeypatch):
    finish = books.finish_book

    def wait_and_finish(*args, **facts):
        age(book, 30)
        assert comes_true(lambda: is_fresh(book), QUICKLY)
        finish(*args, **facts)

    monkeypatch.setattr(books, "finish_book", wait_and_finish)

    bookmaking.make(book.pk)

    book.refresh_from_db()
    assert book.state == "done"


def is_fresh(book: Book) -> bool:
    book.refresh_from_db()
    return timezone.now() - book.seen_at < datetime.timedelta(seconds=3)


# --- Chores --------------------------------------------------------------------------------------


def test_drafts_are_prepared_only_while_nobody_waits_for_a_book(
    agenda, council, term, secretary, monkeypatch
):
    meetings = [agenda.meeting, MeetingFactory(council=council, term=term)]
    AgendaItemFactory(meeting=meetings[1], changed_by=secretary)
    AgendaItem.objects.update(changed_at=clock.now() - datetime.timedelta(seconds=6))
    prepared = []

    def prepare_and_be_asked(pk):
        prepared.append(pk)
        tasks.make_book.enqueue(0)
        return frozenset()

    monkeypatch.setattr(chores, "_prepare", prepare_and_be_asked)
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now)
    own = chores.Chores()

    own.do()
    assert len(prepared) == 1
    DBTaskResult.objects.all().delete()
    own.do()

    assert sorted(prepared) == sorted(meeting.pk for meeting in meetings)


def test_draft_that_cannot_be_set_does_not_end_the_round(agenda, monkeypatch):
    agenda.meeting.items.update(changed_at=clock.now() - datetime.timedelta(seconds=6))

    def refuse(*args, **facts):
        raise ForeignResource("https://example.com/x.png")

    monkeypatch.setattr(chores.kept_papers, "printed", refuse)

    call_command("work", once=True)


def test_worker_forgets_books_that_nobody_will_miss(book, secretary):
    books.cancel_book(book, by=secretary, at=clock.now() - datetime.timedelta(days=15))

    call_command("work", once=True)

    assert not Book.objects.exists()


# --- Several -------------------------------------------------------------------------------------


@pytest.fixture
def many_books(council, term, secretary, attach, ask):
    """Six books of six meetings, and each is asked for three times."""
    asked = []
    for number in range(6):
        meeting = MeetingFactory(council=council, term=term)
        item = AgendaItemFactory(meeting=meeting, changed_by=secretary)
        attach(item, data=pdf(str(number)))
        asked.append(ask(meeting))
    for one in asked * 2:
        tasks.make_book.enqueue(one.pk)
    return asked


def test_two_workers_never_make_the_same_book_twice(many_books, work):
    workers = [work(), work()]

    for one in many_books:
        assert becomes(one, "done", "failed")
    assert {(one.state, one.attempts) for one in many_books} == {("done", 1)}
    done = DBTaskResult.objects.filter(status="SUCCESSFUL")
    assert comes_true(lambda: done.count() == 18)
    assert [worker.poll() for worker in workers] == [None, None]


def test_broken_tasks_do_not_end_the_worker(book, work):
    first = DBTaskResult.objects.get()
    for broken in (
        {"task_path": "meetings.tasks.gone"},
        {"args_kwargs": {"args": [], "kwargs": {}}},
    ):
        DBTaskResult.objects.create(
            **{
                "task_path": first.task_path,
                "args_kwargs": first.args_kwargs,
                "backend_name": first.backend_name,
                "run_after": first.run_after,
                "priority": 50,
                **broken,
            }
        )

    worker = work()

    assert becomes(book, "done")
    assert DBTaskResult.objects.filter(status="FAILED").count() == 2
    assert worker.poll() is None


def test_worker_goes_on_when_the_database_was_away(work, agenda, attach, ask):
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL ends connections")
    our_own = connected()
    worker = work()
    assert comes_true(lambda: is_resting(worker) and connected() - our_own)
    with connection.cursor() as cursor:
        for pid in connected() - our_own:
            cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
    attach(agenda.chair)

    assert becomes(ask(agenda.meeting), "done")


def connected() -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
        return {pid for (pid,) in cursor.fetchall()}


# --- Signs of life -------------------------------------------------------------------------------


def test_signs_of_life_leave_no_connection_and_no_thread_behind(book):
    begun = books.begin_book(book.pk)
    before, threads = open_connections(), threading.active_count()

    for _ in range(5):  # more than the pool has
        seen_at = Book.objects.get(pk=book.pk).seen_at
        with bookmaking._signs_of_life(begun) as is_wanted:
            time.sleep(1.3)
        assert is_wanted.is_set()
        assert Book.objects.get(pk=book.pk).seen_at > seen_at

    assert open_connections() <= before + 1  # one waits to be used again, also of SQLite's
    assert threading.active_count() <= threads


def open_connections() -> int:
    if connection.vendor == "postgresql":
        return len(connected())
    files = [os.path.realpath(file) for file in Path("/proc/self/fd").iterdir()]
    return files.count(str(connection.settings_dict["NAME"]))


def test_limit_is_told_with_the_book_in_the_log(book, caplog, monkeypatch):
    monkeypatch.setattr(bookmaking.bookbinding, "bound", reach_a_limit)

    call_command("work", once=True)

    book.refresh_from_db()
    assert (book.state, book.reason) == ("failed", bookmaking.TOO_LARGE)
    assert caplog.messages == [f"Book {book.pk} was given up: it took too long"]


def reach_a_limit(*args, **facts):
    raise LimitReached(Limit.TIME)
