"""The filter of the Blå Bog."""

import datetime

from django import forms
from django.db.models import QuerySet

from councils.models import CouncilMembership, Municipality


class DirectoryFilterForm(forms.Form):
    """Who is shown. Unknown parameters are refused: a mistyped filter must not show everybody."""

    hide_optional = True

    navn = forms.CharField(label="Navn eller kommune", required=False, max_length=100)
    parti = forms.ChoiceField(label="Parti eller liste", required=False)
    kommune = forms.ModelChoiceField(
        Municipality.objects.none(),
        label="Kommune",
        required=False,
        to_field_name="code",
        empty_label="Alle kommuner",
    )
    dato = forms.DateField(
        label="Pr. dato",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, data, *, council, today: datetime.date) -> None:
        super().__init__(data)
        self.council, self.today = council, today
        self.fields["parti"].choices = [("", "Alle"), *self._letters()]
        self.fields["kommune"].queryset = Municipality.objects.filter(
            council_periods__council=council
        ).distinct()

    @property
    def at(self) -> datetime.date:
        """The day the directory is asked for."""
        cleaned = getattr(self, "cleaned_data", {})
        return cleaned.get("dato") or self.today

    def clean(self) -> dict:
        unknown = sorted(set(self.data) - set(self.fields))
        if unknown:
            raise forms.ValidationError(f"Ukendt filter i adressen: {', '.join(unknown)}.")
        return super().clean()

    def members(self, user) -> QuerySet[CouncilMembership]:
        """The members on the day asked for, as far as they pass the filter."""
        members = CouncilMembership.objects.filter(council=self.council).as_directory(self.at, user)
        if not self.is_valid():
            return members.none()
        data = self.cleaned_data
        if data["navn"]:
            members = members.found_by(data["navn"], self.at)
        if data["parti"]:
            members = members.filter(letter=data["parti"])
        if data["kommune"]:
            members = members.filter(municipality=data["kommune"])
        return members

    def _letters(self) -> list[tuple[str, str]]:
        day = self._asked_day()
        members = CouncilMembership.objects.filter(council=self.council).in_force(day)
        letters = members.with_letter(day).filter(letter__gt="").values_list("letter", flat=True)
        return [(letter, letter) for letter in sorted(set(letters.order_by()), key=_danish_letter)]

    def _asked_day(self) -> datetime.date:
        try:
            return forms.DateField().clean(self.data["dato"])
        except (KeyError, forms.ValidationError):
            return self.today


def _danish_letter(letter: str) -> tuple[int, str]:
    return ("ÆØÅ".find(letter[0]), letter)
