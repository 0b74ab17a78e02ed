"""Files that come in from outside: what is taken, and under which name it is kept."""

import unicodedata

MAX_SIZE = 20_000_000  # bytes; nginx must let a little more through (see README.md)
MAX_NAME_LENGTH = 120
PDF = "application/pdf"

_HEAD = b"%PDF-"
_END = b"%%EOF"
_END_WITHIN = 1024  # readers look for the mark there (PDF Reference 1.7, appendix H, note 18)
_FORBIDDEN_IN_NAMES = '\\/:*?"<>|'  # Windows takes none of them


class FileRefused(ValueError):
    """The file is none that the portal keeps; the text, in Danish, is for the reader."""


def check_pdf(data: bytes) -> None:
    """Raises FileRefused unless `data` is a whole PDF of at most 20 MB.

    Judged by the content, whatever the file is called: a PDF begins with its version and ends with
    an end mark, which is missing when an upload was cut off.
    """
    if not data:
        raise FileRefused("Filen er tom.")
    if len(data) > MAX_SIZE:
        raise FileRefused("Filen fylder mere end 20 MB.")
    if not data.startswith(_HEAD):
        raise FileRefused("Filen er ikke en PDF. Gem dokumentet som PDF, og prøv igen.")
    if _END not in data[-_END_WITHIN:]:
        raise FileRefused("PDF-filen er ikke hel. Dan den igen, og prøv så.")


def safe_name(name: str) -> str:
    """`name` without folders, control characters and what Windows forbids; it ends in `.pdf`.

    Danish letters stay. E.g. `C:\\Bilag\\Økonomi "ny".PDF` becomes `Økonomi ny.pdf`.
    """
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    kept = (c if c.isprintable() and c not in _FORBIDDEN_IN_NAMES else " " for c in name)
    stem = " ".join("".join(kept).split())
    if stem.lower().endswith(".pdf"):
        stem = stem[:-4]
    stem = " ".join(stem[: MAX_NAME_LENGTH - len(".pdf")].split()).strip(". ")
    return f"{stem or 'bilag'}.pdf"
