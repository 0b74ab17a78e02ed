"""Supplements and corrections: what they may change, and thinking better of them."""

import pytest
from django.urls import reverse

from councils.models import AuditEntry
from meetings import actions, readable
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
from tests.meetings.pages import list_texts, seen, shown_pairs

NOTE = "Et tillæg om økonomien."


def url(name: str, meeting: Meeting) -> str:
    return reverse(name, args=[meeting.pk])


def numbers(rows: list[NumberedItem]) -> list[str]:
    return [f"{row.number} {row.item.title}" for row in rows]


def draft(meeting: Meeting) -> list[NumberedItem]:
    return readable.draft(meeting.pk, is_whole=True).flat


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
