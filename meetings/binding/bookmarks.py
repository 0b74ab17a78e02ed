"""The book's bookmarks: the agenda's, and below each item those of its annexes."""

from collections.abc import Iterable

import pikepdf
from pikepdf import Array, Dictionary, NameTree, OutlineItem

from meetings.binding.links import clean_title
from meetings.binding.parts import Part

LIST = "Bilag"  # the agenda's heading above an item's list of attachments
_ITEM = "punkt-"
_NEAR = 2.0  # points between the anchor of a heading and its bookmark's

_Height = tuple[tuple[int, int], float]  # on a page, which its object number tells


def add_bookmarks(book: pikepdf.Pdf, parts: Iterable[Part]) -> None:
    """One for each annex, and below it the first level of its own.

    It goes below the item's bookmark »Bilag« if there is one, else below the item's own before
    those of its sub-items, and at the end if the agenda has no bookmark for the item.
    """
    anchors = _anchors(book)
    with book.open_outline() as outline:
        items = list(_all(outline.root))
        for part in parts:
            anchor = anchors.get(part.annex.item_anchor)
            parent = next((item for item in items if _same(_height(item), anchor)), None)
            siblings = outline.root if parent is None else parent.children
            own = _own(siblings, anchors) if parent is not None else siblings
            heading = next((item for item in reversed(own) if item.title == LIST), None)
            if parent is not None and heading is not None:
                heading.children.append(_bookmark(part))
                heading.is_closed = False
            else:
                siblings.insert(len(own), _bookmark(part))


def _bookmark(part: Part) -> OutlineItem:
    annex = part.annex
    title = clean_title(annex.heading.removesuffix(annex.mark))
    bookmark = OutlineItem(f"{title}{annex.mark}", part.top)
    bookmark.is_closed = True
    bookmark.children.extend(
        OutlineItem(title, part.place(spot)) for title, spot in part.opened.places.bookmarks()
    )
    return bookmark


def _own(children: list[OutlineItem], anchors: dict[str, _Height]) -> list[OutlineItem]:
    """Those before the first that is a sub-item."""
    for number, child in enumerate(children):
        if any(_same(_height(child), anchor) for anchor in anchors.values()):
            return children[:number]
    return children


def _anchors(book: pikepdf.Pdf) -> dict[str, _Height]:
    """Where the headings of items are."""
    names = book.Root.get("/Names", Dictionary()).get("/Dests")
    if names is None:
        return {}
    places = {str(name): _place(place) for name, place in NameTree(names).items()}
    return {name: place for name, place in places.items() if place and name.startswith(_ITEM)}


def _all(items: list[OutlineItem]) -> Iterable[OutlineItem]:
    for item in items:
        yield item
        yield from _all(item.children)


def _height(item: OutlineItem) -> _Height | None:
    return _place(item.destination)


def _place(place: object) -> _Height | None:
    """The height that an explicit destination leads to."""
    if isinstance(place, Array) and len(place) > 3 and isinstance(place[0], Dictionary):
        return place[0].objgen, float(place[3])
    return None


def _same(one: _Height | None, other: _Height | None) -> bool:
    if one is None or other is None:
        return False
    return one[0] == other[0] and abs(one[1] - other[1]) < _NEAR
