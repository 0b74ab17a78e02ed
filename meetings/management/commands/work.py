"""The worker: makes what was asked for in the background."""

import logging
import sys
import time
from types import FrameType

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from meetings.chores import Chores

_REST = 1  # seconds between two rounds
_LONG_REST = 10  # after one that failed: whatever is wrong should not fill the log

_log = logging.getLogger(__name__)


class PatientWorker(Worker):
    """Does what waits, then the chores, then rests a second, and so on."""

    def __init__(self) -> None:
        super().__init__(
            queue_names=["*"],
            interval=_REST,
            batch=True,  # so that its own loop ends when nothing waits
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        )
        self._chores = Chores()

    def run_once(self) -> None:
        super().run()
        if self.running:
            self._chores.do()

    def run(self) -> None:
        while self.running:
            rest = self.interval
            try:
                self.run_once()
            except Exception:  # e.g. a database that restarts: the next round begins anew
                _log.exception("A round of the worker failed")
                connection.close()
                rest = _LONG_REST
            if self.running:
                time.sleep(rest)

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        """Ends between two tasks at once, in the middle of one when it is done. The second time it
        ends also that, and another worker takes it up."""
        if self.running and self.running_task:
            self.running = False
            return
        self.running = False
        sys.exit(0)


class Command(BaseCommand):
    help = (
        "Make books and prepare papers until told to stop. Takes up once what a worker that was"
        " killed left behind."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what waits, then stop")

    def handle(self, *, once: bool, **options) -> None:
        worker = PatientWorker()
        if once:
            worker.run_once()
            return
        worker.configure_signals()
        worker.run()
