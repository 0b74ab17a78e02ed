"""Forms about what happens in a politician's life: the event, and people new to the portal."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django import forms
from django.db.models import Prefetch, Q, QuerySet

from councils import danish
from councils.lives import Event, Impossible, Kind
from councils.models import (
    Council,
    CouncilMembership,
    CouncilMunicipality,
    Municipality,
    Office,
    Party,
    Person,
)


@dataclass(frozen=True, slots=True)
class Sort:
    """How an event is asked for: what it is for, what its day is, and which fields it has."""

    what_for: str
    day: str
    fields: tuple[str, ...] = ()


_SUCCESSION = ("successor_name", "successor")
SORTS = {
    Kind.LEFT_MUNICIPAL_COUNCIL: Sort(
        "Personen er ikke længere medlem af kommunalbestyrelsen. Pladser, poster og hverv som"
        " stedfortræder ophører.",
        "Sidste dag i kommunalbestyrelsen",
        _SUCCESSION,
    ),
    Kind.LEFT_PARTY: Sort(
        "Personen melder sig ud, bliver løsgænger eller skifter parti.",
        "Sidste dag i partiet",
        ("party",),
    ),
    Kind.BECAME_MAYOR: Sort(
        "Personen bliver født medlem i stedet for den, der hidtil var borgmester.",
        "Første dag som borgmester",
        ("municipality",),
    ),
    Kind.STOPPED_AS_MAYOR: Sort(
        "Personen er ikke længere borgmester, men bliver i kommunalbestyrelsen.",
        "Sidste dag som borgmester",
        _SUCCESSION,
    ),
    Kind.LEAVE: Sort(
        "Personen er væk for en tid og beholder sin plads. Stedfortræderen møder i stedet.",
        "Første dag med orlov",
        ("until",),
    ),
    Kind.DIED: Sort(
        "Personen er død. Alle pladser, poster og hverv ophører med dødsdagen.",
        "Dødsdag",
        _SUCCESSION,
    ),
}
NOBODY = "ingen"
MOST_FOUND = 20


def _date(label: str, **facts) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **facts)


class EventForm(forms.Form):
    """The fields of one kind of event. Without `data` it may be filled with `initial` values, for
    somebody who searches or corrects."""

    on = _date("Dag")
    municipality = forms.ModelChoiceField(
        Municipality.objects.none(), label="Kommune", empty_label="Vælg kommune"
    )
    successor_name = forms.CharField(
        label="Søg efter den nye borgmester",
        required=False,
        max_length=100,
        help_text="Skriv hele navnet eller en del af det, og tryk »Søg«.",
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    successor = forms.ChoiceField(
        label="Ny borgmester fra dagen efter",
        widget=forms.RadioSelect,
        error_messages={"required": "Vælg den nye borgmester, eller at ingen er valgt endnu."},
    )
    party = forms.ModelChoiceField(
        Party.objects.all(),
        label="Nyt parti fra dagen efter",
        required=False,
        empty_label="Intet parti (løsgænger)",
    )
    until = _date(
        "Sidste dag med orlov", required=False, help_text="Tomt: slutdatoen er ikke kendt."
    )
    source = forms.CharField(
        label="Kilde",
        required=False,
        max_length=300,
        help_text="Hvor I ved det fra, for eksempel »mail fra Viborg Kommune af 3. maj«.",
    )
    field_order = ["on", "municipality", *_SUCCESSION, "party", "until", "source"]

    def __init__(
        self, data=None, *, kind: Kind, person: Person, councils: Sequence[Council], at, initial
    ) -> None:
        super().__init__(data, initial=initial)
        self.kind, self.person, self.at = kind, person, at
        wanted = {"on", "source", *SORTS[kind].fields}
        if not _is_mayor(person, at):
            wanted -= set(_SUCCESSION)
        for name in set(self.fields) - wanted:
            del self.fields[name]
        self.fields["on"].label = SORTS[kind].day
        if "municipality" in self.fields:
            self._offer_municipalities(councils)
        if "successor" in self.fields:
            self._offer_successors(data or initial)

    @property
    def has_successors(self) -> bool:
        return "successor" in self.fields

    def clean(self) -> dict:
        data = super().clean()
        self.given_day = data.get("on")
        if data.get("successor_name") and data.get("successor") == NOBODY:
            self.add_error(
                "successor", "Vælg den, du har søgt efter, eller slet navnet i søgefeltet."
            )
        return data

    def event(self) -> Event:
        """What the valid form says."""
        data = self.cleaned_data
        chosen = data.get("successor", NOBODY)
        return Event(
            kind=self.kind,
            person=self.person,
            on=data["on"],
            municipality=data.get("municipality"),
            successor=None if chosen == NOBODY else Person.objects.get(pk=chosen),
            party=data.get("party"),
            until=data.get("until"),
        )

    def refuse(self, error: Impossible) -> None:
        """Puts what cannot be where it can be mended."""
        self.add_error(error.field if error.field in self.fields else None, str(error))

    def _offer_municipalities(self, councils: Sequence[Council]) -> None:
        field = self.fields["municipality"]
        field.queryset = _municipalities(councils, self.at)
        own = field.queryset.filter(
            Q(offices__in=Office.objects.in_force(self.at).filter(person=self.person))
            | Q(
                memberships__in=CouncilMembership.objects.in_force(self.at).filter(
                    person=self.person
                )
            )
        )
        self.initial.setdefault("municipality", own.values_list("pk", flat=True).first())

    def _offer_successors(self, given) -> None:
        """Those in the mayor's municipality, those found by name, and the one chosen before."""
        name, chosen = (given.get(key) or "" for key in ("successor_name", "successor"))
        found = list(described(found_by_name(name), self.at)[: MOST_FOUND + 1])
        self.is_too_many = len(found) > MOST_FOUND
        self.found = [one for one in found[:MOST_FOUND] if one != self.person]
        self.is_searched = bool(name.strip())
        near = _colleagues(self.person, self.at)
        if chosen.isdecimal() and len(chosen) < 18:
            near = near | Person.objects.filter(pk=int(chosen))
        people = {one.pk: one for one in [*self.found, *described(near, self.at)]}
        self.fields["successor"].choices = [
            (NOBODY, "Ingen er valgt endnu"),
            *((str(one.pk), description(one)) for one in people.values() if one != self.person),
        ]
        self.initial.setdefault("successor", NOBODY)


class FindForm(forms.Form):
    """Whom the event is about."""

    hide_optional = True

    navn = forms.CharField(
        label="Navn",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )


class NewPersonForm(forms.Form):
    """Somebody the portal has not known so far."""

    name = forms.CharField(label="Navn", max_length=150)
    party = forms.ModelChoiceField(
        Party.objects.all(), label="Parti", required=False, empty_label="Ikke oplyst"
    )
    is_another = forms.BooleanField(label="Det er en anden person med samme navn", required=False)

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if not any(map(str.isalpha, name)):
            raise forms.ValidationError("Skriv navnet med bogstaver.")
        return name


def found_by_name(name: str) -> QuerySet[Person]:
    """Nobody without a name to look for."""
    return Person.objects.named(name) if danish.fold(name).strip() else Person.objects.none()


def described(people: QuerySet[Person], at: datetime.date) -> QuerySet[Person]:
    """With what tells two of one name apart on the day `at`."""
    offices = Office.objects.in_force(at).select_related("municipality")
    seats = CouncilMembership.objects.in_force(at).select_related("council", "municipality")
    return people.prefetch_related(
        Prefetch("offices", offices, "held"), Prefetch("memberships", seats, "seats")
    )


def description(person: Person) -> str:
    """»Vice Vibe (viceborgmester i Viborg)«, of one that was read by `described`."""
    held = [f"{one.get_role_display().lower()} i {one.municipality}" for one in person.held]
    seats = [f"{one.council}, {one.municipality}" for one in person.seats]
    told = held or seats
    return f"{person} ({'; '.join(told)})" if told else str(person)


def _is_mayor(person: Person, at: datetime.date) -> bool:
    """Today or later: only then there is somebody to succeed."""
    offices = Office.objects.filter(person=person, role=Office.Role.MAYOR)
    return offices.not_over(at).exists()


def _colleagues(mayor: Person, at: datetime.date) -> QuerySet[Person]:
    """Those who hold an office in the mayor's municipality."""
    places = Office.objects.filter(person=mayor, role=Office.Role.MAYOR).in_force(at)
    held = Office.objects.in_force(at).filter(municipality__in=places.values("municipality"))
    return Person.objects.filter(pk__in=held.values("person"))


def _municipalities(councils: Iterable[Council], at: datetime.date) -> QuerySet[Municipality]:
    served = CouncilMunicipality.objects.in_force(at).filter(council__in=councils)
    return Municipality.objects.filter(pk__in=served.values("municipality"))
