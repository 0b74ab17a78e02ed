"""The agenda's PDFs: the very bytes that went out, and drafts as they stand."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import F
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from kkr_portal import clock
from meetings import documents, exports, files, readable
from meetings.models import AgendaPublication, Meeting
from meetings.querysets import PublicationQuerySet
from meetings.views.stored import made_response, stored_response, with_start

# What is told about an edition's file: this is asked for more often than anything else.
_TOLD = (
    *("version", "sha256", "internal_sha256"),
    *("meeting__is_pool", "meeting__starts_at", "meeting__council__name"),
)


@login_not_required
def download_agenda(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The edition in force, as everybody gets it."""
    return _publication_response(request, AgendaPublication.objects.all(), in_force_for=pk)


def download_internal_agenda(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The same with what is closed, for readers of the council's internal pages."""
    publications = AgendaPublication.objects.internal_to(request.user, clock.today())
    return _publication_response(request, publications, is_whole=True, in_force_for=pk)


@login_not_required
def download_publication(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One edition, also a withdrawn one for the secretariat."""
    publications = AgendaPublication.objects.visible_to(request.user, clock.today())
    return _publication_response(request, publications, pk=pk)


def download_internal_publication(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One edition with what is closed in it."""
    publications = AgendaPublication.objects.internal_to(request.user, clock.today())
    with_closed = publications.exclude(internal_sha256="")
    return _publication_response(request, with_closed, is_whole=True, pk=pk)


def download_draft(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The draft as everybody will get it, for those who may read drafts."""
    return _draft_response(request, pk, is_whole=False)


def download_internal_draft(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The same with what is closed."""
    return _draft_response(request, pk, is_whole=True)


def _publication_response(
    request: HttpRequest, publications: PublicationQuerySet, *, is_whole: bool = False, **which: int
) -> HttpResponseBase:
    column = Coalesce("internal_pdf", "pdf") if is_whole else F("pdf")
    found = with_start(publications.select_related("meeting__council").only(*_TOLD), column)
    publication = get_object_or_404(found, **which)
    is_whole = is_whole and bool(publication.internal_sha256)
    name = documents.agenda_file_name(
        publication.meeting, version=publication.version, is_whole=is_whole
    )
    return stored_response(
        request,
        AgendaPublication.objects.filter(pk=publication.pk),
        column,
        sha256=publication.internal_sha256 if is_whole else publication.sha256,
        content_type=files.PDF.content_type,
        disposition=f'inline; filename="{name}"',
        found=publication,
    )


def _draft_response(request: HttpRequest, pk: int, *, is_whole: bool) -> HttpResponseBase:
    drafts = Meeting.objects.scheduled().drafts_visible_to(request.user, clock.today())
    agenda = readable.draft(get_object_or_404(drafts, pk=pk).pk, is_whole=is_whole)
    pdf = exports.agenda_pdf(agenda, issued_at=clock.now())
    name = documents.agenda_file_name(agenda.meeting, is_whole=agenda.is_internal)
    return made_response(
        request, pdf, content_type=files.PDF.content_type, disposition=f'inline; filename="{name}"'
    )
