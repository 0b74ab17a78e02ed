"""The page of a book while it is made and afterwards, and its file."""

import datetime
import re

import pytest
from django.urls import reverse

from councils.models import AuditEntry
from meetings import actions, awaited, bookbinding, readable
from meetings.actions import books
from meetings.models import Book, StoredFile
from tests.factories import UserFactory
from tests.meetings.book_views.conftest import HTMX, failed, finished, page_of
from tests.meetings.conftest import NOON, pdf
from tests.meetings.pages import list_texts, press

# --- Its page ------------------------------------------------------------------------------------


def test_page_tells_how_far_it_is_and_only_answers_when_that_is_news(browse, secretary, draft_book):
    client = browse(secretary)
    page = reverse("book", args=[draft_book.pk])
    assert "Den bliver dannet om et øjeblik." in client.get(page).text

    begun = books.begin_book(draft_book.pk)
    books.note_step(begun, "Bilag 1.1.1 Kort", 2, 12)

    response = client.get(page)
    assert list_texts(response, "section", "book-state")[0].startswith(
        "Dannes Bilag 1.1.1 Kort (3 af 12)"
    )
    assert '<progress aria-labelledby="book-step" value="2" max="12">' in response.text
    [poll] = re.findall(r'hx-get="([^"]+)"', response.text)
    assert client.get(poll, headers=HTMX).status_code == 204

    books.note_step(begun, "Bilag 1.1.2", 3, 12)
    fragment = client.get(poll, headers=HTMX)
    assert "Bilag 1.1.2" in fragment.text
    assert "<html" not in fragment.text
    assert "book-said" not in fragment.text
    assert client.get(page).text.count("<h1>") == 1

    books.fail_book(begun, "Der skete en fejl.", at=NOON)
    fragment = client.get(poll, headers=HTMX)
    assert "Der skete en fejl." in fragment.text
    assert "hx-get" not in fragment.text
    assert "Den samlede PDF blev ikke dannet." in fragment.text


def test_page_says_whom_to_tell_when_nobody_takes_it(
    browse, secretary, chair, papers, draft_book, monkeypatch
):
    actions.start_review(papers.meeting, by=secretary, at=NOON)
    page = reverse("book", args=[draft_book.pk])

    def at(minutes: float) -> None:
        moment = draft_book.asked_at + datetime.timedelta(minutes=minutes)
        monkeypatch.setattr("meetings.views.books.clock.now", lambda: moment)

    at(1.9)
    [poll] = re.findall(r'hx-get="([^"]+)"', browse(secretary).get(page).text)
    assert "over to minutter" not in browse(secretary).get(page).text
    at(2.1)
    assert "Sig det til den, der driver portalen." in browse(secretary).get(page).text
    assert "Sig det til sekretariatet." in browse(chair).get(page).text
    assert "over to minutter" in browse(secretary).get(poll, headers=HTMX).text


def test_asker_and_secretariat_may_stop_a_drafts(browse, secretary, chair, papers):
    actions.start_review(papers.meeting, by=secretary, at=NOON)
    agenda = readable.draft(papers.meeting.pk, is_whole=False)
    book = actions.ask_for_book(agenda, by=chair, at=NOON)
    page = reverse("book", args=[book.pk])
    assert "Stands arbejdet" in browse(secretary).get(page).text

    response = press(browse(chair), browse(chair).get(page), "Stands arbejdet")

    assert "Arbejdet er standset." in response.text
    book.refresh_from_db()
    assert (book.state, book.made_from) == ("cancelled", bookbinding.made_from(agenda))
    entry = AuditEntry.objects.get(action="cancel_book")
    assert (entry.by, entry.council) == (chair, papers.meeting.council)


def test_book_of_an_edition_which_others_may_wait_for_is_stopped_by_the_secretariat_alone(
    browse, secretary, stranger, member, papers, publish
):
    edition = publish(papers.meeting)
    failed(Book.objects.get())
    agenda = readable.edition(edition, is_whole=False)
    book = actions.ask_for_book(agenda, by=member, at=NOON)
    page, stop = reverse("book", args=[book.pk]), reverse("book-cancel", args=[book.pk])

    for who in (member, stranger):
        assert "Stands arbejdet" not in browse(who).get(page).text
        assert browse(who).post(stop).status_code == 404
    press(browse(secretary), browse(secretary).get(page), "Stands arbejdet")

    book.refresh_from_db()
    assert book.state == "cancelled"


def test_only_the_secretariat_and_the_asker_learn_who_asked(
    browse, secretary, stranger, member, papers, publish
):
    publish(papers.meeting)
    page = reverse("book", args=[Book.objects.get().pk])
    asker = UserFactory(name="En kontormedarbejder")
    Book.objects.update(asked_by=asker)

    for who, is_told in ((secretary, True), (asker, True), (stranger, False), (member, False)):
        assert (f"af {asker.name}" in browse(who).get(page).text) == is_told


def test_one_that_is_over_is_not_stopped_and_the_page_says_so(
    browse, secretary, draft_book, everything
):
    finished(draft_book)
    before = everything()

    response = browse(secretary).post(reverse("book-cancel", args=[draft_book.pk]), follow=True)

    assert "var nået at blive færdig eller standset" in response.text
    assert everything() == before


@pytest.mark.parametrize("end", [failed, lambda b: actions.cancel_book(b, by=b.asked_by, at=NOON)])
def test_another_try_is_one_click_away(browse, secretary, draft_book, end):
    end(draft_book)
    client = browse(secretary)

    press(client, client.get(reverse("book", args=[draft_book.pk])), "Prøv igen")

    newest = Book.objects.first()
    assert newest.pk != draft_book.pk
    assert (newest.state, newest.made_from) == ("waiting", draft_book.made_from)


def test_secretary_is_led_to_the_attachments_that_could_not_be_shown(
    browse, secretary, chair, papers, attach
):
    gone, broken = attach(papers.composition, title="Væk"), attach(papers.chair, title="Brudt")
    agenda = readable.draft(papers.meeting.pk, is_whole=False)
    book = actions.ask_for_book(agenda, by=secretary, at=NOON)
    left_out = [
        {"key": gone.pk, "label": "Bilag 1.1.2", "title": "Væk", "reason": "Filen er låst."},
        {
            "key": broken.pk,
            "label": "Bilag 1.2.1",
            "title": "Brudt",
            "reason": "Filen er i stykker.",
        },
    ]
    actions.start_review(papers.meeting, by=secretary, at=NOON)
    actions.remove_attachment(gone, by=secretary, version=1)
    finished(book, left_out=left_out)
    page = reverse("book", args=[book.pk])
    mend = reverse("attachment-list", args=[papers.meeting.pk, papers.chair.pk])

    served, led = browse(secretary).get(page), browse(chair).get(page)

    for response in (served, led):
        assert [w in response.text for w in ("Filen er låst.", "Filen er i stykker.")] == [True] * 2
    assert re.findall(r'href="(/moeder/\d+/punkter/[^"]+)"', served.text) == [mend]
    assert "/punkter/" not in led.text


def test_secretariat_asks_again_where_a_file_may_be_converted_the_next_time(
    browse, secretary, member, papers, publish
):
    publish(papers.meeting)
    paper = {"key": 7, "label": "Bilag 1", "title": "Skema", "reason": "Nej.", "is_passing": True}
    book = finished(Book.objects.get(), left_out=[paper])
    page, again = reverse("book", args=[book.pk]), "Dan den igen"
    assert again not in browse(member).get(page).text
    client = browse(secretary)

    press(client, client.get(page), again)

    newer = Book.objects.get(state="waiting")
    link = reverse("book-file", args=[book.pk])
    visitors = page_of(browse(), papers.meeting)
    assert [words in visitors for words in (link, "mangler bilag", "er ældre")] == [1, 1, 0]
    finished(newer)
    assert link not in page_of(browse(), papers.meeting)
    assert again not in client.get(reverse("book", args=[newer.pk])).text


@pytest.mark.parametrize("count", [1, 4])
def test_book_page_costs_the_same_queries_when_more_is_left_out(
    browse, secretary, papers, attach, draft_book, django_assert_num_queries, count
):
    left_out = [
        {"key": attach(papers.chair).pk, "label": "Bilag", "title": "Kort", "reason": "Nej."}
        for _ in range(count)
    ]
    finished(draft_book, left_out=left_out)
    client = browse(secretary)

    with django_assert_num_queries(6):
        response = client.get(reverse("book", args=[draft_book.pk]))

    assert response.text.count("Nej.") == count


# --- The file ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("is_published", "is_whole", "name"),
    [
        (True, False, "samlet-dagsorden-kkr-midtjylland-2022-01-19-1-udgave.pdf"),
        (True, True, "samlet-dagsorden-kkr-midtjylland-2022-01-19-intern-1-udgave.pdf"),
        (False, False, "samlet-dagsorden-kkr-midtjylland-2022-01-19-udkast.pdf"),
        (False, True, "samlet-dagsorden-kkr-midtjylland-2022-01-19-intern-udkast.pdf"),
    ],
)
def test_file_is_shown_under_a_name_that_says_what_it_is(
    browse, secretary, closed, publish, ask, is_published, is_whole, name
):
    edition = publish(closed.meeting) if is_published else None
    book = finished(
        ask(secretary, closed.meeting, edition=edition, is_whole=is_whole), pdf("bogen")
    )

    response = browse(secretary).get(reverse("book-file", args=[book.pk]))

    assert response.content == pdf("bogen")
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"] == f'inline; filename="{name}"'
    assert response.headers["ETag"] == f'"{book.file.sha256}"'
    assert response.headers["Cache-Control"] == "private, no-cache"


def test_file_that_the_reader_has_is_not_fetched_again(
    browse, secretary, draft_book, django_assert_num_queries
):
    book = finished(draft_book)
    client, address = browse(secretary), reverse("book-file", args=[book.pk])
    tag = client.get(address).headers["ETag"]

    with django_assert_num_queries(3):  # session, account and book; the bytes would be a fourth
        response = client.get(address, headers={"If-None-Match": tag})

    assert (response.status_code, response.content) == (304, b"")
    assert client.get(address, headers={"If-None-Match": '"andet"'}).status_code == 200
    actions.delete_meeting(book.meeting, by=secretary)
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 404


@pytest.mark.parametrize("end", [None, failed])
def test_there_is_no_file_before_it_is_done(browse, secretary, draft_book, end):
    if end:
        end(draft_book)

    response = browse(secretary).get(reverse("book-file", args=[draft_book.pk]))

    assert response.status_code == 404


def test_book_that_is_replaced_just_now_is_a_404(browse, secretary, draft_book, monkeypatch):
    book = finished(draft_book)
    forget = awaited.forget

    def replaced(request, book):
        forget(request, book)
        Book.objects.all().delete()
        StoredFile.objects.unused().delete()

    monkeypatch.setattr(awaited, "forget", replaced)

    response = browse(secretary).get(reverse("book-file", args=[book.pk]))

    assert response.status_code == 404
