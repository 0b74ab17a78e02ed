"""Letters that Inter lacks: from the portal's own fonts, on whatever machine."""

import pytest

from kkr_portal import pdf
from meetings.paper_letters import printable
from tests.papers import Paper

PAGE = '<!doctype html><html lang="da-DK"><head><title>Prøve</title></head><body>{}</body></html>'
OURS = {"Inter", "Inter-Bold", "Inter-Bold-Italic", "Hebrew", "Arabic", "emoji", "emoji-Bold"}
TEXTS = {
    "emoji": "Smil 😀 🎉 ❤️ 👍🏽 👩‍👩‍👧 🇩🇰",
    "Hebrew": "שלום עולם",
    "Arabic": "مرحبا",
    "Greek and Russian": "Ωμέγα и Россия",
    "signs": "☑ ✔ ✓ → ≤ ½ ● ✉",
}
JOINERS = "\ufe0f\u200d🏽"  # make one sign of two


def fonts(paper: Paper) -> set[str]:
    return {str(font.FontName).split("+")[1] for font in paper.fonts}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_letters_come_from_our_fonts_are_embedded_and_can_be_copied(text):
    paper = Paper(pdf.render_html(PAGE.format(f"<p>Dansk {text}</p>")))

    assert fonts(paper) <= OURS
    assert "Inter" in fonts(paper)
    assert all("/FontFile2" in font for font in paper.fonts)
    if text != TEXTS["Arabic"]:  # whose letters are put together from parts without a name
        assert {letter for letter in text if letter not in JOINERS} <= set(paper.text)


def test_letters_of_no_font_are_boxes_everywhere_and_are_still_read():
    paper = Paper(pdf.render_html(PAGE.format("<p>Dansk 中文 😀</p>")))

    assert fonts(paper) == {"Inter", "emoji"}
    assert "中文" in paper.text


def test_signs_of_word_that_our_fonts_lack_are_written_otherwise():
    assert printable("☐ ja ☒ nej \uf0b7 punkt ➢ pil ﬁn") == "□ ja ✗ nej • punkt → pil fin"
    assert printable("Almindelig tekst: æøå – 😀 ☑") == "Almindelig tekst: æøå – 😀 ☑"
