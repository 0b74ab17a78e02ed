"""What can be taken away of an agenda: the Word file, and all files in one."""

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from kkr_portal import clock
from meetings import documents, exports, files, readable
from meetings.models import AgendaPublication, Meeting
from meetings.views.stored import made_response

WORD = files.WORD.content_type


@login_not_required
def download_word(request: HttpRequest, pk: int) -> HttpResponseBase:
    """As everybody reads it."""
    return _word(request, _readable(request, pk, is_whole=False))


def download_internal_word(request: HttpRequest, pk: int) -> HttpResponseBase:
    """With what is closed."""
    return _word(request, _readable(request, pk, is_whole=True))


@login_not_required
def download_material(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The agenda and its attachments as everybody gets them."""
    return _material(_readable(request, pk, is_whole=False))


def download_internal_material(request: HttpRequest, pk: int) -> HttpResponseBase:
    """With what is closed."""
    return _material(_readable(request, pk, is_whole=True))


@login_not_required
def download_large(request: HttpRequest, pk: int) -> HttpResponseBase:
    """In large print, as everybody reads it."""
    return _layout(request, _readable(request, pk, is_whole=False), documents.Layout.LARGE)


def download_internal_large(request: HttpRequest, pk: int) -> HttpResponseBase:
    """In large print, with what is closed."""
    return _layout(request, _readable(request, pk, is_whole=True), documents.Layout.LARGE)


@login_not_required
def download_screen(request: HttpRequest, pk: int) -> HttpResponseBase:
    """To read on a screen, with links into the portal, as everybody reads it."""
    return _layout(request, _readable(request, pk, is_whole=False), documents.Layout.SCREEN)


def download_internal_screen(request: HttpRequest, pk: int) -> HttpResponseBase:
    """To read on a screen, with what is closed."""
    return _layout(request, _readable(request, pk, is_whole=True), documents.Layout.SCREEN)


@login_not_required
def download_item(request: HttpRequest, pk: int, item: int) -> HttpResponseBase:
    """One item with its sub-items, as everybody reads it."""
    return _item(request, _readable(request, pk, is_whole=False), item)


def download_internal_item(request: HttpRequest, pk: int, item: int) -> HttpResponseBase:
    """One item, with what is closed."""
    return _item(request, _readable(request, pk, is_whole=True), item)


def download_chairs_copy(request: HttpRequest, pk: int) -> HttpResponseBase:
    """With time plan and internal notes, for the secretariat and for chair and vice-chair."""
    prepared = Meeting.objects.scheduled().prepared_by(request.user, clock.today())
    get_object_or_404(prepared, pk=pk)
    return _layout(request, _readable(request, pk, is_whole=True), documents.Layout.CHAIR)


def _item(request: HttpRequest, agenda: readable.Agenda, key: int) -> HttpResponseBase:
    excerpt = agenda.excerpt(key)
    if excerpt is None:
        raise Http404
    return _layout(request, excerpt, documents.Layout.NORMAL)


def _layout(
    request: HttpRequest, agenda: readable.Agenda, layout: documents.Layout
) -> HttpResponseBase:
    pdf = exports.layout_pdf(agenda, layout, issued_at=exports.issued_at(agenda))
    name = documents.agenda_file_name(
        agenda.meeting,
        version=agenda.version,
        is_whole=agenda.is_internal,
        layout=layout,
        number=agenda.rows[0].number if agenda.excerpt_of else "",
    )
    return made_response(
        request, pdf, content_type=files.PDF.content_type, disposition=f'inline; filename="{name}"'
    )


def _readable(request: HttpRequest, pk: int, *, is_whole: bool) -> readable.Agenda:
    """The edition in force; where there is none, the draft for those who may read drafts."""
    today = clock.today()
    editions = AgendaPublication.objects.all()
    if is_whole:
        editions = editions.internal_to(request.user, today)
    drafts = Meeting.objects.scheduled().drafts_visible_to(request.user, today).drafts()
    try:
        return exports.in_force_or_draft(pk, editions, drafts, is_whole=is_whole)
    except Meeting.DoesNotExist as error:
        raise Http404 from error


def _word(request: HttpRequest, agenda: readable.Agenda) -> HttpResponseBase:
    content = exports.agenda_docx(agenda, issued_at=exports.issued_at(agenda))
    name = _name(agenda, "dagsorden", "docx")
    return made_response(
        request,
        content,
        content_type=WORD,
        disposition=f'attachment; filename="{name}"',
    )


def _material(agenda: readable.Agenda) -> FileResponse:
    pdf_name = documents.agenda_file_name(
        agenda.meeting,
        version=agenda.version,
        is_whole=agenda.is_internal,
    )
    issued_at = exports.issued_at(agenda)
    pdf = exports.agenda_pdf(agenda, issued_at=issued_at)
    packed = exports.material_zip(agenda, agenda_name=pdf_name, agenda_pdf=pdf, issued_at=issued_at)
    name = _name(agenda, "materiale", "zip")
    response = FileResponse(packed, as_attachment=True, filename=name)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _name(agenda: readable.Agenda, kind: str, extension: str) -> str:
    return exports.export_name(agenda, kind, extension=extension)
