"""A case and its lots as plain JSON values, as they are kept with each computation, and back."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from fractions import Fraction
from typing import Any

from elections.apportionment import Case, Denominator, ListInput, Lot, Method


def to_json(case: Case) -> dict[str, Any]:
    """The case as plain JSON values; `from_json` reads it back."""
    values = asdict(case)
    values["lists"] = [asdict(entry) for entry in case.lists]
    values["threshold_percent"] = str(case.threshold_percent)
    return values


def from_json(values: Mapping[str, Any]) -> Case:
    """The case that `to_json` wrote."""
    percent = Fraction(values["threshold_percent"])
    return Case(
        **{
            **values,
            "lists": tuple(ListInput(**entry) for entry in values["lists"]),
            "method": Method(values["method"]),
            "denominator": Denominator(values["denominator"]),
            "threshold_percent": int(percent) if percent.denominator == 1 else percent,
        }
    )


def lot_to_json(lot: Lot) -> dict[str, Any]:
    """The lot as plain JSON values; `lots_from_json` reads them back."""
    return {"order": list(lot.order), "seats": lot.seats}


def lots_from_json(lots: Iterable[Mapping[str, Any]]) -> list[Lot]:
    """The lots that `lot_to_json` wrote."""
    return [Lot(order=tuple(lot["order"]), seats=lot["seats"]) for lot in lots]
