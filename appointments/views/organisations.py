"""The organisations that nominate or appoint; for the secretariats, who share them."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from appointments.actions import organisations as actions
from appointments.forms.bodies import OrganisationForm
from appointments.models import Organisation
from councils import danish
from councils.models import Council
from kkr_portal import clock


def list_organisations(request: HttpRequest, slug: str) -> HttpResponse:
    """All of them, with where they nominate or appoint; and a form for one more."""
    council = _served(request, slug)
    form = OrganisationForm(request.POST or None)
    if form.is_valid():
        name = form.cleaned_data["name"]
        added = actions.add_organisation(name, by=request.user, council=council)
        messages.success(request, f"{added} står på listen.")
        return redirect("organisation-list", slug)
    related = ("nominates_to__body__council", "appoints_to__body__council")
    context = {
        "council": council,
        "form": form,
        "organisations": sorted(
            Organisation.objects.prefetch_related(*related),
            key=lambda one: danish.sort_key(one.name),
        ),
    }
    status = 422 if form.errors else 200
    return render(request, "appointments/organisation_list.html", context, status=status)


def edit_organisation(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    council = _served(request, slug)
    organisation = get_object_or_404(Organisation, pk=pk)
    name = {"name": organisation.name, "seen": organisation.name}
    form = OrganisationForm(request.POST or None, initial=name)
    status = 422 if form.errors else 200
    if form.is_valid():
        try:
            actions.rename_organisation(
                organisation, by=request.user, council=council, **form.cleaned_data
            )
        except ValidationError as error:
            form.add_error("name", error.messages)
            status = 409 if _was_renamed(error) else 422
        else:
            messages.success(request, "Organisationen er gemt.")
            return redirect("organisation-list", slug)
    context = {"council": council, "form": form, "stored": organisation}
    return render(request, "appointments/organisation_edit.html", context, status=status)


def _was_renamed(error: ValidationError) -> bool:
    return any(one.code == "changed" for told in error.error_dict.values() for one in told)


def _served(request: HttpRequest, slug: str) -> Council:
    return get_object_or_404(Council.objects.served_by(request.user, clock.today()), slug=slug)
