"""The books that somebody asked for and has not been told about, remembered by their session."""

from dataclasses import dataclass

from django.http import HttpRequest

from kkr_portal import clock
from meetings.models import Book

_KEY = "awaited_books"
_MOST = 20  # whoever asks for more than that is told about the latest


@dataclass(frozen=True)
class Awaited:
    """The books that ended since somebody was last told, and whether others are on their way."""

    ended: list[Book]
    is_more: bool


def await_book(request: HttpRequest, book: Book) -> None:
    """From now on its asker is told when it ends."""
    others = [pk for pk in _keys(request) if pk != book.pk]
    request.session[_KEY] = [*others, book.pk][-_MOST:]


def is_awaited(request: HttpRequest, book: Book) -> bool:
    """Whether its reader is told when it ends."""
    return book.pk in _keys(request)


def forget(request: HttpRequest, book: Book) -> None:
    """Its asker knows what became of it."""
    _keep(request, [pk for pk in _keys(request) if pk != book.pk])


def tell(request: HttpRequest) -> Awaited | None:
    """What is to be told, once; None, without a query, to those who await nothing.

    A book that is gone meanwhile, or that its asker may not see any more, is forgotten.
    """
    keys = _keys(request)
    if not keys:
        return None
    visible = Book.objects.visible_to(request.user, clock.today()).without_files()
    books = list(visible.filter(pk__in=keys).select_related("meeting__council"))
    under_way = {book.pk for book in books if book.is_under_way}
    _keep(request, [pk for pk in keys if pk in under_way])
    return Awaited([book for book in books if not book.is_under_way], bool(under_way))


def _keys(request: HttpRequest) -> list[int]:
    # A request that was refused early has no session yet.
    return getattr(request, "session", {}).get(_KEY, [])


def _keep(request: HttpRequest, keys: list[int]) -> None:
    if keys == _keys(request):
        return
    if keys:
        request.session[_KEY] = keys
    else:
        del request.session[_KEY]
