"""How fast a paper that went out is served, against a static file of the same size.

`./kkr manage shell < tests/benchmarks/serving.py` on a demonstration's database that may be spoilt,
for its agenda is published: both through one gunicorn with one process, asked in turn. Aim: 0.8 x.
"""

import http.client
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from councils.models import User
from kkr_portal import clock
from meetings import actions
from meetings.models import AgendaPublication, Meeting

PORT, REQUESTS, ROUNDS = 8765, 60, 9
SETTINGS = "from kkr_portal.settings import *\nWHITENOISE_ROOT = {folder!r}\n"


def rate(path: str, size: int) -> float:
    """Answers a second, each on a connection of its own, as a proxy asks."""
    started = time.perf_counter()
    for _ in range(REQUESTS):
        asked = http.client.HTTPConnection("127.0.0.1", PORT)
        asked.request("GET", path, headers={"Host": "localhost"})
        answer = asked.getresponse()
        assert (answer.status, len(answer.read())) == (200, size), answer.status
        asked.close()
    return REQUESTS / (time.perf_counter() - started)


def is_up() -> bool:
    try:
        rate("/sundhed/", 2)
    except (OSError, AssertionError):
        return False
    return True


def published() -> AgendaPublication:
    in_force = AgendaPublication.objects.filter(in_force_for__isnull=False).first()
    if in_force is not None:
        return in_force
    meeting = Meeting.objects.filter(council__slug="midtjylland", items__isnull=False).first()
    by = User.objects.get(email="sekretariat.midtjylland@kkr.example")
    return actions.publish_agenda(meeting, by=by, at=clock.now(), despite="Prøve", change_note="x")


edition = published()
content = bytes(edition.pdf)
paths = (f"/moeder/{edition.meeting_id}/dagsorden.pdf", "/file.pdf")
with tempfile.TemporaryDirectory() as folder:
    Path(folder, "served").mkdir()
    Path(folder, "served", "file.pdf").write_bytes(content)
    settings = SETTINGS.format(folder=f"{folder}/served")
    Path(folder, "served_settings.py").write_text(settings, encoding="utf-8")
    told = {"DJANGO_SETTINGS_MODULE": "served_settings", "PYTHONPATH": f"{folder}{os.pathsep}."}
    command = [sys.executable, "-m", "gunicorn", "kkr_portal.wsgi", "--bind", f"127.0.0.1:{PORT}"]
    server = subprocess.Popen(command, env={**os.environ, **told})
    try:
        while not is_up():
            time.sleep(0.3)
        for path in paths:
            rate(path, len(content))
        rounds = [[rate(path, len(content)) for path in paths] for _ in range(ROUNDS)]
    finally:
        server.terminate()
        server.wait()
share = statistics.median(ours / theirs for ours, theirs in rounds)
print(f"A paper of {len(content) // 1000} kB is served at {share:.2f} x the rate of a static file")
