"""The pages on which the next edition of an agenda is prepared, published and discarded."""

import pytest
from django.urls import reverse

from kkr_portal import clock
from meetings import actions, readable
from meetings.models import (
    AgendaPublication,
    Meeting,
)
from meetings.numbering import NumberedItem
from tests.meetings.conftest import NOON
from tests.meetings.pages import list_texts, press, seen
from tests.papers import Paper

NOTE = "Et tillæg om økonomien."


def url(name: str, meeting: Meeting) -> str:
    return reverse(name, args=[meeting.pk])


def numbers(rows: list[NumberedItem]) -> list[str]:
    return [f"{row.number} {row.item.title}" for row in rows]


def draft(meeting: Meeting) -> list[NumberedItem]:
    return readable.draft(meeting.pk, is_whole=True).flat


# --- The pages -----------------------------------------------------------------------------------


def test_question_before_publishing_counts_red_findings_and_closed_items(browse, secretary, agenda):
    left = "<p>Her skrives indstillingen</p>"
    actions.save_item(
        agenda.composition, by=secretary, version=1, recommendation=left, is_open=False
    )

    response = browse(secretary).get(url("agenda-review", agenda.meeting))

    red = len(response.context["review"].red)
    assert f"Kontrollen har {red} rød{'t' if red == 1 else 'e'} fund." in response.text
    assert "1 punkt er lukket for offentligheden." in response.text
    assert "det kræver en begrundelse at offentliggøre med dem" in response.text
    assert "Portalen sender ikke selv besked. Giv medlemmerne besked" in response.text
    assert f"<code>http://testserver{url('meeting', agenda.meeting)}</code>" in response.text


def test_readers_are_told_that_time_or_place_changed_after_the_edition(
    browse, secretary, agenda, quick_printer, issue
):
    now = clock.now()
    actions.publish_agenda(agenda.meeting, by=secretary, at=now, despite="Prøve")
    actions.amend_agenda(agenda.meeting, by=secretary, at=now, version=1)
    said = "Mødets tid, sted eller note er rettet efter 1. udgave."
    page = url("meeting", agenda.meeting)
    assert said not in browse(None).get(page).text

    facts = {"term": agenda.meeting.term, "place": "Viborg"}
    actions.change_meeting(agenda.meeting, by=secretary, version=1, **facts)
    assert said in browse(None).get(page).text

    actions.publish_agenda(
        agenda.meeting, by=secretary, at=clock.now(), despite="Prøve", change_note=NOTE
    )
    assert "er rettet efter" not in browse(None).get(page).text


def test_amendment_from_the_meeting_page_to_the_next_edition_and_back(
    browse, secretary, agenda, publish, everything
):
    publish(agenda.meeting)
    client = browse(secretary)

    page = press(client, client.get(url("meeting", agenda.meeting)), "Tillæg eller rettelser")

    assert page.redirect_chain == [(url("agenda-edit", agenda.meeting), 302)]
    assert list_texts(page, "span", "badge") == ["Udsendt, rettes"]
    text = page.content.decode()
    assert "Læserne ser stadig 1. udgave, til du udsender 2. udgave." in text
    assert "Udsend 2. udgave" in text

    page = press(client, page, "Kassér ændringerne")

    assert page.redirect_chain == [(url("meeting", agenda.meeting), 302)]
    [said] = list_texts(page, "p", "alert-text")
    assert said.startswith("Ændringerne er kasseret.")


def test_readers_keep_the_edition_in_force_until_the_next_one_is_out(
    browse, secretary, outsider, amended, issue
):
    actions.save_item(amended.chair, by=secretary, version=1, title="Valg af formand")
    page, preview = url("meeting", amended.meeting), url("agenda-preview", amended.meeting)

    for who in (outsider, secretary):
        text = browse(who).get(page).content.decode()
        assert ["Formandskab" in text, "Valg af formand" in text] == [True, False]
        assert (preview in text, "Udsendt, rettes" in text) == (who == secretary,) * 2
    response = browse(secretary).get(preview)
    assert "1.2 Valg af formand Ændret" in list_texts(response, "section", "item-text")[2]
    response = browse(outsider).get(preview)
    assert response.status_code == (302 if outsider is None else 404)

    issue(amended.meeting)
    assert "Valg af formand" in browse(outsider).get(page).content.decode()


def test_draft_papers_of_an_amendment_are_for_those_who_read_drafts(
    browse, secretary, chair, outsider, amended
):
    actions.save_item(amended.chair, by=secretary, version=1, title="Valg", is_open=False)
    papers = [
        url(name, amended.meeting) for name in ("agenda-draft-pdf", "agenda-draft-internal-pdf")
    ]

    def read(who) -> list[bool | int]:
        answers = [browse(who).get(paper) for paper in papers]
        return [a.status_code != 200 or "Valg" in Paper(a.content).text for a in answers]

    assert read(secretary) == [False, True]
    refused = 302 if outsider is None else 404
    assert [browse(outsider).get(paper).status_code for paper in papers] == [refused] * 2
    assert [browse(chair).get(paper).status_code for paper in papers] == [404, 404]
    actions.start_review(amended.meeting, by=secretary, at=NOON)
    assert read(chair) == [False, True]
    public = browse(None).get(url("agenda-pdf", amended.meeting)).content.decode()
    assert "1.2 Formandskab" in public


def test_publishing_page_tells_what_is_new_and_who_will_see_what(browse, secretary, amended):
    actions.add_item(amended.meeting, by=secretary, title="Næste møde", is_open=False)
    actions.drop_item(amended.chair, by=secretary, version=1, is_dropped=True)

    response = browse(secretary).get(url("agenda-review", amended.meeting))

    text = " ".join(response.content.decode().split())
    assert "Det sker der, når du udsender 2. udgave" in text
    assert "Den afløser 1. udgave" in text
    [new] = list_texts(response, "ul", "changes")
    assert new == "Punkt 1.2 Formandskab: udgår Punkt 3 Næste møde: nyt punkt"
    assert "<li>Punkt 3 Næste møde</li>" in text


@pytest.mark.parametrize(
    ("change", "note", "error"),
    [
        (False, NOTE, "Dagsordenen siger det samme som den, der er udsendt."),
        (True, "", "Skriv, hvad der er nyt, så læserne kan se det."),
        (True, "  ", "Skriv, hvad der er nyt, så læserne kan se det."),
        (
            True,
            "x" * 501,
            "Denne værdi må højst have 500 tegn (den har 501).",
        ),
    ],
)
def test_publish_comes_back_with_an_error_at_the_note(
    browse, secretary, amended, everything, change, note, error
):
    if change:
        actions.add_item(amended.meeting, by=secretary, title="Næste møde")
    before = everything()

    response = browse(secretary).post(
        url("agenda-publish", amended.meeting),
        {"change_note": note, "despite": "Fordi", **seen(amended.meeting)},
    )

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["change_note"]
    assert list_texts(response, "span", "form-error-message") == [f"Fejl: {error}"]
    assert response.context["form"]["despite"].value() == "Fordi"
    assert everything() == before


def test_new_place_is_reason_enough_for_a_new_edition(browse, secretary, agenda, quick_printer):
    now = clock.now()
    actions.publish_agenda(agenda.meeting, by=secretary, at=now, despite="Prøve")
    actions.amend_agenda(agenda.meeting, by=secretary, at=now, version=1)
    facts = {"term": agenda.meeting.term, "place": "Viborg"}
    actions.change_meeting(agenda.meeting, by=secretary, version=1, **facts)
    client = browse(secretary)
    page = client.get(url("agenda-review", agenda.meeting)).content.decode()
    assert "Mødets tid, sted eller note er gemt igen" in page

    data = {"change_note": "Mødet flytter til Viborg.", "despite": "Prøve"}
    data |= seen(agenda.meeting)
    client.post(url("agenda-publish", agenda.meeting), data)

    agenda.meeting.refresh_from_db()
    assert agenda.meeting.current_publication.change_note == "Mødet flytter til Viborg."


def test_first_edition_is_published_without_a_note(browse, secretary, agenda, quick_printer):
    data = {"change_note": "Skal ikke med", "despite": "Prøve", **seen(agenda.meeting)}

    browse(secretary).post(url("agenda-publish", agenda.meeting), data)

    assert AgendaPublication.objects.get().change_note == ""


@pytest.mark.parametrize(
    "change",
    [
        lambda s, by: actions.save_item(
            s.chair, by=by, version=2, title="Formandskab", is_open=True
        ),
        lambda s, by: actions.save_item(s.chair, by=by, version=2, title="Andet"),
        lambda s, by: actions.drop_item(s.other_business, by=by, version=1, is_dropped=True),
        lambda s, by: actions.add_item(s.meeting, by=by, title="Nyt"),
    ],
)
def test_nothing_goes_out_that_the_page_did_not_show(
    browse, amended, quick_printer, secretary, everything, change
):
    actions.save_item(amended.chair, by=secretary, version=1, title="Formandskab", is_open=False)
    stale = {"despite": "Prøve", "change_note": "Lukket", **seen(amended.meeting)}
    change(amended, secretary)
    before = everything()

    response = browse(secretary).post(url("agenda-publish", amended.meeting), stale)
    without = browse(secretary).post(url("agenda-publish", amended.meeting), {**stale, "seen": ""})

    assert response.url == without.url == url("agenda-review", amended.meeting)
    assert everything() == before
