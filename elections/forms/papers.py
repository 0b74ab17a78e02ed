"""Attaching a paper to an agenda item."""

from django import forms

from elections.forms.items import ItemField


class AttachForm(forms.Form):
    is_open = forms.TypedChoiceField(
        label="Hvem kan læse bilaget?",
        choices=[
            ("ja", "Alle, når dagsordenen er offentliggjort (åbent)"),
            ("nej", "Kun medlemmer, stedfortrædere og sekretariatet (lukket)"),
        ],
        coerce=lambda answer: answer == "ja",
        widget=forms.RadioSelect,
        help_text="Et bilag, der allerede er vedhæftet, beholder sin læserkreds.",
    )

    def __init__(self, *args, items, word: str, **kwargs):
        """`items` may be changed; the first whose title holds `word` is proposed."""
        super().__init__(*args, **kwargs)
        self.fields["item"] = ItemField(items, word, label="Punkt")
        self.order_fields(["item", "is_open"])
        self.initial["is_open"] = "ja"
