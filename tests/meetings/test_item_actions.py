"""Writing on an agenda: content, versions, order."""

import pytest

from meetings import actions
from meetings.models import AgendaItem, Meeting
from tests.factories import AgendaItemFactory, MeetingFactory, UserFactory
from tests.meetings.pages import shown_pairs

DANGEROUS = '<p onclick="x()">Tekst<script>alert(1)</script></p>'


def order(meeting: Meeting) -> list[str]:
    """The agenda as it reads, sub-items indented."""
    agenda = Meeting.objects.with_agenda().get(pk=meeting.pk).agenda
    lines = []
    for main in agenda:
        lines += [main.item.title, *(f"  {sub.item.title}" for sub in main.children)]
    return lines


# --- Adding --------------------------------------------------------------------------------------


def test_add_item_puts_sub_items_last_and_main_items_before_eventuelt(agenda, secretary):
    actions.add_item(agenda.meeting, by=secretary, title="Næste møde")
    actions.add_item(agenda.meeting, by=secretary, title="Mødeplan", parent=agenda.main)

    assert order(agenda.meeting) == [
        "KKR",
        "  Sammensætning",
        "  Formandskab",
        "  Mødeplan",
        "Næste møde",
        "Eventuelt",
    ]


def test_add_item_stores_who_wrote_it_and_clean_sections(meeting, secretary):
    sections = dict.fromkeys(AgendaItem.SECTIONS, DANGEROUS)

    added = actions.add_item(meeting, by=secretary, title="A & B <i>", **sections)

    added.refresh_from_db()
    assert [html for _, html in added.sections] == ["<p>Tekst</p>"] * 3
    assert (added.title, added.version, added.changed_by) == ("A & B <i>", 1, secretary)


def test_add_item_is_refused_when_its_main_item_is_a_sub_item(agenda, secretary, everything):
    before = everything()

    with pytest.raises(actions.AgendaHasChanged):
        actions.add_item(agenda.meeting, by=secretary, title="1.1.1", parent=agenda.composition)

    assert everything() == before


def test_add_item_is_refused_when_its_main_item_is_on_another_agenda(agenda, secretary, everything):
    elsewhere = AgendaItemFactory(meeting=MeetingFactory(council=agenda.meeting.council))
    before = everything()

    with pytest.raises(actions.AgendaHasChanged):
        actions.add_item(agenda.meeting, by=secretary, title="Fremmed", parent=elsewhere)

    assert everything() == before


# --- Writing -------------------------------------------------------------------------------------


def test_save_item_cleans_sections_and_counts_the_version(agenda, secretary):
    colleague = UserFactory()

    saved = actions.save_item(
        agenda.composition, by=colleague, version=1, title="Ny", presentation=DANGEROUS
    )

    saved.refresh_from_db()
    assert (saved.title, saved.presentation) == ("Ny", "<p>Tekst</p>")
    assert (saved.version, saved.changed_by) == (2, colleague)
    assert saved.background == "<p>Grunden sælges i marts.</p>"


def test_save_item_stores_nothing_when_a_colleague_was_quicker(agenda, secretary, everything):
    colleague = UserFactory(name="Kollega")
    actions.save_item(agenda.composition, by=colleague, version=1, title="Kollegas")
    before = everything()

    result = actions.save_item(agenda.composition, by=secretary, version=1, title="Min")

    assert isinstance(result, actions.Conflict)
    assert (result.stored.title, str(result.stored.changed_by)) == ("Kollegas", "Kollega")
    assert everything() == before


def test_save_item_says_so_when_a_colleague_deleted_the_item(agenda, secretary):
    actions.delete_item(AgendaItem.objects.get(pk=agenda.chair.pk), by=secretary, version=1)

    with pytest.raises(AgendaItem.DoesNotExist):
        actions.save_item(agenda.chair, by=secretary, version=1, title="For sent")


def test_delete_item_takes_its_sub_items_with_it(agenda, secretary):
    actions.delete_item(agenda.main, by=secretary, version=1)

    assert order(agenda.meeting) == ["Eventuelt"]


def test_delete_item_is_refused_when_a_colleague_has_written_in_it(agenda, secretary, everything):
    actions.save_item(agenda.chair, by=secretary, version=1, background="<p>Ny tekst</p>")
    before = everything()

    with pytest.raises(actions.AgendaHasChanged):
        actions.delete_item(agenda.chair, by=secretary, version=1)

    assert everything() == before


def test_arrange_items_says_nothing_when_nothing_moved(agenda, secretary, everything):
    shown, before = shown_pairs(agenda.meeting), everything()

    actions.arrange_items(agenda.meeting, by=secretary, order=shown, shown=shown)

    assert everything() == before


def test_delete_item_says_so_when_a_colleague_already_deleted_it(agenda, secretary, everything):
    actions.delete_item(AgendaItem.objects.get(pk=agenda.chair.pk), by=secretary, version=1)
    before = everything()

    with pytest.raises(actions.AgendaHasChanged):
        actions.delete_item(agenda.chair, by=secretary, version=1)

    assert everything() == before


# --- Order ---------------------------------------------------------------------------------------


def test_move_item_swaps_main_items_and_their_sub_items_follow(agenda, secretary):
    assert actions.move_item(agenda.main, by=secretary, steps=1) is True

    assert order(agenda.meeting) == ["Eventuelt", "KKR", "  Sammensætning", "  Formandskab"]


def test_move_item_swaps_sub_items_below_their_main_item(agenda, secretary):
    assert actions.move_item(agenda.chair, by=secretary, steps=-1) is True

    assert order(agenda.meeting) == ["KKR", "  Formandskab", "  Sammensætning", "Eventuelt"]


@pytest.mark.parametrize(
    ("title", "steps"),
    [("KKR", -1), ("Eventuelt", 1), ("Sammensætning", -1), ("Formandskab", 1)],
)
def test_move_item_returns_false_and_stores_nothing_at_the_edge(
    agenda, secretary, everything, title, steps
):
    item = agenda.meeting.items.get(title=title)
    before = everything()

    assert actions.move_item(item, by=secretary, steps=steps) is False

    assert everything() == before


def test_move_item_says_so_when_a_colleague_deleted_the_item(agenda, secretary):
    actions.delete_item(AgendaItem.objects.get(pk=agenda.chair.pk), by=secretary, version=1)

    with pytest.raises(actions.AgendaHasChanged):
        actions.move_item(agenda.chair, by=secretary, steps=-1)


def test_arrange_items_moves_a_sub_item_to_another_main_item(agenda, secretary):
    main, other = agenda.main.pk, agenda.other_business.pk

    actions.arrange_items(
        agenda.meeting,
        by=secretary,
        shown=shown_pairs(agenda.meeting),
        order=[
            (other, None),
            (agenda.composition.pk, other),
            (main, None),
            (agenda.chair.pk, main),
        ],
    )

    assert order(agenda.meeting) == ["Eventuelt", "  Sammensætning", "KKR", "  Formandskab"]


def test_arrange_items_makes_a_sub_item_a_main_item(agenda, secretary):
    rest = [(agenda.main.pk, None), (agenda.composition.pk, agenda.main.pk)]

    actions.arrange_items(
        agenda.meeting,
        by=secretary,
        shown=shown_pairs(agenda.meeting),
        order=[(agenda.chair.pk, None), *rest, (agenda.other_business.pk, None)],
    )

    assert order(agenda.meeting) == ["Formandskab", "KKR", "  Sammensætning", "Eventuelt"]


@pytest.mark.parametrize(
    "problem",
    ["an item is missing", "an item comes twice", "an item is from elsewhere", "nothing at all"],
)
def test_arrange_items_is_refused_unless_it_names_exactly_the_items(
    agenda, secretary, everything, problem
):
    elsewhere = AgendaItemFactory(meeting=MeetingFactory(council=agenda.meeting.council))
    items = [agenda.main, agenda.composition, agenda.chair, agenda.other_business]
    whole = [(item.pk, item.parent_id) for item in items]
    wrong = {
        "an item is missing": whole[:-1],
        "an item comes twice": [*whole, whole[-1]],
        "an item is from elsewhere": [*whole, (elsewhere.pk, None)],
        "nothing at all": [],
    }
    before = everything()

    with pytest.raises(actions.AgendaHasChanged):
        actions.arrange_items(agenda.meeting, by=secretary, order=wrong[problem], shown=whole)

    assert everything() == before


@pytest.mark.parametrize("below", ["a sub-item", "an item from elsewhere", "itself"])
def test_arrange_items_is_refused_when_a_sub_item_is_not_below_a_main_item(
    agenda, secretary, everything, below
):
    elsewhere = AgendaItemFactory(meeting=MeetingFactory(council=agenda.meeting.council))
    parent = {
        "a sub-item": agenda.composition,
        "an item from elsewhere": elsewhere,
        "itself": agenda.chair,
    }[below]
    mains = [(agenda.main.pk, None), (agenda.other_business.pk, None)]
    order = [*mains, (agenda.composition.pk, agenda.main.pk), (agenda.chair.pk, parent.pk)]
    shown = shown_pairs(agenda.meeting)
    before = everything()

    with pytest.raises(actions.AgendaHasChanged):
        actions.arrange_items(agenda.meeting, by=secretary, order=order, shown=shown)

    assert everything() == before
