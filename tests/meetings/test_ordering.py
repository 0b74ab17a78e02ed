"""In and out of main items, and what stays where it is because it went out."""

import pytest

from meetings import actions, numbering
from meetings.models import AgendaItem, Meeting
from tests.factories import AgendaItemFactory, MeetingFactory, UserFactory
from tests.meetings.conftest import NOON
from tests.meetings.pages import shown_pairs


def shown(meeting: Meeting) -> list[str]:
    rows = numbering.flat(numbering.numbered(meeting.items.all()))
    return [f"{row.number} {row.item}" for row in rows]


@pytest.fixture
def amended(agenda, secretary, publish) -> Meeting:
    """The agenda went out, and is being amended."""
    publish(agenda.meeting)
    actions.amend_agenda(agenda.meeting, by=secretary, at=NOON, version=1)
    return agenda.meeting


# --- In -----------------------------------------------------------------------------------------


def test_nest_makes_a_main_item_the_last_sub_item_of_the_one_before(agenda, secretary):
    assert actions.nest_item(agenda.other_business, by=secretary) is True

    assert shown(agenda.meeting) == [
        "1 KKR",
        "1.1 Sammensætning",
        "1.2 Formandskab",
        "1.3 Eventuelt",
    ]


@pytest.mark.parametrize("which", ["first", "sub-item", "heading", "with sub-items"])
def test_nest_says_no_and_stores_nothing_where_it_cannot_be(agenda, secretary, everything, which):
    item = {"first": agenda.main, "sub-item": agenda.chair}.get(which, agenda.other_business)
    if which == "heading":
        AgendaItem.objects.filter(pk=item.pk).update(is_heading=True)
    if which == "with sub-items":
        AgendaItemFactory(meeting=agenda.meeting, parent=item)
    before = everything()

    assert actions.nest_item(item, by=secretary) is False

    assert everything() == before


# --- Out ----------------------------------------------------------------------------------------


def test_unnest_puts_a_sub_item_right_after_its_main_item(agenda, secretary):
    assert actions.unnest_item(agenda.composition, by=secretary) is True

    assert shown(agenda.meeting) == ["1 KKR", "1.1 Formandskab", "2 Sammensætning", "3 Eventuelt"]


def test_unnest_says_no_when_a_colleague_was_quicker(agenda, secretary, everything):
    actions.unnest_item(agenda.chair, by=UserFactory())
    before = everything()

    assert actions.unnest_item(agenda.chair, by=secretary) is False

    assert everything() == before


@pytest.mark.parametrize("how", ["unnest", "arrange"])
def test_sub_item_of_a_closed_main_item_stays_closed_when_it_leaves(agenda, secretary, how):
    AgendaItem.objects.filter(pk=agenda.main.pk).update(is_open=False)

    if how == "unnest":
        actions.unnest_item(agenda.chair, by=secretary)
    else:
        order = [(agenda.main.pk, None), (agenda.composition.pk, agenda.main.pk)]
        order += [(agenda.other_business.pk, None), (agenda.chair.pk, agenda.other_business.pk)]
        actions.arrange_items(
            agenda.meeting, by=secretary, order=order, shown=shown_pairs(agenda.meeting)
        )

    stored = AgendaItem.objects.get(pk=agenda.chair.pk)
    assert (stored.is_open, stored.version) == (False, 2)
    assert stored.versions.first().is_open is False
    assert AgendaItem.objects.get(pk=agenda.composition.pk).is_open is True


@pytest.mark.parametrize("act", [actions.nest_item, actions.unnest_item])
def test_in_and_out_say_so_when_a_colleague_deleted_the_item(agenda, secretary, act):
    actions.delete_item(agenda.chair, by=UserFactory(), version=1)

    with pytest.raises(actions.AgendaHasChanged):
        act(agenda.chair, by=secretary)


# --- What went out ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "move",
    [
        lambda item, by: actions.move_item(item, by=by, steps=1),
        lambda item, by: actions.unnest_item(item, by=by),
        lambda item, by: actions.nest_item(item, by=by),
    ],
    ids=["down", "out", "in"],
)
def test_what_went_out_keeps_its_place(agenda, amended, secretary, everything, move):
    before = everything()

    with pytest.raises(actions.NumbersAreFrozen):
        move(agenda.composition, secretary)

    assert everything() == before


def test_supplement_goes_on_after_the_last_number_and_never_before(agenda, amended, secretary):
    added = actions.add_item(amended, by=secretary, title="Tillæg")
    below = actions.add_item(amended, by=secretary, title="Hastesag", parent=agenda.main)

    assert shown(amended) == [
        "1 KKR",
        "1.1 Sammensætning",
        "1.2 Formandskab",
        "1.3 Hastesag",
        "2 Eventuelt",
        "3 Tillæg",
    ]
    with pytest.raises(actions.NumbersAreFrozen):
        actions.move_item(added, by=secretary, steps=-1)
    actions.unnest_item(below, by=secretary)
    assert shown(amended)[-3:] == ["2 Eventuelt", "3 Tillæg", "4 Hastesag"]
    actions.move_item(below, by=secretary, steps=-1)
    assert shown(amended)[-2:] == ["3 Hastesag", "4 Tillæg"]
    actions.nest_item(added, by=secretary)
    assert shown(amended)[-2:] == ["3 Hastesag", "3.1 Tillæg"]


def test_drag_is_refused_when_it_puts_something_before_what_went_out(
    agenda, amended, secretary, everything
):
    actions.add_item(amended, by=secretary, title="Tillæg")
    order = shown_pairs(amended)
    before = everything()

    with pytest.raises(actions.NumbersAreFrozen):
        actions.arrange_items(
            amended, by=secretary, order=[order[-1], *order[:-1]], shown=shown_pairs(amended)
        )

    assert everything() == before


# --- Where something new goes ---------------------------------------------------------------------


@pytest.fixture
def spring(council, term) -> Meeting:
    """Another meeting, whose agenda ends with »eventuelt«."""
    meeting = MeetingFactory(council=council, term=term)
    AgendaItemFactory(meeting=meeting, title="Åbning", position=0)
    AgendaItemFactory(meeting=meeting, title=" eventuelt", position=1)
    return meeting


def add(spring, agenda, by):
    actions.add_item(spring, by=by, title="Formandskab")


def transfer(spring, agenda, by):
    actions.transfer_item(agenda.chair, by=by, to=spring, version=1)


def copy(spring, agenda, by):
    actions.copy_item(agenda.chair, by=by, to=spring)


def use(spring, agenda, by):
    standard = actions.create_standard_item(by=by, council=None, title="Formandskab")
    actions.use_standard_item(spring, standard, by=by)


WAYS = [add, transfer, copy, use]


@pytest.mark.parametrize("way", WAYS)
def test_new_main_item_goes_before_the_one_that_closes_the_meeting(agenda, secretary, spring, way):
    way(spring, agenda, secretary)

    assert shown(spring) == ["1 Åbning", "2 Formandskab", "3  eventuelt"]


@pytest.mark.parametrize("way", WAYS)
def test_new_main_item_goes_last_where_the_closing_one_is_not_last(agenda, secretary, spring, way):
    AgendaItemFactory(meeting=spring, title="Næste møde", position=2)

    way(spring, agenda, secretary)

    assert shown(spring)[-1] == "4 Formandskab"


@pytest.mark.parametrize("way", WAYS)
def test_new_main_item_of_an_amendment_goes_last(agenda, secretary, spring, publish, way):
    publish(spring)
    actions.amend_agenda(spring, by=secretary, at=NOON, version=1)

    way(spring, agenda, secretary)

    assert shown(spring) == ["1 Åbning", "2  eventuelt", "3 Formandskab"]


def test_another_closing_item_goes_last(spring, secretary):
    actions.add_item(spring, by=secretary, title="Eventuelt")

    assert shown(spring)[1:] == ["2  eventuelt", "3 Eventuelt"]


def test_template_keeps_what_closes_the_meeting_last(meeting, secretary):
    for title in ("Eventuelt", "Regnskab"):
        facts = {f"for_{meeting.kind}": True}
        actions.create_standard_item(by=secretary, council=None, title=title, **facts)

    actions.fill_from_template(meeting, by=secretary)

    assert shown(meeting) == ["1 Regnskab", "2 Eventuelt"]


# --- Copies below a main item ---------------------------------------------------------------------


def test_copy_can_become_a_sub_item(agenda, secretary, spring):
    main = spring.items.first()

    copied = actions.copy_item(agenda.chair, by=secretary, to=spring, parent=main)

    assert copied.parent == main
    assert shown(spring) == ["1 Åbning", "1.1 Formandskab", "2  eventuelt"]


@pytest.mark.parametrize("which", ["with sub-items", "heading"])
def test_copy_of_what_is_a_main_item_is_no_sub_item(agenda, secretary, spring, everything, which):
    source = {"with sub-items": agenda.main, "heading": agenda.other_business}[which]
    if which == "heading":
        AgendaItem.objects.filter(pk=source.pk).update(is_heading=True)
    before = everything()

    with pytest.raises(actions.CannotBeSubItem):
        actions.copy_item(source, by=secretary, to=spring, parent=spring.items.first())

    assert everything() == before


@pytest.mark.parametrize("where", ["gone", "other agenda", "dropped"])
def test_copy_goes_below_main_items_of_the_agenda_only(
    agenda, secretary, spring, publish, everything, where
):
    main = agenda.main if where == "other agenda" else spring.items.first()
    if where == "gone":
        spring.items.filter(pk=main.pk).delete()
    if where == "dropped":
        spring.items.filter(pk=main.pk).update(number="1", is_dropped=True)
    before = everything()

    with pytest.raises(actions.AgendaHasChanged):
        actions.copy_item(agenda.chair, by=secretary, to=spring, parent=main)

    assert everything() == before
