"""Reads a finished PDF back: its words, in the order they were drawn, and its bookmarks."""

import re
from collections.abc import Iterator

import pikepdf

PAIR = re.compile(r"<(\w+)>\s*<(\w+)>")


def text_of(pdf: pikepdf.Pdf) -> str:
    """All pages with single spaces between words; a word hyphenated at a line's end is whole."""
    words = " ".join(run for page in pdf.pages for run in _runs(page))
    return re.sub(r"\s+", " ", re.sub(r"[-‐\u00ad]\s+(?=[a-zæøå])", "", words))


def bookmarks_of(pdf: pikepdf.Pdf) -> list[str]:
    """Their titles in reading order, those below indented."""
    with pdf.open_outline() as outline:
        return [*_titles(outline.root)]


def _titles(items, depth: int = 0) -> Iterator[str]:
    for item in items:
        yield "  " * depth + item.title
        yield from _titles(item.children, depth + 1)


def _runs(page: pikepdf.Page) -> Iterator[str]:
    fonts = {name: _letters(font) for name, font in page.Resources.Font.items()}
    letters: dict[bytes, str] = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "Tf":
                letters = fonts[str(operands[0])]
            case "Tj":
                yield _decode(bytes(operands[0]), letters)
            case "TJ":
                pieces = (part for part in operands[0] if isinstance(part, pikepdf.String))
                yield "".join(_decode(bytes(piece), letters) for piece in pieces)


def _decode(codes: bytes, letters: dict[bytes, str]) -> str:
    return "".join(letters[codes[i : i + 2]] for i in range(0, len(codes), 2))


def _letters(font: pikepdf.Object) -> dict[bytes, str]:
    """The font's ToUnicode map: two bytes for each glyph, as WeasyPrint writes all its fonts."""
    letters = {}
    source = font.ToUnicode.read_bytes().decode("ascii")
    assert "beginbfrange" not in source, "A font maps ranges of glyphs, which this cannot read yet."
    for block in re.findall(r"beginbfchar(.*?)endbfchar", source, re.DOTALL):
        for glyph, text in PAIR.findall(block):
            letters[bytes.fromhex(glyph)] = bytes.fromhex(text).decode("utf-16-be")
    return letters
