"""Spreadsheets as people make them."""

import csv
import io
from collections.abc import Iterable

from openpyxl import Workbook

from councils.importing import COLUMNS

HEADS = list(COLUMNS.values())


def line(name="Åse Holm", **cells) -> list:
    """A line of the template: a mayor in Aarhus unless told otherwise, by the columns' keys."""
    said = {"name": name, "letter": "V", "municipality": "Aarhus", "role": "Borgmester"} | cells
    return [said.get(key) for key in COLUMNS]


def xlsx(lines: Iterable[list], *, heads=HEADS, change=None) -> bytes:
    """`change` does something more to the workbook."""
    workbook = Workbook()
    sheet = workbook.active
    for row in [heads, *lines]:
        sheet.append(row)
    if change:
        change(workbook)
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def csv_text(lines: Iterable[list], *, heads=HEADS, delimiter=";") -> str:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows([heads, *lines])
    return text.getvalue()
