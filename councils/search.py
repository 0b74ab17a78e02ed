"""A column of stems that is searched, on PostgreSQL and SQLite with the same answer.

The stems are made here (danish_stems.py) and stored one after the other; what the databases know
about Danish does not matter. See docs/adr/0020.
"""

import datetime
import html
import re
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import models
from django.db.backends.ddl_references import Columns, Statement, Table
from django.utils import formats, timezone, translation

from councils.danish_stems import Question, Wanted, readable, stems

_INLINE = re.compile(r"</?(?:a|em|strong|sub|sup)\b[^>]*>")
_TAG = re.compile(r"<[^>]+>")


def words_of_html(text: str) -> str:
    """What sanitised HTML says, in one line: the same for finding and for showing where."""
    plain = html.unescape(_TAG.sub(" ", _INLINE.sub("", text)))
    return " ".join(readable(plain).split())


class StemsField(models.TextField):
    """The stems of what other columns say, kept whenever a row is saved or made in bulk.

    `of` are plain columns (of a choice its label counts, of a moment the day), `html` sanitised
    HTML. On PostgreSQL the column is a tsvector, into which stems go as they are.
    """

    def __init__(self, *, of: Sequence[str], html: Sequence[str] = (), **kwargs) -> None:
        self.of, self.html = tuple(of), tuple(html)
        super().__init__(**{"editable": False, "default": "", **kwargs})

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "of": self.of, "html": self.html}

    def db_type(self, connection) -> str:
        return "tsvector" if connection.vendor == "postgresql" else super().db_type(connection)

    def from_db_value(self, value: str | None, expression, connection) -> str | None:
        """A tsvector comes quoted, and in an order of its own; no row at all (an outer join) has
        none."""
        return value and " ".join(sorted(value.replace("'", "").split()))

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        value = self.made_from(model_instance)
        setattr(model_instance, self.attname, value)
        return value

    def made_from(self, row: models.Model) -> str:
        """What the column has to say for a row."""
        texts = [_said(row, name) for name in self.of]
        texts += [words_of_html(getattr(row, name)) for name in self.html]
        return " ".join(sorted(stems(" ".join(texts))))


def _said(row: models.Model, name: str) -> str:
    field = row._meta.get_field(name)
    value = field.to_python(getattr(row, name))
    if isinstance(value, datetime.datetime):
        day = timezone.localtime(value)
        with translation.override("da"):
            return f"{formats.date_format(day, 'l j. F Y')} {day:%d %m} {day.month}"
    return str(dict(field.flatchoices).get(value, value) or "")


@StemsField.register_lookup
class Found(models.Lookup):
    """`stems__found=Question.of("møder")`: rows in which every word of the question is."""

    lookup_name = "found"
    prepare_rhs = False
    rhs: Question

    def as_postgresql(self, compiler, connection) -> tuple[str, list[Any]]:
        column, params = self.process_lhs(compiler, connection)
        asked = " & ".join(_asked(wanted, "'{}'", " | ", ":*") for wanted in self._wanted())
        return f"{column} @@ %s::tsquery", [*params, asked]

    def as_sqlite(self, compiler, connection) -> tuple[str, list[Any]]:
        model, quote = self.lhs.target.model, connection.ops.quote_name
        row = f"{compiler.quote_name_unless_alias(self.lhs.alias)}.{quote(model._meta.pk.column)}"
        asked = " AND ".join(_asked(wanted, '"{}"', " OR ", "*") for wanted in self._wanted())
        return f"{row} IN ({_ROWS % {'name': quote(_index_of(model).name)}} %s)", [asked]

    def _wanted(self) -> tuple[Wanted, ...]:
        if not self.rhs.wanted:
            raise EmptyResultSet
        return self.rhs.wanted


_ROWS = "SELECT rowid FROM %(name)s WHERE %(name)s MATCH"


def _asked(wanted: Wanted, quoted: str, either: str, beginning: str) -> str:
    """One word as a database's search wants it; stems hold letters and digits only."""
    asked = [quoted.format(wanted.stem)]
    if wanted.beginning:
        asked.append(f"{quoted.format(wanted.beginning)}{beginning}")
    return f"({either.join(asked)})"


def _index_of(model: type[models.Model]) -> "StemsIndex":
    return next(index for index in model._meta.indexes if isinstance(index, StemsIndex))


class StemsIndex(models.Index):
    """Makes a `StemsField` quick to search.

    On PostgreSQL a GIN index; on SQLite a table of FTS5 with the index's name, which triggers
    keep. They are made with the table, like those of NoOverlap, so that they survive the table
    being remade by a later migration; what the table of FTS5 holds is then put in once more.
    """

    def create_sql(self, model, schema_editor, using="", **kwargs) -> Statement:
        if schema_editor.connection.vendor == "postgresql":
            # Without a list of rows that are not put in yet: each search would read it.
            return Statement(
                "CREATE INDEX %(name)s ON %(table)s USING gin (%(column)s) WITH (fastupdate = off)",
                **self._parts(model, schema_editor),
            )
        name = schema_editor.quote_name(self.name)
        # At once: what is returned may be run before or after what is deferred. »ascii« parts
        # words at the blanks and leaves all other signs as they are.
        schema_editor.execute(
            f"CREATE VIRTUAL TABLE IF NOT EXISTS {name} USING fts5(stems, detail=none, "
            "columnsize=0, tokenize='ascii')"
        )
        schema_editor.deferred_sql.extend(self._triggers(model, schema_editor))
        return Statement(
            "INSERT OR REPLACE INTO %(name)s (rowid, stems) "
            "SELECT %(pk)s, %(column)s FROM %(table)s",
            **self._parts(model, schema_editor),
        )

    def remove_sql(self, model, schema_editor, **kwargs) -> Statement:
        if schema_editor.connection.vendor == "postgresql":
            return super().remove_sql(model, schema_editor, **kwargs)
        for event in _EVENTS:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {self._trigger(event, schema_editor)}")
        return Statement("DROP TABLE IF EXISTS %(name)s", **self._parts(model, schema_editor))

    def _parts(self, model, schema_editor) -> dict[str, Any]:
        quote = schema_editor.quote_name
        column = model._meta.get_field(self.fields[0]).column
        return {
            "name": quote(self.name),
            "table": Table(model._meta.db_table, quote),
            "column": Columns(model._meta.db_table, [column], quote),
            "pk": Columns(model._meta.db_table, [model._meta.pk.column], quote),
        }

    def _trigger(self, event: str, schema_editor) -> str:
        return schema_editor.quote_name(f"{self.name}_on_{event.lower()}")

    def _triggers(self, model, schema_editor) -> list[Statement]:
        return [
            Statement(
                f"CREATE TRIGGER {self._trigger(event, schema_editor)} {template}",
                **self._parts(model, schema_editor),
            )
            for event, template in _EVENTS.items()
        ]


_EVENTS = {
    "INSERT": "AFTER INSERT ON %(table)s BEGIN "
    "INSERT INTO %(name)s (rowid, stems) VALUES (NEW.%(pk)s, NEW.%(column)s); END",
    "UPDATE": "AFTER UPDATE OF %(column)s ON %(table)s "
    "WHEN NEW.%(column)s IS NOT OLD.%(column)s BEGIN "
    "UPDATE %(name)s SET stems = NEW.%(column)s WHERE rowid = OLD.%(pk)s; END",
    "DELETE": "AFTER DELETE ON %(table)s BEGIN DELETE FROM %(name)s WHERE rowid = OLD.%(pk)s; END",
}


def fill(model: type[models.Model]) -> int:
    """Makes the stems of all rows again where they differ: how many did.

    For rows that are older than the column, and after a change of danish_stems.py.
    """
    field = next(field for field in model._meta.fields if isinstance(field, StemsField))
    rows = model._default_manager.only("pk", field.name, *field.of, *field.html)
    changed = 0
    for row in rows.order_by("pk").iterator(_BATCH):
        stored, made = getattr(row, field.attname), field.made_from(row)
        if stored != made:
            model._default_manager.filter(pk=row.pk).update(**{field.attname: made})
            changed += 1
    return changed


_BATCH = 500  # sections can be long
