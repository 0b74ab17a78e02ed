"""Pages about the people who work in a council's secretariat."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from councils.actions.staff import add_staff, change_staff
from councils.forms.staff import StaffForm
from councils.models import Council, SecretariatMember
from councils.views.rows import Context, attempt, render_form, served
from kkr_portal import clock


def list_staff(request: HttpRequest, slug: str) -> HttpResponse:
    """Everybody who works there or did."""
    council, today = served(request, slug), clock.today()
    rows = list(council.secretariat.all())
    context = {
        "council": council,
        "present": [row for row in rows if row.ends_on is None or row.ends_on >= today],
        "former": [row for row in rows if row.ends_on is not None and row.ends_on < today],
    }
    return render(request, "councils/seats/staff_list.html", context)


def create_staff(request: HttpRequest, slug: str) -> HttpResponse:
    council = served(request, slug)
    form = StaffForm(request.POST or None, initial={"starts_on": clock.today()})
    said = None
    if form.is_bound:
        said = attempt(form, lambda: add_staff(council, by=request.user, **form.facts()))
        if said is None:
            return _saved(request, council, f"{form.cleaned_data['name']} er tilføjet.")
    context = _about(council) | {
        "form": form,
        "heading": "Tilføj medarbejder",
        "note": "Medarbejderen vises i Blå Bog, men får ingen konto: den opretter driften.",
        "here": "Tilføj medarbejder",
    }
    return render_form(request, "row_edit", context, said)


def edit_staff(request: HttpRequest, pk: int) -> HttpResponse:
    councils = Council.objects.served_by(request.user, clock.today())
    rows = SecretariatMember.objects.filter(council__in=councils).select_related("council")
    row = get_object_or_404(rows, pk=pk)
    form = StaffForm(request.POST or None, row=row)
    said = None
    if form.is_bound:
        said = attempt(form, lambda: change_staff(row, by=request.user, **form.facts()))
        if said is None:
            return _saved(request, row.council, f"Oplysningerne om {row.name} er gemt.")
    context = _about(row.council) | {"form": form, "heading": f"Ret {row.name}", "here": row.name}
    return render_form(request, "row_edit", context, said)


def _about(council: Council) -> Context:
    back = reverse("staff", args=[council.slug])
    return {"council": council, "back": back, "back_label": "Sekretariat"}


def _saved(request: HttpRequest, council: Council, text: str) -> HttpResponse:
    messages.success(request, text)
    return redirect("staff", council.slug)
