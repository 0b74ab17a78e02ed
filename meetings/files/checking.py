"""What a file is, judged by its content, and whether the portal takes it."""

import filetype
from django.conf import settings

from meetings.files import images, office, pdfs
from meetings.files.kinds import (
    BY_EXTENSION,
    GIF,
    JPEG,
    OFFICE_KINDS,
    PDF,
    PNG,
    TAKEN,
    WEBP,
    FileKind,
    FileRefused,
)
from meetings.files.names import claimed_extension

_PICTURES = {"jpg": JPEG, "png": PNG, "apng": PNG, "gif": GIF, "webp": WEBP}
_ZIPS = {"zip", "docx", "xlsx", "pptx"}
_FOREIGN = {
    "zip": "en zip-fil",
    "exe": "et program",
    "rtf": "et RTF-dokument",
    "odt": "et OpenDocument-dokument (.odt)",
    "ods": "et OpenDocument-regneark (.ods)",
    "odp": "en OpenDocument-præsentation (.odp)",
    "epub": "en e-bog",
}
_FOREIGN_FAMILIES = {"video": "en video", "audio": "en lydfil", "font": "en skrifttype"}


def max_bytes() -> int:
    """The most that a file may hold."""
    return settings.ATTACHMENT_MAX_BYTES


def max_size() -> str:
    """The same for readers, e.g. `20 MB`."""
    return f"{max_bytes() // 1_000_000} MB"


def check(data: bytes, name: str) -> FileKind:
    """What `data` is, judged by its content.

    Raises FileRefused unless it is whole, small enough, of a kind that the portal keeps, and of
    the one that its name says, if that says any.
    """
    if not data:
        raise FileRefused("Filen er tom.")
    if len(data) > max_bytes():
        raise FileRefused(f"Filen fylder mere end {max_size()}.")
    kind = _recognised(data, name)
    claimed = claimed_extension(name)
    if claimed and claimed not in kind.extensions:
        raise FileRefused(f"Filen hedder {claimed}, men er {kind.noun}. Ret navnet, og prøv igen.")
    if kind is PDF:
        pdfs.check(data)
    elif kind in OFFICE_KINDS:
        office.check(data)
    else:
        images.check(data, kind)
    return kind


def _recognised(data: bytes, name: str) -> FileKind:
    """The kind of file; raises FileRefused, with what it is instead, if that can be told."""
    if data.startswith(pdfs.HEAD):
        return PDF
    if data.startswith(office.OLD_HEAD):
        office.refuse_old(data)
    guess = filetype.guess(data)
    if guess and guess.extension in _PICTURES:
        return _PICTURES[guess.extension]
    if guess and guess.extension in _ZIPS and (kind := office.kind_in(data)):
        return kind
    raise FileRefused(_about_foreign(_foreign_noun(data, guess), claimed_extension(name)))


def _foreign_noun(data: bytes, guess: filetype.Type | None) -> str:
    """What a file is that the portal does not keep; empty if that cannot be told."""
    if guess and guess.extension not in {"pdf", "docx", "xlsx", "pptx"}:
        family = guess.mime.partition("/")[0]
        usual = f"et {guess.extension.upper()}-billede" if family == "image" else ""
        known = _FOREIGN.get(guess.extension) or _FOREIGN_FAMILIES.get(family)
        return known or usual or f"en {guess.extension}-fil"
    head = data[:1024].lower()
    if b"<svg" in head:
        return "et SVG-billede"
    return "en webside (HTML)" if b"<html" in head or b"<!doctype html" in head else ""


def _about_foreign(noun: str, claimed: str) -> str:
    taken = f"Portalen tager imod {TAKEN}."
    if claimed in BY_EXTENSION:
        really = noun or f"ikke {BY_EXTENSION[claimed].noun}"
        return f"Filen hedder {claimed}, men er {really}. {taken}"
    if noun.endswith("-billede"):
        return f"Filen er {noun}. Gem det som JPEG eller PNG, og prøv igen."
    return f"Filen er {noun}. {taken}" if noun else f"Filtypen kendes ikke. {taken}"
