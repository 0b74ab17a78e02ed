"""What a workshop is given to do in tests: found there by its name."""

import ctypes
import logging
import os
import signal
import sys
import threading
import time
import warnings

_calls = []


class Complaint(Exception):
    """Arrives as it was raised."""


class Unsendable(Exception):
    """Holds what cannot be sent to another process."""

    def __init__(self) -> None:
        super().__init__("holds a lock")
        self.lock = threading.Lock()


class Unreadable(Exception):
    """Can be sent, but not be made again from what was sent."""

    def __init__(self, one: str, two: str) -> None:
        super().__init__(f"{one} and {two}")


def pid() -> int:
    return os.getpid()


def count() -> int:
    """How often this process was asked."""
    _calls.append(None)
    return len(_calls)


def echo(*args):
    return args


def sleep(seconds: float, pid_file: str = "") -> int:
    if pid_file:
        with open(pid_file, "w") as file:
            file.write(str(os.getpid()))
    time.sleep(seconds)
    return os.getpid()


def compute(pid_file: str) -> None:
    """Busy in C for minutes, where no signal handler of Python's is ever run."""
    with open(pid_file, "w") as file:
        file.write(str(os.getpid()))
    sum(range(10**11))


def allocate(megabytes: int) -> tuple[int, int]:
    """The process, and how much it took."""
    return os.getpid(), len(b"x" * (megabytes * 1024 * 1024))


def result_of(megabytes: int) -> bytes:
    return b"x" * (megabytes * 1024 * 1024)


def dive() -> None:
    dive()


def kill(number: int = signal.SIGKILL) -> None:
    os.kill(os.getpid(), number)
    time.sleep(10)


def crash() -> None:
    ctypes.string_at(0)


def leave() -> None:
    sys.exit(3)


def complain() -> None:
    raise Complaint("too loud", 42)


def complain_unsendably() -> None:
    raise Unsendable


def complain_unreadably() -> None:
    raise Unreadable("one", "two")


def interrupt() -> None:
    raise KeyboardInterrupt


def unsendable():
    return threading.Lock()


def environment() -> dict[str, str]:
    return dict(os.environ)


def loaded(module: str) -> bool:
    return module in sys.modules


def grumble() -> str:
    """As libraries do."""
    logging.getLogger("weasyprint.css").warning("Ignored `foo`")
    warnings.warn("old", DeprecationWarning, stacklevel=1)
    return "done"
