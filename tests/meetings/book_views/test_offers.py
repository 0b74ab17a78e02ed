"""Books as they are offered on the page of the meeting."""

import pytest
from django.urls import reverse

from councils.models import AuditEntry
from meetings import actions
from meetings.models import Book, Meeting
from tests.meetings.book_views.conftest import failed, finished, page_of
from tests.meetings.conftest import NOON
from tests.meetings.pages import list_texts, press


def test_secretary_asks_with_one_click_and_asking_again_makes_no_second(browse, secretary, papers):
    client = browse(secretary)
    address = reverse("meeting", args=[papers.meeting.pk])

    first = press(client, client.get(address), "Dan samlet PDF med bilag")
    book = Book.objects.get()
    assert first.redirect_chain[-1][0] == reverse("book", args=[book.pk])
    assert (book.publication, book.is_whole, book.asked_by) == (None, False, secretary)
    assert 'class="button button-secondary" href="/samlet-pdf/' in page_of(client, papers.meeting)

    again = client.post(reverse("book-ask", args=[papers.meeting.pk]))
    assert again.url == reverse("book", args=[book.pk])
    assert Book.objects.count() == 1
    assert AuditEntry.objects.filter(action="ask_for_book").count() == 1


def test_page_leads_to_the_book_that_is_done_and_tells_of_an_older_one(
    browse, secretary, papers, draft_book, ask
):
    finished(draft_book)
    client = browse(secretary)
    link = f'href="{reverse("book-file", args=[draft_book.pk])}"'

    buttons = list_texts(client.get(reverse("meeting", args=[papers.meeting.pk])), "a", "button")
    assert "Samlet PDF med bilag (12 sider, 1 kB)" in buttons

    actions.save_item(papers.chair, by=secretary, version=1, title="Formandskabet")
    page = page_of(client, papers.meeting)
    assert link in page
    assert "er ældre: udkastet er ændret siden" in page
    assert "Dan samlet PDF med bilag" in page

    newer = finished(ask(secretary, papers.meeting))
    page = page_of(client, papers.meeting)
    assert link not in page
    assert reverse("book-file", args=[newer.pk]) in page


def test_page_says_that_the_last_try_failed_and_offers_another(
    browse, secretary, papers, draft_book
):
    failed(draft_book, "Der skete en fejl.")

    page = page_of(browse(secretary), papers.meeting)

    assert "Sidste forsøg slog fejl. Der skete en fejl." in page
    assert "Dan samlet PDF med bilag" in page


def test_older_book_stays_beside_a_newer_try_that_failed(
    browse, secretary, papers, draft_book, ask
):
    finished(draft_book)
    actions.save_item(papers.chair, by=secretary, version=1, title="Formandskabet")
    failed(ask(secretary, papers.meeting))

    page = page_of(browse(secretary), papers.meeting)

    assert [words in page for words in ("er ældre", "Sidste forsøg", "Dan samlet")] == [True] * 3


def test_visitor_gets_the_public_book_when_it_is_done_and_no_button(browse, closed, publish):
    edition = publish(closed.meeting)
    public, whole = (Book.objects.get(publication=edition, is_whole=w) for w in (False, True))
    page = page_of(browse(), closed.meeting)
    assert "Samlet PDF med bilag dannes og kan snart hentes her." in page
    assert "samlet-pdf/" not in page

    finished(public)
    finished(whole)

    page = page_of(browse(), closed.meeting)
    assert reverse("book-file", args=[public.pk]) in page
    assert reverse("book-file", args=[whole.pk]) not in page
    assert "book-ask" not in page


def test_visitor_sees_nothing_where_the_public_book_failed(browse, stranger, papers, publish, ask):
    edition = publish(papers.meeting)
    failed(Book.objects.get(), "Der skete en fejl.")

    visitors = page_of(browse(), papers.meeting)
    strangers = page_of(browse(stranger), papers.meeting)

    assert "Samlet" not in visitors
    assert "samlet-pdf" not in visitors
    assert "Dan samlet PDF med bilag" in strangers
    assert ask(stranger, papers.meeting, edition=edition).asked_by == stranger


@pytest.mark.parametrize("role", ["secretary", "member", "substitute"])
def test_readers_of_what_is_closed_get_both_books(request, browse, closed, publish, role):
    publish(closed.meeting)
    for book in Book.objects.all():
        finished(book)

    response = browse(request.getfixturevalue(role)).get(
        reverse("meeting", args=[closed.meeting.pk])
    )

    buttons = list_texts(response, "a", "button")
    assert "Samlet PDF med alle bilag, også lukkede (12 sider, 1 kB)" in buttons
    assert "Samlet PDF med åbne bilag (12 sider, 1 kB)" in buttons


def test_closed_attachments_alone_make_no_book_for_everybody(
    browse, secretary, stranger, agenda, attach, publish
):
    attach(agenda.chair, is_open=False)
    edition = publish(agenda.meeting)

    assert [book.is_whole for book in Book.objects.all()] == [True]
    for who in (None, stranger):
        assert "amlet PDF" not in page_of(browse(who), agenda.meeting)
    response = browse(stranger).post(
        reverse("book-ask", args=[agenda.meeting.pk]), {"edition": edition.pk}, follow=True
    )
    assert "Dagsordenen har ingen bilag" in response.text
    assert "åbne bilag" not in page_of(browse(secretary), agenda.meeting)


def test_agenda_without_attachments_offers_no_book(browse, secretary, agenda):
    assert "amlet PDF" not in page_of(browse(secretary), agenda.meeting)


def test_edition_without_anything_closed_has_one_book_for_all(browse, member, papers, publish, ask):
    edition = publish(papers.meeting)
    book = finished(Book.objects.get())

    assert ask(member, papers.meeting, edition=edition, is_whole=True) == book
    assert reverse("book-file", args=[book.pk]) in page_of(browse(member), papers.meeting)


def test_meeting_that_moved_makes_the_editions_book_an_older_one(browse, papers, publish):
    publish(papers.meeting)
    book = finished(Book.objects.get())
    Meeting.objects.filter(pk=papers.meeting.pk).update(place="Viborg")

    page = page_of(browse(), papers.meeting)

    assert reverse("book-file", args=[book.pk]) in page
    assert "mødets tid, sted eller note er ændret siden" in page


def test_preview_of_an_amendment_offers_the_drafts_book_and_no_papers_of_the_edition(
    browse, secretary, amended, attach, ask
):
    attach(amended.composition)
    client = browse(secretary)
    address = reverse("agenda-preview", args=[amended.meeting.pk])

    response = press(client, client.get(address), "Dan samlet PDF med bilag")

    book = Book.objects.get()
    assert book.publication is None
    assert response.redirect_chain[-1][0] == reverse("book", args=[book.pk])
    page = client.get(address).text
    for name in ("agenda-word", "agenda-screen"):
        assert reverse(name, args=[amended.meeting.pk]) not in page
    assert "/punkt/" not in page


@pytest.mark.parametrize("role", ["visitor", "member"])
@pytest.mark.parametrize("count", [1, 3])
def test_page_costs_the_same_queries_when_there_are_more_books(
    browse, member, closed, publish, attach, django_assert_num_queries, role, count
):
    attach(closed.chair, title="Til alle")
    publish(closed.meeting)
    for book in Book.objects.all():
        finished(book)
    for _ in range(count):
        facts = {"meeting": closed.meeting, "asked_at": NOON, "asked_by": member}
        Book.objects.create(is_whole=True, made_from="gammel", state="failed", **facts)
    client = browse(member if role == "member" else None)
    page_of(client, closed.meeting)

    with django_assert_num_queries({"visitor": 7, "member": 14}[role]):
        page_of(client, closed.meeting)
