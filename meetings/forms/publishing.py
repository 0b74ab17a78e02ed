"""Forms on the way from draft to readers."""

from django import forms
from django.core.exceptions import ValidationError

from meetings.forms.versions import VersionForm
from meetings.models import AgendaPublication, ItemComment


class PublishForm(forms.Form):
    """What is new in a later edition, and why an agenda goes out although the rule check found
    something that is certainly wrong. Whether either is needed is for the action to say."""

    hide_optional = True

    # What the page showed, see readable.fingerprint.
    seen = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    change_note = forms.CharField(
        label="Hvad er nyt i denne udgave?",
        max_length=AgendaPublication._meta.get_field("change_note").max_length,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Står på forsiden og på mødesiden. Alle kan læse det, så skriv intet om det, "
        "der er lukket.",
    )
    despite = forms.CharField(
        label="Hvorfor skal dagsordenen offentliggøres trods de røde fund?",
        max_length=AgendaPublication._meta.get_field("published_despite").max_length,
        required=False,
        help_text="Gemmes sammen med udgaven og i hændelsesloggen.",
    )


class WithdrawForm(VersionForm):
    """Why an agenda is taken back, and which edition of it the page showed."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Hvorfor trækkes dagsordenen tilbage?",
        max_length=AgendaPublication._meta.get_field("withdrawn_reason").max_length,
        help_text="Står på mødesiden i stedet for dagsordenen. Alle kan læse det, så skriv intet "
        "om det, der er lukket.",
        error_messages={"required": "Skriv, hvorfor dagsordenen trækkes tilbage."},
    )


class CommentForm(forms.Form):
    """A comment on an item of a draft, or without an `item` on the agenda as a whole."""

    item = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)
    text = forms.CharField(
        label="Kommentar",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Skriv en kommentar."},
    )

    def clean_text(self) -> str:
        # Browsers count a new line as one sign and send two.
        text = self.cleaned_data["text"].replace("\r\n", "\n")
        most = ItemComment.MAX_LENGTH
        if len(text) > most:
            raise ValidationError(f"Kommentaren må højst fylde {most} tegn. Den har {len(text)}.")
        return text


class HandledForm(forms.Form):
    """Whether a comment has been dealt with."""

    is_handled = forms.TypedChoiceField(
        choices=[("ja", "Behandlet"), ("nej", "Genoptag")], coerce=lambda answer: answer == "ja"
    )
    from_item = forms.BooleanField(required=False)  # leads back to the item's own page
