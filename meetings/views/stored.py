"""Stored bytes as an answer."""

import hashlib
from collections.abc import Iterator, Mapping

from django.db.models import Expression, Model, QuerySet
from django.db.models.functions import Length, Substr
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

_SLICE = 16_000_000  # bytes; SQLite reads the whole file anew for each, so not too small
_SMALL = 1_000_000  # bytes: a file that may come along with what is told about it


def with_start(rows: QuerySet, column: str | Expression) -> QuerySet:
    """Adds the `size` of the bytes in `column`, and their `start`: all of them, if they are few."""
    return rows.annotate(size=Length(column), start=Substr(column, 1, _SMALL))


def stored_response(
    request: HttpRequest,
    rows: QuerySet,
    column: str | Expression,
    *,
    sha256: str,
    content_type: str,
    disposition: str,
    is_public: bool = False,
    headers: Mapping[str, str] | None = None,
    found: Model | None = None,
) -> HttpResponseBase:
    """The bytes in `column` of the one of `rows`, unless the reader has them already.

    404 where it went meanwhile. Large ones are sent slice by slice, as they are read. `found`: the
    row, if it was fetched `with_start`.
    """
    told = _headers(sha256, content_type, disposition, is_public=is_public) | dict(headers or {})
    had = _if_had(request, told)
    if had is not None:
        return had
    size, start = (found.size, found.start) if found else _start(rows, column, request)
    told["Content-Length"] = str(size)
    if request.method == "HEAD":
        return HttpResponse(headers=told)
    if size <= len(start):
        return HttpResponse(bytes(start), headers=told)
    return StreamingHttpResponse(_slices(rows, column, bytes(start), size), headers=told)


def made_response(
    request: HttpRequest, content: bytes, *, content_type: str, disposition: str
) -> HttpResponseBase:
    """What was made of what the reader may see, unless they have it already."""
    sha256 = hashlib.sha256(content).hexdigest()
    told = _headers(sha256, content_type, disposition)
    had = _if_had(request, told)
    return HttpResponse(content, headers=told) if had is None else had


def _headers(
    sha256: str, content_type: str, disposition: str, *, is_public: bool = False
) -> dict[str, str]:
    """Whoever keeps a copy asks again each time: an agenda can be withdrawn."""
    return {
        "Content-Type": content_type,
        "Content-Disposition": disposition,
        "ETag": quote_etag(sha256),
        "Cache-Control": "public, no-cache" if is_public else "private, no-cache",
    }


def _if_had(request: HttpRequest, headers: Mapping[str, str]) -> HttpResponseBase | None:
    """The short answer to a reader who has it already."""
    unread = HttpResponse(headers=headers)
    answer = get_conditional_response(request, etag=headers["ETag"], response=unread)
    return None if answer is unread else answer


def _start(
    rows: QuerySet, column: str | Expression, request: HttpRequest
) -> tuple[int, bytes | memoryview]:
    wanted = 1 if request.method == "HEAD" else _SLICE
    start = rows.values_list(Length(column), Substr(column, 1, wanted)).first()
    if start is None:
        raise Http404
    return start


def _slices(rows: QuerySet, column: str | Expression, start: bytes, size: int) -> Iterator[bytes]:
    """All of it. Where the row goes meanwhile the connection ends, so that the reader notices."""
    yield start
    for done in range(len(start), size, _SLICE):
        yield bytes(rows.values_list(Substr(column, done + 1, _SLICE), flat=True).get())
