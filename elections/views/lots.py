"""Recording lots that were drawn for a tie about seats, and annulling them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from elections.actions import lots as actions
from elections.actions.compositions import HasChanged
from elections.explanation.compositions import tie_sentence
from elections.forms.lots import AnnulForm, LotForm
from elections.models import Composition, DrawnLot
from elections.views.places import served_place
from kkr_portal import clock


def record_lot(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The draw that a stopped computation waits for."""
    place = served_place(request, slug)
    stopped = get_object_or_404(Composition.objects.of(place.council, place.term), pk=pk)
    tie = stopped.waits_for
    if tie is None:
        messages.error(request, "Beregningen venter ikke på en lodtrækning.")
        return redirect("composition-version", slug, pk)
    form = LotForm(
        request.POST or None,
        tie=tie,
        names=stopped.names,
        now=clock.now(),
        not_before=Composition.objects.first_found(stopped),
    )
    if request.method == "POST" and form.is_valid():
        try:
            following = actions.record_lot(stopped, by=request.user, **form.facts())
        except actions.LotAlreadyDrawn:
            messages.error(request, "Der er allerede registreret en lodtrækning; den gælder.")
            return redirect("composition-version", slug, pk)
        except HasChanged:
            text = "Der er en nyere beregning, eller grundlaget er ændret siden. "
            text += "Beregn igen, og træk kun lod for den beregning, der gælder."
            messages.error(request, text)
            return redirect("composition", slug)
        text = f"Lodtrækningen er registreret, og beregning nr. {following.number} er færdig."
        messages.success(request, text)
        return redirect("composition-version", slug, following.pk)
    context = {
        **place.context,
        "form": form,
        "composition": stopped,
        "tie_sentence": tie_sentence(tie, stopped.names),
        "seats": tie.seats,
    }
    status = 422 if form.errors else 200
    return render(request, "elections/lot_record.html", context, status=status)


def annul_lot(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A draw that was recorded wrongly no longer counts; it stays to be seen."""
    place = served_place(request, slug)
    lots = DrawnLot.objects.filter(composition__council=place.council, composition__term=place.term)
    lot = get_object_or_404(lots.select_related("composition", "recorded_by"), pk=pk)
    form = AnnulForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.annul_lot(lot, by=request.user, reason=form.cleaned_data["reason"])
        except actions.LotAlreadyDrawn:
            messages.error(request, "Lodtrækningen er allerede annulleret.")
        else:
            messages.success(request, "Lodtrækningen er annulleret. Nu kan der trækkes på ny.")
        return redirect("composition-version", slug, lot.composition_id)
    context = {**place.context, "form": form, "lot": lot}
    status = 422 if form.errors else 200
    return render(request, "elections/lot_annul.html", context, status=status)
