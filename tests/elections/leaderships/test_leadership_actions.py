"""Chair and vice-chair computed, from the alliances that count."""

import pytest

from councils.models import AuditEntry
from elections.actions.alliances import CompositionMissing
from elections.actions.leaderships import MeetingMissing, compute_leadership
from elections.apportionment import InvalidInput
from elections.explanation.repeating import repeat
from elections.models import LeadershipElection
from tests.elections.leaderships.things import a_composition, a_notice, decide


def test_lists_that_take_part_are_computed_with(compute, composition, secretary, meeting, council):
    election = compute()

    assert (election.chair_list, election.vice_chair_list) == ("A", "V")
    assert election.inputs == {"votes": {"A": 40, "C": 20, "F": 9, "V": 30}, "alliances": []}
    assert (election.number, election.meeting, election.composition) == (1, meeting, composition)
    assert election.names["A"] == "Socialdemokratiet"
    assert repeat(LeadershipElection.objects.get()).is_same
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.thing, entry.by, entry.council, entry.summary) == (
        "compute_leadership",
        f"elections.leadershipelection:{election.pk}",
        secretary,
        council,
        "Beregnede valget af formandskab 2022-2026 (nr. 1)",
    )


def test_received_alliances_count_until_the_meeting_has_decided(
    compute, composition, meeting, items, secretary
):
    a_notice(meeting, secretary, "VC")
    a_notice(meeting, secretary, "AF", "2022-01-15 08:00")
    before = compute()
    decide(meeting, secretary, items["alliances"])

    after = compute()

    assert (before.inputs["alliances"], before.chair_list) == ([["C", "V"]], "V")
    assert (after.inputs["alliances"], after.chair_list) == ([], "A")
    elections = LeadershipElection.objects.order_by("number")
    assert [election.is_provisional for election in elections] == [True, False]


def test_computing_again_makes_a_new_number_for_the_council_and_term(
    compute, composition, council, other_council, term
):
    compute()
    other = LeadershipElection.objects.get()
    other.pk, other.council, other.number = None, other_council, 7
    other.save()

    assert [compute().number, compute().number] == [2, 3]
    assert LeadershipElection.objects.current(council, term).number == 3


def test_election_needs_a_meeting(council, term, composition, secretary):
    with pytest.raises(MeetingMissing):
        compute_leadership(council, term, by=secretary)


def test_election_needs_a_composition(compute):
    with pytest.raises(CompositionMissing):
        compute()


def test_election_is_impossible_when_an_allied_list_takes_no_part_any_more(
    compute, composition, meeting, secretary, council, term
):
    a_notice(meeting, secretary, "CF")
    a_composition(council, term, {"A": 60, "V": 30, "C": 9, "F": 1})

    with pytest.raises(InvalidInput) as refusal:
        compute()

    assert refusal.value.field == "alliances"
    assert not LeadershipElection.objects.exists()


def test_broken_audit_undoes_the_election(compute, composition, broken_audit):
    broken_audit()

    with pytest.raises(RuntimeError):
        compute()

    assert not LeadershipElection.objects.exists()
