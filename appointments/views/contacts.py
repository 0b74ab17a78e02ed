"""How those in a body are reached, for the secretariats of the councils that send people there."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from appointments import contact_lists
from appointments.contact_lists import Contact
from appointments.models import Body
from councils import danish
from councils.actions.exports import export_contacts
from councils.actions.privacy import note_access
from councils.models import ContactListAccess, Council
from kkr_portal import clock

FILES = {
    "kontakter.xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        contact_lists.xlsx_bytes,
    ),
    "kontakter.csv": ("text/csv; charset=utf-8", contact_lists.csv_bytes),
}


@require_safe
def show_contacts(request: HttpRequest, pk: int) -> HttpResponse:
    """That it was seen is noted, like other lists of internal contact details."""
    today = clock.today()
    body, council = _own_body(request, pk)
    rows = contact_lists.contacts(body, request.user, today)
    internal = {row.person for row in rows if row.is_internal}
    if len(internal) > 1:
        note_access(request.user, council, ContactListAccess.Kind.SEEN, len(internal))
    context = {"body": body, "council": council, "rows": rows, "at": today}
    response = render(request, "appointments/body_contacts.html", context)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_POST
def download_contacts(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """The same as a file; asked for by a button, because it is logged."""
    if name not in FILES:
        raise Http404
    today = clock.today()
    body, council = _own_body(request, pk)
    rows = contact_lists.contacts(body, request.user, today)
    content_type, make = FILES[name]
    export_contacts(
        body, by=request.user, council=council, at=today, file_name=name, people=_reached(rows)
    )
    return HttpResponse(
        make(rows, body, today),
        content_type=content_type,
        headers={
            "Content-Disposition": f'attachment; filename="{danish.slug(body.name)}-{name}"',
            "Cache-Control": "private, no-store",
        },
    )


def _reached(rows: list[Contact]) -> int:
    return len({row.person for row in rows if row.email or row.phone})


def _own_body(request: HttpRequest, pk: int) -> tuple[Body, Council]:
    """A body, and the council of the reader's that keeps it or sends people there."""
    body = get_object_or_404(Body.objects.select_related("council"), pk=pk)
    for council in Council.objects.served_by(request.user, clock.today()):
        if Body.objects.of(council).filter(pk=pk).exists():
            return body, council
    raise Http404
