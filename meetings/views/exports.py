"""What can be taken away of an agenda: the Word file, and all files in one."""

import datetime

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from kkr_portal import clock
from meetings import documents, exports, readable
from meetings.models import AgendaPublication, Meeting
from meetings.views.reading import pdf_response

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@login_not_required
def download_word(request: HttpRequest, pk: int) -> HttpResponse:
    """As everybody reads it."""
    return _word(_readable(request, pk, is_whole=False))


def download_internal_word(request: HttpRequest, pk: int) -> HttpResponse:
    """With what is closed."""
    return _word(_readable(request, pk, is_whole=True))


@login_not_required
def download_material(request: HttpRequest, pk: int) -> HttpResponse:
    """The agenda and its attachments as everybody gets them."""
    return _material(_readable(request, pk, is_whole=False))


def download_internal_material(request: HttpRequest, pk: int) -> HttpResponse:
    """With what is closed."""
    return _material(_readable(request, pk, is_whole=True))


@login_not_required
def download_large(request: HttpRequest, pk: int) -> HttpResponse:
    """In large print, as everybody reads it."""
    return _layout(_readable(request, pk, is_whole=False), documents.Layout.LARGE)


def download_internal_large(request: HttpRequest, pk: int) -> HttpResponse:
    """In large print, with what is closed."""
    return _layout(_readable(request, pk, is_whole=True), documents.Layout.LARGE)


def download_chairs_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """With time plan and internal notes, for the secretariat and for chair and vice-chair."""
    prepared = Meeting.objects.scheduled().prepared_by(request.user, clock.today())
    get_object_or_404(prepared, pk=pk)
    return _layout(_readable(request, pk, is_whole=True), documents.Layout.CHAIR)


def _layout(agenda: readable.Agenda, layout: documents.Layout) -> HttpResponse:
    pdf = exports.layout_pdf(agenda, layout, issued_at=_issued_at(agenda))
    name = documents.agenda_file_name(
        agenda.meeting,
        version=agenda.version,
        is_whole=agenda.is_internal,
        layout=layout,
    )
    return pdf_response(pdf, name)


def _readable(request: HttpRequest, pk: int, *, is_whole: bool) -> readable.Agenda:
    """The edition in force; where there is none, the draft for those who may read drafts."""
    today = clock.today()
    publications = AgendaPublication.objects.filter(in_force_for=pk).without_files()
    if is_whole:
        publications = publications.internal_to(request.user, today)
    in_force = publications.select_related("meeting__council").first()
    if in_force is not None:
        return readable.edition(in_force, is_whole=is_whole)
    drafts = Meeting.objects.scheduled().drafts_visible_to(request.user, today).drafts()
    return readable.draft(get_object_or_404(drafts, pk=pk).pk, is_whole=is_whole)


def _word(agenda: readable.Agenda) -> HttpResponse:
    content = exports.agenda_docx(agenda, issued_at=_issued_at(agenda))
    name = _name(agenda, "dagsorden", "docx")
    response = HttpResponse(content, content_type=WORD)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _material(agenda: readable.Agenda) -> FileResponse:
    pdf_name = documents.agenda_file_name(
        agenda.meeting,
        version=agenda.version,
        is_whole=agenda.is_internal,
    )
    issued_at = _issued_at(agenda)
    pdf = exports.agenda_pdf(agenda, issued_at=issued_at)
    packed = exports.material_zip(agenda, agenda_name=pdf_name, agenda_pdf=pdf, issued_at=issued_at)
    name = _name(agenda, "materiale", "zip")
    response = FileResponse(packed, as_attachment=True, filename=name)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _issued_at(agenda: readable.Agenda) -> datetime.datetime:
    return agenda.edition.published_at if agenda.edition else clock.now()


def _name(agenda: readable.Agenda, kind: str, extension: str) -> str:
    return exports.export_name(
        agenda.meeting, kind, is_whole=agenda.is_internal, extension=extension
    )
