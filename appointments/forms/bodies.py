"""Forms about a body and about organisations, and the filter of the list of bodies."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils import formats

from appointments.models import Body
from councils.forms.exports import DirectoryDayForm
from councils.models import Council


def _date(**attrs) -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date", **attrs}, format="%Y-%m-%d")


class VersionedForm(forms.ModelForm):
    """A form about one version of a body: a colleague may have saved something else since."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def facts(self) -> dict[str, Any]:
        """What the action stores."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    @property
    def seen(self) -> int:
        return self.cleaned_data["version"] or 0

    def refuse(self, error: ValidationError) -> None:
        """Puts what cannot be where it can be mended."""
        for name, told in error.update_error_dict({}).items():
            self.add_error(name if name in self.fields else None, told)

    def differences(self, stored: Model) -> list[tuple[str, str]]:
        """Label and value of what a colleague has stored otherwise than it was entered."""
        return [
            (str(self.fields[name].label), _told(stored, name))
            for name in self.Meta.fields
            if _comparable(getattr(stored, name)) != _comparable(self.cleaned_data.get(name))
        ]


def _comparable(value: Any) -> Any:
    """A relation to many as the keys of its rows."""
    if hasattr(value, "all"):
        value = value.all()
    return {row.pk for row in value} if isinstance(value, QuerySet | list) else value


def _told(row: Model, name: str) -> str:
    choice, value = getattr(row, f"get_{name}_display", None), getattr(row, name)
    if choice:
        return str(choice())
    if hasattr(value, "all"):
        value = ", ".join(map(str, value.all()))
    if isinstance(value, datetime.date):
        return formats.date_format(value, "j. F Y")
    if isinstance(value, bool):
        return "ja" if value else "nej"
    return str(value) if value not in (None, "") else "–"


class HttpsField(forms.URLField):
    """An address without a scheme means https."""

    def __init__(self, **kwargs) -> None:
        super().__init__(**{"assume_scheme": "https", **kwargs})


class BodyForm(VersionedForm):
    class Meta:
        model = Body
        fields = [
            "name",
            "kind",
            "legal_basis",
            "description",
            "composition",
            "rules_url",
            "gender_rule",
            "starts_on",
            "is_approximate",
            "own_term_starts_on",
            "own_term_years",
            "carries_over",
            "other_councils",
            "source",
        ]
        field_classes = {"rules_url": HttpsField}
        widgets = {
            "description": forms.Textarea(attrs={"rows": 4}),
            "composition": forms.Textarea(attrs={"rows": 4}),
            "starts_on": _date(),
            "own_term_starts_on": _date(),
            "other_councils": forms.CheckboxSelectMultiple,
        }
        labels = {
            "name": "Navn",
            "kind": "Grundlag",
            "legal_basis": "Hjemmel",
            "description": "Opgave",
            "composition": "Sammensætning med ord",
            "rules_url": "Adresse på reglerne",
            "gender_rule": "Krav om kønsbalance",
            "starts_on": "Forummets første dag",
            "is_approximate": "Dagen er omtrentlig; vis kun året",
            "own_term_starts_on": "Egen periode: første dag i en periode",
            "own_term_years": "Egen periode: antal år",
            "carries_over": "Repræsentanter fungerer videre, til efterfølgeren er udpeget",
            "other_councils": "Andre KKR, der også udpeger",
            "source": "Kilde",
        }
        help_texts = {
            "legal_basis": "For eksempel »Lov om erhvervsfremme § 13«.",
            "composition": "Det, kilden fortæller. Pladserne selv tilføjer du bagefter.",
            "rules_url": "Vedtægt, kommissorium eller forretningsorden, med https://.",
            "gender_rule": "Vælg kun det, I ved gælder. Portalen gætter ikke.",
            "starts_on": "Kendes den ikke, så valgperiodens første dag.",
            "is_approximate": "",
            "own_term_starts_on": "Kun når forummets periode ikke er KKR’s, for eksempel 1. april.",
            "source": "Hvor oplysningerne kommer fra. Står offentligt på forummets side.",
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other_councils"].queryset = Council.objects.exclude(
            pk=self.instance.council_id
        )
        self.initial["version"] = self.instance.version if self.instance.pk else 0

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        first, years = data.get("own_term_starts_on"), data.get("own_term_years")
        if first and not years and "own_term_years" not in self.errors:
            self.add_error("own_term_years", "Skriv, hvor mange år en periode varer.")
        if years and not first and "own_term_starts_on" not in self.errors:
            self.add_error("own_term_starts_on", "Skriv den første dag i en af perioderne.")
        return data


class DissolveForm(forms.Form):
    """When a body ends, and what takes its place."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    ends_on = forms.DateField(label="Forummets sidste dag", widget=_date())
    successors = forms.ModelMultipleChoiceField(
        Body.objects.none(),
        label="Afløses af",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Opret først det nye forum, hvis det ikke står her.",
    )
    ends_appointments = forms.BooleanField(label="Afslut udpegningerne samme dag", required=False)

    refuse = VersionedForm.refuse
    seen = VersionedForm.seen

    def __init__(self, *args, body: Body, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successors"].queryset = Body.objects.of(body.council).exclude(pk=body.pk)
        self.initial |= {
            "version": body.version,
            "ends_on": body.ends_on,
            "successors": body.successors.all(),
        }

    def facts(self) -> dict[str, Any]:
        return {
            name: self.cleaned_data[name] for name in ("ends_on", "successors", "ends_appointments")
        }


class OrganisationForm(forms.Form):
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label="Organisationens navn", max_length=150)


class DayForm(DirectoryDayForm):
    """As of which day. A body can begin before the terms that the portal knows, or end after."""

    def clean_dato(self) -> datetime.date | None:
        return self.cleaned_data["dato"]


class BodyFilterForm(DayForm):
    """Which bodies are shown. Unknown parameters are refused."""

    soeg = forms.CharField(
        label="Søg i navn, hjemmel og opgave",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    ledige = forms.BooleanField(label="Kun med ledige pladser", required=False)

    field_order = ["soeg", "dato", "ledige"]

    @property
    def is_filtered(self) -> bool:
        """Whether anything is left out besides by the day."""
        data = getattr(self, "cleaned_data", {})
        return bool(data.get("soeg") or data.get("ledige"))
