"""An agenda with attachments whose books are asked for, and what a binder would make."""

import datetime

import pytest

from meetings import actions, bookbinding, readable
from meetings.actions import books
from meetings.binding import LeftOut
from meetings.models import Book, Meeting
from tests.meetings.conftest import NOON, pdf

State = Book.State
MINUTE = datetime.timedelta(minutes=1)
DAY = datetime.timedelta(days=1)


def draft(meeting: Meeting, *, is_whole: bool = True) -> readable.Agenda:
    return readable.draft(meeting.pk, is_whole=is_whole)


def bound(
    agenda: readable.Agenda, words: str = "bog", *, is_passing: bool = False
) -> bookbinding.BoundAgenda:
    """What a binder would make, without its work."""
    left_out = (LeftOut(7, "Bilag 1.2.1", "Notat", "Filen er beskadiget.", is_passing),)
    content = bookbinding.made_from(agenda)
    return bookbinding.BoundAgenda(pdf(words), 1, left_out, {}, made_from=content)


@pytest.fixture
def papers(agenda, attach):
    """1.2 has an open attachment, 2 a closed one."""
    attach(agenda.chair, title="Notat")
    attach(agenda.other_business, title="Prisnotat", data=pdf("pris"), is_open=False)
    return agenda


@pytest.fixture
def ask(papers, secretary):
    """Asks for the book of the draft as it stands: `ask()`."""

    def ask_now(**facts) -> Book:
        agenda = draft(papers.meeting, **facts)
        return actions.ask_for_book(agenda, by=secretary, at=NOON)

    return ask_now


def finish(
    book: Book, words: str = "bog", agenda: readable.Agenda | None = None, **facts: bool
) -> Book:
    """As a worker does."""
    attempt = books.begin_book(book.pk)
    agenda = agenda or draft(book.meeting, is_whole=book.is_whole)
    books.finish_book(attempt, bound(agenda, words, **facts), at=NOON)
    book.refresh_from_db()
    return book


CHANGES = {
    "title": lambda s: actions.save_item(s.chair, by=s.by, version=1, title="Andet"),
    "text": lambda s: actions.save_item(s.chair, by=s.by, version=1, background="<p>x</p>"),
    "order": lambda s: actions.move_item(s.chair, by=s.by, steps=-1),
    "heading": lambda s: actions.set_heading(s.main, by=s.by, version=1, is_heading=True),
    "closed item": lambda s: actions.save_item(s.chair, by=s.by, version=1, is_open=False),
    "file": lambda s: actions.replace_file(
        s.paper, by=s.by, version=1, file_name="n.pdf", data=pdf("nyt")
    ),
    "attachment's title": lambda s: actions.change_attachment(
        s.paper, by=s.by, version=1, title="Nyt navn", is_open=True
    ),
    "attachment closed": lambda s: actions.change_attachment(
        s.paper, by=s.by, version=1, title=s.paper.title, is_open=False
    ),
    "attachments' order": lambda s: actions.arrange_attachments(
        s.chair, by=s.by, order=s.papers[::-1], shown=s.papers
    ),
    "attachment gone": lambda s: actions.remove_attachment(s.paper, by=s.by, version=1),
    "place": lambda s: actions.change_meeting(
        s.meeting, by=s.by, version=1, term=s.meeting.term, place="Viborg"
    ),
    "note": lambda s: actions.change_meeting(
        s.meeting, by=s.by, version=1, term=s.meeting.term, practical_note="Kaffe"
    ),
    "end": lambda s: actions.change_meeting(
        s.meeting, by=s.by, version=1, term=s.meeting.term, ends_at=s.meeting.ends_at + MINUTE
    ),
}


@pytest.fixture
def changing(agenda, attach, secretary):
    paper, other = attach(agenda.chair, title="A"), attach(agenda.chair, title="B", data=pdf("b"))
    agenda.closed = attach(agenda.chair, title="C", data=pdf("c"), is_open=False)
    agenda.paper, agenda.by = paper, secretary
    agenda.papers = [paper.pk, other.pk, agenda.closed.pk]
    return agenda
