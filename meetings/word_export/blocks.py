"""Sections as paragraphs, lists and tables of Word."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from meetings.word_export import grids, tables
from meetings.word_export.numbering import BULLETS, INDENT, LEVELS, Numbering, indent
from meetings.word_export.reading import Node, parsed, text
from meetings.word_export.text import BREAK, PLAIN, Format, Span, pieces, runs, tidied

TEXT_WIDTH = 9638  # twentieths of a point: A4 without its margins
_TURNED_WIDTH = 14570  # the same of a landscape page
_SECTION_ENDS = (
    '<w:p><w:pPr><w:pStyle w:val="TableText"/><w:sectPr>{}<w:pgMar w:top="1418" w:right="1134" '
    'w:bottom="1418" w:left="1134" w:header="709" w:footer="709" w:gutter="0"/></w:sectPr></w:pPr>'
    "</w:p>"
)
_UPRIGHT_ENDS = _SECTION_ENDS.format('<w:pgSz w:w="11906" w:h="16838"/>')
_TURNED_ENDS = _SECTION_ENDS.format('<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>')
_NARROWEST = 600


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a block stands: how deep in lists and quotations, and how wide it may be."""

    width: int
    level: int = -1  # of the list around it; 0 is an outermost one
    quotes: int = 0
    is_quote: bool = False  # rather than a list in a quotation
    style: str = ""
    is_ordered: bool = False

    @property
    def indent(self) -> int:
        return INDENT * (self.level + 1 + self.quotes)


@dataclass(slots=True)
class Writer:
    """Writes HTML as the XML of a document's body; `link_id` makes relationships to addresses."""

    link_id: Callable[[str], str]
    numbering: Numbering = field(default_factory=Numbering)
    _item: int | None = None  # the list whose bullet or number the next paragraph gets

    def section(self, html: str) -> str:
        """What `html` says; nothing if it holds no words."""
        section = parsed(html)
        if not text(section):
            return ""
        written = self._inside(section, PLAIN, _Place(TEXT_WIDTH))
        return written.replace(_TURNED_ENDS + _UPRIGHT_ENDS, tables.EMPTY)

    def paragraph(self, style: str, *spans: Span, more: str = "") -> str:
        """`more` stands before the words, e.g. a bookmark."""
        inner = runs(tidied(spans), self.link_id)
        return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{more}{inner}</w:p>'

    def bullets(self, lines: Iterable[str]) -> str:
        place = _Place(TEXT_WIDTH, level=0)
        written = []
        for line in filter(None, lines):
            self._item = BULLETS
            written.append(self._paragraph([Span(line)], place))
        return "".join(written)

    def _inside(self, node: Node, format_: Format, place: _Place) -> str:
        """The content of `node`: its blocks, and paragraphs of what stands between them."""
        parts: list[str] = []
        loose: list[Span] = []
        for piece in pieces(node, format_):
            if isinstance(piece, Span):
                loose.append(piece)
                continue
            parts.append(self._paragraph(loose, place))
            loose = []
            parts.append(self._block(piece.node, piece.format, place))
        parts.append(self._paragraph(loose, place))
        return "".join(parts)

    def _block(self, node: Node, format_: Format, place: _Place) -> str:
        match node.tag:
            case "ul" | "ol":
                return self._list(node, format_, place)
            case "table":
                return self._table(node, format_, place)
            case "h5":
                return self._inside(node, format_, replace(place, style="Heading4"))
            case "blockquote":
                quote = replace(place, quotes=place.quotes + 1, is_quote=True)
                return self._inside(node, format_, quote)
        return self._inside(node, format_, place)

    def _list(self, node: Node, format_: Format, place: _Place) -> str:
        before = self._item_without_text(place)
        level = min(place.level + 1, LEVELS - 1)
        is_ordered = node.tag == "ol"
        number = self.numbering.ordered(level, _start(node)) if is_ordered else BULLETS
        inner = replace(place, level=level, is_ordered=is_ordered, is_quote=False, style="")
        parts = [before]
        strays = Node("")
        for child in node.children:
            if not isinstance(child, Node) or child.tag != "li":
                strays.children.append(child)
                continue
            parts.append(self._inside(strays, format_, inner))
            strays = Node("")
            self._item = number
            parts.append(self._inside(child, format_, inner))
            parts.append(self._item_without_text(inner))
        parts.append(self._inside(strays, format_, inner))
        return "".join(parts)

    def _item_without_text(self, place: _Place) -> str:
        """A bullet or number with nothing behind it, where one is still due."""
        return self._written("", place) if self._item is not None else ""

    def _table(self, node: Node, format_: Format, place: _Place) -> str:
        grid = grids.grid(node)
        parts = [self._inside(Node("", children=grid.strays), format_, place)]
        if grid.slots:
            parts.append(self._item_without_text(place))

            width = max(place.width - place.indent, _NARROWEST)
            is_turned = place == _Place(TEXT_WIDTH) and not tables.fits(grid, TEXT_WIDTH)
            is_small = is_turned and not tables.fits(grid, _TURNED_WIDTH)

            def content(cell: grids.Cell, width: int) -> str:
                return self._cell(cell, format_, width, is_small=is_small)

            if is_turned:
                table = tables.tables(grid, _TURNED_WIDTH, 0, content, is_small=is_small)
                parts += [_UPRIGHT_ENDS, table.removesuffix(tables.EMPTY), _TURNED_ENDS]
            else:
                parts.append(tables.tables(grid, width, place.indent, content))
        return "".join(parts)

    def _cell(self, cell: grids.Cell, format_: Format, width: int, *, is_small: bool) -> str:
        if cell.node is None:
            return ""
        style = "TableHead" if cell.is_head else "TableText"
        style += "Small" if is_small else ""
        return self._inside(cell.node, format_, _Place(width, style=style))

    def _paragraph(self, spans: Iterable[Span], place: _Place) -> str:
        shown = tidied(spans)
        if all(span.text == BREAK for span in shown):  # or nothing at all
            return ""
        return self._written(runs(shown, self.link_id), place)

    def _written(self, inner: str, place: _Place) -> str:
        item, self._item = self._item, None
        style, by_style = self._style(place, is_item=item is not None)
        properties = f'<w:pStyle w:val="{style}"/>' if style else ""
        if item is not None:
            level = max(place.level, 0)
            properties += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{item}"/></w:numPr>'
            properties += indent(level, INDENT * place.quotes) if place.quotes else ""
        elif place.indent != by_style:
            properties += f'<w:ind w:left="{place.indent}"/>'
        return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inner}</w:p>"

    def _style(self, place: _Place, *, is_item: bool) -> tuple[str, int]:
        """The style of a paragraph, and how far it indents by itself."""
        if place.style == "Heading4":
            return place.style, 0
        if is_item:
            return "ListNumber" if place.is_ordered else "ListBullet", 0
        if place.is_quote:
            return "Quote", INDENT
        if place.level >= 0:
            return f"ListContinue{place.level + 1}", INDENT * (place.level + 1)
        return place.style, 0


def _start(node: Node) -> int:
    written = node.attributes.get("start", "").strip()
    return int(written[:9]) if written.isascii() and written.isdigit() else 1
