"""The filter of the list of those whom a council has appointed."""

import datetime

from django import forms

from appointments import appointed
from appointments.forms.bodies import DayForm
from councils import danish
from councils.models import Council

NONE = "ingen"  # as a municipality or a list: nobody knows one


class AppointedFilterForm(DayForm):
    """Who is shown. Unknown parameters are refused: a mistyped filter must not show everybody."""

    forum = forms.ChoiceField(label="Forum", required=False)
    kommune = forms.ChoiceField(label="Kommune", required=False)
    liste = forms.ChoiceField(label="Liste", required=False)
    sorter = forms.ChoiceField(
        required=False,
        widget=forms.HiddenInput,
        choices=[(f"{way}{name}", name) for name in appointed.SORTINGS for way in ("", "-")],
    )

    field_order = ["forum", "kommune", "liste", "dato"]

    def __init__(self, data, *, council: Council, today: datetime.date) -> None:
        super().__init__(data, today=today)
        self.lines = appointed.lines_on(council, self._asked_day())
        bodies = {str(line.body.pk): line.body.name for line in self.lines}
        places = {line.stands_for.code: line.stands_for.municipality for line in self.lines}
        lists = {line.list_key: _list_label(line) for line in self.lines}
        self.fields["forum"].choices = _choices(bodies, "Alle fora")
        self.fields["kommune"].choices = _choices(places, "Alle kommuner")
        self.fields["liste"].choices = _choices(lists, "Alle lister")

    @property
    def sorting(self) -> str:
        return getattr(self, "cleaned_data", {}).get("sorter") or "navn"

    @property
    def is_filtered(self) -> bool:
        data = getattr(self, "cleaned_data", {})
        return any(data.get(name) for name in ("forum", "kommune", "liste"))

    def found(self) -> list[appointed.Line]:
        """The lines that pass, in the order asked for; nobody while the filter is wrong."""
        if not self.is_valid():
            return []
        return appointed.in_order([one for one in self.lines if self._passes(one)], self.sorting)

    def _passes(self, line: appointed.Line) -> bool:
        asked = self.cleaned_data
        told = {
            "forum": str(line.body.pk),
            "kommune": line.stands_for.code or NONE,
            "liste": line.list_key or NONE,
        }
        return all(not asked[name] or asked[name] == value for name, value in told.items())

    def _asked_day(self) -> datetime.date:
        try:
            return forms.DateField().clean(self.data["dato"])
        except (KeyError, forms.ValidationError):
            return self.today


def _list_label(line: appointed.Line) -> str:
    if line.list_name and line.list_name != line.list_key:
        return f"{line.list_key} {line.list_name}"
    return line.list_key


def _choices(named: dict[str, str], everything: str) -> list[tuple[str, str]]:
    """By name, with what to choose for those without one last."""
    known = [(key, name) for key, name in named.items() if key]
    known.sort(key=lambda pair: danish.sort_key(pair[1]))
    return [("", everything), *known, *([(NONE, "Ikke oplyst")] if "" in named else [])]
