"""Links and bookmarks of an annex: only those that lead to its own pages or to the web."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import pikepdf
from pikepdf import Array, Dictionary, Name, NameTree, String

from meetings.binding import layout
from meetings.binding.layout import Box

MAX_BOOKMARKS = 100  # per annex
MAX_TITLE = 120
_WEB = re.compile(r"(https?://|mailto:)", re.IGNORECASE)
_NOT_FOR_TITLES = re.compile(r"[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069\s]+")


@dataclass(frozen=True, slots=True)
class Spot:
    """The page, counted from 0 in the annex, and where on it; None is its whole."""

    page: int
    corner: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Link:
    box: Box
    target: Spot | str


class Places:
    """Where names, numbers and bookmarks of one file lead."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.pdf = pdf
        self.numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}

    @cached_property
    def names(self) -> dict[str, pikepdf.Object]:
        """Both kinds: of PDF 1.1, and the tree since 1.2."""
        found: dict[str, pikepdf.Object] = {}
        old = self.pdf.Root.get("/Dests")
        if isinstance(old, Dictionary):
            found |= {key.removeprefix("/"): value for key, value in old.items()}
        names = self.pdf.Root.get("/Names")
        if isinstance(names, Dictionary) and isinstance(names.get("/Dests"), Dictionary):
            found |= {str(name): place for name, place in NameTree(names.Dests).items()}
        return found

    def find(self, place: object) -> Spot | None:
        """The spot that a destination in any of its forms means, if there is one."""
        if isinstance(place, String):
            place = self.names.get(str(place))
        elif isinstance(place, Name):
            place = self.names.get(str(place).removeprefix("/"))
        if isinstance(place, Dictionary):
            place = place.get("/D")
        if not isinstance(place, Array) or not len(place):
            return None
        page = place[0]
        if not isinstance(page, Dictionary) or page.objgen not in self.numbers:
            return None
        return Spot(self.numbers[page.objgen], _corner(place))

    def bookmarks(self) -> Iterator[tuple[str, Spot]]:
        """Those of the first level."""
        outlines = self.pdf.Root.get("/Outlines")
        entry = outlines.get("/First") if isinstance(outlines, Dictionary) else None
        for _ in range(MAX_BOOKMARKS):
            if not isinstance(entry, Dictionary):
                return
            spot, title = self.target(entry), clean_title(str(entry.get("/Title", "")))
            if title and isinstance(spot, Spot):
                yield title, spot
            entry = entry.get("/Next")

    def target(self, thing: Dictionary) -> Spot | str | None:
        """Where a bookmark or a link leads, if that is a place in this file or on the web."""
        if "/Dest" in thing:
            return self.find(thing.Dest)
        action = thing.get("/A")
        if not isinstance(action, Dictionary):
            return None
        if action.get("/S") == Name.GoTo:
            return self.find(action.get("/D"))
        if action.get("/S") == Name.URI and isinstance(action.get("/URI"), String):
            address = str(action.URI).strip()
            return address if _WEB.match(address) else None
        return None


def links_of(page: Dictionary, places: Places) -> list[Link]:
    """The page's links, which are taken out of it."""
    annotations = page.get("/Annots")
    if not isinstance(annotations, Array):
        if "/Annots" in page:
            del page["/Annots"]
        return []
    found, others = [], []
    for annotation in annotations:
        if not isinstance(annotation, Dictionary):
            continue
        if annotation.get("/Subtype") != Name.Link:
            others.append(annotation)
            continue
        box, target = layout.box_of(annotation.get("/Rect")), places.target(annotation)
        if box and target is not None:
            found.append(Link(box, target))
    if others:
        page.Annots = Array(others)
    else:
        del page["/Annots"]
    return found


def clean_title(title: str) -> str:
    title = _NOT_FOR_TITLES.sub(" ", title).strip()
    return title if len(title) <= MAX_TITLE else f"{title[: MAX_TITLE - 1].rstrip()}…"


def _corner(place: Array) -> tuple[float, float] | None:
    if len(place) < 4 or place[1] != Name.XYZ:
        return None
    try:
        x, y = float(place[2]), float(place[3])
    except (TypeError, ValueError, ArithmeticError):
        return None
    return (x, y) if max(abs(x), abs(y)) < 1e6 else None
