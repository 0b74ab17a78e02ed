"""Long lists, one page at a time."""

from collections.abc import Sequence

from django.core.paginator import InvalidPage, Page, Paginator
from django.db.models import QuerySet

from kkr_portal.errors import NotHere


def page_of(
    rows: QuerySet | Sequence, side: str | int | None, *, size: int = 25, name: str = "Listen"
) -> Page:
    """The page that the address asks for by `?side=`, the first unless it does. Raises NotHere,
    which says how many there are; `name` is what the reader calls the whole."""
    pages = Paginator(rows, size)
    try:
        return pages.page(1 if side is None else side)
    except InvalidPage as error:
        raise NotHere(f"{name} har kun siderne 1 til {pages.num_pages}.") from error
