"""Where a secretariat answers what members suggest about themselves."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from councils import actions, standing
from councils.forms.suggestions import DeclineForm
from councils.models import CorrectionSuggestion, Council
from councils.views.rows import served
from kkr_portal import clock
from kkr_portal.paging import page_of

ANSWERED = "Forslaget er allerede besvaret af en kollega."


def list_suggestions(request: HttpRequest, slug: str) -> HttpResponse:
    council, found = _served(request, slug)
    names = ("person", "answered_by")
    page = page_of(found.answered().select_related(*names), request.GET.get("side"))
    waiting = list(found.waiting().select_related("person").order_by("suggested_at", "pk"))
    said = standing.said_of({one.person for one in waiting}, clock.today())
    context = {
        "council": council,
        "waiting": [(one, said[one.person_id].get(one.field, [])) for one in waiting],
        "page": page,
    }
    return render(request, "councils/suggestion_list.html", context)


def answer_suggestion(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Posting `answer` says yes, or no with a reason."""
    council, found = _served(request, slug)
    suggestion = get_object_or_404(found.select_related("person"), pk=pk)
    is_declined = request.POST.get("answer") == "decline"
    form = DeclineForm(request.POST if is_declined else None)
    here = {"by": request.user, "council": council, "at": clock.now()}
    try:
        if request.POST.get("answer") == "accept":
            version = _number(request.POST.get("version", ""))
            actions.accept_suggestion(suggestion, **here, version=version)
            messages.success(request, "Forslaget er imødekommet, og medlemmet kan se det.")
            return redirect("suggestions", slug)
        if form.is_valid():
            actions.decline_suggestion(suggestion, **here, **form.cleaned_data)
            messages.success(request, "Forslaget er afvist, og medlemmet kan se hvorfor.")
            return redirect("suggestions", slug)
    except actions.AlreadyAnswered:
        messages.warning(request, ANSWERED)
        return redirect("suggestions", slug)
    except actions.PersonHasChanged as conflict:
        suggestion.person = conflict.stored
        return _page(request, council, suggestion, form, is_conflict=True)
    return _page(request, council, suggestion, form)


def _page(
    request: HttpRequest,
    council: Council,
    suggestion: CorrectionSuggestion,
    form: DeclineForm,
    *,
    is_conflict: bool = False,
) -> HttpResponse:
    person = suggestion.person
    said = standing.said_of([person], clock.today())[person.pk]
    context = {
        "council": council,
        "suggestion": suggestion,
        "person": person,
        "said": said.get(suggestion.field, []),
        "form": form,
        "is_conflict": is_conflict,
        "is_waiting": suggestion.state == CorrectionSuggestion.State.WAITING,
    }
    status = 409 if is_conflict else 422 if form.errors else 200
    return render(request, "councils/suggestion_show.html", context, status=status)


def _served(request: HttpRequest, slug: str):
    """The council, and the suggestions about its people."""
    council, today = served(request, slug), clock.today()
    visible = CorrectionSuggestion.objects.visible_to(request.user, today)
    return council, visible.about(council, today)


def _number(text: str) -> int:
    """A version that a page showed; one that no person has, for anything else."""
    return int(text) if text.isdecimal() and len(text) < 10 else -1
