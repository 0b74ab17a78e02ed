"""Forms about the people who work in a secretariat."""

from django import forms

from councils.forms.people import SIGNS_IN_NUMBERS
from councils.forms.rows import RowForm, date_field
from councils.models import SecretariatMember


class StaffForm(RowForm):
    """Somebody with an account may work unseen; of others the Blå Bog is all there is."""

    name = forms.CharField(label="Navn", max_length=150)
    title = forms.CharField(label="Titel", max_length=100, required=False)
    initials = forms.CharField(label="Initialer", max_length=10, required=False)
    email = forms.EmailField(label="E-mail", required=False)
    phone = forms.CharField(
        label="Telefon",
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel"}),
    )
    ends_on = date_field("Sidste dag", required=False, help_text="Tomt: den kendes ikke.")
    is_listed = forms.BooleanField(label="Vises i Blå Bog", required=False)
    field_order = ["name", "title", "initials", "email", "phone", "is_listed"]

    def __init__(self, data=None, *, row: SecretariatMember | None = None, initial=None) -> None:
        super().__init__(data, row=row, initial=initial)
        self.has_account = row is not None and row.user_id is not None
        if not self.has_account:
            del self.fields["is_listed"]
        else:
            self.fields["starts_on"].help_text = "Giver adgang til portalen; ændres kun af driften."
            self.fields["ends_on"].help_text = "Derefter har kontoen ikke adgang her."

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if not any(map(str.isalpha, name)):
            raise forms.ValidationError("Skriv navnet med bogstaver.")
        return name

    def clean_phone(self) -> str:
        phone = self.cleaned_data["phone"]
        if phone and (set(phone) - SIGNS_IN_NUMBERS or not any(map(str.isdigit, phone))):
            raise forms.ValidationError("Skriv telefonnummeret med tal, for eksempel 12 34 56 78.")
        return phone

    def facts(self) -> dict:
        facts = super().facts()
        if self.row is not None:
            facts.setdefault("is_listed", True)
        return facts
