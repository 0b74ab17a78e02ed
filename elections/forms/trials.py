"""A made-up case that is nowhere stored: every figure of it stands in the page's address."""

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from django import forms

from councils import danish
from elections.apportionment import Case, Denominator, InvalidInput, ListInput, Method
from elections.explanation.figures import decimal
from elections.forms.compositions import DENOMINATORS
from elections.models import METHOD_NAMES

MOST_VOTES = 999_999_999
OTHERS = "øvrige"  # the key of the mayors whose list takes no part


class PercentField(forms.CharField):
    """Per cent with up to four decimals, exactly: 2 or 2,5."""

    def clean(self, value: Any) -> Fraction:
        text = super().clean(value).replace(",", ".")
        if not re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,4})?", text) or Fraction(text) > 100:
            raise forms.ValidationError("Skriv et tal mellem 0 og 100, for eksempel 2 eller 2,5.")
        return Fraction(text)


class TrialForm(forms.Form):
    """The figures and settings of a case, starting from those of a stored one."""

    method = forms.ChoiceField(
        label="Metode", choices=[(method.value, name) for method, name in METHOD_NAMES.items()]
    )
    threshold = PercentField(label="Spærregrænse, pct.", max_length=8)
    denominator = forms.ChoiceField(
        label="Regnes af", choices=[(reading.value, text) for reading, text in DENOMINATORS.items()]
    )
    municipalities = forms.IntegerField(label="Kommuner", min_value=1, max_value=99)
    cap_factor = forms.IntegerField(label="Højst medlemmer pr. kommune", min_value=1, max_value=9)
    outside_mayors_in_cap = forms.TypedChoiceField(
        label="Borgmestre, hvis liste ikke deltager",
        choices=[("ja", "Tæller med i loftet"), ("nej", "Kommer oven i loftet")],
        coerce=lambda answer: answer == "ja",
    )
    other_votes = forms.IntegerField(
        label="Stemmer på lokallister", min_value=0, max_value=MOST_VOTES
    )
    other_mayors = forms.IntegerField(label="Borgmestre fra lokallister", min_value=0, max_value=99)
    invalid_votes = forms.IntegerField(
        label="Blanke og ugyldige stemmer", min_value=0, max_value=MOST_VOTES, required=False
    )

    def __init__(self, data, *, base: Case, names: Mapping[str, str]):
        """`base` is the case to start from, and what the address left out is not filled in."""
        self.base = base
        lists = [entry for entry in base.lists if entry.may_take_part]
        self.lists = sorted(lists, key=lambda entry: danish.letter_key(entry.key))
        super().__init__(data or None, initial=self._initial())
        for number, entry in enumerate(self.lists):
            name = names.get(entry.key, entry.key)
            self.fields[f"v{number}"] = forms.IntegerField(
                label=f"Stemmer, {name}",
                min_value=0,
                max_value=MOST_VOTES,
                initial=entry.votes,
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            )
            self.fields[f"m{number}"] = forms.IntegerField(
                label=f"Borgmestre, {name}", min_value=0, max_value=99, initial=entry.mayors
            )
            self.fields[f"r{number}"] = forms.BooleanField(
                label=f"Plads i en kommunalbestyrelse, {name}",
                required=False,
                initial=entry.is_represented,
            )
        self.names = names

    @property
    def rows(self) -> list[tuple[str, str, forms.BoundField, forms.BoundField, forms.BoundField]]:
        """Key, name, and the three fields of each list."""
        return [
            (entry.key, self.names.get(entry.key, ""), self[f"v{n}"], self[f"m{n}"], self[f"r{n}"])
            for n, entry in enumerate(self.lists)
        ]

    @property
    def settings_fields(self) -> list[forms.BoundField]:
        """What is not about one list."""
        return [self[name] for name in self.base_fields]

    def clean(self) -> dict:
        data = super().clean()
        unknown = sorted(set(self.data) - set(self.fields))
        if unknown:
            text = f"Adressen indeholder noget, siden ikke kender: {', '.join(unknown)[:200]}."
            self.add_error(None, text)
        for number, entry in enumerate(self.lists):
            if data.get(f"m{number}") and not data.get(f"r{number}"):
                text = f"{entry.key} har en borgmester og dermed en plads i en kommunalbestyrelse."
                self.add_error(f"r{number}", text)
        if data.get("denominator") == Denominator.CAST and data.get("invalid_votes") is None:
            self.add_error("invalid_votes", "Skal skrives, når der regnes af afgivne stemmer.")
        if not self.errors:
            try:
                data["case"] = self._case(data)
            except InvalidInput:
                self.add_error(None, self._contradiction(data))
        return data

    @property
    def case(self) -> Case:
        return self.cleaned_data["case"] if self.is_bound else self.base

    def _case(self, data: dict) -> Case:
        lists = [
            ListInput(
                key=entry.key,
                votes=data[f"v{number}"],
                mayors=data[f"m{number}"],
                may_take_part=True,
                is_represented=data[f"r{number}"],
            )
            for number, entry in enumerate(self.lists)
        ]
        if data["other_mayors"]:
            lists.append(ListInput(OTHERS, 0, data["other_mayors"], False, True))
        valid = sum(entry.votes for entry in lists) + data["other_votes"]
        invalid = data.get("invalid_votes")
        return Case(
            lists=tuple(lists),
            municipalities=data["municipalities"],
            valid_votes=valid,
            cast_votes=None if invalid is None else valid + invalid,
            denominator=Denominator(data["denominator"]),
            method=Method(data["method"]),
            threshold_percent=data["threshold"],
            cap_factor=data["cap_factor"],
            outside_mayors_in_cap=data["outside_mayors_in_cap"],
        )

    def _contradiction(self, data: dict) -> str:
        mayors = data["other_mayors"] + sum(data[f"m{n}"] for n in range(len(self.lists)))
        if mayors > data["municipalities"]:
            return f"{mayors} borgmestre er flere end de {data['municipalities']} kommuner."
        return "Der er ingen stemmer at fordele efter."

    def _initial(self) -> dict[str, Any]:
        base = self.base
        given = [entry for entry in base.lists if entry.may_take_part]
        outside = [entry for entry in base.lists if not entry.may_take_part]
        return {
            "method": base.method.value,
            "threshold": decimal(base.threshold_percent),
            "denominator": base.denominator.value,
            "municipalities": base.municipalities,
            "cap_factor": base.cap_factor,
            "outside_mayors_in_cap": "ja" if base.outside_mayors_in_cap else "nej",
            "other_votes": base.valid_votes - sum(entry.votes for entry in given),
            "other_mayors": sum(entry.mayors for entry in outside),
            "invalid_votes": None
            if base.cast_votes is None
            else base.cast_votes - base.valid_votes,
        }
