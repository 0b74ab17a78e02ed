"""Forms about somebody's offices and parties."""

from django import forms

from councils.forms.rows import RowForm, date_field
from councils.models import Municipality, Office, Party

NOT_OVER = "Tomt: det er ikke slut."


class OfficeForm(RowForm):
    role = forms.ChoiceField(label="Hverv", choices=Office.Role.choices)
    municipality = forms.ModelChoiceField(
        Municipality.objects.all(), label="Kommune", empty_label="Vælg kommune"
    )
    ends_on = date_field("Sidste dag", required=False, help_text=NOT_OVER)
    field_order = ["role", "municipality", "starts_on", "ends_on"]


class PartyForm(RowForm):
    party = forms.ModelChoiceField(Party.objects.all(), label="Parti", empty_label="Vælg parti")
    ends_on = date_field("Sidste dag", required=False, help_text=NOT_OVER)
    field_order = ["party", "starts_on", "ends_on"]
