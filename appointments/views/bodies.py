"""Public pages about the bodies that councils send people to: the list, one body, its history."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from appointments import balance, overview
from appointments.forms.bodies import BodyFilterForm, DayForm
from appointments.histories import history_of
from appointments.holders import holders
from appointments.models import Appointment, Body
from councils.directory.ordering import ENOUGH
from councils.models import Council
from kkr_portal import clock


@login_not_required
def list_bodies(request: HttpRequest, slug: str) -> HttpResponse:
    council = get_object_or_404(Council, slug=slug)
    form = BodyFilterForm(request.GET, today=clock.today())
    rows = []
    if form.is_valid():
        asked = form.cleaned_data
        rows = overview.rows_on(council, form.at, words=asked["soeg"], only_vacant=asked["ledige"])
    former, coming = overview.not_in_force(council, form.at)
    context = {
        "council": council,
        "form": form,
        "rows": rows,
        "at": form.at,
        "former": former,
        "coming": coming,
        "others": len(former) + len(coming),
        "is_filtered": form.is_filtered,
        "is_served": council.is_served_by(request.user, clock.today()),
    }
    status = 400 if form.errors else 200
    return render(request, "appointments/body_list.html", context, status=status)


@login_not_required
def show_body(request: HttpRequest, pk: int) -> HttpResponse:
    """Who sits there on the day; that somebody sits there without basis is for the secretariat."""
    body = get_object_or_404(Body.objects.select_related("council"), pk=pk)
    form = DayForm(request.GET, today=clock.today())
    is_valid = form.is_valid()
    lines = holders([body], form.at)[body.pk] if is_valid else []
    coming = Appointment.objects.with_seat().filter(seat__kind__body=body, starts_on__gt=form.at)
    genders = balance.count(place.person.gender for place in overview.seated(lines))
    context = {
        "council": body.council,
        "body": body,
        "form": form,
        "at": form.at,
        "lines": lines,
        "coming": coming.order_by("starts_on", "seat__number") if is_valid else [],
        "own_term": body.own_term(form.at),
        "balance": genders,
        "is_telling": genders.total >= ENOUGH,
        "is_in_force": body.is_in_force(form.at),
        "is_served": body.council.is_served_by(request.user, clock.today()),
    }
    return render(request, "appointments/body_show.html", context, status=200 if is_valid else 400)


@login_not_required
def show_history(request: HttpRequest, pk: int) -> HttpResponse:
    body = get_object_or_404(Body.objects.select_related("council"), pk=pk)
    histories = history_of(body)
    context = {
        "council": body.council,
        "body": body,
        "histories": [history for history in histories if history.spells],
        "empty": [history for history in histories if not history.spells],
        "today": clock.today(),
    }
    return render(request, "appointments/body_history.html", context)
