"""Where the words of a PDF stand on their page, in points from its lower left corner."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import pikepdf
from pikepdf import Matrix

from tests.papers import _decoded, _letters


class Place(NamedTuple):
    """A run of letters as it was set; `size` is that of the type."""

    text: str
    left: float
    right: float
    bottom: float
    size: float


def places(page: pikepdf.Page) -> list[Place]:
    """All runs of letters on a page, in the order in which they were written."""
    return list(_places(page))


def outside(page: pikepdf.Page, *, edge: float = 14) -> list[Place]:
    """What stands beyond the page, or nearer to its edges than most printers reach (5 mm)."""
    _, _, width, height = map(float, page.MediaBox)
    return [
        place
        for place in places(page)
        if place.left < edge
        or place.right > width - edge
        or place.bottom < edge
        or place.bottom + place.size > height - edge
    ]


def is_landscape(page: pikepdf.Page) -> bool:
    _, _, width, height = map(float, page.MediaBox)
    return width > height


def _places(page: pikepdf.Page) -> Iterator[Place]:
    fonts = {name: (_letters(font), _widths(font)) for name, font in page.Resources.Font.items()}
    kept, now, line, font, size = [], Matrix(), Matrix(), ({}, lambda glyph: 0.0), 0.0
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "q":
                kept.append(now)
            case "Q":
                now = kept.pop()
            case "cm":
                now = Matrix(*map(float, operands)) @ now
            case "Tf":
                font, size = fonts[str(operands[0])], float(operands[1])
            case "Tm":
                line = Matrix(*map(float, operands))
            case "TJ" | "Tj":
                runs = operands[0] if str(operator) == "TJ" else operands
                yield _place(list(runs), font, size, line @ now)


def _place(runs: list, font: tuple, size: float, here: Matrix) -> Place:
    letters, width_of = font
    text, along = "", 0.0
    for run in runs:
        if not isinstance(run, pikepdf.String):
            along -= float(run)
            continue
        text += _decoded(run, letters)
        glyphs = bytes(run)
        pairs = (glyphs[i : i + 2] for i in range(0, len(glyphs), 2))
        along += sum(width_of(int.from_bytes(pair)) for pair in pairs)
    left, bottom = here.transform((0, 0))
    right, _ = here.transform((along * size / 1000, 0))
    return Place(" ".join(text.split()), left, right, bottom, size * abs(here.d))


def _widths(font: pikepdf.Object) -> Callable[[int], float]:
    """Glyph to width, in thousandths of the size of the type."""
    widths, described = {}, list(font.DescendantFonts[0].get("/W", []))
    while described:
        first, second = int(described.pop(0)), described.pop(0)
        if isinstance(second, pikepdf.Array):
            widths |= dict(enumerate(map(float, second), start=first))
        else:
            widths |= dict.fromkeys(range(first, int(second) + 1), float(described.pop(0)))
    return lambda glyph: widths.get(glyph, 1000.0)
