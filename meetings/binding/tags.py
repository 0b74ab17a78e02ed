"""The book's structure: the agenda's tags, and behind them an element for each annex."""

import pikepdf
from pikepdf import Array, Dictionary, Name, NumberTree, String

from meetings.binding.values import Annex


class Tags:
    """Does nothing for an agenda that is not tagged."""

    def __init__(self, book: pikepdf.Pdf) -> None:
        self.book = book
        root = book.Root.get("/StructTreeRoot")
        self.root = root if isinstance(root, Dictionary) else None
        self.parts: list[Dictionary] = []
        self.owners: list[Dictionary] = []  # the element of each page's content
        if self.root is not None:
            self.document = _document(self.root)
            self.numbers = _numbers(self.root)
            self.first = int(self.numbers[-2]) + 1 if len(self.numbers) else 0

    def add_part(self, annex: Annex, leaves: list[pikepdf.Page]) -> None:
        if self.root is None:
            return
        part = self.book.make_indirect(
            Dictionary(
                Type=Name.StructElem,
                S=Name.Part,
                P=self.document,
                T=String(annex.heading),
            )
        )
        pages = []
        for leaf in leaves:
            element = Dictionary(
                Type=Name.StructElem,
                S=Name.Figure if annex.alt else Name.P,
                P=part,
                Pg=leaf.obj,
                K=0,
            )
            if annex.alt:
                element.Alt = String(annex.alt)
            pages.append(self.book.make_indirect(element))
            leaf.obj.StructParents = self.first + len(self.owners)
            leaf.obj.Tabs = Name.S
            self.owners.append(pages[-1])
        part.K = Array(pages)
        self.parts.append(part)

    def finish(self) -> None:
        if self.root is None:
            return
        for number, owner in enumerate(self.owners, start=self.first):
            self.numbers.append(number)
            self.numbers.append(self.book.make_indirect(Array([owner])))
        self.document.K = Array([*_children(self.document), *self.parts])
        self.root.ParentTree = self.book.make_indirect(Dictionary(Nums=self.numbers))
        self.root.ParentTreeNextKey = self.first + len(self.owners)


def _document(root: Dictionary) -> Dictionary:
    """The element of the whole, or the root itself."""
    children = _children(root)
    return children[0] if [child.get("/S") for child in children] == [Name.Document] else root


def _children(element: Dictionary) -> list[Dictionary]:
    children = element.get("/K")
    some = children if isinstance(children, Array) else [children]
    return [child for child in some if isinstance(child, Dictionary)]


def _numbers(root: Dictionary) -> Array:
    """Pairs of number and element, in order."""
    tree = root.get("/ParentTree")
    if tree is None:
        return Array([])
    return Array([thing for pair in NumberTree(tree).items() for thing in pair])
