"""Whether a reader has a page already: a tag that changes with all that the page shows.

It is made from what was fetched for this reader, not from when something last changed: rights and
days change without anybody writing anything.
"""

import functools
import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.http import quote_etag

# Each page has another one, and all of them hold as long as the cookie does.
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')


def has_news(request: HttpRequest) -> bool:
    """Whether there are messages, which are shown once: such a page is nothing to keep."""
    return len(get_messages(request)) > 0


def tag(request: HttpRequest, frame: str, part: str, *shown: Any) -> str:
    """The ETag of a page: its HTML around the part that takes time, the template that makes the
    part, and the plain values that it is made from.

    Only what the reader sees may be among the values, and the hash has a key: nobody can find out
    by trying which value would give the tag.
    """
    reader = (request.user.pk, request.META.get("CSRF_COOKIE"))
    told = (TOKEN.sub("", frame), _source(part), reader, shown)
    return quote_etag(salted_hmac(__name__, repr(told), algorithm="sha256").hexdigest())


@functools.cache
def _source(template: str) -> str:
    return (Path(settings.BASE_DIR) / "templates" / template).read_text(encoding="utf-8")
