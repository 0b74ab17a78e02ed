"""Pages where a secretariat keeps the seats of its council."""

from django.contrib import messages
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from councils import seating
from councils.actions.seats import change_seat, delete_seat, seat_member
from councils.forms.seats import NewSeatForm, SeatForm
from councils.models import (
    Council,
    CouncilMembership,
    CouncilMunicipality,
    ElectoralList,
    Person,
    Substitution,
    Term,
)
from councils.views import finding
from councils.views.rows import Context, attempt, render_delete, render_form, served
from kkr_portal import clock
from kkr_portal.errors import NotHere

_HEADINGS = {
    seating.Role.MAYOR: "Borgmestre",
    seating.Role.SUPPLEMENTARY: "Supplerende medlemmer",
    seating.Role.OBSERVER: "Observatører",
}


def list_seats(request: HttpRequest, slug: str) -> HttpResponse:
    """Everybody who sits or sat in the council during a term."""
    council, term = served(request, slug), _term(request)
    substitutions = Substitution.objects.select_related("person").order_by("starts_on")
    seats = CouncilMembership.objects.filter(council=council, term=term)
    seats = seats.select_related("person", "municipality", "elected_by").prefetch_related(
        Prefetch("substitutions", substitutions)
    )
    rows = list(seats.order_by("person__sort_key", "starts_on"))
    groups = [(role, [seat for seat in rows if seat.role == role]) for role in seating.Role]
    context = {
        "council": council,
        "term": term,
        "terms": Term.objects.elected(clock.today()),
        "groups": [(_HEADINGS[role], role.value, seats) for role, seats in groups if seats],
    }
    return render(request, "councils/seats/seat_list.html", context)


def create_seat(request: HttpRequest, slug: str) -> HttpResponse:
    """Who is to sit, and then on which seat: one after the other by the address alone."""
    council, term = served(request, slug), _term(request)
    person = finding.chosen_person(request)
    context = {"council": council, "term": term, "list_address": _list_of(council, term)}
    if person is None:
        return _render_find(request, context)
    form = _new_form(request, council, term, person)
    said = None
    if form.is_bound:
        said = attempt(
            form,
            lambda: seat_member(
                council,
                person,
                by=request.user,
                term=term,
                overruled=request.POST.get("overruled", ""),
                **form.facts(),
            ),
        )
        if said is None:
            messages.success(request, f"{person} har fået en plads i {council}.")
            return redirect(_list_of(council, term))
    return render_form(request, "seat_create", context | {"person": person, "form": form}, said)


def edit_seat(request: HttpRequest, pk: int) -> HttpResponse:
    seat = own_seat(request, pk)
    form = SeatForm(request.POST or None, council=seat.council, term=seat.term, row=seat)
    said = None
    if form.is_bound:
        overruled = request.POST.get("overruled", "")
        said = attempt(
            form, lambda: change_seat(seat, by=request.user, overruled=overruled, **form.facts())
        )
        if said is None:
            messages.success(request, "Pladsen er gemt.")
            return redirect("seat-edit", pk)
    context = about(seat) | {
        "form": form,
        "substitutions": seat.substitutions.select_related("person").order_by("-starts_on"),
    }
    return render_form(request, "seat_edit", context, said)


def remove_seat(request: HttpRequest, pk: int) -> HttpResponse:
    seat = own_seat(request, pk)
    context = about(seat) | {
        "heading": f"Slet pladsen for {seat.person}?",
        "note": "Slet kun en plads, der er skrevet ind ved en fejl. Er medlemmet udtrådt, så skriv"
        " i stedet den sidste dag.",
        "back": reverse("seat-edit", args=[pk]),
        "reasons": seating.reasons_to_stay(seat),
    }
    page = render_delete(
        request, context, seat, lambda seen: delete_seat(seat, by=request.user, seen=seen)
    )
    if page is not None:
        return page
    messages.success(request, f"Pladsen for {seat.person} er slettet.")
    return redirect(_list_of(seat.council, seat.term))


# --- Which seat ----------------------------------------------------------------------------------


def own_seat(request: HttpRequest, pk: int) -> CouncilMembership:
    """A seat in a council in whose secretariat the reader works, whether or not it is over."""
    councils = Council.objects.served_by(request.user, clock.today())
    seats = CouncilMembership.objects.filter(council__in=councils)
    related = ("council", "term__election", "person", "municipality", "elected_by__municipality")
    return get_object_or_404(seats.select_related(*related), pk=pk)


def about(seat: CouncilMembership) -> Context:
    """What all pages about one seat begin with."""
    return {
        "seat": seat,
        "council": seat.council,
        "term": seat.term,
        "person": seat.person,
        "list_address": _list_of(seat.council, seat.term),
    }


def _list_of(council: Council, term: Term) -> str:
    address = reverse("seats", args=[council.slug])
    return f"{address}?{urlencode({finding.TERM: term.name})}"


def _term(request: HttpRequest) -> Term:
    """The one that the address names, or the one that runs, or else the latest known."""
    today = clock.today()
    terms: QuerySet[Term] = Term.objects.elected(today).select_related("election")
    name = request.GET.get(finding.TERM)
    if name:
        # Compared here: an address can hold what PostgreSQL refuses to read.
        term = next((term for term in terms if term.name == name), None)
    else:
        term = terms.running(today).first() or terms.first()
    if term is None:
        raise NotHere("Portalen kender ikke valgperioden.")
    return term


def _render_find(request: HttpRequest, context: Context) -> HttpResponse:
    on = finding.carried(request)
    page = {
        "heading": "Hvem skal have en plads?",
        "note": "Søg efter personen. Bagefter vælger du plads, kommune og liste.",
        "back": context["list_address"],
        "back_label": "Pladser",
    }
    return finding.render_find(request, context | page, on)


def _new_form(request: HttpRequest, council: Council, term: Term, person: Person) -> NewSeatForm:
    """Bound when it is to be saved; searching for a substitute only fills it."""
    is_search = "search" in request.POST
    if is_search:
        initial = {name: value for name, value in request.POST.items() if value}
    else:
        initial = _preset(request, council, term)
    return NewSeatForm(
        None if is_search else request.POST or None,
        council=council,
        term=term,
        person=person,
        at=clock.today(),
        initial=initial,
    )


def _preset(request: HttpRequest, council: Council, term: Term) -> dict:
    """What the address says about the seat, as far as it means something."""
    given = finding.carried(request)
    preset = {}
    if given.get(finding.ROLE) in seating.Role.values:
        preset["role"] = given[finding.ROLE]
    code, letter = given.get(finding.MUNICIPALITY), given.get(finding.LIST)
    if code:
        here = CouncilMunicipality.objects.within(term.starts_on, term.ends_on)
        here = here.filter(council=council).select_related("municipality")
        places = [row.municipality for row in here if row.municipality.code == code]
        preset["municipality"] = next(iter(places), None)
    if letter:
        lists = ElectoralList.objects.filter(election=term.election_id).not_local()
        preset["elected_by"] = next((one for one in lists if one.letter == letter), None)
    return preset
