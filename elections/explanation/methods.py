"""All methods side by side, with the seats that differ marked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from councils import danish
from elections.apportionment import (
    Case,
    InvalidInput,
    Lot,
    LotError,
    LotsRequired,
    Method,
    compose,
)
from elections.explanation.compositions import tie_sentence
from elections.models import METHOD_NAMES


@dataclass(frozen=True, slots=True)
class MethodColumn:
    """One method's result: `size` 0 and a sentence in `stopped` where it gives none."""

    method: Method
    name: str
    is_chosen: bool
    size: int
    is_capped: bool
    stopped: str


@dataclass(frozen=True, slots=True)
class MethodRow:
    """A list's seats by each method; None where the method gave no result.

    Each cell: seats, and whether they differ from those by the chosen method.
    """

    key: str
    name: str
    cells: list[tuple[int | None, bool]]


@dataclass(frozen=True, slots=True)
class Comparison:
    columns: list[MethodColumn]
    rows: list[MethodRow]

    @property
    def differs(self) -> bool:
        return any(differs for row in self.rows for _, differs in row.cells)


def compare(case: Case, names: Mapping[str, str], lots: Sequence[Lot] = ()) -> Comparison:
    """The same figures and settings by every method. `lots` are those drawn for the case's own."""
    columns, seats = [], []
    for method in Method:
        column, found = _by(replace(case, method=method), names, case.method, lots)
        columns.append(column)
        seats.append(found)
    chosen = seats[list(Method).index(case.method)]
    keys = sorted(
        {key for found in seats for key, number in found.items() if number},
        key=danish.letter_key,
    )
    rows = []
    for key in keys:
        cells = []
        for column, found in zip(columns, seats, strict=True):
            number = found.get(key, 0) if column.size else None
            differs = number is not None and bool(chosen) and number != chosen.get(key, 0)
            cells.append((number, differs))
        rows.append(MethodRow(key, names.get(key, key), cells))
    return Comparison(columns, rows)


def _by(
    case: Case, names: Mapping[str, str], chosen: Method, lots: Sequence[Lot]
) -> tuple[MethodColumn, dict[str, int]]:
    is_chosen = case.method is chosen
    name = METHOD_NAMES[case.method]
    try:
        outcome = compose(case, lots if is_chosen else ())
    except (InvalidInput, LotError):
        stopped = "Tallene kan ikke fordeles med metoden."
        return MethodColumn(case.method, name, is_chosen, 0, False, stopped), {}
    if isinstance(outcome, LotsRequired):
        stopped = f"Kræver lodtrækning: {tie_sentence(outcome, names)}"
        return MethodColumn(case.method, name, is_chosen, 0, True, stopped), {}
    column = MethodColumn(case.method, name, is_chosen, outcome.size, outcome.is_capped, "")
    return column, {row.key: row.seats for row in outcome.lists}
