"""Pages about a member's personal substitutes."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from councils.actions.substitutes import change_substitution, delete_substitution, name_substitute
from councils.forms.seats import SubstitutionForm
from councils.models import Council, CouncilMembership, Substitution
from councils.views import finding
from councils.views.rows import attempt, render_delete, render_form
from councils.views.seats import about, own_seat
from kkr_portal import clock


def create_substitution(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is to stand in, and then from which day: one after the other by the address alone."""
    seat = own_seat(request, pk)
    substitute = finding.chosen_person(request)
    back = reverse("seat-edit", args=[pk])
    context = about(seat) | {"back": back, "back_label": f"Plads: {seat.person}"}
    if substitute is None:
        page = {
            "heading": f"Hvem er stedfortræder for {seat.person}?",
            "note": "Søg efter personen. Bagefter skriver du fra hvilken dag.",
        }
        return finding.render_find(request, context | page, {}, member=pk)
    form = SubstitutionForm(request.POST or None, initial=_days(seat))
    said = None
    if form.is_bound:
        overruled = request.POST.get("overruled", "")
        said = attempt(
            form,
            lambda: name_substitute(
                seat, substitute, by=request.user, overruled=overruled, **form.facts()
            ),
        )
        if said is None:
            messages.success(request, f"{substitute} er registreret som stedfortræder.")
            return redirect(back)
    page = {
        "form": form,
        "heading": f"{substitute} som stedfortræder for {seat.person}",
        "note": "Den, der hidtil har været stedfortræder, er det til dagen før.",
        "here": "Ny stedfortræder",
    }
    return render_form(request, "row_edit", context | page, said)


def edit_substitution(request: HttpRequest, pk: int) -> HttpResponse:
    row = _own(request, pk)
    back = reverse("seat-edit", args=[row.membership_id])
    form = SubstitutionForm(request.POST or None, row=row)
    said = None
    if form.is_bound:
        overruled = request.POST.get("overruled", "")
        said = attempt(
            form,
            lambda: change_substitution(row, by=request.user, overruled=overruled, **form.facts()),
        )
        if said is None:
            messages.success(request, "Stedfortræderen er gemt.")
            return redirect(back)
    context = about(row.membership) | {
        "form": form,
        "heading": f"{row.person} som stedfortræder for {row.membership.person}",
        "back": back,
        "back_label": f"Plads: {row.membership.person}",
        "here": row.person,
        "remove": reverse("substitution-delete", args=[pk]),
    }
    return render_form(request, "row_edit", context, said)


def remove_substitution(request: HttpRequest, pk: int) -> HttpResponse:
    row = _own(request, pk)
    context = about(row.membership) | {
        "heading": f"Slet {row.person} som stedfortræder for {row.membership.person}?",
        "note": "Slet kun det, der er skrevet ind ved en fejl. Er det slut, så skriv i stedet den"
        " sidste dag. Den forrige stedfortræder bliver ikke sat ind igen.",
        "back": reverse("substitution-edit", args=[pk]),
    }
    page = render_delete(
        request, context, row, lambda seen: delete_substitution(row, by=request.user, seen=seen)
    )
    if page is not None:
        return page
    messages.success(request, "Stedfortræderen er slettet.")
    return redirect("seat-edit", row.membership_id)


def _own(request: HttpRequest, pk: int) -> Substitution:
    councils = Council.objects.served_by(request.user, clock.today())
    rows = Substitution.objects.filter(membership__council__in=councils)
    related = ("person", "membership__person", "membership__council", "membership__term__election")
    return get_object_or_404(rows.select_related(*related), pk=pk)


def _days(seat: CouncilMembership) -> dict:
    """From today, or as near as the seat allows, until it ends."""
    first = max(clock.today(), seat.starts_on)
    return {"starts_on": min(first, seat.ends_on or first), "ends_on": seat.ends_on}
