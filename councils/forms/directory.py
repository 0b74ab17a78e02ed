"""The filter of the Blå Bog."""

import datetime
from collections.abc import Collection

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from councils import danish, directory
from councils.models import Council, CouncilMunicipality, Municipality


class PlainSelect(forms.Select):
    """As templates/django/forms/widgets/select.html without groups: of a hundred municipalities a
    template for each takes as long as the Blå Bog itself."""

    def render(self, name, value, attrs=None, renderer=None):
        chosen = "" if value is None else str(value)
        attrs = {"class": "form-select", "name": name, **self.build_attrs(self.attrs, attrs)}
        options = (
            (key, mark_safe(" selected") if str(key) == chosen else "", label)
            for key, label in self.choices
        )
        lines = format_html_join("\n", '<option value="{}"{}>{}</option>', options)
        return format_html("<select{}>\n{}\n</select>", flatatt(attrs), lines)


class DirectoryFilterForm(forms.Form):
    """Who is shown. Unknown parameters are refused: a mistyped filter must not show everybody."""

    hide_optional = True

    navn = forms.CharField(
        label="Navn, kommune, parti eller rolle",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    kkr = forms.ChoiceField(label="KKR", required=False, widget=PlainSelect)
    parti = forms.ChoiceField(label="Parti eller liste", required=False, widget=PlainSelect)
    kommune = forms.ChoiceField(label="Kommune", required=False, widget=PlainSelect)
    rolle = forms.ChoiceField(
        label="Rolle",
        required=False,
        widget=PlainSelect,
        choices=[("", "Alle"), *directory.Role.choices],
    )
    dato = forms.DateField(
        label="Pr. dato",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    sorter = forms.ChoiceField(
        required=False,
        widget=forms.HiddenInput,
        choices=[(f"{way}{name}", name) for name in directory.SORTINGS for way in ("", "-")],
    )

    def __init__(
        self,
        data,
        *,
        council: Council | None,
        councils: Collection[Council],
        today: datetime.date,
    ) -> None:
        """The filter of one council's directory, or of all `councils`'."""
        super().__init__(data)
        self.today = today
        day = self._asked_day()
        asked = [council] if council else [one for one in councils if one.is_in_force(day)]
        self._lines = directory.lines_on(day, asked, today=today)
        self._lines += directory.further_lines_on(day, asked)
        self._lines.sort(key=lambda line: (line.sort_key, line.council.position))
        if council:
            del self.fields["kkr"]
            named, self.is_complete = self._municipalities_of(council, day)
        else:
            self.fields["kkr"].choices = [("", "Alle fem"), *((c.slug, c.region) for c in asked)]
            named, self.is_complete = Municipality.objects.values_list("code", "name"), True
        self.fields["kommune"].choices = [("", "Alle kommuner"), *named]
        self.fields["parti"].choices = [("", "Alle"), *self._letters()]

    @property
    def at(self) -> datetime.date:
        """The day the directory is asked for."""
        cleaned = getattr(self, "cleaned_data", {})
        return cleaned.get("dato") or self.today

    @property
    def choices(self) -> dict[str, list]:
        """What can be chosen on the day."""
        return {name: self.fields[name].choices for name in ("parti", "kommune")}

    @property
    def choosers(self) -> list[forms.BoundField]:
        """The fields beside the one to search by, which telephones fold together."""
        return [field for field in self.visible_fields() if field.name != "navn"]

    @property
    def is_narrowed(self) -> bool:
        """Whether one of them is used, or used wrongly, so that it must be seen."""
        return any(field.data or field.errors for field in self.choosers)

    @property
    def sorting(self) -> str:
        return getattr(self, "cleaned_data", {}).get("sorter") or "navn"

    def clean(self) -> dict:
        unknown = sorted(set(self.data) - set(self.fields))
        if unknown:
            raise forms.ValidationError(f"Ukendt filter i adressen: {', '.join(unknown)}.")
        return super().clean()

    def found(self) -> tuple[list[directory.Line], bool]:
        """The lines of the day that pass the filter, in the order asked for, and whether they are
        only like what was searched for; nobody while the filter is wrong."""
        if not self.is_valid():
            return [], False
        passing = [line for line in self._lines if self._passes(line)]
        found, is_similar = directory.search(passing, self.cleaned_data["navn"])
        return directory.in_order(found, self.sorting), is_similar

    def _passes(self, line: directory.Line) -> bool:
        data = self.cleaned_data
        return (
            (not data.get("kkr") or line.council.slug == data["kkr"])
            and (not data["parti"] or line.party.letter == data["parti"])
            and (not data["kommune"] or line.place.code == data["kommune"])
            and (not data["rolle"] or line.has_role(data["rolle"]))
        )

    def _municipalities_of(
        self, council: Council, day: datetime.date
    ) -> tuple[list[tuple[str, str]], bool]:
        """Code and name of those that ever belonged to the council, and whether each that does on
        the day has a mayor among the lines."""
        periods = CouncilMunicipality.objects.filter(council=council).select_related("municipality")
        ever = sorted(periods, key=lambda period: period.municipality.sort_key)
        belonging = {one.municipality.code for one in ever if one.is_in_force(day)}
        mayors = {line.place.code for line in self._lines if line.role == directory.Role.MAYOR}
        named = {one.municipality.code: one.municipality.name for one in ever}
        return list(named.items()), belonging <= mayors

    def _letters(self) -> list[tuple[str, str]]:
        parties = {line.party.letter: line.party for line in self._lines if line.party.letter}
        return [
            (letter, f"{letter} {parties[letter].short_name}")
            for letter in sorted(parties, key=danish.letter_key)
        ]

    def _asked_day(self) -> datetime.date:
        try:
            return forms.DateField().clean(self.data["dato"])
        except (KeyError, forms.ValidationError):
            return self.today
