"""Choosing an agenda item by its number and title."""

from django import forms
from django.utils import formats

from meetings import numbering
from meetings.models import AgendaItem, Meeting


class ItemField(forms.ModelChoiceField):
    """All items of one or more agendas; the first whose title has `words` is proposed.

    `items` come with their meetings. Those of several meetings are told apart by the day.
    """

    def __init__(self, items, words: str, **kwargs) -> None:
        super().__init__(items, empty_label="Vælg punktet", **kwargs)
        by_meeting: dict = {}
        for item in items:
            by_meeting.setdefault(item.meeting, []).append(item)
        self._numbers: dict[int, str] = {}
        for own in by_meeting.values():
            self._numbers |= numbering.numbers(own)
        self._has_days = len(by_meeting) > 1
        self.initial = next((item for item in items if words in item.title.lower()), None)

    def label_from_instance(self, item: AgendaItem) -> str:
        label = f"{self._numbers[item.pk]} {item.title}"
        if not self._has_days:
            return label
        return f"{formats.date_format(item.meeting.held_on, 'j. F Y')}: {label}"


def items_of(meeting: Meeting):
    """A meeting's items in the order that numbers them, for an `ItemField`."""
    return meeting.items.select_related("meeting").order_by("position", "pk")
