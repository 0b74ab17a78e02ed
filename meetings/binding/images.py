"""A picture as a PDF of one A4 page."""

import contextlib
import io
import threading
import zlib
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import Image, ImageFile, ImageOps

from meetings.binding.layout import A4
from meetings.binding.values import Unreadable

MARGIN = 42.5  # 15 mm
DOTS_PER_INCH = 300  # finer than that paper shows nothing
POINTS_PER_DOT = 1.0  # at most: a picture of few dots is not blown up to squares
_ORIENTATION = 0x0112  # of EXIF
_FORMATS = ("JPEG", "PNG", "GIF", "WEBP")
# What EXIF says of how the camera was held: a unit square's way to be upright (a, b, c, d, e, f).
_UPRIGHT = {
    1: (1, 0, 0, 1, 0, 0),
    2: (-1, 0, 0, 1, 1, 0),
    3: (-1, 0, 0, -1, 1, 1),
    4: (1, 0, 0, -1, 0, 1),
    5: (0, -1, -1, 0, 1, 1),
    6: (0, -1, 1, 0, 0, 1),
    7: (0, 1, 1, 0, 0, 0),
    8: (0, 1, -1, 0, 1, 0),
}
_JPEG_COLOURS = {"L": Name.DeviceGray, "RGB": Name.DeviceRGB, "CMYK": Name.DeviceCMYK}
_one_at_a_time = threading.Lock()
_BROKEN = "Billedet er beskadiget."


def image_pdf(data: bytes, *, alt: str) -> bytes:
    """The picture upright on a page that is as tall or as wide as it; `alt` describes it.

    JPEG goes in as it is. Of what moves, the first picture is shown. Raises Unreadable.
    """
    try:
        with (
            _strictly(),
            Image.open(io.BytesIO(data), formats=_FORMATS) as image,
            pikepdf.new() as pdf,
        ):
            turn = _UPRIGHT.get(image.getexif().get(_ORIENTATION, 1), _UPRIGHT[1])
            width, height = image.size if turn[0] else image.size[::-1]
            if image.format == "JPEG" and image.mode in _JPEG_COLOURS:
                picture = _jpeg(pdf, image, data)
            else:
                picture = _unpacked(pdf, image)
            _add_page(pdf, picture, width, height, turn, alt)
            file = io.BytesIO()
            pdf.save(file, deterministic_id=True, min_version="1.7")
            return file.getvalue()
    except (
        Image.DecompressionBombError,
        EOFError,
        LookupError,
        OSError,
        SyntaxError,
        TypeError,
        ValueError,
    ) as error:
        raise Unreadable(_BROKEN) from error


@contextlib.contextmanager
def _strictly() -> Iterator[None]:
    """Pictures that are cut off are errors, also after WeasyPrint told Pillow, for the whole
    process, that they are none."""
    with _one_at_a_time:
        before = ImageFile.LOAD_TRUNCATED_IMAGES
        ImageFile.LOAD_TRUNCATED_IMAGES = False
        try:
            yield
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = before


def _jpeg(pdf: pikepdf.Pdf, image: Image.Image, data: bytes) -> Stream:
    picture = Stream(
        pdf,
        data,
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=image.width,
        Height=image.height,
        ColorSpace=_JPEG_COLOURS[image.mode],
        BitsPerComponent=8,
        Filter=Name.DCTDecode,
    )
    if image.mode == "CMYK" and "adobe" in image.info:
        picture.Decode = Array([1, 0] * 4)  # Adobe's programs store CMYK as its negative
    image.draft(None, (image.width // 8, image.height // 8))
    image.load()  # raises if it was cut off
    return picture


def _unpacked(pdf: pikepdf.Pdf, image: Image.Image) -> Stream:
    """Without transparency, for paper is white, and no finer than paper can show."""
    short, long = (round((side - 2 * MARGIN) / 72 * DOTS_PER_INCH) for side in A4[2:])
    dots = (short, long) if image.width <= image.height else (long, short)
    if image.mode.startswith("I;16") or image.mode == "I":
        image = image.point(lambda value: value / 256).convert("L")
    if image.has_transparency_data:
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    image = image.convert("L" if image.mode in {"1", "L"} else "RGB")
    if image.width > dots[0] or image.height > dots[1]:
        image = ImageOps.contain(image, dots)
    return Stream(
        pdf,
        zlib.compress(image.tobytes()),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=image.width,
        Height=image.height,
        ColorSpace=_JPEG_COLOURS[image.mode],
        BitsPerComponent=8,
        Filter=Name.FlateDecode,
    )


def _add_page(
    pdf: pikepdf.Pdf,
    picture: Stream,
    width: int,
    height: int,
    turn: tuple[int, ...],
    alt: str,
) -> None:
    page_width, page_height = A4[2:] if width <= height else (A4[3], A4[2])
    room = page_width - 2 * MARGIN, page_height - 2 * MARGIN
    scale = min(room[0] / width, room[1] / height, POINTS_PER_DOT)
    across, along = width * scale, height * scale
    left, low = (page_width - across) / 2, page_height - MARGIN - along
    matrix = pikepdf.Matrix(*turn) @ pikepdf.Matrix(across, 0, 0, along, left, low)
    page = pikepdf.Page(
        Dictionary(
            Type=Name.Page,
            MediaBox=Array([0, 0, page_width, page_height]),
            Resources=Dictionary(XObject=Dictionary(Picture=picture)),
            Contents=pdf.make_stream(
                b"/Figure <</MCID 0>> BDC q %s cm /Picture Do Q EMC" % matrix.encode()
            ),
            StructParents=0,
        )
    )
    pdf.pages.append(page)
    _tag(pdf, alt)


def _tag(pdf: pikepdf.Pdf, alt: str) -> None:
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    figure = pdf.make_indirect(
        Dictionary(
            Type=Name.StructElem,
            S=Name.Figure,
            P=root,
            Pg=pdf.pages[0].obj,
            K=0,
            Alt=String(alt),
        )
    )
    root.K = Array([figure])
    root.ParentTree = Dictionary(Nums=Array([0, Array([figure])]))
    pdf.Root.StructTreeRoot = root
    pdf.Root.MarkInfo = Dictionary(Marked=True)
    pdf.Root.Lang = String("da-DK")
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    pdf.docinfo.Title = String(alt)
