"""From bytes to numbered rows, and what is wrong with them."""

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

MAX_PROBLEMS = 50
MAX_TEXT = 300  # a problem quotes the file, whose fields may be of any length
DELIMITERS = ";\t,"  # at equal counts the first
# The mark at the beginning, or Å Æ Ø å æ ø: hardly anything else in Windows-1252.
UTF_8 = re.compile(rb"^\xef\xbb\xbf|\xc3[\x85\x86\x98\xa5\xa6\xb8]")
UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
SAVE_AS = "Gem den som »CSV UTF-8«."


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong at a line (1 is the header) and, where it has one, a column."""

    line: int
    column: str
    text: str

    def __str__(self) -> str:
        place = f"Linje {self.line}" + (f", kolonne {self.column}" if self.column else "")
        return f"{place}: {self.text}"


class VotesRefused(Exception):
    """The file is refused whole; `problems` says why, in Danish."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = problems


class Problems:
    """What is wrong with a file so far; the fiftieth problem refuses it at once."""

    def __init__(self) -> None:
        self._found: list[Problem] = []

    def add(self, line: int, column: str, text: str) -> None:
        self._found.append(Problem(line, shortened(column), shortened(text)))
        if len(self._found) == MAX_PROBLEMS:
            self.refuse_if_any()

    def refuse_if_any(self) -> None:
        if self._found:
            raise VotesRefused(*self._found)


def shortened(text: str) -> str:
    return text if len(text) <= MAX_TEXT else f"{text[:MAX_TEXT]} …"


def loosely_decoded(data: bytes) -> str:
    """Text good enough to recognise the header by."""
    if not data.removeprefix(codecs.BOM_UTF8).strip():
        raise VotesRefused(Problem(1, "", "filen er tom."))
    if data.startswith(b"PK\x03\x04"):
        text = "det er en Excel-fil eller et arkiv. Gem regnearket som »CSV UTF-8«."
        raise VotesRefused(Problem(1, "", text))
    if data.startswith(UTF_16_MARKS):
        raise VotesRefused(Problem(1, "", f"filen er gemt som UTF-16. {SAVE_AS}"))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        encoding = "utf-8-sig" if UTF_8.search(data) else "cp1252"
        return data.decode(encoding, errors="replace")


def decoded(data: bytes) -> str:
    """The text of a file in UTF-8 or else Windows-1252, each letter one character.

    Raises VotesRefused for other files, for one that mixes the two, and for NUL bytes.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # A broken UTF-8 file would pass for Windows-1252 and turn the letter Ø into »Ã˜«.
        if UTF_8.search(data):
            raise _refused_at(error, "filen blander UTF-8 med et andet tegnsæt.") from error
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError as other:
            refusal = "filen er gemt hverken som UTF-8 eller som Windows-1252."
            raise _refused_at(other, refusal) from other
    before, nul, _ = text.partition("\0")
    if nul:
        raise VotesRefused(Problem(before.count("\n") + 1, "", "linjen har et nultegn."))
    return unicodedata.normalize("NFC", text)


def delimiter(text: str) -> str:
    """Semicolon, tab or comma, whichever the first line has most of."""
    header = text.lstrip().partition("\n")[0]
    return max(DELIMITERS, key=header.count)


def numbered(text: str, mark: str, problems: Problems) -> Iterator[tuple[int, list[str]]]:
    """Each row with the number of the line it begins on; an empty line is no row.

    A row that is no CSV is a problem and the last one: where the next begins is anyone's guess.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error:
            quote = "Se efter et anførselstegn, der ikke er lukket."
            problems.add(line, "", f"linjen kan ikke læses som CSV. {quote}")
            return
        if fields:
            yield line, fields


def complete(
    rows: Iterator[tuple[int, list[str]]], width: int, problems: Problems
) -> Iterator[tuple[int, list[str]]]:
    """The rows with `width` fields, blanks around them cut; rows of empty fields are passed over.

    Excel leaves such rows behind. Another number of fields is a problem.
    """
    for line, fields in rows:
        if len(fields) == width:
            stripped = [field.strip() for field in fields]
            if any(stripped):
                yield line, stripped
        elif any(field.strip() for field in fields):
            first = "filens første linje"
            problems.add(line, "", f"linjen har ikke det samme antal felter som {first}.")


def _refused_at(error: UnicodeDecodeError, text: str) -> VotesRefused:
    line = error.object[: error.start].count(b"\n") + 1
    return VotesRefused(Problem(line, "", f"{text} {SAVE_AS}"))
