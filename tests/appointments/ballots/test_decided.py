"""What an election leads to once the council has decided: appointments that know whose seats they
are."""

import pytest

from appointments.actions.decisions import decide_task, undo_decision
from appointments.models import Appointment, Seat
from councils.models import ElectoralList
from tests.appointments.ballots.things import begun, chosen, fresh, grouped, held, states
from tests.factories import TODAY

pytestmark = pytest.mark.django_db


def decided(task, secretary) -> list[Appointment]:
    for number in range(1, task.number + 1):
        Seat.objects.get_or_create(kind=task.kind, number=number)
    task.refresh_from_db()
    return decide_task(task, by=secretary, decided_on=TODAY, version=task.version)


def test_elected_by_majority_is_appointed(task, three, secretary):
    ballot = begun(task, "majority", by=secretary)
    held(ballot, 5, 11, 3, of=three, by=secretary)

    (made,) = decided(task, secretary)

    assert (made.person, made.way, made.group) == (three[1].person, "majority", "")


def test_seats_belong_to_the_groups_that_chose(seats, six, members, secretary):
    ballot = begun(seats, "proportional", by=secretary)
    grouped(ballot, "A", "B+C", members=members, by=secretary)
    # 10, 8, 5, 4: the second group begins.
    for one in (six[4], six[0], six[2], six[1]):
        chosen(ballot, one, by=secretary)
    assert fresh(ballot).is_complete

    made = decided(seats, secretary)

    a, b, c = (ElectoralList.objects.get(letter=letter) for letter in "ABC")
    assert [(one.person, one.elected_by, one.group) for one in made] == [
        (six[4].person, c, "Birk og Cypres"),
        (six[0].person, a, "Ahorn"),
        (six[2].person, b, "Birk og Cypres"),
        (six[1].person, a, "Ahorn"),
    ]
    assert {one.way for one in made} == {"proportional"}


def test_election_stands_when_the_decision_is_taken_back(task, three, secretary):
    ballot = begun(task, "majority", by=secretary)
    held(ballot, 11, 5, 3, of=three, by=secretary)
    decided(task, secretary)
    task.refresh_from_db()

    undo_decision(task, by=secretary, version=task.version)

    assert fresh(ballot).is_complete
    assert states(task)[str(three[0])] == "chosen"
    assert not Appointment.objects.exists()
