"""Somebody's attendance at meetings, beside their page in the Blå Bog."""

import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from councils.models import Council, Person
from councils.models.privacy import FIRST_DAY
from kkr_portal import clock
from meetings import attendances
from meetings.models import Attendance


def show_attendance(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(Person, pk=pk)
    today = clock.today()
    is_own = request.user.person_id == person.pk
    if not is_own and not _is_answered_for(person, request.user, today):
        raise Http404
    context = {
        "person": person,
        "is_own": is_own,
        "is_editable": Person.objects.editable_by(request.user, today).filter(pk=pk).exists(),
        "records": records(person, request.user, today),
    }
    return render(request, "councils/person_attendance.html", context)


def records(person: Person, user, at: datetime.date) -> list[attendances.TermRecord]:
    """What `user` may see of the person's meetings, by council and term."""
    rows = Attendance.objects.of_person(person).visible_to(user, at).with_names()
    return attendances.record_of(person, rows, at)


def _is_answered_for(person: Person, user, at: datetime.date) -> bool:
    """Whether `user` works in the secretariat of a council in which the person has or had a place,
    or that gave them one: its meetings are all that they are shown."""
    served = Council.objects.served_by(user, at)
    return Person.objects.attached_to(served, FIRST_DAY).filter(pk=person.pk).exists()
