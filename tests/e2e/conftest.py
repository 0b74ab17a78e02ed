"""A browser, and a live portal with the demonstration's data for it to look at."""

from __future__ import annotations

import importlib.util
import shutil
from typing import TYPE_CHECKING

import pytest
from django.core.cache import cache

from meetings.models import Meeting
from tests.e2e.browsing import WIDE, Problems, log_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

# Without a browser the other tests run all the same.
collect_ignore_glob = [] if importlib.util.find_spec("playwright") else ["test_*.py"]
PATIENCE = 15_000  # milliseconds; a loaded machine must not look like a broken page
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import expect, sync_playwright  # noqa: PLC0415 -- may be missing

    chromium = shutil.which("chromium")
    assert chromium, "The browser tests need Chromium; ./kkr test -m browser installs it."
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright runs an event loop in this thread, where Django would refuse to ask the
        # database; nothing here is asynchronous in earnest.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        expect.set_options(timeout=PATIENCE)
        opened = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_OPTIONS)
        yield opened
        opened.close()


@pytest.fixture
def problems() -> Problems:
    """What went wrong in the test's pages; a test names the statuses that it provokes itself."""
    return Problems()


@pytest.fixture
def open_page(
    browser: Browser, live_server, midtjylland_demo, problems: Problems
) -> Iterator[Callable[..., Page]]:
    """Opens a browser of its own for each person: `open_page("medlem")`, or nobody in particular.

    The test fails if any of its pages wrote an error to the console.
    """
    cache.clear()  # the log-in's rate limits count across tests
    contexts = []

    def open_as(role: str = "", *, width: int = WIDE, java_script: bool = True) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            locale="da-DK",
            timezone_id="Europe/Copenhagen",
            viewport={"width": width, "height": 900},
            java_script_enabled=java_script,
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        problems.watch(context)
        page = context.new_page()
        if role:
            log_in(page, role, server=live_server.url)
        return page

    yield open_as
    for context in contexts:
        context.close()
    assert problems.found == []


@pytest.fixture
def meeting(midtjylland_demo) -> Meeting:
    """The constituent meeting of KKR Midtjylland, whose agenda is a draft with 14 items."""
    return Meeting.objects.get(council__slug="midtjylland", starts_at__date="2022-01-19")
