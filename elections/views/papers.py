"""Papers: to read, to attach to an agenda item, and made again to see whether they are the same."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from elections import documents
from elections.actions import papers as actions
from elections.explanation.repeating import Repeated, compare_paper, repeat
from elections.forms.papers import AttachForm
from elections.models import Composition, LeadershipElection, Paper
from elections.views.places import Place, open_place, served_place
from kkr_portal import clock
from meetings import actions as meetings
from meetings.models import AgendaItem


@dataclass(frozen=True)
class Kind:
    """Where the papers about one kind of computation live."""

    model: type[Composition] | type[LeadershipElection]
    name: str
    lookup: str  # what its addresses name it by
    page: str  # the name of the page to return to
    page_title: str
    word: str  # what the agenda item's title holds


COMPOSITION = Kind(
    Composition, "composition", "pk", "composition", "Sammensætning", "sammensætning"
)
LEADERSHIP = Kind(
    LeadershipElection, "leadership", "number", "leadership", "Formandskab", "valg af formand"
)


def _computation(place: Place, kind: Kind, ref: int) -> Composition | LeadershipElection:
    stored = kind.model.objects.of(place.council, place.term)
    return get_object_or_404(stored, **{kind.lookup: ref})


def show_paper(request: HttpRequest, slug: str, ref: int, kind: Kind) -> HttpResponse:
    """The paper as it would be attached now."""
    place = open_place(request, slug)
    computation = _computation(place, kind, ref)
    if computation.is_void or not computation.is_complete:
        text = "Beregningen venter på en lodtrækning eller er annulleret, så der er intet papir."
        messages.error(request, text)
        return redirect(kind.page, slug)
    paper = actions.new_paper(computation)
    name = documents.paper_file_name(paper)
    return HttpResponse(
        documents.paper_pdf(paper),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )


def attach_paper(request: HttpRequest, slug: str, ref: int, kind: Kind) -> HttpResponse:
    """Makes the paper an attachment of an agenda item, or a new edition of the one there."""
    place = served_place(request, slug)
    computation = _computation(place, kind, ref)
    items = (
        AgendaItem.objects.editable_by(request.user, clock.today())
        .filter(meeting__council=place.council, meeting__term=place.term)
        .select_related("meeting")
        .order_by("meeting__starts_at", "position", "pk")
    )
    form = AttachForm(request.POST or None, items=items, word=kind.word)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            paper = actions.attach_paper(
                computation, data["item"], by=request.user, is_open=data["is_open"]
            )
        except actions.NothingToTell:
            form.add_error(None, "Beregningen er ikke færdig, eller den er annulleret.")
        except (meetings.AgendaIsPublished, meetings.AgendaHasChanged):
            form.add_error("item", "Dagsordenen er ændret eller offentliggjort imens.")
        else:
            edition = "erstatter den tidligere udgave" if paper.replaces else "er vedhæftet"
            messages.success(request, f"Papiret {edition} på punktet »{data['item']}«.")
            return redirect("attachment-list", data["item"].meeting_id, data["item"].pk)
    context = {
        **place.context,
        "form": form,
        "kind": kind,
        "computation": computation,
        "attached": Paper.objects.attached(place.council, kind.name),
        "has_items": items.exists(),
    }
    status = 422 if form.errors else 200
    return render(request, "elections/paper_attach.html", context, status=status)


def repeat_computation(request: HttpRequest, slug: str, ref: int, kind: Kind) -> HttpResponse:
    """Computes again, makes every paper again, and tells whether they are the same to the byte."""
    place = open_place(request, slug)
    computation = _computation(place, kind, ref)
    papers = Paper.objects.newest_about(computation, kind.name)
    results: list[tuple[Paper, Repeated]] = [
        (paper, compare_paper(paper, documents.paper_pdf(paper))) for paper in papers
    ]
    context = {
        **place.context,
        "kind": kind,
        "computation": computation,
        "repeated": repeat(computation),
        "papers": results,
    }
    return render(request, "elections/computation_repeat.html", context)
