"""The page of a person, and what the secretariat edits there."""

import copy
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import quote_etag
from django.views.decorators.http import require_POST

from councils import actions
from councils.forms.people import ContactForm, PersonForm, PortraitForm
from councils.lives.leaves import on_leave
from councils.models import (
    ContactDetails,
    Council,
    Office,
    PartyMembership,
    Person,
    Portrait,
)
from kkr_portal import clock

A_YEAR = 365 * 24 * 3600


def person_context(request: HttpRequest, person: Person) -> dict[str, Any]:
    """What the page of a person shows of the councils; kkr_portal adds what apps above know."""
    pk, today = person.pk, clock.today()
    contacts = ContactDetails.objects.visible_to(request.user, today)
    memberships = list(person.memberships.as_history())
    substitutions = list(
        person.substitutions.select_related(
            "membership__person", "membership__council", "membership__term"
        ).order_by("-starts_on")
    )
    places = [*memberships, *(substitution.membership for substitution in substitutions)]
    return {
        "person": person,
        "home": places[0].council if places else None,
        "portrait": Portrait.objects.shown(today).filter(person=person).defer("image").first(),
        "contact": contacts.filter(person=person).first(),
        "offices": Office.objects.filter(person=person).select_related("municipality"),
        "parties": PartyMembership.objects.filter(person=person).select_related("party"),
        "memberships": memberships,
        "substitutions": substitutions,
        "leave": on_leave([pk], today).get(pk),
        "is_editable": Person.objects.editable_by(request.user, today).filter(pk=pk).exists(),
    }


@login_not_required
def show_portrait(request: HttpRequest, pk: int, sha256: str) -> HttpResponse:
    """The picture. Its checksum is in the address, so a browser need not ask again for a new one;
    no other cache keeps it, because a consent can be withdrawn."""
    portrait = get_object_or_404(Portrait.objects.shown(clock.today()), person=pk, sha256=sha256)
    headers = {
        "Cache-Control": f"private, max-age={A_YEAR}, immutable",
        "ETag": quote_etag(sha256),
    }
    return HttpResponse(bytes(portrait.image), content_type="image/jpeg", headers=headers)


def edit_person(request: HttpRequest, pk: int) -> HttpResponse:
    person, council = _kept(request, pk)
    form = PersonForm(request.POST or None, instance=copy.copy(person))
    stored = None
    if form.is_valid():
        try:
            actions.change_person(person, by=request.user, council=council, **form.facts())
        except actions.PersonHasChanged as conflict:
            stored = conflict.stored
        else:
            return _saved(request, person, "Oplysningerne er gemt.")
    context = {"person": person, "council": council, "form": form, "stored": stored}
    return _render_form(request, "person_edit", context, is_conflict=stored is not None)


def edit_contact(request: HttpRequest, pk: int) -> HttpResponse:
    person, council = _kept(request, pk)
    contact = ContactDetails.objects.editable_by(request.user, clock.today()).filter(person=person)
    instance = contact.first() or ContactDetails(person=person)
    form = ContactForm(request.POST or None, instance=instance)
    context = {"person": person, "council": council, "form": form}
    if form.is_valid():
        try:
            actions.change_contact(person, by=request.user, council=council, **form.facts())
        except actions.ContactHasChanged as conflict:
            context["stored"] = conflict.stored or ContactDetails(version=0)
        else:
            return _saved(request, person, "Kontaktoplysningerne er gemt.")
    return _render_form(request, "contact_edit", context, is_conflict="stored" in context)


def edit_portrait(request: HttpRequest, pk: int) -> HttpResponse:
    person, council = _kept(request, pk)
    portrait = _portrait(request, person)
    form = PortraitForm(
        request.POST or None,
        request.FILES or None,
        instance=copy.copy(portrait) or Portrait(person=person),
        today=clock.today(),
    )
    is_conflict = False
    if form.is_valid():
        try:
            actions.set_portrait(person, by=request.user, council=council, **form.facts())
        except actions.PortraitHasChanged:
            is_conflict = True
        else:
            return _saved(request, person, "Portrættet er gemt.")
    context = {
        "person": person,
        "council": council,
        "form": form,
        "portrait": portrait,
        "is_shown": Portrait.objects.shown(clock.today()).filter(person=person).exists(),
        "is_conflict": is_conflict,
    }
    return _render_form(request, "portrait_edit", context, is_conflict=is_conflict)


@require_POST
def remove_portrait(request: HttpRequest, pk: int) -> HttpResponse:
    person, council = _kept(request, pk)
    if _portrait(request, person) is None:
        raise Http404
    shown = request.POST.get("shown", "")
    try:
        actions.remove_portrait(person, by=request.user, council=council, shown=shown)
    except actions.PortraitHasChanged:
        messages.warning(request, "Portrættet er ændret af en kollega. Se det, før du fjerner det.")
        return redirect("portrait-edit", pk)
    return _saved(request, person, "Portrættet er fjernet.")


def _kept(request: HttpRequest, pk: int) -> tuple[Person, Council]:
    """Somebody whose facts the reader keeps, and the council for which they do."""
    today = clock.today()
    person = get_object_or_404(Person.objects.editable_by(request.user, today), pk=pk)
    here = Person.objects.filter(pk=pk)
    served = Council.objects.served_by(request.user, today)
    return person, next(c for c in served if here.attached_to([c], today).exists())


def _portrait(request: HttpRequest, person: Person) -> Portrait | None:
    portraits = Portrait.objects.editable_by(request.user, clock.today())
    return portraits.filter(person=person).defer("image").first()


def _saved(request: HttpRequest, person: Person, text: str) -> HttpResponse:
    messages.success(request, text)
    return redirect("person", person.pk)


def _render_form(
    request: HttpRequest, template: str, context: dict, *, is_conflict: bool
) -> HttpResponse:
    status = 409 if is_conflict else 422 if context["form"].errors else 200
    return render(request, f"councils/{template}.html", context, status=status)
