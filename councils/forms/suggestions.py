"""Forms of members about themselves, and of the secretariat that answers them."""

from django import forms

from councils.models import CorrectionSuggestion, Person
from councils.models.suggestions import gender_of

Field = CorrectionSuggestion.Field


class SuggestionForm(forms.ModelForm):
    class Meta:
        model = CorrectionSuggestion
        fields = ["field", "says", "why"]
        widgets = {"why": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "says": "Skriv det, som det skal stå.",
            "why": "For eksempel fra hvilken dag, eller hvor sekretariatet kan se det.",
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["field"].choices = [("", "Vælg"), *Field.choices]

    def clean(self) -> dict:
        data = super().clean()
        field, says = data.get("field"), data.get("says")
        if not (field and says):
            return data
        if field == Field.GENDER and gender_of(says) is None:
            known = ", ".join(f"»{gender.label}«" for gender in Person.Gender)
            self.add_error("says", f"Skriv et af disse: {known}.")
        elif field in (Field.NAME, Field.TITLE):
            most = Person._meta.get_field(field).max_length
            if len(says) > most:
                self.add_error(
                    "says", f"Denne værdi må højst have {most} tegn (den har {len(says)})."
                )
        return data


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label="Hvorfor afvises forslaget?",
        help_text="Det læser den, der har foreslået rettelsen.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
