"""Work that could take a whole machine, done in a process of its own with limits.

Setting a paper needs time and memory that grow with what somebody wrote, in libraries written in C
that cannot be interrupted. So each process of the portal keeps one other process beside it, warm
because it has imported what it needs, that does such work and is ended when it goes too far. What
it does must be pure: it has no settings, no database and no secrets. See docs/adr/0018.
"""

import atexit
import contextlib
import enum
import faulthandler
import fcntl
import importlib
import logging
import math
import os
import pickle
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import traceback
import warnings
from collections.abc import Callable, Iterator, Mapping
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).resolve().parent.parent
_GLANCE = 0.5  # seconds between looks at whether to go on
_HEAVY = 600  # MB: a process that once needed more gives them back by ending
_IMPORTS = 60  # seconds: whoever has not imported what it needs by then is stuck
_GRACE = 5  # seconds that whoever asked has to end the work before it ends itself

# What the other process sees of our environment, which holds secrets.
_SEEN = {
    *("PATH", "HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE"),
    *("FONTCONFIG_PATH", "XDG_CACHE_HOME", "XDG_DATA_HOME"),
}


class Limit(enum.StrEnum):
    """What the work had too little of, as the log says it."""

    TIME = "it took too long"
    TURN = "others were served for too long"
    MEMORY = "it needed too much memory"
    DEPTH = "it is nested too deeply"
    LIFE = "its process died"  # of memory too, where a library in C met that limit


class LimitReached(Exception):
    """The work went beyond a `limit`, and was ended."""

    def __init__(self, limit: Limit, detail: str = "") -> None:
        super().__init__(f"{limit} ({detail})" if detail else str(limit))
        self.limit = limit


class Workshop:
    """Does one thing at a time; others wait for it, as long as they would wait for their own."""

    def __init__(
        self,
        *,
        megabytes: int,
        preload: tuple[str, ...] = (),
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """`megabytes`: of address space. `preload`: modules that are imported beforehand.
        `environment`: what they find there besides the little that everybody needs."""
        self._arguments = [str(megabytes), *preload]
        self._environment = dict(environment or {})
        self._busy = threading.RLock()
        self._process: subprocess.Popen[bytes] | None = None
        self._line: Connection | None = None
        self._folder = ""  # for what it writes, since one that is killed does not tidy up
        atexit.register(self._close)
        os.register_at_fork(after_in_child=self._forget)

    def do(
        self,
        function: Callable[..., Any],
        *args: Any,
        seconds: float,
        watch: Callable[[], None] | None = None,
    ) -> Any:
        """What `function(*args)` returns or raises; it is found by its name, so not a lambda.

        `watch` is called every half second, and ends the work by raising. LimitReached.
        """
        with self.turn(seconds, watch):
            try:
                outcome, result, is_last = self._asked(function, args, seconds, watch)
                if is_last:
                    self._close()
            except BaseException:
                self._close()  # it is in the middle of something
                raise
        if outcome == _LIMIT:
            raise LimitReached(result)
        if outcome == _ERROR:
            raise result
        return result

    @contextlib.contextmanager
    def turn(self, seconds: float, watch: Callable[[], None] | None = None) -> Iterator[None]:
        """Waits until nobody else is served, and keeps others waiting until the block is left."""
        latest = time.monotonic() + seconds
        while not self._busy.acquire(timeout=_pause(latest, watch)):
            if time.monotonic() >= latest:
                raise LimitReached(Limit.TURN)
            if watch:
                watch()
        try:
            yield
        finally:
            self._busy.release()

    def _asked(
        self,
        function: Callable[..., Any],
        args: tuple[Any, ...],
        seconds: float,
        watch: Callable[[], None] | None,
    ) -> tuple[str, Any, bool]:
        question = pickle.dumps((function, args), pickle.HIGHEST_PROTOCOL)
        line = self._open()
        latest = time.monotonic() + seconds
        answers: list[Any] = []
        # Sending and receiving wait for ever where the other side stands still in the middle of it.
        talk = threading.Thread(target=_talk, args=(line, seconds, question, answers), daemon=True)
        talk.start()
        try:
            while True:
                talk.join(_pause(latest, watch))
                if answers:
                    break
                if time.monotonic() >= latest:
                    raise LimitReached(Limit.TIME)
                if watch:
                    watch()
        finally:
            if not answers:
                self._process.kill()  # so that the other thread ends
            talk.join(_GRACE)
        if isinstance(answers[0], EOFError | ConnectionError):
            raise LimitReached(Limit.LIFE, self._cause_of_death())
        if isinstance(answers[0], BaseException):
            raise answers[0]
        return answers[0]

    def _open(self) -> Connection:
        if self._line is not None and self._process is not None and self._process.poll() is None:
            return self._line
        self._close()
        self._line, theirs = _pipe()
        _sweep()
        self._folder = tempfile.mkdtemp(prefix=f"workshop-{os.getpid()}-")
        seen = {name: value for name, value in os.environ.items() if name in _SEEN}
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 -- this very module
                [sys.executable, "-m", __name__, str(theirs.fileno()), *self._arguments],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.PIPE,  # nothing is written there: it closes when we die
                cwd=_ROOT,
                env=seen | self._environment | {"TMPDIR": self._folder},
                start_new_session=True,  # Ctrl-C is for us
            )
        return self._line

    def _cause_of_death(self) -> str:
        try:
            code = self._process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            return ""
        return signal.Signals(-code).name if code < 0 else f"exit code {code}"

    def _close(self) -> None:
        process, line, folder = self._process, self._line, self._folder
        self._process, self._line, self._folder = None, None, ""
        if process is not None:
            process.kill()
            process.wait()
            process.stdin.close()
        if line is not None:
            line.close()
        if folder:
            shutil.rmtree(folder, ignore_errors=True)

    def _forget(self) -> None:
        """In a copy of this process, to which the other one does not belong."""
        if self._process is not None:
            self._process.stdin.close()  # so that it still ends with the one it belongs to
            self._process.returncode = 0  # as far as we know
        if self._line is not None:
            self._line.close()
        self._process, self._line, self._folder = None, None, ""
        self._busy = threading.RLock()  # whoever held it is not here


def _talk(line: Connection, seconds: float, question: bytes, answers: list[Any]) -> None:
    """Puts into `answers` what comes back, or what went wrong."""
    try:
        line.send(seconds)
        line.send_bytes(question)
        answers.append(line.recv())
    except BaseException as error:  # for whoever waits
        answers.append(error)


def _sweep() -> None:
    """Removes what processes left behind that were killed before they could do so themselves."""
    for folder in Path(tempfile.gettempdir()).iterdir():
        owner = re.fullmatch(r"(?:workshop|bilag)-(\d+)-\w+", folder.name)
        if owner and not Path("/proc", owner[1]).exists():
            shutil.rmtree(folder, ignore_errors=True)


def _pause(latest: float, watch: Callable[[], None] | None) -> float:
    left = max(0, latest - time.monotonic())
    return min(left, _GLANCE) if watch else left


def _pipe() -> tuple[Connection, Connection]:
    from multiprocessing import Pipe  # noqa: PLC0415 -- only the side that opens it

    return Pipe()


# --- In the other process ------------------------------------------------------------------------

_DONE, _LIMIT, _ERROR = "done", "limit", "error"


def _serve(line: Connection) -> None:
    """Does what comes in until nobody is there any more, or it has grown too large."""
    with contextlib.suppress(EOFError, ConnectionError):
        is_last = False
        while not is_last:
            seconds = line.recv()
            signal.alarm(math.ceil(seconds) + _GRACE)  # ends us, should nobody be there to do so
            outcome, result = _worked(line)
            is_last = outcome == _LIMIT or _megabytes_needed() > _HEAVY
            try:
                line.send((outcome, result, is_last))
            except (MemoryError, RecursionError) as error:
                is_last = True
                line.send((_LIMIT, _limit_of(error), is_last))
            except (pickle.PicklingError, TypeError, AttributeError) as error:
                line.send((_ERROR, _told(error), is_last))
            signal.alarm(0)


def _worked(line: Connection) -> tuple[str, Any]:
    data = line.recv_bytes()
    try:
        function, args = pickle.loads(data)  # noqa: S301 -- from ourselves
        return _DONE, function(*args)
    except (MemoryError, RecursionError) as error:
        return _LIMIT, _limit_of(error)
    except BaseException as error:  # also one that would end the process: somebody waits
        return _ERROR, _told(error)


def _limit_of(error: MemoryError | RecursionError) -> Limit:
    return Limit.DEPTH if isinstance(error, RecursionError) else Limit.MEMORY


def _told(error: BaseException) -> Exception:
    """The error with where it happened, as something that can be sent."""
    where = "".join(traceback.format_exception(error))
    told = error
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 -- our own
    except Exception:
        told = RuntimeError(repr(error))
    if not isinstance(told, Exception):
        told = RuntimeError(repr(error))
    told.add_note(where)
    return told


def _megabytes_needed() -> int:
    """At most, since it began; what getrusage says begins with the process that started this."""
    return int(re.findall(r"VmHWM:\s*(\d+) kB", Path("/proc/self/status").read_text())[0]) // 1024


def _end_with_the_other_side() -> None:
    """The kernel ends us, wherever we are, as soon as nobody holds the other end of our input.

    And only then: a service manager tells all processes at once to end, but a worker that finishes
    its book first needs us for that.
    """
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    fcntl.fcntl(0, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(0, fcntl.F_SETFL, fcntl.fcntl(0, fcntl.F_GETFL) | os.O_ASYNC)


def _main(handle: str, megabytes: str, *preload: str) -> None:
    _end_with_the_other_side()
    faulthandler.enable()  # the log tells where a library in C crashed
    limit = int(megabytes) * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # What the libraries find odd in a document is no news to whoever reads the server's log.
    logging.getLogger().addHandler(logging.NullHandler())
    warnings.simplefilter("ignore")
    signal.alarm(_IMPORTS)
    for name in preload:
        importlib.import_module(name)
    signal.alarm(0)
    _serve(Connection(int(handle)))


if __name__ == "__main__":
    # Not this copy, whose classes the other side cannot know.
    from kkr_portal import workshop  # noqa: PLW0406

    workshop._main(*sys.argv[1:])
