"""What happens when the agenda changed between the page and the click."""

import functools
from collections.abc import Callable

from django.contrib import messages
from django.db.models import ProtectedError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django_htmx.http import HttpResponseClientRedirect

from kkr_portal.errors import render_unsent
from meetings import actions
from meetings.models import AgendaItem, Meeting

FROZEN = (
    "Det, der er offentliggjort, beholder sit nummer og sin plads. Nye punkter kommer til sidst."
)


def closed_on_the_way(item: AgendaItem) -> str:
    """What to say of an item that left a closed main item, and was closed for that."""
    return f"Punktet »{item}« er blevet lukket, fordi hovedpunktet var det."


def on_draft(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Sends the secretary to the agenda as it stands now, with a word about why."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, pk: int, **kwargs) -> HttpResponse:
        try:
            return view(request, pk, **kwargs)
        except actions.AgendaIsPublished:
            reason = "En kollega har offentliggjort dagsordenen i mellemtiden."
            if any(request.POST.get(name) for name in (*AgendaItem.SECTIONS, "practical_note")):
                return render_unsent(request, reason, status=409)
            messages.warning(request, reason)
            goal = resolve_url("meeting", pk)
        except Meeting.DoesNotExist as error:
            raise Http404 from error
        except actions.AgendaHasChanged:
            messages.warning(request, "En kollega har ændret dagsordenen i mellemtiden. Prøv igen.")
            goal = resolve_url("agenda-edit", pk)
        except actions.NumbersAreFrozen:
            messages.warning(request, FROZEN)
            goal = resolve_url("agenda-edit", pk)
        except ProtectedError:
            text = "Kan ikke slettes: en registreret beslutning, for eksempel om valgforbund eller "
            messages.error(request, f"{text}formandskab, henviser til det.")
            goal = resolve_url("agenda-edit", pk)
        return HttpResponseClientRedirect(goal) if request.htmx else redirect(goal)

    return guarded
