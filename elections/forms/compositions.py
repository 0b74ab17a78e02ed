"""Forms about computing a composition, KL's table, and which of them holds."""

import datetime
from collections.abc import Mapping, Sequence

from django import forms
from django.utils import timezone

from elections.apportionment import Denominator, Method
from elections.cases import Settings
from elections.forms.moments import past_moment
from elections.models import METHOD_NAMES, Acceptance, Composition, KLTable

DENOMINATORS = {
    Denominator.VALID: "Gyldige stemmer",
    Denominator.CAST: "Afgivne stemmer (også blanke og ugyldige)",
}


class SettingsForm(forms.Form):
    """What is chosen for a computation because no published rule settles it."""

    method = forms.ChoiceField(
        label="Metode", choices=[(method.value, name) for method, name in METHOD_NAMES.items()]
    )
    denominator = forms.ChoiceField(
        label="Spærregrænsen regnes af",
        choices=[(reading.value, name) for reading, name in DENOMINATORS.items()],
    )
    outside_mayors_in_cap = forms.TypedChoiceField(
        label="Borgmestre, hvis liste ikke deltager",
        choices=[("ja", "Tæller med i loftet"), ("nej", "Kommer oven i loftet")],
        coerce=lambda answer: answer == "ja",
    )

    def __init__(self, *args, composition: Composition | None, cast_votes: int | None, **kwargs):
        """`composition` is the one whose settings are proposed again."""
        inputs = composition.inputs if composition else {}
        initial = {
            "method": inputs.get("method", Method.ADAMS.value),
            "denominator": inputs.get("denominator", Denominator.VALID.value),
            "outside_mayors_in_cap": "ja" if inputs.get("outside_mayors_in_cap", True) else "nej",
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.cast_votes = cast_votes

    def clean_denominator(self) -> str:
        denominator = self.cleaned_data["denominator"]
        if denominator == Denominator.CAST and self.cast_votes is None:
            raise forms.ValidationError(
                "Antallet af afgivne stemmer er ikke oplyst. Skriv det, når stemmetallene indlæses."
            )
        return denominator

    def settings(self) -> Settings:
        data = self.cleaned_data
        return Settings(
            Method(data["method"]), Denominator(data["denominator"]), data["outside_mayors_in_cap"]
        )


class KLTableForm(forms.Form):
    """KL's table as it is printed: for each list all members and mayors; the rest follows."""

    source = forms.CharField(
        label="Kilde",
        max_length=200,
        help_text="For eksempel KL’s brev med dato, eller dagsordenen og punktets nummer.",
    )
    replaces = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, letters: Sequence[tuple[str, str]], table: KLTable | None, **kwargs):
        """`letters` are the lists of the election, letter and name."""
        super().__init__(*args, **kwargs)
        self.letters = letters
        before = table.seats if table else {}
        self.initial = {
            "replaces": table.pk if table else None,
        } | self.initial
        for number, (letter, name) in enumerate(letters):
            total, mayors, _ = before.get(letter, ("", "", ""))
            label = f"{name} ({letter})"
            for column, text, value in (
                ("total", "i alt", total),
                ("mayors", "borgmestre", mayors),
            ):
                self.fields[f"{column}_{number}"] = forms.IntegerField(
                    label=f"{label}, {text}",
                    required=False,
                    min_value=0,
                    max_value=200,
                    initial=value,
                    widget=forms.NumberInput(attrs={"inputmode": "numeric", "placeholder": "0"}),
                )

    @property
    def rows(self) -> list[tuple[str, str, forms.BoundField, forms.BoundField]]:
        """Letter, name, and the two fields of each list."""
        return [
            (letter, name, self[f"total_{number}"], self[f"mayors_{number}"])
            for number, (letter, name) in enumerate(self.letters)
        ]

    def clean(self) -> dict:
        data = super().clean()
        for number in range(len(self.letters)):
            total, mayors = data.get(f"total_{number}"), data.get(f"mayors_{number}")
            if (mayors or 0) > (total or 0):
                self.add_error(f"mayors_{number}", "Listen har flere borgmestre end medlemmer.")
        if not self.errors and not any(total for total, _, _ in self.columns().values()):
            self.add_error(None, "Tabellen er tom: skriv mindst én lists medlemmer.")
        return data

    def columns(self) -> dict[str, tuple[int, int, int]]:
        columns = {}
        for number, (letter, _) in enumerate(self.letters):
            total = self.cleaned_data.get(f"total_{number}") or 0
            mayors = self.cleaned_data.get(f"mayors_{number}") or 0
            columns[letter] = (total, mayors, total - mayors)
        return columns


class KLTableFileForm(forms.Form):
    """The same table from a file or pasted from a spreadsheet."""

    source = forms.CharField(label="Kilde", max_length=200)
    text = forms.CharField(
        label="Tabel",
        max_length=20_000,
        required=False,
        strip=False,  # a table of lists across begins with an empty cell
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Indsæt fra et regneark: en linje for hver liste med bogstav, i alt, borgmestre "
        "og supplerende, adskilt af tabulator, semikolon eller komma.",
    )
    file = forms.FileField(label="Eller en CSV-fil", required=False)
    replaces = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict:
        data = super().clean()
        file = data.get("file")
        data["text"] = (data.get("text") or "").strip("\r\n ")
        if file and data["text"]:
            self.add_error("file", "Vælg enten en fil eller indsæt tabellen, ikke begge dele.")
        elif not file and not data["text"].strip() and not self.errors:
            self.add_error("text", "Indsæt tabellen, eller vælg en fil.")
        if file and file.size > 100_000:
            self.add_error("file", "Filen er for stor til at være KL’s tabel.")
        elif file:
            try:
                data["text"] = file.read().decode("utf-8-sig")
            except UnicodeDecodeError:
                self.add_error("file", "Filen er ikke gemt som UTF-8. Gem den som »CSV UTF-8«.")
        return data

    def table_text(self) -> str:
        return self.cleaned_data["text"]


class AcceptanceForm(forms.Form):
    """Which composition holds, who decided so, when, and why where the two differ."""

    goes_by = forms.ChoiceField(
        label="Hvad gælder?", choices=Acceptance.GoesBy.choices, widget=forms.RadioSelect
    )
    accepted_by = forms.CharField(
        label="Hvem har godkendt?",
        max_length=100,
        help_text="Navn på den, der har truffet beslutningen.",
    )
    accepted_on = forms.DateField(
        label="Dato", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    accepted_time = forms.TimeField(
        label="Klokkeslæt", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    reason = forms.CharField(
        label="Begrundelse",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Skal skrives, når beregningen og KL’s tabel er forskellige.",
    )
    composition = forms.IntegerField(widget=forms.HiddenInput, required=False)
    kl_table = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args,
        now: datetime.datetime,
        not_before: datetime.date,
        shown: Mapping[str, Composition | KLTable | None],
        differs: bool,
        **kwargs,
    ):
        """`shown` are the computation and KL's table as they stand side by side on the page;
        `not_before` is the day of the election."""
        super().__init__(*args, **kwargs)
        self.now, self.not_before, self.shown, self.differs = now, not_before, shown, differs
        local = timezone.localtime(now)
        self.initial = {
            "goes_by": Acceptance.GoesBy.KL_TABLE,
            "accepted_on": local.date(),
            "accepted_time": local.time(),
            **{name: thing.pk if thing else None for name, thing in shown.items()},
        }

    def clean_accepted_on(self) -> datetime.date:
        day = self.cleaned_data["accepted_on"]
        if day < self.not_before:
            raise forms.ValidationError("Datoen ligger før kommunalvalget.")
        return day

    def clean(self) -> dict:
        data = super().clean()
        data["accepted_at"] = past_moment(
            self, day="accepted_on", time="accepted_time", now=self.now
        )
        goes_by, composition = data.get("goes_by"), self.shown["composition"]
        if goes_by == Acceptance.GoesBy.KL_TABLE and self.shown["kl_table"] is None:
            self.add_error("goes_by", "KL’s tabel er ikke indtastet endnu.")
        if goes_by == Acceptance.GoesBy.COMPUTATION and (
            composition is None or not composition.is_complete
        ):
            self.add_error("goes_by", "Der er ingen færdig beregning.")
        if self.differs and not data.get("reason"):
            text = "Beregningen og KL’s tabel er forskellige. Skriv, hvorfor den valgte gælder."
            self.add_error("reason", text)
        return data

    def facts(self) -> dict:
        """What `actions.accept_composition` takes, besides council, term and person."""
        names = ("goes_by", "composition", "kl_table", "accepted_by", "accepted_at", "reason")
        return {name: self.cleaned_data[name] for name in names}
