"""Binds the book."""

import io
from collections.abc import Sequence
from contextlib import ExitStack
from itertools import accumulate

import pikepdf
from pikepdf import Array, Dictionary, Name, NameTree, ObjectStreamMode, StreamDecodeLevel, String

from meetings.binding import cleaning, layers
from meetings.binding.bookmarks import add_bookmarks
from meetings.binding.lettering import lettering_for
from meetings.binding.links import clean_title
from meetings.binding.notices import plain_notice
from meetings.binding.parts import Part
from meetings.binding.reading import Opened, Page, open_annex
from meetings.binding.stamps import Stamper
from meetings.binding.tags import Tags
from meetings.binding.values import Annex, Bound, LeftOut, Unreadable

_LEAST_VERSION = "1.7"


def bind(agenda: bytes, annexes: Sequence[Annex], *, title: str, lang: str = "da-DK") -> Bound:
    """The book: the agenda's pages as they are, and behind them each annex's, stamped.

    Its links to `bilag-<key>` lead to the annexes. The agenda must be sound; of annexes that are
    not, a page says so, and `Bound.unreadable` names them.
    """
    if len({annex.key for annex in annexes}) < len(annexes):
        raise ValueError("Two annexes have the same key")
    with ExitStack() as stack:
        book = stack.enter_context(pikepdf.open(io.BytesIO(agenda)))
        opened, unreadable = _opened(annexes)
        for one in opened:
            stack.callback(one.pdf.close)
        parts = _append(book, annexes, opened)
        _lead_to(book, parts)
        add_bookmarks(book, parts)
        _name(book, title, lang)
        return Bound(
            pdf=_saved(book),
            pages=len(book.pages),
            unreadable=tuple(unreadable),
            first_pages={part.annex.key: part.first for part in parts},
        )


def lengths(annexes: Sequence[Annex]) -> dict[int, int]:
    """How many pages each annex will have in the book, by its key, in their order."""
    opened, _ = _opened(annexes)
    pages = {}
    for annex, one in zip(annexes, opened, strict=True):
        pages[annex.key] = len(one.pages)
        one.pdf.close()
    return pages


def _opened(annexes: Sequence[Annex]) -> tuple[list[Opened], list[LeftOut]]:
    """For each annex its file, or what stands in for it."""
    opened, unreadable = [], []
    for annex in annexes:
        try:
            if annex.pdf is None:
                raise Unreadable(annex.reason)
            opened.append(open_annex(annex.pdf))
        except Unreadable as error:
            reason = str(error)
            facts = (annex.key, annex.label, annex.title)
            unreadable.append(LeftOut(*facts, reason, annex.is_passing))
            opened.append(open_annex(plain_notice(annex.heading, reason)))
    return opened, unreadable


def _append(book: pikepdf.Pdf, annexes: Sequence[Annex], opened: list[Opened]) -> list[Part]:
    """Pages for all annexes at the end of the book: content, stamp, links and tags."""
    own = len(book.pages)
    firsts = list(accumulate([len(one.pages) for one in opened], initial=own + 1))
    labels = [clean_title(annex.label) for annex in annexes]
    stamper = Stamper(book, lettering_for(*labels, Stamper.WORDS), total=firsts[-1] - 1)
    known = len(book.objects)
    forms = [[book.copy_foreign(page.form) for page in one.pages] for one in opened]
    layers.carry_over(book, [one.pdf for one in opened])
    cleaning.clean(book, since=known)
    tags = Tags(book)
    parts = []
    for annex, label, one, first, drawn in zip(
        annexes, labels, opened, firsts[:-1], forms, strict=True
    ):
        leaves = []
        for number, (page, form) in enumerate(zip(one.pages, drawn, strict=True), start=1):
            stamp = f"{label} · side {number} af {len(drawn)}"
            content = stamper.content(
                page.leaf, stamp, first + number - 1, is_closed=annex.is_closed
            )
            leaf = _leaf(book, page, form, stamper.font, content)
            book.pages.append(leaf)
            leaves.append(book.pages[-1])
        parts.append(Part(annex, one, first, leaves))
        _link_pages(book, parts[-1])
        tags.add_part(annex, leaves)
    tags.finish()
    return parts


def _leaf(
    book: pikepdf.Pdf, page: Page, form: pikepdf.Object, font: Dictionary, content: bytes
) -> pikepdf.Page:
    return pikepdf.Page(
        Dictionary(
            Type=Name.Page,
            MediaBox=Array([0, 0, page.leaf.width, page.leaf.height]),
            Resources=Dictionary(
                XObject=Dictionary(Annex=form),
                Font=Dictionary(Stamp=font),
            ),
            Contents=book.make_stream(content),
        )
    )


def _link_pages(book: pikepdf.Pdf, part: Part) -> None:
    """The links within an annex, and those from it to the web."""
    for page, leaf in zip(part.opened.pages, part.leaves, strict=True):
        links = Array([])
        for link in page.links:
            annotation = Dictionary(
                Type=Name.Annot,
                Subtype=Name.Link,
                Rect=Array(list(page.leaf.place_box(link.box))),
                Border=Array([0, 0, 0]),
            )
            if isinstance(link.target, str):
                annotation.A = Dictionary(S=Name.URI, URI=String(link.target))
                annotation.Contents = String(link.target)
            else:
                annotation.Dest = part.place(link.target)
            links.append(book.make_indirect(annotation))
        if page.links:
            leaf.obj.Annots = links


def _lead_to(book: pikepdf.Pdf, parts: list[Part]) -> None:
    """The names `bilag-<key>`, which the agenda's links use, now mean the annexes."""
    if "/Names" not in book.Root:
        book.Root.Names = Dictionary()
    if "/Dests" not in book.Root.Names:
        book.Root.Names.Dests = NameTree.new(book).obj
    names = NameTree(book.Root.Names.Dests)
    for part in parts:
        names[part.annex.place] = part.top
    spoken = {part.annex.place: part.annex.heading for part in parts}
    for page in book.pages:
        for annotation in page.obj.get("/Annots", []):
            place = str(annotation.get("/Dest", "")) if "/StructParent" in annotation else ""
            if place in spoken:
                annotation.Contents = String(spoken[place])


def _name(book: pikepdf.Pdf, title: str, lang: str) -> None:
    book.Root.Lang = String(lang)
    book.Root.PageMode = Name.UseOutlines
    book.docinfo.Title = String(title)
    with book.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        metadata["dc:title"] = title
        metadata["dc:language"] = {lang}
        metadata.pop("pdfuaid:part", None)  # nobody vouches for the annexes


def _saved(book: pikepdf.Pdf) -> bytes:
    file = io.BytesIO()
    book.save(
        file,
        min_version=_LEAST_VERSION,
        deterministic_id=True,
        object_stream_mode=ObjectStreamMode.generate,
        stream_decode_level=StreamDecodeLevel.none,  # what is packed stays as it is
    )
    return file.getvalue()
