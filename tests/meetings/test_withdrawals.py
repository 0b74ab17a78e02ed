"""Taking a published agenda back: nothing is lost, and everybody is told."""

import pytest
from django.db.models import ProtectedError
from django.urls import reverse

from councils.models import AuditEntry
from meetings import actions, documents, readable
from meetings.actions import moving
from meetings.models import (
    AgendaPublication,
    Meeting,
)
from meetings.numbering import NumberedItem
from tests.meetings.conftest import NOON
from tests.meetings.pages import list_texts, seen

NOTE = "Et tillæg om økonomien."


def url(name: str, meeting: Meeting) -> str:
    return reverse(name, args=[meeting.pk])


def numbers(rows: list[NumberedItem]) -> list[str]:
    return [f"{row.number} {row.item.title}" for row in rows]


def draft(meeting: Meeting) -> list[NumberedItem]:
    return readable.draft(meeting.pk, is_whole=True).flat


# --- Taking it back ------------------------------------------------------------------------------


def test_withdraw_moves_what_was_dropped_to_the_pool_and_says_so(
    browse, secretary, amended, issue, attach
):
    paper = attach(amended.chair)
    actions.drop_item(amended.chair, by=secretary, version=1, is_dropped=True)
    actions.add_item(amended.meeting, by=secretary, title="Næste møde")
    issue(amended.meeting)
    actions.amend_agenda(amended.meeting, by=secretary, at=NOON, version=2)
    actions.drop_item(amended.other_business, by=secretary, version=1, is_dropped=True)
    client = browse(secretary)
    page = client.get(url("agenda-withdraw", amended.meeting)).text
    entries = AuditEntry.objects.count()

    response = client.post(
        url("agenda-withdraw", amended.meeting),
        {"version": 2, "reason": "Mødet er flyttet."},
        follow=True,
    )

    assert "1.2 Formandskab, 2 Eventuelt" in page
    assert "numrene bliver frie igen, selv om 2 udgaver er udsendt med dem" in page
    [said] = list_texts(response, "p", "alert-text")
    assert said.endswith("ligger under de ikke planlagte punkter: »Formandskab«, »Eventuelt«.")
    assert AuditEntry.objects.count() == entries + 1
    left = ["1 KKR", "1.1 Sammensætning", "2 Næste møde"]
    assert numbers(draft(amended.meeting)) == left
    pool = amended.meeting.council.meetings.get(is_pool=True)
    assert numbers(draft(pool)) == ["1 Formandskab", "2 Eventuelt"]
    assert [row.item.is_dropped for row in draft(pool)] == [False, False]
    assert amended.chair.attachments.get() == paper


def test_withdraw_moves_a_dropped_main_item_with_its_sub_items_as_one(amended, secretary):
    actions.drop_item(amended.main, by=secretary, version=1, is_dropped=True)

    moved = actions.withdraw_agenda(
        amended.meeting, by=secretary, at=NOON, version=1, reason="Fejl"
    )

    assert moved == [amended.main]
    pool = amended.meeting.council.meetings.get(is_pool=True)
    assert numbers(draft(pool)) == ["1 KKR", "1.1 Sammensætning", "1.2 Formandskab"]
    assert numbers(draft(amended.meeting)) == ["1 Eventuelt"]


def test_withdraw_is_refused_while_a_decision_refers_to_what_was_dropped(
    browse, secretary, amended, everything, monkeypatch
):
    def refuse(items) -> None:
        raise ProtectedError("", set())

    monkeypatch.setattr(moving, "refuse_decided", refuse)
    before = everything()

    response = browse(secretary).post(
        url("agenda-withdraw", amended.meeting), {"version": 1, "reason": "Fejl"}
    )

    assert response.status_code == 422
    assert "Tag punktet med igen først." in response.text
    assert everything() == before


@pytest.mark.parametrize(
    ("reason", "error"),
    [
        ("", "Skriv, hvorfor dagsordenen trækkes tilbage."),
        (" \n", "Skriv, hvorfor dagsordenen trækkes tilbage."),
        ("æ" * 301, "Denne værdi må højst have 300 tegn (den har 301)."),
    ],
)
def test_withdraw_comes_back_when_no_reason_is_given(
    browse, secretary, published, everything, reason, error
):
    before = everything()

    response = browse(secretary).post(
        url("agenda-withdraw", published), {"version": 1, "reason": reason}
    )

    assert response.status_code == 422
    assert list_texts(response, "span", "form-error-message") == [f"Fejl: {error}"]
    assert everything() == before


@pytest.mark.parametrize("version", [0, 2, "x", ""])
def test_withdraw_from_an_old_page_withdraws_nothing(
    browse, secretary, published, everything, version
):
    before = everything()

    response = browse(secretary).post(
        url("agenda-withdraw", published), {"version": version, "reason": "Fejl"}
    )

    assert response.status_code == 302
    assert everything() == before


def test_second_withdrawal_withdraws_nothing_and_leads_to_the_agenda(
    browse, secretary, published, everything
):
    client, data = browse(secretary), {"version": 1, "reason": "Fejl"}
    client.post(url("agenda-withdraw", published), data)
    before = everything()

    response = client.post(url("agenda-withdraw", published), data)

    assert response.url == url("agenda-edit", published)
    assert client.get(url("agenda-withdraw", published)).url == url("meeting", published)
    assert everything() == before


def test_readers_find_the_reason_where_the_agenda_was(browse, secretary, outsider, published):
    page = url("meeting", published)
    link = f'href="{url("agenda-withdraw", published)}"'
    assert [link in browse(who).get(page).text for who in (secretary, outsider)] == [True, False]

    actions.withdraw_agenda(
        published, by=secretary, at=NOON, version=1, reason="Datoen er <forkert>."
    )

    said = list_texts(browse(outsider).get(page), "p", "empty")
    assert said == ["Dagsordenen er trukket tilbage: Datoen er <forkert>."]
    assert "Datoen er &lt;forkert&gt;." in browse(secretary).get(page).text


def test_edition_after_a_withdrawal_says_what_is_new_and_nothing_of_what_was_withdrawn(
    browse, secretary, agenda, publish, printed
):
    doomed = actions.add_item(agenda.meeting, by=secretary, title="Hemmelig sag")
    publish(agenda.meeting)
    actions.withdraw_agenda(agenda.meeting, by=secretary, at=NOON, version=1, reason="Fejl")
    doomed.refresh_from_db()
    actions.delete_item(doomed, by=secretary, version=doomed.version)
    client = browse(secretary)
    page = client.get(url("agenda-review", agenda.meeting))
    assert "Nyt siden 1. udgave, som blev trukket tilbage" in page.text
    [changed] = list_texts(page, "ul", "changes")
    assert "Punkt 2 Hemmelig sag: er taget ud" in changed

    data = {"despite": "Prøve", **seen(agenda.meeting)}
    refused = client.post(url("agenda-publish", agenda.meeting), data)
    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == ["change_note"]
    client.post(url("agenda-publish", agenda.meeting), {**data, "change_note": NOTE})

    assert printed[-1] == (2, NOTE, [])
    page = browse(None).get(url("meeting", agenda.meeting))
    assert list_texts(page, "h2", "alert-heading") == ["Nyt i 2. udgave"]
    assert list_texts(page, "p", "alert-text") == [NOTE]
    assert "Hemmelig" not in page.text


@pytest.fixture
def printed(quick_printer, monkeypatch) -> list[tuple]:
    """Edition, note and changes of every paper."""
    papers, printer = [], documents.agenda_pdf

    def agenda_pdf(agenda, **facts) -> bytes:
        papers.append((facts["version"], facts["change_note"], list(facts["changes"])))
        return printer(agenda, **facts)

    monkeypatch.setattr(documents, "agenda_pdf", agenda_pdf)
    return papers


def test_withdrawing_ends_the_review_and_takes_back_the_editions_before(
    browse, amended, issue, secretary, member, chair
):
    actions.add_item(amended.meeting, by=secretary, title="Næste møde")
    issue(amended.meeting)
    actions.amend_agenda(amended.meeting, by=secretary, at=NOON, version=2)
    actions.start_review(amended.meeting, by=secretary, at=NOON)
    actions.withdraw_agenda(amended.meeting, by=secretary, at=NOON, version=2, reason="Fejl")

    assert browse(chair).get(url("agenda-comments", amended.meeting)).status_code == 404
    assert not amended.meeting.publications.filter(withdrawn_at=None).exists()

    issue(amended.meeting)
    versions = AgendaPublication.objects.visible_to(member, NOON.date())
    assert [publication.version for publication in versions] == [3]
