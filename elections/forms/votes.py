"""Uploading a file of votes."""

from django import forms

from councils.models import Municipality

MAX_FILE_SIZE = 10 * 1024 * 1024


class VotesUploadForm(forms.Form):
    file = forms.FileField(
        label="Fil",
        help_text="CSV i en af de tre former, der er beskrevet nedenfor; højst 10 MB.",
        error_messages={"empty": "Filen er tom."},
    )
    municipality = forms.ModelChoiceField(
        Municipality.objects.none(),
        label="Kommune",
        required=False,
        empty_label="Fremgår af filen",
        help_text="Vælg kun, når hele filen handler om én kommune og ikke selv siger hvilken.",
    )
    provenance = forms.CharField(
        label="Hvor kommer tallene fra?",
        max_length=500,
        help_text="Vises alle steder, hvor stemmetallene bruges.",
    )
    is_official = forms.BooleanField(
        label="Det er de officielle, endelige stemmetal",
        required=False,
        help_text="Uden flueben vises tallene som rekonstruerede eller foreløbige.",
    )
    valid_votes = forms.IntegerField(
        label="Gyldige stemmer i alt i KKR’s kommuner",
        required=False,
        min_value=1,
        max_value=999_999_999,
        help_text="Tomt: det, filen selv siger, eller listernes stemmer lagt sammen.",
    )
    cast_votes = forms.IntegerField(
        label="Afgivne stemmer i alt i KKR’s kommuner",
        required=False,
        min_value=1,
        max_value=999_999_999,
        help_text="Med blanke og ugyldige. Bruges til at advare, når en liste ligger mellem de to "
        "læsninger af spærregrænsen.",
    )

    def __init__(self, *args, municipalities, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["municipality"].queryset = municipalities

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_FILE_SIZE:
            raise forms.ValidationError("Filen er større end 10 MB.")
        return file

    def facts(self) -> dict:
        """What `actions.upload_votes` takes besides council, election and person."""
        data = dict(self.cleaned_data)
        file = data.pop("file")
        return {"file_name": file.name, "data": file.read(), **data}
