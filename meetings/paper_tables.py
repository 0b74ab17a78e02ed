"""Tables on paper: each gets the type, the turned pages or the parts that its columns need.

Pure: sanitised HTML in, the same HTML with classes out, which static/css/print.css knows. How
wide a column wants to be is an estimate from its letters, a little on the safe side.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html import escape
from html.parser import HTMLParser
from itertools import groupby, product, zip_longest
from math import sqrt
from typing import NamedTuple

LONG_WORD = 30  # letters; a longer word may be broken anywhere, so that it does not push the rest
NO_WORD = 60  # letters; a longer one is no word of any language
_PIECE = 8
_LONG_WORD_WANTS = 12.0
_MOST_TOGETHER = 12  # rows; what a merged cell holds together goes on one page
_WIDEST = 14.0  # ems; no column asks for more, however much it says
_BEGIN_TURNED = (
    '<p class="table-away">Tabellen står på næste side, på tværs.</p><div class="turned">'
)
_END_TURNED = "</div>"
# Nothing to read stands between two turned tables: they follow each other on turned pages.
_BETWEEN_TURNED = re.compile(
    rf"{_END_TURNED}(?:<p>|<br>|</p>|\s)*{re.escape(_BEGIN_TURNED)}", re.ASCII
)
_NUMBER = re.compile(r"[-−+]?\d{1,3}(?:[.\s]?\d{3})*(?:,\d+)?\s?(?:%|kr\.?)?")
_NOTHING = ("", "-", "–")  # stands in a column of numbers for none
_RANGE = re.compile(r"\d–\d")
# How broad Inter's letters are, in ems; those of a head are a little broader.
_LETTERS = dict.fromkeys("ijlI'|!", 0.26) | dict.fromkeys("frt.,:;()[]/", 0.37)
_LETTERS |= dict.fromkeys("aceksvxyz", 0.57) | dict.fromkeys("mwæMWÆŒ%@—", 0.93)
_HEAD = 1.04
_HARD_BLANK = "\N{NO-BREAK SPACE}"


class Setting(NamedTuple):
    """A way to set a table: its classes, and what that offers, in millimetres."""

    classes: str
    room: float  # from edge to edge of the text
    letter: float  # the size of the type
    padding: float  # both sides of a cell, and its line
    columns: int  # more than these nobody can follow

    def carries(self, columns: list[float]) -> bool:
        """Whether columns that want so many ems each find room."""
        wanted = sum(ems * self.letter + self.padding for ems in columns)
        return len(columns) <= self.columns and wanted <= self.room


class Paper(NamedTuple):
    """What a paper offers: `settings` from the most to the least comfortable, and one for merged
    cells alone, which cannot be divided among parts."""

    settings: tuple[Setting, ...]
    smallest: Setting | None = None


NORMAL = Paper(
    (
        Setting("", 147, 3.18, 3.4, 16),
        Setting("table-small", 147, 2.65, 2.2, 18),
        Setting("table-wide", 257, 3.18, 3.4, 20),
        Setting("table-wide table-small", 257, 2.65, 2.2, 24),
    ),
    Setting("table-wide table-tiny", 257, 1.95, 1.0, 60),
)
LARGE = Paper((Setting("", 166, 4.24, 3.4, 16), Setting("table-wide", 253, 4.24, 3.4, 20)))
SCREEN = Paper(
    (
        Setting("", 128, 3.53, 3.4, 16),
        Setting("table-small", 128, 3.0, 2.2, 18),
        Setting("table-wide", 178, 3.53, 3.4, 20),
        Setting("table-wide table-small", 178, 3.0, 2.2, 24),
    )
)


def fitted(html: str, paper: Paper = NORMAL) -> str:
    """Sanitised `html` whose tables fit on `paper`; everything else is as it was."""
    if "<table" not in html:
        return html
    reader = _Reader()
    reader.feed(html)
    reader.close()
    parts = (p if isinstance(p, str) else "".join(_set(p, paper)) for p in reader.parts)
    return _BETWEEN_TURNED.sub("", "".join(parts))


# --- A table -------------------------------------------------------------------------------------


@dataclass
class _Cell:
    tag: str
    attributes: dict[str, str]
    html: str = ""
    text: str = ""

    @property
    def columns(self) -> int:
        return int(self.attributes.get("colspan", 1))

    @property
    def rows(self) -> int:
        return int(self.attributes.get("rowspan", 1))

    def written(self) -> str:
        attributes = "".join(
            f' {name}="{escape(value)}"' for name, value in self.attributes.items()
        )
        return f"<{self.tag}{attributes}>{self.html}</{self.tag}>"


@dataclass
class _Row:
    group: str  # thead or tbody
    cells: list[_Cell] = field(default_factory=list)

    @property
    def reach(self) -> int:
        """How many rows its cells reach down, itself included."""
        return max((cell.rows for cell in self.cells), default=1)


@dataclass
class _Table:
    rows: list[_Row] = field(default_factory=list)

    @property
    def is_plain(self) -> bool:
        return all(cell.columns == cell.rows == 1 for row in self.rows for cell in row.cells)

    @property
    def holds_tables(self) -> bool:
        """Whether there are tables in its cells; how broad these are is not looked at."""
        return any("<table" in cell.html for row in self.rows for cell in row.cells)

    def grid(self) -> list[list[_Cell]]:
        """Each row with a cell for every column: what merged cells cover is empty."""
        taken: dict[tuple[int, int], _Cell] = {}
        for down, row in enumerate(self.rows):
            across = 0
            for cell in row.cells:
                while (down, across) in taken:
                    across += 1
                below = min(down + cell.rows, len(self.rows))
                covered = product(range(down, below), range(across, across + cell.columns))
                taken.update(dict.fromkeys(covered, _Cell(cell.tag, {})))
                taken[down, across] = replace(cell, attributes=_unmerged(cell.attributes))
                across += cell.columns
        width = max((across + 1 for _, across in taken), default=0)
        rows = range(len(self.rows))
        return [[taken.get((d, a)) or _Cell("td", {}) for a in range(width)] for d in rows]

    def written(self, classes: str = "", caption: str = "") -> Iterator[str]:
        yield f'<table class="{classes}">' if classes else "<table>"
        if caption:
            yield f"<caption>{caption}</caption>"
        for group, rows in groupby(self.rows, key=lambda row: row.group):
            for part in _tied([*rows]) if group == "tbody" else [[*rows]]:
                is_together = part[0].reach > 1 and len(part) <= _MOST_TOGETHER
                yield f'<{group} class="together">' if is_together else f"<{group}>"
                for row in part:
                    yield f"<tr>{''.join(cell.written() for cell in row.cells)}</tr>"
                yield f"</{group}>"
        yield "</table>"


def _tied(rows: list[_Row]) -> Iterator[list[_Row]]:
    """The rows in parts: those that merged cells hold together, and those between them."""
    part: list[_Row] = []
    end = 0  # of what is held together
    for place, row in enumerate(rows):
        if place >= end and part and (row.reach > 1 or part[0].reach > 1):
            yield part
            part = []
        part.append(row)
        end = max(end, place + row.reach)
    yield part


def _unmerged(attributes: dict[str, str]) -> dict[str, str]:
    return {k: v for k, v in attributes.items() if k not in {"colspan", "rowspan"}}


# --- How it is set -------------------------------------------------------------------------------


def _set(table: _Table, paper: Paper) -> Iterator[str]:
    _with_head(table)
    if table.is_plain:
        _align_numbers(table)
    if table.holds_tables:
        yield from table.written("table-tiny")
        return
    grid = table.grid()
    columns = [_wanted(column, table.is_plain) for column in zip(*grid, strict=True)]
    choices = [*paper.settings]
    if not table.is_plain and paper.smallest:
        choices.append(paper.smallest)
    setting = next((choice for choice in choices if choice.carries(columns)), None)
    if setting is None:
        yield from _turned(_in_parts(table, grid, columns, paper.settings[-1]))
    elif "table-wide" in setting.classes:
        yield from _turned(table.written(setting.classes))
    else:
        yield from table.written(setting.classes)


def _turned(tables: Iterator[str]) -> Iterator[str]:
    """On pages of their own; the line before tells why the page ends, also below a heading."""
    yield _BEGIN_TURNED
    yield from tables
    yield _END_TURNED


def _with_head(table: _Table) -> None:
    """Makes a first row of nothing but header cells the head, which each page repeats."""
    first = table.rows[0] if table.rows else None
    if first is None or len(table.rows) == 1:
        return
    if all(cell.tag == "th" and cell.rows == 1 for cell in first.cells):
        first.group = "thead"


def _align_numbers(table: _Table) -> None:
    """Puts columns of nothing but numbers to the right, with their heads."""
    for cells in zip_longest(*(row.cells for row in table.rows)):
        there = [cell for cell in cells if cell]
        said = [cell.text.strip() for cell in there if cell.tag == "td"]
        numbers = [text for text in said if text not in _NOTHING]
        if len(numbers) > 1 and all(map(_NUMBER.fullmatch, numbers)):
            for cell in there:
                cell.attributes["class"] = "number"


def _wanted(cells: tuple[_Cell, ...], is_plain: bool) -> float:
    """How many ems a column wants: its longest word on a line, and long texts not too steep."""
    word = max(
        _ems(word) * (_HEAD if cell.tag == "th" else 1)
        for cell in cells
        for word in cell.text.replace(_HARD_BLANK, "_").split() or " "
    )
    text = max((len(cell.text) for cell in cells), default=0) if is_plain else 0
    return max(word, min(sqrt(text) * 0.5, _WIDEST))


def _ems(word: str) -> float:
    if len(word) > LONG_WORD:
        return _LONG_WORD_WANTS
    return sum(_letter(letter) for letter in word)


def _letter(letter: str) -> float:
    if ord(letter) > 0x2000:  # signs and emoji
        return 0.5 if letter == "–" else 1.2
    return _LETTERS.get(letter) or (0.71 if letter.isupper() else 0.61)


# --- In parts ------------------------------------------------------------------------------------


def _in_parts(
    table: _Table, grid: list[list[_Cell]], columns: list[float], setting: Setting
) -> Iterator[str]:
    """Tables of some columns each, which all begin with the first."""
    for begin, end in _spans(columns, setting):
        rows = [
            _Row(row.group, [cells[0], *cells[begin:end]])
            for row, cells in zip(table.rows, grid, strict=True)
        ]
        shown = f"{begin + 1}–{end}" if end > begin + 1 else f"{end}"
        shown = f"1–{end}" if begin == 1 else f"1 og {shown}"
        yield from _Table(rows).written(setting.classes, f"Kolonne {shown} af {len(columns)}")


def _spans(columns: list[float], setting: Setting) -> list[tuple[int, int]]:
    """From and to which column each part goes; about the same number of columns in all."""
    fewest = len(_filled(columns, setting, len(columns)))
    even = -(-(len(columns) - 1) // fewest)
    for most in range(even, len(columns)):
        spans = _filled(columns, setting, most)
        if len(spans) <= fewest:
            break
    return spans


def _filled(columns: list[float], setting: Setting, most: int) -> list[tuple[int, int]]:
    spans, begin = [], 1
    while begin < len(columns):
        end = begin + 1
        while (
            end < len(columns)
            and end - begin < most
            and setting.carries([columns[0], *columns[begin : end + 1]])
        ):
            end += 1
        spans.append((begin, end))
        begin = end
    return spans


# --- Reading -------------------------------------------------------------------------------------


class _Reader(HTMLParser):
    """Splits HTML into tables and what stands between them; a table in a cell is the cell's."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str | _Table] = []
        self._tables = 0
        self._group = "tbody"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._tables += 1
            if self._tables == 1:
                self.parts.append(_Table())
                self._group = "tbody"
                return
        if self._tables == 1 and tag in {"thead", "tbody"}:
            self._group = tag
        elif self._tables == 1 and tag == "tr":
            self._table.rows.append(_Row(self._group))
        elif self._tables == 1 and tag in {"td", "th"}:
            attributes = {name: value or "" for name, value in attrs}
            self._table.rows[-1].cells.append(_Cell(tag, attributes))
        else:
            self._write(self.get_starttag_text() or "", " " if tag in {"br", "p", "li"} else "")

    def handle_endtag(self, tag: str) -> None:
        if self._tables != 1 or tag not in {"table", "thead", "tbody", "tr", "td", "th"}:
            self._write(f"</{tag}>", "")
        if tag == "table":
            self._tables -= 1

    def handle_data(self, data: str) -> None:
        if self._tables:
            self._write("".join(_words(data)), data)
        else:
            self._write(escape(data, quote=False), data)

    @property
    def _table(self) -> _Table:
        table = self.parts[-1]
        assert isinstance(table, _Table)  # noqa: S101 -- for the types
        return table

    def _write(self, html: str, text: str) -> None:
        if not self._tables:
            self.parts.append(html)
        elif self._table.rows and self._table.rows[-1].cells:
            cell = self._table.rows[-1].cells[-1]
            cell.html += html
            cell.text += text


def _words(text: str) -> Iterator[str]:
    """Escaped; long words may be broken anywhere, ranges like 10.00–12.00 nowhere."""
    for is_blank, letters in groupby(text, key=str.isspace):
        word = "".join(letters)
        said = escape(word, quote=False)
        if len(word) > NO_WORD and not is_blank:
            # To look for a break at each letter of very long ones takes minutes.
            pieces = (word[i : i + _PIECE] for i in range(0, len(word), _PIECE))
            yield "<wbr>".join(escape(piece, quote=False) for piece in pieces)
        elif len(word) > LONG_WORD and not is_blank:
            yield f'<span class="long-word">{said}</span>'
        elif _RANGE.search(word):
            yield f'<span class="range">{said}</span>'
        else:
            yield said
