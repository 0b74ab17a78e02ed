"""Words that belong on one line of a paper."""

import pytest

from meetings.paper_lines import lines_kept, together

HARD = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("se punkt 1.11 og Bilag 2", f"se punkt{HARD}1.11 og Bilag{HARD}2"),
        ("den 23. marts 2022 kl. 9", f"den 23.{HARD}marts{HARD}2022 kl.{HARD}9"),
        ("den 23. marts.", f"den 23.{HARD}marts."),
        ("jf. § 3, stk. 2", f"jf. §{HARD}3, stk.{HARD}2"),
        ("2022–2026", '<span class="range">2022–2026</span>'),
        ("(kl. 9.00–10.30)", f'<span class="range">(kl.{HARD}9.00–10.30)</span>'),
        ("x" * 40 + "1–2", None),
        ("9.00–10.30.", '<span class="range">9.00–10.30.</span>'),
        ("punktet 3 og standpunkt 4 – 1. martsen", None),
    ],
)
def test_numbers_stay_with_their_words_and_ranges_together(text, kept):
    assert together(text) == (kept or text)


def test_tags_and_tables_stay_as_they_are():
    html = '<p>2022–2026 <a href="#x1–2">punkt 1</a></p><table><tr><td>punkt 1</td></tr></table>'

    kept = lines_kept(f"{html}<p>punkt 2</p>")

    assert kept == (
        '<p><span class="range">2022–2026</span> <a href="#x1–2">'
        f"punkt{HARD}1</a></p><table><tr><td>punkt 1</td></tr></table><p>punkt{HARD}2</p>"
    )


def test_long_numbers_take_no_time():
    assert together("1" * 200_000) == "1" * 200_000
