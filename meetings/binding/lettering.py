"""The stamp's font: as much of Inter as a book needs, and the operators that write with it."""

import functools
import io
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from fontTools import subset
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name

FILE = Path(__file__).parents[2] / "static" / "fonts" / "Inter-Regular.ttf"
CODING = "cp1252"  # what PDF calls WinAnsiEncoding
_NONSYMBOLIC = 32
_TO_UNICODE = """/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def /CMapType 2 def
1 begincodespacerange <00> <ff> endcodespacerange
{blocks}
endcmap CMapName currentdict /CMap defineresource pop end end
"""
_BLOCK = 100  # the most that a block of a ToUnicode map may hold


@dataclass(frozen=True)
class Lettering:
    """A font with the letters of some texts. Letters outside Western Europe become »?«."""

    program: bytes
    widths: dict[int, float]  # by code, in thousandths of the size
    ascent: float
    descent: float
    cap_height: float
    box: tuple[float, ...]

    def width(self, text: str, size: float) -> float:
        return sum(self.widths.get(code, 0) for code in coded(text)) * size / 1000

    def show(self, text: str, x: float, y: float, size: float) -> bytes:
        return b"BT /Stamp %.1f Tf 1 0 0 1 %.2f %.2f Tm <%s> Tj ET\n" % (
            size,
            x,
            y,
            coded(text).hex().encode(),
        )

    def embed(self, pdf: pikepdf.Pdf) -> Dictionary:
        """The font as a resource of `pdf`: a simple TrueType font."""
        first, last = min(self.widths), max(self.widths)
        name = Name("/KKRBOG+Inter-Regular")
        descriptor = Dictionary(
            Type=Name.FontDescriptor,
            FontName=name,
            Flags=_NONSYMBOLIC,
            FontBBox=Array(list(self.box)),
            ItalicAngle=0,
            Ascent=self.ascent,
            Descent=self.descent,
            CapHeight=self.cap_height,
            StemV=80,
            FontFile2=pdf.make_stream(self.program, Length1=len(self.program)),
        )
        font = Dictionary(
            Type=Name.Font,
            Subtype=Name.TrueType,
            BaseFont=name,
            Encoding=Name.WinAnsiEncoding,
            FirstChar=first,
            LastChar=last,
            Widths=Array([self.widths.get(code, 0) for code in range(first, last + 1)]),
            FontDescriptor=pdf.make_indirect(descriptor),
            ToUnicode=pdf.make_stream(_to_unicode(sorted(self.widths))),
        )
        return pdf.make_indirect(font)


def coded(text: str) -> bytes:
    return text.encode(CODING, errors="replace")


def lettering_for(*texts: str) -> Lettering:
    """A font with the letters of `texts`, and »?«."""
    return _cut(frozenset(coded("?".join(["", *texts])).decode(CODING)))


@functools.lru_cache(maxsize=64)
def _cut(letters: frozenset[str]) -> Lettering:
    options = subset.Options(
        drop_tables=["GDEF", "GPOS", "GSUB", "STAT", "gasp"],
        hinting=False,
        layout_features=[],
        name_IDs=[],
        notdef_outline=True,
        recalc_timestamp=False,
    )
    with TTFont(FILE, recalcTimestamp=False, lazy=True) as font:
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=[ord(letter) for letter in letters])
        cutter.subset(font)
        per_em = 1000 / font["head"].unitsPerEm
        glyphs, metrics, head = font.getBestCmap(), font["hmtx"], font["head"]
        program = io.BytesIO()
        font.save(program)
        return Lettering(
            program.getvalue(),
            {
                coded(letter)[0]: round(metrics[glyphs[ord(letter)]][0] * per_em, 1)
                for letter in sorted(letters)
                if ord(letter) in glyphs
            },
            round(font["hhea"].ascent * per_em),
            round(font["hhea"].descent * per_em),
            round(font["OS/2"].sCapHeight * per_em),
            tuple(round(side * per_em) for side in (head.xMin, head.yMin, head.xMax, head.yMax)),
        )


def _to_unicode(codes: list[int]) -> bytes:
    lines = [f"<{code:02x}> <{ord(bytes([code]).decode(CODING)):04x}>" for code in codes]
    blocks = [lines[start : start + _BLOCK] for start in range(0, len(lines), _BLOCK)]
    text = "\n".join(
        "\n".join([f"{len(block)} beginbfchar", *block, "endbfchar"]) for block in blocks
    )
    return _TO_UNICODE.format(blocks=text).encode()
