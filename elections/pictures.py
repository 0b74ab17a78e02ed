"""A composition as two pictures: the seats as a half circle, and votes against seats as bars.

Only plain values: every number that ends in an SVG attribute is a string with a dot, because a
Danish template would write a comma. Screen and paper draw the same, in units of a 360 wide canvas.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

# Each stands against white with at least 4.5 to 1: as a letter on white, or under a white one.
COLOURS = {
    "A": "#a82721",
    "B": "#862a86",
    "C": "#00583c",
    "D": "#0b5f63",
    "F": "#bf2f6b",
    "G": "#55771a",
    "I": "#0c6f9c",
    "K": "#7a5c40",
    "M": "#7750a3",
    "O": "#86660a",
    "V": "#254264",
    "Æ": "#46649f",
    "Ø": "#b44b0c",
    "Å": "#1f7a2e",
}
NEUTRAL = "#5c6066"

WIDTH = 360
CENTRE = WIDTH / 2
WIDEST = 160  # radius of the outer row where the canvas is used to the full
NARROWEST = 76  # and of a single row that still goes round the number in the middle
SPACING = 42  # between neighbours, unless there are too many for it
FREE = 58  # radius of what the number in the middle needs
MARGIN = 2
FILLED = 0.43  # a disc's radius as a part of the spacing
LETTER_SIZES = (1.05, 0.92, 0.75, 0.62, 0.52)  # of the disc's radius, for 1, 2 ... letters

BARS_FROM = 56  # to the right of the words »stemmer« and »pladser«
LONGEST_BAR = 238  # leaves room for »100,0 pct.«
FIRST_BAR = 20
BAR_HEIGHT = 10
NEXT_BAR = 15
ROW_HEIGHT = 57
OUTLINE = 1.2
LONGEST_NAME = 44  # letters; an SVG does not break lines


@dataclass(frozen=True, slots=True)
class Seat:
    """One disc: solid with a white letter for a mayor, otherwise a ring with a coloured one."""

    x: str
    y: str
    baseline: str
    letter: str
    font_size: str
    colour: str
    is_mayor: bool


@dataclass(frozen=True, slots=True)
class Chamber:
    """The seats as a half circle, from left to right; `sentence` says the same in words.

    `number_at` and `word_at` are the baselines of the text in the middle; `key` says what the
    letters stand for.
    """

    sentence: str
    total: int
    word: str
    seats: tuple[Seat, ...]
    radius: str
    ring_radius: str
    ring_width: str
    width: int
    height: int
    centre: str
    number_at: str
    word_at: str
    key: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One share: where its bar is, how wide it is, and the share in words beside it."""

    label: str
    is_seats: bool
    x: str
    y: str
    width: str
    height: str
    text: str
    text_x: str
    baseline: str


@dataclass(frozen=True, slots=True)
class ShareRow:
    """One list: its share of the votes above its share of the seats."""

    letter: str
    name: str
    colour: str
    baseline: str
    bars: tuple[Bar, Bar]


@dataclass(frozen=True, slots=True)
class Shares:
    """Each list's share of the votes and of the seats; `sentence` says the same in words."""

    sentence: str
    rows: tuple[ShareRow, ...]
    outline: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class _Place:
    """A place in the half circle; `turn` runs from 0 at the far left to 1 at the far right."""

    turn: Fraction
    radius: float


def chamber(rows: Iterable[tuple[str, str, int, int]]) -> Chamber:
    """The picture of `rows` (letter, name, seats, mayors among them), from left to right.

    A list's mayors sit at the left of its wedge. Raises ValueError where a list has more mayors
    than seats.
    """
    rows = [row for row in rows if row[2] or row[3]]
    if any(not 0 <= mayors <= seats for _, _, seats, mayors in rows):
        raise ValueError("A list's mayors have seats of the list's own.")
    owners = [
        (letter, number < mayors) for letter, _, seats, mayors in rows for number in range(seats)
    ]
    places, spacing = _half_circle(len(owners))
    radius = spacing * FILLED
    ring = radius / 7
    floor = max((place.radius for place in places), default=NARROWEST) + radius + MARGIN
    word = "medlem" if len(owners) == 1 else "medlemmer"
    return Chamber(
        sentence=f"{len(owners)} {word}{_told(rows)}.",
        total=len(owners),
        word=word,
        seats=tuple(
            _seat(place, letter, is_mayor, floor, radius)
            for place, (letter, is_mayor) in zip(places, owners, strict=True)
        ),
        radius=_dotted(radius),
        # A ring is as large as a disc: half of its line lies outside of the circle drawn.
        ring_radius=_dotted(radius - ring / 2),
        ring_width=_dotted(ring),
        width=WIDTH,
        height=math.ceil(floor + radius + MARGIN),
        centre=_dotted(CENTRE),
        number_at=_dotted(floor - 13),
        word_at=_dotted(floor + 4),
        key=tuple((letter, name) for letter, name, _, _ in rows if name),
    )


def shares(rows: Iterable[tuple[str, str, int, int]], votes: int, seats: int) -> Shares:
    """The picture of `rows` (letter, name, votes, seats) in `votes` and `seats` altogether."""
    rows = list(rows)
    parts = [_part(row[2], votes) for row in rows] + [_part(row[3], seats) for row in rows]
    unit = LONGEST_BAR / float(max(parts, default=0) or 1)
    told = [
        f"{letter} {_percent(given, votes)} af stemmerne og {_percent(won, seats)} af pladserne"
        for letter, _, given, won in rows
    ]
    return Shares(
        sentence=f"Listernes andele: {'; '.join(told)}.",
        rows=tuple(
            ShareRow(
                letter=letter,
                name=name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…",
                colour=COLOURS.get(letter, NEUTRAL),
                baseline=_dotted(number * ROW_HEIGHT + 13),
                bars=(
                    _bar(number, 0, given, votes, unit),
                    _bar(number, 1, won, seats, unit),
                ),
            )
            for number, (letter, name, given, won) in enumerate(rows)
        ),
        outline=_dotted(OUTLINE),
        width=WIDTH,
        height=len(rows) * ROW_HEIGHT,
    )


def _half_circle(seats: int) -> tuple[list[_Place], float]:
    """Places from left to right, and the room between neighbours, which is the same everywhere."""
    if not seats:
        return [], SPACING
    radii, spacing = _rows(seats)
    places = [
        # A row of one sits at the top, any other reaches from side to side.
        _Place(Fraction(number, count - 1) if count > 1 else Fraction(1, 2), radius)
        for radius, count in zip(radii, _per_row(radii, seats), strict=True)
        for number in range(count)
    ]
    places.sort(key=lambda place: (place.turn, -place.radius))
    return places, spacing


def _rows(seats: int) -> tuple[list[float], float]:
    """The radii of the rows from the outer one in, and their distance.

    As many rows as leave the middle free: the discs are largest then.
    """
    best = _spread(seats, 1)
    for count in range(2, seats + 1):
        radii, spacing = _spread(seats, count)
        if radii[-1] - spacing * FILLED < FREE:
            break
        best = radii, spacing
    return best


def _spread(seats: int, rows: int) -> tuple[list[float], float]:
    """`rows` rows so far apart as the neighbours in them are.

    With the outer radius R and the distance d, row i has room for pi (R - i d) / d + 1 seats.
    Their sum is to be `seats`, which gives R / d.
    """
    ratio = ((seats - rows) / math.pi + rows * (rows - 1) / 2) / rows
    outer = min(WIDEST, max(NARROWEST, ratio * SPACING))
    spacing = min(SPACING, outer / ratio) if ratio else SPACING
    return [outer - number * spacing for number in range(rows)], spacing


def _per_row(radii: Sequence[float], seats: int) -> list[int]:
    """As many seats in each row as its length calls for; the largest remainders get the rest."""
    # Each row has one seat more than it has gaps.
    gaps = seats - len(radii)
    ideal = [gaps * radius / sum(radii) for radius in radii]
    counts = [int(number) + 1 for number in ideal]
    by_remainder = sorted(range(len(radii)), key=lambda row: int(ideal[row]) - ideal[row])
    for row in by_remainder[: seats - sum(counts)]:
        counts[row] += 1
    return counts


def _seat(place: _Place, letter: str, is_mayor: bool, floor: float, radius: float) -> Seat:
    angle = math.pi * float(1 - place.turn)
    y = floor - place.radius * math.sin(angle)
    font_size = radius * LETTER_SIZES[min(len(letter), len(LETTER_SIZES)) - 1]
    return Seat(
        x=_dotted(CENTRE + place.radius * math.cos(angle)),
        y=_dotted(y),
        baseline=_dotted(y + 0.36 * font_size),  # half the height of a capital
        letter=letter,
        font_size=_dotted(font_size),
        colour=COLOURS.get(letter, NEUTRAL),
        is_mayor=is_mayor,
    )


def _bar(row: int, line: int, part: int, whole: int, unit: float) -> Bar:
    length = float(_part(part, whole)) * unit
    y = row * ROW_HEIGHT + FIRST_BAR + line * NEXT_BAR
    # An outline is drawn half inside and half outside of its bar.
    inset = 0 if line else OUTLINE / 2
    return Bar(
        label="pladser" if line else "stemmer",
        is_seats=bool(line),
        x=_dotted(BARS_FROM + inset),
        y=_dotted(y + inset),
        width=_dotted(max(length - 2 * inset, 0)),
        height=_dotted(BAR_HEIGHT - 2 * inset),
        text=_percent(part, whole),
        text_x=_dotted(BARS_FROM + length + 6),
        baseline=_dotted(y + 9.3),  # the small letters stand in the middle of the bar
    )


def _percent(part: int, whole: int) -> str:
    if not whole:
        return "–"
    tenths = (part * 2_000 + whole) // (2 * whole)
    return f"{tenths // 10},{tenths % 10} pct."


def _part(part: int, whole: int) -> Fraction:
    return Fraction(part, whole) if whole else Fraction(0)


def _told(rows: Sequence[tuple[str, str, int, int]]) -> str:
    told = []
    for letter, _, seats, mayors in rows:
        word = "borgmester" if mayors == 1 else "borgmestre"
        told.append(f"{letter} {seats} ({mayors} {word})" if mayors else f"{letter} {seats}")
    return f": {', '.join(told)}" if told else ""


def _dotted(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
