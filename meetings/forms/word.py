"""The form for an item that comes from a Word file."""

import dataclasses
import re

from django import forms
from django.core.exceptions import ValidationError

from meetings import files, richtext, word_import
from meetings.forms.items import MAX_SECTION_LENGTH, OPENNESS, is_true
from meetings.models import AgendaItem, Meeting

MAX_TITLE_LENGTH = AgendaItem._meta.get_field("title").max_length


class WordImportForm(forms.Form):
    """A Word file that becomes an item, and where it goes."""

    hide_optional = True

    file = forms.FileField(
        label="Word-fil",
        error_messages={"required": "Vælg en Word-fil.", "empty": "Filen er tom."},
        widget=forms.FileInput(attrs={"accept": ".docx"}),
    )
    parent = forms.ModelChoiceField(
        AgendaItem.objects.none(), required=False, label="Placering", empty_label="Nyt hovedpunkt"
    )
    is_open = forms.TypedChoiceField(  # nothing is open because nobody chose
        label="Hvem må læse punktet?",
        choices=OPENNESS,
        coerce=is_true,
        widget=forms.RadioSelect,
        error_messages={"required": "Vælg, hvem der må læse punktet."},
    )

    def __init__(self, *args, meeting: Meeting, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = f"Et Word-dokument (.docx) på højst {files.max_size()}."
        self.fields["parent"].queryset = meeting.items.filter(parent=None, is_dropped=False)
        self.fields["parent"].label_from_instance = lambda item: f"Underpunkt til »{item.title}«"

    def clean_file(self) -> word_import.ImportedItem:
        file = self.cleaned_data["file"]
        data = file.read(files.max_bytes() + 1)  # one byte too many is enough to refuse it
        if len(data) > files.max_bytes():
            raise ValidationError(f"Filen fylder mere end {files.max_size()}.")
        try:
            item = word_import.read_item(data)
        except word_import.WordFileRefused as refusal:
            raise ValidationError(str(refusal)) from refusal
        return self._fitting(item, file.name)

    @staticmethod
    def _fitting(item: word_import.ImportedItem, file_name: str) -> word_import.ImportedItem:
        """The same with sections and title as an item can hold them."""
        sections = {name: richtext.clean(getattr(item, name)) for name in AgendaItem.SECTIONS}
        for name, html in sections.items():
            if len(html) > MAX_SECTION_LENGTH:
                heading = AgendaItem._meta.get_field(name).verbose_name
                raise ValidationError(
                    f"Afsnittet {heading} er for langt: {len(html)} tegn med formatering, og der "
                    f"er plads til {MAX_SECTION_LENGTH}. Del dokumentet i flere punkter."
                )
        title, notes = item.title, item.notes
        if not title:
            title, note = _title_from(sections["presentation"], file_name)
            notes = (*(other for other in notes if other != word_import.NO_TITLE), note)
        return dataclasses.replace(item, title=title, notes=notes, **sections)

    def content(self) -> dict:
        """What the action stores."""
        item = self.cleaned_data["file"]
        names = ("title", "case_number", "initials", *AgendaItem.SECTIONS)
        return {
            **{name: getattr(item, name) for name in names},
            "is_open": self.cleaned_data["is_open"],
        }


def _title_from(presentation: str, file_name: str) -> tuple[str, str]:
    """What a document without a title that fits is called, and what to tell about it."""
    if heading := re.match(r"<h5>(.+?)</h5>", presentation, re.DOTALL):
        title = " ".join(richtext.plain(heading[1]).split())
        if len(title) > MAX_TITLE_LENGTH:
            note = "Dokumentets overskrift er for lang og kortet af. Den står helt i "
            return f"{title[: MAX_TITLE_LENGTH - 1]}…", f"{note}Sagsfremstilling."
    title = files.title_from(file_name)
    return title, f"Dokumentet har ingen overskrift. Filens navn er brugt: »{title}«."
