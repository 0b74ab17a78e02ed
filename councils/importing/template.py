"""An empty sheet to fill in, with the council's own municipalities and lists to choose from."""

import io

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from councils import danish
from councils.importing.reading import Frame
from councils.importing.values import COLUMNS, MAX_ROWS, Role

_LISTS = "Valgmuligheder"
_WIDTHS = {"name": 30, "title": 22, "substitute": 30, "email": 34, "municipality": 20, "role": 18}
_PLACE = {key: get_column_letter(number) for number, key in enumerate(COLUMNS, start=1)}


def template_xlsx(frame: Frame) -> bytes:
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "Medlemmer"
    sheet.append(list(COLUMNS.values()))
    for key, place in _PLACE.items():
        head = sheet[f"{place}1"]
        head.font, head.fill = Font(bold=True), PatternFill("solid", start_color="FFE3EDF6")
        sheet.column_dimensions[place].width = _WIDTHS.get(key, 14)
    sheet.freeze_panes = "B2"
    for key in ("starts_on", "ends_on"):
        for number in range(2, MAX_ROWS + 2):
            sheet[f"{_PLACE[key]}{number}"].number_format = "dd.mm.yyyy"
    choices = {
        "municipality": sorted(frame.municipalities, key=danish.sort_key),
        "letter": frame.letters,
        "role": Role.labels,
    }
    lists = workbook.create_sheet(_LISTS)
    for column, (key, values) in enumerate(choices.items(), start=1):
        letter = get_column_letter(column)
        for number, value in enumerate([COLUMNS[key], *values], start=1):
            lists[f"{letter}{number}"] = value
        lists[f"{letter}1"].font = Font(bold=True)
        lists.column_dimensions[letter].width = 24
        if values:
            _offer(sheet, key, f"{_LISTS}!${letter}$2:${letter}${len(values) + 1}")
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def _offer(sheet, key: str, source: str) -> None:
    rule = DataValidation(type="list", formula1=source, allow_blank=True)
    rule.error, rule.errorTitle = "Vælg fra listen.", COLUMNS[key]
    rule.add(f"{_PLACE[key]}2:{_PLACE[key]}{MAX_ROWS + 1}")
    sheet.add_data_validation(rule)
