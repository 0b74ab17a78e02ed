"""Reads a book back."""

import io
import re
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Matrix, NameTree, OutlineItem


class Book:
    def __init__(self, pdf: bytes) -> None:
        self.pdf = pikepdf.open(io.BytesIO(pdf))
        self.numbers = {page.obj.objgen: n for n, page in enumerate(self.pdf.pages, start=1)}

    def stamp(self, number: int) -> list[str]:
        """The texts of the stamp on a page, from left to right."""
        return [text for _, text in sorted(self.stamps(number).items())]

    def stamps(self, number: int) -> dict[tuple[float, float], str]:
        page, place, found = self.pdf.pages[number - 1], (0.0, 0.0), {}
        letters = _letters(page.Resources.Font.Stamp)
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) == "Tm":
                place = float(operands[4]), float(operands[5])
            elif str(operator) == "Tj":
                found[place] = "".join(letters[code] for code in bytes(operands[0]))
        return found

    def operators(self, number: int) -> list[str]:
        page = self.pdf.pages[number - 1]
        return [str(operator) for _, operator in pikepdf.parse_content_stream(page)]

    def form(self, number: int) -> pikepdf.Object:
        return self.pdf.pages[number - 1].Resources.XObject.Annex

    def drawn(self, number: int) -> tuple[float, float, float, float]:
        """The rectangle that an annex's content takes on its leaf."""
        left, low, right, high = (float(side) for side in self.form(number).BBox)
        moved = [self.matrix(number).transform((x, y)) for x in (left, right) for y in (low, high)]
        across, along = zip(*moved, strict=True)
        return min(across), min(along), max(across), max(along)

    def matrix(self, number: int) -> Matrix:
        content = pikepdf.parse_content_stream(self.pdf.pages[number - 1])
        numbers = next(operands for operands, operator in content if str(operator) == "cm")
        return Matrix(*(float(number) for number in numbers))

    def size(self, number: int) -> tuple[float, float]:
        box = self.pdf.pages[number - 1].mediabox
        return float(box[2]), float(box[3])

    @property
    def bookmarks(self) -> list[str]:
        """The outline, two blanks before each for its level, and the page it leads to."""
        with self.pdf.open_outline() as outline:
            return list(self._bookmarks(outline.root, 0))

    def _bookmarks(self, items: list[OutlineItem], level: int) -> Iterator[str]:
        for item in items:
            yield f"{'  ' * level}{item.title} … {self.page_of(item.destination)}"
            yield from self._bookmarks(item.children, level + 1)

    def links(self, number: int) -> list[tuple[str, int | str]]:
        """What is said of each link on a page, and the page or address it leads to."""
        return [
            (
                str(link.get("/Contents", "")),
                str(link.A.URI) if "/A" in link else self.page_of(link.Dest),
            )
            for link in self.pdf.pages[number - 1].get("/Annots", [])
        ]

    def page_of(self, place: object) -> int:
        if not isinstance(place, Array):
            place = NameTree(self.pdf.Root.Names.Dests)[str(place)]
        return self.numbers[place[0].objgen]


def _letters(font: pikepdf.Object) -> dict[int, str]:
    pairs = re.findall(rb"<([0-9a-f]{2})> <([0-9a-f]{4})>\n", font.ToUnicode.read_bytes())
    return {int(code, 16): chr(int(letter, 16)) for code, letter in pairs}
