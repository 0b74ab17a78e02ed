"""Who finds, asks for and reads which book."""

import pytest
from django.urls import reverse

from meetings import actions, readable
from meetings.models import Book
from tests.meetings.book_views.conftest import HTMX, finished, page_of, statuses
from tests.meetings.conftest import NOON, pdf


def test_books_of_drafts_are_for_those_who_read_the_draft(
    browse, secretary, chair, outsider, papers, draft_book, ask
):
    assert statuses(browse(outsider), draft_book) in ([404] * 4, [302, 302, 404, 403])
    assert statuses(browse(chair), draft_book) == [404] * 4
    assert ask(chair, papers.meeting) == 404
    assert ask(outsider, papers.meeting) == (403 if outsider is None else 404)

    actions.start_review(papers.meeting, by=secretary, at=NOON)

    assert statuses(browse(chair), draft_book) == [200, 200, 404, 404]
    assert ask(chair, papers.meeting) == draft_book
    finished(draft_book)
    assert statuses(browse(chair), draft_book) == [200, 200, 200, 404]
    assert statuses(browse(secretary), draft_book) == [200, 200, 200, 302]


def test_chair_gets_no_book_with_what_was_removed_before_the_review(
    browse, secretary, chair, closed, ask
):
    secret = closed.other_business.attachments.get()
    book = finished(ask(secretary, closed.meeting, is_whole=True))
    actions.change_attachment(secret, by=secretary, version=1, title="Uskyldigt", is_open=False)
    actions.start_review(closed.meeting, by=secretary, at=NOON)

    assert statuses(browse(chair), book) == [404] * 4
    assert reverse("book-file", args=[book.pk]) not in page_of(browse(chair), closed.meeting)


@pytest.mark.parametrize("removed", [True, False])
def test_chair_gets_no_book_with_what_was_removed_during_the_review(
    browse, secretary, chair, closed, ask, removed
):
    actions.start_review(closed.meeting, by=secretary, at=NOON)
    secret = closed.other_business.attachments.get()
    book = finished(ask(secretary, closed.meeting, is_whole=True))
    assert statuses(browse(chair), book) == [200, 200, 200, 404]

    if removed:
        actions.remove_attachment(secret, by=secretary, version=1)
    else:
        facts = {"file_name": "n.pdf", "data": pdf("ny"), "version": 1}
        actions.replace_file(secret, by=secretary, **facts)

    assert statuses(browse(chair), book) == [404] * 4


def test_older_book_of_a_draft_is_offered_to_the_secretariat_alone(
    browse, secretary, chair, papers, ask
):
    actions.start_review(papers.meeting, by=secretary, at=NOON)
    link = reverse("book-file", args=[finished(ask(chair, papers.meeting)).pk])
    assert link in page_of(browse(chair), papers.meeting)

    actions.save_item(papers.chair, by=secretary, version=1, title="Formandskabet")

    assert link in page_of(browse(secretary), papers.meeting)
    assert link not in page_of(browse(chair), papers.meeting)
    assert "Dan samlet PDF" in page_of(browse(chair), papers.meeting)


def test_whole_books_are_for_readers_of_what_is_closed(
    browse, secretary, member, substitute, stranger, closed, publish, ask
):
    edition = publish(closed.meeting)
    book = finished(Book.objects.get(is_whole=True))
    facts = {"edition": edition, "is_whole": True}

    for who in (member, substitute):
        assert statuses(browse(who), book) == [200, 200, 200, 404]
        assert ask(who, closed.meeting, **facts) == book
    assert statuses(browse(stranger), book) == [404] * 4
    assert ask(stranger, closed.meeting, **facts) == 404
    assert statuses(browse(), book) == [302, 302, 404, 403]
    assert ask(None, closed.meeting, **facts) == 403


def test_public_book_is_for_everybody_and_its_page_for_those_with_an_account(
    browse, stranger, closed, publish
):
    publish(closed.meeting)
    book = finished(Book.objects.get(is_whole=False))

    assert statuses(browse(), book) == [302, 302, 200, 403]
    assert statuses(browse(stranger), book) == [200, 200, 200, 404]


def test_book_of_a_withdrawn_edition_stays_with_the_secretariat(
    browse, secretary, member, stranger, closed, publish, ask
):
    edition = publish(closed.meeting)
    public, whole = (finished(book) for book in Book.objects.order_by("is_whole"))
    actions.withdraw_agenda(closed.meeting, by=secretary, at=NOON, version=1, reason="Fejl")

    for book in (public, whole):
        assert statuses(browse(), book) == [302, 302, 404, 403]
        assert statuses(browse(stranger), book) == statuses(browse(member), book) == [404] * 4
        assert statuses(browse(secretary), book) == [200, 200, 200, 302]
        assert ask(member, closed.meeting, edition=edition, is_whole=book.is_whole) == 404
    assert "trukket tilbage" in browse(secretary).get(reverse("book", args=[whole.pk])).text


def test_edition_of_another_meeting_is_not_found(papers, published, secretary, ask):
    assert ask(secretary, papers.meeting, edition=published.current_publication) == 404


@pytest.mark.parametrize("edition", ["x", "-1", "0", "9" * 30, "1; DROP"])
def test_edition_that_cannot_be_is_a_404(browse, secretary, papers, everything, edition):
    before = everything()

    response = browse(secretary).post(
        reverse("book-ask", args=[papers.meeting.pk]), {"edition": edition}
    )

    assert response.status_code == 404
    assert everything() == before


def test_deleted_meeting_takes_its_books_along(browse, secretary, papers, draft_book, ask):
    client = browse(secretary)
    actions.delete_meeting(papers.meeting, by=secretary)

    page, file = reverse("book", args=[draft_book.pk]), reverse("book-file", args=[draft_book.pk])
    for answer in (client.get(page), client.get(file)):
        assert answer.status_code == 404
    fragment = client.get(page, headers=HTMX)
    assert (fragment.status_code, fragment.headers["HX-Refresh"]) == (404, "true")
    assert ask(secretary, papers.meeting) == 404


def test_meeting_that_is_deleted_just_now_has_no_book(
    browse, secretary, papers, monkeypatch, everything
):
    read = readable.draft

    def deleted_once_read(pk, **how):
        agenda = read(pk, **how)
        actions.delete_meeting(papers.meeting, by=secretary)
        return agenda

    monkeypatch.setattr(readable, "draft", deleted_once_read)

    response = browse(secretary).post(reverse("book-ask", args=[papers.meeting.pk]))

    assert response.status_code == 404
    assert not Book.objects.exists()


def test_pool_has_no_book(council, secretary, attach, ask):
    pool = actions.open_pool(council, by=secretary)
    attach(actions.add_item(pool, by=secretary, title="Klima"))

    assert ask(secretary, pool) == 404


def test_button_of_a_draft_that_went_out_meanwhile_leads_to_the_agenda(
    browse, secretary, chair, papers, publish
):
    actions.start_review(papers.meeting, by=secretary, at=NOON)
    publish(papers.meeting)
    books_there = Book.objects.count()

    for who in (secretary, chair):
        address = reverse("book-ask", args=[papers.meeting.pk])
        response = browse(who).post(address, follow=True)
        assert response.redirect_chain[-1][0] == reverse("meeting", args=[papers.meeting.pk])
        assert "Dagsordenen er offentliggjort i mellemtiden." in response.text
    assert Book.objects.count() == books_there
