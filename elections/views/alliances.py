"""Alliances: notices to the secretariat, and what the meeting decided on them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from elections import leadership_basis
from elections.actions import alliances as actions
from elections.actions.compositions import HasChanged
from elections.forms.alliances import AllianceForm, DecisionForm, WithdrawalForm
from elections.models import AllianceNotice
from elections.views.places import served_place
from kkr_portal import clock


def create_alliance(request: HttpRequest, slug: str) -> HttpResponse:
    """A notice; whether it stands is for the rules to say, not for the form."""
    place = served_place(request, slug)
    basis = leadership_basis.basis_of(place.council, place.term)
    if basis.meeting is None or basis.composition is None:
        messages.error(request, "Opret først det konstituerende møde, og beregn sammensætningen.")
        return redirect("leadership", slug)
    now = clock.now()
    lists = place.term.election.lists.not_local()
    form = AllianceForm(request.POST or None, basis=basis, lists=lists, now=now)
    if request.method == "POST" and form.is_valid():
        notice = actions.notify_alliance(basis.meeting, by=request.user, **form.facts())
        if notice.state == AllianceNotice.State.REJECTED:
            messages.warning(request, f"Valgforbundet er registreret og afvist. {notice.reason}")
        else:
            messages.success(request, "Valgforbundet er registreret.")
        return redirect("leadership", slug)
    context = {
        **place.context,
        "form": form,
        "basis": basis,
        "is_late": timezone.localdate(now) > basis.countdown.last_day,
    }
    status = 422 if form.errors else 200
    return render(request, "elections/alliance_create.html", context, status=status)


def withdraw_alliance(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The lists want it no more; until the meeting has decided."""
    place = served_place(request, slug)
    notices = AllianceNotice.objects.of(place.council, place.term).with_lists()
    notice = get_object_or_404(notices, pk=pk)
    form = WithdrawalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw_alliance(notice, by=request.user, reason=form.cleaned_data["reason"])
        except HasChanged:
            messages.error(request, "Valgforbundet er allerede afgjort eller trukket tilbage.")
        else:
            messages.success(request, "Valgforbundet er trukket tilbage.")
        return redirect("leadership", slug)
    context = {**place.context, "form": form, "notice": notice}
    status = 422 if form.errors else 200
    return render(request, "elections/alliance_withdraw.html", context, status=status)


def decide_alliances(request: HttpRequest, slug: str) -> HttpResponse:
    """What the constituent meeting decided, as its own item before the election."""
    place = served_place(request, slug)
    basis = leadership_basis.basis_of(place.council, place.term)
    notices = actions.open_to_decision(basis.notices)
    if basis.meeting is None or not notices:
        messages.error(request, "Der er ingen valgforbund, som mødet kan tage stilling til.")
        return redirect("leadership", slug)
    form = DecisionForm(request.POST or None, basis=basis, notices=notices)
    if request.method == "POST" and form.is_valid():
        try:
            actions.decide_alliances(basis.meeting, by=request.user, **form.facts())
        except HasChanged:
            messages.error(request, "Valgforbundene er ændret i mellemtiden. Se dem igennem igen.")
            return redirect("alliances-decide", slug)
        except actions.ListsOverlap as problem:
            text = f"{problem.list} er med i to af dem. En liste kan kun være i ét valgforbund."
            form.add_error("approved", text)
        else:
            messages.success(request, "Mødets beslutning om valgforbund er registreret.")
            return redirect("leadership", slug)
    context = {
        **place.context,
        "form": form,
        "basis": basis,
        "is_early": clock.today() < basis.meeting.held_on,
    }
    status = 422 if form.errors else 200
    return render(request, "elections/alliances_decide.html", context, status=status)
