"""Forms about meetings and agendas: they clean, the actions save."""

import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django_prose_editor.fields import ProseEditorFormField

from councils.models import Term
from meetings.models import (
    AgendaItem,
    AgendaItemVersion,
    AgendaPublication,
    ItemComment,
    Meeting,
)

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
            self.instance.starts_at = _moment(day, starts)
            self.instance.ends_at = _moment(day, ends)
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


MOST_MINUTES = AgendaItem.MOST_MINUTES
OPENNESS = [
    ("True", "Alle (åbent punkt)"),
    ("False", "Kun sekretariatet, medlemmerne og deres stedfortrædere (lukket punkt)"),
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
            "internal_note": "Kun for sekretariatet. Kommer aldrig med i dagsordenen.",
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
        field.queryset = meeting.items.filter(parent=None)
        mains = [row.item for row in meeting.agenda]  # they came with the page
        choices = [(main.pk, f"Underpunkt til »{main.title}«") for main in mains]
        field.choices = [("", field.empty_label), *choices]


class MoveForm(forms.Form):
    """Up and down among its siblings, in below the main item before it, out of its main item."""

    STEPS = {"op": -1, "ned": 1}
    direction = forms.ChoiceField(choices=[(name, name) for name in (*STEPS, "ind", "ud")])


class VersionForm(forms.Form):
    """Which version of an item, edition or attachment is meant: a colleague may have made another
    one since."""

    version = forms.IntegerField(min_value=1)


class OtherVersionForm(forms.Form):
    """Which earlier version of an item another one is compared with; the one before, unless told.

    `versions` are all of the item's, `shown` the later one.
    """

    hide_optional = True

    fra = forms.ModelChoiceField(
        AgendaItemVersion.objects.none(), required=False, label="Sammenlign med", empty_label=None
    )

    def __init__(self, *args, versions, shown: AgendaItemVersion, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["fra"]
        field.to_field_name = "number"
        field.label_from_instance = self.name_of
        field.queryset = versions.filter(number__lt=shown.number).headlines()

    @staticmethod
    def name_of(version: AgendaItemVersion) -> str:
        at = timezone.localtime(version.saved_at)
        return f"Version {version.number}, {at:%d.%m.%Y kl. %H.%M}, {version.saved_by}"

    def earlier(self) -> AgendaItemVersion | None:
        """None only for the first version."""
        chosen = self.cleaned_data["fra"] if self.is_valid() else None
        return chosen or self.fields["fra"].queryset.first()


class OrderForm(forms.Form):
    """The whole order after a drag: `12,13:12,14:12`, each item with its main item, if any."""

    _FORM = r"^\d{1,18}(:\d{1,18})?(,\d{1,18}(:\d{1,18})?)*$"
    order = forms.RegexField(_FORM, max_length=20_000)
    shown = forms.RegexField(_FORM, max_length=20_000)  # what the page showed before the drag

    def pairs(self, name: str) -> list[tuple[int, int | None]]:
        pairs = []
        for entry in self.cleaned_data[name].split(","):
            item, _, main = entry.partition(":")
            pairs.append((int(item), int(main) if main else None))
        return pairs


def _moment(day: datetime.date, time: datetime.time) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, time))


class PublishForm(forms.Form):
    """What is new in a later edition, and why an agenda goes out although the rule check found
    something that is certainly wrong. Whether either is needed is for the action to say."""

    hide_optional = True

    change_note = forms.CharField(
        label="Hvad er nyt i denne udgave?",
        max_length=AgendaPublication._meta.get_field("change_note").max_length,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Står på forsiden og på mødesiden. Alle kan læse det, så skriv intet om det, "
        "der er lukket.",
    )
    despite = forms.CharField(
        label="Hvorfor skal dagsordenen offentliggøres trods de røde fund?",
        max_length=AgendaPublication._meta.get_field("published_despite").max_length,
        required=False,
        help_text="Gemmes sammen med udgaven og i hændelsesloggen.",
    )


class CommentForm(forms.Form):
    """A comment on an item of a draft, or without an `item` on the agenda as a whole."""

    item = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)
    text = forms.CharField(
        label="Kommentar",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Skriv en kommentar."},
    )

    def clean_text(self) -> str:
        # Browsers count a new line as one sign and send two.
        text = self.cleaned_data["text"].replace("\r\n", "\n")
        most = ItemComment.MAX_LENGTH
        if len(text) > most:
            raise ValidationError(f"Kommentaren må højst fylde {most} tegn. Den har {len(text)}.")
        return text


class HandledForm(forms.Form):
    """Whether a comment has been dealt with."""

    is_handled = forms.TypedChoiceField(
        choices=[("ja", "Behandlet"), ("nej", "Genoptag")], coerce=lambda answer: answer == "ja"
    )
