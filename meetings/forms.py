"""Forms about meetings and agendas: they clean, the actions save."""

import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django_prose_editor.fields import ProseEditorFormField

from councils.models import Term
from meetings import files
from meetings.models import (
    AgendaItem,
    AgendaItemVersion,
    Attachment,
    AttachmentVersion,
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
        "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto", "tel"]},
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

    field_order = ["kind", "held_on", "starts", "ends", "place", "practical_note"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.starts_at:
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

    class Meta:
        model = AgendaItem
        fields = list(AgendaItem.CONTENT)
        widgets = {
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
    background = forms.CharField(required=False, widget=forms.HiddenInput)
    recommendation = forms.CharField(required=False, widget=forms.HiddenInput)
    presentation = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, meeting: Meeting, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        mains = meeting.items.filter(parent=None)
        self.fields["parent"].queryset = mains
        self.fields["parent"].label_from_instance = lambda item: f"Underpunkt til »{item.title}«"


class MoveForm(forms.Form):
    direction = forms.ChoiceField(choices=[("op", "op"), ("ned", "ned")])

    def steps(self) -> int:
        return -1 if self.cleaned_data["direction"] == "op" else 1


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


class FileForm(forms.Form):
    """One PDF."""

    file = forms.FileField(
        label="PDF-fil",
        help_text="Højst 20 MB.",
        error_messages={"required": "Vælg en fil.", "empty": "Filen er tom."},
        widget=forms.FileInput(attrs={"accept": f".pdf,{files.PDF}"}),
    )

    def clean_file(self) -> dict:
        file = self.cleaned_data["file"]
        data = file.read(files.MAX_SIZE + 1)  # one byte too many is enough to refuse it
        try:
            files.check_pdf(data)
        except files.FileRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return {"file_name": file.name, "data": data}

    def content(self) -> dict:
        """What the actions store."""
        return {
            **{name: value for name, value in self.cleaned_data.items() if name != "file"},
            **self.cleaned_data["file"],
        }


class AttachmentForm(forms.Form):
    """What an attachment is called, and who may read it: nothing is open because nobody chose."""

    title = forms.CharField(
        label="Titel", max_length=Attachment._meta.get_field("title").max_length
    )
    is_open = forms.TypedChoiceField(
        label="Hvem må læse bilaget?",
        choices=[
            ("ja", "Alle: det offentliggøres sammen med dagsordenen (åbent)"),
            ("nej", "Kun sekretariatet, medlemmerne og deres stedfortrædere (lukket)"),
        ],
        coerce=lambda answer: answer == "ja",
        widget=forms.RadioSelect,
        error_messages={"required": "Vælg, hvem der må læse bilaget."},
    )

    @staticmethod
    def initial_for(attachment: Attachment) -> dict:
        return {"title": attachment.title, "is_open": "ja" if attachment.is_open else "nej"}

    def content(self) -> dict:
        """What the actions store."""
        return dict(self.cleaned_data)


class NewAttachmentForm(FileForm, AttachmentForm):
    field_order = ["file", "title", "is_open"]


class ReplacementForm(FileForm):
    """Another file for an attachment."""

    note = forms.CharField(
        label="Hvad er ændret?",
        required=False,
        max_length=AttachmentVersion._meta.get_field("note").max_length,
        help_text="Står ved bilaget, så læserne kan se det.",
    )


def _moment(day: datetime.date, time: datetime.time) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, time))


class DespiteForm(forms.Form):
    """Why an agenda goes out although the rule check found something that is certainly wrong."""

    hide_optional = True

    despite = forms.CharField(
        label="Hvorfor skal dagsordenen offentliggøres trods de røde fund?",
        max_length=500,
        required=False,
        help_text="Gemmes sammen med udgaven og i hændelsesloggen.",
    )
