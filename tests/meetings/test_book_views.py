"""Books as people meet them: offered on the meeting's page, asked for, waited for and told of."""

import datetime
import re
from types import SimpleNamespace

import pytest
from django.urls import reverse

from councils.models import AuditEntry
from kkr_portal import clock
from meetings import actions, awaited, bookbinding, readable
from meetings.actions import books
from meetings.models import Book, Meeting, StoredFile
from tests.factories import AgendaItemFactory, UserFactory
from tests.meetings.conftest import NOON, pdf
from tests.meetings.pages import list_texts, press

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


# --- On the meeting's page -----------------------------------------------------------------------


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

    with django_assert_num_queries({"visitor": 7, "member": 11}[role]):
        page_of(client, closed.meeting)


# --- Rights --------------------------------------------------------------------------------------


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


# --- Being told ----------------------------------------------------------------------------------


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


# --- One item, and for the screen ----------------------------------------------------------------


def test_readers_find_each_item_as_a_paper_of_its_own(browse, member, closed, publish):
    publish(closed.meeting)

    public = page_of(browse(), closed.meeting)
    own = page_of(browse(member), closed.meeting)

    def papers_on(page: str) -> list[str]:
        return re.findall(r'href="/moeder/\d+/punkt/(\d+(?:-intern)?)\.pdf"', page)

    open_ones = [closed.main.pk, closed.composition.pk, closed.chair.pk]
    assert papers_on(public) == [*map(str, open_ones), str(closed.other_business.pk)]
    assert papers_on(own) == [*map(str, open_ones), f"{closed.other_business.pk}-intern"]


def test_dropped_item_is_no_paper(browse, secretary, amended, issue):
    actions.drop_item(amended.other_business, by=secretary, version=1, is_dropped=True)
    issue(amended.meeting)

    page = page_of(browse(), amended.meeting)

    assert reverse("item-pdf", args=[amended.meeting.pk, amended.chair.pk]) in page
    assert reverse("item-pdf", args=[amended.meeting.pk, amended.other_business.pk]) not in page


@pytest.mark.parametrize("name", ["item-pdf", "item-internal-pdf"])
def test_item_of_a_draft_is_for_those_who_read_the_draft(
    browse, secretary, chair, outsider, agenda, name
):
    address = reverse(name, args=[agenda.meeting.pk, agenda.chair.pk])

    assert browse(secretary).get(address).status_code == 200
    assert browse(chair).get(address).status_code == 404
    assert browse(outsider).get(address).status_code in {302, 404}


def test_closed_item_as_a_paper_is_for_the_councils_own(
    browse, secretary, member, stranger, agenda, publish
):
    item = actions.add_item(agenda.meeting, by=secretary, title="Grundsalg", is_open=False)
    publish(agenda.meeting)
    public, internal = (
        reverse(name, args=[agenda.meeting.pk, item.pk])
        for name in ("item-pdf", "item-internal-pdf")
    )

    assert [browse(who).get(public).status_code for who in (None, member)] == [404, 404]
    found = [browse(who).get(internal).status_code for who in (None, stranger, member)]
    assert found == [302, 404, 200]
    unknown = reverse("item-pdf", args=[agenda.meeting.pk, 987654])
    assert browse(secretary).get(unknown).status_code == 404


def test_item_of_another_meeting_is_no_paper_of_this(browse, secretary, agenda):
    other = AgendaItemFactory(meeting__council=agenda.meeting.council)

    address = reverse("item-pdf", args=[agenda.meeting.pk, other.pk])

    assert browse(secretary).get(address).status_code == 404


def test_screen_paper_leaves_out_for_everybody_what_is_closed(
    browse, member, stranger, closed, publish
):
    publish(closed.meeting)
    args = [closed.meeting.pk]
    internal = reverse("agenda-internal-screen", args=args)

    public = browse().get(reverse("agenda-screen", args=args))
    assert "-skaerm-1-udgave.pdf" in public.headers["Content-Disposition"]
    assert "intern" not in public.headers["Content-Disposition"]
    found = [browse(who).get(internal).status_code for who in (None, stranger, member)]
    assert found == [302, 404, 200]
