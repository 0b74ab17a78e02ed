"""Agendas to look for, and whoever looks."""

import pytest

from tests.meetings.conftest import (  # noqa: F401 -- fixtures
    agenda,
    amended,
    attach,
    chair,
    issue,
    meeting,
    publish,
    published,
    quick_printer,
)
from tests.search.pages import Page


@pytest.fixture
def search(browse):
    """Asks as somebody, or as nobody: `search("møde", secretary, vis="punkter")`."""

    def ask(question: str, user=None, **where) -> Page:
        return Page(browse(user).get("/soeg/", {"q": question, **where}))

    return ask
