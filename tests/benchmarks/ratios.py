"""What the benchmarks share: two ways of doing a thing, timed in turn in one run.

Machines are noisy, so only the ratio within a run means anything, and nothing here gates the tests.
"""

import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path


def ratio(ours: Callable[[], object], theirs: Callable[[], object], *, rounds: int = 15) -> float:
    """The median of how many times as long `ours` takes as `theirs`, run alternately."""
    ours()  # once each to warm up
    theirs()
    return statistics.median(_seconds(ours) / _seconds(theirs) for _ in range(rounds))


def _seconds(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def processor_seconds(call: Callable[[], object], *, warm_up: bool = True) -> float:
    """What the call costs this process and those that it keeps beside it, whatever else runs."""
    if warm_up:
        call()
    before = _spent()
    call()
    return _spent() - before


def _spent() -> float:
    tasks = Path("/proc/self/task").glob("*/children")
    children = {pid for task in tasks for pid in task.read_text().split()}
    ticks = 0
    for pid in children:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    ended = os.times()
    ended_children = ended.children_user + ended.children_system
    return time.process_time() + ended_children + ticks / os.sysconf("SC_CLK_TCK")
