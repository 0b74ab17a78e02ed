"""Forms about votes and compositions."""

from django import forms

from councils.models import ElectoralList
from elections.apportionment import Method
from elections.models import METHOD_NAMES

MAX_FILE_SIZE = 2 * 1024 * 1024


class VotesUploadForm(forms.Form):
    file = forms.FileField(
        label="CSV-fil",
        help_text="Adskilt af komma eller semikolon, UTF-8, højst 2 MB. Kolonner: "
        "municipality_code, municipality, party_letter, local_list_letter, list_name, votes, "
        "status (exact eller estimated).",
        error_messages={"empty": "Filen er tom."},
    )
    provenance = forms.CharField(
        label="Hvor kommer tallene fra?",
        max_length=500,
        help_text="Vises alle steder, hvor stemmetallene bruges.",
    )
    is_official = forms.BooleanField(
        label="Det er de officielle, endelige stemmetal",
        required=False,
        help_text="Uden flueben vises tallene som rekonstruerede eller foreløbige.",
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_FILE_SIZE:
            raise forms.ValidationError("Filen er større end 2 MB.")
        return file


class MethodForm(forms.Form):
    method = forms.ChoiceField(
        label="Metode",
        choices=[(method.value, name) for method, name in METHOD_NAMES.items()],
        initial=Method.ADAMS.value,
    )

    def clean_method(self) -> Method:
        return Method(self.cleaned_data["method"])


class StandingsForm(forms.Form):
    """One question per party and list co-operation: has it a seat in a municipal council?"""

    hide_optional = True
    ANSWERS = (("", "Ikke oplyst"), ("ja", "Ja"), ("nej", "Nej"))

    def __init__(
        self,
        *args,
        lists: list[ElectoralList],
        known: dict[int, bool | None],
        with_mayor: set[str],
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        self.lists = lists
        self.with_mayor = with_mayor
        names = {True: "ja", False: "nej", None: ""}
        for entry in lists:
            self.fields[f"list-{entry.pk}"] = forms.ChoiceField(
                label=str(entry),
                choices=self.ANSWERS,
                required=False,
                initial=names[known.get(entry.pk)],
            )

    def clean(self) -> dict:
        data = super().clean()
        for entry in self.lists:
            if data.get(f"list-{entry.pk}") == "nej" and entry.key in self.with_mayor:
                text = "Listen har en borgmester og er derfor repræsenteret."
                self.add_error(f"list-{entry.pk}", text)
        return data

    def standings(self) -> dict[ElectoralList, bool | None]:
        answers = {"ja": True, "nej": False, "": None}
        return {entry: answers[self.cleaned_data[f"list-{entry.pk}"]] for entry in self.lists}
