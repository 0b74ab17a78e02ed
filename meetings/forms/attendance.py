"""Who came to a meeting, member by member."""

from collections.abc import Collection
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError

from councils.models import Party
from meetings.attendances import Entry, Line, Roll
from meetings.models import Attendance

Status = Attendance.Status
NOTHING = "Ikke noteret"


@dataclass(frozen=True)
class Row:
    """A line of the roll with its radio buttons; `stored` tells what a colleague has recorded
    where something else was chosen."""

    line: Line
    choices: forms.BoundField
    stored: str


class AttendanceForm(forms.Form):
    """Radio buttons for each line of a roll, among the `statuses` that can be recorded by now.

    Sent from a page that showed something else it `is_stale`: it holds what was chosen there, and
    what was recorded meanwhile of those for whom nothing was.
    """

    # The mark of the roll that the page showed: a colleague may have recorded others since.
    seen = forms.CharField(widget=forms.HiddenInput)
    # Of the second button: the members nothing is chosen for were present.
    rest = forms.ChoiceField(choices=[(Status.PRESENT, "")], required=False)

    def __init__(self, data=None, *, roll: Roll, statuses: Collection[str]) -> None:
        self.roll = roll
        self.statuses = statuses
        self.is_stale = data is not None and data.get("seen") != roll.mark
        super().__init__(
            _merged(data, roll) if self.is_stale else data, initial={"seen": roll.mark}
        )
        for line in roll.lines:
            self.fields[_name(line)] = forms.ChoiceField(
                label=f"Fremmøde for {line.seat.person}",
                choices=_choices(line, statuses),
                initial=_value(line.entry),
                required=False,
                error_messages={"invalid_choice": "Vælg en af mulighederne."},
                widget=forms.RadioSelect,
            )

    def entries(self) -> dict[int, Entry]:
        """What the action records, by the memberships' keys."""
        chosen = {line: _entry(self.cleaned_data[_name(line)]) for line in self.roll.lines}
        if self.cleaned_data["rest"]:
            for line in self.roll.members:
                if not chosen[line].status:
                    chosen[line] = Entry(Status.PRESENT)
        return {line.seat.pk: entry for line, entry in chosen.items()}

    def refuse(self, error: ValidationError) -> None:
        """Puts what cannot be at the row where it can be mended."""
        for key, told in error.update_error_dict({}).items():
            self.add_error(f"seat-{key}" if f"seat-{key}" in self.fields else None, told)

    def parties(self) -> list[tuple[Party | None, str, list[Row]]]:
        """The members' rows by party, with its letter."""
        return [
            (party, letter, [self._row(line) for line in lines])
            for party, letter, lines in self.roll.parties
        ]

    def observers(self) -> list[Row]:
        return [self._row(line) for line in self.roll.observers]

    def _row(self, line: Line) -> Row:
        choices = self[_name(line)]
        value = _value(line.entry)
        is_other = self.is_stale and (choices.data or "") != value
        labels = dict(self.fields[_name(line)].choices)
        return Row(line, choices, stored=labels[value] if is_other else "")


def _merged(data, roll: Roll):
    """So two secretaries can each record half of the members, and neither undoes the other's."""
    data = data.copy()
    for line in roll.lines:
        if not data.get(_name(line)):
            data[_name(line)] = _value(line.entry)
    return data


def _name(line: Line) -> str:
    return f"seat-{line.seat.pk}"


def _choices(line: Line, statuses: Collection[str]) -> list[tuple[str, str]]:
    """What is recorded already can stay, whether or not it could be chosen by now."""
    offered = {}
    for status in statuses:
        if status != Status.SUBSTITUTE:
            offered[_value(Entry(status))] = Status(status).label
        elif line.substitute is not None:
            offered[_value(Entry(status, line.substitute.pk))] = Status(status).label
    if line.attendance is not None and _value(line.entry) not in offered:
        offered[_value(line.entry)] = _label(line.attendance)
    return [*offered.items(), ("", NOTHING)]


def _label(attendance: Attendance) -> str:
    label = attendance.get_status_display()
    return f"{label}: {attendance.attended_by}" if attendance.attended_by else label


def _value(entry: Entry) -> str:
    """Names the substitute too, so that nobody else is recorded when they change meanwhile."""
    return f"{entry.status}-{entry.attended_by}" if entry.attended_by else f"{entry.status}"


def _entry(value: str) -> Entry:
    status, _, person = value.partition("-")
    return Entry(status, int(person) if person else None)
