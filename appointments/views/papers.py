"""Papers of a round: the list, and letters of appointment."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from appointments import documents
from appointments.letters import letter_of, letters_of, with_all_that_is_told
from appointments.models import Appointment
from appointments.round_lines import tasks_of
from appointments.views.agendas import own_round
from kkr_portal import clock
from kkr_portal.errors import NotHere

NOBODY = "Ingen er valgt i runden endnu, så der er ingen udpegningsbreve."


@require_safe
def show_round_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """»Oversigt over udpegninger« as it would be attached now."""
    round_ = own_round(request, pk)
    data = documents.round_pdf(round_, clock.today())
    return _pdf(data, documents.round_file_name(round_))


@require_safe
def show_round_letters(request: HttpRequest, pk: int) -> HttpResponse:
    """All letters of a round in one, or (`?person=`) the one to somebody."""
    round_, today = own_round(request, pk), clock.today()
    letters = letters_of(tasks_of(round_), today)
    wanted = request.GET.get("person")
    if wanted is not None:
        letters = [letter for letter in letters if str(letter.person.pk) == wanted]
    if not letters:
        raise NotHere(NOBODY)
    name = f"udpegningsbreve-runde-{round_.pk}.pdf"
    if wanted is not None:
        name = documents.letter_file_name(letters[0])
    return _pdf(documents.letters_pdf(letters, round_.council, today), name)


@require_safe
def show_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """To somebody who is appointed, about this appointment alone."""
    today = clock.today()
    editable = Appointment.objects.editable_by(request.user, today)
    rows = with_all_that_is_told(editable.exclude(seat__kind__council=None))
    appointment = get_object_or_404(rows.select_related("seat__kind__body__council"), pk=pk)
    letter = letter_of(appointment, today)
    data = documents.letters_pdf([letter], appointment.seat.kind.keeper, today)
    return _pdf(data, documents.letter_file_name(letter))


def _pdf(data: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        data,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="{name}"',
            "Cache-Control": "private, no-store",
        },
    )
