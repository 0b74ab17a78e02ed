"""Forms about one item of an agenda: what is written in it."""

from django import forms
from django_prose_editor.fields import ProseEditorFormField

from meetings.models import AgendaItem, Meeting

MAX_SECTION_LENGTH = 500_000

EDITOR = {
    "extensions": {
        "Bold": True,
        "Italic": True,
        "Subscript": True,
        "Superscript": True,
        "BulletList": True,
        "OrderedList": {"enableListAttributes": False},  # what is stored keeps no lettered lists
        "ListItem": True,
        "Blockquote": True,
        "Heading": {"levels": [5]},
        "HardBreak": True,
        "Link": {
            "enableTarget": False,
            "protocols": ["http", "https", "mailto", "tel"],
            "defaultProtocol": "https",
        },
        "Table": True,
        "TableRow": True,
        "TableCell": True,
        "TableHeader": True,
        "History": True,
        "NoSpellCheck": False,
    }
}

MOST_MINUTES = AgendaItem.MOST_MINUTES
OPENNESS = [
    ("True", "Åbent punkt: alle må læse det"),
    ("False", "Lukket punkt: kun sekretariatet, medlemmerne og deres stedfortrædere"),
]


def is_true(answer: str) -> bool:
    """What a choice of OPENNESS means."""
    return answer == "True"


class HiddenSection(forms.CharField):
    """A section of an item that only travels along."""

    def __init__(self) -> None:
        super().__init__(required=False, max_length=MAX_SECTION_LENGTH, widget=forms.HiddenInput)


class AgendaItemForm(forms.ModelForm):
    hide_optional = True  # nearly everything is; »frivillig« seven times would only be noise

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=0)
    background = ProseEditorFormField(
        label="Baggrund", required=False, max_length=MAX_SECTION_LENGTH, config=EDITOR
    )
    recommendation = ProseEditorFormField(
        label="Indstilling",
        required=False,
        max_length=MAX_SECTION_LENGTH,
        config=EDITOR,
        help_text="Begynder som regel med »Det indstilles, at …«",
    )
    presentation = ProseEditorFormField(
        label="Sagsfremstilling", required=False, max_length=MAX_SECTION_LENGTH, config=EDITOR
    )
    is_open = forms.TypedChoiceField(
        label="Hvem må læse punktet?",
        choices=OPENNESS,
        coerce=is_true,
        error_messages={"required": "Vælg, hvem der må læse punktet."},
    )

    class Meta:
        model = AgendaItem
        fields = list(AgendaItem.CONTENT)
        labels = {"minutes": "Afsat tid (minutter)"}
        help_texts = {
            "internal_note": "Kun for sekretariatet og i formandens eksemplar. Kommer aldrig med i "
            "dagsordenen.",
        }
        widgets = {
            "minutes": forms.NumberInput(attrs={"placeholder": "15", "max": MOST_MINUTES}),
            "internal_note": forms.Textarea(attrs={"rows": 3}),
            "case_number": forms.TextInput(attrs={"placeholder": "SAG-2021-06268"}),
            "initials": forms.TextInput(attrs={"placeholder": "abc"}),
        }

    def content(self) -> dict:
        """What the actions store."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class NewItemForm(forms.Form):
    """One line at the end of the agenda: a title, and where it goes.

    The rest is only there for somebody whose item was deleted under their hands.
    """

    hide_optional = True

    title = forms.CharField(label="Overskrift", max_length=250)
    parent = forms.ModelChoiceField(
        AgendaItem.objects.none(), required=False, label="Placering", empty_label="Nyt hovedpunkt"
    )
    case_number = forms.CharField(required=False, max_length=30, widget=forms.HiddenInput)
    initials = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)
    is_open = forms.TypedChoiceField(
        choices=OPENNESS,
        coerce=is_true,
        required=False,
        empty_value=True,
        widget=forms.HiddenInput,
    )
    background = HiddenSection()
    recommendation = HiddenSection()
    presentation = HiddenSection()
    minutes = forms.IntegerField(
        required=False, min_value=1, max_value=MOST_MINUTES, widget=forms.HiddenInput
    )
    internal_note = forms.CharField(required=False, max_length=5000, widget=forms.HiddenInput)

    def __init__(self, *args, meeting: Meeting, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["parent"]
        field.queryset = meeting.items.filter(parent=None, is_dropped=False)
        # They came with the page.
        mains = [row.item for row in meeting.agenda if not row.item.is_dropped]
        choices = [(main.pk, f"Underpunkt til »{main.title}«") for main in mains]
        field.choices = [("", field.empty_label), *choices]
