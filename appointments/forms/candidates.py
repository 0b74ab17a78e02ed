"""Forms about candidates: who they are, who proposes them, and what is told about them."""

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms

from appointments.actions.candidates import Particulars
from appointments.board.reading import deadline
from appointments.models import Candidate, Organisation, SeatKind, Task
from appointments.shares import ListHere
from councils.forms.lives import NewPersonForm
from councils.forms.rows import RowForm, date_field
from councils.models import ElectoralList, Person

Kinds = SeatKind.Alternates
FOR_THE_SEAT, SHARED = "kandidat", "faelles"
STATED = "Som personen eller organisationen har oplyst det. Gæt ikke ud fra navnet."


class NomineeForm(NewPersonForm):
    """Somebody new; the balance of women and men counts only what is stated."""

    gender = forms.ChoiceField(
        label="Køn",
        required=False,
        choices=Person.Gender.choices,
        help_text=STATED,
    )
    field_order = ["name", "party", "gender", "is_another"]


class CandidateForm(RowForm):
    """A candidate for `task`, new or there already (`row`)."""

    starts_on = ends_on = None

    person = forms.CharField(widget=forms.HiddenInput, required=False)
    proposed_by = forms.ModelChoiceField(
        ElectoralList.objects.none(),
        label="Foreslået af gruppen",
        empty_label="Vælg gruppen",
        error_messages={"required": "Vælg den gruppe, der har foreslået kandidaten."},
    )
    nominated_by = forms.ModelMultipleChoiceField(
        Organisation.objects.none(),
        label="Indstillet af",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Vælg mindst én organisation, der indstiller."},
    )
    proposed_on = date_field("Modtaget")
    stands_as = forms.ChoiceField(label="Opstilles som")
    represents = forms.CharField(
        label="Kommer fra",
        required=False,
        max_length=Candidate._meta.get_field("represents").max_length,
        help_text="Virksomhed, institution eller organisation.",
    )
    is_sme = forms.BooleanField(
        label="Fra en SMV (lille eller mellemstor virksomhed)", required=False
    )
    note = forms.CharField(
        label="Bemærkning",
        required=False,
        max_length=Candidate._meta.get_field("note").max_length,
    )
    gender = forms.ChoiceField(
        label="Køn",
        required=False,
        choices=Person.Gender.choices,
        help_text=STATED,
    )
    is_late = forms.BooleanField(
        label="Modtaget efter fristen; tages med alligevel", required=False
    )
    overruled_because = forms.CharField(
        label="Taget med fordi",
        required=False,
        max_length=Candidate._meta.get_field("overruled_because").max_length,
        help_text="Kun når kandidaten er kommet efter fristen, eller når I ved mere end portalen.",
    )

    def __init__(
        self,
        data=None,
        *,
        task: Task,
        lists: Sequence[ListHere],
        at: datetime.date,
        row: Candidate | None = None,
        asks_gender: bool = False,
    ) -> None:
        super().__init__(data, row=row, initial={"proposed_on": at})
        self.task = task
        self._offer_proposers(lists)
        self._offer_places()
        if task.kind.is_political:
            del self.fields["represents"]
        if not task.kind.least_sme and task.kind.eligibility != SeatKind.Eligibility.BUSINESS:
            del self.fields["is_sme"]
        if not asks_gender:
            del self.fields["gender"]
        if row is not None:
            due_on = deadline(task, is_nomination="nominated_by" in self.fields)
            self.initial["is_late"] = due_on is not None and row.proposed_on > due_on
            self.initial["person"] = row.person_id

    def _offer_proposers(self, lists: Sequence[ListHere]) -> None:
        """Groups propose only where nobody is entitled to nominate."""
        nominators = self.task.kind.nominators.all()
        if nominators:
            del self.fields["proposed_by"]
            self.fields["nominated_by"].queryset = nominators
            if self.task.kind.nominates_jointly:
                said = "De indstiller i fællesskab, så alle skal være med."
                self.fields["nominated_by"].help_text = said
            if self.row is not None:
                self.initial["nominated_by"] = [o.pk for o in self.row.nominated_by.all()]
            elif self.task.kind.nominates_jointly or len(nominators) == 1:
                self.initial["nominated_by"] = [o.pk for o in nominators]
            return
        del self.fields["nominated_by"]
        keys = [one.pk for one in lists]
        if self.row is not None and self.row.proposed_by_id:
            keys.append(self.row.proposed_by_id)
        offered = ElectoralList.objects.filter(pk__in=keys).select_related("municipality")
        self.fields["proposed_by"].queryset = offered
        if self.row is not None:
            self.initial["proposed_by"] = self.row.proposed_by_id

    def _offer_places(self) -> None:
        kind, row = self.task.kind, self.row
        others = self.task.candidates.standing().filter(is_alternate=False)
        others = others.select_related("person").exclude(pk=row.pk if row else None)
        choices = [(FOR_THE_SEAT, "Kandidat til pladsen")]
        if kind.alternates in (Kinds.PERSONAL, Kinds.NOT_KNOWN):
            choices += [(str(one.pk), f"Personlig suppleant for {one}") for one in others]
        if kind.alternates in (Kinds.SHARED, Kinds.NOT_KNOWN):
            choices.append((SHARED, "Fælles suppleant"))
        if kind.alternates == Kinds.NONE:
            del self.fields["stands_as"]
            return
        self.fields["stands_as"].choices = choices
        self._others = {str(one.pk): one for one in others}
        if row is not None and row.is_alternate:
            self.initial["stands_as"] = str(row.alternate_of_id or SHARED)

    def particulars(self) -> Particulars:
        """What the valid form tells about the candidate."""
        data: dict[str, Any] = self.cleaned_data
        stands_as = data.get("stands_as", FOR_THE_SEAT)
        other = self._others.get(stands_as) if "stands_as" in self.fields else None
        return Particulars(
            proposed_on=data["proposed_on"],
            is_alternate=stands_as != FOR_THE_SEAT,
            alternate_of=other,
            represents=data.get("represents"),
            is_sme=data.get("is_sme"),
            note=data["note"],
            is_late=data["is_late"],
            overruled_because=data["overruled_because"],
            gender=data.get("gender", ""),
        )

    def proposers(self) -> dict[str, Any]:
        """Who proposes, as the actions take it."""
        if "nominated_by" in self.fields:
            return {"nominated_by": list(self.cleaned_data["nominated_by"])}
        return {"proposed_by": self.cleaned_data["proposed_by"]}
