"""What is written on each page of an annex."""

import pikepdf
from pikepdf import Dictionary

from meetings.binding.layout import Leaf
from meetings.binding.lettering import Lettering

SIZE = 8.0
MARGIN = 28.0  # at the left and the right
BASELINE = 13.0  # above the lower edge: most printers reach that far
_GREY = b"0.333 g"  # the colour of the agenda's running heads
_RED = b"0.627 0 0 rg"  # and that of their warning
_GAP = 12.0


class Stamper:
    CLOSED = "Lukket – må ikke videregives"
    WORDS = f"… · side af Side 0123456789 {CLOSED}"

    def __init__(self, book: pikepdf.Pdf, letters: Lettering, *, total: int) -> None:
        self.letters = letters
        self.font: Dictionary = letters.embed(book)
        self.total = total

    def content(self, leaf: Leaf, label: str, number: int, *, is_closed: bool = False) -> bytes:
        """The operators of a page: the annex, as the content tagged 0, and the stamp, which is no
        content of its own."""
        running = f"Side {number} af {self.total}"
        at_right = leaf.width - MARGIN - self.letters.width(running, SIZE)
        warning = self.CLOSED if is_closed else ""
        at_left = MARGIN + (self.letters.width(warning, SIZE) + _GAP if warning else 0)
        label = self._fitting(label, at_right - at_left - _GAP)
        return b"".join(
            [
                b"/P <</MCID 0>> BDC\nq %s cm /Annex Do Q\nEMC\n" % leaf.matrix.encode(),
                b"/Artifact <</Type /Pagination /Subtype /Footer>> BDC\nq\n",
                self._warned(warning),
                b"%s\n" % _GREY,
                self.letters.show(label, at_left, BASELINE, SIZE),
                self.letters.show(running, at_right, BASELINE, SIZE),
                b"Q\nEMC",
            ]
        )

    def _warned(self, warning: str) -> bytes:
        if not warning:
            return b""
        return b"%s\n%s" % (_RED, self.letters.show(warning, MARGIN, BASELINE, SIZE))

    def _fitting(self, label: str, room: float) -> str:
        """The label without as many of its first letters as are too many for the leaf."""
        if self.letters.width(label, SIZE) <= room:
            return label
        while label and self.letters.width(f"…{label}", SIZE) > room:
            label = label[1:]
        return f"…{label}"
