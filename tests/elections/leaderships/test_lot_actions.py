"""Lots for chair and vice-chair: what they finish, when they are refused, and annulled."""

import pytest

from councils.models import AuditEntry
from elections.actions.compositions import HasChanged
from elections.actions.leaderships import name_leaders, take_back_leaders
from elections.actions.lots import LotAlreadyDrawn, LotInUse, annul_lot, record_lot
from elections.explanation.repeating import repeat
from elections.models import DrawnLot, LeadershipElection
from tests.elections.leaderships.things import DRAW, TIED, a_composition, a_notice, at, decide

TIED_INSIDE = {"A": 40, "V": 25, "C": 25, "F": 10}


@pytest.fixture
def draw(secretary):
    """`draw(stopped, "V", "A")` records that V was drawn first."""

    def draw(stopped, *order):
        return record_lot(
            stopped, by=secretary, order=order, drawn_at=at("2022-01-19 10:00"), **DRAW
        )

    return draw


@pytest.fixture
def allied(meeting, items, secretary):
    """`allied("VC")`: the meeting has approved that V and C stand together."""
    return lambda letters: decide(
        meeting, secretary, items["alliances"], a_notice(meeting, secretary, letters)
    )


def posts() -> list[tuple[str, str, bool]]:
    elections = LeadershipElection.objects.order_by("number")
    return [(e.chair_list, e.vice_chair_list, e.is_void) for e in elections]


def test_tie_is_stored_without_posts(tied):
    stored = LeadershipElection.objects.get()

    assert (stored.chair_list, stored.vice_chair_list, stored.is_complete) == ("", "", False)
    assert (stored.waits_for.lists, stored.waits_for.seats) == (("A", "V"), 2)
    assert AuditEntry.objects.get().summary == (
        "Beregnede valget af formandskab 2022-2026 (nr. 1); det venter på en lodtrækning"
    )


def test_lots_finish_the_election(tied, draw):
    following = draw(tied, "V", "A")

    assert (following.chair_list, following.vice_chair_list) == ("V", "A")
    assert (following.number, following.continues) == (2, tied)
    assert following.lots == [{"order": ["V", "A"], "seats": 2}]
    assert repeat(following).is_same
    assert (following.inputs, following.names) == (tied.inputs, tied.names)


def test_lots_are_drawn_once(tied, draw):
    draw(tied, "V", "A")

    with pytest.raises(LotAlreadyDrawn):
        draw(tied, "A", "V")

    assert [lot.order for lot in DrawnLot.objects.all()] == [["V", "A"]]
    assert posts() == [("", "", False), ("V", "A", False)]


def test_lots_for_an_election_that_was_computed_anew_are_refused(tied, draw, compute):
    compute()

    with pytest.raises(HasChanged):
        draw(tied, "V", "A")

    assert not DrawnLot.objects.exists()


def test_lots_are_used_again_when_the_same_election_is_computed_again(tied, draw, compute):
    draw(tied, "V", "A")

    again = compute()

    assert (again.chair_list, again.vice_chair_list, again.continues) == ("V", "A", tied)
    assert DrawnLot.objects.count() == 1


def test_lots_are_not_used_for_other_votes(tied, draw, compute, council, term):
    draw(tied, "V", "A")
    a_composition(council, term, TIED | {"C": 16})

    assert not compute().is_complete


def test_annulled_lots_void_all_elections_that_rest_on_them(
    tied, draw, compute, secretary, council, term
):
    draw(tied, "V", "A")
    compute()
    annul_lot(DrawnLot.objects.get(), by=secretary, reason="Forkert liste")

    assert posts() == [("", "", False), ("V", "A", True), ("V", "A", True)]
    assert LeadershipElection.objects.current(council, term) == tied
    assert not compute().is_complete


def test_lots_can_be_drawn_again_after_they_were_annulled(tied, draw, secretary):
    draw(tied, "V", "A")
    annul_lot(DrawnLot.objects.get(), by=secretary, reason="Forkert liste")

    again = draw(tied, "A", "V")

    assert (again.number, again.chair_list) == (3, "A")


def test_tie_inside_an_alliance_needs_lots_of_its_own(compute, draw, allied, council, term, lists):
    a_composition(council, term, TIED_INSIDE)
    allied("VC")
    stopped = compute()

    following = draw(stopped, "V", "C")

    assert (stopped.waits_for.within, stopped.waits_for.lists) == ("C+V", ("C", "V"))
    assert DrawnLot.objects.get().within == "C+V"
    assert (following.chair_list, following.vice_chair_list) == ("V", "A")


def test_second_tie_stops_the_election_once_more(compute, draw, allied, council, term, lists):
    a_composition(council, term, {"A": 40, "V": 20, "C": 20, "F": 10})
    allied("VC")
    first = compute()

    second = draw(first, "C+V", "A")
    last = draw(second, "C", "V")
    again = compute()

    assert (second.is_complete, second.waits_for.lists) == (False, ("C", "V"))
    assert (last.chair_list, last.vice_chair_list, last.continues) == ("C", "A", second)
    assert (again.chair_list, again.continues, again.lots) == ("C", second, last.lots)


def test_lots_drawn_after_annulled_ones_are_not_used_again(
    compute, draw, allied, council, term, lists, secretary
):
    a_composition(council, term, {"A": 40, "V": 20, "C": 20, "F": 10})
    allied("VC")
    first = compute()
    draw(draw(first, "C+V", "A"), "C", "V")
    annul_lot(first.drawn_lots.get(), by=secretary, reason="Forkert liste")

    again = draw(first, "C+V", "A")

    assert (again.is_complete, again.waits_for.lists) == (False, ("C", "V"))


def test_broken_audit_undoes_the_lots(tied, draw, broken_audit):
    broken_audit()

    with pytest.raises(RuntimeError):
        draw(tied, "V", "A")

    assert (DrawnLot.objects.count(), LeadershipElection.objects.count()) == (0, 1)


# --- Not for anything but the election that is held ----------------------------------------------


def test_lots_are_refused_until_the_meeting_has_approved_the_alliances(
    compute, draw, meeting, items, council, term, lists, secretary
):
    a_composition(council, term, TIED_INSIDE)
    notice = a_notice(meeting, secretary, "VC")
    stopped = compute()

    with pytest.raises(HasChanged):
        draw(stopped, "V", "C")
    decide(meeting, secretary, items["alliances"], notice)
    with pytest.raises(HasChanged):  # the same figures, but computed before the decision
        draw(stopped, "V", "C")

    assert not DrawnLot.objects.exists()
    assert draw(compute(), "V", "C").is_provisional is False


def test_lots_are_refused_when_the_votes_are_others_by_now(tied, draw, council, term):
    a_composition(council, term, TIED | {"C": 16})

    with pytest.raises(HasChanged):
        draw(tied, "V", "A")

    assert not DrawnLot.objects.exists()


def test_lots_are_refused_when_an_alliance_has_come(tied, draw, meeting, secretary):
    a_notice(meeting, secretary, "CF")

    with pytest.raises(HasChanged):
        draw(tied, "V", "A")

    assert not DrawnLot.objects.exists()


# --- In use --------------------------------------------------------------------------------------


@pytest.fixture
def named(tied, draw, compute, leaders, items, secretary):
    """V and A drew lots; the election was computed again with them, and its persons named."""
    draw(tied, "V", "A")
    return name_leaders(
        compute(),
        by=secretary,
        chair=leaders["V"],
        vice_chair=leaders["A"],
        item=items["election"],
    )


def test_lots_are_not_annulled_while_persons_named_after_them_stand(named, secretary):
    with pytest.raises(LotInUse):
        annul_lot(DrawnLot.objects.get(), by=secretary, reason="Forkert liste")

    assert DrawnLot.objects.get().annulled_at is None
    assert [is_void for *_, is_void in posts()] == [False, False, False]


def test_lots_are_annulled_when_the_persons_were_taken_back(named, secretary):
    take_back_leaders(named, by=secretary, reason="Forkert lod")

    annul_lot(DrawnLot.objects.get(), by=secretary, reason="Forkert liste")

    assert [is_void for *_, is_void in posts()] == [False, True, True]
