"""Forms about an item's way to another agenda, and about what it is there."""

from django import forms

from meetings.forms.versions import VersionForm
from meetings.models import AgendaItem, Meeting

POOL = "pool"  # the target »Ikke planlagte punkter«, which need not exist yet


class SwitchForm(VersionForm):
    """One of the buttons of a row that turn something on, or off again."""

    is_on = forms.TypedChoiceField(
        choices=[("ja", "ja"), ("nej", "nej")], coerce=lambda answer: answer == "ja"
    )


class TransferForm(VersionForm):
    """Where an item is to go: the pool, or one of `meetings`, the next one first."""

    hide_optional = True
    NEXT = 3

    to = forms.ChoiceField(
        label="Hvor skal punktet hen?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Vælg, hvor punktet skal hen.",
            "invalid_choice": "Den dagsorden kan ikke vælges længere. Vælg en anden.",
        },
    )
    with_attachments = forms.BooleanField(label="Kopiér også bilagene", required=False)

    def __init__(self, *args, meetings: list[Meeting], has_pool: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].widget = forms.HiddenInput()
        pool = [(POOL, "Ikke planlagte punkter")] if has_pool else []
        choices = [(str(meeting.pk), self.name_of(meeting)) for meeting in meetings]
        self.fields["to"].choices = pool + choices
        self._first = len(pool) + self.NEXT

    @property
    def first_choices(self) -> list[forms.boundfield.BoundWidget]:
        """The pool and the next meetings."""
        return list(self["to"])[: self._first]

    @property
    def later_choices(self) -> list[forms.boundfield.BoundWidget]:
        return list(self["to"])[self._first :]

    @property
    def is_later_chosen(self) -> bool:
        return any(choice.data["selected"] for choice in self.later_choices)

    @staticmethod
    def name_of(meeting: Meeting) -> str:
        state = ", dagsordenen er ved at blive rettet" if meeting.is_published else ""
        return f"{meeting.label}, {meeting.get_kind_display().lower()}{state}"


class SearchForm(forms.Form):
    """Words in the title of an item of another agenda."""

    hide_optional = True

    soeg = forms.CharField(label="Søg i overskrifterne", required=False, max_length=100)


class PlacementForm(forms.Form):
    """Where on this agenda something goes that is fetched from elsewhere."""

    hide_optional = True
    NO_SUB_ITEM = (
        "»{}« kan ikke blive underpunkt, for det er en overskrift eller har selv underpunkter. "
        "Vælg »Nyt hovedpunkt«, og prøv igen."
    )

    parent = forms.ModelChoiceField(
        AgendaItem.objects.none(), required=False, label="Placering", empty_label="Nyt hovedpunkt"
    )

    def __init__(self, *args, meeting: Meeting, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = meeting.items.filter(parent=None, is_dropped=False)
        self.fields["parent"].label_from_instance = lambda item: f"Underpunkt til »{item.title}«"


class ReuseForm(PlacementForm):
    """Which item of another agenda of the council is copied to this one."""

    item = forms.ModelChoiceField(AgendaItem.objects.none())
    with_attachments = forms.BooleanField(label="Kopiér også bilagene", required=False)

    def __init__(self, *args, meeting: Meeting, **kwargs) -> None:
        super().__init__(*args, meeting=meeting, **kwargs)
        items = AgendaItem.objects.filter(meeting__council=meeting.council)
        self.fields["item"].queryset = items.exclude(meeting=meeting)


class PoolItemForm(forms.Form):
    """The first item of a pool that does not exist yet."""

    title = forms.CharField(label="Overskrift", max_length=250)


class MoveForm(forms.Form):
    """Up and down among its siblings, in below the main item before it, out of its main item."""

    STEPS = {"op": -1, "ned": 1}
    direction = forms.ChoiceField(choices=[(name, name) for name in (*STEPS, "ind", "ud")])


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
