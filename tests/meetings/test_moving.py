"""Items that go to another meeting or to the pool, or are copied there."""

import pytest

from meetings import actions
from meetings.models import AgendaItem, Meeting
from tests.factories import MeetingFactory, UserFactory
from tests.meetings.conftest import NOON


@pytest.fixture
def spring(council, term) -> Meeting:
    """Another coming meeting with an empty agenda."""
    return MeetingFactory(council=council, term=term)


@pytest.fixture
def pool(council, secretary) -> Meeting:
    return actions.open_pool(council, by=secretary)


def titles(meeting: Meeting) -> list[str]:
    return list(meeting.items.values_list("title", flat=True))


# --- The pool -----------------------------------------------------------------------------------


def test_pool_is_opened_once(council, secretary, pool, everything):
    before = everything()

    assert actions.open_pool(council, by=UserFactory()) == pool

    assert everything() == before


def test_pool_is_named_without_a_day(pool, meeting):
    assert (pool.label, pool.agenda_label) == ("Ikke planlagte punkter", "ikke planlagte punkter")
    assert (meeting.label, meeting.agenda_label) == ("19. januar 2022", "dagsorden 19. januar 2022")


# --- Moving -------------------------------------------------------------------------------------


def test_transfer_takes_sub_items_papers_comments_and_history_along(
    agenda, spring, secretary, attach
):
    actions.save_item(agenda.composition, by=secretary, version=1, title="Medlemmer")
    paper = attach(agenda.composition)
    comment = actions.comment_on(
        agenda.meeting, agenda.composition, by=secretary, at=NOON, text="Er det alle?"
    )

    moved = actions.transfer_item(agenda.main, by=secretary, to=spring, version=1)

    assert titles(agenda.meeting) == ["Eventuelt"]
    assert sorted(titles(spring)) == ["Formandskab", "KKR", "Medlemmer"]
    assert AgendaItem.objects.get(pk=agenda.chair.pk).parent == moved
    below = AgendaItem.objects.get(pk=agenda.composition.pk)
    assert [version.title for version in below.versions.all()] == ["Medlemmer", "Sammensætning"]
    assert below.attachments.get() == paper
    comment.refresh_from_db()
    assert (comment.meeting, comment.item) == (spring, below)


def test_transferred_sub_item_becomes_the_last_main_item(agenda, spring, secretary):
    actions.add_item(spring, by=secretary, title="Regnskab")

    moved = actions.transfer_item(agenda.chair, by=secretary, to=spring, version=1)

    assert (moved.parent, titles(spring)) == (None, ["Regnskab", "Formandskab"])


@pytest.mark.parametrize("how", ["transfer", "copy"])
def test_sub_item_of_a_closed_main_item_is_closed_where_it_comes_to(agenda, spring, secretary, how):
    AgendaItem.objects.filter(pk=agenda.main.pk).update(is_open=False)

    if how == "transfer":
        actions.transfer_item(agenda.chair, by=secretary, to=spring, version=1)
    else:
        actions.copy_item(agenda.chair, by=secretary, to=spring)

    assert spring.items.get().is_open is False
    assert spring.items.get().versions.first().is_open is False


def test_transfer_is_refused_when_a_colleague_wrote_in_the_item(
    agenda, spring, secretary, everything
):
    actions.save_item(agenda.chair, by=UserFactory(), version=1, title="Formand")
    before = everything()

    with pytest.raises(actions.AgendaHasChanged):
        actions.transfer_item(agenda.chair, by=secretary, to=spring, version=1)

    assert everything() == before


@pytest.mark.parametrize("where", ["other council", "same agenda"])
def test_transfer_is_refused_to_where_it_cannot_go(agenda, secretary, everything, where, term):
    target = agenda.meeting
    if where == "other council":
        target = MeetingFactory(council__slug="nordjylland", term=term)
    before = everything()

    with pytest.raises(actions.AgendaHasChanged):
        actions.transfer_item(agenda.chair, by=secretary, to=target, version=1)

    assert everything() == before


def test_transfer_is_refused_to_an_agenda_that_went_out(agenda, published, secretary, everything):
    before = everything()

    with pytest.raises(actions.AgendaIsPublished):
        actions.transfer_item(agenda.chair, by=secretary, to=published, version=1)

    assert everything() == before


def test_transfer_is_refused_for_what_went_out(published, spring, secretary, everything):
    actions.amend_agenda(published, by=secretary, at=NOON, version=1)
    before = everything()

    with pytest.raises(actions.NumbersAreFrozen):
        actions.transfer_item(published.items.get(), by=secretary, to=spring, version=1)

    assert everything() == before


# --- Copying ------------------------------------------------------------------------------------


def test_copy_has_the_texts_and_a_history_of_its_own(agenda, pool, secretary):
    copied = actions.copy_item(agenda.main, by=secretary, to=pool)

    below = copied.children.get(title="Sammensætning")
    assert below.content == AgendaItem.objects.get(pk=agenda.composition.pk).content
    assert below.versions.count() == 1
    assert agenda.meeting.items.count() == 4


@pytest.mark.parametrize("with_attachments", [True, False])
def test_copy_takes_papers_along_only_when_asked(agenda, pool, secretary, attach, with_attachments):
    paper = attach(agenda.chair, title="Notat", is_open=False)

    copied = actions.copy_item(
        agenda.chair, by=secretary, to=pool, with_attachments=with_attachments
    )

    found = [(a.title, a.is_open, a.current.file) for a in copied.attachments.with_versions()]
    assert found == ([("Notat", False, paper.versions.get().file)] if with_attachments else [])


def test_copy_of_what_went_out_has_no_number(published, spring, secretary):
    copied = actions.copy_item(published.items.get(), by=secretary, to=spring)

    assert (copied.number, titles(spring)) == ("", ["Regnskab"])


def test_copy_is_refused_from_another_council(agenda, secretary, everything, term):
    elsewhere = MeetingFactory(council__slug="nordjylland", term=term)
    before = everything()

    with pytest.raises(actions.AgendaHasChanged):
        actions.copy_item(agenda.chair, by=secretary, to=elsewhere)

    assert everything() == before
