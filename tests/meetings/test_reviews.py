"""Gennemlæsning: who reads a draft, what they say about it, and what becomes of that."""

import pytest
from django.urls import reverse

from meetings import actions
from meetings.models import ItemComment
from tests.factories import (
    TODAY,
    AgendaItemFactory,
    LeadershipFactory,
    MembershipFactory,
    SecretariatMemberFactory,
    UserFactory,
)
from tests.meetings.conftest import LATE, NOON
from tests.meetings.pages import list_texts, press

QUESTION = "Hvem har regnet prisen ud?"


def url(name: str, meeting) -> str:
    return reverse(name, args=[meeting.pk])


@pytest.fixture
def reviewed(agenda, secretary):
    """The draft is with its readers."""
    actions.start_review(agenda.meeting, by=secretary, at=NOON)
    return agenda


@pytest.fixture
def comment(reviewed, chair) -> ItemComment:
    """The chair asks something about item 1.1."""
    return actions.comment_on(
        reviewed.meeting, reviewed.composition, by=chair, at=NOON, text=QUESTION
    )


def say(client, agenda, text: str, item=None):
    data = {"text": text, "item": item.pk if item else ""}
    return client.post(url("agenda-comments", agenda.meeting), data)


# --- Sending it to its readers -------------------------------------------------------------------


def test_agenda_page_says_who_reads_and_sends_the_draft_to_them(browse, secretary, agenda, chair):
    client = browse(secretary)
    page = client.get(url("agenda-edit", agenda.meeting))
    assert list_texts(page, "span", "badge") == ["Kladde"]
    assert f"{chair.person.name} (formand)." in page.content.decode()
    assert "Portalen sender ikke selv besked. Giv formandskabet besked" in page.content.decode()
    assert f"http://testserver{url('agenda-comments', agenda.meeting)}" in page.content.decode()

    page = press(client, page, "Send til gennemlæsning")

    assert list_texts(page, "span", "badge") == ["Til gennemlæsning"]
    assert list_texts(page, "p", "alert-text") == ["Dagsordenen er sendt til gennemlæsning."]
    page = press(client, page, "Afslut gennemlæsningen")
    assert list_texts(page, "span", "badge") == ["Kladde"]


def test_agenda_page_warns_when_nobody_can_read(browse, secretary, agenda, council, term):
    client, page = browse(secretary), url("agenda-edit", agenda.meeting)
    nobody = "Portalen kender hverken formand eller næstformand, så ingen kan læse kladden her."
    assert list_texts(client.get(page), "p", "alert-note") == [nobody]

    membership = MembershipFactory(council=council, term=term, person__name="Anna Ahorn")
    LeadershipFactory(membership=membership, role="vice_chair")
    response = client.get(page)
    assert "Anna Ahorn (næstformand, uden konto)." in response.content.decode()
    assert list_texts(response, "p", "alert-note") == [
        "Ingen af dem har en konto i portalen, så ingen kan læse kladden her."
    ]

    UserFactory(person=membership.person, is_active=False)
    assert len(list_texts(client.get(page), "p", "alert-note")) == 1

    membership.person.user.is_active = True
    membership.person.user.save()
    assert list_texts(client.get(page), "p", "alert-note") == []


def test_second_click_on_start_or_end_changes_nothing_and_says_why(
    browse, secretary, reviewed, everything
):
    client, before = browse(secretary), everything()

    response = client.post(url("review-start", reviewed.meeting), follow=True)

    assert response.redirect_chain == [(url("agenda-edit", reviewed.meeting), 302)]
    assert "i mellemtiden" in list_texts(response, "p", "alert-text")[0]
    assert everything() == before

    client.post(url("review-end", reviewed.meeting))
    response = client.post(url("review-end", reviewed.meeting), follow=True)
    assert list_texts(response, "p", "alert-text") == [
        "Gennemlæsningen er afsluttet. Kommentarerne er gemt.",
        "En kollega har afsluttet gennemlæsningen i mellemtiden.",
    ]


def test_agenda_without_items_is_not_sent_to_anybody(browse, secretary, meeting, everything):
    before = everything()

    response = browse(secretary).post(url("review-start", meeting), follow=True)

    assert list_texts(response, "p", "alert-text") == ["Der er ingen punkter at læse endnu."]
    assert everything() == before


# --- Reading it ----------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["chair", "vice_chair"])
def test_reader_finds_the_draft_while_it_is_under_review_and_no_longer_than_that(
    browse, secretary, agenda, council, term, role
):
    membership = MembershipFactory(council=council, term=term)
    LeadershipFactory(membership=membership, role=role)
    client = browse(UserFactory(person=membership.person))
    comments, meeting = url("agenda-comments", agenda.meeting), url("meeting", agenda.meeting)

    def seen() -> list[bool]:
        return [
            comments in client.get("/").content.decode(),
            "Grunden sælges" in client.get(meeting).content.decode(),
            client.get(comments).status_code == 200,
            client.get(url("agenda-preview", agenda.meeting)).status_code == 200,
        ]

    assert seen() == [False] * 4
    actions.start_review(agenda.meeting, by=secretary, at=NOON)
    assert seen() == [True] * 4
    assert client.get(url("agenda-edit", agenda.meeting)).status_code == 404
    actions.end_review(agenda.meeting, by=secretary)
    assert seen() == [False] * 4


def test_draft_under_review_stays_hidden_from_everybody_else(browse, outsider, comment, reviewed):
    client = browse(outsider)

    page = client.get(url("agenda-comments", reviewed.meeting))

    assert page.status_code == (302 if outsider is None else 404)
    for path in ("/", url("meeting", reviewed.meeting)):
        text = client.get(path).content.decode()
        hidden = [QUESTION, "Grunden sælges", url("agenda-comments", reviewed.meeting)]
        assert [words for words in hidden if words in text] == []
    answer = say(client, reviewed, "Jeg vil også sige noget")
    assert answer.status_code == (403 if outsider is None else 404)
    assert ItemComment.objects.count() == 1


def test_chair_of_another_council_reads_nothing(browse, reviewed, other_council, term):
    membership = MembershipFactory(council=other_council, term=term)
    LeadershipFactory(membership=membership)
    client = browse(UserFactory(person=membership.person))

    assert client.get(url("agenda-comments", reviewed.meeting)).status_code == 404
    assert say(client, reviewed, "Hvad står der?").status_code == 404
    assert ItemComment.objects.count() == 0


# --- Comments ------------------------------------------------------------------------------------


def test_chair_asks_the_secretariat_answers_and_both_see_it_at_the_item(
    browse, secretary, chair, reviewed
):
    response = say(browse(chair), reviewed, QUESTION, reviewed.composition)
    place = f"{url('agenda-comments', reviewed.meeting)}#punkt-{reviewed.composition.pk}"
    assert (response.status_code, response.url) == (302, place)

    say(browse(secretary), reviewed, "Det har KL.", reviewed.composition)
    response = say(browse(chair), reviewed, "Ellers <b>fint</b>.")
    assert response.url.endswith("#hele-dagsordenen")

    for who in (chair, secretary):
        page = browse(who).get(url("agenda-comments", reviewed.meeting))
        said = list_texts(page, "p", "comment-text")
        assert said == ["Ellers <b>fint</b>.", QUESTION, "Det har KL."]
        assert list_texts(page, "section", "item-text")[1].startswith("1.1 Sammensætning")


def test_secretariat_handles_a_comment_and_takes_it_up_again(browse, secretary, comment, reviewed):
    client, page = browse(secretary), url("agenda-comments", reviewed.meeting)

    def handle(answer: str):
        goal = reverse("comment-handle", args=[comment.pk])
        response = client.post(goal, {"is_handled": answer})
        comment.refresh_from_db()
        return response

    assert handle("ja").url == f"{page}#punkt-{reviewed.composition.pk}"
    assert comment.handled_by == secretary
    assert "af Sekretær Midt" in client.get(page).content.decode()
    first = comment.handled_at
    handle("ja")
    assert comment.handled_at == first
    handle("måske")
    assert comment.handled_at == first
    handle("nej")
    assert (comment.handled_at, comment.handled_by) == (None, None)


def test_only_the_secretariat_handles_comments(browse, chair, outsider, comment):
    for who in (chair, outsider):
        response = browse(who).post(
            reverse("comment-handle", args=[comment.pk]), {"is_handled": "ja"}
        )
        assert response.status_code == (403 if who is None else 404)
    comment.refresh_from_db()
    assert comment.handled_at is None


def test_unhandled_comments_are_counted_until_somebody_deals_with_them(
    browse, secretary, comment, reviewed
):
    client, item = browse(secretary), [reviewed.meeting.pk, reviewed.composition.pk]
    pages = {
        url("agenda-edit", reviewed.meeting): "1 ubehandlet kommentar",
        reverse("front-page"): "1 ubehandlet kommentar",
        url("agenda-review", reviewed.meeting): "1 kommentar fra gennemlæsningen er ikke behandlet",
        reverse("item-edit", args=item): QUESTION,
    }
    assert [words in client.get(page).content.decode() for page, words in pages.items()] == [
        True
    ] * 4

    actions.handle_comment(comment, by=secretary, at=NOON, is_handled=True)

    assert [words in client.get(page).content.decode() for page, words in pages.items()] == [
        False
    ] * 4


def test_page_leads_to_the_items_with_unhandled_comments(
    browse, secretary, chair, comment, reviewed
):
    actions.comment_on(reviewed.meeting, None, by=chair, at=NOON, text="Kort")
    client, page = browse(secretary), url("agenda-comments", reviewed.meeting)

    def waiting(response) -> list[tuple[str, int]]:
        return [(thread.place, thread.waiting) for thread in response.context["waiting"]]

    shown = client.get(page)

    place = f"punkt-{comment.item_id}"
    assert waiting(shown) == [("hele-dagsordenen", 1), (place, 1)]
    assert f'href="#{place}"' in shown.content.decode()
    assert f'id="{place}"' in shown.content.decode()

    actions.handle_comment(comment, by=secretary, at=NOON, is_handled=True)

    assert waiting(client.get(page)) == [("hele-dagsordenen", 1)]


def test_comment_is_in_no_page_or_paper_that_goes_out(
    browse, member, secretary, comment, reviewed, publish
):
    publish(reviewed.meeting)

    texts = [browse(who).get(url("meeting", reviewed.meeting)) for who in (None, member, secretary)]
    assert [QUESTION in page.content.decode() for page in texts] == [False] * 3

    page = browse(secretary).get(url("agenda-comments", reviewed.meeting))
    assert list_texts(page, "p", "comment-text") == [QUESTION]
    assert list_texts(page, "form", "comment-form") == []


# --- Bad input, and what happened meanwhile ------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", "Skriv en kommentar."),
        (" \n ", "Skriv en kommentar."),
        ("æ" * 4001, "Kommentaren må højst fylde 4000 tegn. Den har 4001."),
        ("Nul\x00tegn", "Null-tegn er ikke tilladte."),
    ],
)
def test_comment_comes_back_with_an_error_at_its_field_when_it_is_wrong(
    browse, chair, reviewed, everything, text, error
):
    before = everything()

    response = say(browse(chair), reviewed, text, reviewed.chair)

    assert response.status_code == 422
    assert list_texts(response, "span", "form-error-message") == [f"Fejl: {error}"]
    [thread] = [t for t in response.context["threads"] if t.form.errors]
    assert thread.row.item == reviewed.chair
    assert everything() == before


def test_comment_may_be_4000_signs_long_whatever_a_browser_makes_of_its_lines(
    browse, chair, reviewed
):
    assert say(browse(chair), reviewed, "æ\r\n" * 1999 + "øå").status_code == 302
    assert len(ItemComment.objects.get().text) == 4000


def test_secretariat_of_the_danish_day_comments_on_a_draft(agenda, council):
    new = SecretariatMemberFactory(council=council, starts_on=TODAY).user

    actions.comment_on(agenda.meeting, None, by=new, at=LATE, text="Kort")

    assert ItemComment.objects.get().author == new


@pytest.mark.parametrize("item", ["x", "-1", "0", "9" * 30])
def test_comment_on_no_item_comes_back_for_the_whole_agenda(browse, chair, reviewed, item):
    response = browse(chair).post(
        url("agenda-comments", reviewed.meeting), {"text": "Kort", "item": item}
    )

    assert response.status_code in {409, 422}
    assert response.context["threads"][0].form["text"].value() == "Kort"
    assert ItemComment.objects.count() == 0


def test_comment_comes_back_when_its_item_was_deleted_meanwhile(browse, secretary, chair, reviewed):
    actions.delete_item(reviewed.chair, by=secretary, version=1)

    response = say(browse(chair), reviewed, "Kort", reviewed.chair)

    assert response.status_code == 409
    assert list_texts(response, "span", "form-error-message") == [
        "Fejl: Punktet er slettet. Send kommentaren om hele dagsordenen i stedet."
    ]
    whole = response.context["threads"][0]
    assert (whole.row, whole.form["text"].value()) == (None, "Kort")
    assert ItemComment.objects.count() == 0


@pytest.mark.parametrize("what", ["ended", "published"])
def test_comment_comes_back_when_the_review_is_over_meanwhile(
    browse, secretary, chair, reviewed, publish, what
):
    if what == "ended":
        actions.end_review(reviewed.meeting, by=secretary)
    else:
        publish(reviewed.meeting)

    response = say(browse(chair), reviewed, "Kort", reviewed.chair)

    assert response.status_code == (409)
    assert "i mellemtiden. Portalen har ikke ændret noget." in response.content.decode()
    assert "<p>Kort</p>" in response.content.decode()
    assert ItemComment.objects.count() == 0


def test_too_long_comment_comes_back_too_when_the_review_is_over(
    browse, secretary, chair, reviewed
):
    actions.end_review(reviewed.meeting, by=secretary)

    response = say(browse(chair), reviewed, "æ" * 4001)

    assert response.status_code == 409
    assert "æ" * 4001 in response.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_comments_cost_the_same_queries_when_there_are_more(
    browse, secretary, chair, reviewed, attach, django_assert_num_queries, count
):
    for item in AgendaItemFactory.create_batch(count, meeting=reviewed.meeting):
        attach(item)
        for who in (chair, secretary):
            said = actions.comment_on(reviewed.meeting, item, by=who, at=NOON, text=QUESTION)
            actions.handle_comment(said, by=secretary, at=NOON, is_handled=True)
    client = browse(secretary)

    with django_assert_num_queries(11):
        response = client.get(url("agenda-comments", reviewed.meeting))

    assert len(list_texts(response, "p", "comment-text")) == 2 * count
