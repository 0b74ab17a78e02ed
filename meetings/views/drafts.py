"""What happens when the agenda changed between the page and the click."""

import functools
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django_htmx.http import HttpResponseClientRedirect

from meetings import actions


def on_draft(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Sends the secretary to the agenda as it stands now, with a word about why."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, pk: int, **kwargs) -> HttpResponse:
        try:
            return view(request, pk, **kwargs)
        except actions.AgendaIsPublished:
            messages.warning(request, "En kollega har offentliggjort dagsordenen i mellemtiden.")
            goal = resolve_url("meeting", pk)
        except actions.AgendaHasChanged:
            messages.warning(request, "En kollega har ændret dagsordenen i mellemtiden. Prøv igen.")
            goal = resolve_url("agenda-edit", pk)
        return HttpResponseClientRedirect(goal) if request.htmx else redirect(goal)

    return guarded
