"""Supplements and corrections: the next edition of an agenda, or none after all."""

import pytest
from django.db.models import ProtectedError
from django.urls import reverse

from councils.models import AuditEntry
from kkr_portal import clock
from meetings import actions, documents, readable
from meetings.actions import moving
from meetings.changes import changes
from meetings.models import (
    AgendaItem,
    AgendaPublication,
    Attachment,
    Meeting,
    PublishedItem,
    StoredFile,
)
from meetings.numbering import NumberedItem
from meetings.review import review
from tests.meetings.conftest import NOON, pdf
from tests.meetings.pages import list_texts, press, seen, shown_pairs

NOTE = "Et tillæg om økonomien."


def url(name: str, meeting: Meeting) -> str:
    return reverse(name, args=[meeting.pk])


def numbers(rows: list[NumberedItem]) -> list[str]:
    return [f"{row.number} {row.item.title}" for row in rows]


def draft(meeting: Meeting) -> list[NumberedItem]:
    return readable.draft(meeting.pk, is_whole=True).flat


@pytest.fixture
def amended(agenda, publish, secretary):
    """The agenda went out, and the secretariat writes on its second edition."""
    publish(agenda.meeting)
    actions.amend_agenda(agenda.meeting, by=secretary, at=NOON, version=1)
    for item in (agenda.main, agenda.composition, agenda.chair, agenda.other_business):
        item.refresh_from_db()
    return agenda


@pytest.fixture
def issue(quick_printer, secretary):
    """Publishes the next edition: `issue(meeting)`."""

    def publish_next(meeting: Meeting, note: str = NOTE) -> AgendaPublication:
        return actions.publish_agenda(
            meeting, by=secretary, at=NOON, despite="Prøve", change_note=note
        )

    return publish_next


# --- What an amendment may change ----------------------------------------------------------------


def test_numbers_continue_in_the_next_edition_and_none_changes(amended, secretary, issue):
    first = AgendaPublication.objects.get()
    before = (bytes(first.pdf), first.sha256, list(PublishedItem.objects.values()))
    actions.add_item(amended.meeting, by=secretary, parent=amended.main, title="Økonomi")
    actions.add_item(amended.meeting, by=secretary, title="Næste møde")

    second = issue(amended.meeting)

    assert numbers(readable.edition(second, is_whole=True).flat) == [
        "1 KKR",
        "1.1 Sammensætning",
        "1.2 Formandskab",
        "1.3 Økonomi",
        "2 Eventuelt",
        "3 Næste møde",
    ]
    assert (second.version, second.change_note) == (2, NOTE)
    first.refresh_from_db()
    kept = list(PublishedItem.objects.filter(publication=first).values())
    assert (bytes(first.pdf), first.sha256, kept) == before
    amended.meeting.refresh_from_db()
    assert (amended.meeting.current_publication, amended.meeting.amending_since) == (second, None)


def test_what_went_out_is_dropped_but_not_deleted_or_moved(amended, secretary, issue):
    with pytest.raises(actions.NumbersAreFrozen):
        actions.delete_item(amended.composition, by=secretary, version=1)
    with pytest.raises(actions.NumbersAreFrozen):
        actions.move_item(amended.chair, by=secretary, steps=-1)
    actions.drop_item(amended.composition, by=secretary, version=1, is_dropped=True)
    actions.add_item(amended.meeting, by=secretary, parent=amended.main, title="Økonomi")

    second = issue(amended.meeting)

    rows = readable.edition(second, is_whole=True).flat
    assert [(row.number, row.item.is_dropped) for row in rows] == [
        ("1", False),
        ("1.1", True),
        ("1.2", False),
        ("1.3", False),
        ("2", False),
    ]


def is_dropped(meeting: Meeting) -> dict[str, bool]:
    return dict(meeting.items.values_list("title", "is_dropped"))


def test_main_item_is_dropped_and_taken_back_with_its_sub_items(amended, secretary):
    actions.drop_item(amended.main, by=secretary, version=1, is_dropped=True)

    below = {"KKR": True, "Sammensætning": True, "Formandskab": True}
    assert is_dropped(amended.meeting) == {**below, "Eventuelt": False}
    assert AuditEntry.objects.filter(action="drop_item").count() == 1
    amended.chair.refresh_from_db()
    assert amended.chair.version == 2
    with pytest.raises(actions.MainItemIsDropped):
        actions.drop_item(amended.chair, by=secretary, version=2, is_dropped=False)

    actions.drop_item(amended.main, by=secretary, version=2, is_dropped=False)
    assert not any(is_dropped(amended.meeting).values())


def test_main_item_with_new_sub_items_is_not_dropped_and_the_page_says_why(
    browse, secretary, amended, everything
):
    actions.add_item(amended.meeting, by=secretary, parent=amended.main, title="Økonomi")
    client, before = browse(secretary), everything()
    drop = reverse("item-drop", args=[amended.meeting.pk, amended.main.pk])
    page = client.get(url("agenda-edit", amended.meeting)).text

    response = client.post(drop, {"version": 1, "is_on": "ja"}, follow=True)

    assert "Lad punkt 1 og dets 3 underpunkter udgå" in page
    assert list_texts(response, "p", "alert-text")[0] == (
        "Punktet »KKR« kan ikke udgå, for det har nye underpunkter, der ikke er udsendt. Slet "
        "eller flyt dem først."
    )
    assert everything() == before


def test_sub_item_of_a_dropped_main_item_does_not_come_back_alone(
    browse, secretary, amended, everything
):
    actions.drop_item(amended.main, by=secretary, version=1, is_dropped=True)
    drop = reverse("item-drop", args=[amended.meeting.pk, amended.chair.pk])
    before = everything()

    response = browse(secretary).post(drop, {"version": 2, "is_on": "nej"}, follow=True)

    said = list_texts(response, "p", "alert-text")[0]
    assert said == "Hovedpunktet »KKR« udgår. Tag det med igen først."
    assert everything() == before


def test_dropped_main_item_gets_no_new_sub_items(browse, secretary, amended, everything):
    actions.drop_item(amended.other_business, by=secretary, version=1, is_dropped=True)
    new = actions.add_item(amended.meeting, by=secretary, title="Næste møde")
    shown = shown_pairs(amended.meeting)
    before = everything()

    with pytest.raises(actions.AgendaHasChanged):
        actions.add_item(amended.meeting, by=secretary, parent=amended.other_business, title="x")
    assert not actions.nest_item(new, by=secretary)
    order = [(pk, amended.other_business.pk if pk == new.pk else to) for pk, to in shown]
    with pytest.raises(actions.NumbersAreFrozen):
        actions.arrange_items(amended.meeting, by=secretary, order=order, shown=shown)

    assert everything() == before
    page = browse(secretary).get(url("agenda-edit", amended.meeting)).text
    assert "Underpunkt til »KKR«" in page
    assert "Underpunkt til »Eventuelt«" not in page


def test_check_leaves_out_what_was_dropped_with_all_below_it(amended, secretary):
    left = "<p>Her skrives indstillingen</p>"
    actions.save_item(amended.composition, by=secretary, version=1, recommendation=left)

    def red() -> list[str]:
        agendas = Meeting.objects.with_agenda().with_attachments(Attachment.objects.all())
        return [r.number for r in review(agendas.get(pk=amended.meeting.pk), now=NOON).remarks]

    assert "1.1" in red()
    actions.drop_item(amended.main, by=secretary, version=1, is_dropped=True)
    assert not any(number.startswith("1") for number in red())


def test_new_item_of_an_amendment_may_be_deleted_again(amended, secretary):
    item = actions.add_item(amended.meeting, by=secretary, title="Næste møde")

    actions.delete_item(item, by=secretary, version=1)

    assert numbers(draft(amended.meeting))[-1] == "2 Eventuelt"


def test_third_edition_goes_on_after_what_the_second_added(amended, secretary, issue):
    actions.add_item(amended.meeting, by=secretary, title="Næste møde")
    issue(amended.meeting)
    actions.amend_agenda(amended.meeting, by=secretary, at=NOON, version=2)
    actions.add_item(amended.meeting, by=secretary, title="Gensidig orientering")

    third = issue(amended.meeting)

    assert numbers(readable.edition(third, is_whole=True).rows)[-2:] == [
        "3 Næste møde",
        "4 Gensidig orientering",
    ]


# --- Thinking better of it -----------------------------------------------------------------------


def test_discard_puts_back_texts_attachments_and_their_marks(
    agenda, attach, publish, secretary, everything
):
    kept = attach(agenda.composition, title="Kort", data=pdf("kort"))
    lost = attach(agenda.composition, title="Priser", data=pdf("priser"), is_open=False)
    mark = f'<p>Se <a href="#bilag-{lost.pk}">./.</a>.</p>'
    actions.save_item(agenda.composition, by=secretary, version=1, background=mark)
    publish(agenda.meeting)
    stored = AgendaItem.objects.get(pk=agenda.composition.pk).background
    actions.amend_agenda(agenda.meeting, by=secretary, at=NOON, version=1)
    actions.save_item(
        agenda.composition, by=secretary, version=2, background="<p>Nyt.</p>", title="Andet"
    )
    kept.refresh_from_db()
    actions.replace_file(
        kept, by=secretary, version=kept.version, file_name="nyt.pdf", data=pdf("nyt"), note=""
    )
    lost.refresh_from_db()
    actions.remove_attachment(lost, by=secretary, version=lost.version)
    attach(agenda.chair, title="For sent", data=pdf("for sent"))
    actions.add_item(agenda.meeting, by=secretary, title="Næste møde")

    actions.discard_amendment(agenda.meeting, by=secretary, version=1)

    first = AgendaPublication.objects.get()
    now = readable.draft(agenda.meeting.pk, is_whole=True)
    assert changes(readable.edition(first, is_whole=True), now) == []
    assert numbers(now.flat) == ["1 KKR", "1.1 Sammensætning", "1.2 Formandskab", "2 Eventuelt"]
    item = AgendaItem.objects.get(pk=agenda.composition.pk)
    assert (item.title, item.background) == ("Sammensætning", stored)
    assert f"#bilag-{lost.pk}" in stored
    papers = item.attachments.order_by("position")
    assert [(p.pk, p.title, p.is_open) for p in papers] == [
        (kept.pk, "Kort", True),
        (lost.pk, "Priser", False),
    ]
    assert [bytes(p.current.file.content) for p in papers] == [pdf("kort"), pdf("priser")]
    assert StoredFile.objects.count() == 3  # the file that took its place is kept as an earlier one
    assert "Andet" in item.versions.values_list("title", flat=True)
    agenda.meeting.refresh_from_db()
    assert (agenda.meeting.is_published, agenda.meeting.is_writable) == (True, False)


def test_discard_moves_new_items_with_all_they_have_to_the_pool(amended, attach, secretary):
    new = actions.add_item(amended.meeting, by=secretary, title="Næste møde", background="<p>a</p>")
    actions.add_item(amended.meeting, by=secretary, title="Dato", parent=new)
    attach(new, title="Kort")
    actions.add_item(amended.meeting, by=secretary, title="Budget", parent=amended.main)

    actions.discard_amendment(amended.meeting, by=secretary, version=1)

    pool = readable.draft(amended.meeting.council.meetings.get(is_pool=True).pk, is_whole=True)
    assert numbers(pool.flat) == ["1 Næste møde", "1.1 Dato", "2 Budget"]
    assert pool.flat[0].item.background == "<p>a</p>"
    assert [paper.title for paper in pool.flat[0].item.shown_attachments] == ["Kort"]


def test_discard_takes_back_what_was_dropped(amended, secretary):
    actions.drop_item(amended.chair, by=secretary, version=1, is_dropped=True)

    actions.discard_amendment(amended.meeting, by=secretary, version=1)

    amended.chair.refresh_from_db()
    assert amended.chair.is_dropped is False


def test_discard_keeps_who_may_read_what(agenda, publish, secretary):
    """A sub-item below a closed main item is closed with it; its own setting is another thing."""
    actions.save_item(agenda.main, by=secretary, version=1, is_open=False)
    publish(agenda.meeting)
    actions.amend_agenda(agenda.meeting, by=secretary, at=NOON, version=1)
    actions.save_item(agenda.main, by=secretary, version=2, is_open=True)

    actions.discard_amendment(agenda.meeting, by=secretary, version=1)

    opened = agenda.meeting.items.order_by("pk").values_list("title", "is_open")
    assert dict(opened) == {
        "KKR": False,
        "Sammensætning": True,
        "Formandskab": True,
        "Eventuelt": True,
    }


# --- Colleagues ----------------------------------------------------------------------------------


def test_two_who_open_the_agenda_at_once_write_on_the_same_edition(
    browse, secretary, agenda, publish, everything
):
    publish(agenda.meeting)
    browse(secretary).post(url("agenda-amend", agenda.meeting), {"version": 1})
    before = everything()

    response = browse(secretary).post(
        url("agenda-amend", agenda.meeting), {"version": 1}, follow=True
    )

    assert response.redirect_chain == [(url("agenda-edit", agenda.meeting), 302)]
    assert list_texts(response, "p", "alert-text") == [
        "En kollega har åbnet dagsordenen. I skriver på samme næste udgave."
    ]
    assert everything() == before


@pytest.mark.parametrize("version", [0, 2, "x", ""])
def test_button_of_an_old_page_opens_and_discards_nothing(
    browse, secretary, agenda, publish, everything, version
):
    publish(agenda.meeting)
    client, before = browse(secretary), everything()
    response = client.post(url("agenda-amend", agenda.meeting), {"version": version})
    assert response.status_code == 302
    assert everything() == before

    actions.amend_agenda(agenda.meeting, by=secretary, at=NOON, version=1)
    actions.add_item(agenda.meeting, by=secretary, title="Næste møde")
    before = everything()
    client.post(url("agenda-discard", agenda.meeting), {"version": version})
    assert everything() == before


def test_second_publish_of_an_amendment_publishes_nothing(browse, secretary, amended, everything):
    actions.add_item(amended.meeting, by=secretary, title="Næste møde")
    client = browse(secretary)
    data = {"change_note": NOTE, "despite": "Prøve", **seen(amended.meeting)}
    first = client.post(url("agenda-publish", amended.meeting), data, follow=True)
    assert list_texts(first, "p", "alert-text")[0] == "Dagsordenen er offentliggjort (2. udgave)."
    before = everything()

    second = client.post(url("agenda-publish", amended.meeting), data, follow=True)

    assert list_texts(second, "p", "alert-text")[0] == (
        "En kollega har netop offentliggjort dagsordenen."
    )
    assert everything() == before


def test_discard_after_a_colleague_published_says_so_and_does_nothing(
    browse, secretary, amended, issue, everything
):
    actions.add_item(amended.meeting, by=secretary, title="Næste møde")
    issue(amended.meeting)
    before = everything()

    response = browse(secretary).post(
        url("agenda-discard", amended.meeting), {"version": 1}, follow=True
    )

    assert list_texts(response, "p", "alert-text")[0] == (
        "En kollega har kasseret eller udsendt ændringerne i mellemtiden."
    )
    assert everything() == before


def test_withdraw_during_an_amendment_keeps_what_was_written(browse, secretary, amended, publish):
    actions.save_item(amended.chair, by=secretary, version=1, title="Valg af formand")
    actions.drop_item(amended.composition, by=secretary, version=1, is_dropped=True)

    actions.withdraw_agenda(amended.meeting, by=secretary, at=NOON, version=1, reason="Fejl")

    amended.meeting.refresh_from_db()
    assert (amended.meeting.is_published, amended.meeting.amending_since) == (False, None)
    assert numbers(draft(amended.meeting)) == ["1 KKR", "1.1 Valg af formand", "2 Eventuelt"]
    [first] = amended.meeting.publications.all()
    assert (first.withdrawn_by, bytes(first.pdf).decode().splitlines()[3]) == (
        secretary,
        "1.2 Formandskab",
    )
    assert publish(amended.meeting).version == 2
    page = browse(secretary).get(url("meeting", amended.meeting)).content.decode()
    assert "af Sekretær Midt" in page.partition("trukket tilbage")[2]


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
        return [a.status_code != 200 or "Valg" in a.content.decode() for a in answers]

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
