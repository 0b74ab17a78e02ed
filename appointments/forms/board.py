"""The filter of a round's board."""

from django import forms

from appointments.board.board import Board, Line, Section
from appointments.board.values import Candidate, Status
from councils import danish


class BoardFilterForm(forms.Form):
    """Which tasks are shown. Unknown parameters are refused: a mistyped filter must not show
    everything."""

    hide_optional = True

    tekst = forms.CharField(
        label="Forum, hverv eller navn",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    forum = forms.ChoiceField(label="Forum", required=False)
    liste = forms.ChoiceField(label="Foreslået af", required=False)
    status = forms.ChoiceField(
        label="Status", required=False, choices=[("", "Alle"), *Status.choices]
    )

    def __init__(self, data, *, board: Board) -> None:
        super().__init__(data)
        self._board = board
        bodies = [(str(s.body.pk), s.body.name) for s in board.sections]
        self.fields["forum"].choices = [("", "Alle"), *bodies]
        lists = [
            (one.short, f"{one.name} ({one.key})" if one.key else one.name) for one in board.lists
        ]
        self._lists = {one.short: one.pk for one in board.lists}
        self.fields["liste"].choices = [("", "Alle"), *lists]

    def clean(self) -> dict:
        unknown = sorted(set(self.data) - set(self.fields))
        if unknown:
            raise forms.ValidationError(f"Ukendt filter i adressen: {', '.join(unknown)}.")
        return super().clean()

    @property
    def is_used(self) -> bool:
        return any(self.cleaned_data.values()) if self.is_valid() else False

    def found(self) -> list[tuple[Section, list[Line]]]:
        """The bodies with the tasks that pass; nothing while the filter is wrong."""
        if not self.is_valid():
            return []
        found = [
            (section, [line for line in section.lines if self._passes(section, line)])
            for section in self._board.sections
        ]
        return [(section, lines) for section, lines in found if lines]

    def _passes(self, section: Section, line: Line) -> bool:
        data = self.cleaned_data
        entry = self._lists.get(data["liste"])
        return (
            (not data["forum"] or str(section.body.pk) == data["forum"])
            and (not data["status"] or line.status == data["status"])
            and (not data["liste"] or any(c.proposed_by == entry for c in _standing(line)))
            and self._has_words(line)
        )

    def _has_words(self, line: Line) -> bool:
        words = danish.fold(self.cleaned_data["tekst"]).split()
        told = [str(line.task), *(c.name for c in _standing(line))]
        told += [c.by for c in _standing(line)]
        text = danish.fold(" ".join(told))
        return all(word in text for word in words)


def _standing(line: Line) -> list[Candidate]:
    return [one for one in line.value.candidates if one.state != "withdrawn"]
