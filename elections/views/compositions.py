"""The composition: how it was computed, what other methods give, and which one holds."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from councils.models import Term
from elections import cases, stored_cases
from elections.actions import compositions as actions
from elections.apportionment import CheckFailed, InvalidInput, NoListTakesPart
from elections.explanation.compositions import tell
from elections.explanation.methods import compare
from elections.explanation.repeating import repeat
from elections.forms.compositions import AcceptanceForm, SettingsForm
from elections.models import (
    Acceptance,
    Composition,
    DrawnLot,
    KLTable,
    MunicipalStanding,
    Paper,
    VoteSource,
)
from elections.views.failing import tell_check_failed
from elections.views.places import Place, open_place, served_place
from kkr_portal import clock


def show_composition(request: HttpRequest, slug: str, pk: int | None = None) -> HttpResponse:
    """The computation that the portal goes by, or the one asked for, with all its steps beside
    KL's table."""
    place = open_place(request, slug)
    stored = Composition.objects.of(place.council, place.term).with_changes()
    leading = stored.leading()
    composition = get_object_or_404(stored, pk=pk) if pk is not None else leading
    table = KLTable.objects.current(place.council, place.term)
    context = {
        **place.context,
        "composition": composition,
        "leading": leading,
        "table": table,
        **(_told(composition, table) if composition else {}),
    }
    if composition == leading:
        context |= _accepted(place, table)
    if composition is not None and composition == leading and composition.is_outdated:
        context["changes"] = Composition.objects.changes_since(composition)
    if place.is_served:
        context |= _workbench(place, composition)
    return render(request, "elections/composition_show.html", context)


def _told(composition: Composition, table: KLTable | None) -> dict:
    """Computed again from the stored inputs: steps are not kept apart, they follow."""
    case = stored_cases.from_json(composition.inputs)
    told = tell(composition.outcome, case, composition.names, table.seats if table else None)
    has_lots = told.tie or composition.lots
    return {
        "told": told,
        "lots": DrawnLot.objects.behind(composition) if has_lots else [],
        "followed_by": told.tie and composition.continued_by.filter(is_void=False).first(),
        "repeated": repeat(composition),
    }


def _accepted(place: Place, table: KLTable | None) -> dict:
    """Which composition holds, and where the elected members do not fit it."""
    accepted = Acceptance.objects.current(place.council, place.term)
    if accepted and table and accepted.kl_table_id == table.pk:
        accepted.kl_table = table  # whose rows are there already
    unfilled = accepted.unfilled_seats(clock.today()) if accepted else []
    return {"accepted": accepted, "unfilled": unfilled}


def _workbench(place: Place, composition: Composition | None) -> dict:
    """What the secretariat needs to go on."""
    if composition is None:
        source = VoteSource.objects.latest_for(place.council, place.term)
        without_mayor = MunicipalStanding.objects.municipalities_without_mayor(
            place.council, place.term
        ).count()
    else:
        source = composition.source
        mayors = sum(entry["mayors"] for entry in composition.inputs["lists"])
        without_mayor = composition.inputs["municipalities"] - mayors
    cast_votes = source.cast_votes if source else None
    return {
        "form": SettingsForm(composition=composition, cast_votes=cast_votes),
        "source": source,
        "without_mayor": without_mayor,
        "attached": Paper.objects.attached(place.council, "composition"),
    }


def list_compositions(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything that was computed, the latest first."""
    place = open_place(request, slug)
    stored = Composition.objects.of(place.council, place.term)
    context = {
        **place.context,
        "compositions": stored,
        "leading": stored.leading(),
        "other_terms": Term.objects.filter(compositions__council=place.council)
        .exclude(pk=place.term.pk)
        .distinct(),
    }
    return render(request, "elections/composition_list.html", context)


@require_POST
def compute_composition(request: HttpRequest, slug: str) -> HttpResponse:
    place = served_place(request, slug)
    source = VoteSource.objects.latest_for(place.council, place.term)
    form = SettingsForm(
        request.POST, composition=None, cast_votes=source.cast_votes if source else None
    )
    if not form.is_valid():
        for problems in form.errors.values():
            messages.error(request, " ".join(problems))
        return redirect("composition", slug)
    try:
        composition = actions.compute_composition(
            place.council, place.term, by=request.user, settings=form.settings()
        )
    except actions.VotesMissing:
        messages.error(request, "Indlæs først stemmetallene.")
        return redirect("votes-import", slug)
    except cases.RepresentationUnknown as problem:
        names = ", ".join(map(str, problem.lists))
        messages.error(request, f"Oplys først, om disse lister er repræsenteret: {names}.")
        return redirect("standings", slug)
    except NoListTakesPart:
        messages.error(request, "Ingen liste opfylder betingelserne, så der er intet at fordele.")
        return redirect("composition", slug)
    except InvalidInput:
        messages.error(request, "Tallene modsiger hinanden. Se på KKR’s kommuner og borgmestre.")
        return redirect("composition", slug)
    except CheckFailed as error:
        tell_check_failed(request, place, error)
        return redirect("composition", slug)
    if composition.is_complete:
        text = f"Sammensætningen er beregnet og gemt som beregning nr. {composition.number}."
        messages.success(request, text)
    else:
        messages.warning(request, "Grundlaget er gemt, men beregningen venter på en lodtrækning.")
    return redirect("composition-version", slug, composition.pk)


def compare_methods(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The same figures by all methods, with the seats that differ marked."""
    place = open_place(request, slug)
    composition = get_object_or_404(Composition.objects.of(place.council, place.term), pk=pk)
    case = stored_cases.from_json(composition.inputs)
    context = {
        **place.context,
        "composition": composition,
        "comparison": compare(case, composition.names, composition.drawn),
    }
    return render(request, "elections/composition_compare.html", context)


def accept_composition(request: HttpRequest, slug: str) -> HttpResponse:
    """Says which of the two tables holds."""
    place = served_place(request, slug)
    leading = Composition.objects.of(place.council, place.term).leading()
    table = KLTable.objects.current(place.council, place.term)
    form = AcceptanceForm(
        request.POST or None,
        now=clock.now(),
        not_before=place.term.election.held_on,
        shown={"composition": leading, "kl_table": table},
        differs=actions.differs(leading, table),
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.accept_composition(place.council, place.term, by=request.user, **form.facts())
        except actions.HasChanged:
            text = "Der er kommet en nyere beregning eller tabel. Åbn siden igen for at se dem."
            form.add_error(None, text)
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, "Det er registreret, hvilken sammensætning der gælder.")
            return redirect("composition", slug)
    context = {
        **place.context,
        "form": form,
        "composition": leading,
        "table": table,
        "accepted": Acceptance.objects.current(place.council, place.term),
    }
    if leading is not None:
        context |= _told(leading, table)
    status = 422 if form.errors else 200
    return render(request, "elections/acceptance_edit.html", context, status=status)
