"""A Word file as a container: whether it is one, whether it is safe to open, and what is in it.

A .docx is a zip of XML parts. Only the parts that went through here are handed to the reader, so
that no small file unpacks into a big one and no part names entities of its own.
"""

import io
import zipfile
import zlib
from collections import Counter
from typing import Any, NamedTuple
from xml.parsers import expat

MAX_ENTRIES = 2_000
MAX_UNPACKED = 100_000_000  # bytes, by what the zip says of itself; pictures are never unpacked
MAX_XML = 20_000_000  # bytes of XML, by what really comes out
MAX_NODES = 150_000  # elements and attributes: some 10 seconds and 100 MB for the reader
MAX_DEPTH = 80  # a text box in a table in a table needs about 40

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Word until 2003, and every encrypted Office file
_TYPES = "[Content_Types].xml"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_DOCUMENTS = (f"{_WORD}document.main+xml", f"{_WORD}template.main+xml")
_SAVE_AS = "Åbn den i Word, gem den som »Word-dokument (.docx)«, og prøv igen."
_OTHER_FILES = {
    b"%PDF-": "Filen er en PDF, ikke et Word-dokument.",
    b"{\\rtf": f"Filen er et RTF-dokument, ikke et Word-dokument. {_SAVE_AS}",
}
_OTHER_ZIPS = {
    "mimetype": "et OpenDocument-dokument",
    "xl/workbook.xml": "et Excel-regneark",
    "ppt/presentation.xml": "en PowerPoint-præsentation",
}


class WordFileRefused(ValueError):
    """The file cannot be read as a Word document; the text, in Danish, is for the reader."""


class Package(NamedTuple):
    """`data` is the same document with nothing but its XML; `marks` counts the elements of the
    main part by local name, and `margin` tells whether there are words in the page margins."""

    data: bytes
    marks: Counter[str]
    margin: bool


def damaged() -> WordFileRefused:
    return WordFileRefused(f"Word-filen er beskadiget og kan ikke læses. {_SAVE_AS}")


def too_big() -> WordFileRefused:
    return WordFileRefused("Word-filen er for stor, når den pakkes ud. Del den i flere filer.")


def checked(data: bytes) -> Package:
    """`data` as a document that is safe to read; raises WordFileRefused for everything else."""
    _check_kind(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as source:
            _check_entries(source)
            return _repacked(source)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
        raise damaged() from error
    except (expat.ExpatError, UnicodeError, RuntimeError, ValueError) as error:
        if isinstance(error, WordFileRefused):
            raise
        raise damaged() from error


def _check_kind(data: bytes) -> None:
    if not data:
        raise WordFileRefused("Filen er tom.")
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise WordFileRefused(
                "Word-filen er beskyttet med adgangskode. Fjern adgangskoden, og prøv igen."
            )
        raise WordFileRefused(f"Filen er i et ældre Office-format (.doc). {_SAVE_AS}")
    for head, text in _OTHER_FILES.items():
        if data.startswith(head):
            raise WordFileRefused(text)
    if not data.startswith(b"PK"):
        raise WordFileRefused(f"Filen er ikke et Word-dokument (.docx). {_SAVE_AS}")


def _check_entries(source: zipfile.ZipFile) -> None:
    entries = source.infolist()
    names = {entry.filename for entry in entries}
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise too_big()
    if any(entry.flag_bits & 1 for entry in entries):
        raise WordFileRefused("Filen er beskyttet med adgangskode. Fjern den, og prøv igen.")
    for name, kind in _OTHER_ZIPS.items():
        if name in names:
            raise WordFileRefused(f"Filen er {kind}, ikke et Word-dokument (.docx).")
    if _TYPES not in names:
        raise WordFileRefused("Filen er et zip-arkiv, ikke et Word-dokument (.docx).")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise _with_macros()


def _with_macros() -> WordFileRefused:
    return WordFileRefused(
        "Word-filen indeholder makroer. Gem den som »Word-dokument (.docx)« uden makroer, "
        "og prøv igen."
    )


def _repacked(source: zipfile.ZipFile) -> Package:
    target = io.BytesIO()
    scan = _Scan()
    unpacked = 0
    with zipfile.ZipFile(target, "w") as written:
        for name in dict.fromkeys(source.namelist()):
            if not name.lower().endswith((".xml", ".rels")):
                continue
            with source.open(name) as part:
                xml = part.read(MAX_XML - unpacked + 1)
            unpacked += len(xml)
            if unpacked > MAX_XML:
                raise too_big()
            scan.read(name, xml)
            written.writestr(name, xml)
    if any("macroenabled" in kind.lower() for kind in scan.types):
        raise _with_macros()
    if not scan.types.intersection(_DOCUMENTS):
        raise WordFileRefused("Filen er ikke et Word-dokument (.docx).")
    return Package(target.getvalue(), scan.marks, scan.margin)


class _Scan:
    """Goes through the XML without building anything: counts, and refuses what is too much."""

    def __init__(self) -> None:
        self.types: set[str] = set()
        self.marks: Counter[str] = Counter()
        self.margin = False
        self._nodes = 0
        self._depth = 0
        self._part = ""

    def read(self, name: str, xml: bytes) -> None:
        self._part = name.lower()
        self._depth = 0
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        if self._part.startswith(("word/header", "word/footer")):
            parser.CharacterDataHandler = self._margin_text
        parser.Parse(xml, True)

    def _refuse_doctype(self, *_declaration: Any) -> None:
        # No Word file has one; entities of its own can blow up or point to other files.
        raise damaged()

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._nodes += 1 + len(attributes)
        if self._nodes > MAX_NODES or self._depth > MAX_DEPTH:
            raise WordFileRefused(
                "Word-filen er for stor eller for indviklet til at blive læst. "
                "Del den i flere filer."
            )
        if self._part.startswith("word/document"):
            self.marks[name.rpartition(" ")[2]] += 1
        elif self._part == _TYPES.lower():
            self.types.add(attributes.get("ContentType", ""))

    def _end(self, _name: str) -> None:
        self._depth -= 1

    def _margin_text(self, text: str) -> None:
        self.margin = self.margin or any(letter.isalpha() for letter in text)
