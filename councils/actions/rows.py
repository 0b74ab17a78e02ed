"""What the actions on dated rows share: one change of a council at a time, nothing saved over what
a colleague has saved meanwhile, and reasons told at the field where they are mended."""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models

from councils.models import Council, Person
from councils.models.periods import Period

Row = TypeVar("Row", bound=models.Model)


class RowHasChanged(Exception):
    """Somebody saved something else since the form was shown; carries the row as stored, None where
    it is gone."""

    def __init__(self, stored: models.Model | None) -> None:
        super().__init__("the row has changed")
        self.stored = stored


class Doubtful(Exception):
    """It can be right but seldom is: people must say that they mean it. Carries Danish sentences,
    and what names just these when they are overruled."""

    def __init__(self, doubts: Sequence[str]) -> None:
        super().__init__("; ".join(doubts))
        self.doubts = tuple(doubts)
        self.mark = hashlib.sha256("\0".join(doubts).encode()).hexdigest()


def mark_of(row: models.Model) -> str:
    """What is different whenever one of the row's values is."""
    told = [
        f"{field.attname}={field.value_from_object(row)}" for field in row._meta.concrete_fields
    ]
    return hashlib.sha256("\0".join(told).encode()).hexdigest()


def lock(councils: Iterable[Council], *people: Person) -> None:
    """One change of these councils' seats, and of these people's rows, at a time: always in this
    order, so that nobody waits for somebody who waits."""
    keys = {council.pk for council in councils}
    list(Council.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk"))
    keys = {person.pk for person in people}
    list(Person.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk"))


def unchanged(row: Row, seen: str, *related: str) -> Row:
    """The row as stored, to be written, with what it points to. Raises RowHasChanged unless it
    still has the mark that the form showed."""
    rows = type(row)._default_manager.select_for_update(of=("self",)).select_related(*related)
    stored = rows.filter(pk=row.pk).first()
    if stored is None or mark_of(stored) != seen:
        raise RowHasChanged(stored)
    return stored


def overrule(doubts: Sequence[str], overruled: str) -> None:
    """Raises Doubtful unless just these doubts were seen and overruled."""
    if doubts and Doubtful(doubts).mark != overruled:
        raise Doubtful(doubts)


def change(row: models.Model, facts: dict[str, Any]) -> None:
    """Puts the facts in the row. Days that are known are not approximate any more."""
    before = [getattr(row, name, None) for name in ("starts_on", "ends_on")]
    for name, value in facts.items():
        setattr(row, name, value)
    if isinstance(row, Period) and before != [row.starts_on, row.ends_on]:
        row.is_approximate = False


def save(row: models.Model) -> None:
    """Checks and writes. Raises ValidationError; what two rows have against each other is told at
    the first day, and that an end comes before its beginning at the last."""
    try:
        row.full_clean()
    except ValidationError as error:
        raise ValidationError(_at_the_days(row, error.update_error_dict({}))) from error
    row.save()


def _at_the_days(row: models.Model, errors: dict[str, list]) -> dict[str, list]:
    told = errors.pop(NON_FIELD_ERRORS, [])
    if told:
        is_backwards = row.ends_on is not None and row.ends_on < row.starts_on
        field = "ends_on" if is_backwards else "starts_on"
        errors[field] = [*errors.get(field, []), *(told[:1] if is_backwards else told)]
    return errors
