"""Votes: what holds, and taking in a new file after having looked at what it changes."""

import re

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from councils.models import Municipality
from elections import votefiles
from elections.actions import votes as actions
from elections.explanation.votes import preview, vote_table
from elections.forms.votes import VotesUploadForm
from elections.models import VoteDraft, VoteSource
from elections.views.places import Place, open_place, served_place
from kkr_portal import clock
from kkr_portal.templatetags.portal import thousands


def show_votes(request: HttpRequest, slug: str) -> HttpResponse:
    """The votes per municipality and list that the composition rests on."""
    place = open_place(request, slug)
    source = VoteSource.objects.latest_for(place.council, place.term)
    context = {**place.context, "source": source, "table": vote_table(source) if source else None}
    if place.is_served:
        sources = VoteSource.objects.filter(council=place.council, election=place.term.election)
        context["older"] = sources.defer("content").select_related("imported_by").order_by("-pk")
    return render(request, "elections/votes_show.html", context)


def download_votes(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A file of votes as it was when it was taken in."""
    place = served_place(request, slug)
    sources = VoteSource.objects.filter(council=place.council, election=place.term.election)
    source = get_object_or_404(sources, pk=pk)
    return HttpResponse(
        bytes(source.content),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="stemmetal-{source.pk}.csv"'},
    )


def upload_votes(request: HttpRequest, slug: str) -> HttpResponse:
    place = served_place(request, slug)
    municipalities = Municipality.objects.belonging_to(place.council, place.term.starts_on)
    form = VotesUploadForm(
        request.POST or None, request.FILES or None, municipalities=municipalities
    )
    problems: tuple[votefiles.Problem, ...] = ()
    if form.is_valid():
        try:
            draft = actions.upload_votes(
                place.council, place.term.election, by=request.user, **form.facts()
            )
        except votefiles.VotesRefused as refusal:
            problems = refusal.problems
        except actions.TotalsContradict as problem:
            form.add_error(problem.field, _contradiction(problem))
        else:
            return redirect("votes-preview", slug, draft.pk)
    context = {**place.context, "form": form, "problems": problems}
    status = 422 if problems or form.errors else 200
    return render(request, "elections/votes_upload.html", context, status=status)


def _contradiction(problem: actions.TotalsContradict) -> str:
    least = thousands(problem.least)
    if problem.field == "valid_votes":
        return f"Listerne har tilsammen {least} stemmer. Der kan ikke være færre gyldige."
    if problem.field == "file":
        return f"Filen oplyser {least} gyldige stemmer, men færre afgivne."
    return f"Der er {least} gyldige stemmer. Der kan ikke være afgivet færre."


def preview_votes(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What an uploaded file would change; taken in or discarded from here."""
    place = served_place(request, slug)
    draft = _draft(request, place, pk)
    before = VoteSource.objects.latest_for(place.council, place.term)
    if request.method == "POST" and _took_in(request, draft):
        return redirect("votes", slug)
    context = actions.context_for(place.council, draft.election, draft.municipality)
    try:
        shown = preview(votefiles.read(bytes(draft.content), context), context, before)
    except votefiles.VotesRefused as refusal:
        problems = {"problems": refusal.problems, "form": None, **place.context}
        return render(request, "elections/votes_upload.html", problems, status=422)
    return render(
        request,
        "elections/votes_preview.html",
        {**place.context, "draft": draft, "before": before, "preview": shown},
    )


def _draft(request: HttpRequest, place: Place, pk: int) -> VoteDraft:
    drafts = VoteDraft.objects.editable_by(request.user, clock.today())
    return get_object_or_404(drafts, council=place.council, election=place.term.election, pk=pk)


def _took_in(request: HttpRequest, draft: VoteDraft) -> bool:
    based_on = request.POST.get("based_on", "")
    is_id = re.fullmatch("[0-9]{1,18}", based_on)
    try:
        actions.import_votes(draft, by=request.user, based_on=int(based_on) if is_id else None)
    except actions.VotesHaveChanged:
        messages.error(request, "Der er indlæst andre stemmetal imens. Se ændringerne igen.")
        return False
    except votefiles.VotesRefused:
        return False
    except actions.TotalsContradict as problem:
        messages.error(request, f"{_contradiction(problem)} Kassér filen, og upload den igen.")
        return False
    messages.success(request, "Stemmetallene er indlæst. Beregn nu sammensætningen.")
    return True


@require_POST
def discard_votes(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    draft = _draft(request, served_place(request, slug), pk)
    actions.discard_votes(draft, by=request.user)
    messages.success(request, "Filen er kasseret. Stemmetallene er uændrede.")
    return redirect("votes", slug)
