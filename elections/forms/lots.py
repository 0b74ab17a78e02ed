"""Recording a drawing of lots: who drew, who saw it, when, and in which order."""

import datetime
from collections.abc import Mapping

from django import forms
from django.utils import timezone
from django.utils.formats import date_format

from elections.apportionment import LotsRequired
from elections.forms.moments import past_moment


class LotForm(forms.Form):
    """One question for each place in the order, whatever was tied: lists, alliances or groups."""

    TWICE = "Listen er allerede trukket som en tidligere."
    TOO_EARLY = "Lodtrækningen kan ikke ligge før beregningen, {}."

    drawn_by = forms.CharField(
        label="Hvem trak lodderne?", max_length=100, help_text="Navn på den person, der trak."
    )
    witnesses = forms.CharField(
        label="Hvem var vidner?",
        max_length=300,
        help_text="Et eller flere navne, adskilt af komma.",
    )
    drawn_on = forms.DateField(
        label="Dato", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    drawn_time = forms.TimeField(
        label="Klokkeslæt", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )

    def __init__(
        self,
        *args,
        tie: LotsRequired,
        names: Mapping[str, str],
        now: datetime.datetime,
        not_before: datetime.datetime,
        **kwargs,
    ):
        """`not_before` is when the tie was found: nobody can have drawn for it earlier."""
        super().__init__(*args, **kwargs)
        self.tie, self.now, self.not_before = tie, now, not_before
        choices = [("", "Vælg"), *((key, names.get(key, key)) for key in tie.lists)]
        for place in range(1, len(tie.lists) + 1):
            gets = "får en plads" if place <= tie.seats else "får ingen plads"
            self.fields[f"place_{place}"] = forms.ChoiceField(
                label=f"Trukket som nr. {place}", choices=choices, help_text=gets
            )
        local = timezone.localtime(now)
        self.initial.setdefault("drawn_on", local.date())

    @property
    def places(self) -> list[forms.BoundField]:
        return [self[f"place_{number}"] for number in range(1, len(self.tie.lists) + 1)]

    def clean(self) -> dict:
        data = super().clean()
        if data.get("witnesses") and _words(data["witnesses"]) == _words(data.get("drawn_by", "")):
            self.add_error("witnesses", "Et vidne er en anden end den, der trak.")
        seen = set()
        for place in range(1, len(self.tie.lists) + 1):
            key = data.get(f"place_{place}")
            if key and key in seen:
                self.add_error(f"place_{place}", self.TWICE)
            seen.add(key)
        drawn_at = past_moment(self, day="drawn_on", time="drawn_time", now=self.now)
        if drawn_at and drawn_at < self.not_before.replace(second=0, microsecond=0):
            found = timezone.localtime(self.not_before)
            moment = f"{date_format(found, 'j. F Y')} kl. {found:%H.%M}"
            self.add_error("drawn_on", self.TOO_EARLY.format(moment))
        data["drawn_at"] = drawn_at
        return data

    def facts(self) -> dict:
        """What `actions.record_lot` takes, besides the computation and the person."""
        data = self.cleaned_data
        order = tuple(data[f"place_{number}"] for number in range(1, len(self.tie.lists) + 1))
        return {
            "order": order,
            "drawn_by": data["drawn_by"],
            "witnesses": data["witnesses"],
            "drawn_at": data["drawn_at"],
        }


class AnnulForm(forms.Form):
    reason = forms.CharField(
        label="Hvorfor skal lodtrækningen annulleres?",
        max_length=300,
        help_text="Registreringen bliver stående, mærket som annulleret, og der kan trækkes på ny.",
    )


def _words(name: str) -> list[str]:
    return name.casefold().split()
