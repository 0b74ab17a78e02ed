"""Pages about the bodies that councils send people to."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from appointments.models import Body
from councils.models import Council
from kkr_portal import clock


@login_not_required
def list_bodies(request: HttpRequest, slug: str) -> HttpResponse:
    """The bodies of today; public, for they are in the councils' own brochures."""
    council = get_object_or_404(Council, slug=slug)
    bodies = Body.objects.in_force(clock.today()).filter(council=council)
    return render(request, "appointments/body_list.html", {"council": council, "bodies": bodies})
