"""Finding whom a seat or a member's substitution is for, or creating them."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from councils.actions.newcomers import NameIsKnown, create_person
from councils.forms.lives import (
    MOST_FOUND,
    FindForm,
    NewPersonForm,
    described,
    description,
    found_by_name,
)
from councils.forms.seats import number
from councils.models import Council, CouncilMembership, Person
from councils.views.rows import Context, served
from kkr_portal import clock

# What an address says about the seat to be filled, from the first page to the last.
TERM, ROLE, LIST, MUNICIPALITY = "periode", "plads", "liste", "kommune"
CARRIED = (TERM, ROLE, LIST, MUNICIPALITY)
MEMBER = "medlem"  # the seat whose member gets a substitute


def chosen_person(request: HttpRequest) -> Person | None:
    """The one that the address names: anybody in the portal may get a seat or stand in."""
    given = request.GET.get("person")
    if given is None:
        return None
    key = number(given)
    if key is None:
        raise Http404
    return get_object_or_404(Person, pk=key)


def carried(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET[name] for name in CARRIED if request.GET.get(name)}


def render_find(
    request: HttpRequest, context: Context, on: dict[str, str], member: int | None = None
) -> HttpResponse:
    """The page on which somebody is searched for by name, for the seat that the address is `on`
    about, or as substitute of the `member` on a seat."""
    form = FindForm(request.GET)
    if not form.is_valid():
        page = context | {"form": form}
        return render(request, "councils/seats/person_find.html", page, status=400)
    name = form.cleaned_data["navn"]
    found = list(described(found_by_name(name), clock.today())[: MOST_FOUND + 1])
    newcomer = reverse("seat-newcomer", args=[context["council"].slug])
    about = on if member is None else {MEMBER: member}
    page = context | {
        "form": form,
        "name": name,
        "newcomer": f"{newcomer}?{urlencode({**about, 'navn': name})}",
        "carried": on.items(),
        "found": [
            (description(one), f"?{urlencode({**on, 'person': one.pk})}")
            for one in found[:MOST_FOUND]
        ],
        "most": MOST_FOUND if len(found) > MOST_FOUND else None,
    }
    return render(request, "councils/seats/person_find.html", page)


def create_newcomer(request: HttpRequest, slug: str) -> HttpResponse:
    """Somebody new to the portal, for a seat or as a member's substitute."""
    council = served(request, slug)
    return render_newcomer(
        request,
        council,
        way_on=lambda person: _way_on(request, council, person),
        way_back=_way_on(request, council),
        step="Find person",
        purpose="Til den, der ikke er i portalen i forvejen. Bagefter fortsætter du med pladsen.",
    )


def render_newcomer(
    request: HttpRequest,
    council: Council,
    *,
    way_on: Callable[[Person], str],
    way_back: str,
    step: str,
    purpose: str,
) -> HttpResponse:
    """The form for somebody who is not in the portal, or for choosing one of that name who is.
    `way_on` goes on with the person; `way_back` leads to the page called `step`."""
    form = NewPersonForm(request.POST or None, initial={"name": request.GET.get("navn", "")})
    context = {"council": council, "form": form, "back": way_back, "step": step, "purpose": purpose}
    if form.is_valid():
        today = clock.today()
        try:
            person = create_person(
                **form.cleaned_data, by=request.user, council=council, since=today
            )
        except NameIsKnown as known:
            people = described(Person.objects.filter(pk__in=[p.pk for p in known.found]), today)
            context["known"] = [(description(one), way_on(one)) for one in people]
            form.add_error("name", "Portalen kender allerede en person med det navn.")
        else:
            messages.success(request, f"{person} er oprettet.")
            return redirect(way_on(person))
    status = 422 if form.errors else 200
    return render(request, "councils/person_create.html", context, status=status)


def _way_on(request: HttpRequest, council: Council, person: Person | None = None) -> str:
    """To the form of the seat or the substitution, or back to the search for somebody."""
    chosen = {"person": person.pk} if person else {}
    member = number(request.GET.get(MEMBER, ""))
    if CouncilMembership.objects.filter(council=council, pk=member).exists():
        address, given = reverse("substitution-create", args=[member]), chosen
    else:
        address, given = reverse("seat-create", args=[council.slug]), carried(request) | chosen
    return f"{address}?{urlencode(given)}" if given else address
