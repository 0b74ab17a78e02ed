"""Pictures of a composition: what they draw, what they say, and the same on screen and on paper."""

import math
import re
from itertools import combinations, groupby, pairwise

import pikepdf
import pytest
from django.template.loader import render_to_string
from django.utils import translation

from elections.pictures import COLOURS, LONGEST_NAME, NEUTRAL, WIDTH, chamber, shares
from kkr_portal.pdf import render_html
from tests.papers import Paper

MIDTJYLLAND = [
    ("A", "Socialdemokratiet", 10, 9),
    ("V", "Venstre", 9, 9),
    ("C", "Det Konservative Folkeparti", 5, 1),
    ("F", "Socialistisk Folkeparti", 3, 0),
    ("B", "Radikale Venstre", 2, 0),
    ("D", "Nye Borgerlige", 2, 0),
    ("O", "Dansk Folkeparti", 2, 0),
    ("Ø", "Enhedslisten", 2, 0),
    ("K", "Kristendemokraterne", 1, 0),
]
SENTENCE = (
    "36 medlemmer: A 10 (9 borgmestre), V 9 (9 borgmestre), C 5 (1 borgmester), F 3, B 2, D 2, "
    "O 2, Ø 2, K 1."
)
TWO_LISTS = [("A", "Socialdemokratiet", 1_999, 2), ("LLD", "Lokallisterne", 98_001, 1)]
# What SVG understands in an attribute: a Danish comma would part one number into two.
NUMBER = re.compile(r"-?\d+(\.\d)?")
NUMERIC = re.compile(r' (?:cx|cy|r|x|y|width|height|font-size|stroke-width)="([^"]*)"')
VIEW_BOX = re.compile(r'viewBox="0 0 \d+ \d+"')


def drawn(part: str, **context) -> str:
    return render_to_string(f"elections/_{part}.html", context)


def on_paper(html: str) -> Paper:
    head = "<head><title>T</title></head>"
    return Paper(render_html(f'<!doctype html><html lang="da">{head}<body>{html}</body></html>'))


def _is_figure(tag: pikepdf.Object) -> bool:
    return isinstance(tag, pikepdf.Dictionary) and tag.get("/S") == pikepdf.Name.Figure


def contrast_to_white(colour: str) -> float:
    """By WCAG 2.1's formula of relative luminance."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    luminance = sum(w * part for w, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    return 1.05 / (luminance + 0.05)


# --- The chamber ---------------------------------------------------------------------------------


def test_chamber_seats_each_list_in_the_order_given():
    picture = chamber(MIDTJYLLAND)

    wedges = [
        (letter, len(list(seats))) for letter, seats in groupby(s.letter for s in picture.seats)
    ]
    assert wedges == [(letter, seats) for letter, _, seats, _ in MIDTJYLLAND]
    assert picture.total == 36


def test_chamber_marks_the_mayors_of_each_list():
    picture = chamber(MIDTJYLLAND)

    mayors = [seat.letter for seat in picture.seats if seat.is_mayor]
    assert mayors == ["A"] * 9 + ["V"] * 9 + ["C"]


def test_wedges_run_from_left_to_right():
    picture = chamber([("A", "", 18, 0), ("V", "", 18, 0)])

    middle = WIDTH / 2
    assert all(float(seat.x) <= middle for seat in picture.seats if seat.letter == "A")
    assert all(float(seat.x) >= middle for seat in picture.seats if seat.letter == "V")


@pytest.mark.parametrize("total", range(1, 61))
def test_seats_neither_touch_each_other_nor_leave_the_picture_nor_cover_the_number(total):
    picture = chamber([("A", "", total, 0)])

    radius = float(picture.radius)
    places = [(float(seat.x), float(seat.y)) for seat in picture.seats]
    number = (float(picture.centre), float(picture.number_at))
    assert len(places) == total
    assert min((math.dist(*pair) for pair in combinations(places, 2)), default=99) > 2 * radius
    assert all(radius <= x <= picture.width - radius for x, _ in places)
    assert all(radius <= y <= picture.height - radius for _, y in places)
    assert min(math.dist(place, number) for place in places) > radius + 36
    assert radius > 11


@pytest.mark.parametrize(
    ("total", "rows"),
    [(1, [1]), (13, [13]), (21, [12, 9]), (36, [15, 12, 9]), (58, [19, 16, 13, 10])],
)
def test_rows_have_as_many_seats_as_their_length_calls_for(total, rows):
    picture = chamber([("A", "", total, 0)])

    seats = [(float(seat.x), float(seat.y)) for seat in picture.seats]
    centre = (WIDTH / 2, max(y for _, y in seats))
    distances = sorted((math.dist(seat, centre) for seat in seats), reverse=True)
    # From one row to the next it is at least 27, within a row nothing but rounding.
    starts = [i for i, d in enumerate(distances) if i == 0 or distances[i - 1] - d > 20]
    assert [end - start for start, end in pairwise([*starts, total])] == rows


@pytest.mark.parametrize("total", range(2, 61))
def test_half_circle_is_the_same_on_both_sides(total):
    picture = chamber([("A", "", total, 0)])

    places = {(round(float(seat.x) - WIDTH / 2, 1), seat.y) for seat in picture.seats}
    assert {(-x, y) for x, y in places} == places


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (MIDTJYLLAND, SENTENCE),
        ([("V", "Venstre", 1, 1)], "1 medlem: V 1 (1 borgmester)."),
        ([("V", "Venstre", 1, 0), ("A", "Socialdemokratiet", 0, 0)], "1 medlem: V 1."),
        ([], "0 medlemmer."),
    ],
)
def test_chamber_is_told_in_a_sentence(rows, sentence):
    assert chamber(rows).sentence == sentence


def test_list_without_a_seat_is_not_in_the_key():
    picture = chamber([("V", "Venstre", 1, 1), ("A", "Socialdemokratiet", 0, 0), ("X", "", 1, 0)])

    assert picture.key == (("V", "Venstre"),)


@pytest.mark.parametrize(("seats", "mayors"), [(2, 3), (0, 1), (1, -1), (-1, 0)])
def test_chamber_refuses_a_list_with_mayors_it_has_no_seats_for(seats, mayors):
    with pytest.raises(ValueError, match="mayors"):
        chamber([("A", "", seats, mayors)])


def test_longer_letters_are_smaller_and_fit_their_disc():
    picture = chamber(
        [(letter, "", 9, 0) for letter in ("A", "LL", "LLD", "LLDX", "741-L", "XXXXXX")]
    )

    sizes = {seat.letter: float(seat.font_size) for seat in picture.seats}
    assert sizes["A"] > sizes["LL"] > sizes["LLD"] > sizes["LLDX"] > sizes["741-L"]
    # A capital is about 0.65 of the font's size wide.
    widths = [0.65 * len(letter) * size for letter, size in sizes.items() if letter != "XXXXXX"]
    assert max(widths) < 2 * float(picture.radius)


@pytest.mark.parametrize("colour", [*COLOURS.values(), NEUTRAL])
def test_colour_is_readable_on_white_and_under_white(colour):
    assert contrast_to_white(colour) >= 4.5


def test_colours_are_of_one_party_each_and_neutral_for_others():
    picture = chamber([("A", "", 1, 0), ("LLD", "", 1, 0), ("741-L", "", 1, 1)])

    assert [seat.colour for seat in picture.seats] == [COLOURS["A"], NEUTRAL, NEUTRAL]
    assert len({*COLOURS.values(), NEUTRAL}) == len(COLOURS) + 1


# --- The shares ----------------------------------------------------------------------------------


def test_shares_are_per_cents_with_a_comma_rounded_to_one_decimal():
    picture = shares(TWO_LISTS, 100_000, 3)

    texts = [(row.letter, *(bar.text for bar in row.bars)) for row in picture.rows]
    assert texts == [("A", "2,0 pct.", "66,7 pct."), ("LLD", "98,0 pct.", "33,3 pct.")]
    assert picture.sentence == (
        "Listernes andele: A 2,0 pct. af stemmerne og 66,7 pct. af pladserne; "
        "LLD 98,0 pct. af stemmerne og 33,3 pct. af pladserne."
    )


def test_bars_are_as_long_as_their_shares():
    picture = shares([("A", "", 300, 4), ("B", "", 150, 2)], 600, 8)

    ends = [[float(bar.text_x) - 62 for bar in row.bars] for row in picture.rows]
    assert ends == [[238, 238], [119, 119]]


def test_votes_stand_above_seats_and_both_inside_the_picture():
    picture = shares(TWO_LISTS, 100_000, 3)

    bars = [bar for row in picture.rows for bar in row.bars]
    assert [(bar.label, bar.is_seats) for bar in bars] == [
        ("stemmer", False),
        ("pladser", True),
    ] * 2
    bottoms = [float(bar.y) + float(bar.height) for bar in bars]
    assert bottoms == sorted(bottoms)
    assert bottoms[-1] < picture.height
    assert max(float(bar.text_x) for bar in bars) + len("100,0 pct.") * 6 <= picture.width


def test_outlined_and_filled_bar_are_equally_long_when_their_shares_are():
    votes, seats = shares([("A", "", 1, 1)], 2, 2).rows[0].bars

    outline = float(shares([], 0, 0).outline)
    assert float(votes.width) + outline == float(seats.width)
    assert float(votes.height) + outline == float(seats.height)


def test_tiny_share_has_no_bar_of_negative_length():
    votes, seats = shares([("A", "", 99_999, 9), ("B", "", 1, 0)], 100_000, 9).rows[1].bars

    assert (votes.width, votes.text) == ("0", "0,0 pct.")
    assert (seats.width, seats.text) == ("0", "0,0 pct.")


def test_shares_of_nothing_are_unknown():
    votes, seats = shares([("A", "", 0, 0)], 0, 0).rows[0].bars

    assert (votes.text, seats.text) == ("–", "–")


def test_name_too_long_for_the_line_is_cut():
    fits, long = "a" * LONGEST_NAME, "a" * (LONGEST_NAME + 1)

    rows = shares([("A", fits, 1, 1), ("B", long, 1, 1)], 2, 2).rows

    assert [row.name for row in rows] == [fits, "a" * (LONGEST_NAME - 1) + "…"]


# --- On screen and on paper ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "context"),
    [
        ("chamber", {"chamber": chamber(MIDTJYLLAND)}),
        ("shares", {"shares": shares(TWO_LISTS, 100_000, 3)}),
    ],
)
def test_numbers_in_attributes_have_no_danish_comma(part, context):
    with translation.override("da"):
        html = drawn(part, **context)

    numbers = NUMERIC.findall(html)
    assert len(numbers) > 15
    assert [number for number in numbers if not NUMBER.fullmatch(number)] == []
    assert len(VIEW_BOX.findall(html)) == 1


def test_mayors_are_discs_and_the_others_rings():
    html = drawn("chamber", chamber=chamber(MIDTJYLLAND))

    discs = re.findall(r'<circle [^>]*fill="#(?!ffffff)\w+"/>', html)
    rings = re.findall(r'<circle [^>]*fill="#ffffff" stroke="#\w+" stroke-width="[\d.]+"/>', html)
    assert (len(discs), len(rings)) == (19, 17)
    assert "● borgmester" in html
    assert "○ supplerende medlem" in html


def test_votes_are_outlined_and_seats_filled():
    html = drawn("shares", shares=shares(TWO_LISTS, 100_000, 3))

    filled = re.findall(r'<rect [^>]*fill="(#\w+)"/>', html)
    outlined = re.findall(r'<rect [^>]*fill="#ffffff" stroke="(#\w+)"', html)
    assert filled == outlined == [COLOURS["A"], NEUTRAL]


def test_picture_is_named_by_its_title_as_often_as_it_stands_on_a_page():
    picture = chamber(MIDTJYLLAND)

    html = drawn("chamber", chamber=picture) + drawn("chamber", chamber=picture, id="kl")

    assert re.findall(r'aria-labelledby="([^"]+)"', html) == ["chamber-title", "kl-title"]
    assert re.findall(r'<title id="([^"]+)">([^<]+)</title>', html) == [
        ("chamber-title", SENTENCE),
        ("kl-title", SENTENCE),
    ]


def test_names_are_escaped():
    name = "<b>Lokal</b>"

    html = drawn("chamber", chamber=chamber([("<i>", name, 1, 0)]))
    html += drawn("shares", shares=shares([("<i>", name, 1, 1)], 1, 1))

    assert "<b>" not in html
    assert "<i>" not in html


def test_no_shares_are_no_picture():
    assert "<figure" not in drawn("shares", shares=shares([], 0, 0))


def test_pictures_on_paper_have_an_alternative_text():
    bars = shares(TWO_LISTS, 100_000, 3)

    paper = on_paper(drawn("chamber", chamber=chamber(MIDTJYLLAND)) + drawn("shares", shares=bars))

    alternatives = [str(tag.Alt) for tag in paper.pdf.objects if _is_figure(tag)]
    assert sorted(alternatives) == [SENTENCE, bars.sentence]


def test_pictures_on_paper_are_set_in_the_papers_fonts():
    picture = re.sub(
        "<figcaption.*?</figcaption>", "", drawn("chamber", chamber=chamber(MIDTJYLLAND))
    )

    paper = on_paper(picture)

    assert sorted(str(font.FontName).partition("+")[2] for font in paper.fonts) == [
        "Inter",
        "Inter-Semi-Bold",
    ]
