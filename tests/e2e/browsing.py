"""What the browser tests do again and again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.conf import settings
from django.test import Client

from councils.models import User

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, WebError

WIDE, NARROW = 1280, 390  # a desk and a telephone, in CSS pixels
STATUS = re.compile(r"Failed to load resource: the server responded with a status of (\d+)")
# The editor puts a <style> of its own into the page, and parses pasted text with inline styles.
# The content security policy refuses both, which is what it is for; nothing looks different.
EDITOR_STYLE = re.compile(r"^Applying inline style violates .*style-src 'self'", re.DOTALL)
EDITOR_PAGE = re.compile(r"/punkter/\d+/rediger/|/standardpunkter/(nyt|\d+)/$")


class Problems:
    """Errors that pages wrote to their console, and exceptions in their scripts."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.provoked: set[int | str] = set()  # statuses, or words, that the test asks for

    def watch(self, context: BrowserContext) -> None:
        context.on("console", self._note_message)
        context.on("weberror", self._note_exception)

    def _note_message(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not self._is_expected(message):
            self.found.append(f"{message.page.url}: {message.text}")

    def _note_exception(self, problem: WebError) -> None:
        self.found.append(f"{problem.page.url}: {problem.error}")

    def _is_expected(self, message: ConsoleMessage) -> bool:
        if status := STATUS.match(message.text):
            is_page = "/static/" not in message.location["url"]
            return is_page and int(status[1]) in self.provoked
        if EDITOR_STYLE.match(message.text):
            return bool(EDITOR_PAGE.search(message.page.url))
        return any(message.text.startswith(str(words)) for words in self.provoked)


def log_in(page: Page, role: str, *, server: str) -> None:
    """As one of the demonstration's accounts, without the time that the form takes."""
    client = Client()
    client.force_login(User.objects.get(email=f"{role}@kkr.example"))
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": server}])


def editor(page: Page, section: str) -> Locator:
    """The rich-text editor of a section, toolbar and all."""
    box = page.get_by_role("textbox", name=section, exact=True)
    return page.locator(".prose-editor").filter(has=box)


def tab_to(page: Page, goal: Locator, *, at_most: int = 60) -> None:
    """With the keyboard alone, from wherever the focus is."""
    for _ in range(at_most):
        page.keyboard.press("Tab")
        if goal.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{at_most} times Tab did not lead to {goal}")
