"""Forms about standard items, and about items that come from a Word file."""

import dataclasses
import re

from django import forms
from django.core.exceptions import ValidationError

from councils.models import Council
from meetings import files, richtext, standard_values, variables, word_import
from meetings.forms import MAX_SECTION_LENGTH, AgendaItemForm, MeetingForm
from meetings.models import AgendaItem, Meeting, StandardItem

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


class StandardChoiceForm(forms.Form):
    """Which standard item goes into an agenda."""

    standard = forms.ModelChoiceField(StandardItem.objects.none())

    def __init__(self, *args, meeting: Meeting, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["standard"].queryset = StandardItem.objects.usable_in(meeting.council)


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


# --- From Word -----------------------------------------------------------------------------------

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

    def __init__(self, *args, meeting: Meeting, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = f"Et Word-dokument (.docx) på højst {files.max_size()}."
        self.fields["parent"].queryset = meeting.items.filter(parent=None)
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
        return {name: getattr(item, name) for name in names}


def _title_from(presentation: str, file_name: str) -> tuple[str, str]:
    """What a document without a title that fits is called, and what to tell about it."""
    if heading := re.match(r"<h5>(.+?)</h5>", presentation, re.DOTALL):
        title = " ".join(richtext.plain(heading[1]).split())
        if len(title) > MAX_TITLE_LENGTH:
            note = "Dokumentets overskrift er for lang og kortet af. Den står helt i "
            return f"{title[: MAX_TITLE_LENGTH - 1]}…", f"{note}Sagsfremstilling."
    title = files.title_from(file_name)
    return title, f"Dokumentet har ingen overskrift. Filens navn er brugt: »{title}«."
