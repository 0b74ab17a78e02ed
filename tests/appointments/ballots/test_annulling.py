"""What is annulled stays to be seen; what rests on it falls, and can be done again."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from appointments.actions import agreements, ballot_draws
from appointments.balloting.stands import ChoiceDue, LotDue, RoundDue
from appointments.balloting.story import draws_told
from appointments.models import Ballot, BallotDraw
from councils.actions.rows import RowHasChanged
from councils.models import AuditEntry
from tests.appointments.ballots.things import (
    DRAWN,
    begun,
    chosen,
    drawn,
    fresh,
    grouped,
    held,
    states,
)
from tests.factories import TODAY

pytestmark = pytest.mark.django_db


def annul_draw(draw: BallotDraw, by):
    version = fresh(draw.ballot).ballot.version
    return ballot_draws.annul_draw(draw, by=by, version=version, because="Skrevet forkert")


def annul(ballot: Ballot, by) -> Ballot:
    stored = fresh(ballot).ballot
    return ballot_draws.annul_ballot(stored, by=by, version=stored.version, because="Formfejl")


def test_annulled_election_sets_the_candidates_free(task, three, secretary):
    ballot = begun(task, "majority", by=secretary)
    held(ballot, 11, 5, 3, of=three, by=secretary)
    before = fresh(ballot)
    annul(ballot, secretary)

    stand = fresh(ballot)
    assert (stand.due, stand.is_complete) == (None, False)
    assert [one.candidate for one in stand.choices] == [one.candidate for one in before.choices]
    assert set(states(task).values()) == {"proposed"}
    assert AuditEntry.objects.filter(action="annul_ballot").count() == 1
    with pytest.raises(RowHasChanged):
        annul(ballot, secretary)
    held(begun(task, "majority", by=secretary), 5, 11, 3, of=three, by=secretary)
    assert states(task)[str(three[1])] == "chosen"


def test_election_is_not_annulled_once_the_task_is_decided(task, three, secretary):
    ballot = begun(task, "majority", by=secretary)
    held(ballot, 11, 5, 3, of=three, by=secretary)
    task.refresh_from_db()
    task.decided_on = TODAY
    task.save()

    with pytest.raises(ValidationError, match="besluttet"):
        annul(ballot, secretary)
    assert states(task)[str(three[0])] == "chosen"


def test_annulled_lot_about_the_third_round_takes_the_round_with_it(task, three, secretary):
    a, b, c = three
    ballot = begun(task, "majority", by=secretary)
    for _ in range(2):
        held(ballot, 8, 6, 6, of=three, by=secretary)
    drawn(ballot, str(c.pk), str(b.pk), by=secretary)
    held(ballot, 9, 9, of=[a, c], by=secretary)
    drawn(ballot, str(c.pk), str(a.pk), by=secretary)
    assert states(task)[str(c)] == "chosen"

    stand = annul_draw(BallotDraw.objects.first(), secretary)

    assert (len(stand.rounds), stand.counting_draws, stand.choices) == (2, [], [])
    assert isinstance(stand.due, LotDue)
    assert set(states(task).values()) == {"proposed"}
    assert [one.names for one in draws_told(stand)] == [(str(c), str(b)), (str(c), str(a))]
    stand = drawn(ballot, str(b.pk), str(c.pk), by=secretary)
    assert stand.due == RoundDue(3, tuple(sorted([str(a.pk), str(b.pk)])))


def test_annulled_last_lot_keeps_the_rounds(task, three, secretary):
    a, b, _ = three
    ballot = begun(task, "majority", by=secretary)
    for _ in range(2):
        held(ballot, 8, 7, 5, of=three, by=secretary)
    held(ballot, 9, 9, of=[a, b], by=secretary)
    drawn(ballot, str(b.pk), str(a.pk), by=secretary)

    stand = annul_draw(BallotDraw.objects.get(), secretary)

    assert len(stand.rounds) == 3
    assert isinstance(stand.due, LotDue)
    assert [one.candidate for one in drawn(ballot, str(a.pk), str(b.pk), by=secretary).choices] == [
        a
    ]


def test_annulled_lot_takes_the_later_choices_with_it(ballot_with_lots, six, secretary):
    ballot = ballot_with_lots
    stand = annul_draw(BallotDraw.objects.get(), secretary)

    assert [one.candidate for one in stand.choices] == [six[0]]
    assert isinstance(stand.due, LotDue)
    assert set(states(ballot.task).values()) == {"proposed"}
    stand = drawn(ballot, "B", "C+V", by=secretary)
    assert stand.due == ChoiceDue(2, stand.groups["B"])


@pytest.fixture
def ballot_with_lots(seats, six, members, secretary) -> Ballot:
    """Complete; lots were drawn for no. 2 and 3."""
    ballot = begun(seats, "proportional", by=secretary)
    grouped(ballot, "A", "B", "C+V", members=members, by=secretary)
    chosen(ballot, six[0], by=secretary)
    drawn(ballot, "C+V", "B", by=secretary)
    for one in (six[4], six[2], six[1]):
        chosen(ballot, one, by=secretary)
    return ballot


def test_draw_is_annulled_once(ballot_with_lots, secretary):
    draw = BallotDraw.objects.get()
    annul_draw(draw, secretary)

    with pytest.raises(ValidationError, match="allerede annulleret"):
        annul_draw(draw, secretary)


def test_draw_that_nobody_waits_for_or_of_others_is_refused(seats, six, members, secretary):
    ballot = begun(seats, "proportional", by=secretary)
    with pytest.raises(ValidationError, match="venter ikke på en lodtrækning"):
        ballot_draws.record_draw(ballot, by=secretary, version=1, order=["A", "B"], **DRAWN)
    grouped(ballot, "A", "B", "C+V", members=members, by=secretary)
    chosen(ballot, six[0], by=secretary)

    with pytest.raises(ValidationError) as caught:
        drawn(ballot, "A", "B", by=secretary)
    assert "place_1" in caught.value.message_dict
    stored = fresh(ballot).ballot
    with pytest.raises(RowHasChanged):
        ballot_draws.record_draw(stored, by=secretary, version=1, order=["C+V", "B"], **DRAWN)
    assert not BallotDraw.objects.exists()


def test_database_keeps_one_election_and_only_unanimous_deviations(seats, six, secretary):
    agreements.agree_in_unison(
        seats, by=secretary, version=seats.version, held_on=TODAY, chosen=six[:1]
    )
    made = Ballot.objects.get()
    for facts in ({"way": "in_unison"}, {"way": "deviation", "present": 20, "agreeing": 19}):
        made.pk, made.annulled_at = None, None
        for name, value in facts.items():
            setattr(made, name, value)
        with pytest.raises(IntegrityError), transaction.atomic():
            made.save(force_insert=True)
