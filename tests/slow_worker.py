"""The worker, `manage.py work`, for which each attachment takes as long as SLOW says, in seconds.

Only started by tests, as a process that they can kill in the middle of a book.
"""

import os

import django
from django.core.management import call_command

django.setup()

from kkr_portal import pdf  # noqa: E402 -- Django must be set up first
from meetings import bookbinding  # noqa: E402
from tests import workshop_work  # noqa: E402

read_annex = bookbinding._annex
pid_file = os.environ.get("PID_FILE", "")


def read_annex_slowly(row, paper, progress):
    seconds = float(os.environ["SLOW"])
    pdf.in_workshop(workshop_work.sleep, seconds, pid_file, watch=progress.glance)
    return read_annex(row, paper, progress)


bookbinding._annex = read_annex_slowly
call_command("work")
