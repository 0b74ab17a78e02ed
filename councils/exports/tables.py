"""The Blå Bog, and other tables, as a spreadsheet. No cell is ever computed, whatever somebody is
called."""

import csv
import datetime
import io
from collections.abc import Iterator

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from councils.directory import Line
from councils.exports.books import Book

# The first letters by which programs take a cell for a formula, also those of full width.
LIVE = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")

EXAMPLE = "Opdigtet eksempel"
_HEADS = ["Navn", "Titel", "Parti", "Partinavn", "Kommune", "Rolle", "Post", "Fra", "Til"]
_HEADS += ["Stedfortræder", "Stedfortræder for", "E-mail", "Telefon", "Bemærkning"]
_WIDTHS = {"Navn": 30, "Titel": 24, "Partinavn": 32, "Kommune": 20, "Rolle": 26, "Post": 14}
_WIDTHS |= {"Stedfortræder": 30, "Stedfortræder for": 34, "E-mail": 34, "Telefon": 18}
_WIDTHS |= {"Forum": 40, "Plads": 30, "Suppleant": 30, "Hvordan": 26, "Liste": 26}
_WIDTHS |= {"Hverv": 34, "Suppleant for": 30}


def csv_bytes(book: Book) -> bytes:
    """As Danish Excel reads it: UTF-8 with its mark, semicolons, and a line end of two signs."""
    return csv_of([_HEADS, *_rows(book)])


def csv_of(table: list[list]) -> bytes:
    """A table of texts and days, its first row the heads of its columns."""
    text = io.StringIO(newline="")
    rows = csv.writer(text, delimiter=";", lineterminator="\r\n")
    for row in table:
        rows.writerow([inert(_said(value)) for value in row])
    return text.getvalue().encode("utf-8-sig")


def xlsx_bytes(book: Book) -> bytes:
    return xlsx_of("Blå Bog", [_HEADS, *_rows(book)], _about(book))


def xlsx_of(title: str, table: list[list], facts: list[list]) -> bytes:
    """The same as a sheet with that title; a second one tells the facts about it."""
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = title
    _fill(sheet, table)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions
    about = workbook.create_sheet("Om")
    _fill(about, facts)
    about.column_dimensions["A"].width = 16
    about.column_dimensions["B"].width = 90
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def inert(text: str) -> str:
    """Text that no program takes for a formula, whichever way it comes into a cell."""
    return f"'{text}" if text.startswith(LIVE) else text


def _rows(book: Book) -> Iterator[list]:
    for line in book.lines:
        yield [
            line.name,
            line.title,
            line.party.letter,
            line.party.name,
            line.place.name,
            line.role_label,
            ", ".join(_post(book, post) for post in line.posts),
            *_days(book, line),
            ", ".join(one.name for one in line.substitutes),
            ", ".join(one.name for one in line.stands_in_for),
            line.email,
            line.phone,
            EXAMPLE if line.is_example else "",
        ]


def _post(book: Book, post) -> str:
    if post.starts_on <= book.at:
        return post.label
    since = f"{post.starts_on:%Y}" if post.is_approximate else f"{post.starts_on:%d.%m.%Y}"
    return f"{post.label} fra {since}"


def _days(book: Book, line: Line) -> tuple:
    """Real dates, or the year where no more is known."""
    span = book.span_of(line)
    if span.is_approximate:
        return span.starts, span.ends
    return span.starts_on or "", span.ends_on or ""


def _about(book: Book) -> list[list]:
    contacts = "Dem, som den, der hentede filen, må se. Må ikke videregives."
    return [
        ["KKR", book.council.name],
        ["Pr. dato", book.at],
        ["Kontaktoplysninger", contacts if book.is_internal else "Kun sekretariatets."],
        ["Fra og til", "Begge dage er med. Står der kun et årstal, kendes dagen ikke."],
    ]


def _said(value: str | datetime.date) -> str:
    return f"{value:%d.%m.%Y}" if isinstance(value, datetime.date) else _printable(value)


def _printable(text: str) -> str:
    """Without signs that no cell may hold."""
    return "".join(sign for sign in text if sign.isprintable() or sign in "\t\r\n")


def _fill(sheet: Worksheet, rows: list[list]) -> None:
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(number, column)
            if isinstance(value, datetime.date):
                cell.value, cell.number_format = value, "dd.mm.yyyy"
            elif value:
                # As the text it is, and marked so that it stays one when somebody edits it.
                cell.value = _printable(value)
                cell.data_type, cell.quotePrefix = "s", value.startswith(LIVE)
            if number == 1:
                cell.font = Font(bold=True)
                cell.fill = PatternFill("solid", start_color="FFE3EDF6")
    for column, head in enumerate(rows[0], start=1):
        sheet.column_dimensions[get_column_letter(column)].width = _WIDTHS.get(head, 12)
