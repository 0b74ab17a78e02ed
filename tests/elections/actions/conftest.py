"""What the tests of actions share: a broken audit, and secretaries at the same moment."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from councils import audit

PATIENCE = 15  # seconds until a test fails that would wait for ever


@pytest.fixture
def broken_audit(monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("the audit is broken")

    monkeypatch.setattr(audit, "record", fail)


@pytest.fixture
def at_once():
    """Runs all functions at the same moment, each in its thread: `at_once(f, g)`.

    Returns the class of what each of them returned or raised, sorted by its name.
    """

    def run_all(*functions: Callable) -> list[str]:
        start = threading.Barrier(len(functions))

        def run(function: Callable):
            try:
                start.wait(PATIENCE)
                return function()
            except Exception as error:
                return error
            finally:
                connection.close()

        with ThreadPoolExecutor(len(functions)) as threads:
            return sorted(type(result).__name__ for result in threads.map(run, functions))

    return run_all
