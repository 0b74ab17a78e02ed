"""Forms about what the council decides in a round."""

import datetime

from django import forms

from appointments.chosen import Outcome
from appointments.filling import day
from appointments.forms.appointments import AnsweringForm
from appointments.models import Candidate, Round
from appointments.round_lines import named
from councils.forms.rows import date_field
from elections.forms.items import ItemField
from meetings.models import Meeting


class CandidatesField(forms.ModelMultipleChoiceField):
    """Candidates with whom they stand for."""

    stands_for: dict = {}

    def label_from_instance(self, one: Candidate) -> str:
        told = named(one, self.stands_for)
        return f"{told.told}, {told.by}" if told.by else told.told


class DecisionForm(AnsweringForm):
    """When it was decided; where no election was held, also whom the council takes."""

    decided_on = date_field("Besluttet den")
    chosen = CandidatesField(
        Candidate.objects.none(), label="Udpeges", widget=forms.CheckboxSelectMultiple
    )
    alternates = CandidatesField(
        Candidate.objects.none(),
        label="Fælles suppleanter",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data=None, *, outcome: Outcome, today: datetime.date, stands_for, initial):
        super().__init__(data, initial=initial)
        self.today, self.ballot = today, outcome.ballot
        if outcome.is_elected:
            del self.fields["chosen"]
        else:
            self._offer("chosen", outcome.candidates, stands_for)
        if outcome.shared_alternates:
            self._offer("alternates", outcome.shared_alternates, stands_for)
        else:
            del self.fields["alternates"]

    def _offer(self, name: str, candidates, stands_for) -> None:
        field = self.fields[name]
        field.stands_for = stands_for
        keys = [one.pk for one in candidates]
        rows = Candidate.objects.filter(pk__in=keys).select_related("person", "proposed_by")
        field.queryset = rows.prefetch_related("nominated_by")

    def clean_decided_on(self) -> datetime.date:
        decided_on = self.cleaned_data["decided_on"]
        if decided_on > self.today:
            raise forms.ValidationError("Dagen er ikke kommet endnu.")
        if self.ballot is not None and decided_on < self.ballot.held_on:
            raise forms.ValidationError(f"Valget blev først holdt {day(self.ballot.held_on)}.")
        return decided_on


class AgendaForm(forms.Form):
    """Where on which agenda a round is to be dealt with, and what is to stand there; asked for by
    the address, so that what comes of it can be shown before anything is written."""

    hide_optional = True

    moede = forms.ModelChoiceField(
        Meeting.objects.none(), label="Eller et nyt punkt på dagsordenen til", required=False
    )
    tekst = forms.ChoiceField(
        label="Hvad skal indstillingen indeholde?",
        choices=[
            ("personer", "Hvervene og dem, der er valgt eller foreslået"),
            ("hverv", "Kun hvervene"),
        ],
        widget=forms.RadioSelect,
    )

    def __init__(self, data=None, *, items, meetings, tasks, initial=None) -> None:
        super().__init__(data, initial=initial)
        self.fields["punkt"] = ItemField(items, "udpegning", label="Punkt", required=False)
        self.fields["punkt"].empty_label = "Intet af dem"
        self.fields["moede"].queryset = meetings
        self.fields["moede"].empty_label = "Intet nyt punkt"
        self.fields["moede"].label_from_instance = lambda meeting: str(meeting).capitalize()
        self.fields["hverv"] = forms.TypedMultipleChoiceField(
            label="Hverv",
            choices=[(task.pk, str(task)) for task in tasks],
            coerce=int,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": "Vælg mindst ét hverv."},
        )
        self.initial.setdefault("tekst", "personer")
        self.initial.setdefault("hverv", [task.pk for task in tasks])
        self.order_fields(["punkt", "moede", "hverv", "tekst"])

    def clean(self) -> dict:
        data = super().clean()
        if bool(data.get("punkt")) == bool(data.get("moede")):
            self.add_error("punkt", "Vælg enten et punkt eller et møde.")
        return data


class PlaceForm(forms.Form):
    """That the text which was shown is to be written, and how."""

    seen = forms.CharField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label="Punktets overskrift", max_length=250)
    replaces = forms.TypedChoiceField(
        label="Punktet har allerede en indstilling",
        choices=[("nej", "Sæt teksten efter den"), ("ja", "Erstat den med teksten")],
        coerce=lambda answer: answer == "ja",
        widget=forms.RadioSelect,
    )
    list_for = forms.ChoiceField(
        label="Vedhæft »Oversigt over udpegninger«",
        choices=[
            ("alle", "Ja, som åbent bilag"),
            ("medlemmer", "Ja, som lukket bilag (kun medlemmer, stedfortrædere og sekretariatet)"),
            ("ingen", "Nej"),
        ],
        widget=forms.RadioSelect,
        help_text="Et bilag, der allerede er vedhæftet, beholder sin læserkreds.",
    )

    def __init__(self, data=None, *, round_: Round, item=None, initial=None) -> None:
        # Who reads the list is for the page to propose; without that as few as possible.
        preset = {"title": str(round_), "replaces": "nej", "list_for": "medlemmer"}
        super().__init__(data, initial={**preset, **(initial or {})})
        if item is not None:
            del self.fields["title"]
        if item is None or not item.recommendation:
            del self.fields["replaces"]

    def renew(self, seen: dict) -> None:
        """Keeps what was written, about what the page shows now."""
        self.data = self.data.copy()
        for name, value in seen.items():
            self.data[name] = value


class AttachForm(forms.Form):
    """Which of the round's items gets the list as it is now."""

    punkt = forms.ModelChoiceField(None, label="Punkt", empty_label=None)

    def __init__(self, data=None, *, items) -> None:
        super().__init__(data)
        self.fields["punkt"].queryset = items
