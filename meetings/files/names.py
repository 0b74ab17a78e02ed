"""Names of files: what they claim to hold, how they are kept, and which title they suggest."""

import re
import unicodedata

import filetype

from meetings.files.kinds import BY_EXTENSION, FileKind

MAX_NAME_LENGTH = 120
MAX_TITLE_LENGTH = 200

_FORBIDDEN = '\\/:*?"<>|'  # Windows takes none of them
_DEVICES = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])(\.|$)", re.IGNORECASE)
# What a name may end in besides the kinds that are taken and those that `filetype` knows. Anything
# else after a dot is part of the name: »Notat 2.1«, »Referat af 3. maj«.
_OTHER_EXTENSIONS = {
    *(".bat .cmd .csv .dll .docm .dot .dotm .dotx .eml .htm .html .js .json .lnk".split()),
    *(".md .mht .msg .msi .odg .pages .potx .pps .ppsx .pptm .ps1 .scr .svg .svgz .tiff".split()),
    *(".txt .url .vbs .xhtml .xlsb .xlsm .xlt .xltm .xltx .xml".split()),
    *(f".{kind.extension}" for kind in filetype.types),
}


def claimed_extension(name: str) -> str:
    """The ending by which a name says what is in the file, in small letters; empty if none."""
    _, dot, ending = _plain(name).rpartition(".")
    extension = f".{ending.lower()}" if dot else ""
    return extension if extension in BY_EXTENSION or extension in _OTHER_EXTENSIONS else ""


def safe_name(name: str, kind: FileKind) -> str:
    """`name` without folders, control characters and what Windows forbids, with the kind's ending.

    Danish letters stay. E.g. `C:\\Bilag\\Økonomi "ny".PDF` becomes `Økonomi ny.pdf`.
    """
    name = _plain(name)
    if claimed_extension(name) in kind.extensions:
        name = name.rpartition(".")[0]
    longest = MAX_NAME_LENGTH - len(kind.extension)
    stem = _trimmed(name, longest) or "bilag"
    if _DEVICES.match(stem):
        stem = _trimmed(f"bilag {stem}", longest)
    return f"{stem}{kind.extension}"


def title_from(name: str) -> str:
    """A title that a file's name suggests: `02_referat_fra_KKR-møde.docx` says `02 referat fra
    KKR-møde`.

    Hyphens part words like blanks where there is nothing else to part them and they are many, but
    never between digits: 2021-05-03 is a day and 2022-2026 a term.
    """
    stem = _plain(name)
    while claimed_extension(stem) in BY_EXTENSION:
        stem = stem[: -len(claimed_extension(stem))]
    stem = stem.replace("_", " ").strip(" .-")
    loose = re.compile(r"(?<!\d)-|-(?!\d)")
    if " " not in stem and len(loose.findall(stem)) > 1:
        stem = loose.sub(" ", stem)
    title = stem.strip() or "Bilag"
    return _trimmed(title[0].upper() + title[1:], MAX_TITLE_LENGTH)  # ß becomes two letters


def _plain(name: str) -> str:
    """The last part of a path, letters composed, and a blank for each sign that is not for names.

    Marks that turn the direction of writing are such signs: with them `fdp.exe` reads `exe.pdf`.
    """
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    kept = (c if c.isprintable() and c not in _FORBIDDEN else " " for c in name)
    return " ".join("".join(kept).split()).rstrip(". ")


def _trimmed(text: str, longest: int) -> str:
    return " ".join(text.strip(". ")[:longest].split()).strip(". ")
