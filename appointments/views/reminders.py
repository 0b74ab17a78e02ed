"""What runs out soon, as a page and as a calendar."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from appointments import reminders
from councils.views.rows import served
from kkr_portal import clock


@require_safe
def list_expiring(request: HttpRequest, slug: str) -> HttpResponse:
    council, today = served(request, slug), clock.today()
    context = {
        "council": council,
        "expiring": reminders.expiring(council, today),
        "soon_until": reminders.months_after(today, reminders.SOON),
        "later_until": reminders.months_after(today, reminders.LATER),
    }
    return render(request, "appointments/expiring_list.html", context)


@require_safe
def download_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """The last days of the council's appointments, each with two reminders."""
    council, today = served(request, slug), clock.today()
    body = reminders.calendar(
        f"Udpegninger i {council}",
        request.build_absolute_uri(reverse("expiring", args=[slug])),
        reminders.last_days(council, today, request.build_absolute_uri),
        clock.now(),
    )
    return HttpResponse(
        body,
        content_type="text/calendar; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="udpegninger-{council.slug}.ics"',
            "Cache-Control": "private, no-store",
        },
    )
