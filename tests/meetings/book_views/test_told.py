"""Whoever asked for a book is told what became of it."""

from django.urls import reverse

from meetings import actions
from tests.factories import UserFactory
from tests.meetings.book_views.conftest import READY, failed, finished
from tests.meetings.conftest import NOON


def test_asker_is_told_once_wherever_they_are(browse, secretary, papers, ask):
    client, elsewhere = browse(secretary), reverse("meeting-list", args=["midtjylland"])
    book = ask(secretary, papers.meeting, client=client)
    assert READY not in client.get(elsewhere).text

    finished(book)

    told = client.get(elsewhere).text
    assert READY in told
    assert f'href="{reverse("book-file", args=[book.pk])}"' in told
    assert READY not in client.get(elsewhere).text
    assert READY not in browse(secretary).get(elsewhere).text  # another session asked for nothing


def test_only_the_asker_is_promised_to_be_told(browse, secretary, papers, ask):
    client = browse(secretary)
    page = reverse("book", args=[ask(secretary, papers.meeting, client=client).pk])

    assert "du får besked" in client.get(page).text
    assert "du får besked" not in browse(secretary).get(page).text


def test_asker_is_told_why_there_is_none(browse, secretary, papers, ask):
    client = browse(secretary)
    failed(ask(secretary, papers.meeting, client=client), "Bilagene er <for> store.")

    told = client.get("/").text

    assert "kunne ikke dannes: Bilagene er &lt;for&gt; store." in told


def test_asker_is_told_that_somebody_else_stopped_it(browse, secretary, papers, ask):
    client = browse(secretary)
    book = ask(secretary, papers.meeting, client=client)
    actions.cancel_book(book, by=secretary, at=NOON)

    assert "blev standset." in client.get("/").text


def test_whoever_saw_the_books_own_page_or_file_is_not_told_again(browse, secretary, papers, ask):
    for name in ("book", "book-file"):
        client = browse(secretary)
        book = ask(secretary, papers.meeting, client=client)
        finished(book)
        assert READY not in client.get(reverse("book", args=[book.pk])).text or name == "book"
        client.get(reverse(name, args=[book.pk]))

        assert READY not in client.get("/").text
        book.delete()


def test_whoever_may_not_see_it_any_more_is_told_nothing(browse, secretary, chair, papers, ask):
    actions.start_review(papers.meeting, by=secretary, at=NOON)
    client = browse(chair)
    finished(ask(chair, papers.meeting, client=client))
    actions.end_review(papers.meeting, by=secretary)

    assert READY not in client.get("/").text
    actions.start_review(papers.meeting, by=secretary, at=NOON)
    assert READY not in client.get("/").text


def test_script_asks_until_all_are_over(browse, secretary, papers, closed, ask):
    client = browse(secretary)
    first = ask(secretary, papers.meeting, client=client)
    second = ask(secretary, papers.meeting, is_whole=True, client=client)
    address = reverse("books-awaited")
    assert "js/awaited" in client.get("/").text
    assert client.get(address).json() == {"told": "\n", "is_more": True}

    finished(first)
    news = client.get(address).json()
    assert (news["told"].count(READY), news["is_more"]) == (1, True)
    failed(second)
    news = client.get(address).json()
    assert (news["told"].count("kunne ikke dannes"), news["is_more"]) == (1, False)
    assert "js/awaited" not in client.get("/").text
    assert "awaited_books" not in client.session


def test_who_awaits_nothing_pays_nothing(browse, secretary, papers, ask, django_assert_num_queries):
    client, address = browse(secretary), reverse("account_change_password")
    client.get(address)
    with django_assert_num_queries(3):
        client.get(address)

    ask(secretary, papers.meeting, client=client)

    with django_assert_num_queries(4):
        client.get(address)


def test_who_logs_out_is_not_told_when_somebody_else_logs_in(browse, secretary, papers, ask):
    client = browse(secretary)
    finished(ask(secretary, papers.meeting, client=client))
    client.logout()
    client.force_login(UserFactory())

    assert READY not in client.get("/").text
