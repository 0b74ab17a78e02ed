"""What the pages with a form of an appointment share: whom it is about, and what comes of it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from councils.actions.newcomers import NameIsKnown, create_person
from councils.actions.rows import RowHasChanged
from councils.forms.lives import (
    MOST_FOUND,
    FindForm,
    NewPersonForm,
    described,
    description,
    found_by_name,
)
from councils.models import Council
from kkr_portal import clock
from kkr_portal.errors import NotHere

Context = dict[str, Any]
FORM = "appointments/appointment_form.html"


def given(request: HttpRequest):
    """What a form is bound to."""
    return request.POST if request.method == "POST" else None


def attempt(form, act: Callable[[], Any]) -> tuple[int | None, Any]:
    """What was done, where the form was right; otherwise the status of the page that shows the form
    again. Both are None for a form that is new."""
    if not form.is_bound:
        return None, None
    if not form.is_valid():
        return 422, None
    try:
        return None, act()
    except RowHasChanged as conflict:
        if conflict.stored is None:
            raise NotHere("En kollega har slettet det imens.") from conflict
        form.renew(conflict.stored)
        return 409, None
    except ValidationError as error:
        form.refuse(error)
        return 422, None


def render_form(
    request: HttpRequest, context: Context, status: int | None, template: str = FORM
) -> HttpResponse:
    """The page with a form that is new (`status` is None) or was not taken in."""
    page = {"has_changed": status == 409, **context}
    return render(request, template, page, status=status or 200)


def render_find(request: HttpRequest, council: Council, context: Context) -> HttpResponse:
    """The page on which somebody is searched for by name, or created; both lead to this address
    again, with the person."""
    if request.method == "POST":
        return _create(request, council, context)
    form = FindForm(request.GET)
    if not form.is_valid():
        page = context | {"council": council, "form": form}
        return render(request, "appointments/person_find.html", page, status=400)
    name = form.cleaned_data["navn"]
    newcomer = NewPersonForm(initial={"name": name}) if name else None
    return _page(request, council, context, form, name, newcomer)


def _page(
    request: HttpRequest, council: Council, context: Context, form, name: str, newcomer
) -> HttpResponse:
    found = list(described(found_by_name(name), clock.today())[: MOST_FOUND + 1])
    page = context | {
        "council": council,
        "form": form,
        "name": name,
        "newcomer": newcomer,
        "found": [(description(one), f"?person={one.pk}") for one in found[:MOST_FOUND]],
        "most": MOST_FOUND if len(found) > MOST_FOUND else None,
    }
    status = 422 if newcomer is not None and newcomer.errors else 200
    return render(request, "appointments/person_find.html", page, status=status)


def _create(request: HttpRequest, council: Council, context: Context) -> HttpResponse:
    newcomer = NewPersonForm(request.POST)
    name = request.POST.get("name", "")[:100]
    if newcomer.is_valid():
        try:
            person = create_person(
                **newcomer.cleaned_data, by=request.user, council=council, since=clock.today()
            )
        except NameIsKnown:
            newcomer.add_error("name", "Portalen kender allerede en person med det navn.")
            context = context | {"is_known": True}
        else:
            messages.success(request, f"{person} er oprettet.")
            return redirect(f"{request.path}?person={person.pk}")
    return _page(request, council, context, FindForm({"navn": name}), name, newcomer)
