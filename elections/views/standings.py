"""Which lists have a seat where, whose the mayors are, and which local lists count together."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from councils.models import ElectoralList, Municipality
from elections.actions import standings as actions
from elections.cases import Standings
from elections.explanation.standings import municipality_rows
from elections.forms.standings import (
    CooperationForm,
    CooperationMemberForm,
    MunicipalStandingForm,
    StandingsForm,
)
from elections.models import CooperationMember, MunicipalStanding
from elections.views.places import open_place, served_place
from kkr_portal import clock

COLLEAGUE = "En kollega har rettet det samme imens. Åbn siden igen for at se det, og ret så."


def show_standings(request: HttpRequest, slug: str) -> HttpResponse:
    """All municipalities with their mayors' lists and the lists that have a seat, and what is known
    of each list as a whole."""
    place = open_place(request, slug) if request.method == "GET" else served_place(request, slug)
    standings = Standings(place.council, place.term)
    lists = standings.common_lists
    form = StandingsForm(
        request.POST or None,
        lists=lists,
        known=standings.overall,
        with_mayor=standings.keys_with_mayor,
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_list_standings(
                place.council, by=request.user, standings=form.standings(), shown=form.shown()
            )
        except actions.StandingHasChanged:
            form.add_error(None, COLLEAGUE)
        else:
            messages.success(request, "Oplysningerne er gemt.")
            return redirect("standings", slug)
    context = {
        **place.context,
        "form": form,
        "election": place.term.election,
        "rows": municipality_rows(standings),
        "answers": [(entry, standings.is_represented(entry)) for entry in lists],
    }
    status = 422 if form.errors else 200
    return render(request, "elections/standings_show.html", context, status=status)


def edit_municipality(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Which lists have a seat in one municipal council, and whose the mayor is."""
    place = served_place(request, slug)
    election = place.term.election
    own = Municipality.objects.belonging_to(place.council, place.term.starts_on)
    municipality = get_object_or_404(own, code=code)
    standing = (
        MunicipalStanding.objects.filter(election=election, municipality=municipality)
        .prefetch_related("represented")
        .first()
    )
    local = Q(kind=ElectoralList.Kind.LOCAL, municipality=municipality)
    form = MunicipalStandingForm(
        request.POST or None,
        lists=election.lists.single().filter(local | Q(kind=ElectoralList.Kind.PARTY)),
        standing=standing,
        directory=_directory_mayor(place, municipality),
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_municipal_standing(
                place.council, election, municipality, by=request.user, **form.facts()
            )
        except actions.StandingHasChanged:
            form.add_error(None, COLLEAGUE)
        else:
            messages.success(request, f"Oplysningerne om {municipality} er gemt.")
            return redirect("standings", slug)
    context = {**place.context, "form": form, "municipality": municipality, "standing": standing}
    status = 422 if form.errors else 200
    return render(request, "elections/municipal_standing_edit.html", context, status=status)


def _directory_mayor(place, municipality: Municipality) -> str:
    members = place.council.memberships.filter(role="mayor", municipality=municipality)
    mayor = members.in_force(place.term.starts_on).with_letter(place.term.starts_on).first()
    if mayor is None:
        return "ingen borgmester registreret"
    return f"{mayor.person} ({mayor.letter})" if mayor.letter else f"{mayor.person}, uden liste"


def list_cooperations(request: HttpRequest, slug: str) -> HttpResponse:
    """Local lists that count together, and when KL was told."""
    place = open_place(request, slug)
    election = place.term.election
    form = CooperationForm(request.POST or None) if place.is_served else None
    if request.method == "POST":
        served_place(request, slug)
        if form.is_valid():
            try:
                cooperation = actions.create_cooperation(
                    place.council, election, by=request.user, **form.cleaned_data
                )
            except ValidationError:
                form.add_error("letter", "En anden liste ved valget har den forkortelse.")
            else:
                return redirect("cooperation-edit", slug, cooperation.pk)
    cooperations = election.lists.filter(kind=ElectoralList.Kind.COOPERATION)
    context = {
        **place.context,
        "form": form,
        "election": election,
        "cooperations": cooperations.prefetch_related(
            "cooperation_members__local_list__municipality"
        ),
    }
    status = 422 if form and form.errors else 200
    return render(request, "elections/cooperation_list.html", context, status=status)


def edit_cooperation(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Which local lists of the council's municipalities belong to a co-operation."""
    place = served_place(request, slug)
    cooperations = place.term.election.lists.filter(kind=ElectoralList.Kind.COOPERATION)
    cooperation = get_object_or_404(cooperations, pk=pk)
    free = (
        _own_local_lists(place)
        .single()
        .filter(cooperation_member=None)
        .select_related("municipality")
        .order_by("municipality__sort_key", "letter", "name")
    )
    form = CooperationMemberForm(request.POST or None, lists=free, today=clock.today())
    if request.method == "POST" and form.is_valid():
        try:
            actions.join_cooperation(
                place.council, cooperation, by=request.user, **form.cleaned_data
            )
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, "Listen er føjet til. Beregn sammensætningen igen.")
            return redirect("cooperation-edit", slug, pk)
    members = CooperationMember.objects.for_election(place.term.election)
    context = {
        **place.context,
        "form": form,
        "cooperation": cooperation,
        "members": members.filter(cooperation=cooperation),
        "own": set(_own_local_lists(place).values_list("pk", flat=True)),
        "has_free": free.exists(),
    }
    status = 422 if form.errors else 200
    return render(request, "elections/cooperation_edit.html", context, status=status)


@require_POST
def leave_cooperation(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    place = served_place(request, slug)
    members = CooperationMember.objects.for_election(place.term.election)
    member = get_object_or_404(members, pk=pk, local_list__in=_own_local_lists(place))
    try:
        actions.leave_cooperation(place.council, member, by=request.user)
    except CooperationMember.DoesNotExist as error:
        raise Http404 from error
    messages.success(request, "Listen står for sig selv igen. Beregn sammensætningen igen.")
    return redirect("cooperation-edit", slug, member.cooperation_id)


def _own_local_lists(place):
    own = Municipality.objects.belonging_to(place.council, place.term.starts_on)
    return place.term.election.lists.filter(kind=ElectoralList.Kind.LOCAL, municipality__in=own)
