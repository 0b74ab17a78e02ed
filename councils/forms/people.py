"""Forms about a person: name, contact details, portrait."""

import datetime

from django import forms

from councils import pictures
from councils.models import ContactDetails, Person, Portrait

SIGNS_IN_NUMBERS = set("0123456789 +()-")


class PersonForm(forms.ModelForm):
    # What the page showed: a colleague may have saved something else since.
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    class Meta:
        model = Person
        fields = ["name", "title", "gender"]
        help_texts = {
            "title": "For eksempel »Udvalgsformand«. Vises under navnet.",
            "gender": "Som personen selv har oplyst det. Bruges kun til kønsfordelingen.",
        }
        widgets = {"gender": forms.RadioSelect}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version

    def facts(self) -> dict:
        """What the action stores."""
        return {name: self.cleaned_data[name] for name in [*self.Meta.fields, "version"]}


class ContactForm(forms.ModelForm):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    class Meta:
        model = ContactDetails
        fields = ["email", "email_visibility", "phone", "phone_visibility"]
        widgets = {
            "phone": forms.TextInput(attrs={"type": "tel"}),
            "email_visibility": forms.RadioSelect,
            "phone_visibility": forms.RadioSelect,
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version if self.instance.pk else 0

    def clean_phone(self) -> str:
        phone = self.cleaned_data["phone"]
        if phone and (set(phone) - SIGNS_IN_NUMBERS or not any(map(str.isdigit, phone))):
            raise forms.ValidationError("Skriv telefonnummeret med tal, for eksempel 12 34 56 78.")
        return phone

    def facts(self) -> dict:
        """What the action stores."""
        return {name: self.cleaned_data[name] for name in [*self.Meta.fields, "version"]}


class PortraitForm(forms.ModelForm):
    shown = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    file = forms.FileField(
        label="Billede",
        error_messages={"required": "Vælg et billede.", "empty": "Filen er tom."},
        widget=forms.FileInput(attrs={"accept": ".jpg,.jpeg,.png,image/jpeg,image/png"}),
    )

    class Meta:
        model = Portrait
        fields = ["consented_on", "consent_source", "consent_ends_on"]
        widgets = {
            name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            for name in ("consented_on", "consent_ends_on")
        }
        help_texts = {
            "consent_source": "For eksempel »mail af 12. januar 2022« eller et sagsnummer.",
            "consent_ends_on": "Derefter vises portrættet ikke. Tomt: indtil det trækkes tilbage.",
        }

    field_order = ["file", "consented_on", "consent_source", "consent_ends_on"]

    def __init__(self, *args, today: datetime.date, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        most = pictures.MAX_BYTES // 1_000_000
        self.fields["file"].help_text = f"JPEG eller PNG, højst {most} MB. Det gøres mindre her."
        if self.instance.pk:
            self.initial["shown"] = self.instance.mark
            self.fields["file"].required = False
            self.fields["file"].label = "Nyt billede"

    def clean_file(self) -> pictures.Picture | None:
        file = self.cleaned_data["file"]
        if file is None:
            return None
        try:
            return pictures.made_small(file.read(pictures.MAX_BYTES + 1))
        except pictures.PictureRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal

    def clean_consented_on(self) -> datetime.date:
        given = self.cleaned_data["consented_on"]
        if given > self.today:
            raise forms.ValidationError("Datoen ligger i fremtiden.")
        return given

    def clean(self) -> dict:
        data = super().clean()
        given, ends = data.get("consented_on"), data.get("consent_ends_on")
        if given and ends and ends < given:
            self.add_error("consent_ends_on", "Samtykket kan ikke ophøre, før det er givet.")
        return data

    def facts(self) -> dict:
        """What the action stores."""
        data = self.cleaned_data
        return {"picture": data["file"], "shown": data["shown"]} | {
            name: data[name] for name in self.Meta.fields
        }
