"""What goes into a book and what comes out."""

from dataclasses import dataclass, field

NOT_HAD = "Filen kunne ikke vises som PDF."


class Unreadable(ValueError):
    """The file cannot be shown as pages; the text, in Danish, says why."""


@dataclass(frozen=True, slots=True)
class Annex:
    """An attachment on its way into the book.

    The book's links to `bilag-<key>` lead to it, and its bookmark stands below that of the heading
    at `item_anchor`. `pdf` is None where there is none to be had, for a `reason` that the staff
    reads. Then, or where `pdf` turns out to be unreadable, the pages of `replacement` stand there;
    without one, a page that says so.

    `alt` describes a picture that fills the whole annex to those who cannot see it.
    """

    key: int
    label: str
    title: str
    item_anchor: str
    pdf: bytes | None
    replacement: bytes = field(default=b"", repr=False)
    reason: str = NOT_HAD
    alt: str = ""

    @property
    def place(self) -> str:
        return f"bilag-{self.key}"

    @property
    def heading(self) -> str:
        return f"{self.label} {self.title}".strip()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An annex that the book only names, and why."""

    key: int
    label: str
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class Bound:
    """The book: `first_pages` has the page, counted from 1, on which each annex begins."""

    pdf: bytes = field(repr=False)
    pages: int
    unreadable: tuple[LeftOut, ...]
    first_pages: dict[int, int]
