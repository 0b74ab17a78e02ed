"""Everybody whom a council has appointed, by municipality and list; also to take away."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from appointments import appointed, exports
from appointments.forms.lists import AppointedFilterForm
from councils import danish
from councils.models import Council
from councils.views.directory import heads
from councils.views.exports import XLSX
from kkr_portal import clock


@dataclass(frozen=True)
class File:
    """One way to take the list away."""

    name: str
    label: str
    content_type: str
    make: Callable[..., bytes]


FILES = {
    file.name: file
    for file in (
        File(
            "udpegninger.xlsx",
            "Excel",
            XLSX,
            lambda council, lines, at, address: exports.xlsx_bytes(council, lines, at),
        ),
        File(
            "udpegninger.csv",
            "CSV",
            "text/csv; charset=utf-8",
            lambda council, lines, at, address: exports.csv_bytes(lines, at),
        ),
        File("udpegninger.json", "JSON", "application/json", exports.json_bytes),
    )
}


@require_safe
@login_not_required
def show_appointed(request: HttpRequest, slug: str) -> HttpResponse:
    council = get_object_or_404(Council, slug=slug)
    form = AppointedFilterForm(request.GET, council=council, today=clock.today())
    return _render(request, council, form)


@require_safe
@login_not_required
def download_appointed(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """The lines that the filter lets pass, as everybody may have them."""
    council = get_object_or_404(Council, slug=slug)
    if name not in FILES:
        raise Http404
    file = FILES[name]
    form = AppointedFilterForm(request.GET, council=council, today=clock.today())
    lines = form.found()
    if form.errors:
        return _render(request, council, form)
    data = file.make(council, lines, form.at, request.build_absolute_uri)
    stem, _, ending = name.rpartition(".")
    called = f"{stem}-{danish.slug(council.name)}-{form.at:%Y-%m-%d}.{ending}"
    headers = {
        "Content-Disposition": f'attachment; filename="{called}"',
        "Cache-Control": "public, no-cache",
    }
    return HttpResponse(data, content_type=file.content_type, headers=headers)


def _render(request: HttpRequest, council: Council, form: AppointedFilterForm) -> HttpResponse:
    lines = form.found()
    context = {
        "council": council,
        "form": form,
        "at": form.at,
        "lines": lines,
        "heads": heads(form.sorting, appointed.SORTINGS),
        "sums": {
            "forum": appointed.sums(lines, lambda line: line.body.name),
            "kommune": appointed.sums(lines, lambda line: line.stands_for.municipality),
            "liste": appointed.sums(lines, lambda line: line.list_key),
        },
        "people": len({line.appointment.person_id for line in lines}),
        # Of everybody, whatever is filtered: a share of a part tells nothing.
        "shares": None if form.errors else appointed.shares_on(council, form.lines, form.at),
        "files": FILES.values(),
        "query": request.GET.urlencode(),
    }
    status = 400 if form.errors else 200
    return render(request, "appointments/appointed_list.html", context, status=status)
