"""The filter of the Blå Bog."""

import datetime

from django import forms

from councils import danish, directory
from councils.models import Council, Municipality


class DirectoryFilterForm(forms.Form):
    """Who is shown. Unknown parameters are refused: a mistyped filter must not show everybody."""

    hide_optional = True

    navn = forms.CharField(
        label="Navn, kommune, parti eller rolle",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    kkr = forms.ChoiceField(label="KKR", required=False)
    parti = forms.ChoiceField(label="Parti eller liste", required=False)
    kommune = forms.ChoiceField(label="Kommune", required=False)
    rolle = forms.ChoiceField(
        label="Rolle", required=False, choices=[("", "Alle"), *directory.Role.choices]
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

    def __init__(self, data, *, council: Council | None, today: datetime.date) -> None:
        """The filter of one council's directory, or of all councils'."""
        super().__init__(data)
        self.today = today
        day = self._asked_day()
        councils = [council] if council else list(Council.objects.in_force(day))
        self._lines = directory.lines_on(day, councils)
        municipalities = Municipality.objects.all()
        if council:
            del self.fields["kkr"]
            municipalities = municipalities.filter(council_periods__council=council).distinct()
        else:
            self.fields["kkr"].choices = [("", "Alle fem"), *((c.slug, c.region) for c in councils)]
        named = municipalities.values_list("code", "name")
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
