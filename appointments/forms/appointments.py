"""Forms about appointments and about those who stand in for the appointed."""

import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q, QuerySet

from appointments.models import Appointment, Organisation
from councils.actions.rows import mark_of
from councils.forms.rows import date_field
from councils.forms.seats import ListChoiceField
from councils.models import Council, ElectoralList
from elections.forms.items import ItemField
from meetings.models import AgendaItem

NEVER = "\0"  # in no title, so that no item is proposed
YEAR = datetime.timedelta(days=366)
REASON = (
    "Kun når portalen mener, at personen ikke kan vælges, eller hører til en anden liste end den,"
    " pladsen tilhører. Begrundelsen står i hændelsesloggen."
)


class AnsweringForm(forms.Form):
    """A form whose action may find more that is wrong than the form can see."""

    # The page that was shown: a colleague may have saved something else since.
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def refuse(self, error: ValidationError) -> None:
        """Puts what cannot be where it can be mended."""
        for name, told in error.update_error_dict({}).items():
            self.add_error(name if name in self.fields else None, told)

    def renew(self, stored: models.Model) -> None:
        """Keeps what was written and takes the version that the page shows now."""
        self.data = self.data.copy()
        self.data["version"] = stored.version

    @property
    def seen_version(self) -> int:
        return self.cleaned_data["version"] or 0

    def facts(self) -> dict:
        """What the action stores."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class AppointmentForm(AnsweringForm):
    """Somebody new on a seat, without a round."""

    ORDER = ("starts_on", "due_on", "ends_on", "ended_because", "way", "elected_by", "group")
    ORDER += ("nominated_by", "represents", "is_sme", "decided_in", "source", "overruled_because")

    starts_on = date_field("Første dag")
    due_on = date_field(
        "Udpeget til og med", required=False, help_text="Tomt: Den sidste dag kendes ikke."
    )
    way = forms.ChoiceField(label="Hvordan", required=False, choices=Appointment.Way.choices)
    elected_by = ListChoiceField(
        ElectoralList.objects.none(),
        label="Valgt af listen",
        required=False,
        empty_label="Ingen liste",
        help_text="En ledig plads går tilbage til den gruppe, der valgte.",
    )
    group = forms.CharField(
        label="Valggruppe",
        required=False,
        max_length=100,
        help_text="Når flere lister valgte sammen.",
    )
    nominated_by = forms.ModelMultipleChoiceField(
        Organisation.objects.none(),
        label="Indstillet af",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    represents = forms.CharField(label="Kommer fra", required=False, max_length=150)
    is_sme = forms.BooleanField(
        label="Fra en SMV (små og mellemstore virksomheder)", required=False
    )
    source = forms.CharField(
        label="Kilde",
        required=False,
        max_length=200,
        help_text="Hvor I ved det fra, når KKR ikke selv har besluttet det.",
    )
    overruled_because = forms.CharField(
        label="Begrundelse for at se bort fra et krav",
        required=False,
        max_length=300,
        help_text=REASON,
    )

    def __init__(self, data=None, *, council: Council, kind, at, row=None, initial=None) -> None:
        super().__init__(data, initial=initial)
        lists = ElectoralList.objects.not_local().single()
        own = Q(election__term__ends_on__gte=at)
        self.fields["elected_by"].queryset = lists.filter(own).order_by("-election", "letter")
        nominators = Organisation.objects.filter(pk__in=kind.nominators.values("pk"))
        if row is not None:  # what it says already is always to choose
            self.fields["elected_by"].queryset |= lists.filter(pk=row.elected_by_id)
            nominators |= Organisation.objects.filter(pk__in=row.nominated_by.values("pk"))
        self.fields["nominated_by"].queryset = nominators.distinct()
        if not self.fields["nominated_by"].queryset.exists():
            del self.fields["nominated_by"]
        items = items_around(council, at, row)
        self.fields["decided_in"] = ItemField(
            items, NEVER, label="Besluttet under punktet", required=False
        )
        self.fields["decided_in"].empty_label = "Ikke oplyst"
        # A group chooses councillors; others come from a company or an institution.
        for name in ("represents", "is_sme") if kind.is_political else ("elected_by", "group"):
            if not getattr(row, name, None):
                del self.fields[name]
        self.order_fields(self.ORDER)


class AppointmentEditForm(AppointmentForm):
    """The facts of an appointment that can be corrected, and how it ended."""

    ends_on = date_field(
        "Sidste dag",
        required=False,
        help_text="Kun når udpegningen er ophørt af en grund; ellers følger dagen af perioden.",
    )
    ended_because = forms.ChoiceField(
        label="Ophørt fordi",
        required=False,
        choices=[("", "Er ikke ophørt før tiden"), *Appointment.EndedBecause.choices],
    )

    def __init__(self, data=None, *, council: Council, at, row: Appointment) -> None:
        names = [name for name in self.base_fields if hasattr(row, name)]
        initial = {name: getattr(row, name) for name in names} | {"decided_in": row.decided_in_id}
        initial["nominated_by"] = row.nominated_by.all()
        if not row.ended_because:
            initial["ends_on"] = None
        super().__init__(data, council=council, kind=row.seat.kind, at=at, row=row, initial=initial)

    def clean(self) -> dict:
        """A last day without a reason would be lost: it counts only where there is one."""
        data = super().clean() or self.cleaned_data
        if data.get("ends_on") and not data.get("ended_because"):
            told = "Vælg, hvorfor udpegningen er ophørt, eller lad »Sidste dag« stå tomt."
            self.add_error("ended_because", told)
        return data


class EndForm(AnsweringForm):
    """Somebody leaves before their time."""

    on = date_field("Sidste dag")
    because = forms.ChoiceField(
        label="Hvorfor", choices=[("", "Vælg"), *Appointment.EndedBecause.choices]
    )


class ReplaceForm(AnsweringForm):
    """A successor for the rest of the period."""

    starts_on = date_field("Afløserens første dag")
    due_on = date_field("Udpeget til og med", required=False)
    because = forms.ChoiceField(
        label="Hvorfor den hidtidige fratræder",
        choices=Appointment.EndedBecause.choices,
        help_text="Bruges kun, hvis udpegningen ikke allerede er afsluttet.",
    )
    represents = forms.CharField(label="Kommer fra", required=False, max_length=150)
    overruled_because = AppointmentForm.base_fields["overruled_because"]

    def __init__(self, data=None, *, council: Council, at, initial=None) -> None:
        super().__init__(data, initial=initial)
        self.fields["decided_in"] = ItemField(
            items_around(council, at), NEVER, label="Besluttet under punktet", required=False
        )
        self.fields["decided_in"].empty_label = "Ikke oplyst"
        self.order_fields(
            ["starts_on", "due_on", "because", "represents", "decided_in", "overruled_because"]
        )


class DeleteForm(AnsweringForm):
    because = forms.CharField(
        label="Hvorfor er det en fejl?",
        max_length=200,
        help_text="Begrundelsen står i hændelsesloggen.",
    )


class AlternateForm(AnsweringForm):
    starts_on = date_field("Suppleant fra og med")
    ends_on = date_field(
        "Sidste dag", required=False, help_text="Tomt: så længe udpegningen varer."
    )
    overruled_because = AppointmentForm.base_fields["overruled_because"]


class EndAlternateForm(forms.Form):
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    on = date_field("Sidste dag")

    refuse = AnsweringForm.refuse

    def renew(self, stored: models.Model) -> None:
        self.data = self.data.copy()
        self.data["seen"] = mark_of(stored)


def items_around(council: Council, at: datetime.date, row=None) -> QuerySet[AgendaItem]:
    """Items of the council's meetings within a year of the day, the latest meeting first."""
    near = Q(meeting__starts_at__date__range=(at - YEAR, at + YEAR))
    if row is not None:
        near |= Q(pk=row.decided_in_id)
    items = AgendaItem.objects.filter(near, meeting__council=council, meeting__is_pool=False)
    items = items.filter(is_heading=False).select_related("meeting")
    return items.order_by("-meeting__starts_at", "position", "pk")
