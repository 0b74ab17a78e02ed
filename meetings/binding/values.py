"""What goes into a book and what comes out."""

from dataclasses import dataclass, field

NOT_HAD = "Filen kunne ikke vises som PDF."


class Unreadable(ValueError):
    """The file cannot be shown as pages; the text, in Danish, says why."""


class NotNow(Exception):
    """The file cannot be converted here and now, which says nothing about another time."""


@dataclass(frozen=True, slots=True)
class Annex:
    """An attachment on its way into the book.

    The book's links to `bilag-<key>` lead to it, and its bookmark stands below that of the heading
    at `item_anchor`. `pdf` is None where there is none to be had, for a `reason` that the staff
    reads; `is_passing` if there may be one another time. Then, or where `pdf` turns out to be
    unreadable, a page that says so stands there.

    `alt` describes a picture that fills the whole annex to those who cannot see it. One that
    `is_closed` says so on each of its pages.
    """

    key: int
    label: str
    title: str
    item_anchor: str
    pdf: bytes | None
    reason: str = NOT_HAD
    is_passing: bool = False
    alt: str = ""
    is_closed: bool = False

    @property
    def place(self) -> str:
        return f"bilag-{self.key}"

    @property
    def heading(self) -> str:
        return f"{self.label} {self.title}".strip() + self.mark

    @property
    def mark(self) -> str:
        """What stands behind its title."""
        return " (lukket)" if self.is_closed else ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An annex that the book only names, and why; `is_passing` as in Annex."""

    key: int
    label: str
    title: str
    reason: str
    is_passing: bool = False


@dataclass(frozen=True, slots=True)
class Bound:
    """The book: `first_pages` has the page, counted from 1, on which each annex begins."""

    pdf: bytes = field(repr=False)
    pages: int
    unreadable: tuple[LeftOut, ...]
    first_pages: dict[int, int]
