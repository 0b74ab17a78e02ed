"""People chosen without counting votes: in unison, by deviation, or among those nominated."""

import pytest
from django.core.exceptions import ValidationError

from appointments.actions import agreements
from appointments.balloting.ways import ways_of
from appointments.chosen import outcome
from appointments.models import Ballot, Organisation
from councils.actions.rows import RowHasChanged
from tests.appointments.ballots.things import a_task, candidates, fresh, states
from tests.factories import TODAY, SeatKindFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def nominated(council, members):
    """Two seats that an organisation nominates to."""
    kind = SeatKindFactory(body__council=council, number=2, eligibility="business")
    kind.nominators.add(Organisation.objects.create(name="Dansk Industri"))
    return a_task(council, 2, kind=kind)


def facts(task, secretary, **more) -> dict:
    task.refresh_from_db()
    return {"by": secretary, "version": task.version, "held_on": TODAY, **more}


def test_ways_follow_from_the_number_and_from_who_nominates(task, seats, nominated, council):
    assert ways_of(task) == ["majority", "in_unison"]
    assert ways_of(seats) == ["proportional", "in_unison", "deviation"]
    assert ways_of(nominated) == ["nominated"]
    unclear = a_task(council, kind=SeatKindFactory(body__council=council, eligibility="other"))
    assert ways_of(unclear) == ["majority", "in_unison", "nominated"]


def test_unison_chooses_and_keeps_who_proposed(seats, six, secretary):
    ballot = agreements.agree_in_unison(
        seats, chosen=six[1:3], note="Efter aftale", **facts(seats, secretary)
    )

    stand = fresh(ballot)
    assert stand.is_complete
    assert stand.ballot.note == "Efter aftale"
    assert states(seats)[str(six[0])] == "not_chosen"
    told = [(one.candidate, one.way, one.elected_by) for one in outcome(seats).chosen]
    assert told == [(one, "in_unison", one.proposed_by) for one in six[1:3]]


def test_deviation_needs_everybody_present(seats, six, secretary):
    for present, agreeing, field in ((20, 19, "agreeing"), (21, 21, "present"), (0, 0, "present")):
        with pytest.raises(ValidationError) as caught:
            agreements.deviate(
                seats,
                present=present,
                agreeing=agreeing,
                chosen=six[:4],
                **facts(seats, secretary),
            )
        assert list(caught.value.message_dict) == [field]
    assert not Ballot.objects.exists()

    ballot = agreements.deviate(
        seats, present=18, agreeing=18, chosen=six[:4], **facts(seats, secretary)
    )
    assert (ballot.present, ballot.agreeing) == (18, 18)
    assert fresh(ballot).is_complete


def test_deviation_from_an_election_of_one_is_refused(task, three, secretary):
    with pytest.raises(ValidationError, match="passer ikke til hvervet"):
        agreements.deviate(
            task, present=20, agreeing=20, chosen=three[:1], **facts(task, secretary)
        )


def test_nominated_are_taken_without_an_election(nominated, secretary):
    people = candidates(nominated, "A", "B", "C", proposed_by=None)

    agreements.choose_nominated(nominated, chosen=people[:2], **facts(nominated, secretary))

    assert list(states(nominated).values()).count("chosen") == 2
    assert {one.way for one in outcome(nominated).chosen} == {"nominated"}


@pytest.mark.parametrize(
    ("take", "message"),
    [
        (lambda six: [], "Vælg mindst én kandidat."),
        (lambda six: six[:5], "Der er kun 4 pladser, men du har valgt 5."),
        (lambda six: [six[0], six[0]], "Den samme kandidat er valgt to gange."),
    ],
)
def test_wrong_number_of_people_is_refused(seats, six, secretary, take, message):
    with pytest.raises(ValidationError) as caught:
        agreements.agree_in_unison(seats, chosen=take(six), **facts(seats, secretary))

    assert caught.value.message_dict == {"chosen": [message]}
    assert not Ballot.objects.exists()
    assert set(states(seats).values()) == {"proposed"}


def test_whoever_is_not_eligible_any_more_is_refused(seats, six, secretary):
    six[0].person.offices.all().delete()

    with pytest.raises(ValidationError) as caught:
        agreements.agree_in_unison(seats, chosen=six[:2], **facts(seats, secretary))

    assert "kan ikke vælges: er ikke medlem" in caught.value.message_dict["chosen"][0]


def test_older_page_of_the_task_is_refused(seats, six, secretary):
    known = facts(seats, secretary)
    agreements.agree_in_unison(seats, chosen=six[:2], **known)

    with pytest.raises(RowHasChanged):
        agreements.agree_in_unison(seats, chosen=six[:2], **known)
