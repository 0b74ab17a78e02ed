"""Forms about the meeting plan of a whole term: they clean, the action saves."""

import datetime
import hashlib
from collections.abc import Collection

from django import forms
from django.utils import timezone

from councils.models import Term
from meetings.agenda_check import Kind
from meetings.forms.meetings import moment
from meetings.models import Meeting
from meetings.plan import reading
from meetings.plan.proposals import Proposal, Span, check, check_plan

MAX_MEETINGS = 60
IS_TAKEN = "Der er allerede et møde den dag. Sæt flueben, hvis der skal være et til."
TIMES = {"attrs": {"type": "time"}, "format": "%H:%M"}


class PlanForm(forms.Form):
    """The dates as they were pasted, and what holds for those that say nothing else."""

    term = forms.ModelChoiceField(Term.objects.none(), label="Valgperiode", empty_label=None)
    starts = forms.TimeField(
        label="Fra kl.", widget=forms.TimeInput(**TIMES), initial=datetime.time(10)
    )
    ends = forms.TimeField(
        label="Til kl.", widget=forms.TimeInput(**TIMES), initial=datetime.time(12)
    )
    place = forms.CharField(
        label="Sted", required=False, max_length=Meeting._meta.get_field("place").max_length
    )
    dates = forms.CharField(
        label="Datoer",
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false"}),
        help_text="En linje for hvert møde. Skriv for eksempel »19.1.2022 konstituerende« eller"
        " »onsdag den 23. marts 2022 kl. 10-12.30, Viborg Rådhus«. Det sidste er stedet.",
        error_messages={"required": "Skriv mindst én dato."},
    )

    def __init__(self, *args, today: datetime.date, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        terms = Term.objects.filter(ends_on__gte=today).order_by("starts_on")
        self.fields["term"].queryset = terms
        if not self.is_bound:
            self.initial["term"] = terms.first()

    def clean_dates(self) -> str:
        text = self.cleaned_data["dates"]
        number = sum(bool(line.strip()) for line in text.splitlines())
        if number > MAX_MEETINGS:
            raise forms.ValidationError(
                f"Der er {number} linjer. Opret højst {MAX_MEETINGS} møder ad gangen."
            )
        return text

    def clean(self) -> dict:
        data = super().clean()
        starts, ends = data.get("starts"), data.get("ends")
        if starts and ends and ends <= starts:
            self.add_error("ends", "Mødet skal slutte efter, at det begynder.")
        return data

    def lines(self) -> list[reading.Line]:
        data = self.cleaned_data
        return reading.read(data["dates"], starts=data["starts"], ends=data["ends"])

    def rows(self, taken: Collection[datetime.date] = ()) -> dict:
        """What the lines say, as the rows of the preview would send it.

        A row whose day is one of `taken` has no tick: it is most likely there already.
        """
        lines = self.lines()
        rows = {"raekker-TOTAL_FORMS": len(lines), "raekker-INITIAL_FORMS": 0}
        for number, line in enumerate(lines):
            row = {
                "is_included": "on" if line.date not in taken else "",
                "held_on": line.date,
                "kind": line.kind.value,
                "starts": line.starts,
                "ends": line.ends,
                "place": line.place or self.cleaned_data["place"],
                "written": line.text,
            }
            rows |= {f"raekker-{number}-{name}": value for name, value in row.items()}
        return rows


class RowForm(forms.Form):
    """One meeting of the plan, before it is one."""

    hide_optional = True

    is_included = forms.BooleanField(label="Med", required=False)
    held_on = forms.DateField(
        label="Dato",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    kind = forms.ChoiceField(label="Mødetype", choices=Meeting.Kind.choices)
    starts = forms.TimeField(label="Fra kl.", required=False, widget=forms.TimeInput(**TIMES))
    ends = forms.TimeField(label="Til kl.", required=False, widget=forms.TimeInput(**TIMES))
    place = forms.CharField(
        label="Sted", required=False, max_length=Meeting._meta.get_field("place").max_length
    )
    written = forms.CharField(
        required=False, max_length=reading.MAX_LINE, widget=forms.HiddenInput, strip=False
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.day: datetime.date | None = None  # the date in the row, wrong or right
        self.warnings: list[str] = []  # what the formset's check says about the row

    def clean(self) -> dict:
        data = super().clean()
        self.day = data.get("held_on")
        if not data.get("is_included"):
            self._errors.clear()  # what is left out need not be right
            return data
        line = self._line()
        for name, problem in (
            ("held_on", (line and line.problem) or "Vælg en dato, eller fjern fluebenet."),
            ("starts", (line and line.time_problem) or "Skriv, hvornår mødet begynder."),
            ("ends", "Skriv, hvornår mødet slutter."),
        ):
            if data.get(name) is None and name not in self.errors:
                self.add_error(name, problem)
        return data

    def _line(self) -> reading.Line | None:
        any_time = datetime.time(0)
        written = self.cleaned_data.get("written", "")
        return next(iter(reading.read(written, starts=any_time, ends=any_time)), None)

    @property
    def note(self) -> str:
        """What was not understood of the line the row was read from."""
        line = self._line()
        return line.note if line else ""

    def proposal(self) -> Proposal | None:
        """The meeting, if the row is to become one and says enough."""
        data = self.cleaned_data
        if self.errors or not data.get("is_included"):
            return None
        return Proposal(data["held_on"], data["starts"], data["ends"], Kind(data["kind"]))

    def facts(self) -> dict:
        """What the action wants to know."""
        data = self.cleaned_data
        return {
            "kind": data["kind"],
            "place": data["place"],
            "starts_at": moment(data["held_on"], data["starts"]),
            "ends_at": moment(data["held_on"], data["ends"]),
        }


class BasePlanFormSet(forms.BaseFormSet):
    """The rows of the preview, checked beside each other and the council's other meetings."""

    def __init__(self, *args, term: Term, existing: list[Meeting], **kwargs) -> None:
        self.term = Span(term.name, term.starts_on, term.ends_on)
        self.existing = [_proposal_of(meeting) for meeting in existing]
        self.warnings: list[str] = []  # about the plan as a whole
        self.exists = False  # whether all its meetings are there already
        super().__init__(*args, prefix="raekker", **kwargs)

    def clean(self) -> None:
        rows = [(form, proposal) for form in self.forms if (proposal := form.proposal())]
        proposals = [proposal for _, proposal in rows]
        verdicts = check(proposals, existing=self.existing, term=self.term)
        for (form, _), verdict in zip(rows, verdicts, strict=True):
            facts = form.facts()
            form.warnings = verdict.warnings
            for error in verdict.errors:
                form.add_error("held_on", error)
            length = facts["ends_at"].timestamp() - facts["starts_at"].timestamp()
            if not verdict.errors and length <= 0:
                # The clocks change that night: there is no such hour.
                form.add_error("starts", "Mødet skal slutte efter, at det begynder.")
        days = {proposal.date for proposal in self.existing}
        for form in self.forms:
            if form not in self.included and form.day in days:
                form.warnings = [IS_TAKEN]
        self.warnings = check_plan([*proposals, *self.existing], term=self.term)
        self.exists = bool(proposals) and set(proposals) <= set(self.existing)

    @property
    def included(self) -> list[RowForm]:
        """The rows to become meetings."""
        return [form for form in self.forms if form.cleaned_data.get("is_included")]

    @property
    def ready(self) -> list[RowForm]:
        """Those of them with which nothing is wrong."""
        return [form for form in self.included if not form.errors]

    def seen(self) -> str:
        """Stands for all warnings: whether somebody who creates the meetings has seen them."""
        said = [f"{form.day}: {text}" for form in self.included for text in form.warnings]
        said += self.warnings
        return hashlib.sha256("\n".join(said).encode()).hexdigest()[:16] if said else ""

    def facts(self) -> list[dict]:
        return [form.facts() for form in self.included]


PlanFormSet = forms.formset_factory(
    RowForm,
    formset=BasePlanFormSet,
    extra=0,
    max_num=MAX_MEETINGS,
    absolute_max=MAX_MEETINGS,
    validate_max=True,
)


def _proposal_of(meeting: Meeting) -> Proposal:
    starts, ends = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
    return Proposal(meeting.held_on, starts.time(), ends.time(), Kind(meeting.kind))
