"""Forms for the steps of an election inside the council; each knows what its action takes."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from appointments.balloting.members import members
from appointments.balloting.standing import Standing
from appointments.balloting.stands import ChoiceDue, LotDue, RoundDue, Stand
from appointments.balloting.story import at_stake
from appointments.filling import day
from appointments.models import Task
from elections.forms.lots import LotForm

MOST = 999
YEAR = datetime.timedelta(days=366)
FEW = {"inputmode": "numeric"}


def whole(label: str, *, least: int = 0, **facts) -> forms.IntegerField:
    widget = forms.NumberInput(attrs=FEW)
    return forms.IntegerField(label=label, min_value=least, max_value=MOST, widget=widget, **facts)


def day_field(label: str, help_text: str = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=help_text, widget=widget)


class Refusing:
    """Puts what an action refused at the field where it can be mended."""

    def renew(self, stored) -> None:
        """Sent once more it is about what is stored now."""
        if "version" in self.fields:
            self.data = self.data.copy()
            self.data["version"] = stored.version

    def refuse(self, error: ValidationError) -> None:
        for name, told in error.update_error_dict({}).items():
            self.add_error(self.place_of(name), told)

    def place_of(self, name: str) -> str | None:
        return name if name in self.fields else None


class OpenForm(Refusing, forms.Form):
    """An election that is held step by step."""

    held_on = day_field("Valgets dag", "De, der er medlemmer af KKR den dag, kan deltage.")
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, task: Task, today: datetime.date, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.term, self.today = task.round.term, today

    def clean_held_on(self) -> datetime.date:
        held_on = self.cleaned_data["held_on"]
        if held_on < self.term.starts_on:
            since = day(self.term.starts_on)
            raise ValidationError(f"Runden hører til valgperioden fra {since}. Vælg en senere dag.")
        if held_on > self.today + YEAR:
            raise ValidationError("Dagen ligger mere end et år ude i fremtiden.")
        return held_on

    def facts(self) -> dict[str, Any]:
        return self.cleaned_data


class AgreedForm(OpenForm):
    """Those whom the council chose without an election, among the task's candidates."""

    chosen = forms.MultipleChoiceField(
        label="Valgte",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Vælg mindst én kandidat."},
    )
    note = forms.CharField(label="Bemærkning", max_length=500, required=False)

    def __init__(self, *args, candidates: list[Standing], seats: int, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.known = {one.key: one.candidate for one in candidates if one.may_be_chosen}
        field = self.fields["chosen"]
        field.choices = [(key, told(one)) for key, one in self.known.items()]
        field.help_text = "Vælg én." if seats == 1 else f"Vælg højst {seats}."
        self.seats = seats

    def clean_chosen(self) -> list:
        chosen = [self.known[key] for key in self.cleaned_data["chosen"]]
        if len(chosen) > self.seats:
            seats = f"{self.seats} plads{'er' if self.seats > 1 else ''}"
            raise ValidationError(f"Der er kun {seats}, men du har valgt {len(chosen)}.")
        return chosen


class DeviationForm(AgreedForm):
    present = whole("Tilstedeværende medlemmer", least=1)
    agreeing = whole("Enige", help_text="Alle tilstedeværende skal være enige.")
    field_order = ["held_on", "present", "agreeing", "chosen", "note"]


class RoundForm(Refusing, forms.Form):
    """What was counted in one round: votes for each candidate, and blank ones."""

    present = whole("Tilstedeværende medlemmer", least=1)
    blank = whole("Blanke og ugyldige stemmer", required=False)

    def __init__(self, *args, stand: Stand, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        due: RoundDue = stand.due
        known = [one for one in stand.candidates if one.may_be_chosen]
        if due.pair:
            known = [one for one in stand.candidates if one.key in due.pair]
        self.keys = [one.key for one in known]
        for one in known:
            self.fields[f"votes-{one.key}"] = whole(told(one.candidate), required=False)
        self.order_fields([f"votes-{key}" for key in self.keys])
        self.initial.setdefault("present", _present(stand))

    @property
    def votes(self) -> list[forms.BoundField]:
        return [self[f"votes-{key}"] for key in self.keys]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        names = [f"votes-{key}" for key in self.keys] + ["blank"]
        if not self.errors and all(data.get(name) is None for name in names):
            raise ValidationError("Skriv, hvor mange stemmer der er afgivet.")
        return data

    def place_of(self, name: str) -> str | None:
        """What is wrong with the votes as such is told at the first of them."""
        if name == "votes" and self.keys:
            return f"votes-{self.keys[0]}"
        return super().place_of(name)

    def facts(self) -> dict[str, Any]:
        data = self.cleaned_data
        votes = {int(key): data[f"votes-{key}"] or 0 for key in self.keys}
        return {"votes": votes, "blank": data["blank"] or 0, "present": data["present"]}


class ChoiceForm(Refusing, forms.Form):
    """Whom the group whose turn it is chooses; those it proposed itself come first."""

    candidate = forms.ChoiceField(label="Valgt")
    number = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, stand: Stand, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        due: ChoiceDue = stand.due
        taken = {one.candidate_id for one in stand.choices}
        free = [one for one in stand.candidates if one.may_be_chosen]
        free = [one.candidate for one in free if one.candidate.pk not in taken]
        self.known = {str(one.pk): one for one in free}
        lists = {one.pk for one in due.group.lists.all()}
        own = [(str(one.pk), told(one)) for one in free if one.proposed_by_id in lists]
        others = [(str(one.pk), told(one)) for one in free if one.proposed_by_id not in lists]
        grouped = [("Foreslået af gruppen", own), ("Andre kandidater", others)]
        choices = [(name, some) for name, some in grouped if some]
        self.fields["candidate"].choices = [("", "Vælg"), *choices]
        self.fields["candidate"].label = f"{due.group.name} vælger nr. {due.number}"
        self.initial["number"] = due.number

    def facts(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"candidate": self.known[data["candidate"]], "number": data["number"]}


class DrawForm(Refusing, LotForm):
    """Lots between candidates or groups."""

    TWICE = "Er allerede trukket som en tidligere."
    TOO_EARLY = "Lodtrækningen kan ikke ligge før valgets dag, {}."

    def __init__(self, *args, stand: Stand, now: datetime.datetime, **kwargs) -> None:
        due: LotDue = stand.due
        opened = stand.ballot.recorded_at
        begins = datetime.datetime.combine(stand.ballot.held_on, datetime.time.min)
        # Votes are often written down afterwards; what is prepared for a later day can be tried.
        not_before = min(opened, timezone.make_aware(begins))
        names = stand.named()
        super().__init__(*args, tie=due.tie, names=names, now=now, not_before=not_before, **kwargs)
        for place, becomes in enumerate(at_stake(stand, due.tie), start=1):
            self.fields[f"place_{place}"].help_text = becomes


class AnnulForm(Refusing, forms.Form):
    because = forms.CharField(
        label="Hvorfor?",
        max_length=300,
        help_text="Det, der er registreret, bliver stående, mærket som annulleret.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def facts(self) -> dict[str, Any]:
        return self.cleaned_data


def told(candidate) -> str:
    """»Eksempel Person (A)«, with who proposed them."""
    if candidate.proposed_by is None:
        return str(candidate)
    short = candidate.proposed_by.letter or candidate.proposed_by.name
    return f"{candidate} ({short})"


def _present(stand: Stand) -> int:
    """As in the round before; otherwise the members who are not known to be away."""
    if stand.rounds:
        return stand.rounds[-1].present
    here = members(stand.ballot.task, stand.ballot.held_on)
    return sum(not one.is_away for one in here)
