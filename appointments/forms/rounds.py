"""Forms about rounds of appointments and the seats they fill."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from appointments.models import Round, SeatKind, Task
from appointments.openings import Opening
from councils.forms.rows import RowForm, date_field
from councils.models import Term


class RoundForm(RowForm):
    """What can be corrected in a round."""

    starts_on = ends_on = None

    name = forms.CharField(label="Navn", max_length=Round._meta.get_field("name").max_length)
    proposals_due_on = date_field(
        "Frist for gruppernes forslag",
        required=False,
        help_text="Organisationer kan have en anden frist; den skrives ved hvervet.",
    )


class NewRoundForm(RoundForm):
    term = forms.ModelChoiceField(Term.objects.none(), label="Valgperiode", empty_label=None)
    field_order = ["term", "name", "proposals_due_on"]

    def __init__(self, data=None, *, at: datetime.date) -> None:
        terms = Term.objects.elected(at).filter(ends_on__gte=at)
        first = terms.first()
        super().__init__(
            data, initial={"term": first, "name": f"Udpegninger {first or ''}".strip()}
        )
        self.fields["term"].queryset = terms


class AddTasksForm(forms.Form):
    """Which of the council's seats the round fills; at first all that are free."""

    kinds = forms.MultipleChoiceField(
        label="Hverv",
        error_messages={
            "required": "Vælg mindst ét hverv.",
            "invalid_choice": "Et af hvervene kan ikke tages med i runden, eller er det allerede.",
        },
    )

    def __init__(self, data=None, *, openings: list[Opening]) -> None:
        super().__init__(data)
        self.by_key = {str(one.kind.pk): one for one in openings if one.free}
        self.openings = openings
        self.fields["kinds"].choices = [(key, str(one.kind)) for key, one in self.by_key.items()]

    @property
    def rows(self) -> list[tuple[Opening, bool]]:
        """Each opening, and whether it is ticked."""
        given = self.data.getlist("kinds") if self.is_bound else self.by_key
        return [(one, str(one.kind.pk) in given) for one in self.openings]

    @property
    def chosen(self) -> list[SeatKind]:
        return [self.by_key[key].kind for key in self.cleaned_data["kinds"]]

    def refuse(self, error: ValidationError) -> None:
        """Puts what cannot be at the ticks."""
        for told in error.messages:
            self.add_error("kinds", told)


class TaskForm(RowForm):
    number = forms.IntegerField(label="Pladser, der skal besættes", min_value=1, max_value=1000)
    nominations_due_on = date_field(
        "Frist for indstilling",
        required=False,
        help_text="For de organisationer, der indstiller. Tomt: rundens frist gælder.",
    )
    starts_on = date_field("Udpeges fra og med")
    ends_on = date_field("Udpeges til og med", required=False, help_text="Tomt: uden slutdato.")
    note = forms.CharField(
        label="Bemærkning",
        required=False,
        max_length=Task._meta.get_field("note").max_length,
    )
    field_order = ["number", "nominations_due_on", "starts_on", "ends_on", "note"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "Slutdatoen ligger før startdatoen.")
        return data


class ExemptionForm(RowForm):
    """Why a nomination is not balanced."""

    starts_on = ends_on = None

    exemption = forms.CharField(
        label="Begrundelse",
        required=False,
        max_length=Task._meta.get_field("exemption").max_length,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="De særlige grunde, som indstillingen selv angiver. Tomt: ingen fravigelse.",
    )
