"""The files of attachments."""

from urllib.parse import quote

from csp.constants import HEADER as CSP
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect

from councils import danish
from kkr_portal import clock
from meetings import files
from meetings.models import Attachment, AttachmentVersion, PublishedAttachment, StoredFile
from meetings.views.stored import stored_response

# A picture needs nothing but itself. Browsers lay it out with a style of their own.
SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"


@login_not_required
def download_attachment(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """The current file for those who may read drafts; everybody else is led to the one that went
    out. The name in the address is for people, but must be the file's own: an address could say
    anything else about it."""
    today = clock.today()
    attachment = Attachment.objects.visible_to(request.user, today).filter(pk=pk).first()
    if attachment is None:
        published = PublishedAttachment.objects.visible_to(request.user, today)
        in_force = published.filter(key=pk, item__publication__in_force_for__isnull=False)
        return redirect(get_object_or_404(in_force))
    current = attachment.current
    if name != current.file_name:
        return redirect(attachment)
    return _file_response(request, current, is_public=False)


@login_not_required
def download_published_attachment(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """A file as an edition has it."""
    visible = PublishedAttachment.objects.visible_to(request.user, clock.today()).with_files()
    published = get_object_or_404(visible, pk=pk)
    if name != published.file_name:
        return redirect(published)
    everybodys = PublishedAttachment.objects.visible_to(AnonymousUser(), clock.today())
    is_public = everybodys.filter(pk=pk).exists()
    return _file_response(request, published, is_public=is_public)


def download_attachment_version(
    request: HttpRequest, pk: int, version: int, name: str
) -> HttpResponseBase:
    """A file that was replaced, or the current one, for the secretariat."""
    versions = AttachmentVersion.objects.visible_to(request.user, clock.today())
    stored = get_object_or_404(versions, attachment=pk, version=version)
    if name != stored.file_name:
        return redirect("attachment-version", pk, version, stored.file_name)
    return _file_response(request, stored, is_public=False)


def _file_response(
    request: HttpRequest, file: AttachmentVersion | PublishedAttachment, *, is_public: bool
) -> HttpResponseBase:
    kind = files.kind_of(file.content_type)
    # Safari shows no PDF in a sandbox; the portal's own policy holds there.
    headers = {} if kind == files.PDF else {CSP: SANDBOX}
    return stored_response(
        request,
        StoredFile.objects.filter(pk=file.file_id),
        "content",
        sha256=file.sha256,
        content_type=file.content_type,
        disposition=_disposition(file.file_name, kind),
        is_public=is_public,
        headers=headers,
    )


def _disposition(name: str, kind: files.FileKind | None) -> str:
    """Whether the browser shows the file or saves it, with the name twice: in plain letters for old
    programs, and as it is."""
    shown = "inline" if kind and kind.is_inline else "attachment"
    stem, dot, ending = name.rpartition(".")
    slug = danish.slug(stem).encode("ascii", "ignore").decode()
    plain = name if name.isascii() else f"{slug or 'bilag'}{dot}{ending}"
    return f"{shown}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
