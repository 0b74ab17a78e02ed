"""Where a page of an annex goes on its leaf of the book. Lengths are points, 1/72 inch."""

from dataclasses import dataclass

import pikepdf
from pikepdf import Matrix

STRIP = 26  # the stamp's, along the bottom: 9 mm, of which printers may need the lower half
LONGEST = 1191.0  # A3; a poster is scaled down to it, or its stamp could not be read
NARROWEST = 420.0  # A5; on a leaf narrower than that the stamp would not fit
LOWEST = 298.0
A4 = (0.0, 0.0, 595.28, 841.89)

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Leaf:
    """A leaf's size, and how the page's own coordinates are moved onto it."""

    width: float
    height: float
    matrix: Matrix

    def place_box(self, box: Box) -> Box:
        left, low, right, high = box
        corners = [self.place(x, y) for x in (left, right) for y in (low, high)]
        across, along = zip(*corners, strict=True)
        return min(across), min(along), max(across), max(along)

    def place(self, x: float, y: float) -> tuple[float, float]:
        moved = self.matrix.transform((x, y))
        return round(moved[0], 3), round(moved[1], 3)


def leaf_for(box: Box, turn: int, unit: float = 1.0) -> Leaf:
    """The leaf for a page that shows `box`, turned clockwise by `turn` degrees.

    `unit` is the length of the page's own unit in points.
    """
    left, low, right, high = box
    width, height = (right - left) * unit, (high - low) * unit
    if turn in {90, 270}:
        width, height = height, width
    shrunk = min(1.0, LONGEST / max(width, height))
    leaf_width = max(width * shrunk, NARROWEST)
    leaf_height = max(height * shrunk, LOWEST)
    room = leaf_height - STRIP
    scale = min(1.0, leaf_width / width, room / height)
    at_left = (leaf_width - width * scale) / 2
    at_bottom = leaf_height - height * scale
    upright = {
        0: Matrix(1, 0, 0, 1, -left, -low),
        90: Matrix(0, -1, 1, 0, -low, right),
        180: Matrix(-1, 0, 0, -1, right, high),
        270: Matrix(0, 1, -1, 0, high, -left),
    }[turn]
    factor = scale * unit
    onto_leaf = Matrix(factor, 0, 0, factor, at_left, at_bottom)
    return Leaf(round(leaf_width, 3), round(leaf_height, 3), upright @ onto_leaf)


def box_of(value: pikepdf.Object | None) -> Box | None:
    """The rectangle that an array of four numbers means, or None if it means none."""
    if not isinstance(value, pikepdf.Array) or len(value) != 4:
        return None
    try:
        x1, y1, x2, y2 = (float(number) for number in value)
    except (TypeError, ValueError, ArithmeticError):
        return None
    box = min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)
    return box if all(abs(side) < 1e6 for side in box) else None


def shared(one: Box, other: Box) -> Box | None:
    """The part that both have, or None if that has no size to speak of."""
    box = (
        max(one[0], other[0]),
        max(one[1], other[1]),
        min(one[2], other[2]),
        min(one[3], other[3]),
    )
    return box if has_size(box) else None


def has_size(box: Box) -> bool:
    return box[2] - box[0] >= 1 and box[3] - box[1] >= 1
