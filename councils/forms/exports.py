"""Which day's Blå Bog is taken away."""

import datetime

from django import forms

from councils.models import Term


class DirectoryDayForm(forms.Form):
    """Unknown parameters are refused, as in the filter of the Blå Bog: a mistyped one must not
    give the book of another day."""

    hide_optional = True

    dato = forms.DateField(
        label="Pr. dato",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, data, *, today: datetime.date) -> None:
        super().__init__(data)
        self.today = today

    @property
    def at(self) -> datetime.date:
        """The day that is asked for."""
        return getattr(self, "cleaned_data", {}).get("dato") or self.today

    def clean_dato(self) -> datetime.date | None:
        """The portal knows nobody outside the terms, and a book of any day would have no end."""
        day = self.cleaned_data["dato"]
        if day is not None and day != self.today and not Term.objects.running(day).exists():
            raise forms.ValidationError("Portalen kender ingen valgperiode på den dag.")
        return day

    def clean(self) -> dict:
        unknown = sorted(set(self.data) - set(self.fields) - {"csrfmiddlewaretoken"})
        if unknown:
            raise forms.ValidationError(f"Ukendt filter i adressen: {', '.join(unknown)}.")
        return super().clean()
