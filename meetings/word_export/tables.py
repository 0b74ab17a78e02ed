"""Tables in Word: merged cells, head rows that repeat, columns as wide as their text asks for."""

from collections.abc import Callable
from itertools import pairwise

from meetings.word_export import reading
from meetings.word_export.grids import MOST_COLUMNS, Cell, Grid

MARGIN = 108  # twentieths of a point, left and right of the text in a cell
EMPTY = '<w:p><w:pPr><w:pStyle w:val="TableText"/></w:pPr></w:p>'
_LONGEST = 40  # letters; a column of longer texts is not wider than that
_SHORTEST = 2
_LETTER = 125  # twentieths of a point: about the mean of Calibri in 11 pt, and a little more
_SMALL_MARGIN = 45

CellContent = Callable[[Cell, int], str]  # the paragraphs of a cell and the width for them


def fits(grid: Grid, width: int) -> bool:
    """Whether the longest word of each column has room in a table of that width."""
    return sum(_least(_letters(grid, 0, grid.width)[0])) <= width


def tables(
    grid: Grid, width: int, indent: int, content: CellContent, *, is_small: bool = False
) -> str:
    """The table in `grid`, `width` wide; one of more columns than Word has becomes several, one
    below the other."""
    parts = [
        _table(grid, first, min(first + MOST_COLUMNS, grid.width), width, indent, content, is_small)
        for first in range(0, grid.width, MOST_COLUMNS)
    ]
    # Without a paragraph between them Word takes tables for one, and a cell must end with one.
    return "".join(part + EMPTY for part in parts)


def _table(
    grid: Grid,
    first: int,
    end: int,
    width: int,
    indent: int,
    content: CellContent,
    is_small: bool,
) -> str:
    widths = _widths(grid, first, end, width)
    margins = (
        f'<w:tblCellMar><w:left w:w="{_SMALL_MARGIN}" w:type="dxa"/>'
        f'<w:right w:w="{_SMALL_MARGIN}" w:type="dxa"/></w:tblCellMar>'
        if is_small
        else ""
    )
    columns = "".join(f'<w:gridCol w:w="{each}"/>' for each in widths)
    has_row_heads = any(
        slots[first].is_head and slots[first].scope != "col" for slots in grid.slots[grid.head :]
    )
    look = 0x600 + 0x20 * bool(grid.head) + 0x80 * has_row_heads
    properties = (
        f'<w:tblStyle w:val="AgendaTable"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblInd w:w="{indent}" w:type="dxa"/><w:tblLayout w:type="fixed"/>{margins}'
        f'<w:tblLook w:val="{look:04X}" w:firstRow="{int(bool(grid.head))}" w:lastRow="0" '
        f'w:firstColumn="{int(has_row_heads)}" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
    )
    rows = "".join(
        _row(slots, row, row < grid.head, (first, end), widths, content)
        for row, slots in enumerate(grid.slots)
    )
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"


def _row(
    slots: list[Cell],
    row: int,
    is_head: bool,
    part: tuple[int, int],
    widths: list[int],
    content: CellContent,
) -> str:
    first, end = part
    cells = []
    column = first
    while column < end:
        cell = slots[column]
        # A cell that began in the part of the table above goes on here without its text.
        is_cut = cell.column < first
        columns = min(cell.column + cell.columns, end) - column
        width = sum(widths[column - first : column - first + columns])
        is_start = cell.row == row and not is_cut
        inner = content(cell, max(width - 2 * MARGIN, MARGIN)) if is_start else ""
        properties = f'<w:tcW w:w="{width}" w:type="dxa"/>'
        properties += f'<w:gridSpan w:val="{columns}"/>' if columns > 1 else ""
        if cell.rows > 1:
            properties += f'<w:vMerge w:val="{"restart" if cell.row == row else "continue"}"/>'
        cells.append(f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner or EMPTY}</w:tc>")
        column += columns
    marks = "<w:cantSplit/><w:tblHeader/>" if is_head else ""
    properties = f"<w:trPr>{marks}</w:trPr>" if marks else ""
    return f"<w:tr>{properties}{''.join(cells)}</w:tr>"


def _widths(grid: Grid, first: int, end: int, width: int) -> list[int]:
    """The widths of the columns, together `width`: each has its longest word on one line if there
    is room, and the rest goes where the texts are long."""
    words, letters = _letters(grid, first, end)
    least = _least(words)
    spare = width - sum(least)
    if spare < 0:
        return _shared(width, least)
    more = [max(all_ - word, 0) for all_, word in zip(letters, words, strict=True)]
    further = _shared(spare, more if any(more) else words)
    return [each + some for each, some in zip(least, further, strict=True)]


def _letters(grid: Grid, first: int, end: int) -> tuple[list[int], list[int]]:
    """How many the longest word of each column has, and its longest text."""
    words, letters = [_SHORTEST] * (end - first), [_SHORTEST] * (end - first)
    for cell in grid.cells():
        if cell.node and cell.columns == 1 and first <= cell.column < end:
            place, text = cell.column - first, reading.text(cell.node)
            longest = max(map(len, text.replace("-", "- ").split()), default=0)
            words[place] = max(words[place], min(longest, _LONGEST))
            letters[place] = max(letters[place], min(len(text), _LONGEST))
    return words, letters


def _least(words: list[int]) -> list[int]:
    return [each * _LETTER + 2 * MARGIN for each in words]


def _shared(width: int, parts: list[int]) -> list[int]:
    """`width` in as many as there are `parts`, and in their proportions."""
    total = sum(parts)
    edges = [width * sum(parts[:place]) // total for place in range(len(parts) + 1)]
    return [right - left for left, right in pairwise(edges)]
