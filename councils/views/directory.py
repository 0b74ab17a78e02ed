"""The Blå Bog: of one council, and of all."""

import dataclasses

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.safestring import mark_safe

from councils import actions, directory
from councils.forms.directory import DirectoryFilterForm
from councils.models import Council, Municipality
from councils.views import freshness
from kkr_portal import clock

FOUND = "councils/_directory_found.html"
FOUND_HERE = mark_safe("<!-- found -->")  # what readers write is escaped: it cannot look like this


@login_not_required
def show_directory(request: HttpRequest, slug: str) -> HttpResponse:
    return _respond(request, get_object_or_404(Council, slug=slug))


@login_not_required
def show_whole_directory(request: HttpRequest) -> HttpResponse:
    return _respond(request, None)


def _respond(request: HttpRequest, council: Council | None) -> HttpResponse:
    """The page, or for a script that searches while somebody types only what is found.

    What is found takes most of the time, and is not made for a reader who has it already.
    """
    is_part = bool(request.htmx) and not request.htmx.history_restore_request
    has_news = freshness.has_news(request)
    context = _context(request, council)
    template = "councils/_directory_part.html" if is_part else "councils/directory_show.html"
    frame = render_to_string(template, {**context, "found": FOUND_HERE}, request)
    is_wrong = bool(context["form"].errors)
    response = HttpResponse(status=200 if not is_wrong else 422 if is_part else 400)
    if not (is_wrong or has_news):
        response.headers["ETag"] = freshness.tag(request, frame, FOUND, *_shown(context))
        response.headers["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["HX-Request", "Cookie"])
    etag = response.headers.get("ETag")
    answer = get_conditional_response(request, etag=etag, response=response)
    if answer is response:
        response.content = frame.replace(FOUND_HERE, render_to_string(FOUND, context, request))
    return answer


def _shown(context: dict) -> tuple:
    """What the lines tell: not the gender of anybody, only the balance where it is shown."""
    balance = context["balance"]
    lines = [dataclasses.replace(line, gender="") for line in context["lines"]]
    return lines, balance.total, balance.shares if balance.is_telling else ()


def _context(request: HttpRequest, council: Council | None) -> dict:
    today = clock.today()
    form = DirectoryFilterForm(request.GET, council=council, today=today)
    lines, is_similar = form.found()
    directory.add_contacts(lines, request.user, today)
    directory.add_leaves(lines, form.at)
    actions.note_seen_lines(lines, request.user, today)
    return {
        "council": council,
        "form": form,
        "lines": lines,
        "is_similar": is_similar,
        "groups": directory.grouped(lines),
        "balance": directory.balance(lines),
        "heads": _heads(form.sorting),
        "has_contacts": any(line.email or line.phone for line in lines),
        "at": form.at,
        "is_complete": not (
            council and Municipality.objects.without_mayor(council, form.at).exists()
        ),
    }


def _heads(sorting: str) -> list[dict]:
    """The columns that can be sorted by, with what a click on their head asks for."""
    ways = {sorting.removeprefix("-"): sorting.startswith("-")}
    return [
        {
            "name": name,
            "label": label,
            "aria_sort": "" if name not in ways else "descending" if ways[name] else "ascending",
            "next": f"-{name}" if ways.get(name) is False else name,
        }
        for name, (label, _) in directory.SORTINGS.items()
    ]
