"""The secretariat writes down what a body is, which seats it has, and when it ends."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from appointments.actions import bodies as actions
from appointments.actions import seat_kinds
from appointments.actions.bodies import BodyHasChanged
from appointments.actions.organisations import add_organisation, add_organisations
from appointments.forms.bodies import BodyForm, DissolveForm
from appointments.forms.seat_kinds import SeatKindForm
from appointments.models import Body, SeatKind
from councils.models import Council
from kkr_portal import clock

CHANGED = "En kollega har rettet forummet imens. Se det, før du fortsætter."


def create_body(request: HttpRequest, slug: str) -> HttpResponse:
    council = get_object_or_404(Council.objects.served_by(request.user, clock.today()), slug=slug)
    form = BodyForm(request.POST or None, instance=Body(council=council))

    def save() -> Body:
        return actions.create_body(council, by=request.user, **form.facts())

    body, stored = _attempt(form, save)
    if body is not None:
        messages.success(request, f"{body} er oprettet. Tilføj nu dets pladser.")
        return redirect(body)
    return _render(request, "body_edit", {"council": council, "form": form}, stored)


def edit_body(request: HttpRequest, pk: int) -> HttpResponse:
    body = _own(request, pk)
    form = BodyForm(request.POST or None, instance=body)

    def save() -> Body:
        given = {"by": request.user, "at": clock.today(), "version": form.seen}
        return actions.change_body(body, **given, **form.facts())

    saved, stored = _attempt(form, save)
    if saved is not None:
        messages.success(request, "Forummet er gemt.")
        return redirect(saved)
    context = {"council": body.council, "body": _own(request, pk), "form": form}
    if stored:
        context["differences"] = form.differences(stored)
    return _render(request, "body_edit", context, stored)


def dissolve_body(request: HttpRequest, pk: int) -> HttpResponse:
    body = _own(request, pk)
    form = DissolveForm(request.POST or None, body=body)

    def save() -> Body:
        return actions.dissolve_body(body, by=request.user, version=form.seen, **form.facts())

    saved, stored = _attempt(form, save)
    if saved is not None:
        messages.success(request, f"{saved} er registreret som nedlagt.")
        return redirect(saved)
    context = {"council": body.council, "body": body, "form": form}
    return _render(request, "body_dissolve", context, stored)


@require_POST
def reopen_body(request: HttpRequest, pk: int) -> HttpResponse:
    body = _own(request, pk)
    try:
        actions.reopen_body(body, by=request.user, version=_version(request))
    except BodyHasChanged:
        messages.warning(request, CHANGED)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, f"{body} er ikke længere registreret som nedlagt.")
    return redirect(body)


# --- Kinds of seats ------------------------------------------------------------------------------


def create_kind(request: HttpRequest, pk: int) -> HttpResponse:
    body = _own(request, pk)
    form = SeatKindForm(request.POST or None, body=body, instance=SeatKind(body=body))

    def save() -> SeatKind:
        facts = _with_new_organisations(request, form, body)
        return seat_kinds.add_seat_kind(body, by=request.user, version=form.seen, **facts)

    kind, stored = _attempt(form, save)
    if kind is not None:
        messages.success(request, f"Pladserne »{kind}« er tilføjet.")
        return redirect(body)
    context = {"council": body.council, "body": body, "form": form}
    return _render(request, "seat_kind_edit", context, stored)


def edit_kind(request: HttpRequest, pk: int) -> HttpResponse:
    kind = _own_kind(request, pk)
    form = SeatKindForm(request.POST or None, body=kind.body, instance=kind)

    def save() -> SeatKind:
        facts = _with_new_organisations(request, form, kind.body)
        return seat_kinds.change_seat_kind(kind, by=request.user, version=form.seen, **facts)

    saved, stored = _attempt(form, save)
    if saved is not None:
        messages.success(request, f"Pladserne »{saved}« er gemt.")
        return redirect(saved.body)
    kind = _own_kind(request, pk)
    context = {"council": kind.body.council, "body": kind.body, "kind": kind, "form": form}
    if stored:
        context["differences"] = form.differences(kind)
    return _render(request, "seat_kind_edit", context, stored)


@require_POST
def delete_kind(request: HttpRequest, pk: int) -> HttpResponse:
    kind = _own_kind(request, pk)
    try:
        seat_kinds.delete_seat_kind(kind, by=request.user, version=_version(request))
    except BodyHasChanged:
        messages.warning(request, CHANGED)
    except ValidationError as error:
        messages.error(request, f"Pladserne kan ikke slettes. {' '.join(error.messages)}")
        return redirect("seat-kind-edit", pk)
    else:
        messages.success(request, f"Pladserne »{kind}« er slettet.")
    return redirect(kind.body)


def _with_new_organisations(request: HttpRequest, form: SeatKindForm, body: Body) -> dict:
    """What the action stores, with the organisations that were written by name."""
    facts, about = form.facts(), {"by": request.user, "council": body.council}
    new = add_organisations(form.cleaned_data["new_nominators"], **about)
    facts["nominators"] = list(dict.fromkeys([*facts["nominators"], *new]))
    if name := form.cleaned_data["new_appointer"]:
        facts["appointing_organisation"] = add_organisation(name, **about)
    return facts


# --- What they share -----------------------------------------------------------------------------


def _attempt(form, save: Callable[[], Any]) -> tuple[Any, Body | None]:
    """What was saved, or nothing; then the body as a colleague has stored it meanwhile, if so."""
    if not form.is_bound or not form.is_valid():
        return None, None
    try:
        with transaction.atomic():
            return save(), None
    except BodyHasChanged as conflict:
        return None, conflict.stored
    except ValidationError as error:
        form.refuse(error)
        return None, None


def _render(
    request: HttpRequest, template: str, context: dict, stored: Body | None
) -> HttpResponse:
    """The page with a form that is new, or was not taken in; what was entered stays there."""
    status = 409 if stored else 422 if context["form"].errors else 200
    body = context.get("body")
    back = body.get_absolute_url() if body else reverse("body-list", args=[context["council"].slug])
    context |= {"stored": stored, "back": back}
    return render(request, f"appointments/{template}.html", context, status=status)


def _own(request: HttpRequest, pk: int) -> Body:
    """A body that the reader's council keeps."""
    bodies = Body.objects.editable_by(request.user, clock.today()).select_related("council")
    return get_object_or_404(bodies, pk=pk)


def _own_kind(request: HttpRequest, pk: int) -> SeatKind:
    kinds = SeatKind.objects.editable_by(request.user, clock.today())
    return get_object_or_404(kinds.select_related("body__council"), pk=pk)


def _version(request: HttpRequest) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() else 0
