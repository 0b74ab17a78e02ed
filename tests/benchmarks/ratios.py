"""What the benchmarks share: two ways of doing a thing, timed in turn in one run.

Machines are noisy, so only the ratio within a run means anything, and nothing here gates the tests.
"""

import statistics
import time
from collections.abc import Callable


def ratio(ours: Callable[[], object], theirs: Callable[[], object], *, rounds: int = 15) -> float:
    """The median of how many times as long `ours` takes as `theirs`, run alternately."""
    ours()  # once each to warm up
    theirs()
    return statistics.median(_seconds(ours) / _seconds(theirs) for _ in range(rounds))


def _seconds(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return time.perf_counter() - started
