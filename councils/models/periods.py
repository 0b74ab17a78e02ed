"""Dated rows: what held from one day to another, and that two of them may not overlap."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.ddl_references import Statement, Table
from django.db.models import F, Q


class PeriodQuerySet(models.QuerySet):
    def in_force(self, at: datetime.date) -> Self:
        """Rows that hold on the day `at`; both ends of a period belong to it."""
        return self.not_over(at).filter(starts_on__lte=at)

    def not_over(self, at: datetime.date) -> Self:
        """Rows that hold on the day `at` or on a later one: those that end before it are left out,
        those that only begin are not."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=at))

    def within(self, starts_on: datetime.date, ends_on: datetime.date) -> Self:
        """Rows that hold on at least one day from `starts_on` to `ends_on`."""
        return self.not_over(starts_on).filter(starts_on__lte=ends_on)


class Period(models.Model):
    """Something that holds from `starts_on` to `ends_on`, both days included.

    No `ends_on` means that nobody knows an end yet.
    """

    starts_on = models.DateField("fra og med")
    ends_on = models.DateField("til og med", null=True, blank=True)
    is_approximate = models.BooleanField(
        "omtrentlig",
        default=False,
        help_text="Kun årene er kendt; dagene er valgperiodens og vises ikke.",
    )

    objects = PeriodQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="%(app_label)s_%(class)s_does_not_end_before_it_starts",
                violation_error_message="Slutdatoen ligger før startdatoen.",
            )
        ]

    def is_in_force(self, at: datetime.date) -> bool:
        """Whether this holds on the day `at`, like `PeriodQuerySet.in_force`."""
        return self.starts_on <= at and (self.ends_on is None or at <= self.ends_on)


class NoOverlap(models.BaseConstraint):
    """Two periods with the same `fields` (among rows where `only` holds) share no day.

    PostgreSQL keeps it by an exclusion constraint, SQLite by two triggers. The triggers are made
    with the table, as Django makes conditional unique indexes, so that they survive the table
    being remade by a later migration.
    """

    def __init__(
        self,
        *,
        fields: Sequence[str],
        name: str,
        only: Mapping[str, str] | None = None,
        violation_error_message: str | None = None,
    ) -> None:
        super().__init__(name=name, violation_error_message=violation_error_message)
        self.fields = tuple(fields)
        self.only = dict(only or {})

    def deconstruct(self):
        path, args, kwargs = super().deconstruct()
        kwargs["fields"] = self.fields
        if self.only:
            kwargs["only"] = self.only
        return path, args, kwargs

    def __eq__(self, other: object) -> bool:
        return isinstance(other, NoOverlap) and self.deconstruct() == other.deconstruct()

    def __hash__(self) -> int:
        return hash((self.name, self.fields))

    def validate(self, model, instance, exclude=None, using="default") -> None:
        columns = {*self.fields, *self.only, "starts_on", "ends_on"}
        if columns & set(exclude or ()) or not self._concerns(instance):
            return
        same = {field: getattr(instance, field) for field in self.fields}
        if None in same.values():  # as in the database, where NULL equals nothing
            return
        others = model._default_manager.using(using).exclude(pk=instance.pk)
        others = others.filter(**self.only, **same)
        if others.within(instance.starts_on, instance.ends_on or datetime.date.max).exists():
            raise ValidationError(
                self.get_violation_error_message(), code=self.violation_error_code
            )

    def _concerns(self, instance: models.Model) -> bool:
        return all(getattr(instance, field) == value for field, value in self.only.items())

    # --- SQL -------------------------------------------------------------------------------------

    def constraint_sql(self, model, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            name = schema_editor.quote_name(self.name)
            return f"CONSTRAINT {name} {self._exclusion(model, schema_editor)}"
        schema_editor.deferred_sql.extend(self._triggers(model, schema_editor))
        return None

    def create_sql(self, model, schema_editor):
        # Only PostgreSQL comes here: SQLite remakes the table and asks for constraint_sql.
        return Statement(
            "ALTER TABLE %(table)s ADD CONSTRAINT %(name)s %(exclusion)s",
            table=Table(model._meta.db_table, schema_editor.quote_name),
            name=schema_editor.quote_name(self.name),
            exclusion=self._exclusion(model, schema_editor),
        )

    def remove_sql(self, model, schema_editor):
        return schema_editor._delete_constraint_sql(
            schema_editor.sql_delete_check, model, self.name
        )

    def _columns(self, model, names) -> list[str]:
        return [model._meta.get_field(name).column for name in names]

    def _exclusion(self, model, schema_editor) -> str:
        quote, value = schema_editor.quote_name, schema_editor.quote_value
        equal = [f"{quote(column)} WITH =" for column in self._columns(model, self.fields)]
        span = "daterange(starts_on, ends_on, '[]') WITH &&"
        only = " AND ".join(f"{quote(c)} = {value(v)}" for c, v in self._only(model))
        return f"EXCLUDE USING gist ({', '.join([*equal, span])})" + (only and f" WHERE ({only})")

    def _only(self, model) -> list[tuple[str, Any]]:
        return list(zip(self._columns(model, self.only), self.only.values(), strict=True))

    def _triggers(self, model, schema_editor) -> list[Statement]:
        quote, value = schema_editor.quote_name, schema_editor.quote_value
        same = [f"{quote(c)} = NEW.{quote(c)}" for c in self._columns(model, self.fields)]
        only = [f"{quote(c)} = {value(v)}" for c, v in self._only(model)]
        concerns = [f"NEW.{condition}" for condition in only] or ["1"]
        clash = [
            *same,
            *only,
            # Not <>: the key of a new row is not known before the insert.
            f"{quote(model._meta.pk.column)} IS NOT NEW.{quote(model._meta.pk.column)}",
            "starts_on <= COALESCE(NEW.ends_on, '9999-12-31')",
            "COALESCE(ends_on, '9999-12-31') >= NEW.starts_on",
        ]
        template = (
            "CREATE TRIGGER %(name)s BEFORE %(event)s ON %(table)s WHEN %(concerns)s AND EXISTS "
            "(SELECT 1 FROM %(table)s WHERE %(clash)s) BEGIN SELECT RAISE(ABORT, %(message)s); END"
        )
        return [
            Statement(
                template,
                name=quote(f"{self.name}_on_{event.lower()}"),
                event=event,
                table=Table(model._meta.db_table, quote),
                concerns=" AND ".join(concerns),
                clash=" AND ".join(clash),
                message=value(self.name),
            )
            for event in ("INSERT", "UPDATE")
        ]
