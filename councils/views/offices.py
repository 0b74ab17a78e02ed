"""The page of somebody's seats, offices and parties, and the forms of the latter two."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from councils.actions import offices
from councils.forms.offices import OfficeForm, PartyForm
from councils.forms.rows import RowForm
from councils.models import (
    Council,
    CouncilMembership,
    Office,
    PartyMembership,
    Person,
    Substitution,
)
from councils.views.rows import attempt, council_of, kept, render_delete, render_form
from kkr_portal import clock


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of row: what it is called, and what is done to it."""

    name: str  # what its routes' names begin with
    what: str
    model: type[Model]
    about: str  # what a row points to besides its person
    form: type[RowForm]
    add: Callable
    change: Callable
    delete: Callable


OFFICE = Kind(
    "office",
    "hverv",
    Office,
    "municipality",
    OfficeForm,
    offices.add_office,
    offices.change_office,
    offices.delete_office,
)
PARTY = Kind(
    "party",
    "parti",
    PartyMembership,
    "party",
    PartyForm,
    offices.add_party,
    offices.change_party,
    offices.delete_party,
)


def show_places(request: HttpRequest, pk: int) -> HttpResponse:
    person, council = kept(request, pk)
    served = set(Council.objects.served_by(request.user, clock.today()))
    seats = CouncilMembership.objects.filter(person=person).as_history()
    substitutions = Substitution.objects.filter(person=person).select_related(
        "membership__person", "membership__council", "membership__term"
    )
    context = {
        "person": person,
        "council": council,
        "served": served,
        "seats": seats.select_related("council", "term", "municipality", "elected_by"),
        "substitutions": substitutions.order_by("-starts_on"),
        "offices": Office.objects.filter(person=person).select_related("municipality"),
        "parties": PartyMembership.objects.filter(person=person).select_related("party"),
    }
    return render(request, "councils/seats/person_places.html", context)


def create_office(request: HttpRequest, pk: int) -> HttpResponse:
    return _create(request, pk, OFFICE)


def edit_office(request: HttpRequest, pk: int) -> HttpResponse:
    return _edit(request, pk, OFFICE)


def remove_office(request: HttpRequest, pk: int) -> HttpResponse:
    return _remove(request, pk, OFFICE)


def create_party(request: HttpRequest, pk: int) -> HttpResponse:
    return _create(request, pk, PARTY)


def edit_party(request: HttpRequest, pk: int) -> HttpResponse:
    return _edit(request, pk, PARTY)


def remove_party(request: HttpRequest, pk: int) -> HttpResponse:
    return _remove(request, pk, PARTY)


def _create(request: HttpRequest, pk: int, kind: Kind) -> HttpResponse:
    person, council = kept(request, pk)
    form = kind.form(request.POST or None)
    said = None
    if form.is_bound:
        said = attempt(
            form, lambda: kind.add(person, by=request.user, council=council, **form.facts())
        )
        if said is None:
            return _saved(request, person, f"{kind.what.capitalize()} er tilføjet.")
    context = _about(person, council) | {
        "form": form,
        "heading": f"Tilføj {kind.what} for {person}",
        "here": f"Tilføj {kind.what}",
    }
    return render_form(request, "row_edit", context, said)


def _edit(request: HttpRequest, pk: int, kind: Kind) -> HttpResponse:
    row, council = _own(request, pk, kind)
    form = kind.form(request.POST or None, row=row)
    said = None
    if form.is_bound:
        said = attempt(
            form, lambda: kind.change(row, by=request.user, council=council, **form.facts())
        )
        if said is None:
            return _saved(request, row.person, f"{kind.what.capitalize()} er gemt.")
    context = _about(row.person, council) | {
        "form": form,
        "heading": f"Ret {kind.what} for {row.person}",
        "here": f"Ret {kind.what}",
        "remove": reverse(f"{kind.name}-delete", args=[pk]),
    }
    return render_form(request, "row_edit", context, said)


def _remove(request: HttpRequest, pk: int, kind: Kind) -> HttpResponse:
    row, council = _own(request, pk, kind)
    told = str(row) if kind is OFFICE else f"{row.person} som medlem af {row.party}"
    context = _about(row.person, council) | {
        "heading": f"Slet {told}?",
        "note": "Slet kun det, der er skrevet ind ved en fejl. Er det slut, så skriv i stedet den"
        " sidste dag.",
        "back": reverse(f"{kind.name}-edit", args=[pk]),
    }
    page = render_delete(
        request,
        context,
        row,
        lambda seen: kind.delete(row, by=request.user, council=council, seen=seen),
    )
    if page is not None:
        return page
    return _saved(request, row.person, f"{kind.what.capitalize()} er slettet.")


def _own(request: HttpRequest, pk: int, kind: Kind) -> tuple[Model, Council]:
    """A row of somebody whose facts the reader keeps, and the council for which they do."""
    people = Person.objects.editable_by(request.user, clock.today())
    rows = kind.model._default_manager.filter(person__in=people)
    row = get_object_or_404(rows.select_related("person", kind.about), pk=pk)
    return row, council_of(request, row.person)


def _about(person: Person, council: Council) -> dict:
    back = reverse("person-places", args=[person.pk])
    return {"person": person, "council": council, "back": back, "back_label": person}


def _saved(request: HttpRequest, person: Person, text: str) -> HttpResponse:
    messages.success(request, text)
    return redirect("person-places", person.pk)
