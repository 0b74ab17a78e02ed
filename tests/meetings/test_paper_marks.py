"""Marks of attachments on paper: the words in the line, the sign in the margin beside it."""

import pytest

from kkr_portal import pdf
from meetings import readable, richtext
from meetings.documents import Layout, agenda_pdf  # before the quick printer takes its place
from meetings.templatetags.meetings import _PAPER_MARK
from tests.meetings.conftest import NOON
from tests.paper_places import Place, is_landscape, outside, places
from tests.papers import Paper

PAGE = (
    '<!doctype html><html lang="da-DK"><head><title>Prøve</title></head>'
    '<body><main class="rich-text">{}<p id="bilag-7">Bilag</p></main></body></html>'
)
MARK = _PAPER_MARK.format(7, "1.2.1", richtext.MARK)
WORDS = "Bilag 1.2.1"
TEXT_BEGINS = 38 / 25.4 * 72  # points
TEXTS = {
    "a paragraph": f"<p>Se kortet {MARK} og tallene.</p>",
    "the first words": f"<p>{MARK} er et kort.</p>",
    "bold and italic": f"<p><strong>Se <em>kortet {MARK}</em></strong></p>",
    "a list in a list": f"<ul><li>Se<ul><li>Se kortet {MARK}</li></ul></li></ul>",
    "a quotation": f"<blockquote><p>Se kortet {MARK}</p></blockquote>",
    "a table": f"<table><tr><td>Se</td><td>Se kortet {MARK}</td></tr></table>",
}


def printed(html: str) -> list[Place]:
    paper = Paper(pdf.render_html(PAGE.format(html)))
    return places(paper.pdf.pages[0])


def signs(found: list[Place]) -> list[Place]:
    return [place for place in found if place.text == richtext.MARK]


@pytest.mark.parametrize("html", TEXTS.values(), ids=TEXTS)
def test_sign_stands_in_the_margin_beside_the_line_with_the_words(html):
    found = printed(html)

    [sign] = signs(found)
    [words] = [place for place in found if place.text == WORDS]
    assert 14 < sign.left < sign.right < TEXT_BEGINS
    assert sign.left == pytest.approx(TEXT_BEGINS - 14 / 25.4 * 72, abs=0.1)
    assert sign.bottom == pytest.approx(words.bottom, abs=1.5)


def test_several_marks_on_a_line_have_one_sign_to_be_seen():
    found = signs(printed(f"<p>Se {MARK} og {MARK}.</p><p>Se {MARK}</p>"))

    assert len({(round(place.left), round(place.bottom)) for place in found}) == 2


def test_sign_stays_with_its_words_wherever_the_line_breaks():
    lines = (f"<p>{'ord ' * 20}{'i' * length} {MARK} og mere</p>" for length in range(24))
    found = printed("".join(lines))

    heights = [round(place.bottom) for place in found if place.text.endswith(WORDS)]
    assert [round(place.bottom) for place in signs(found)] == heights


@pytest.fixture
def marked(agenda, attach):
    """Item 1.1 marks its attachment in a sentence, and in a table too wide for upright pages."""
    paper = attach(agenda.composition, title="Kort")
    mark = f'<a href="#bilag-{paper.key}">./.</a>'
    agenda.composition.presentation = (
        f"<p>Se kortet {mark}, ikke ./. i luften eller "
        f'<a href="#bilag-999">./.</a>.</p><table><tr>{f"<td>Kort {mark}</td>" * 12}</tr></table>'
    )
    agenda.composition.save()
    return agenda


@pytest.mark.parametrize("layout", [Layout.NORMAL, Layout.LARGE, Layout.SCREEN])
def test_text_of_an_agenda_reads_in_order_and_has_no_mark_twice(marked, layout):
    draft = readable.draft(marked.meeting.pk, is_whole=True)

    paper = Paper(agenda_pdf(draft, issued_at=NOON, layout=layout))

    text = paper.text.replace(" ", "")
    assert "SekortetBilag1.1.1,ikke./.ilufteneller./.." in text
    assert paper.tags.count("Link") > 12
    turned = [page for page in paper.pdf.pages if is_landscape(page)]
    assert turned
    for page in paper.pdf.pages:
        margin = 38 if layout is Layout.NORMAL and not is_landscape(page) else 22
        begins = (11 if layout is Layout.SCREEN else margin) / 25.4 * 72
        assert outside(page, edge=8 if layout is Layout.SCREEN else 14) == []
        assert all(place.right <= begins for place in signs(places(page)))


def test_page_on_the_web_keeps_sign_and_words_together(browse, secretary, marked):
    page = browse(secretary).get(f"/moeder/{marked.meeting.pk}/forhaandsvisning/")

    assert "./. Bilag 1.1.1</a>" in page.text
    assert "margin-mark" not in page.text
    assert "table-wide" not in page.text
