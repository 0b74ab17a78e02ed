"""The Blå Bog: of one council, and of all."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response, patch_vary_headers

from councils import actions, directory
from councils.forms.directory import DirectoryFilterForm
from councils.models import Council
from councils.views import freshness
from councils.views.directory_rows import rows_of
from councils.views.freshness import Kept
from kkr_portal import clock


@dataclass(frozen=True, slots=True)
class Page:
    """What is sent; without a tag it is made for this once."""

    html: str
    status: int
    tag: str


@dataclass(frozen=True, slots=True)
class Parts:
    """Of a page what depends on the reader's rights, but not on who they are."""

    filter: str
    count: str
    found: str
    seen: Mapping[int, int]  # by council, of how many people they show internal details


@login_not_required
def show_directory(request: HttpRequest, slug: str) -> HttpResponse:
    return _respond(request, slug)


@login_not_required
def show_whole_directory(request: HttpRequest) -> HttpResponse:
    return _respond(request, None)


def _respond(request: HttpRequest, slug: str | None) -> HttpResponse:
    """The page, or for a script that searches while somebody types only what is found."""
    today, state = clock.today(), freshness.database_state()
    is_part = bool(request.htmx) and not request.htmx.history_restore_request
    # Who is not logged in and is told nothing sees what all of them see.
    is_everybodys = not (request.user.is_authenticated or freshness.has_news(request))
    asked = (request.get_full_path(), today, is_part)
    kept = Kept(state if is_everybodys else None, asked)
    page = kept.get()
    if page is None:
        page = _page(request, slug, today, state, is_part)
        if page.tag:
            kept.set(page)
    told = {"ETag": page.tag, "Cache-Control": "private, no-cache"} if page.tag else {}
    response = HttpResponse(page.html, status=page.status, headers=told)
    patch_vary_headers(response, ["HX-Request", "Cookie"])
    return get_conditional_response(request, etag=page.tag or None, response=response)


def _page(
    request: HttpRequest, slug: str | None, today: datetime.date, state: str | None, is_part: bool
) -> Page:
    councils = list(Council.objects.with_rights(request.user, today))
    council = _named(slug, councils) if slug else None
    kept = _kept_for(request, councils, today, state)
    parts, form = kept.get(), None
    if parts is None:
        form = DirectoryFilterForm(request.GET, council=council, councils=councils, today=today)
        parts = _parts(request, council, form)
        if not form.errors:
            kept.set(parts)
    seen = {one: parts.seen[one.pk] for one in councils if one.pk in parts.seen}
    actions.note_seen_lines(seen, request.user)
    context = {"council": council, "form": form, "parts": parts, **_for_base(councils, today)}
    template = "councils/_directory_part.html" if is_part else "councils/directory_show.html"
    has_news = freshness.has_news(request)
    html = render_to_string(template, context, request)
    if form and form.errors:
        return Page(html, 422 if is_part else 400, "")
    return Page(html, 200, "" if has_news else freshness.tag(request, html))


def _named(slug: str, councils: Iterable[Council]) -> Council:
    for council in councils:
        if council.slug == slug:
            return council
    raise Http404


def _kept_for(
    request: HttpRequest,
    councils: Iterable[Council],
    today: datetime.date,
    state: str | None,
) -> Kept:
    """What readers with the same rights see. Of everybody's the whole page is kept."""
    if not request.user.is_authenticated:
        return Kept(None, None)
    rights = [(council.pk, council.is_open, council.is_served) for council in councils]
    return Kept(state, (request.get_full_path(), today, rights))


def _for_base(councils: Iterable[Council], today: datetime.date) -> dict:
    """What every page asks the councils for, see kkr_portal/context.py."""
    return {
        "councils": [council for council in councils if council.is_in_force(today)],
        "open_councils": {council for council in councils if council.is_open},
        "served_councils": {council for council in councils if council.is_served},
    }


def _parts(request: HttpRequest, council: Council | None, form: DirectoryFilterForm) -> Parts:
    lines, is_similar = form.found()
    directory.add_contacts(lines, request.user, form.today)
    directory.add_leaves(lines, form.at)
    # Whoever works in a secretariat has always something to show; no column for them alone.
    has_contacts = any((line.email or line.phone) and line.person for line in lines)
    groups = directory.grouped(lines)
    table = {"has_council": council is None, "has_contacts": has_contacts}
    context = {
        "council": council,
        "form": form,
        "lines": lines,
        "is_similar": is_similar,
        "groups": groups,
        "bodies": [(group, rows_of(group.lines, form.at, **table)) for group in groups],
        "balance": directory.balance(lines),
        "heads": heads(form.sorting, directory.SORTINGS),
        "has_contacts": has_contacts,
        "width": len(directory.SORTINGS) + 2 + (council is None) + has_contacts,
        "at": form.at,
        "is_complete": form.is_complete,
    }
    names = ("filter", "found") if form.errors else ("filter", "found", "count")
    made = {
        name: render_to_string(f"councils/_directory_{name}.html", context, request)
        for name in names
    }
    seen = {one.pk: number for one, number in directory.internal_numbers(lines).items()}
    return Parts(**{"count": "", **made}, seen=seen)


def heads(sorting: str, sortings: Mapping[str, tuple[str, Any]]) -> list[dict]:
    """The columns that can be sorted by, with what a click on their head asks for; `sortings` has
    their labels by name."""
    ways = {sorting.removeprefix("-"): sorting.startswith("-")}
    return [
        {
            "name": name,
            "label": label,
            "aria_sort": "" if name not in ways else "descending" if ways[name] else "ascending",
            "next": f"-{name}" if ways.get(name) is False else name,
        }
        for name, (label, _) in sortings.items()
    ]
