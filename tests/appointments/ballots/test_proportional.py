"""Several people are elected by groups in the order of the quotients; lots, and what is refused."""

import pytest
from django.core.exceptions import ValidationError

from appointments.actions import ballots
from appointments.balloting.members import Together, grouping_of, last_grouping
from appointments.balloting.members import members as members_on
from appointments.balloting.stands import ChoiceDue, GroupsDue, LotDue
from appointments.balloting.story import heads_told, tie_sentence
from appointments.chosen import outcome
from appointments.models import Group
from councils.actions.rows import RowHasChanged
from councils.models import ElectoralList
from meetings.models import Attendance
from tests.appointments.ballots.things import (
    a_council,
    a_task,
    begun,
    candidates,
    chosen,
    drawn,
    fresh,
    grouped,
    states,
)
from tests.factories import (
    TODAY,
    AgendaItemFactory,
    MembershipFactory,
    PersonFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ballot(seats, six, secretary):
    return begun(seats, "proportional", by=secretary)


def turns(stand) -> list[tuple[int, str]]:
    return [(one.number, one.group.key) for one in heads_told(stand).turns]


def test_groups_choose_in_the_order_of_the_quotients(ballot, seats, six, members, secretary):
    assert fresh(ballot).due == GroupsDue()
    stand = grouped(ballot, "A", "B", "C+V", members=members, by=secretary)
    # 8, 6 and 6 members: B and C+V are equal for no. 2 and 3.
    assert turns(stand) == [(1, "A")]
    assert isinstance(stand.due, ChoiceDue)
    a1, a2, b1, _, c1, _ = six
    stand = chosen(ballot, a1, by=secretary)

    assert isinstance(stand.due, LotDue)
    assert tie_sentence(stand) == (
        "B og C+V har den samme kvotient, 6, og står lige om nr. 2 og 3."
    )
    stand = drawn(ballot, "C+V", "B", by=secretary)
    assert turns(stand) == [(1, "A"), (2, "C+V"), (3, "B"), (4, "A")]
    chosen(ballot, c1, by=secretary)
    chosen(ballot, b1, by=secretary)
    assert set(states(seats).values()) == {"proposed"}
    stand = chosen(ballot, a2, by=secretary)

    assert stand.is_complete
    taken = {name for name, state in states(seats).items() if state == "chosen"}
    assert taken == {str(one) for one in (a1, a2, b1, c1)}
    assert set(states(seats).values()) == {"chosen", "not_chosen"}


def test_vacancies_go_back_to_the_list_that_chose(ballot, seats, six, members, secretary):
    grouped(ballot, "A", "B", "C", members=members, by=secretary)
    for one in (six[0], six[2], six[1], six[4]):
        stand = fresh(ballot)
        if isinstance(stand.due, LotDue):
            drawn(ballot, *stand.due.tie.lists, by=secretary)
        chosen(ballot, one, by=secretary)

    told = [(one.candidate, one.elected_by, one.group) for one in outcome(seats).chosen]
    lists = {one.letter: one for one in ElectoralList.objects.all()}
    assert told == [
        (six[0], lists["A"], "Ahorn"),
        (six[2], lists["B"], "Birk"),
        (six[1], lists["A"], "Ahorn"),
        (six[4], lists["C"], "Cypres"),
    ]


def test_each_group_is_told_with_quotients_and_share(ballot, members, secretary):
    stand = grouped(ballot, "A", "B", members=members, by=secretary, outside="C")

    told = heads_told(stand)
    assert (told.taking_part, told.outside, stand.ballot.present) == (14, 4, 18)
    a, b = told.rows
    assert (a.key, a.heads, a.share, a.seats) == ("A", 8, "2,3", 2)
    assert [cell.text for cell in a.cells] == ["8", "4", "2,67"]
    assert [cell.number for cell in a.cells] == [1, 3, None]
    assert [cell.number for cell in b.cells] == [2, 4, None]
    assert [one.quotient for one in told.turns] == [
        "8 : 1 = 8",
        "6 : 1 = 6",
        "8 : 2 = 4",
        "6 : 2 = 3",
    ]


@pytest.mark.parametrize(
    ("groups", "message"),
    [
        ([], "Der skal være mindst én gruppe."),
        (["A", ""], "Gruppen Gruppe 2 har ingen medlemmer, der deltager."),
        (["A", "A"], "Eksempel A 00 kan kun være i én gruppe."),
    ],
)
def test_impossible_groups_are_refused(ballot, members, secretary, groups, message):
    together = [Together((), tuple(members[letter]) if letter else ()) for letter in groups]

    with pytest.raises(ValidationError) as caught:
        ballots.register_groups(ballot, by=secretary, version=1, groups=together)

    assert caught.value.message_dict == {"groups": [message]}
    assert not Group.objects.exists()


def test_only_members_of_the_day_take_part(ballot, council, members, secretary, other_council):
    strangers = [
        MembershipFactory(council=other_council, person__name="Eksempel Nord"),
        MembershipFactory(council=council, person__name="Eksempel Senere", starts_on="2023-01-01"),
        MembershipFactory(council=council, person__name="Eksempel Gæst", role="observer"),
    ]
    for one in strangers:
        group = Together((), (*members["A"], one))
        with pytest.raises(ValidationError, match=f"{one.person} er ikke medlem af KKR 12. januar"):
            ballots.register_groups(ballot, by=secretary, version=1, groups=[group])


def test_group_out_of_turn_is_refused(ballot, six, members, secretary):
    grouped(ballot, "A", "B", members=members, by=secretary)

    with pytest.raises(ValidationError, match="ikke dens tur"):
        chosen(ballot, six[0], number=2, by=secretary)
    chosen(ballot, six[0], by=secretary)
    with pytest.raises(ValidationError, match="ikke dens tur"):
        chosen(ballot, six[1], number=1, by=secretary)


def test_candidate_is_chosen_once_and_only_if_eligible(ballot, seats, six, members, secretary):
    grouped(ballot, "A", "B", members=members, by=secretary)
    chosen(ballot, six[0], by=secretary)
    with pytest.raises(ValidationError, match="er allerede valgt"):
        chosen(ballot, six[0], by=secretary)
    six[1].state = "withdrawn"
    six[1].save()
    six[2].person.offices.update(ends_on=TODAY)
    (alternate,) = candidates(seats, "B", is_alternate=True)

    with pytest.raises(ValidationError, match="er trukket tilbage"):
        chosen(ballot, six[1], by=secretary)
    # The appointment begins after the first day of the term only where the task says so.
    seats.starts_on = "2022-02-01"
    seats.save()
    with pytest.raises(ValidationError, match=f"{six[2]} kan ikke vælges: er ikke længere medlem"):
        chosen(ballot, six[2], by=secretary)
    with pytest.raises(ValidationError, match="er kun kandidat som suppleant"):
        chosen(ballot, alternate, by=secretary)
    assert len(fresh(ballot).choices) == 1


def test_more_people_than_seats_are_refused(ballot, six, members, secretary):
    grouped(ballot, "A", "B", members=members, by=secretary)
    for one in six[:4]:
        chosen(ballot, one, by=secretary)

    with pytest.raises(ValidationError, match="Alle pladserne er besat"):
        chosen(ballot, six[4], by=secretary)


def test_last_choice_is_refused_when_the_task_has_other_seats_now(
    ballot, seats, six, members, secretary
):
    grouped(ballot, "A", "B", members=members, by=secretary)
    for one in six[:3]:
        chosen(ballot, one, by=secretary)
    seats.number = 3
    seats.save()

    with pytest.raises(ValidationError, match="Hvervet har nu 3 pladser, men valget begyndte med"):
        chosen(ballot, six[3], by=secretary)
    assert set(states(seats).values()) == {"proposed"}


def test_groups_can_be_registered_again_until_somebody_chose(ballot, six, members, secretary):
    grouped(ballot, "A", "B", members=members, by=secretary)
    stand = grouped(ballot, "A", "B+C", members=members, by=secretary)
    assert dict(stand.heads) == {"A": 8, "B+C": 10}
    chosen(ballot, six[2], by=secretary)

    with pytest.raises(ValidationError, match="ligger fast"):
        grouped(ballot, "A", "B", members=members, by=secretary)


def test_choice_over_what_a_colleague_recorded_is_refused(ballot, six, members, secretary):
    grouped(ballot, "A", "B", members=members, by=secretary)

    with pytest.raises(RowHasChanged):
        ballots.choose(ballot, by=secretary, version=1, number=1, candidate=six[0])
    assert not fresh(ballot).choices


def test_members_stand_as_in_the_latest_election_of_the_day(ballot, council, members, secretary):
    task = a_task(council, 2, round=ballot.task.round)
    candidates(task, "A", "B")
    other = begun(task, "proportional", by=secretary)
    assert last_grouping(other) is None

    grouped(ballot, "A", "C+V", members=members, outside="B", by=secretary)
    found = last_grouping(other)

    assert found == grouping_of(fresh(ballot).ballot)
    assert [len(group.members) for group in found.groups] == [8, 6]
    assert found.outside == {one.pk for one in members["B"]}


def test_attendance_of_the_meeting_tells_who_is_away(council, term, members, secretary):
    item = AgendaItemFactory(meeting__council=council, meeting__term=term)
    task = a_task(council, 2, decided_in=item)
    gone, covered = members["A"][:2]
    facts = {"meeting": item.meeting, "recorded_by": secretary}
    facts["recorded_at"] = item.meeting.starts_at
    Attendance.objects.create(membership=gone, status="apology", **facts)
    Attendance.objects.create(
        membership=covered,
        status="substitute",
        attended_by=PersonFactory(name="Eksempel Vikar"),
        **facts,
    )

    found = {one.pk: one for one in members_on(task, item.meeting.held_on)}

    assert (found[gone.pk].is_away, found[covered.pk].is_away) == (True, False)
    assert found[covered.pk].substitute == "Eksempel Vikar"
    assert sum(one.is_away for one in found.values()) == 1
    assert not any(one.is_away for one in members_on(task, TODAY))


def test_stand_costs_as_many_queries_with_three_as_with_one(
    council, other_council, term, secretary, django_assert_num_queries
):
    few, many = a_council(council, A=2, B=1), a_council(other_council, A=6, B=5, C=4)
    for members, number, queries in ((few, 2, 9), (many, 6, 9)):
        task = a_task(members["A"][0].council, number)
        own = candidates(task, *"AABBCC"[:number])
        ballot = begun(task, "proportional", by=secretary)
        grouped(ballot, *members, members=members, by=secretary)
        chosen(ballot, own[0], by=secretary)
        with django_assert_num_queries(queries):
            stand = fresh(ballot)
            assert stand.due
            assert heads_told(stand).turns
