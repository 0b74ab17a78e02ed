"""The page of a person, with what apps above the councils know of them."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from appointments.of_person import represented_by
from councils.models import Person
from councils.views.people import person_context
from kkr_portal import attendance, clock


@login_not_required
def show_person(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(Person, pk=pk)
    context = person_context(request, person)
    # Why somebody may not sit there any more is for them and for the secretariat.
    user = request.user
    is_own = user.is_authenticated and user.person_id == person.pk
    context |= {
        "represented": represented_by(person, clock.today()),
        "tells_reasons": is_own or context["is_editable"],
    }
    if context["tells_reasons"]:
        context["attendance"] = attendance.records(person, user, clock.today())
    return render(request, "councils/person_show.html", context)
