"""Forms about seats and the personal substitutes of those who sit on them."""

import datetime

from django import forms
from django.db import models
from django.db.models import Q, QuerySet

from councils.forms.lives import MOST_FOUND, NOBODY, described, description, found_by_name
from councils.forms.rows import RowForm, date_field
from councils.models import (
    Council,
    CouncilMembership,
    CouncilMunicipality,
    ElectoralList,
    Municipality,
    Person,
    Term,
)


class ListChoiceField(forms.ModelChoiceField):
    """A local list is told with its municipality: elsewhere its letter means another list."""

    def label_from_instance(self, one: ElectoralList) -> str:
        return f"{one}, {one.municipality}" if one.municipality else str(one)


class SeatForm(RowForm):
    """The facts of a seat that can be corrected."""

    municipality = forms.ModelChoiceField(
        Municipality.objects.none(), label="Kommune", empty_label="Vælg kommune"
    )
    elected_by = ListChoiceField(
        ElectoralList.objects.none(),
        label="Valgt af listen",
        required=False,
        empty_label="Ingen liste",
        help_text="Kun for supplerende medlemmer.",
    )
    left_because = forms.ChoiceField(
        label="Udtrådt fordi",
        required=False,
        choices=[("", "Ikke oplyst"), *CouncilMembership.LeftBecause.choices],
    )
    field_order = ["municipality", "elected_by", "starts_on", "ends_on", "left_because"]

    def __init__(self, data=None, *, council: Council, term: Term, row=None, initial=None) -> None:
        super().__init__(data, row=row, initial=initial)
        municipalities = _municipalities(council, term)
        lists = ElectoralList.objects.filter(election=term.election_id).single()
        lists = lists.filter(Q(municipality=None) | Q(municipality__in=municipalities))
        if row is not None:  # what it says already is always to choose
            municipalities |= Municipality.objects.filter(pk=row.municipality_id)
            lists |= ElectoralList.objects.filter(pk=row.elected_by_id)
        self.fields["municipality"].queryset = municipalities
        self.fields["elected_by"].queryset = lists.select_related("municipality")
        if row is None:
            return
        if row.role == CouncilMembership.Role.SUPPLEMENTARY:
            self.fields["elected_by"].required = True
            self.fields["elected_by"].help_text = ""
        else:
            del self.fields["elected_by"]


class NewSeatForm(SeatForm):
    """A seat for `person`, with a substitute at once. Without `data` it may be filled with
    `initial` values, for somebody who searches."""

    role = forms.ChoiceField(label="Plads", choices=CouncilMembership.Role.choices)
    substitute_name = forms.CharField(
        label="Søg efter en personlig stedfortræder",
        required=False,
        max_length=100,
        help_text="Skriv hele navnet eller en del af det, og tryk »Søg«.",
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    substitute = forms.ChoiceField(
        label="Personlig stedfortræder på alle dagene", widget=forms.RadioSelect
    )
    left_because = None
    field_order = ["role", *SeatForm.field_order, "substitute_name", "substitute"]

    def __init__(
        self, data=None, *, council: Council, term: Term, person: Person, at, initial
    ) -> None:
        first = min(max(at, term.starts_on), term.ends_on)
        preset = {"role": CouncilMembership.Role.SUPPLEMENTARY, "substitute": NOBODY}
        preset |= {"starts_on": first, "ends_on": term.ends_on}
        super().__init__(data, council=council, term=term, initial={**preset, **initial})
        self._offer_substitutes(data or initial, person, at)

    def clean(self) -> dict:
        data = super().clean()
        if data.get("substitute_name") and data.get("substitute") == NOBODY:
            self.add_error(
                "substitute", "Vælg den, du har søgt efter, eller slet navnet i søgefeltet."
            )
        return data

    def facts(self) -> dict:
        facts = super().facts()
        del facts["substitute_name"]
        chosen = facts.pop("substitute")
        return facts | {"substitute": None if chosen == NOBODY else Person.objects.get(pk=chosen)}

    def _offer_substitutes(self, given, person: Person, at: datetime.date) -> None:
        """Those found by name, and the one chosen before."""
        name, chosen = (given.get(key) or "" for key in ("substitute_name", "substitute"))
        found = list(described(found_by_name(name).exclude(pk=person.pk), at)[: MOST_FOUND + 1])
        self.is_too_many = len(found) > MOST_FOUND
        self.found, self.is_searched = found[:MOST_FOUND], bool(name.strip())
        known = {one.pk for one in self.found}
        if number(chosen) not in (None, *known):
            others = Person.objects.filter(pk=number(chosen)).exclude(pk=person.pk)
            found = [*self.found, *described(others, at)]
        self.fields["substitute"].choices = [
            (NOBODY, "Ingen endnu"),
            *((str(one.pk), description(one)) for one in found[: MOST_FOUND + 1]),
        ]


class SubstitutionForm(RowForm):
    """On which days somebody is a member's substitute."""

    starts_on = date_field("Stedfortræder fra og med")
    ends_on = date_field(
        "Sidste dag",
        required=False,
        help_text="Tomt: så længe medlemmet sidder.",
    )


def number(text: str) -> int | None:
    """The key of a row in an address or a form, if it can be one."""
    return int(text) if text.isdecimal() and len(text) < 18 else None


def _municipalities(council: Council, term: Term) -> QuerySet[Municipality]:
    """Those that belong to the council on at least one of the term's days."""
    periods = CouncilMunicipality.objects.within(term.starts_on, term.ends_on)
    return Municipality.objects.filter(
        models.Exists(periods.filter(council=council, municipality=models.OuterRef("pk")))
    )
