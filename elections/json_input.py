"""Figures out of JSON, exactly, with a clear word about each that cannot be used."""

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, NoReturn

# More would be computed for minutes, and no country has as many.
MOST_MUNICIPALITIES = 100_000
# Python turns no number of more than 4,300 digits into text; sums must stay below that too.
MOST_BITS = 10_000
MOST_DECIMALS = 50

PERCENT = re.compile(r"[0-9]{1,50}(\.[0-9]{1,50}|/0*[1-9][0-9]{0,49})?")

Orders = tuple[tuple[str, ...], ...]


class BadInput(ValueError):
    """The input cannot be computed; ``field`` says where, "" when it is no field at all."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(f"{field}: {text}" if field else text)
        self.field = field
        self.text = text


def parse(text: str) -> dict[str, Any]:
    """The JSON object in ``text``, with numbers kept exact.

    Raises BadInput for anything else: no JSON, no object, a key twice in one object, NaN
    and Infinity, numbers too long and nesting too deep for Python.
    """
    try:
        values = json.loads(
            text,
            parse_float=_decimal,
            parse_constant=_no_number,
            object_pairs_hook=_without_repetition,
        )
    except BadInput:
        raise
    except json.JSONDecodeError as error:
        raise BadInput("", f"This is not JSON: {error.msg} at character {error.pos + 1}.") from None
    except RecursionError:
        raise BadInput("", "The values are nested too deeply.") from None
    except ValueError:
        raise BadInput("", "A number has too many digits.") from None
    if not isinstance(values, dict):
        raise BadInput("", f"This must be a JSON object, not {_kind(values)}.")
    return values


def required(values: Mapping[str, Any], field: str) -> Any:
    """The field's value, whatever it is."""
    if field not in values:
        raise BadInput(field, "The field is missing.")
    return values[field]


def whole(value: object, field: str, of_list: str = "") -> int:
    """The whole number, at least 0."""
    what = f"The number of list {of_list}" if of_list else "The number"
    if not isinstance(value, int) or isinstance(value, bool):
        raise BadInput(field, f"{what} must be whole, not {_kind(value)}.")
    if value.bit_length() > MOST_BITS:
        raise BadInput(field, f"{what} has too many digits.")
    if value < 0:
        raise BadInput(field, f"{what} must be at least 0, not {value}.")
    return value


def municipalities(values: Mapping[str, Any]) -> int:
    """The number of municipalities, small enough to compute with."""
    number = whole(required(values, "municipalities"), "municipalities")
    if number > MOST_MUNICIPALITIES:
        raise BadInput("municipalities", f"There can be at most {MOST_MUNICIPALITIES}.")
    return number


def counts(values: Mapping[str, Any], field: str) -> dict[str, int]:
    """An object from lists to whole numbers."""
    found = required(values, field)
    if not isinstance(found, dict):
        raise BadInput(field, f"This must be an object, not {_kind(found)}.")
    if "" in found:
        raise BadInput(field, "A list has no key.")
    return {key: whole(number, field, key) for key, number in found.items()}


def keys(value: object, field: str) -> tuple[str, ...]:
    """An array of lists, each of them once."""
    if not isinstance(value, list):
        raise BadInput(field, f"This must be an array, not {_kind(value)}.")
    seen: set[str] = set()
    for key in value:
        if not isinstance(key, str) or not key:
            raise BadInput(field, f"A list must be given by its key, not by {_kind(key)}.")
        if key in seen:
            raise BadInput(field, f"List {key} occurs more than once.")
        seen.add(key)
    return tuple(value)


def orders(values: Mapping[str, Any], field: str) -> Orders:
    """An array of arrays of at least two lists; empty when the field is left out."""
    groups = values.get(field, [])
    if not isinstance(groups, list):
        raise BadInput(field, f"This must be an array of arrays, not {_kind(groups)}.")
    found = tuple(keys(group, field) for group in groups)
    if any(len(group) < 2 for group in found):
        raise BadInput(field, "Each of the arrays needs at least two lists.")
    return found


def choice(values: Mapping[str, Any], field: str, choices: Any, default: Any) -> Any:
    """A member of the enumeration ``choices``, given by its value."""
    value = values.get(field, default)
    if not isinstance(value, str) or value not in list(choices):
        raise BadInput(field, f"This must be one of: {', '.join(choices)}.")
    return choices(value)


def percent(value: object) -> int | Fraction:
    """A percentage as a whole number, as a JSON number with decimals, or as text."""
    field = "threshold_percent"
    if isinstance(value, Decimal):
        if value and (not 0 <= value <= 100 or value.as_tuple().exponent < -MOST_DECIMALS):
            raise BadInput(
                field, f"This must be from 0 to 100, with at most {MOST_DECIMALS} decimals."
            )
        exact = Fraction(value) if value else Fraction(0)
    elif isinstance(value, str):
        if not PERCENT.fullmatch(value):
            raise BadInput(field, 'Text must be a number such as "2.5" or "5/2".')
        exact = Fraction(value)
    else:
        exact = Fraction(whole(value, field))
    return exact.numerator if exact.denominator == 1 else exact


def _kind(value: object) -> str:
    """What sort of JSON value this is, for an error; the value itself may be endless."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    kinds = {str: "text", list: "an array", dict: "an object", int: "a number"}
    if value == "":
        return "empty text"
    return kinds.get(type(value), "a number with decimals or an exponent")


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except ArithmeticError:
        raise BadInput("", "A number's exponent has too many digits.") from None


def _no_number(name: str) -> NoReturn:
    raise BadInput("", f"{name} is not a number in JSON.")


def _without_repetition(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) < len(pairs):
        seen: set[str] = set()
        for key, _value in pairs:
            if key in seen:
                raise BadInput(key, "This occurs more than once in the same object.")
            seen.add(key)
    return values
