"""Whether a page that was made before, for this reader or here, is still what would be made now.

For a reader a tag tells it, which is made from all that they see: rights and days change without
anybody writing anything. Here the database tells whether anybody has written since, anything and
however: there is no list of what a page shows that could be forgotten.
"""

import hashlib
import itertools
import re
from collections.abc import Hashable
from typing import Any

from django.contrib.messages import get_messages
from django.core.cache import caches
from django.db import connection
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.http import quote_etag

# Each page has another one, and all of them hold as long as the cookie does.
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')

_numbers = itertools.count()


def has_news(request: HttpRequest) -> bool:
    """Whether there are messages, which are shown once: such a page is nothing to keep."""
    return len(get_messages(request)) > 0


def tag(request: HttpRequest, html: str) -> str:
    """The ETag of a page."""
    told = f"{request.user.pk} {request.META.get('CSRF_COOKIE')} {TOKEN.sub('', html)}"
    return quote_etag(salted_hmac(__name__, told, algorithm="sha256").hexdigest())


class Kept:
    """What was made before from the same `asked`: the address, the day, the reader's rights, and
    whatever else but the database it is made from. In this process, of the last pages only."""

    def __init__(self, state: str | None, asked: Hashable) -> None:
        """`state` is the database's from before anything was read for the page."""
        self.is_sure = state is not None
        self._key = hashlib.sha256(repr((state, asked)).encode()).hexdigest()

    def get(self) -> Any:
        return caches["pages"].get(self._key) if self.is_sure else None

    def set(self, made: Any) -> None:
        if self.is_sure:
            caches["pages"].set(self._key, made)


def database_state() -> str | None:
    """What changes with everything that anybody commits; None where that cannot be told.

    While it is the same, the same queries have the same answers. Other than a time or a counter of
    our own, it sees deletions, what was written past our actions, and whoever began to write before
    somebody else and ended later.
    """
    if connection.in_atomic_block:  # what this transaction has written is in no state
        return None
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Which transactions are seen: each that writes has a number, which never comes back.
            cursor.execute("SELECT pg_current_snapshot()::text")
            return cursor.fetchone()[0]
        # What others have written, and what this connection has.
        cursor.execute("PRAGMA data_version")
        written = connection.connection.total_changes
        return f"{_number_of_connection()} {cursor.fetchone()[0]} {written}"


def _number_of_connection() -> int:
    """SQLite counts for each connection by itself."""
    numbered, number = getattr(connection, "numbered_for_pages", (None, 0))
    if numbered is not connection.connection:
        number = next(_numbers)
        connection.numbered_for_pages = (connection.connection, number)
    return number
