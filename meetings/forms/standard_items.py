"""Forms about standard items."""

from django import forms

from councils.models import Council
from meetings import standard_values, variables
from meetings.forms.items import AgendaItemForm
from meetings.forms.moving import PlacementForm
from meetings.models import Meeting, StandardItem

SHARED = "alle"
KINDS = [
    (Meeting.Kind.CONSTITUENT.value, "Konstituerende møder"),
    (Meeting.Kind.ORDINARY.value, "Ordinære møder"),
    (Meeting.Kind.EXTRAORDINARY.value, "Ekstraordinære møder"),
]


class StandardItemForm(AgendaItemForm):
    """Like an item of an agenda, and which agendas it is for."""

    audience = forms.ChoiceField(label="Hvem er punktet til?", widget=forms.RadioSelect)
    kinds = forms.MultipleChoiceField(
        label="Hvilke møder kommer punktet automatisk på?",
        choices=KINDS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Uden flueben hentes punktet, når der er brug for det.",
    )

    class Meta(AgendaItemForm.Meta):
        model = StandardItem
        fields = [
            *(name for name in StandardItem.CONTENT if name != "initials"),
            "is_heading",
            "parent",
        ]
        help_texts = {
            "internal_note": "Kun for sekretariatet, fx om hvornår punktet bruges.",
            "is_heading": "Et hovedpunkt uden tekst, som kun står over sine underpunkter.",
            "parent": "På møder, som hovedpunktet ikke hører til, står punktet som hovedpunkt.",
        }

    def __init__(self, *args, council: Council, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.council = council
        self.is_shared = self.instance.pk is not None and self.instance.council_id is None
        if self.is_shared:  # others use it too, so it stays
            del self.fields["audience"]
        else:
            self.fields["audience"].choices = [
                ("eget", f"Kun {council}"),
                (SHARED, "Alle KKR (fælles): sekretariaterne kan alle rette det"),
            ]
            self.initial.setdefault("audience", "eget")
        self.initial.setdefault("kinds", [kind.value for kind in self.instance.kinds])
        mains = StandardItem.objects.usable_in(council).filter(parent=None)
        parent = self.fields["parent"]
        parent.label, parent.empty_label = "Placering", "Hovedpunkt"
        parent.queryset = mains.exclude(pk=self.instance.pk)
        parent.label_from_instance = lambda item: f"Underpunkt til »{item.title}«"

    def clean(self) -> dict:
        data = super().clean()
        if not self.is_shared:
            self.instance.council = None if data.get("audience") == SHARED else self.council
        texts = (*StandardItem.SECTIONS, "case_number")
        if data.get("is_heading") and any(data.get(name) for name in texts):
            self.add_error("is_heading", "En overskrift har hverken tekst eller sagsnummer.")
        if data.get("is_heading") and data.get("parent"):
            self.add_error("parent", "En overskrift er altid et hovedpunkt.")
        for name in standard_values.FIELDS:
            self._check_variables(name, data.get(name) or "")
        return data

    def _check_variables(self, name: str, text: str) -> None:
        if wrong := variables.unknown(text):
            named = ", ".join(f"{{{variable}}}" for variable in wrong)
            self.add_error(name, f"Ukendt variabel: {named}. Brug {standard_values.LIST}.")

    def content(self) -> dict:
        chosen = self.cleaned_data["kinds"]
        return {
            **super().content(),
            **{f"for_{kind}": kind in chosen for kind, _ in KINDS},
            "council": self.instance.council,
        }


class DayForm(forms.Form):
    """The day for which a preview is made."""

    hide_optional = True

    dato = forms.DateField(
        label="Dag",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class StandardMoveForm(forms.Form):
    """Up or down in the template of one kind of meetings."""

    STEPS = {"op": -1, "ned": 1}
    direction = forms.ChoiceField(choices=[(name, name) for name in STEPS])
    kind = forms.ChoiceField(choices=KINDS, required=False)


class StandardChoiceForm(PlacementForm):
    """Which standard item goes into an agenda."""

    standard = forms.ModelChoiceField(StandardItem.objects.none())

    def __init__(self, *args, meeting: Meeting, **kwargs) -> None:
        super().__init__(*args, meeting=meeting, **kwargs)
        self.fields["standard"].queryset = StandardItem.objects.usable_in(meeting.council)
