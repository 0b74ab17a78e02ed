"""A table as rows and columns, with every cell standing in all the squares that it spans."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

MOST_SPAN = 20  # as in richtext.py
MOST_SQUARES = 20_000  # no table that a person reads has more


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's place in the text, and its first row and column in the table."""

    start: int
    end: int
    is_header: bool
    row: int
    column: int
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells in reading order. The first `heads` rows are headings; too big is empty."""

    cells: tuple[Cell, ...] = ()
    rows: int = 0
    columns: int = 0
    heads: int = 0
    _squares: Mapping[tuple[int, int], Cell] = field(default_factory=dict)

    def at(self, row: int, column: int) -> Cell | None:
        return self._squares.get((row, column))

    def row(self, number: int) -> Iterator[Cell]:
        """The cells of a row from left to right, each once, those that began above too."""
        seen = None
        for column in range(self.columns):
            cell = self.at(number, column)
            if cell is not None and cell is not seen:
                yield cell
            seen = cell


@dataclass(slots=True)
class TableBuilder:
    """Takes a table's tags as they come."""

    in_head: bool = False
    row_number: int = -1
    column: int = 0
    cells: list[Cell] = field(default_factory=list)
    squares: dict[tuple[int, int], Cell] = field(default_factory=dict)
    head_rows: set[int] = field(default_factory=set)
    body_rows: set[int] = field(default_factory=set)
    pending: tuple[int, bool, int, int] | None = None

    def start_row(self, place: int) -> None:
        self.end_cell(place)
        self.row_number += 1
        self.column = 0
        if self.in_head:
            self.head_rows.add(self.row_number)

    def start_cell(self, place: int, is_header: bool, attributes: Mapping[str, str]) -> None:
        self.row_number = max(self.row_number, 0)
        rows, columns = (_span(attributes.get(name, "")) for name in ("rowspan", "colspan"))
        self.pending = place, is_header, rows, columns

    def end_cell(self, place: int) -> None:
        if self.pending is None:
            return
        start, is_header, rows, columns = self.pending
        self.pending = None
        while (self.row_number, self.column) in self.squares:  # taken by a cell from above
            self.column += 1
        if len(self.squares) + rows * columns > MOST_SQUARES:
            return
        cell = Cell(
            start, max(start, place), is_header, self.row_number, self.column, rows, columns
        )
        self.cells.append(cell)
        if not is_header:
            self.body_rows.add(self.row_number)
        for row in range(rows):
            for offset in range(columns):
                self.squares.setdefault((self.row_number + row, self.column + offset), cell)
        self.column += columns

    def grid(self, place: int) -> Grid:
        self.end_cell(place)
        if len(self.squares) > MOST_SQUARES - MOST_SPAN * MOST_SPAN:
            return Grid()
        rows = self.row_number + 1
        columns = max((column for _row, column in self.squares), default=-1) + 1
        heads = 0
        while heads < rows and (heads in self.head_rows or heads not in self.body_rows):
            heads += 1
        return Grid(tuple(self.cells), rows, columns, heads, self.squares)


def _span(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) < 6:
        return max(1, min(int(text), MOST_SPAN))
    return 1
