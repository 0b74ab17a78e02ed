"""The cells of an HTML table in columns and rows without gaps or overlaps, as Word wants them."""

from collections.abc import Iterator
from dataclasses import dataclass

from meetings.word_export.reading import Node

MOST_COLUMNS = 63  # of a table in Word


@dataclass(slots=True)
class Cell:
    """A cell at its place; `node` is None for one that HTML leaves out."""

    row: int
    column: int
    rows: int
    columns: int
    node: Node | None

    @property
    def is_head(self) -> bool:
        return self.node is not None and self.node.tag == "th"

    @property
    def scope(self) -> str:
        return self.node.attributes.get("scope", "") if self.node else ""


@dataclass(slots=True)
class Grid:
    """`slots` has a cell at each column of each row; `head` counts the rows of the table's head;
    `strays` are nodes between the rows and cells."""

    slots: list[list[Cell]]
    head: int
    strays: list[Node | str]

    @property
    def width(self) -> int:
        return len(self.slots[0]) if self.slots else 0

    def cells(self) -> Iterator[Cell]:
        """Each cell once, in reading order."""
        for row, slots in enumerate(self.slots):
            for column, cell in enumerate(slots):
                if (cell.row, cell.column) == (row, column):
                    yield cell


def grid(table: Node) -> Grid:
    strays: list[Node | str] = []
    groups = _groups(table, strays)
    placed = [slots for rows, _ in groups for slots in _placed(rows, strays)]
    width = max((max(slots, default=-1) + 1 for slots in placed), default=0)
    if not width:
        return Grid([], 0, strays)
    in_head = len(groups[0][0]) if groups[0][1] else 0
    first = 0
    for rows, _ in groups:  # rows are counted in their group; from here on in the table
        group = placed[first : first + len(rows)]
        for cell in {id(cell): cell for filled in group for cell in filled.values()}.values():
            cell.row += first
        first += len(rows)
    slots = [
        [filled.get(column) or Cell(row, column, 1, 1, None) for column in range(width)]
        for row, filled in enumerate(placed)
    ]
    return Grid(slots, _head(slots, in_head), strays)


def _groups(table: Node, strays: list[Node | str]) -> list[tuple[list[Node], bool]]:
    """The rows in groups, which no cell reaches out of; whether each is a head."""
    groups: list[tuple[list[Node], bool]] = []
    loose: list[Node] = []  # rows outside any group
    for child in table.children:
        if isinstance(child, Node) and _is_row(child):
            if not loose:
                groups.append((loose, False))
            loose.append(child)
        elif isinstance(child, Node) and child.tag in {"thead", "tbody"}:
            rows = [row for row in child.children if isinstance(row, Node) and _is_row(row)]
            strays.extend(row for row in child.children if not _is_row(row))
            groups.append((rows, child.tag == "thead"))
            loose = []
        else:
            strays.append(child)
    return [group for group in groups if group[0]]


def _is_row(child: Node | str) -> bool:
    return isinstance(child, Node) and child.tag == "tr"


def _placed(rows: list[Node], strays: list[Node | str]) -> list[dict[int, Cell]]:
    """For each row the cell at each column, as HTML counts them; where cells would overlap, the
    later one is narrower."""
    placed: list[dict[int, Cell]] = [{} for _ in rows]
    for place, row in enumerate(rows):
        column = 0
        for child in row.children:
            if not isinstance(child, Node) or child.tag not in {"td", "th"}:
                strays.append(child)
                continue
            while column in placed[place]:
                column += 1
            wanted = span(child, "colspan")
            columns = 1
            while columns < wanted and column + columns not in placed[place]:
                columns += 1
            reach = min(span(child, "rowspan"), len(rows) - place)
            cell = Cell(place, column, reach, columns, child)
            for below in placed[place : place + cell.rows]:
                below.update(dict.fromkeys(range(column, column + columns), cell))
            column += columns
    return placed


def span(node: Node, name: str) -> int:
    written = node.attributes.get(name, "").strip()
    return max(1, min(int(written), 1000)) if written.isascii() and written.isdigit() else 1


def _head(slots: list[list[Cell]], in_head: int) -> int:
    """How many rows Word may repeat on each page: those of the head, or else those of nothing but
    headings; none whose cells reach further down."""
    rows = in_head
    while not in_head and rows < len(slots) and all(map(_is_column_head, slots[rows])):
        rows += 1
    while rows and any(cell.row + cell.rows > rows for cell in slots[rows - 1]):
        rows -= 1
    return rows


def _is_column_head(cell: Cell) -> bool:
    return cell.is_head and cell.scope != "row"
