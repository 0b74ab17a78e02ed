"""What the forms of dated rows share."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import formats

from councils.actions.rows import mark_of


def date_field(label: str, **facts) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **facts)


class RowForm(forms.Form):
    """The facts of one row, new or there already, that an action writes."""

    # The mark of the row that the page showed: a colleague may have saved something else since.
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    starts_on = date_field("Første dag")
    ends_on = date_field("Sidste dag", required=False, help_text="Tomt: den kendes ikke.")

    def __init__(self, data=None, *, row: models.Model | None = None, initial=None) -> None:
        self.row = row
        initial = {**(initial or {})}
        if row is not None:
            initial |= {name: getattr(row, name, None) for name in self.base_fields}
            initial["seen"] = mark_of(row)
        super().__init__(data, initial=initial)

    def facts(self) -> dict[str, Any]:
        """What the action stores, with what was seen of a row that was there."""
        facts = dict(self.cleaned_data)
        seen = facts.pop("seen")
        return facts | ({"seen": seen} if self.row is not None else {})

    def refuse(self, error: ValidationError) -> None:
        """Puts what cannot be where it can be mended."""
        for name, told in error.update_error_dict({}).items():
            self.add_error(name if name in self.fields else None, told)

    def stored(self, row: models.Model) -> list[tuple[str, str]]:
        """What the row says by now, in the words of the page: label and value."""
        names = [field.name for field in self.visible_fields() if hasattr(row, field.name)]
        return [(self.fields[name].label, _told(row, name)) for name in names]


def _told(row: models.Model, name: str) -> str:
    choice = getattr(row, f"get_{name}_display", None)
    value = choice() if choice else getattr(row, name)
    if isinstance(value, datetime.date):
        return formats.date_format(value, "j. F Y")
    if isinstance(value, bool):
        return "ja" if value else "nej"
    return str(value) if value not in (None, "") else "–"
