"""Forms about municipal councils and list co-operations."""

import datetime

from django import forms

from councils.models import ElectoralList
from elections.models import MunicipalStanding


class StandingsForm(forms.Form):
    """One question per party and list co-operation: has it a seat in a municipal council?"""

    hide_optional = True
    ANSWERS = (("", "Ikke oplyst"), ("ja", "Ja"), ("nej", "Nej"))
    VALUES = {"ja": True, "nej": False, "": None}

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
        names = {value: name for name, value in self.VALUES.items()}
        for entry in lists:
            answer = names[known.get(entry.pk)]
            self.fields[f"list-{entry.pk}"] = forms.ChoiceField(
                label=str(entry), choices=self.ANSWERS, required=False, initial=answer
            )
            # What the page showed: an answer that was left alone is not given anew.
            self.fields[f"shown-{entry.pk}"] = forms.ChoiceField(
                choices=self.ANSWERS, required=False, initial=answer, widget=forms.HiddenInput
            )

    def clean(self) -> dict:
        data = super().clean()
        for entry in self.lists:
            if data.get(f"list-{entry.pk}") == "nej" and entry.key in self.with_mayor:
                text = "Listen har en borgmester og er derfor repræsenteret."
                self.add_error(f"list-{entry.pk}", text)
        return data

    def standings(self) -> dict[ElectoralList, bool | None]:
        return self._answers("list")

    def shown(self) -> dict[ElectoralList, bool | None]:
        return self._answers("shown")

    def _answers(self, name: str) -> dict[ElectoralList, bool | None]:
        return {entry: self.VALUES[self.cleaned_data[f"{name}-{entry.pk}"]] for entry in self.lists}


class MunicipalStandingForm(forms.Form):
    """Which lists have a seat in one municipal council, and which one is the mayor's."""

    hide_optional = True

    represented = forms.ModelMultipleChoiceField(
        ElectoralList.objects.none(),
        label="Lister med mindst én plads i kommunalbestyrelsen",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    is_complete = forms.BooleanField(
        label="Alle lister med plads er krydset af",
        required=False,
        help_text="Så ved portalen, at de andre ikke har nogen.",
    )
    mayor = forms.ChoiceField(label="Borgmesterens liste")
    source = forms.CharField(
        label="Kilde",
        max_length=200,
        required=False,
        help_text="For eksempel kommunens hjemmeside.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args,
        lists,
        standing: MunicipalStanding | None,
        directory: str,
        **kwargs,
    ):
        """`directory` is what the Blå Bog tells about the mayor."""
        super().__init__(*args, **kwargs)
        self.fields["represented"].queryset = lists
        self.lists = {str(entry.pk): entry for entry in lists}
        self.fields["mayor"].choices = [
            ("", f"Som i Blå Bog: {directory}"),
            *((pk, str(entry)) for pk, entry in self.lists.items()),
            ("outside", "Uden for listerne"),
        ]
        self.fields["mayor"].required = False
        self.initial = {"version": standing.version if standing else 0}
        if standing:
            self.initial |= {
                "represented": [entry.pk for entry in standing.represented.all()],
                "is_complete": standing.is_complete,
                "source": standing.source,
                "mayor": str(standing.mayor_list_id or standing.mayor),
            }

    def clean(self) -> dict:
        data = super().clean()
        chosen = self.lists.get(data.get("mayor", ""))
        if chosen and data.get("is_complete") and chosen not in data.get("represented", []):
            text = f"Borgmesterens liste, {chosen}, har en plads og skal være krydset af."
            self.add_error("represented", text)
        return data

    def facts(self) -> dict:
        """What `actions.change_municipal_standing` takes, besides places and person."""
        data = self.cleaned_data
        mayor_list = self.lists.get(data["mayor"])
        return {
            "version": data["version"],
            "represented": list(data["represented"]),
            "is_complete": data["is_complete"],
            "mayor": "list" if mayor_list else data["mayor"],
            "mayor_list": mayor_list,
            "source": data["source"],
        }


class CooperationForm(forms.Form):
    name = forms.CharField(label="Navn", max_length=100)
    letter = forms.CharField(
        label="Forkortelse",
        max_length=5,
        help_text="Står i tabellerne som et partis bogstav, for eksempel LLD.",
    )

    def clean_letter(self) -> str:
        letter = self.cleaned_data["letter"].upper()
        if not letter.isalpha():
            raise forms.ValidationError("Brug kun bogstaver.")
        return letter


class CooperationMemberForm(forms.Form):
    local_list = forms.ModelChoiceField(
        ElectoralList.objects.none(), label="Lokalliste", empty_label="Vælg"
    )
    notified_on = forms.DateField(
        label="Anmeldt til KL den",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args, lists, today: datetime.date, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["local_list"].queryset = lists
        self.fields["local_list"].label_from_instance = lambda entry: (
            f"{entry.municipality}: {entry}"
        )

    def clean_notified_on(self) -> datetime.date:
        day = self.cleaned_data["notified_on"]
        if day > self.today:
            raise forms.ValidationError("Datoen ligger i fremtiden.")
        return day
