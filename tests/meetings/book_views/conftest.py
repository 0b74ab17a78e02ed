"""Agendas with attachments, and their books as a worker leaves them."""

import re
from types import SimpleNamespace

import pytest
from django.urls import reverse

from kkr_portal import clock
from meetings import actions, readable
from meetings.actions import books
from meetings.models import Book
from tests.meetings.conftest import NOON, pdf

HTMX = {"HX-Request": "true"}
READY = "er klar."


def finished(book: Book, data: bytes = b"", **facts) -> Book:
    """As a worker leaves it."""
    begun = books.begin_book(book.pk)
    left_out = [
        SimpleNamespace(**{"is_passing": False, **one}) for one in facts.pop("left_out", [])
    ]
    bound = SimpleNamespace(
        pdf=data or pdf(f"bog {book.pk}"),
        pages=12,
        unreadable=left_out,
        made_from=book.made_from,
    )
    books.finish_book(begun, bound, at=NOON)
    return Book.objects.get(pk=book.pk)


def failed(book: Book, reason: str = "Bilagene er for store.") -> Book:
    books.fail_book(books.begin_book(book.pk), reason, at=NOON)
    return Book.objects.get(pk=book.pk)


@pytest.fixture
def papers(agenda, attach):
    """The agenda with an open attachment to 1.1."""
    attach(agenda.composition, title="Kort")
    return agenda


@pytest.fixture
def closed(papers, attach):
    """Also a closed one to 2."""
    attach(papers.other_business, title="Prisnotat", data=pdf("pris"), is_open=False)
    return papers


@pytest.fixture
def ask(browse):
    """Sends the button: `ask(somebody, meeting, edition=…, is_whole=…)`; the book that was asked
    for, or the status."""

    def send(who, meeting, *, edition=None, is_whole=False, client=None):
        data = {"edition": edition.pk} if edition else {}
        data |= {"is_whole": "ja"} if is_whole else {}
        client = client or browse(who)
        response = client.post(reverse("book-ask", args=[meeting.pk]), data)
        found = re.fullmatch(r"/samlet-pdf/(\d+)/", response.headers.get("Location", ""))
        return Book.objects.get(pk=found[1]) if found else response.status_code

    return send


@pytest.fixture
def draft_book(papers, secretary) -> Book:
    """Ordered just now, of the draft."""
    agenda = readable.draft(papers.meeting.pk, is_whole=False)
    return actions.ask_for_book(agenda, by=secretary, at=clock.now())


def page_of(client, meeting) -> str:
    return client.get(reverse("meeting", args=[meeting.pk])).text


def statuses(client, book: Book) -> list[int]:
    """Of the page, its fragment, the file, and what stops it."""
    page, file = reverse("book", args=[book.pk]), reverse("book-file", args=[book.pk])
    stop = client.post(reverse("book-cancel", args=[book.pk]))
    answers = [client.get(page), client.get(page, headers=HTMX), client.get(file), stop]
    return [answer.status_code for answer in answers]
