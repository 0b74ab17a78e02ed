"""Whether a Word, Excel or PowerPoint file is what it says, whole, and without macros.

Such a file is a zip of parts; its `[Content_Types].xml` tells what each part is (ECMA-376, part 2).
"""

import io
import zipfile
import zlib
from xml.parsers import expat

from meetings.files.kinds import EXCEL, OFFICE_KINDS, POWERPOINT, WORD, FileKind, FileRefused

HEAD = b"PK\x03\x04"
OLD_HEAD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # of files before 2007, and of encrypted ones

MAX_PARTS = 10_000
MAX_UNPACKED = 300_000_000  # bytes
MAX_RATIO = 200  # unpacked to packed …
_RATIO_COUNTS_FROM = 50_000_000  # … which says nothing about small ones: a white picture packs well
_MAX_CONTENT_TYPES = 5_000_000

_CONTENT_TYPES = "[content_types].xml"
_MAIN_TYPES = {f"{kind.content_type}.main+xml": kind for kind in OFFICE_KINDS}
_MACROS = ("macroenabled", "macrosheet", "vbaproject", "vbadata")  # in names or types of parts
_SIBLINGS = {  # what Office saves beside documents; same program, another way to open
    "wordprocessingml.template.main+xml": WORD,
    "spreadsheetml.template.main+xml": EXCEL,
    "presentationml.template.main+xml": POWERPOINT,
    "presentationml.slideshow.main+xml": POWERPOINT,
}
_NOT_WHOLE = "Filen er beskadiget eller ikke hel. Gem den igen, og prøv så."
_TOO_MUCH = "Filen fylder for meget, når den bliver pakket ud. Gem den som PDF, og prøv igen."
_HAS_MACROS = (
    "Filen har eller kan have makroer, og dem tager portalen ikke imod. "
    "Gem den uden makroer eller som PDF, og prøv igen."
)
_LOCKED = "Filen er beskyttet med adgangskode. Gem den uden, og prøv igen."


def kind_in(data: bytes) -> FileKind | None:
    """Which kind the zip `data` is by its main part, or None if it is another zip.

    Raises FileRefused if it is damaged, unpacks to too much, or has macros. Of its parts only the
    one about their types is read.
    """
    # Counted before the list of parts is read: each takes far more memory there than in the file.
    if data.count(b"PK\x01\x02") > MAX_PARTS:
        raise FileRefused(_TOO_MUCH)
    with _opened(data) as archive:
        parts = archive.infolist()
        names = [part.filename.casefold() for part in parts]
        if _CONTENT_TYPES not in names:
            return None
        _check_size(parts, len(data))
        if len(names) > len(set(names)):
            raise FileRefused(_NOT_WHOLE)  # which of two would be opened is anybody's guess
        types = _types(_read(archive, parts[names.index(_CONTENT_TYPES)]))
    said = " ".join([*names, *types.values(), *types]).casefold()
    if any(word in said for word in _MACROS):
        raise FileRefused(_HAS_MACROS)
    return _main_kind(types, names)


def check(data: bytes) -> None:
    """Raises FileRefused unless every part of the zip can be unpacked; for what `kind_in` took."""
    with _opened(data) as archive:
        for part in archive.infolist():
            _read(archive, part, keep=False)


def refuse_old(data: bytes) -> None:
    """Raises FileRefused for a file in the container that Office used before 2007.

    Today it is used for documents with a password.
    """
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise FileRefused(_LOCKED)
    raise FileRefused(
        "Filen er gemt i et ældre format (som .doc, .xls eller .ppt). "
        "Gem den som .docx, .xlsx, .pptx eller PDF, og prøv igen."
    )


def _opened(data: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise FileRefused(_NOT_WHOLE) from error


def _check_size(parts: list[zipfile.ZipInfo], packed: int) -> None:
    # What a part says about its size is also the most that `_read` unpacks of it.
    unpacked = sum(part.file_size for part in parts)
    bomb = unpacked > _RATIO_COUNTS_FROM and unpacked > MAX_RATIO * packed
    if unpacked > MAX_UNPACKED or bomb:
        raise FileRefused(_TOO_MUCH)


def _read(archive: zipfile.ZipFile, part: zipfile.ZipInfo, *, keep: bool = True) -> bytes:
    """A part to its end, where its checksum is looked at; a megabyte at a time unless kept."""
    if part.flag_bits & 1:
        raise FileRefused(_LOCKED)
    if keep and part.file_size > _MAX_CONTENT_TYPES:
        raise FileRefused(_TOO_MUCH)
    try:
        with archive.open(part) as file:
            if keep:
                return file.read()
            while file.read(1_000_000):
                pass
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, RuntimeError) as error:
        raise FileRefused(_NOT_WHOLE) from error
    return b""


def _types(xml: bytes) -> dict[str, str]:
    """What `[Content_Types].xml` says: names of parts, or endings of names, with their types."""
    types = {}

    def start(_element: str, attributes: dict[str, str]) -> None:
        name = attributes.get("PartName") or attributes.get("Extension")
        if name:
            types[name.lstrip("/").casefold()] = attributes.get("ContentType", "")

    def refuse(*_declaration) -> None:
        raise FileRefused(_NOT_WHOLE)  # Office writes no entities; they could grow without end

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as error:
        raise FileRefused(_NOT_WHOLE) from error
    return types


def _main_kind(types: dict[str, str], names: list[str]) -> FileKind:
    mains = [(name, kind) for name, type_ in types.items() if (kind := _MAIN_TYPES.get(type_))]
    if len(mains) == 1 and mains[0][0] in names:
        return mains[0][1]
    said = " ".join(types.values())
    for sibling, kind in _SIBLINGS.items():
        if sibling in said:
            raise FileRefused(
                f"Filen er en skabelon eller et diasshow. Gem den som {kind.extension} eller PDF, "
                "og prøv igen."
            )
    raise FileRefused(_NOT_WHOLE)
