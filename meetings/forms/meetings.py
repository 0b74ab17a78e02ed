"""Forms about one meeting: date, place, note."""

import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from councils.models import Term
from meetings.forms.standard_items import KINDS
from meetings.models import Meeting, StandardItem


class MeetingForm(forms.ModelForm):
    """Date and times are three fields on the page and two moments in the model."""

    held_on = forms.DateField(
        label="Dato", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    starts = forms.TimeField(
        label="Fra kl.", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    ends = forms.TimeField(
        label="Til kl.", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )

    class Meta:
        model = Meeting
        fields = ["kind", "place", "practical_note"]
        widgets = {"practical_note": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "practical_note": "For eksempel om gruppemøder. Står på dagsordenens forside."
        }

    # What the page showed: a colleague may have saved other facts since.
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    field_order = ["kind", "held_on", "starts", "ends", "place", "practical_note"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.starts_at:
            self.initial["version"] = self.instance.version
            self.initial["held_on"] = self.instance.held_on
            self.initial["starts"] = timezone.localtime(self.instance.starts_at).time()
            self.initial["ends"] = timezone.localtime(self.instance.ends_at).time()

    def clean(self) -> dict:
        data = super().clean()
        day, starts, ends = data.get("held_on"), data.get("starts"), data.get("ends")
        if day:
            self.term = Term.objects.running(day).first()
            if self.term is None:
                self.add_error("held_on", "Datoen ligger uden for de valgperioder, vi kender.")
        if starts and ends and ends <= starts:
            self.add_error("ends", "Mødet skal slutte efter, at det begynder.")
        if day and starts and ends and not self.errors:
            self.instance.starts_at = moment(day, starts)
            self.instance.ends_at = moment(day, ends)
            self.instance.term = self.term
            self._check_moments()
        return data

    def _check_moments(self) -> None:
        # Django leaves out constraints on what is no field of the form: council and moments.
        try:
            self.instance.validate_constraints()
        except ValidationError as error:
            self.add_error("starts", error.messages)

    def facts(self) -> dict:
        """What the actions want to know."""
        facts = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return facts | {
            "term": self.term,
            "starts_at": self.instance.starts_at,
            "ends_at": self.instance.ends_at,
        }


class NewMeetingForm(MeetingForm):
    """A meeting whose agenda may begin with the standard items for its kind."""

    with_template = forms.BooleanField(
        label="Tilføj standardpunkterne for mødetypen", required=False, initial=True
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        usable = StandardItem.objects.usable_in(self.instance.council)
        counts = {label: usable.of_kind(kind).count() for kind, label in KINDS}
        if any(counts.values()):
            said = ", ".join(f"{label.lower()}: {count}" for label, count in counts.items())
            self.fields["with_template"].help_text = f"Antal punkter på {said}."
        else:
            del self.fields["with_template"]


def moment(day: datetime.date, time: datetime.time) -> datetime.datetime:
    """A day and a time on a Danish clock as one moment."""
    return timezone.make_aware(datetime.datetime.combine(day, time))
