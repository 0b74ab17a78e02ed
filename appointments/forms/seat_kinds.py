"""The form of one kind of seats in a body."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from appointments.forms.bodies import VersionedForm
from appointments.models import Body, Organisation, SeatKind
from councils import danish
from councils.models import Council

KNOWN_OR_NOT = [("", "Ikke oplyst"), ("True", "Ja"), ("False", "Nej")]


class SeatKindForm(VersionedForm):
    """One kind of seats; organisations that the portal does not know are added by their names."""

    has_vote = forms.TypedChoiceField(
        label="Stemmeret",
        required=False,
        choices=KNOWN_OR_NOT,
        coerce=lambda text: text == "True",
        empty_value=None,
    )
    new_nominators = forms.CharField(
        label="Andre indstillingsberettigede",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Én organisation på hver linje. De kommer med på listen.",
    )
    new_appointer = forms.CharField(
        label="Eller en anden organisation",
        required=False,
        max_length=150,
        help_text="Hvis den, der udpeger, ikke står på listen.",
    )

    class Meta:
        model = SeatKind
        fields = [
            "label",
            "number",
            "role",
            "has_vote",
            "appointer",
            "council",
            "appointing_organisation",
            "held_by",
            "follows",
            "eligibility",
            "least_sme",
            "alternates",
            "nominators",
            "nominates_jointly",
            "note",
        ]
        widgets = {
            "nominators": forms.CheckboxSelectMultiple,
            "note": forms.Textarea(attrs={"rows": 2}),
        }
        labels = {
            "label": "Betegnelse",
            "number": "Antal pladser",
            "role": "Rolle",
            "appointer": "Hvem udpeger",
            "council": "KKR, der udpeger eller indstiller",
            "appointing_organisation": "Organisation, der udpeger",
            "held_by": "Hverv, som pladsen følger",
            "follows": "Plads, som den følger",
            "eligibility": "Hvem kan vælges",
            "least_sme": "Heraf mindst fra en SMV",
            "alternates": "Suppleanter",
            "nominators": "Indstillingsberettigede",
            "nominates_jointly": "De indstiller i fællesskab",
            "note": "Bemærkning",
        }
        help_texts = {
            "label": "For eksempel »Kommunal politiker«.",
            "number": "Tomt: kilderne fortæller det ikke.",
            "council": "Kun når KKR udpeger eller indstiller.",
            "appointing_organisation": "Tomt, når det ikke er oplyst, hvem der udpeger.",
            "held_by": "Kun for fødte medlemmer. Pladsen skifter selv, når hvervet skifter.",
            "follows": "Kun når den følger en plads i et andet forum.",
        }

    field_order = [
        "label",
        "number",
        "role",
        "has_vote",
        "appointer",
        "council",
        "appointing_organisation",
        "new_appointer",
        "held_by",
        "follows",
        "eligibility",
        "least_sme",
        "alternates",
        "nominators",
        "new_nominators",
        "nominates_jointly",
        "note",
    ]

    def __init__(self, *args, body: Body, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        others = SeatKind.objects.filter(body__in=Body.objects.of(body.council))
        others = others.exclude(pk=self.instance.pk).select_related("body")
        follows = self.fields["follows"]
        follows.queryset = others.order_by("body__name", "position", "pk")
        follows.label_from_instance = lambda kind: f"{kind.body}: {kind}"
        organisations = Organisation.objects.all()
        self.fields["nominators"].choices = sorted(
            ((one.pk, one.name) for one in organisations), key=lambda row: danish.sort_key(row[1])
        )
        self.fields["least_sme"].required = False
        self.fields["council"].queryset = Council.objects.filter(
            pk__in=[body.council_id, *(one.pk for one in body.other_councils.all())]
        )
        self.initial["version"] = body.version
        if self.instance.pk is None:
            self.initial.setdefault("council", body.council_id)

    def clean_least_sme(self) -> int:
        return self.cleaned_data["least_sme"] or 0

    def clean_new_nominators(self) -> list[str]:
        lines = (" ".join(line.split()) for line in self.cleaned_data["new_nominators"].split("\n"))
        names = list(filter(None, lines))
        longest = Organisation._meta.get_field("name").max_length
        if any(len(name) > longest for name in names):
            raise ValidationError(f"Et navn kan højst være på {longest} tegn.")
        return names

    def clean(self) -> dict[str, Any]:
        """What belongs to another choice of who appoints is left out, not refused."""
        data = super().clean()
        appointer, choices = data.get("appointer"), SeatKind.Appointer
        if appointer not in (choices.COUNCIL, choices.COUNCIL_NOMINATES):
            data["council"] = None
        elif not data.get("council"):
            self.add_error("council", "Vælg det KKR, der udpeger eller indstiller.")
        if appointer != choices.ORGANISATION:
            data["appointing_organisation"], data["new_appointer"] = None, ""
        if appointer != choices.EX_OFFICIO:
            data["held_by"] = ""
        elif not data.get("held_by"):
            self.add_error("held_by", "Vælg det hverv, som pladsen følger.")
        if data.get("held_by") != SeatKind.HeldBy.OTHER_SEAT:
            data["follows"] = None
        elif not data.get("follows"):
            self.add_error("follows", "Vælg den plads, som denne plads følger.")
        return data
