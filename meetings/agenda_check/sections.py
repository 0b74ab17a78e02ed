"""A section's HTML as its readers see it, where every letter still knows its place in the HTML.

Takes any text: what is no tag is read as text. A reader of its own rather than `html.parser`,
which is too slow here and does not tell the places of letters.
"""

import html
import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from meetings.agenda_check.grids import Cell, Grid, TableBuilder

# Neither a tag nor a quoted value may hold another "<", so no text takes longer than its length.
TOKEN = re.compile(
    r"""<!--.*?(?:-->|\Z)|<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:[^<>"']|"[^"<]*"|'[^'<]*')*+)>""",
    re.DOTALL,
)
ATTRIBUTE = re.compile(r"""([a-zA-Z-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")
# Blanks of every kind are one blank each, so that places stay the same.
BLANK = re.compile("[\n\r\t\f\v\xa0\u2007\u2009\u202f]")

HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
GROUPS = frozenset("ul ol dl table".split())
BLOCKS = (
    HEADINGS
    | GROUPS
    | frozenset(
        "address article blockquote caption dd div dt figcaption figure footer header hr li main p"
        " pre section tbody td tfoot th thead tr".split()
    )
)
UNREAD = frozenset({"script", "style"})
WITH_ATTRIBUTES = frozenset("a img td th".split())


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, list item, cell or heading. Blocks of one list or table share a `group`."""

    start: int
    end: int
    group: int


@dataclass(frozen=True, slots=True)
class Link:
    start: int
    end: int
    href: str
    holds_image: bool


@dataclass(frozen=True, slots=True)
class Heading:
    start: int
    end: int
    level: int


@dataclass(frozen=True, slots=True)
class Image:
    """A picture's place in the HTML; `alt` is None when there is no such attribute."""

    source_start: int
    source_end: int
    alt: str | None


@dataclass(frozen=True, slots=True)
class Section:
    """`text` with a line break between blocks; all other places are places in it."""

    text: str
    blocks: tuple[Block, ...] = ()
    links: tuple[Link, ...] = ()
    headings: tuple[Heading, ...] = ()
    images: tuple[Image, ...] = ()
    tables: tuple[Grid, ...] = ()
    _runs: tuple[tuple[int, int, int, int], ...] = ()
    _groups: Mapping[int, tuple[int, int]] = field(default_factory=dict)

    @property
    def is_blank(self) -> bool:
        return not self.text.strip() and not self.images

    def block_at(self, place: int) -> Block:
        """The block a letter stands in."""
        index = bisect_right(self.blocks, place, key=lambda block: block.start) - 1
        return self.blocks[index] if index >= 0 else Block(0, len(self.text), 0)

    def group_at(self, place: int) -> str:
        """The text of the whole list or table around a letter, else of its paragraph."""
        start, end = self._groups.get(self.block_at(place).group, (0, len(self.text)))
        return self.text[start:end]

    def cell_at(self, place: int) -> tuple[Grid, Cell] | None:
        """The table cell a letter stands in; inside a table in a table the inner one."""
        found = None
        for grid in self.tables:
            index = bisect_right(grid.cells, place, key=lambda cell: cell.start) - 1
            cell = grid.cells[index] if index >= 0 else None
            if cell is not None and cell.start <= place < cell.end:
                found = (grid, cell) if found is None or cell.start >= found[1].start else found
        return found

    def source(self, start: int, end: int) -> tuple[int, int]:
        """Where the letters from `start` to `end` stand in the HTML."""
        first = self._run(start)
        last = self._run(end - 1) if end > start else first
        if first is None or last is None:
            return 0, 0
        begins = self._inside(first, start, 0)
        return begins, max(begins, self._inside(last, end - 1, 1)) if end > start else begins

    def shown(self, start: int, end: int) -> str | None:
        """What a reader sees of the HTML from `start` to `end`; None where that begins or ends in
        the middle of something, or holds a tag other than a line break."""
        first = bisect_right(self._runs, start, key=lambda run: run[2]) - 1
        last = bisect_left(self._runs, end, key=lambda run: run[3])
        if start >= end or first < 0 or last >= len(self._runs):
            return None
        runs = self._runs[first : last + 1]
        if any(run[3] != following[2] for run, following in pairwise(runs)):
            return None
        places = _exactly(runs[0], start), _exactly(runs[-1], end)
        return None if None in places else self.text[places[0] : places[1]]

    def _run(self, place: int) -> tuple[int, int, int, int] | None:
        index = bisect_right(self._runs, place, key=lambda run: run[0]) - 1
        return self._runs[max(index, 0)] if self._runs else None

    @staticmethod
    def _inside(run: tuple[int, int, int, int], place: int, after: int) -> int:
        text_start, text_end, source_start, source_end = run
        if text_end - text_start == source_end - source_start:
            return source_start + min(max(place - text_start, 0) + after, source_end - source_start)
        return source_end if after or place >= text_end else source_start


def _exactly(run: tuple[int, int, int, int], place: int) -> int | None:
    """Which letter begins (or ended) at a place in the HTML of a run."""
    text_start, text_end, source_start, source_end = run
    if not source_start <= place <= source_end:
        return None
    if text_end - text_start == source_end - source_start:
        return text_start + place - source_start
    return {source_start: text_start, source_end: text_end}.get(place)


def plain(text: str) -> Section:
    """Text without HTML, such as a title, as a section of one block."""
    read = BLANK.sub(" ", text)
    return Section(read, (Block(0, len(read), 0),), _runs=((0, len(read), 0, len(read)),))


def read(source: str) -> Section:
    """The section that a browser would show for `source`."""
    if not source:
        return Section("")
    reader = _Reader(source)
    place = 0
    for token in TOKEN.finditer(source):
        if token.start() > place:
            reader.text(place, token.start())
        place = token.end()
        if token[2]:
            reader.tag(token)
    if place < len(source):
        reader.text(place, len(source))
    return reader.section()


@dataclass(slots=True)
class _Reader:
    source: str
    parts: list[str] = field(default_factory=list)
    length: int = 0
    runs: list[tuple[int, int, int, int]] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    block_start: int = 0
    block_has_text: bool = False
    groups: list[str] = field(default_factory=list)
    group: int = 0
    unread: str = ""
    links: list[Link] = field(default_factory=list)
    link: tuple[int, str, int] | None = None
    headings: list[Heading] = field(default_factory=list)
    heading: tuple[int, int] | None = None
    images: list[Image] = field(default_factory=list)
    tables: list[TableBuilder] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)

    def text(self, start: int, end: int) -> None:
        """The letters of the HTML from `start` to `end`, which hold no tag."""
        if self.unread:
            return
        piece = self.source[start:end]
        if "&" not in piece:
            self._add(piece, start, end)
            return
        for entity in ENTITY.finditer(self.source, start, end):
            self._add(self.source[start : entity.start()], start, entity.start())
            self._add(html.unescape(entity[0]), entity.start(), entity.end())
            start = entity.end()
        self._add(self.source[start:end], start, end)

    def tag(self, token: re.Match[str]) -> None:
        is_end, name = bool(token[1]), token[2].lower()
        if self.unread:
            if is_end and name == self.unread:
                self.unread = ""
            return
        if name in UNREAD:
            self.unread = "" if is_end else name
        elif name == "br":
            self._show("\n", token.start(), token.end())
        attributes = _attributes(token[3]) if name in WITH_ATTRIBUTES and not is_end else {}
        if name == "a":
            self._anchor(is_end, attributes)
        elif name == "img" and not is_end:
            self.images.append(Image(token.start(), token.end(), attributes.get("alt")))
        elif name in BLOCKS:
            self._block(name, is_end, attributes)

    def section(self) -> Section:
        self._end_block()
        self._anchor(True, {})
        while self.tables:
            self._table("table", True, {})
        groups: dict[int, tuple[int, int]] = {}
        for block in self.blocks:
            first = groups.get(block.group, (block.start, 0))[0]
            groups[block.group] = first, block.end
        return Section(
            "".join(self.parts),
            tuple(self.blocks),
            tuple(self.links),
            tuple(self.headings),
            tuple(self.images),
            tuple(self.grids),
            tuple(self.runs),
            groups,
        )

    def _add(self, text: str, start: int, end: int) -> None:
        if text:
            self._show(BLANK.sub(" ", text), start, end)

    def _show(self, text: str, start: int, end: int) -> None:
        length = self.length + len(text)
        self.runs.append((self.length, length, start, end))
        self.parts.append(text)
        self.length = length
        if not self.block_has_text:
            self.block_has_text = not text.isspace()

    def _anchor(self, is_end: bool, attributes: dict[str, str]) -> None:
        if self.link is not None:
            start, href, images = self.link
            self.links.append(Link(start, self.length, href, len(self.images) > images))
            self.link = None
        if not is_end and "href" in attributes:
            self.link = self.length, attributes["href"], len(self.images)

    def _block(self, name: str, is_end: bool, attributes: dict[str, str]) -> None:
        self._end_block()
        if name in HEADINGS:
            if self.heading is not None:
                self.headings.append(
                    Heading(self.heading[0], max(self.heading[0], self.length - 1), self.heading[1])
                )
            self.heading = None if is_end else (self.length, int(name[1]))
        if name in GROUPS:
            if not is_end:
                self.group += not self.groups
                self.groups.append(name)
            elif name in self.groups:
                del self.groups[-1 - self.groups[::-1].index(name) :]
                self.group += not self.groups
        elif not self.groups:
            self.group += 1
        self._table(name, is_end, attributes)

    def _end_block(self) -> None:
        if self.block_has_text:
            self.blocks.append(Block(self.block_start, self.length, self.group))
            self.parts.append("\n")
            self.length += 1
        self.block_start = self.length
        self.block_has_text = False

    def _table(self, name: str, is_end: bool, attributes: dict[str, str]) -> None:
        if name == "table" and not is_end:
            self.tables.append(TableBuilder())
        elif self.tables:
            builder = self.tables[-1]
            if name == "table":
                self.grids.append(self.tables.pop().grid(self.length))
            elif name == "tr" and not is_end:
                builder.start_row(self.length)
            elif name in {"td", "th"}:
                builder.end_cell(self.length)
                if not is_end:
                    builder.start_cell(self.length, name == "th", attributes)
            elif name in {"thead", "tbody", "tfoot"}:
                builder.in_head = name == "thead" and not is_end


def _attributes(text: str) -> dict[str, str]:
    """A tag's attributes; of one given twice the first counts, as in browsers."""
    found: dict[str, str] = {}
    for match in ATTRIBUTE.finditer(text):
        value = match[2] or match[3] or match[4] or ""
        entities = ENTITY.sub(lambda entity: html.unescape(entity[0]), value)
        found.setdefault(match[1].lower(), entities)
    return found
