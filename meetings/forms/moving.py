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
    """Where an item is to go: one of `meetings`, or the pool."""

    hide_optional = True

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
        choices = [(str(meeting.pk), self.name_of(meeting)) for meeting in meetings]
        choices += [(POOL, "Ikke planlagte punkter")] if has_pool else []
        self.fields["to"].choices = choices

    @staticmethod
    def name_of(meeting: Meeting) -> str:
        state = ", dagsordenen er ved at blive rettet" if meeting.is_published else ""
        return f"{meeting.label}, {meeting.get_kind_display().lower()}{state}"


class SearchForm(forms.Form):
    """Words in the title of an item of another agenda."""

    hide_optional = True

    soeg = forms.CharField(label="Søg i overskrifterne", required=False, max_length=100)


class ReuseForm(forms.Form):
    """Which item of another agenda of the council is copied to this one."""

    item = forms.ModelChoiceField(AgendaItem.objects.none())
    with_attachments = forms.BooleanField(label="Kopiér også bilagene", required=False)

    def __init__(self, *args, meeting: Meeting, **kwargs) -> None:
        super().__init__(*args, **kwargs)
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
