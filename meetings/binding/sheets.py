"""Excel sheets made as wide as a page: of a table that is cut over ten, nobody sees a row.

Only what a sheet says about its printing is changed, and not where somebody saw to it already.
"""

import io
import re
import zipfile
import zlib

_MOST_UNPACKED = 50_000_000  # bytes; larger ones are left as they are
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_UNREADABLE = (
    ArithmeticError,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)

# No tag holds a "<". As all of these stop there, none takes long, whatever the sheet holds.
_END = re.compile(rb"</([\w.-]+:)?worksheet\s*>\s*\Z")
_SEEN_TO = re.compile(
    rb"<(?:[\w.-]+:)?(?:pageSetUpPr\b[^<>]*\bfitToPage=[\"'](?:1|true)\b"
    rb"|pageSetup\b[^<>]*\bscale=[\"'](?!100\b)"
    rb"|colBreaks\b)"
)
_PAGE = re.compile(rb"<(?:[\w.-]+:)?pageSetup\b([^<>]*)>")
_COLUMNS = re.compile(rb"<(?:[\w.-]+:)?col\s([^<>]*)>")
_CELL = re.compile(rb"<(?:[\w.-]+:)?c\s([^<>]*)(?<!/)>")
_PLACE = re.compile(rb"\br=[\"']([A-Z]{1,3})\d")
_ATTRIBUTE = re.compile(rb"(?<![\w.:-])([\w.:-]++)\s*+=\s*+[\"']([^\"']*)[\"']")
_OURS = {b"scale", b"fitToWidth", b"fitToHeight", b"orientation", b"paperSize"}

_WIDTH, _UNIT = 9.14, 5.25  # of a column that says nothing; points of each unit
_A3, _A4 = b"8", b"9"
_PORTRAIT, _LANDSCAPE = b"portrait", b"landscape"
# How wide, in points, a table may be for each paper: what is smaller than 60 % strains the eyes.
_PAPERS = ((620, _A4, _PORTRAIT), (1240, _A4, _LANDSCAPE))


def fit_to_width(workbook: bytes) -> bytes:
    """The workbook with each sheet as wide as its page; as it came if it cannot be read.

    A program that makes PDFs need not mind that the new lines stand at the end of a sheet, where
    the last word on a matter holds; nobody else gets to see them.
    """
    target = io.BytesIO()
    try:
        with (
            zipfile.ZipFile(io.BytesIO(workbook)) as source,
            zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as copy,
        ):
            parts = source.infolist()
            if sum(part.file_size for part in parts) > _MOST_UNPACKED:
                return workbook
            for part in parts:
                content = source.read(part)
                is_sheet = _SHEET.fullmatch(part.filename)
                copy.writestr(part.filename, _fitted(content) if is_sheet else content)
    except _UNREADABLE:
        return workbook
    return target.getvalue()


def _fitted(sheet: bytes) -> bytes:
    end = _END.search(sheet)
    if end is None or _SEEN_TO.search(sheet):
        return sheet
    said = _PAGE.search(sheet)
    page = dict(_ATTRIBUTE.findall(said[1])) if said else {}
    width = _width(sheet)
    fitting = (rest for most, *rest in _PAPERS if width <= most)
    paper, direction = next(fitting, (_A3, _LANDSCAPE))
    if page.get(b"orientation") == _LANDSCAPE:
        direction = _LANDSCAPE
    if page.get(b"paperSize") == _A3:
        paper = _A3
    kept = b"".join(b' %s="%s"' % pair for pair in page.items() if pair[0] not in _OURS)
    new = (
        b'<{0}sheetPr><{0}pageSetUpPr fitToPage="1"/></{0}sheetPr>'
        b'<{0}pageSetup%s paperSize="%s" orientation="%s" fitToWidth="1" fitToHeight="0"/>'
    ) % (kept, paper, direction)
    return sheet[: end.start()] + new.replace(b"{0}", end[1] or b"") + sheet[end.start() :]


def _width(sheet: bytes) -> float:
    """About how wide, in points, the columns with anything in them are, and those before them."""
    places = (_PLACE.search(cell[1]) for cell in _CELL.finditer(sheet))
    last = max(map(_column_number, {place[1] for place in places if place}), default=0)
    width = last * _WIDTH
    for columns in _COLUMNS.findall(sheet):
        said = dict(_ATTRIBUTE.findall(columns))
        among = min(int(said.get(b"max", 0)), last) - int(said.get(b"min", 1)) + 1
        is_hidden = said.get(b"hidden") in (b"1", b"true")
        each = 0.0 if is_hidden else float(said.get(b"width", _WIDTH))
        width += max(among, 0) * (each - _WIDTH)
    return width * _UNIT


def _column_number(letters: bytes) -> int:
    """1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
