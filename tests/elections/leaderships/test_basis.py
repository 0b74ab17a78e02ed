"""What an election stands on: meeting, votes, alliances, members."""

import datetime
from dataclasses import replace

import pytest

from elections import leadership_basis
from tests.elections.factories import (
    MunicipalStandingFactory,
    a_cooperation,
    a_local_list,
    municipalities_of,
)
from tests.elections.leaderships.things import (
    VOTES,
    a_composition,
    a_mayor,
    a_notice,
    at,
    decide,
)
from tests.factories import MeetingFactory, MembershipFactory

DAY = datetime.date(2022, 1, 19)


def test_nothing_need_be_there(council, term):
    basis = leadership_basis.basis_of(council, term)

    assert (basis.meeting, basis.composition, basis.countdown) == (None, None, None)
    assert (basis.notices, basis.votes, basis.inputs["votes"]) == ([], {}, {})
    assert (basis.is_decided, basis.is_provisional) == (False, False)


def test_everything_is_the_councils_own(
    council, other_council, term, meeting, composition, secretary
):
    MeetingFactory(council=council, kind="ordinary", starts_at=at("2022-01-05 10:00"))
    MeetingFactory(council=other_council, kind="constituent", starts_at=at("2022-01-05 10:00"))
    a_composition(other_council, term, {"A": 1})
    notice = a_notice(meeting, secretary, "VC")

    basis = leadership_basis.basis_of(council, term)

    assert (basis.meeting, basis.composition, basis.notices) == (meeting, composition, [notice])
    assert leadership_basis.basis_of(other_council, term).notices == []


def test_lists_under_the_threshold_take_no_part(council, term, composition):
    basis = leadership_basis.basis_of(council, term)

    assert basis.votes == {key: votes for key, votes in VOTES.items() if key != "K"}
    assert basis.absent == {"K": "er under spærregrænsen"}


def test_voided_composition_is_not_counted(council, term, composition):
    a_composition(council, term, {"A": 1}, is_void=True)

    assert leadership_basis.basis_of(council, term).composition == composition


def test_basis_is_provisional_until_the_meeting_has_decided(
    council, term, meeting, items, composition, secretary
):
    notice = a_notice(meeting, secretary, "VC")
    before = leadership_basis.basis_of(council, term)
    decide(meeting, secretary, items["alliances"], notice)
    after = leadership_basis.basis_of(council, term)

    assert (before.is_provisional, after.is_provisional) == (True, False)
    assert before.counting == after.counting == [notice]


def test_deadline_is_counted_from_the_day_in_denmark(council, term):
    MeetingFactory(council=council, term=term, kind="constituent", starts_at=at("2022-01-19 00:30"))

    basis = leadership_basis.basis_of(council, term)

    assert basis.countdown.last_day == datetime.date(2022, 1, 14)


def test_voting_members_of_the_day_are_electable(council, other_council, term, lists):
    anna = a_mayor(council, "A", "Eksempel Anna")
    beth = MembershipFactory(
        council=council,
        person__name="Eksempel Beth",
        role="supplementary",
        elected_by=lists["V"],
        starts_on=DAY,
    )
    nobody = a_mayor(council, "", "Eksempel Cecil")
    a_mayor(council, "A", "Eksempel Dora", starts_on=DAY + datetime.timedelta(days=1))
    a_mayor(council, "A", "Eksempel Elsa", role="observer")
    a_mayor(other_council, "A", "Eksempel Fie")

    members = leadership_basis.electable(council, term, DAY)

    assert [(m, m.list_key) for m in members] == [(anna, "A"), (beth, "V"), (nobody, "")]


def test_mayor_stands_for_the_list_the_secretariat_named(council, term, lists):
    (municipality,) = municipalities_of(council, 1)
    a_mayor(council, "A", "Eksempel Anna", municipality=municipality)
    local = a_local_list(municipality, "L")
    MunicipalStandingFactory(
        election=term.election, municipality=municipality, mayor="list", mayor_list=local
    )

    (member,) = leadership_basis.electable(council, term, DAY)

    assert member.list_key == local.key


def test_mayor_of_a_local_list_in_a_cooperation_stands_for_the_cooperation(council, term, lists):
    (municipality,) = municipalities_of(council, 1)
    a_mayor(council, "", "Eksempel Cecil", municipality=municipality)
    local = a_local_list(municipality, "L")
    a_cooperation("LLD", local)
    MunicipalStandingFactory(
        election=term.election, municipality=municipality, mayor="list", mayor_list=local
    )

    (member,) = leadership_basis.electable(council, term, DAY)

    assert member.list_key == "LLD"


# --- After the meeting moved ---------------------------------------------------------------------


@pytest.fixture
def move(meeting):
    """`move("2022-01-18")`: the meeting is held that day instead."""

    def move(day):
        meeting.starts_at, meeting.ends_at = at(f"{day} 09:30"), at(f"{day} 12:00")
        meeting.save()

    return move


def test_notice_does_not_count_when_the_meeting_moved_and_it_came_after_the_deadline(
    council, term, meeting, composition, secretary, move
):
    last = a_notice(meeting, secretary, "VC", "2022-01-13 23:59")
    late = a_notice(meeting, secretary, "AF", "2022-01-14 00:00")
    move("2022-01-18")

    basis = leadership_basis.basis_of(council, term)

    assert [(n, basis.is_late(n)) for n in basis.notices] == [(last, False), (late, True)]
    assert (basis.counting, basis.inputs["alliances"]) == ([last], [["C", "V"]])


def test_nothing_is_provisional_when_all_notices_came_after_the_deadline(
    council, term, meeting, composition, secretary, move
):
    a_notice(meeting, secretary, "VC", "2022-01-14 00:00")
    move("2022-01-18")

    assert leadership_basis.basis_of(council, term).is_provisional is False


def test_late_notice_counts_when_the_meeting_approved_it_all_the_same(
    council, term, meeting, items, composition, secretary, move
):
    late = a_notice(meeting, secretary, "VC", "2022-01-14 00:00")
    move("2022-01-18")
    decide(meeting, secretary, items["alliances"], late)

    assert leadership_basis.basis_of(council, term).counting == [late]


def test_nobody_is_late_when_there_is_no_meeting(council, term, meeting, composition, secretary):
    notice = a_notice(meeting, secretary, "VC")
    basis = replace(leadership_basis.basis_of(council, term), meeting=None)

    assert basis.is_late(notice) is False
