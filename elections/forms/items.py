"""Choosing an agenda item by its number and title."""

from collections.abc import Collection

from django import forms
from django.utils import formats

from meetings import numbering
from meetings.models import AgendaItem, Meeting


class ItemField(forms.ModelChoiceField):
    """Items of one or more agendas; the first whose title has `words` is proposed.

    `items` come with their meetings. Those of several meetings are told apart by the day. They may
    leave some out, say headings: the others keep the numbers that they have on their agenda.
    """

    def __init__(self, items, words: str, **kwargs) -> None:
        super().__init__(items, empty_label="Vælg punktet", **kwargs)
        meetings = {item.meeting_id for item in items}
        self._numbers = _numbers(meetings)
        self._has_days = len(meetings) > 1
        self.initial = next((item for item in items if words in item.title.lower()), None)

    def label_from_instance(self, item: AgendaItem) -> str:
        label = f"{self._numbers[item.pk]} {item.title}"
        if not self._has_days:
            return label
        return f"{formats.date_format(item.meeting.held_on, 'j. F Y')}: {label}"


def _numbers(meetings: Collection[int]) -> dict[int, str]:
    """The number of each item of the agendas; only all of an agenda tell the numbers of some."""
    own: dict[int, list[AgendaItem]] = {}
    every = AgendaItem.objects.filter(meeting__in=meetings).order_by("position", "pk")
    for item in every.only("meeting_id", "parent_id", "number"):
        own.setdefault(item.meeting_id, []).append(item)
    return {key: told for items in own.values() for key, told in numbering.numbers(items).items()}


def items_of(meeting: Meeting):
    """A meeting's items in the order that numbers them, for an `ItemField`."""
    return meeting.items.select_related("meeting").order_by("position", "pk")
