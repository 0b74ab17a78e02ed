"""What a worker does unasked when nothing waits for it."""

import contextlib
import datetime
import time

from django.core.management import call_command
from django.db.models import Max
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from kkr_portal import clock
from kkr_portal.pdf import ForeignResource, LimitReached
from meetings import exports, kept_papers, readable, tasks
from meetings.actions import books
from meetings.documents import Layout
from meetings.models import AgendaPublication, Book, Meeting

_PAUSE = datetime.timedelta(seconds=5)  # without a change: then somebody may want to see it
_RECENT = datetime.timedelta(minutes=2)
_TIDY_EVERY = 3600  # seconds
_LOST_AFTER = datetime.timedelta(minutes=1)  # a worker that takes up a book says so at once
_DEAD_AFTER = datetime.timedelta(days=1)  # no task takes that long


class Chores:
    """Remembers between two rounds what is done already."""

    def __init__(self) -> None:
        # By meeting: the change after which its draft was set, and the papers that it was set on.
        self._prepared: dict[int, tuple[datetime.datetime, frozenset[str]]] = {}
        self._prepared_editions: set[int] = set()
        self._tidied_at: float | None = None

    def do(self) -> None:
        """One round; quick, unless there is something to do."""
        books.take_up_abandoned_books(at=clock.now())
        _ask_again_for_forgotten_books()
        self._prepare_drafts()
        self._prepare_editions()
        if self._tidied_at is None or time.monotonic() - self._tidied_at > _TIDY_EVERY:
            self._tidied_at = time.monotonic()
            _tidy()

    def _prepare_drafts(self) -> None:
        """Sets the drafts that somebody just wrote on, so that a click finds them ready.

        Only changes of the last minutes count, each once: where the portal's day begins again at
        midnight, what was written later in the day lies in the future until the hour comes.
        """
        now = clock.now()
        written = (
            Meeting.objects.writable()
            .scheduled()
            .filter(items__changed_at__range=(now - _RECENT, now))
            .annotate(written_at=Max("items__changed_at"))
            .values_list("pk", "written_at")
        )
        for pk, written_at in written:
            before, papers = self._prepared.get(pk, (None, frozenset()))
            if before == written_at or written_at > now - _PAUSE:
                continue
            if DBTaskResult.objects.filter(status="READY").exists():
                return  # somebody waits for that
            self._prepared[pk] = (written_at, papers)  # whatever happens: not again at once
            current = _prepare(pk)
            # Else each pause of an afternoon's writing would be kept for a fortnight.
            kept_papers.forget(papers - current)
            self._prepared[pk] = (written_at, current)

    def _prepare_editions(self) -> None:
        """Sets the other forms of what just went out: many ask for them in the first hour."""
        now = clock.now()
        published = AgendaPublication.objects.filter(published_at__range=(now - _RECENT, now))
        in_force = published.filter(in_force_for__isnull=False).without_files()
        for edition in in_force.select_related("meeting__council"):
            if edition.pk in self._prepared_editions:
                continue
            if DBTaskResult.objects.filter(status="READY").exists():
                return  # somebody waits for that
            self._prepared_editions.add(edition.pk)
            with contextlib.suppress(LimitReached, ForeignResource):
                exports.prepare_edition(edition)


def _prepare(pk: int) -> frozenset[str]:
    """As the secretariat reads it, and as everybody will: the fingerprints of both."""
    papers = set()
    try:
        whole = readable.draft(pk, is_whole=True)
        agendas = [whole, readable.draft(pk, is_whole=False)] if whole.is_internal else [whole]
        for agenda in agendas:
            issued_at = clock.now()
            paper = exports.agenda_print(agenda, issued_at=issued_at, layout=Layout.NORMAL)
            papers.add(paper.fingerprint)
            kept_papers.printed(paper, issued_at=issued_at)
    except (Meeting.DoesNotExist, LimitReached, ForeignResource):
        pass  # whoever asks for it is told
    return frozenset(papers)


def _ask_again_for_forgotten_books() -> None:
    """For those whose worker died between taking the task and beginning the book.

    Asking once too often is harmless: a book that does not wait any more is not begun.
    """
    waiting = list(Book.objects.filter(state=Book.State.WAITING).values_list("pk", flat=True))
    if not waiting:
        return
    begun = {"status": "RUNNING", "started_at__gt": timezone.now() - _LOST_AFTER}
    alive = DBTaskResult.objects.filter(status="READY") | DBTaskResult.objects.filter(**begun)
    expected = {tuple(told["args"]) for told in alive.values_list("args_kwargs", flat=True)}
    for pk in waiting:
        if (pk,) not in expected:
            tasks.make_book.enqueue(pk)


def _tidy() -> None:
    kept_papers.tidy()
    books.forget_outlived_books(at=clock.now())
    # The tasks of workers that were killed; what they worked on is taken up by its own row.
    started = {"status": "RUNNING", "started_at__lt": timezone.now() - _DEAD_AFTER}
    DBTaskResult.objects.filter(**started).delete()
    call_command("prune_db_task_results", verbosity=0)
