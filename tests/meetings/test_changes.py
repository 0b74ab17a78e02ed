"""What is new in an agenda: told to each reader as far as they may see it."""

import pytest

from meetings import actions, readable
from meetings.actions import publishing
from meetings.changes import changes, changes_since
from tests.meetings.conftest import NOON


@pytest.fixture
def amended(agenda, publish, secretary, attach):
    """The agenda went out with an open and a closed attachment, and is being amended."""
    attach(agenda.composition, title="Oversigt")
    attach(agenda.composition, title="Hemmeligt brev", is_open=False)
    publish(agenda.meeting)
    actions.amend_agenda(agenda.meeting, by=secretary, at=NOON, version=1)
    agenda.meeting.refresh_from_db()
    return agenda


def said(agenda, *, is_whole: bool = True) -> list[str]:
    first = agenda.meeting.current_publication
    return [str(change) for change in changes_since(first, is_whole=is_whole)]


def test_nothing_is_new_right_after_an_amendment_was_opened(amended):
    assert said(amended) == []
    assert said(amended, is_whole=False) == []


def test_changed_texts_are_named_by_their_fields(amended, secretary):
    actions.save_item(
        amended.chair,
        by=secretary,
        version=1,
        title="Valg af formand",
        background="<p>Ny</p>",
        presentation="<p>Ny</p>",
    )

    assert said(amended) == ["1.2 Valg af formand: Overskrift, Baggrund og Sagsfremstilling ændret"]


def test_what_only_the_secretariat_sees_is_no_news(amended, secretary):
    actions.save_item(
        amended.chair, by=secretary, version=1, minutes=10, internal_note="Ring til Anne"
    )

    assert said(amended) == []


def test_new_item_continues_the_numbers_and_is_called_new(amended, secretary):
    actions.add_item(amended.meeting, by=secretary, parent=amended.main, title="Økonomi")

    assert said(amended) == ["1.3 Økonomi: nyt punkt"]


def test_dropped_item_says_so(amended, secretary):
    actions.drop_item(amended.chair, by=secretary, version=1, is_dropped=True)

    assert said(amended) == ["1.2 Formandskab: udgår"]


def test_attachments_that_came_went_and_changed_are_named(amended, attach, secretary):
    overview, letter = amended.composition.attachments.all()
    attach(amended.chair, title="Kort")
    actions.replace_file(
        overview, by=secretary, version=1, file_name="ny.pdf", data=overview.current.content + b"\n"
    )
    actions.remove_attachment(letter, by=secretary, version=1)

    assert said(amended) == [
        "1.1 Sammensætning: ny udgave af bilaget »Oversigt«, bilaget »Hemmeligt brev« er fjernet",
        "1.2 Formandskab: nyt bilag »Kort«",
    ]
    assert said(amended, is_whole=False) == [
        "1.1 Sammensætning: ny udgave af bilaget »Oversigt«",
        "1.2 Formandskab: nyt bilag »Kort«",
    ]


def test_what_is_closed_is_not_told_to_those_it_is_closed_to(amended, secretary):
    actions.add_item(
        amended.meeting, by=secretary, parent=amended.main, title="Salg af grund", is_open=False
    )
    actions.save_item(amended.chair, by=secretary, version=1, title="Formand", is_open=False)

    assert said(amended) == [
        "1.2 Formand: er nu lukket, Overskrift ændret",
        "1.3 Salg af grund: nyt punkt",
    ]
    assert said(amended, is_whole=False) == []


def test_attachment_that_was_closed_since_is_not_told_to_be_gone(amended, secretary):
    overview, _ = amended.composition.attachments.all()
    actions.change_attachment(
        overview, by=secretary, title="Hemmelig oversigt", is_open=False, version=1
    )

    assert said(amended, is_whole=False) == []
    assert "Oversigt" in said(amended)[0]


def test_closed_main_item_closes_its_sub_items_and_their_attachments(agenda, attach, secretary):
    attach(agenda.chair, title="Kort")
    actions.save_item(agenda.main, by=secretary, version=1, title="KKR", is_open=False)

    public = readable.draft(agenda.meeting.pk, is_whole=False)
    whole = readable.draft(agenda.meeting.pk, is_whole=True)

    assert [(row.number, row.item.title) for row in public.flat] == [("2", "Eventuelt")]
    assert public.omits
    assert [row.item.is_open for row in whole.flat] == [False, False, False, True]
    assert whole.flat[2].item.shown_attachments[0].is_open is False
    assert not whole.omits


def test_edition_says_the_same_for_ever_whatever_becomes_of_the_draft(amended, secretary):
    publication = amended.meeting.current_publication
    before = readable.edition(publication, is_whole=True)
    [paper, _] = amended.composition.attachments.all()
    actions.remove_attachment(paper, by=secretary, version=1)
    actions.save_item(amended.chair, by=secretary, version=1, title="Andet")
    actions.withdraw_agenda(amended.meeting, by=secretary, at=NOON, version=1, reason="Fejl")
    actions.delete_item(amended.chair, by=secretary, version=2)

    after = readable.edition(publication, is_whole=True)

    assert changes(before, after) == []
    [overview, _] = after.flat[1].item.shown_attachments
    assert overview.content.startswith(b"%PDF")


def test_amendment_that_changes_nothing_is_not_published(amended, secretary, everything):
    before = everything()

    with pytest.raises(publishing.NothingIsNew):
        actions.publish_agenda(
            amended.meeting, by=secretary, at=NOON, despite="Prøve", change_note="Nyt"
        )

    assert everything() == before
