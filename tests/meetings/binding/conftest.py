import pytest

from kkr_portal import pdf
from tests.meetings.binding.files import AGENDA


@pytest.fixture(scope="session")
def agenda() -> bytes:
    """Two pages with the items 1, 2 and 2.1, and links to two annexes; rendering takes a while."""
    return pdf.render_html(AGENDA)
