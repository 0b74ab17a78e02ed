"""Reads a PDF back: what its pages say, how it is tagged, where its links lead."""

import io
import re
from collections.abc import Iterator

import pikepdf

WIDE = 100  # thousandths of the size of the letters


class Paper:
    def __init__(self, pdf: bytes) -> None:
        self.pdf = pikepdf.open(io.BytesIO(pdf))
        self.root = self.pdf.Root
        self.title = str(self.pdf.docinfo.Title)

    @property
    def pages(self) -> list[str]:
        """The text of each page, blanks taken together."""
        return [" ".join(_text(page).split()) for page in self.pdf.pages]

    @property
    def text(self) -> str:
        """All pages in one; a word hyphenated at a line's end is whole."""
        return re.sub(r"[-‐\u00ad] (?=[a-zæøå])", "", " ".join(self.pages))

    @property
    def bookmarks(self) -> list[str]:
        """The outline, two blanks before each for its level."""
        with self.pdf.open_outline() as outline:
            return list(_titles(outline.root, 0))

    @property
    def tags(self) -> list[str]:
        """The names of all elements of the structure, in reading order."""
        return list(_tags(self.root.StructTreeRoot.K))

    @property
    def links(self) -> list[tuple[int, str]]:
        """Page, and the address or the name of the place in this paper."""
        return [
            (number, str(link.A.URI if "/A" in link else link.Dest))
            for number, page in enumerate(self.pdf.pages, start=1)
            for link in page.get("/Annots", [])
        ]

    @property
    def fonts(self) -> list[pikepdf.Object]:
        """The descriptor of each font, whatever page it is on."""
        fonts = {
            font.objgen: font.DescendantFonts[0].FontDescriptor
            for page in self.pdf.pages
            for font in page.Resources.Font.values()
        }
        return list(fonts.values())


def _text(page: pikepdf.Page) -> str:
    fonts = {name: _letters(font) for name, font in page.Resources.Font.items()}
    letters, words = {}, []
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            letters = fonts[str(operands[0])]
        elif str(operator) in {"TJ", "Tj"}:
            runs = operands[0] if str(operator) == "TJ" else operands
            words += _runs(runs, letters)
        elif str(operator) == "ET":
            words.append(" ")
    return "".join(words)


def _runs(runs: pikepdf.Object, letters: dict[bytes, str]) -> Iterator[str]:
    """Letters and the gaps between them; programs read a wide one as a blank."""
    gap = 0
    for run in runs:
        if not isinstance(run, pikepdf.String):
            gap -= run
        elif bytes(run):
            yield f"{' ' if gap >= WIDE else ''}{_decoded(run, letters)}"
            gap = 0


def _decoded(run: pikepdf.String, letters: dict[bytes, str]) -> str:
    glyphs = bytes(run)
    return "".join(letters[glyphs[i : i + 2]] for i in range(0, len(glyphs), 2))


def _letters(font: pikepdf.Object) -> dict[bytes, str]:
    """Glyph to letter, as the font tells screen readers and those who copy text."""
    pairs = re.findall(rb"<([0-9a-f]{4})> <([0-9a-f]+)>\n", font.ToUnicode.read_bytes())
    return {
        bytes.fromhex(glyph.decode()): bytes.fromhex(text.decode()).decode("utf-16-be")
        for glyph, text in pairs
    }


def _titles(items: list[pikepdf.OutlineItem], level: int) -> Iterator[str]:
    for item in items:
        yield "  " * level + item.title
        yield from _titles(item.children, level + 1)


def _tags(element: pikepdf.Object) -> Iterator[str]:
    for child in element if isinstance(element, pikepdf.Array) else [element]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield str(child.S).removeprefix("/")
            if "/K" in child:
                yield from _tags(child.K)
