"""The files of attachments."""

from urllib.parse import quote

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from councils import danish
from kkr_portal import clock
from meetings.models import Attachment, AttachmentVersion


@login_not_required
def download_attachment(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """The current file. The name in the address is for people, but must be the file's own: an
    address could say anything else about it."""
    visible = Attachment.objects.visible_to(request.user, clock.today())
    attachment = get_object_or_404(visible.select_related("item__meeting"), pk=pk)
    current = attachment.current
    if name != current.file_name:
        return redirect("attachment-file", pk, current.file_name)
    is_public = attachment.is_open and attachment.item.meeting.is_published
    return _file_response(request, current, is_public=is_public)


def download_attachment_version(
    request: HttpRequest, pk: int, version: int, name: str
) -> HttpResponse:
    """A file that was replaced, or the current one, for the secretariat."""
    versions = AttachmentVersion.objects.visible_to(request.user, clock.today())
    stored = get_object_or_404(versions, attachment=pk, version=version)
    if name != stored.file_name:
        return redirect("attachment-version", pk, version, stored.file_name)
    return _file_response(request, stored, is_public=False)


def _file_response(
    request: HttpRequest, file: AttachmentVersion, *, is_public: bool
) -> HttpResponse:
    """The bytes, unless the reader has them already.

    Whoever keeps a copy asks again each time: an agenda can be withdrawn.
    """
    headers = {
        "Content-Disposition": _disposition(file.file_name),
        "ETag": quote_etag(file.sha256),
        "Cache-Control": "public, no-cache" if is_public else "private, no-cache",
    }
    response = HttpResponse(content_type=file.content_type, headers=headers)
    answer = get_conditional_response(request, etag=response.headers["ETag"], response=response)
    if answer is response:
        response.content = bytes(file.content)
    return answer


def _disposition(name: str) -> str:
    """`inline` with the name twice: in plain letters for old programs, and as it is."""
    stem = danish.slug(name.removesuffix(".pdf")).encode("ascii", "ignore").decode()
    plain = name if name.isascii() else f"{stem or 'bilag'}.pdf"
    return f"inline; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
