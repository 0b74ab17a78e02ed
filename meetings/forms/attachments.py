"""Forms about attachments: which files come in, what they are called and who may read them."""

from collections.abc import Iterator

from django import forms
from django.core.files.uploadedfile import UploadedFile

from meetings import files
from meetings.models import Attachment, AttachmentVersion

READERS = [
    ("ja", "Alle: det offentliggøres sammen med dagsordenen (åbent)"),
    ("nej", "Kun sekretariatet, medlemmerne og deres stedfortrædere (lukket)"),
]
MOST_AT_ONCE = 20


def checked(file: UploadedFile) -> bytes:
    """The file's bytes, if it is one that the portal keeps."""
    file.seek(0)
    data = file.read(files.max_bytes() + 1)  # one byte too many is enough to refuse it
    try:
        files.check(data, file.name)
    except files.FileRefused as refusal:
        raise forms.ValidationError(str(refusal)) from refusal
    return data


def _file_help() -> str:
    return f"{files.TAKEN}. Højst {files.max_size()}"


class FileForm(forms.Form):
    """One file of a kind that the portal keeps."""

    file = forms.FileField(
        label="Fil",
        error_messages={"required": "Vælg en fil.", "empty": "Filen er tom."},
        widget=forms.FileInput(attrs={"accept": files.ACCEPT}),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = f"{_file_help()}."

    def clean_file(self) -> dict:
        file = self.cleaned_data["file"]
        return {"file_name": file.name, "data": checked(file)}

    def content(self) -> dict:
        """What the actions store."""
        return {
            **{name: value for name, value in self.cleaned_data.items() if name != "file"},
            **self.cleaned_data["file"],
        }


class ReplacementForm(FileForm):
    """Another file for an attachment."""

    note = forms.CharField(
        label="Hvad er ændret?",
        required=False,
        max_length=AttachmentVersion._meta.get_field("note").max_length,
        help_text="Står ved bilaget, så læserne kan se det.",
    )


class ReadersField(forms.TypedChoiceField):
    """Who may read: nothing is open because nobody chose."""

    def __init__(self, thing: str) -> None:
        question = f"Hvem må læse {thing}?"
        super().__init__(
            label=question,
            choices=READERS,
            coerce=lambda answer: answer == "ja",
            widget=forms.RadioSelect,
            error_messages={"required": f"Vælg, hvem der må læse {thing}."},
        )


class AttachmentForm(forms.Form):
    """What an attachment is called, and who may read it."""

    title = forms.CharField(
        label="Titel", max_length=Attachment._meta.get_field("title").max_length
    )
    is_open = ReadersField("bilaget")

    @staticmethod
    def initial_for(attachment: Attachment) -> dict:
        return {"title": attachment.title, "is_open": "ja" if attachment.is_open else "nej"}

    def content(self) -> dict:
        """What the actions store."""
        return dict(self.cleaned_data)


class SeveralFilesInput(forms.FileInput):
    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """Files that all must be taken; each error says whose it is, unless there is only one."""

    widget = SeveralFilesInput(attrs={"accept": files.ACCEPT})

    def clean(self, data, initial=None) -> list[UploadedFile]:
        if not data:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        if len(data) > MOST_AT_ONCE:
            raise forms.ValidationError(f"Vælg højst {MOST_AT_ONCE} filer ad gangen.")
        errors = []
        for file in data:
            try:
                checked(super().clean(file))
            except forms.ValidationError as error:
                whose = f"»{file.name}«: " if len(data) > 1 else ""
                errors += [f"{whose}{message}" for message in error.messages]
        if errors:
            raise forms.ValidationError(errors)
        return data


class NewAttachmentsForm(forms.Form):
    """Files for an item; each becomes an attachment that is called as its file suggests."""

    file = SeveralFilesField(
        label="Filer",
        error_messages={"required": "Vælg mindst én fil.", "empty": "Filen er tom."},
    )
    is_open = ReadersField("bilagene")

    def __init__(self, *args, is_closed: bool = False, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = f"{_file_help()} hver."
        if is_closed:  # the item is, so that any other answer has no effect yet
            self.initial.setdefault("is_open", "nej")

    def uploads(self) -> Iterator[dict]:
        """What the actions store of each file: read when it is asked for, so that only one at a
        time is in memory."""
        for file in self.cleaned_data["file"]:
            file.seek(0)
            title = files.title_from(file.name)
            yield {"title": title, "file_name": file.name, "data": file.read()}


class AttachmentOrderForm(forms.Form):
    """The whole order of an item's attachments after a drag: `17,12,15`."""

    _FORM = r"^\d{1,18}(,\d{1,18})*$"
    order = forms.RegexField(_FORM, max_length=20_000)
    shown = forms.RegexField(_FORM, max_length=20_000)  # what the page showed before the drag

    def keys(self) -> dict[str, list[int]]:
        """What the action wants to know."""
        return {
            name: [int(key) for key in self.cleaned_data[name].split(",")]
            for name in ("order", "shown")
        }


class AttachmentMoveForm(forms.Form):
    """One place up or down."""

    STEPS = {"op": -1, "ned": 1}
    direction = forms.ChoiceField(choices=[(name, name) for name in STEPS])
