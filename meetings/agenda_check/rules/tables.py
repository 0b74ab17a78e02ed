"""Rules about tables and headings: sums that do not add up, levels that are skipped."""

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from meetings.agenda_check.grids import Cell, Grid
from meetings.agenda_check.reading import Passage, Reading, Spot, rule
from meetings.agenda_check.values import Severity

TOTAL = re.compile(
    r"(?:i alt|ialt|total(?:t|en)?|sum|samlet|tilsammen)\b.*|.*\bi alt", re.IGNORECASE
)
# A total of a single row: only where the words say so and the table is about money, since
# »Kvinder 4, i alt 9« leaves the men out.
PLAIN_TOTAL = re.compile(r"(?:i alt|ialt|total|sum)\W*", re.IGNORECASE)
MONEY = re.compile(r"\bkr\b|kroner|beløb|budget|udgift|tilskud|\bpris\b", re.IGNORECASE)
NO_SUM = re.compile(
    r"pct|procent|%|andel|snit|pr\.|\bper\b|indeks|\brang|kvotient|\bår\b|^nr|^#|kode",
    re.IGNORECASE,
)
# A row or column that repeats what others hold.
NO_PART = re.compile(
    r"\W*(?:heraf|deraf|herunder|gennemsnit\w*|median\w*|forskel\w*|difference\w*|ændring\w*)\b",
    re.IGNORECASE,
)
NUMBER = re.compile(
    r"([-−–]?)\s?(\d{1,3}(?:[. ]\d{3})+|\d{1,15})(?:,(\d{1,6}))?\s?"
    r"(kr\.?|t\.kr\.?|mio\.(?: kr\.?)?|mia\.(?: kr\.?)?|stk\.?|pers\.?)?",
    re.IGNORECASE,
)
BLANK = frozenset({"", "-", "–", "—"})
YEAR = re.compile(r"(?:19|20)\d\d")


class Number(NamedTuple):
    value: Decimal
    unit: str
    step: Decimal  # the last place it is written with


NOTHING = Number(Decimal(0), "", Decimal(1))


class Sum(NamedTuple):
    """A total in a table and the numbers that should make it up."""

    cell: Cell
    total: Number
    parts: Sequence[Number]

    @property
    def adds_up(self) -> bool:
        difference = abs(self.total.value - sum(part.value for part in self.parts))
        # Numbers with decimals are rounded ones, each by half of its last place.
        steps = [part.step for part in self.parts if part.step < 1]
        return difference <= sum(steps, Decimal(0)) / 2


@rule(Severity.RED, "En tabels sum stemmer ikke")
def wrong_sum(reading: Reading) -> Iterator[Spot]:
    for entry in reading.entries:
        for passage in entry.sections:
            for grid in passage.section.tables:
                for wrong in _Table(passage, grid).wrong_sums():
                    start = wrong.cell.start
                    shown = passage.text[start : wrong.cell.end].strip()
                    right = sum(part.value for part in wrong.parts)
                    yield passage.spot(
                        start,
                        start + len(passage.text[start : wrong.cell.end].rstrip()),
                        f"Tabellen i {passage.name} skriver {shown} som sum, men tallene giver"
                        f" {_danish(right)}. Ret summen eller et af tallene.",
                    )


@rule(Severity.YELLOW, "En overskrift springer et niveau over")
def skipped_heading_level(reading: Reading) -> Iterator[Spot]:
    for entry in reading.entries:
        for passage in entry.sections:
            above = None
            for heading in passage.section.headings:
                if above is not None and heading.level > above + 1:
                    yield passage.spot(
                        heading.start,
                        heading.end,
                        f"Overskriften i {passage.name} er på niveau {heading.level}, men den"
                        f" forrige er på niveau {above}. Brug niveau {above + 1}, så skærmlæsere"
                        " kan følge opbygningen.",
                    )
                above = heading.level


class _Table:
    def __init__(self, passage: Passage, grid: Grid) -> None:
        self.grid = grid
        self.text = {id(cell): passage.text[cell.start : cell.end].strip() for cell in grid.cells}
        self.value = {id(cell): _number(self.text[id(cell)]) for cell in grid.cells}
        self.head_rows = grid.heads if grid.heads < grid.rows else 0
        if not self.head_rows and grid.rows and self._looks_like_head(0):
            self.head_rows = 1

    def wrong_sums(self) -> list[Sum]:
        body = range(self.head_rows, self.grid.rows)
        totals = [row for row in body if self._is_total_row(row)]
        rows = [row for row in body if row in totals or not NO_PART.match(self._label(row))]
        wrong = []
        least = 1 if self._has_single_row(body, totals) else 2
        if totals and len(rows) - len(totals) >= least:
            for column in range(self.grid.columns):
                wrong += self._down(column, rows, totals, least)
        seen = {id(found.cell) for found in wrong}
        return wrong + [found for found in self._across(body) if id(found.cell) not in seen]

    def _has_single_row(self, body: Sequence[int], totals: Sequence[int]) -> bool:
        """Whether the table is one row of money and its total."""
        return (
            len(body) == 2
            and [*totals] == [body[-1]]
            and bool(PLAIN_TOTAL.fullmatch(self._label(totals[0])))
            and any(MONEY.search(text) for text in self.text.values())
        )

    def _down(
        self, column: int, body: Sequence[int], totals: Sequence[int], least: int
    ) -> list[Sum]:
        """The column's totals that are wrong; none where it is no column of numbers."""
        if NO_SUM.search(self._head(column)):
            return []
        numbers = {row: self._number(row, column) for row in body}
        if any(number is None for row, number in numbers.items() if row not in totals):
            return []
        parts = {row: number for row, number in numbers.items() if number and row not in totals}
        if _differ(numbers.values()) or len(parts) < least:
            return []
        wrong = []
        for place, row in enumerate(totals):
            total = numbers[row]
            cell = self.grid.at(row, column)
            if total is None or cell is None or not self._shows_number(row, column):
                continue
            # With subtotals: the rows since the last one, or every row, or all subtotals.
            since = totals[place - 1] if place else -1
            choices = [
                [number for at, number in parts.items()],
                [number for at, number in parts.items() if since < at < row],
                [number for at in totals if at != row and (number := numbers[at])],
            ]
            choices = choices if len(totals) > 1 else choices[:1]
            sums = [Sum(cell, total, choice) for choice in choices]
            if not any(found.adds_up for found in sums):
                wrong.append(sums[0])
        return wrong

    def _across(self, body: Sequence[int]) -> list[Sum]:
        """The rows whose last column is headed as a sum and is none.

        A table of different things may have such a column too, so at least one row must add up.
        """
        totals = [c for c in range(self.grid.columns) if TOTAL.fullmatch(self._head(c))]
        if len(totals) != 1 or not self.head_rows:
            return []
        column = totals[0]
        sums = []
        for row in body:
            total, cell = self._number(row, column), self.grid.at(row, column)
            others = [
                at
                for at in range(self.grid.columns)
                if at != column
                and not NO_SUM.search(self._head(at))
                and not NO_PART.match(self._head(at))
                and not self._is_label(row, at)
            ]
            parts = [self._number(row, at) for at in others]
            known = [part for part in parts if part is not None]
            if total is None or cell is None or len(known) < len(parts) or len(known) < 2:
                continue
            if self._shows_number(row, column) and not _differ([total, *known]):
                sums.append(Sum(cell, total, known))
        wrong = [found for found in sums if not found.adds_up]
        return wrong if len(wrong) < len(sums) or len(sums) == 1 else []

    def _shown(self, row: int, column: int) -> str:
        cell = self.grid.at(row, column)
        return self.text[id(cell)] if cell is not None else ""

    def _head(self, column: int) -> str:
        """The text of the lowest heading above a column."""
        for row in reversed(range(self.head_rows)):
            if self._shown(row, column):
                return self._shown(row, column)
        return ""

    def _is_label(self, row: int, column: int) -> bool:
        """A row's own heading: the cells up to its first number, or any marked as heading."""
        cell = self.grid.at(row, column)
        if cell is not None and cell.is_header:
            return True
        return all(
            self._number(row, at) is None or not self._shows_number(row, at)
            for at in range(column + 1)
        )

    def _label(self, row: int) -> str:
        """The first words in a row, "" when it is all numbers."""
        texts = [self.text[id(cell)] for cell in self.grid.row(row)]
        return next((text for text in texts if _number(text) is None), "")

    def _is_total_row(self, row: int) -> bool:
        return bool(TOTAL.fullmatch(self._label(row)))

    def _looks_like_head(self, row: int) -> bool:
        texts = [self.text[id(cell)] for cell in self.grid.row(row)][1:]
        shown = [text for text in texts if text]
        return bool(shown) and all(
            YEAR.fullmatch(text) or not NUMBER.fullmatch(text) for text in shown
        )

    def _shows_number(self, row: int, column: int) -> bool:
        return self._shown(row, column) not in BLANK and self._number(row, column) is not None

    def _number(self, row: int, column: int) -> Number | None:
        """The number in a square, 0 for an empty one, None where something else stands."""
        cell = self.grid.at(row, column)
        if cell is None:
            return NOTHING
        if (cell.columns > 1 or cell.rows > 1) and self.text[id(cell)]:
            return None  # one number for several squares
        return self.value[id(cell)]


def _number(text: str) -> Number | None:
    match = NUMBER.fullmatch(text)
    if match is None:
        return NOTHING if text in BLANK else None
    sign, whole, decimals, unit = match.groups()
    digits = whole.replace(".", "").replace(" ", "") + (f".{decimals}" if decimals else "")
    value = Decimal(digits) * (-1 if sign else 1)
    return Number(value, (unit or "").lower(), Decimal(1).scaleb(-len(decimals or "")))


def _differ(numbers: Iterable[Number | None]) -> bool:
    """Whether they are kroner here and something else there."""
    return len({number.unit for number in numbers if number is not None and number.unit}) > 1


def _danish(value: Decimal | int) -> str:
    """1234.5 as 1.234,5."""
    return f"{value:,}".replace(",", " ").replace(".", ",").replace(" ", ".")
