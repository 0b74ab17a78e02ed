"""What if: a made-up case computed as one types. Nothing is stored; the address carries it all."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET

from elections import stored_cases
from elections.apportionment import Case, Lot, NoListTakesPart, compose
from elections.explanation.compositions import tell
from elections.explanation.methods import compare
from elections.forms.trials import OTHERS, TrialForm
from elections.models import Composition
from elections.views.places import open_place


@require_GET
def try_composition(request: HttpRequest, slug: str) -> HttpResponse:
    """Other votes, mayors, threshold, method or cap than those of the stored computation."""
    place = open_place(request, slug)
    leading = Composition.objects.of(place.council, place.term).leading()
    if leading is None:
        return render(request, "elections/trial_show.html", place.context)
    base = stored_cases.from_json(leading.inputs)
    names = leading.names | {OTHERS: "Lokale lister"}
    form = TrialForm(request.GET, base=base, names=names)
    context = {**place.context, "form": form, "composition": leading}
    if not form.is_bound or form.is_valid():
        # Lots that were drawn hold for the stored figures alone.
        lots = () if form.is_bound else leading.drawn
        context |= _told(form.case, names, leading, lots)
    is_part = bool(request.htmx)
    template = "elections/_trial_result.html" if is_part else "elections/trial_show.html"
    # The part says itself what is wrong, and is shown as it is.
    status = 422 if form.errors and not is_part else 200
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _told(case: Case, names: dict[str, str], leading: Composition, lots: Sequence[Lot]) -> dict:
    before = {key: seats for key, seats in leading.seats.items() if key in names}
    try:
        outcome = compose(case, lots)
    except NoListTakesPart:
        return {"nobody": True}
    told = tell(outcome, case, names)
    return {
        "told": told,
        "comparison": compare(case, names, lots),
        "changes": [
            (row, (before.get(row.key) or [0])[0], row.seats[0] - (before.get(row.key) or [0])[0])
            for row in told.by_letter
        ],
        "size_before": sum(seats[0] for seats in leading.seats.values()),
    }
