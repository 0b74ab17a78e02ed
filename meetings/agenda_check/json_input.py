"""An agenda out of JSON, with a clear word about what cannot be read."""

import datetime
import json
from collections.abc import Mapping, Sequence
from typing import Any

from meetings.agenda_check import councils
from meetings.agenda_check.reading import Reading
from meetings.agenda_check.values import Agenda, Attachment, Item, Kind

AGENDA_FIELDS = frozenset("council kind starts_at items now".split())
ITEM_FIELDS = frozenset(
    "number title case_number initials closed background recommendation presentation"
    " attachments".split()
)
ATTACHMENT_FIELDS = frozenset({"title", "closed"})
YEARS = range(1970, 2200)  # a meeting in any other year is a slip, and its term cannot be told


class BadInput(ValueError):
    """The agenda cannot be read; `field` says where, "" when it is no field at all."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(f"{field}: {text}" if field else text)
        self.field = field
        self.text = text


def parse(text: str) -> Any:
    """The JSON in `text`. Raises BadInput, also for a key that occurs twice in one object."""
    try:
        return json.loads(text, parse_constant=_no_number, object_pairs_hook=_without_repetition)
    except BadInput:
        raise
    except json.JSONDecodeError as error:
        raise BadInput(
            "", f"This is not JSON: {error.msg} at line {error.lineno}, column {error.colno}."
        ) from None
    except RecursionError:
        raise BadInput("", "The values are nested too deeply.") from None
    except ValueError:
        raise BadInput("", "A number has too many digits.") from None


def agenda(values: Any) -> Agenda:
    """The agenda that `values` describe; what is optional and missing is empty.

    Raises BadInput, which names the field, such as items[2].title.
    """
    if not isinstance(values, dict):
        raise BadInput("", f"This must be a JSON object, not {_kind(values)}.")
    starts_at = _moment(_required(values, "starts_at", ""), "starts_at")
    now = values.get("now")
    return Agenda(
        council=councils.facts(_choice(values, "council", tuple(councils.REGIONS))),
        kind=Kind(_choice(values, "kind", tuple(Kind))),
        starts_at=starts_at,
        items=tuple(
            _item(entry, f"items[{place}]")
            for place, entry in enumerate(_array(_required(values, "items", ""), "items"))
        ),
        term=councils.term_of(Reading.local(starts_at).date()),
        now=None if now is None else _moment(now, "now"),
    )


def unknown_fields(values: Mapping[str, Any]) -> list[str]:
    """The fields that nobody reads, as paths, for a warning; after `agenda` took the values."""
    found = sorted(values.keys() - AGENDA_FIELDS)
    for place, item in enumerate(values["items"]):
        found += sorted(f"items[{place}].{key}" for key in item.keys() - ITEM_FIELDS)
        for number, attachment in enumerate(item.get("attachments") or ()):
            path = f"items[{place}].attachments[{number}]"
            found += sorted(f"{path}.{key}" for key in attachment.keys() - ATTACHMENT_FIELDS)
    return found


def _item(values: Any, path: str) -> Item:
    _object(values, path)
    _required(values, "number", f"{path}.")
    attachments = values.get("attachments")
    return Item(
        **{
            field: _text(values.get(field, ""), f"{path}.{field}")
            for field in sorted(ITEM_FIELDS - {"closed", "attachments"})
        },
        closed=_flag(values, "closed", path),
        heading=False,  # JSON has no word for it
        attachments=tuple(
            _attachment(entry, f"{path}.attachments[{place}]")
            for place, entry in enumerate(
                _array([] if attachments is None else attachments, f"{path}.attachments")
            )
        ),
    )


def _attachment(values: Any, path: str) -> Attachment:
    _object(values, path)
    title = _text(_required(values, "title", f"{path}."), f"{path}.title")
    return Attachment(title, _flag(values, "closed", path))


def _required(values: Mapping[str, Any], field: str, prefix: str) -> Any:
    if field not in values:
        raise BadInput(f"{prefix}{field}", "The field is missing.")
    return values[field]


def _object(value: Any, path: str) -> None:
    if not isinstance(value, dict):
        raise BadInput(path, f"This must be an object, not {_kind(value)}.")


def _array(value: Any, path: str) -> list[Any]:
    if not isinstance(value, list):
        raise BadInput(path, f"This must be an array, not {_kind(value)}.")
    return value


def _text(value: Any, path: str) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadInput(path, f"This must be text, not {_kind(value)}.")
    return value


def _flag(values: Mapping[str, Any], field: str, path: str) -> bool:
    value = values.get(field)
    if value is not None and not isinstance(value, bool):
        raise BadInput(f"{path}.{field}", f"This must be true or false, not {_kind(value)}.")
    return bool(value)


def _choice(values: Mapping[str, Any], field: str, choices: Sequence[str]) -> str:
    value = _text(_required(values, field, ""), field)
    if value not in choices:
        raise BadInput(field, f"This must be one of {', '.join(choices)}.")
    return value


def _moment(value: Any, field: str) -> datetime.datetime:
    text = _text(value, field)
    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError:
        raise BadInput(field, "This must be a time such as 2022-01-19T10:30.") from None
    if moment.year not in YEARS:
        raise BadInput(field, f"The year must lie between {YEARS[0]} and {YEARS[-1]}.")
    return moment


def _kind(value: object) -> str:
    """What sort of JSON value this is, for an error; the value itself may be endless."""
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    kinds: dict[type, str] = {str: "text", list: "an array", dict: "an object"}
    return kinds.get(type(value), "a number")


def _no_number(name: str) -> None:
    raise BadInput("", f"{name} is not a number in JSON.")


def _without_repetition(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key, value in pairs:
        if key in values:
            raise BadInput(key, "This occurs more than once in the same object.")
        values[key] = value
    return values
