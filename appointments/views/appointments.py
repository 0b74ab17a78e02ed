"""Appointments: who sits where, how it came about, and what became of it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from appointments import filling
from appointments.actions import appointments as actions
from appointments.affiliations import affiliations
from appointments.forms.appointments import (
    AppointmentEditForm,
    AppointmentForm,
    DeleteForm,
    EndForm,
    ReplaceForm,
)
from appointments.models import Alternate, Appointment, Seat
from appointments.readable_items import way_to
from appointments.views.answering import (
    Context,
    attempt,
    given,
    render_find,
    render_form,
)
from councils.models import Council
from councils.views import finding
from kkr_portal import clock


@require_safe
@login_not_required
def show_appointment(request: HttpRequest, pk: int) -> HttpResponse:
    """Public: these are public offices. How somebody is reached is not told here."""
    today = clock.today()
    appointment = get_object_or_404(_with_all(), pk=pk)
    kind = appointment.seat.kind
    is_served = Appointment.objects.editable_by(request.user, today).filter(pk=pk).exists()
    reasons = filling.not_eligible(kind, [appointment.person], today) if is_served else {}
    context = {
        "appointment": appointment,
        "council": appointment.seat.kind.keeper,
        "body": kind.body,
        "stands_for": affiliations([appointment.person_id], today)[appointment.person_id],
        "is_in_force": appointment.is_in_force(today),
        "is_carried_over": appointment.is_carried_over(today),
        "item": way_to(appointment.decided_in, request.user, today),
        "history": _history(appointment.seat),
        "is_served": is_served,
        "reason_against": reasons.get(appointment.person_id, ""),
        "followed_by": getattr(appointment, "followed_by", None),
    }
    return render(request, "appointments/appointment_show.html", context)


def create_appointment(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is to sit on the seat, and then from when: one after the other by the address alone."""
    today = clock.today()
    seats = Seat.objects.select_related("kind__body__council", "kind__council")
    served = Council.objects.served_by(request.user, today)
    seat = get_object_or_404(seats, pk=pk)
    council = get_object_or_404(served, pk=seat.kind.keeper.pk)
    context = {
        "heading": f"Udpeg til {seat.kind.body}",
        "note": f"Pladsen: {seat}. Vælges personen i en runde, så registrér beslutningen dér.",
        "back": seat.kind.body.get_absolute_url(),
        "back_label": seat.kind.body,
        "council": council,
    }
    person = finding.chosen_person(request)
    if person is None:
        return render_find(request, council, context)
    form = AppointmentForm(
        given(request),
        council=council,
        kind=seat.kind,
        at=today,
        initial={"starts_on": today},
    )
    status, made = attempt(
        form, lambda: actions.appoint(seat, person, by=request.user, **form.facts())
    )
    if made:
        messages.success(request, f"{person} er udpeget til {seat.kind.body}.")
        return redirect("appointment", made.pk)
    context |= {"form": form, "heading": f"Udpeg {person} til {seat.kind.body}", "submit": "Udpeg"}
    return render_form(request, context, status)


def edit_appointment(request: HttpRequest, pk: int) -> HttpResponse:
    appointment = own_appointment(request, pk)
    council = appointment.seat.kind.keeper
    at = appointment.starts_on
    form = AppointmentEditForm(given(request), council=council, at=at, row=appointment)
    status, done = attempt(
        form,
        lambda: actions.change_appointment(
            appointment, by=request.user, version=form.seen_version, **form.facts()
        ),
    )
    if done:
        messages.success(request, "Udpegningen er gemt.")
        return redirect("appointment", pk)
    note = "Ret her det, der er skrevet forkert. Ophører udpegningen, så brug »Afslut« i stedet."
    context = about(appointment) | {"form": form, "heading": "Ret udpegningen", "note": note}
    return render_form(request, context, status)


def end_appointment(request: HttpRequest, pk: int) -> HttpResponse:
    appointment = own_appointment(request, pk)
    form = EndForm(given(request), initial={"version": appointment.version})
    status, done = attempt(
        form,
        lambda: actions.end_appointment(
            appointment, by=request.user, version=form.seen_version, **form.facts()
        ),
    )
    if done:
        messages.success(request, f"Udpegningen slutter {filling.day(done.ends_on)}.")
        return redirect("appointment", pk)
    heading = f"Afslut udpegningen af {appointment.person}"
    note = "Suppleanten slutter samme dag. Skal der udpeges en ny, så vælg »Udpeg en afløser«."
    context = about(appointment) | {"form": form, "heading": heading, "note": note}
    return render_form(request, context | {"submit": "Afslut"}, status)


def replace_appointment(request: HttpRequest, pk: int) -> HttpResponse:
    """Who the successor is, and then from when."""
    appointment, today = own_appointment(request, pk), clock.today()
    council = appointment.seat.kind.keeper
    heading = f"Afløser for {appointment.person}"
    context = about(appointment) | {"heading": heading, "note": _to_whom(appointment)}
    person = finding.chosen_person(request)
    if person is None:
        return render_find(request, council, context)
    ended = appointment.ends_on
    initial = {
        "version": appointment.version,
        "starts_on": ended + filling.DAY if ended and ended < today else today,
        "due_on": appointment.due_on,
        "because": appointment.ended_because or Appointment.EndedBecause.RESIGNED,
    }
    form = ReplaceForm(given(request), council=council, at=today, initial=initial)
    status, made = attempt(
        form,
        lambda: actions.replace_appointment(
            appointment, person, by=request.user, version=form.seen_version, **form.facts()
        ),
    )
    if made:
        messages.success(request, f"{person} afløser {appointment.person}.")
        return redirect("appointment", made.pk)
    heading = f"{person} afløser {appointment.person}"
    context |= {"form": form, "heading": heading, "submit": "Udpeg afløseren"}
    return render_form(request, context, status)


def remove_appointment(request: HttpRequest, pk: int) -> HttpResponse:
    appointment = own_appointment(request, pk)
    form = DeleteForm(given(request), initial={"version": appointment.version})
    body = appointment.seat.kind.body

    def delete() -> bool:
        version, because = form.seen_version, form.cleaned_data["because"]
        actions.delete_appointment(appointment, by=request.user, version=version, because=because)
        return True

    status, done = attempt(form, delete)
    if done:
        messages.success(request, f"Udpegningen af {appointment.person} er slettet.")
        return redirect(body)
    context = about(appointment) | {
        "form": form,
        "heading": f"Slet udpegningen af {appointment.person}?",
        "note": "Slet kun en udpegning, der er skrevet ind ved en fejl. Er personen fratrådt, så"
        " afslut udpegningen i stedet.",
        "submit": "Slet",
        "reasons": actions.reasons_to_stay(appointment),
    }
    return render_form(request, context, status)


# --- Which appointment ---------------------------------------------------------------------------


def own_appointment(request: HttpRequest, pk: int) -> Appointment:
    """One that the reader's secretariat answers for."""
    editable = Appointment.objects.editable_by(request.user, clock.today())
    return get_object_or_404(_with_all().filter(pk__in=editable), pk=pk)


def about(appointment: Appointment) -> Context:
    """What all pages with a form about one appointment begin with."""
    return {
        "appointment": appointment,
        "council": appointment.seat.kind.keeper,
        "back": reverse("appointment", args=[appointment.pk]),
        "back_label": f"Udpegningen af {appointment.person}",
    }


def _with_all():
    alternates = Alternate.objects.select_related("person").order_by("-starts_on", "pk")
    return Appointment.objects.select_related(
        "person",
        "seat__kind__body__council",
        "seat__kind__council",
        "elected_by",
        "decided_in__meeting__council",
        "candidate__task__round",
        "candidate__proposed_by",
        "follows__person",
        "followed_by__person",
    ).prefetch_related("nominated_by", Prefetch("alternates", alternates))


def _history(seat: Seat) -> list[Appointment]:
    """All who sat on the seat, the latest first."""
    rows = Appointment.objects.filter(seat=seat).select_related("person", "elected_by")
    return list(rows.order_by("-starts_on", "-pk"))


def _to_whom(appointment: Appointment) -> str:
    """To whom the vacancy goes back, in Danish."""
    if appointment.elected_by or appointment.group:
        group = appointment.group or appointment.elected_by
        return f"Pladsen er valgt af {group} og besættes igen af samme gruppe."
    organisations = ", ".join(map(str, appointment.nominated_by.all()))
    return f"Indstillet af {organisations}." if organisations else ""
