"""Pages about votes and compositions: internal to the council, changed by its secretariat."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from councils.models import Council, ElectoralList, Municipality, Term
from elections import actions, cases, explanation, votes_csv
from elections.apportionment import InvalidInput, LotsRequired, NoListTakesPart, compose
from elections.forms import MethodForm, StandingsForm, VotesUploadForm
from elections.models import Composition, ListStanding, OfficialSeats, VoteSource
from kkr_portal import clock


def show_composition(request: HttpRequest, slug: str, pk: int | None = None) -> HttpResponse:
    """The latest computation, or the one asked for, with all its steps beside KL's table."""
    today = clock.today()
    council = get_object_or_404(Council.objects.open_to(request.user, today), slug=slug)
    term = get_object_or_404(Term.objects.running(today))
    stored = Composition.objects.visible_to(request.user, today).of(council, term)
    leading = stored.leading()
    composition = get_object_or_404(stored, pk=pk) if pk is not None else leading
    official = list(OfficialSeats.objects.filter(council=council, term=term))
    context = {
        "council": council,
        "term": term,
        "composition": composition,
        "is_trial": composition != leading,
        "others": stored.exclude(pk=composition.pk) if composition else [],
        "source": VoteSource.objects.latest_for(council, term),
        "official": official,
        "form": MethodForm(initial={"method": composition.method} if composition else None),
        "is_served": council.is_served_by(request.user, today),
        **(_told(composition, official) if composition else {}),
    }
    return render(request, "elections/composition_show.html", context)


def _told(composition: Composition, official) -> dict:
    """Computes again from the stored inputs: steps are not stored, they follow."""
    outcome = compose(cases.from_json(composition.inputs))
    lists = composition.source.election.lists.not_local()
    names = dict(lists.values_list("letter", "name"))
    if isinstance(outcome, LotsRequired):
        return {"tie": outcome, "tied": [names.get(key, key) for key in outcome.lists]}
    seats = {row.key: [row.seats, row.mayors, row.supplementary] for row in outcome.lists}
    rows = explanation.seat_rows(outcome, names, {row.letter: row for row in official})
    official_only = [row for row in official if row.letter not in seats]
    return {
        "outcome": outcome,
        "rows": rows,
        "official_only": official_only,
        "local_lists": explanation.local_lists(outcome),
        "steps": explanation.step_rows(outcome),
        "method_sentence": explanation.method_sentence(outcome.case.method),
        "totals": [sum(row[i] for row in seats.values()) for i in range(3)],
        "official_totals": [
            sum(getattr(row, name) for row in official)
            for name in ("total", "mayors", "supplementary")
        ],
        "differs": any(row.differs for row in rows) or any(row.total for row in official_only),
        "repeats": seats == composition.seats,
    }


@require_POST
def compute_composition(request: HttpRequest, slug: str) -> HttpResponse:
    today = clock.today()
    council = get_object_or_404(Council.objects.served_by(request.user, today), slug=slug)
    term = get_object_or_404(Term.objects.running(today))
    form = MethodForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Vælg en af metoderne på listen.")
        return redirect("composition", slug)
    try:
        composition = actions.compute_composition(
            council, term, by=request.user, method=form.cleaned_data["method"]
        )
    except actions.VotesMissing:
        messages.error(request, "Indlæs først stemmetallene.")
        return redirect("votes-import", slug)
    except cases.RepresentationUnknown as problem:
        names = ", ".join(map(str, problem.lists))
        messages.error(request, f"Oplys først, om disse lister er repræsenteret: {names}.")
        return redirect("standings-edit", slug)
    except NoListTakesPart:
        messages.error(request, "Ingen liste opfylder betingelserne, så der er intet at fordele.")
        return redirect("composition", slug)
    except InvalidInput:
        messages.error(request, "Tallene modsiger hinanden. Se på KKR’s kommuner og borgmestre.")
        return redirect("composition", slug)
    if composition.seats:
        messages.success(request, "Sammensætningen er beregnet og gemt.")
    else:
        messages.warning(request, "Grundlaget er gemt, men beregningen venter på en lodtrækning.")
    return redirect("composition-version", slug, composition.pk)


def show_votes(request: HttpRequest, slug: str) -> HttpResponse:
    """The votes per municipality and list that the composition rests on."""
    today = clock.today()
    council = get_object_or_404(Council.objects.open_to(request.user, today), slug=slug)
    source = VoteSource.objects.latest_for(council, get_object_or_404(Term.objects.running(today)))
    context = {
        "council": council,
        "source": source,
        "is_served": council.is_served_by(request.user, today),
        **(_vote_table(source) if source else {}),
    }
    return render(request, "elections/votes_show.html", context)


def _vote_table(source: VoteSource) -> dict:
    """Municipalities down, parties across, the local lists of a municipality added up."""
    totals = cases.votes_by_list(source)
    parties = [entry for entry in totals if entry.kind != ElectoralList.Kind.LOCAL]
    counts = source.counts.values_list(
        "municipality", "electoral_list", "electoral_list__kind", "votes", "is_estimated"
    )
    cells: dict[tuple[int, int | str], list] = {}
    for municipality, entry, kind, votes, is_estimated in counts:
        column = "local" if kind == ElectoralList.Kind.LOCAL else entry
        cell = cells.setdefault((municipality, column), [0, False])
        cell[0] += votes
        cell[1] = cell[1] or is_estimated
    columns = [*(entry.pk for entry in parties), "local"]
    municipalities = Municipality.objects.filter(pk__in={place for place, _ in cells})
    return {
        "parties": parties,
        "table": [
            (
                municipality,
                [cells.get((municipality.pk, column)) for column in columns],
                sum(cell[0] for (place, _), cell in cells.items() if place == municipality.pk),
            )
            for municipality in municipalities
        ],
        "column_totals": [
            sum(cell[0] for (_, other), cell in cells.items() if other == column)
            for column in columns
        ],
        "total": sum(totals.values()),
    }


def import_votes(request: HttpRequest, slug: str) -> HttpResponse:
    today = clock.today()
    council = get_object_or_404(Council.objects.served_by(request.user, today), slug=slug)
    term = get_object_or_404(Term.objects.running(today))
    form = VotesUploadForm(request.POST or None, request.FILES or None)
    problems: tuple[votes_csv.Problem, ...] = ()
    if form.is_valid():
        data = form.cleaned_data
        try:
            actions.import_votes(
                council,
                term.election,
                by=request.user,
                file_name=data["file"].name,
                data=data["file"].read(),
                is_official=data["is_official"],
                provenance=data["provenance"],
            )
        except votes_csv.VotesRefused as refusal:
            problems = refusal.problems
        else:
            messages.success(request, "Stemmetallene er indlæst. Beregn nu sammensætningen.")
            return redirect("composition", slug)
    context = {"council": council, "form": form, "problems": problems}
    status = 422 if problems or form.errors else 200
    return render(request, "elections/votes_import.html", context, status=status)


def edit_standings(request: HttpRequest, slug: str) -> HttpResponse:
    today = clock.today()
    council = get_object_or_404(Council.objects.served_by(request.user, today), slug=slug)
    term = get_object_or_404(Term.objects.running(today))
    election = term.election
    lists = list(election.lists.not_local())
    known = ListStanding.objects.filter(council=council)
    form = StandingsForm(
        request.POST or None,
        lists=lists,
        known=dict(known.values_list("electoral_list", "is_represented")),
        with_mayor=cases.keys_with_mayor(council, term),
    )
    if request.method == "POST" and form.is_valid():
        actions.change_list_standings(council, by=request.user, standings=form.standings())
        messages.success(request, "Oplysningerne er gemt.")
        return redirect("composition", slug)
    context = {"council": council, "form": form, "election": election}
    status = 422 if form.errors else 200
    return render(request, "elections/standings_edit.html", context, status=status)
