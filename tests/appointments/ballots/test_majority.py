"""One person is elected in one, two or three rounds, with each kind of lot; and what is refused."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from appointments.actions import ballots
from appointments.balloting.stands import LotDue, RoundDue
from appointments.balloting.story import rounds_told, tie_sentence
from appointments.models import Ballot
from councils.actions.rows import RowHasChanged
from councils.models import AuditEntry
from tests.appointments.ballots.things import begun, candidates, drawn, fresh, held, states
from tests.factories import TODAY, CandidateFactory

pytestmark = pytest.mark.django_db


def test_majority_in_round_1_elects_and_tells_the_candidates(task, three, secretary):
    a, b, c = three
    ballot = begun(task, "majority", by=secretary)
    version = task.version

    stand = held(ballot, 11, 5, 3, of=three, blank=1, by=secretary)

    assert stand.is_complete
    assert [one.candidate for one in stand.choices] == [a]
    assert states(task) == {str(a): "chosen", str(b): "not_chosen", str(c): "not_chosen"}
    task.refresh_from_db()
    assert task.version > version
    assert [one.finding for one in rounds_told(stand)] == [
        f"{a} er valgt med mere end halvdelen af de 20 tilstedeværende medlemmer."
    ]
    entries = AuditEntry.objects.order_by("pk")
    assert [one.action for one in entries] == ["open_ballot", "record_round"]
    assert f"{a} 11, {b} 5, {c} 3" in entries[1].summary


def test_half_of_those_present_is_not_enough_even_of_fewer_votes(task, three, secretary):
    ballot = begun(task, "majority", by=secretary)

    stand = held(ballot, 10, 5, 3, of=three, by=secretary)

    assert stand.due == RoundDue(2)
    assert set(states(task).values()) == {"proposed"}
    assert rounds_told(stand)[0].needed == 11


def test_round_2_can_elect_somebody_who_was_entered_after_round_1(task, three, secretary):
    ballot = begun(task, "majority", by=secretary)
    held(ballot, 8, 7, 5, of=three, by=secretary)
    (late,) = candidates(task, "V")

    stand = held(ballot, 4, 12, of=[three[0], late], by=secretary)

    assert [one.candidate for one in stand.choices] == [late]


def test_round_3_stands_between_the_two_of_round_2(task, three, secretary):
    a, b, c = three
    ballot = begun(task, "majority", by=secretary)
    held(ballot, 8, 7, 5, of=three, by=secretary)
    stand = held(ballot, 5, 8, 7, of=three, by=secretary)

    assert stand.due == RoundDue(3, tuple(sorted([str(b.pk), str(c.pk)])))
    with pytest.raises(ValidationError) as caught:
        held(ballot, 9, 1, of=[a, b], by=secretary)
    assert caught.value.message_dict == {"votes": [f"3. runde står mellem {b} og {c}."]}
    stand = held(ballot, 6, 9, of=[b, c], by=secretary)
    assert [one.candidate for one in stand.choices] == [c]
    findings = [one.finding for one in rounds_told(stand)]
    assert findings[1].endswith(f"3. runde står mellem {b} og {c}.")
    assert findings[2] == f"{c} er valgt med flest stemmer i 3. runde."


def test_equal_ones_draw_lots_about_the_place_in_round_3(task, three, secretary):
    a, b, c = three
    ballot = begun(task, "majority", by=secretary)
    held(ballot, 8, 6, 6, of=three, by=secretary)
    stand = held(ballot, 8, 6, 6, of=three, by=secretary)

    assert isinstance(stand.due, LotDue)
    assert tie_sentence(stand) == (
        f"{b} og {c} har lige mange stemmer i 2. runde og trækker lod om en plads i 3. runde."
    )
    stand = drawn(ballot, str(c.pk), str(b.pk), by=secretary)
    assert stand.due == RoundDue(3, tuple(sorted([str(a.pk), str(c.pk)])))
    assert rounds_told(stand)[1].finding.endswith(f"mellem {a} og {c} efter lodtrækning.")


def test_equal_round_3_is_decided_by_a_lot(task, three, secretary):
    a, b, _ = three
    ballot = begun(task, "majority", by=secretary)
    held(ballot, 8, 7, 5, of=three, by=secretary)
    held(ballot, 8, 7, 5, of=three, by=secretary)
    stand = held(ballot, 9, 9, of=[a, b], by=secretary)

    assert "så lod afgør, hvem der er valgt" in tie_sentence(stand)
    assert not stand.choices
    stand = drawn(ballot, str(b.pk), str(a.pk), by=secretary)

    assert [one.candidate for one in stand.choices] == [b]
    assert states(task)[str(b)] == "chosen"
    assert rounds_told(stand)[2].finding == f"De står lige. {b} er valgt ved lodtrækning."


def test_only_one_who_got_votes_in_round_2_is_elected(task, three, secretary):
    ballot = begun(task, "majority", by=secretary)
    held(ballot, 8, 7, 5, of=three, by=secretary)

    stand = held(ballot, 9, 0, 0, of=three, blank=11, by=secretary)

    assert [one.candidate for one in stand.choices] == [three[0]]


@pytest.mark.parametrize(
    ("votes", "blank", "present", "field", "message"),
    [
        ((11, 9, 1), 0, 20, "present", "Der er 21 stemmer, men kun 20 medlemmer til stede."),
        ((1, 0, 0), 21, 20, "blank", "Der er 22 stemmer, men kun 20 medlemmer til stede."),
        ((1, 0, 0), 0, 21, "present", "KKR har kun 20 medlemmer 12. januar 2022."),
        ((0, 0, 0), 0, 0, "present", "Skriv, hvor mange medlemmer der er til stede."),
        ((-1, 0, 0), 0, 20, "votes", "Stemmer kan ikke være negative."),
    ],
)
def test_impossible_round_is_refused_and_nothing_stored(
    task, three, secretary, votes, blank, present, field, message
):
    ballot = begun(task, "majority", by=secretary)

    with pytest.raises(ValidationError) as caught:
        held(ballot, *votes, of=three, blank=blank, present=present, by=secretary)

    assert caught.value.message_dict == {field: [message]}
    stored = fresh(ballot).ballot
    assert (stored.inputs["rounds"], stored.version) == ([], 1)


def test_round_2_without_votes_is_refused(task, three, secretary):
    ballot = begun(task, "majority", by=secretary)
    held(ballot, 8, 7, 5, of=three, by=secretary)

    with pytest.raises(ValidationError) as caught:
        held(ballot, 0, 0, 0, of=three, blank=20, by=secretary)

    assert "votes" in caught.value.message_dict


def test_nobody_is_elected_who_left_the_municipal_council(task, three, secretary):
    a = three[0]
    ballot = begun(task, "majority", by=secretary)
    office = a.person.offices.get()
    office.ends_on = office.starts_on + datetime.timedelta(days=1)
    office.save()

    with pytest.raises(ValidationError, match=f"{a} kan ikke vælges: er ikke længere medlem"):
        held(ballot, 11, 5, 3, of=three, by=secretary)
    assert not fresh(ballot).rounds


def test_candidate_withdrawn_or_of_another_task_gets_no_votes(task, three, secretary):
    ballot = begun(task, "majority", by=secretary)
    gone, other = three[0], CandidateFactory(task__kind__body__council=task.round.council)
    gone.state = "withdrawn"
    gone.save()

    with pytest.raises(ValidationError, match="er trukket tilbage som kandidat"):
        held(ballot, 11, of=[gone], by=secretary)
    with pytest.raises(ValidationError, match="ikke kandidat til hvervet"):
        held(ballot, 11, of=[other], by=secretary)


def test_no_round_follows_once_somebody_is_elected(task, three, secretary):
    ballot = begun(task, "majority", by=secretary)
    held(ballot, 11, 5, 3, of=three, by=secretary)

    with pytest.raises(ValidationError, match="venter ikke på en runde"):
        held(ballot, 11, 5, 3, of=three, by=secretary)


def test_round_over_what_a_colleague_recorded_is_refused(task, three, secretary):
    ballot = begun(task, "majority", by=secretary)
    held(ballot, 8, 7, 5, of=three, by=secretary)

    with pytest.raises(RowHasChanged):
        ballots.record_round(
            ballot, by=secretary, version=1, votes={three[0].pk: 11}, blank=0, present=20
        )
    assert len(fresh(ballot).rounds) == 1


def test_election_begins_once_and_in_a_way_that_applies(task, three, secretary):
    facts = {"by": secretary, "version": task.version}
    with pytest.raises(ValidationError) as caught:
        ballots.open_ballot(task, way="proportional", held_on=TODAY, **facts)
    assert caught.value.message_dict == {"way": ["Den form passer ikke til hvervet."]}
    with pytest.raises(ValidationError) as caught:
        ballots.open_ballot(task, way="majority", held_on=datetime.date(2021, 6, 1), **facts)
    assert "held_on" in caught.value.message_dict
    assert not Ballot.objects.exists()

    begun(task, "majority", by=secretary)
    with pytest.raises(RowHasChanged):
        ballots.open_ballot(task, way="majority", held_on=TODAY, **facts)
    with pytest.raises(ValidationError, match="allerede et valg"):
        begun(task, "majority", by=secretary)


def test_nothing_is_stored_when_the_log_fails(task, three, secretary, broken_audit):
    ballot = begun(task, "majority", by=secretary)
    broken_audit()

    with pytest.raises(RuntimeError):
        held(ballot, 11, 5, 3, of=three, by=secretary)

    assert not fresh(ballot).rounds
    assert set(states(task).values()) == {"proposed"}


def test_decided_task_and_closed_round_stay_as_they_are(task, three, secretary):
    ballot = begun(task, "majority", by=secretary)
    task.decided_on = TODAY
    task.save()

    with pytest.raises(ValidationError, match="besluttet"):
        held(ballot, 11, 5, 3, of=three, by=secretary)


def test_votes_stay_told_when_the_candidate_becomes_an_alternate(task, three, secretary):
    ballot = begun(task, "majority", by=secretary)
    held(ballot, 8, 7, 5, of=three, by=secretary)
    three[0].is_alternate = True
    three[0].save()

    told = rounds_told(fresh(ballot))

    assert [row.name for row in told[0].rows] == [str(one) for one in three]
    with pytest.raises(ValidationError, match="er kun kandidat som suppleant"):
        held(ballot, 11, of=three[:1], by=secretary)
