"""Who stands in for those appointed."""

import datetime

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from appointments.actions import alternates as actions
from appointments.filling import day
from appointments.forms.appointments import AlternateForm, EndAlternateForm
from appointments.models import Alternate, Appointment, SeatKind
from appointments.views.answering import (
    Context,
    attempt,
    given,
    render_find,
    render_form,
)
from appointments.views.appointments import about, own_appointment
from councils.actions.rows import mark_of
from councils.models import Council
from councils.views import finding
from kkr_portal import clock


def name_alternate(request: HttpRequest, pk: int) -> HttpResponse:
    """For one who is appointed."""
    appointment = own_appointment(request, pk)
    heading = f"Suppleant for {appointment.person}"
    return _name(request, appointment, about(appointment) | {"heading": heading})


def name_shared_alternate(request: HttpRequest, pk: int) -> HttpResponse:
    """For all on one kind of seat."""
    kind = get_object_or_404(SeatKind.objects.select_related("body__council", "council"), pk=pk)
    served = Council.objects.served_by(request.user, clock.today())
    context = {
        "council": get_object_or_404(served, pk=kind.keeper.pk),
        "back": kind.body.get_absolute_url(),
        "back_label": kind.body,
        "heading": f"Fælles suppleanter: {kind.label}",
        "current": list(_not_over(kind)),
    }
    return _name(request, kind, context)


def end_alternate(request: HttpRequest, pk: int) -> HttpResponse:
    alternate, context = _own_alternate(request, pk)
    form = EndAlternateForm(given(request), initial={"seen": mark_of(alternate)})
    status, done = attempt(
        form, lambda: actions.end_alternate(alternate, by=request.user, **form.cleaned_data)
    )
    if done:
        messages.success(request, f"{done.person} er suppleant til og med {day(done.ends_on)}.")
        return redirect(context["back"])
    heading = f"{alternate.person} er ikke længere suppleant"
    return render_form(
        request, context | {"form": form, "heading": heading, "submit": "Afslut"}, status
    )


def _name(request: HttpRequest, whose: Appointment | SeatKind, context: Context) -> HttpResponse:
    person = finding.chosen_person(request)
    if person is None:
        return render_find(request, context["council"], context)
    today = clock.today()
    begins = max(today, whose.starts_on) if isinstance(whose, Appointment) else today
    form = AlternateForm(given(request), initial={"starts_on": begins})
    status, made = attempt(
        form, lambda: actions.name_alternate(whose, person, by=request.user, **form.facts())
    )
    if made:
        messages.success(request, f"{person} er suppleant fra {day(made.starts_on)}.")
        return redirect(context["back"])
    note = f"{person} bliver suppleant."
    return render_form(request, context | {"form": form, "note": note}, status)


def _not_over(kind: SeatKind) -> QuerySet[Alternate]:
    """Those who stand in for all of the kind today or later."""
    rows = kind.shared_alternates.within(clock.today(), datetime.date.max)
    return rows.select_related("person")


def _own_alternate(request: HttpRequest, pk: int) -> tuple[Alternate, Context]:
    rows = Alternate.objects.select_related("person", "kind__body__council", "kind__council")
    alternate = get_object_or_404(rows, pk=pk)
    if alternate.appointment_id:
        appointment = own_appointment(request, alternate.appointment_id)
        alternate.appointment = appointment
        return alternate, about(appointment)
    kind = alternate.kind
    served = Council.objects.served_by(request.user, clock.today())
    council = get_object_or_404(served, pk=kind.keeper.pk)
    back = reverse("body", args=[kind.body_id])
    return alternate, {"council": council, "back": back, "back_label": kind.body}
