"""The agenda for the screen of a tablet, read back from the finished PDF."""

import pytest

from meetings import readable
from meetings.documents import Layout, agenda_pdf
from tests.meetings.conftest import NOON
from tests.paper_places import outside, places
from tests.papers import Paper

WIDTH, HEIGHT = 150 / 25.4 * 72, 200 / 25.4 * 72


@pytest.fixture
def paper(agenda, attach) -> Paper:
    attach(agenda.composition, title="Kort")
    draft = readable.draft(agenda.meeting.pk, is_whole=True)
    return Paper(agenda_pdf(draft, issued_at=NOON, layout=Layout.SCREEN))


def test_pages_are_small_and_upright_with_text_of_11_and_a_half_points(paper):
    for page in paper.pdf.pages:
        assert [float(edge) for edge in page.MediaBox] == pytest.approx([0, 0, WIDTH, HEIGHT])
        assert outside(page) == []

    sizes = {round(place.size, 1) for place in places(paper.pdf.pages[2]) if "marts" in place.text}
    assert sizes == {11.5}


def test_front_is_one_page_and_the_others_lead_back_to_the_contents(paper):
    assert paper.pages[1].startswith("Indhold")
    back = {page for page, place in paper.links if place == "indhold"}
    assert back == set(range(2, len(paper.pages) + 1))
