"""Opens the PDF of an annex and makes its pages ready, without what could run."""

import contextlib
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from meetings.binding import layout
from meetings.binding.layout import Leaf
from meetings.binding.links import Link, Places, links_of
from meetings.binding.values import Unreadable

# What pikepdf raises on files that are not what they should be.
DAMAGED = (
    pikepdf.PdfError,
    pikepdf.ForeignObjectError,
    ArithmeticError,
    AttributeError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
    zlib.error,
)
_BROKEN = "Filen er beskadiget."
_LOCKED = "Filen er beskyttet med adgangskode."
_EMPTY = "Filen har ingen sider."
_LIVE_FORM = "Filen er en formular, som kun kan vises i Adobe Acrobat. Gem den som almindelig PDF."

_END, _END_WITHIN = b"%%EOF", 1024  # where readers look for the mark
_MAX_DEPTH = 50  # of the tree of pages
_LOOKED_AT = 1_000_000  # bytes of each page


@dataclass(frozen=True, slots=True)
class Page:
    """A page made ready: `form` draws it in its own coordinates, `leaf` moves them."""

    form: Stream
    leaf: Leaf
    links: list[Link]


@dataclass(frozen=True, slots=True)
class Opened:
    """An annex's file. It must stay open until the book is saved."""

    pdf: pikepdf.Pdf
    pages: list[Page]
    places: Places


def read(pdf: bytes) -> int:
    """The number of pages; raises Unreadable for what `bind` would have to leave out."""
    with contextlib.closing(open_annex(pdf).pdf) as opened:
        return len(opened.pages)


def open_annex(data: bytes) -> Opened:
    """The file's pages, ready for the book; raises Unreadable."""
    if _END not in data[-_END_WITHIN:]:
        raise Unreadable(_BROKEN)  # cut off: what is left might be opened, but who knows of what
    try:
        pdf = pikepdf.open(io.BytesIO(data))
    except pikepdf.PasswordError as error:
        raise Unreadable(_LOCKED) from error
    except DAMAGED as error:
        raise Unreadable(_BROKEN) from error
    try:
        return _made_ready(pdf)
    except DAMAGED as error:
        pdf.close()
        if isinstance(error, Unreadable):
            raise
        raise Unreadable(_BROKEN) from error


def _made_ready(pdf: pikepdf.Pdf) -> Opened:
    if pdf.Root.get("/NeedsRendering"):
        raise Unreadable(_LIVE_FORM)
    counted = pdf.Root.Pages.get("/Count")  # before the tree of pages is mended
    pages = list(pdf.pages)
    if not pages:
        raise Unreadable(_EMPTY)
    if counted != len(pages):
        raise Unreadable(_BROKEN)  # rather none than some that seem to be all
    places = Places(pdf)
    links = [links_of(page.obj, places) for page in pages]
    _draw_fields_and_comments(pdf)
    return Opened(
        pdf,
        [
            Page(_form(pdf, page.obj), _leaf(page.obj), found)
            for page, found in zip(pages, links, strict=True)
        ],
        places,
    )


def _draw_fields_and_comments(pdf: pikepdf.Pdf) -> None:
    """What can be filled in or clicked away becomes part of the page, as it looks on screen."""
    if not any("/Annots" in page.obj for page in pdf.pages):
        return
    if "/AcroForm" in pdf.Root:
        with contextlib.suppress(*DAMAGED):  # then fields show what their file drew
            pdf.generate_appearance_streams()
    with contextlib.suppress(*DAMAGED):  # then the page comes without them
        pdf.flatten_annotations("screen")


def _form(pdf: pikepdf.Pdf, page: Dictionary) -> Stream:
    """The page's content as a form XObject, which no unbalanced operator can escape."""
    form = _content(pdf, page.get("/Contents"))
    form.Type, form.Subtype = Name.XObject, Name.Form
    form.BBox = Array(list(_shown_box(page)))
    resources = _inherited(page, "/Resources")
    form.Resources = resources if isinstance(resources, Dictionary) else Dictionary()
    group = page.get("/Group")
    if isinstance(group, Dictionary):
        form.Group = group
    return form


def _content(pdf: pikepdf.Pdf, contents: pikepdf.Object | None) -> Stream:
    """The page's operators in one stream; unpacked only where there are several to be joined."""
    parts = list(contents) if isinstance(contents, Array) else [contents]
    streams = [part for part in parts if isinstance(part, Stream)]
    if len(streams) == 1:
        packed = streams[0].read_raw_bytes()
        if streams[0].get("/Filter") == Name.FlateDecode:
            _check_packed(packed)
        form = Stream(pdf, packed)
        for key in ("/Filter", "/DecodeParms"):
            if key in streams[0]:
                form[key] = streams[0][key]
        return form
    joined = zlib.compress(b"\n".join(part.read_bytes() for part in streams))
    return Stream(pdf, joined, Filter=Name.FlateDecode)


def _check_packed(packed: bytes) -> None:
    """Unpacks the beginning, for a page that nobody can unpack would be empty, and none the wiser.

    Readers do not mind a wrong checksum at the end.
    """
    try:
        zlib.decompressobj().decompress(packed, _LOOKED_AT)
    except zlib.error as error:
        if "incorrect data check" not in str(error):
            raise Unreadable(_BROKEN) from error


def _leaf(page: Dictionary) -> Leaf:
    turn, unit = _number(_inherited(page, "/Rotate")), _number(page.get("/UserUnit"))
    return layout.leaf_for(
        _shown_box(page),
        turn=int(turn or 0) // 90 * 90 % 360,
        unit=unit if unit and 0.01 < unit < 1000 else 1.0,
    )


def _shown_box(page: Dictionary) -> layout.Box:
    """What a reader shows of the page; A4 where the file does not say."""
    media = layout.box_of(_inherited(page, "/MediaBox"))
    if media is None or not layout.has_size(media):
        media = layout.A4
    crop = layout.box_of(_inherited(page, "/CropBox"))
    return (crop and layout.shared(media, crop)) or media


def _number(value: object) -> float | None:
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, ArithmeticError):
        return None
    return number if abs(number) < 1e6 else None


def _inherited(page: Dictionary, key: str) -> pikepdf.Object | None:
    return next((node[key] for node in _lineage(page) if key in node), None)


def _lineage(page: Dictionary) -> Iterator[Dictionary]:
    """The page and the nodes above it, however they may be tied in a knot."""
    node: pikepdf.Object | None = page
    for _ in range(_MAX_DEPTH):
        if not isinstance(node, Dictionary):
            return
        yield node
        node = node.get("/Parent")
