"""A spreadsheet as cells: xlsx or csv, with everything refused that would not be what it seems."""

import csv
import datetime
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from councils import danish
from councils.importing.values import COLUMNS, MAX_ROWS, REQUIRED, Problem

MAX_BYTES = 2_000_000
_MAX_UNPACKED = 20_000_000
_MAX_PARTS = 500
_MAX_COLUMNS = 50
_MOST_LINES, _MOST_COLUMNS = 10 * MAX_ROWS, 500  # also empty ones
_KEYS = {danish.fold(head): key for key, head in COLUMNS.items()}
_WRONG_LETTERS = re.compile("Ã[¦¸¥†˜…\x86\x98\x85]|ï¿½|\ufffd")  # UTF-8 that was taken for another
_NOT_WHOLE = "Filen er beskadiget eller er ikke et regneark. Gem den igen som xlsx eller csv."
_TOO_MANY = f"Arket har flere end {MAX_ROWS} linjer. Del det i flere, eller fjern de tomme."
_FORMULA = "Cellen er en formel. Skriv værdien i stedet, eller indsæt den som værdi."


class FileRefused(Exception):
    """The file is not taken in: `problems`."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = problems


@dataclass
class Table:
    """The cells by line and column; what was left out is among the `notices`."""

    rows: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)


def read_table(data: bytes) -> Table:
    """The sheet in the file. Raises FileRefused."""
    if len(data) > MAX_BYTES:
        raise FileRefused(Problem("Filen er større end 2 MB."))
    if data.startswith(b"PK"):
        return _read_xlsx(data)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        text = "Filen er i et gammelt format eller beskyttet med adgangskode. Gem den som xlsx."
        raise FileRefused(Problem(text))
    return _read_csv(data)


# --- Excel ---------------------------------------------------------------------------------------


def _read_xlsx(data: bytes) -> Table:
    _check_archive(data)
    try:
        _count_rows(data)
        workbook = load_workbook(io.BytesIO(data), keep_links=False)
    except FileRefused:
        raise
    except Exception as error:  # openpyxl raises whatever it stumbles over
        raise FileRefused(Problem(_NOT_WHOLE)) from error
    table = Table()
    hidden = [sheet.title for sheet in workbook.worksheets if sheet.sheet_state != "visible"]
    if hidden:
        table.notices.append(f"Skjulte ark er ikke læst: {', '.join(hidden)}.")
    sheets = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
    sheet = next((one for one in sheets if _is_ours(one)), sheets[0] if sheets else None)
    if sheet is None:
        raise FileRefused(Problem("Filen har intet synligt ark."))
    _check_cells(sheet)
    if any(shape.hidden for shape in sheet.row_dimensions.values()):
        table.notices.append("Arket har skjulte linjer. De er læst med.")
    _take_in(table, ([cell.value for cell in row] for row in sheet.iter_rows()))
    return table


def _check_archive(data: bytes) -> None:
    """Before anything is unpacked: how much it would be, and whether it defines words of its own,
    by which a little XML can become very much."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > _MAX_PARTS or sum(part.file_size for part in parts) > _MAX_UNPACKED:
                raise FileRefused(Problem("Filen fylder for meget, når den bliver pakket ud."))
            if any("vbaproject" in part.filename.casefold() for part in parts):
                raise FileRefused(Problem("Filen har makroer. Gem den uden, og prøv igen."))
            for part in parts:
                if _defines_words(archive.read(part)):
                    raise FileRefused(Problem(_NOT_WHOLE))
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, OSError) as error:
        raise FileRefused(Problem(_NOT_WHOLE)) from error


def _defines_words(xml: bytes) -> bool:
    return any("<!DOCTYPE".encode(code) in xml for code in ("ascii", "utf-16-le", "utf-16-be"))


def _count_rows(data: bytes) -> None:
    """Without keeping any cell: a sheet of 100,000 lines is refused in moments."""
    workbook = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
    try:
        for sheet in workbook.worksheets:
            sheet.reset_dimensions()
            filled = 0
            for number, row in enumerate(sheet.iter_rows(values_only=True)):
                # One cell far out would make all those between it and the first.
                if number > _MOST_LINES or len(row) > _MOST_COLUMNS:
                    raise FileRefused(Problem(_TOO_MANY))
                filled += any(value is not None for value in row)
                if filled > MAX_ROWS + 1 and sheet.sheet_state == "visible":
                    raise FileRefused(Problem(_TOO_MANY))
    finally:
        workbook.close()


def _is_ours(sheet: Worksheet) -> bool:
    heads = [_key(cell.value) for cell in next(sheet.iter_rows(max_row=1), ())]
    return set(REQUIRED) <= set(heads)


def _check_cells(sheet: Worksheet) -> None:
    problems = [
        Problem(
            f"Cellerne {merged.coord} er flettet. Ophæv fletningen, og udfyld hver celle.",
            merged.min_row,
        )
        for merged in sheet.merged_cells.ranges
    ]
    for row in sheet.iter_rows():
        for cell in row:
            if cell.data_type == "f":
                problems.append(Problem(_FORMULA, cell.row, _head_of(sheet, cell.column)))
            elif cell.data_type == "e":
                text = f"Cellen indeholder fejlen {cell.value}."
                problems.append(Problem(text, cell.row, _head_of(sheet, cell.column)))
    if problems:
        raise FileRefused(*sorted(problems, key=lambda one: one.row))


def _head_of(sheet: Worksheet, column: int) -> str:
    return str(sheet.cell(1, column).value or f"kolonne {get_column_letter(column)}")


# --- CSV -----------------------------------------------------------------------------------------


def _read_csv(data: bytes) -> Table:
    table = Table()
    text, is_certain = _decoded(data)
    if not is_certain:
        table.notices.append("Filen er læst som Windows-1252. Se efter, om æ, ø og å er rigtige.")
    first = text.split("\n", 1)[0]
    delimiter = max(";,\t", key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        _take_in(table, _live_refused(rows))
    except csv.Error as error:
        text = 'Filen kan ikke læses som csv: et felt begynder med ", men slutter ikke.'
        raise FileRefused(Problem(text, rows.line_num)) from error
    return table


def _decoded(data: bytes) -> tuple[str, bool]:
    """The text, and whether nobody need guess how it was written."""
    is_wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for code in ["utf-16"] if is_wide else ["utf-8-sig", "cp1252"]:
        try:
            text = data.decode(code)
        except UnicodeDecodeError:
            continue
        if "\0" in text or _WRONG_LETTERS.search(text):
            break
        return text, code != "cp1252"
    raise FileRefused(Problem("Filens bogstaver kan ikke læses. Gem den som csv med UTF-8."))


def _live_refused(rows: Iterable[list[str]]) -> Iterator[list[str]]:
    """Text that a program would compute is refused; where our own export made it inert it is
    what it was."""
    problems, heads = [], []
    for number, row in enumerate(rows, start=1):
        heads = heads or row
        for column, text in enumerate(row):
            if text.lstrip().startswith("="):
                head = heads[column] if column < len(heads) else ""
                problems.append(Problem(_FORMULA, number, head))
        yield [_without_apostrophe(text) for text in row]
    if problems:
        raise FileRefused(*problems)


def _without_apostrophe(text: str) -> str:
    return text[1:] if text[:1] == "'" and text[1:2] in tuple("=+-@") else text


# --- Both ----------------------------------------------------------------------------------------


def _take_in(table: Table, lines: Iterable[list]) -> None:
    """Lines below the headings, by the headings' names; empty lines count but are nothing."""
    keys: list[str | None] = []
    for number, values in enumerate(lines, start=1):
        if not keys:
            keys = _columns(table, values)
            continue
        cells = {key: _trimmed(v) for key, v in zip(keys, values, strict=False) if key}
        if any(value not in (None, "") for value in cells.values()):
            if len(table.rows) == MAX_ROWS:
                raise FileRefused(Problem(_TOO_MANY))
            table.rows.append((number, cells))
    if not table.rows:
        raise FileRefused(Problem("Der står ingen personer i arket."))


def _columns(table: Table, heads: list) -> list[str | None]:
    if len(heads) > _MAX_COLUMNS:
        heads = heads[:_MAX_COLUMNS]
    keys = [_key(head) for head in heads]
    twice = sorted({COLUMNS[key] for key in keys if key and keys.count(key) > 1})
    missing = [COLUMNS[key] for key in REQUIRED if key not in keys]
    problems = []
    if twice:
        problems.append(Problem(f"Kolonnen står der to gange: {', '.join(twice)}.", 1))
    if missing:
        text = f"Kolonnen mangler: {', '.join(missing)}. Linje 1 skal have kolonnernes navne."
        problems.append(Problem(text, 1))
    if problems:
        raise FileRefused(*problems)
    unknown = [str(head) for head, key in zip(heads, keys, strict=True) if head and not key]
    if unknown:
        table.notices.append(f"Kolonner, der ikke er læst: {', '.join(unknown)}.")
    return keys


def _key(head: Any) -> str | None:
    return _KEYS.get(" ".join(danish.fold(str(head or "")).split()))


def _trimmed(value: Any) -> Any:
    if isinstance(value, datetime.datetime):
        return value.date() if value.time() == datetime.time() else value
    return " ".join(value.split()) if isinstance(value, str) else value
