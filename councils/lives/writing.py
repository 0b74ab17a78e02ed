"""Writes what follows from an event, and takes it back."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.db.models.deletion import ProtectedError

from councils.lives.values import Write


class TooLate(Exception):
    """Something that was written has changed since, or something else depends on it by now."""


def write_all(writes: Sequence[Write]) -> list[dict[str, Any]]:
    """Writes them in their order, and returns what `take_back` needs to know, as plain values.

    To be called in a transaction. Raises ValidationError where a row would contradict another.
    """
    made: dict[Write, models.Model] = {}
    return [_written(write, made) for write in writes]


def _written(write: Write, made: dict[Write, models.Model]) -> dict[str, Any]:
    if write.facts is None:
        return _removed(write.row)
    facts = {
        name: made[value] if isinstance(value, Write) else value
        for name, value in write.facts.items()
    }
    row = made[write] = write.row or write.model()
    before = _values(row, facts) if write.row else None
    for name, value in facts.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    return {
        "model": write.model._meta.label,
        "pk": row.pk,
        "before": before,
        "after": _values(row, facts),
    }


def _removed(row: models.Model) -> dict[str, Any]:
    names = [field.name for field in row._meta.concrete_fields if not field.primary_key]
    change = {"model": row._meta.label, "pk": row.pk, "before": _values(row, names), "after": None}
    row.delete()
    return change


def take_back(changes: Sequence[dict[str, Any]]) -> None:
    """Puts every row back as it was, the latest first. To be called in a transaction. Raises
    TooLate, and then nothing counts."""
    for change in reversed(changes):
        model = apps.get_model(change["model"])
        if change["after"] is None:
            _restore(model(pk=change["pk"]), change["before"])
            continue
        row = model.objects.select_for_update().filter(pk=change["pk"]).first()
        if row is None or _values(row, change["after"]) != change["after"]:
            raise TooLate
        if change["before"] is not None:
            _restore(row, change["before"])
            continue
        try:
            row.delete()
        except ProtectedError as error:
            raise TooLate from error


def _restore(row: models.Model, before: dict[str, Any]) -> None:
    for name, value in before.items():
        field = row._meta.get_field(name)
        setattr(row, field.attname, field.to_python(value) if value is not None else None)
    try:
        row.full_clean()
    except ObjectDoesNotExist as error:  # what it belonged to is gone
        raise TooLate from error
    row.save()


def _values(row: models.Model, names: Any) -> dict[str, Any]:
    """The fields as JSON has them: keys of other rows, and days as text."""
    values = {name: getattr(row, row._meta.get_field(name).attname) for name in names}
    return {
        name: value.isoformat() if isinstance(value, datetime.date) else value
        for name, value in values.items()
    }
