"""Error pages, and what views say when the address itself is wrong or a paper cannot be made."""

import logging
from urllib.parse import urlsplit

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from kkr_portal.pdf import ForeignResource, Limit, LimitReached

_log = logging.getLogger(__name__)

# What to tell whoever asked for a paper that went beyond a limit.
_LIMITS = {
    Limit.TIME: "Det tog for lang tid at danne PDF-filen.",
    Limit.TURN: "Portalen var optaget af at danne andre PDF-filer.",
    Limit.MEMORY: "PDF-filen blev for stor.",
    Limit.DEPTH: "Teksten har for mange lister eller tabeller inden i hinanden.",
    Limit.LIFE: "Programmet, der danner PDF-filer, gik i stå, sikkert fordi filen blev for stor.",
}
_RETRY_AFTER = 120  # seconds, for programs that ask again by themselves
_FOREIGN = "Teksten henviser til en fil, som ikke hører til portalen."


class NotHere(Http404):
    """A 404 whose text, in Danish, is for the reader."""


@login_not_required
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if request.method == "POST" and _texts(request):
        return render_unsent(request, "Siden findes ikke længere.", status=404)
    reason = str(exception) if isinstance(exception, NotHere) else ""
    return render(request, "404.html", {"reason": reason}, status=404)


@login_not_required
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


@login_not_required
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render_unsent(request)


def render_unsent(
    request: HttpRequest, reason: str = "", *, status: int = 403, goal: str = ""
) -> HttpResponse:
    """A form could not be taken in: nothing was done, and what was written comes back.

    Without a `reason` it came without a valid log-in. A script only wants to know so; it has the
    text itself. `goal` is where to go on, unless it is the page that the form stood on.
    """
    if _is_from_script(request):
        return JsonResponse({"reason": reason}, status=status)
    referrer = urlsplit(request.headers.get("Referer", ""))
    context = {
        "texts": _texts(request),
        "reason": reason,
        "goal": goal or (referrer.path if referrer.netloc == request.get_host() else "/"),
    }
    return render(request, "unsent.html", context, status=status)


def _is_from_script(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


def _texts(request: HttpRequest) -> list[str]:
    """What somebody wrote at some length, or as a comment; a date is nothing to copy."""
    return [
        value
        for name, value in request.POST.items()
        if len(value.strip()) > (0 if name == "text" else 10)
        and "password" not in name
        and name not in ("csrfmiddlewaretoken", "seen")
    ]


class LogInMiddleware(LoginRequiredMiddleware):
    """Pages lead to the log-in; a form that arrives after the session ended is not thrown away."""

    def handle_no_permission(self, request: HttpRequest, view_func) -> HttpResponse:
        if request.method == "POST":
            return render_unsent(request, status=401 if _is_from_script(request) else 403)
        return super().handle_no_permission(request, view_func)


class ErrorPagesMiddleware:
    """What a reader would otherwise get as a blank page or a mere failure: an address that only a
    form can send to, opened by hand, and a paper that could not be made."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 405 or response.content or request.method != "GET":
            return response
        page = render(request, "405.html", status=405)
        page.headers["Allow"] = response.headers["Allow"]
        return page

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Whatever the view began to write is undone: actions are atomic."""
        if not isinstance(exception, LimitReached | ForeignResource):
            return None
        _log.error("No paper for %s %s: %s", request.method, request.path, exception)
        is_limit = isinstance(exception, LimitReached)
        reason = _LIMITS[exception.limit] if is_limit else _FOREIGN
        if request.method == "POST":
            response = render_unsent(request, reason, status=503)
        else:
            is_busy = is_limit and exception.limit is Limit.TURN
            context = {"reason": reason, "is_busy": is_busy}
            response = render(request, "503.html", context, status=503)
        response.headers["Retry-After"] = str(_RETRY_AFTER)
        return response
