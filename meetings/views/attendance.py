"""Who came to a meeting: the secretariat's page, and apologies by the members themselves."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from kkr_portal import clock
from meetings import actions, attendances
from meetings.attendances import OwnPlace
from meetings.forms.attendance import AttendanceForm
from meetings.models import Meeting

TOO_LATE = "Det er for sent at melde afbud eller fortryde det her. Kontakt sekretariatet."


def edit_attendance(request: HttpRequest, pk: int) -> HttpResponse:
    meetings = Meeting.objects.served_by(request.user, clock.today()).scheduled()
    meeting = get_object_or_404(meetings.select_related("council", "term"), pk=pk)
    data = request.POST if request.method == "POST" else None
    form = _form(data, attendances.roll(meeting))
    if not form.is_stale and form.is_valid():
        try:
            roll = actions.record_attendance(
                meeting,
                by=request.user,
                entries=form.entries(),
                seen=form.cleaned_data["seen"],
                at=clock.now(),
            )
        except actions.AttendanceHasChanged as conflict:
            form = _form(data, conflict.stored)
        except ValidationError as error:
            form.refuse(error)
        except Meeting.DoesNotExist as gone:
            raise Http404 from gone
        else:
            messages.success(request, _said(roll))
            return redirect("meeting-attendance", pk)
    return _render_roll(request, form)


def _form(data, roll: attendances.Roll) -> AttendanceForm:
    return AttendanceForm(data, roll=roll, statuses=attendances.statuses(roll.meeting, clock.now()))


def _render_roll(request: HttpRequest, form: AttendanceForm) -> HttpResponse:
    roll = form.roll
    status = 409 if form.is_stale else 422 if form.errors else 200
    context = {
        "council": roll.meeting.council,
        "meeting": roll.meeting,
        "roll": roll,
        "form": form,
        "may_record": len(form.statuses) > 1,
    }
    return render(request, "meetings/attendance_edit.html", context, status=status)


def _said(roll: attendances.Roll) -> str:
    if not roll.is_begun:
        return "Fremmødet er gemt."
    quorum = "Beslutningsdygtigt" if roll.is_quorate else "Ikke beslutningsdygtigt"
    return f"Fremmødet er gemt. {quorum}: {roll.attending} af {len(roll.members)} medlemmer."


# --- Apologies -----------------------------------------------------------------------------------


def send_apology(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks, and reminds of the substitute; afterwards the same page tells that it is sent."""
    meeting, place = _own_place(request, pk)
    if request.method != "POST":
        context = {"council": meeting.council, "meeting": meeting, "place": place}
        return render(request, "meetings/meeting_apology.html", context)
    try:
        actions.send_apology(meeting, by=request.user, at=clock.now())
    except actions.TooLateToApologise:
        messages.warning(request, TOO_LATE)
        return redirect("meeting", pk)
    except (actions.NotExpected, Meeting.DoesNotExist) as gone:
        raise Http404 from gone
    messages.success(request, "Dit afbud er meldt til sekretariatet.")
    return redirect("meeting-apology", pk)


@require_POST
def withdraw_apology(request: HttpRequest, pk: int) -> HttpResponse:
    meeting, _ = _own_place(request, pk)
    try:
        actions.withdraw_apology(meeting, by=request.user, at=clock.now())
    except actions.TooLateToApologise:
        messages.warning(request, TOO_LATE)
    except (actions.NotExpected, Meeting.DoesNotExist) as gone:
        raise Http404 from gone
    else:
        messages.success(request, "Dit afbud er trukket tilbage.")
    return redirect("meeting", pk)


def _own_place(request: HttpRequest, pk: int) -> tuple[Meeting, OwnPlace]:
    """A meeting at which the reader is expected."""
    meeting = get_object_or_404(Meeting.objects.scheduled().select_related("council"), pk=pk)
    place = attendances.own_place(meeting, request.user, clock.now())
    if place is None:
        raise Http404
    return meeting, place
