"""What the council decides becomes appointments, all of them or none."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from appointments.actions import decisions
from appointments.actions.alternates import name_alternate
from appointments.actions.appointments import end_appointment
from appointments.actions.decisions import decide_task, undo_decision
from appointments.models import (
    Alternate,
    Appointment,
    Ballot,
    Candidate,
    Choice,
    Group,
    Organisation,
    Task,
)
from councils.actions.rows import RowHasChanged
from councils.models import AuditEntry
from kkr_portal import clock
from tests.appointments.seats import END, START, appointed, councillor, kind_of, seats_of
from tests.factories import (
    TODAY,
    AgendaItemFactory,
    CandidateFactory,
    CouncilMunicipalityFactory,
    ElectoralListFactory,
    OfficeFactory,
    PersonFactory,
    TaskFactory,
)

DAY = datetime.timedelta(days=1)
DECIDED = TODAY - DAY


@pytest.fixture
def task(council, term) -> Task:
    """Two seats for councillors from 1 January 2022."""
    return TaskFactory(kind=kind_of(council, 2))


@pytest.fixture
def decide(secretary):
    def decide(task: Task, **given) -> list[Appointment]:
        given.setdefault("version", Task.objects.get(pk=task.pk).version)
        return decide_task(task, **{"by": secretary, "decided_on": DECIDED, **given})

    return decide


def candidate(task: Task, person=None, state: str = "proposed", **facts) -> Candidate:
    person = person or councillor(task.round.council)
    return CandidateFactory(task=task, person=person, state=state, **facts)


def chosen(task: Task, person=None, **facts) -> Candidate:
    return candidate(task, person, "chosen", **facts)


def ballot(task: Task, user, way: str = "in_unison", **facts) -> Ballot:
    return Ballot.objects.create(
        task=task,
        way=way,
        recorded_at=clock.now(),
        recorded_by=user,
        program_version="1",
        **facts,
    )


def said(refused) -> str:
    return " ".join(refused.value.messages)


def nothing_stored() -> bool:
    is_undecided = not Task.objects.exclude(decided_on=None).exists()
    return is_undecided and not Appointment.objects.filter(candidate__isnull=False).exists()


# --- What is made --------------------------------------------------------------------------------


def test_decision_appoints_the_chosen_for_the_days_of_the_task(council, task, decide, secretary):
    ballot(task, secretary)
    first, second = chosen(task), chosen(task)
    loser = candidate(task)

    made = decide(task)

    task = Task.objects.get(pk=task.pk)
    assert [(one.person, one.seat.number) for one in made] == [
        (first.person, 1),
        (second.person, 2),
    ]
    assert {(one.starts_on, one.due_on, one.ends_on) for one in made} == {(START, END, END)}
    assert {one.way for one in made} == {"in_unison"}
    assert (task.decided_on, task.version) == (DECIDED, 2)
    assert Candidate.objects.get(pk=loser.pk).state == "not_chosen"
    entry = AuditEntry.objects.get(council=council)
    assert (entry.action, entry.by) == ("decide_task", secretary)
    assert str(first.person) in entry.summary


def test_appointments_begin_and_end_by_themselves_on_their_days(task, decide, secretary):
    ballot(task, secretary)
    person = chosen(task).person

    decide(task)

    held = {
        at: [one.person for one in Appointment.objects.in_force(at)]
        for at in (START - DAY, START, END, END + DAY)
    }
    assert held == {START - DAY: [], START: [person], END: [person], END + DAY: []}


def test_group_that_chose_is_kept_so_that_a_vacancy_goes_back_to_it(task, decide, secretary):
    lists = {letter: ElectoralListFactory(letter=letter) for letter in "ACV"}
    held = ballot(task, secretary, "proportional", present=5)
    alone, together = chosen(task), chosen(task, proposed_by=lists["V"])
    groups = [Group.objects.create(ballot=held, key=key, name=key) for key in ("A", "C+V")]
    groups[0].lists.set([lists["A"]])
    groups[1].lists.set([lists["C"], lists["V"]])
    for number, (group, one) in enumerate(zip(groups, (together, alone), strict=True), start=1):
        Choice.objects.create(ballot=held, number=number, group=group, candidate=one)
    Choice.objects.filter(candidate=alone).update(group=groups[0])
    Choice.objects.filter(candidate=together).update(group=groups[1])

    made = decide(task)

    assert [(one.person, one.elected_by, one.group) for one in made] == [
        (together.person, lists["V"], "C+V"),
        (alone.person, lists["A"], "A"),
    ]


def test_majority_leaves_the_seat_to_no_group(task, decide, secretary):
    ballot(task, secretary, "majority", present=5)
    chosen(task, proposed_by=ElectoralListFactory(letter="A"))

    (made,) = decide(task)

    assert (made.way, made.elected_by, made.group) == ("majority", None, "")


def test_nominated_are_chosen_when_it_is_decided(council, decide):
    kind = kind_of(council, 1, eligibility="business")
    organisation = Organisation.objects.create(name="DI")
    task = TaskFactory(kind=kind)
    taken = candidate(task, PersonFactory(), represents="Fabrikken", is_sme=True)
    taken.nominated_by.add(organisation)
    other = candidate(task, PersonFactory())

    (made,) = decide(task, chosen=[taken])

    states = {one.pk: one.state for one in Candidate.objects.all()}
    assert states == {taken.pk: "chosen", other.pk: "not_chosen"}
    assert (made.way, made.represents, made.is_sme) == ("nominated", "Fabrikken", True)
    assert list(made.nominated_by.all()) == [organisation]


def test_item_under_which_it_was_decided_is_remembered(task, decide, secretary):
    ballot(task, secretary)
    chosen(task)
    task.round.decided_in = AgendaItemFactory(meeting__council=task.round.council)
    task.round.save()

    (made,) = decide(task)

    assert made.decided_in == task.round.decided_in


def test_alternates_stand_in_as_long_as_the_appointment(task, decide, secretary):
    ballot(task, secretary)
    main = chosen(task)
    personal = candidate(task, is_alternate=True, alternate_of=main)
    shared = chosen(task, is_alternate=True)

    (made,) = decide(task)

    rows = {(one.person, one.appointment, one.kind) for one in Alternate.objects.all()}
    assert rows == {(personal.person, made, None), (shared.person, None, task.kind)}
    assert {one.ends_on for one in Alternate.objects.all()} == {END}


# --- Carrying over -------------------------------------------------------------------------------


@pytest.fixture
def carried(council):
    """Two seats whose holders stay until a successor is named; their term passed in 2021."""
    kind = kind_of(council, 2, body__carries_over=True)
    due = datetime.date(2021, 12, 31)
    return [
        appointed(seat, starts_on=datetime.date(2018, 1, 1), due_on=due, ends_on=None)
        for seat in seats_of(kind)
    ]


def test_who_carries_over_leaves_the_day_before_the_successor(carried, decide, secretary):
    task = TaskFactory(kind=carried[0].seat.kind, starts_on=datetime.date(2022, 4, 1))
    ballot(task, secretary)
    chosen(task)
    stand_in = Alternate.objects.create(
        appointment=carried[0], person=PersonFactory(), starts_on=carried[0].starts_on
    )

    (made,) = decide(task)

    before = Appointment.objects.get(pk=carried[0].pk)
    assert (before.ends_on, before.ended_because) == (datetime.date(2022, 3, 31), "replaced")
    assert (made.follows, made.due_on, made.ends_on) == (before, END, None)
    assert Alternate.objects.get(pk=stand_in.pk).ends_on == datetime.date(2022, 3, 31)
    assert Appointment.objects.get(pk=carried[1].pk).ends_on is None


def test_who_is_appointed_again_keeps_the_seat(carried, decide, secretary):
    again = carried[1].person
    municipality = councillor(carried[0].seat.kind.council).offices.get().municipality
    OfficeFactory(person=again, municipality=municipality)
    task = TaskFactory(kind=carried[0].seat.kind, starts_on=datetime.date(2022, 4, 1))
    ballot(task, secretary)
    chosen(task, again)

    (made,) = decide(task)

    assert (made.seat, made.follows) == (carried[1].seat, carried[1])


def test_who_is_appointed_again_keeps_the_seat_also_beside_somebody_new(carried, decide, secretary):
    again = carried[0].person
    municipality = councillor(carried[0].seat.kind.council).offices.get().municipality
    OfficeFactory(person=again, municipality=municipality)
    task = TaskFactory(kind=carried[0].seat.kind, starts_on=datetime.date(2022, 4, 1))
    held = ballot(task, secretary)
    people = [chosen(task), chosen(task, again)]
    for number, one in enumerate(people, start=1):
        Choice.objects.create(ballot=held, number=number, candidate=one)

    made = decide(task)

    assert [(one.person, one.seat) for one in made] == [
        (people[0].person, carried[1].seat),
        (again, carried[0].seat),
    ]


def test_late_decision_leaves_the_seat_to_who_carried_over_until_then(carried, decide, secretary):
    task = TaskFactory(kind=carried[0].seat.kind)
    ballot(task, secretary)
    chosen(task)

    (made,) = decide(task)

    before = Appointment.objects.get(pk=carried[0].pk)
    assert before.ends_on == DECIDED - DAY
    assert (made.starts_on, made.due_on, made.follows) == (DECIDED, END, before)


def test_late_decision_begins_when_who_carried_over_had_left(carried, decide, secretary):
    left = START + DAY
    Appointment.objects.filter(pk=carried[0].pk).update(ends_on=left, ended_because="resigned")
    task = TaskFactory(kind=carried[0].seat.kind, number=2)
    ballot(task, secretary)
    chosen(task)

    (made,) = decide(task)

    before = Appointment.objects.get(pk=carried[0].pk)
    assert (before.ends_on, before.ended_because) == (left, "resigned")
    assert made.starts_on == left + DAY


def test_late_decision_on_an_empty_seat_counts_from_the_day_of_the_task(task, decide, secretary):
    ballot(task, secretary)
    chosen(task)

    (made,) = decide(task)

    assert made.starts_on == START < DECIDED


def test_successor_takes_the_seat_of_who_would_leave_later(carried, decide, secretary):
    for one in carried:
        Appointment.objects.filter(pk=one.pk).update(ends_on=END, ended_because="resigned")
    task = TaskFactory(kind=carried[0].seat.kind, starts_on=datetime.date(2022, 4, 1))
    ballot(task, secretary)
    chosen(task)

    (made,) = decide(task)

    before = Appointment.objects.get(pk=carried[0].pk)
    assert made.follows == before
    assert (before.ends_on, before.ended_because) == (datetime.date(2022, 3, 31), "replaced")


def test_log_names_alternates_who_never_stand_in(carried, decide, secretary):
    task = TaskFactory(kind=carried[0].seat.kind, starts_on=datetime.date(2022, 4, 1))
    ballot(task, secretary)
    chosen(task)
    late = PersonFactory(name="Sen Suppleant")
    Alternate.objects.create(
        appointment=carried[0], person=late, starts_on=datetime.date(2022, 5, 1)
    )

    decide(task)

    assert not Alternate.objects.exists()
    assert "Sen Suppleant" in AuditEntry.objects.first().summary


def test_body_ends_what_is_carried_over(council, decide, secretary):
    last = datetime.date(2026, 12, 31)
    task = TaskFactory(kind=kind_of(council, 1, body__carries_over=True, body__ends_on=last))
    ballot(task, secretary)
    chosen(task)

    (made,) = decide(task)

    assert (made.due_on, made.ends_on) == (END, last)


# --- What is refused -----------------------------------------------------------------------------


def test_more_people_than_the_task_has_seats_are_refused(task, decide, secretary):
    ballot(task, secretary)
    for _ in range(3):
        chosen(task)

    with pytest.raises(ValidationError) as refused:
        decide(task)

    assert said(refused) == "Der er valgt 3, men der skal kun besættes 2."
    assert nothing_stored()


def test_more_people_than_seats_free_in_the_period_are_refused(task, decide, secretary):
    ballot(task, secretary)
    chosen(task)
    chosen(task)
    appointed(seats_of(task.kind)[0], starts_on=END)

    with pytest.raises(ValidationError) as refused:
        decide(task)

    assert said(refused) == "Der er valgt 2, men kun 1 er ledig i perioden."
    assert nothing_stored()


def test_seat_taken_in_the_whole_period_is_refused(council, decide, secretary):
    task = TaskFactory(kind=kind_of(council))
    ballot(task, secretary)
    chosen(task)
    appointed(seats_of(task.kind)[0], ends_on=None, due_on=None)

    with pytest.raises(ValidationError) as refused:
        decide(task)

    assert said(refused) == "Pladsen er besat i hele perioden."


def test_who_is_no_longer_a_councillor_is_refused(council, task, decide, secretary):
    ballot(task, secretary)
    gone = chosen(task, councillor(council, "Gåede Eksempel", ends_on=DECIDED - DAY)).person

    with pytest.raises(ValidationError) as refused:
        decide(task)

    assert said(refused).startswith(f"{gone} kan ikke vælges: er ikke længere medlem")
    assert nothing_stored()


def test_candidate_from_another_region_is_refused(other_council, task, decide, secretary):
    ballot(task, secretary)
    there = CouncilMunicipalityFactory(council=other_council).municipality
    chosen(task, OfficeFactory(municipality=there).person)

    with pytest.raises(ValidationError) as refused:
        decide(task)

    assert f"Sidder i kommunalbestyrelsen i {there}".lower() in said(refused).lower()
    assert nothing_stored()


def test_alternate_who_is_not_a_councillor_is_refused(task, decide, secretary):
    ballot(task, secretary)
    main = chosen(task)
    candidate(task, PersonFactory(name="Uden Hverv"), is_alternate=True, alternate_of=main)

    with pytest.raises(ValidationError, match="Uden Hverv kan ikke vælges"):
        decide(task)

    assert nothing_stored()


def test_doubt_that_staff_overruled_does_not_stop_the_decision(council, decide, secretary):
    task = TaskFactory(kind=kind_of(council, eligibility="elected"))
    ballot(task, secretary)
    chosen(task, PersonFactory(), overruled_because="Sidder i regionsrådet")

    assert len(decide(task)) == 1


def test_seats_that_passed_to_another_council_are_refused(other_council, task, decide, secretary):
    ballot(task, secretary)
    chosen(task)
    task.kind.council = other_council
    task.kind.save()

    with pytest.raises(ValidationError) as refused:
        decide(Task.objects.get())

    assert said(refused) == f"{task.round.council} besætter ikke længere pladsen."
    assert nothing_stored()


def test_nobody_is_chosen_yet(task, decide):
    candidate(task)

    with pytest.raises(ValidationError, match="Ingen er valgt til hvervet endnu"):
        decide(task)


def test_candidates_for_an_election_are_not_chosen_by_hand(task, decide):
    with pytest.raises(ValidationError, match="Hvervet besættes ved valg i KKR"):
        decide(task, chosen=[candidate(task)])


def test_candidate_of_another_task_is_refused(council, decide):
    kind = kind_of(council, eligibility="business")
    other = candidate(TaskFactory(kind=kind_of(council, body=kind.body, label="Formand")))

    with pytest.raises(ValidationError, match="ikke længere kandidat"):
        decide(TaskFactory(kind=kind, round=other.task.round), chosen=[other])


def test_closed_round_is_refused(task, decide, secretary):
    ballot(task, secretary)
    chosen(task)
    task.round.closed_at = clock.now()
    task.round.save()

    with pytest.raises(ValidationError, match="Runden er afsluttet"):
        decide(task)


def test_task_is_decided_once(task, decide, secretary):
    ballot(task, secretary)
    chosen(task)
    decide(task)

    with pytest.raises(ValidationError, match="allerede besluttet"):
        decide(task)


def test_older_page_is_refused(task, decide, secretary):
    ballot(task, secretary)
    chosen(task)

    with pytest.raises(RowHasChanged) as conflict:
        decide(task, version=7)

    assert conflict.value.stored == task
    assert nothing_stored()


def test_body_that_ended_before_is_refused(council, decide, secretary):
    task = TaskFactory(kind=kind_of(council, body__ends_on=datetime.date(2021, 6, 30)))
    ballot(task, secretary)
    chosen(task)

    with pytest.raises(ValidationError, match=r"nedlagt efter 30\. juni 2021"):
        decide(task)


def test_body_that_ends_within_the_period_is_refused(council, decide, secretary):
    task = TaskFactory(kind=kind_of(council, body__ends_on=datetime.date(2024, 6, 30)))
    ballot(task, secretary)
    chosen(task)

    with pytest.raises(ValidationError, match="Vælg en tidligere dag"):
        decide(task)


def test_person_sits_on_one_seat_of_a_body(council, task, decide, secretary):
    ballot(task, secretary)
    person = chosen(task).person
    appointed(seats_of(kind_of(council, label="Formand", body=task.kind.body))[0], person)

    with pytest.raises(ValidationError, match=f"{person} sidder allerede i Erhvervshus"):
        decide(task)

    assert nothing_stored()


def test_nothing_is_stored_when_the_log_fails(task, decide, secretary, monkeypatch):
    ballot(task, secretary)
    chosen(task)
    monkeypatch.setattr(decisions.audit, "record_about", lambda *args, **facts: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        decide(task)

    assert nothing_stored()


# --- Taking back ---------------------------------------------------------------------------------


@pytest.fixture
def undo(secretary):
    def undo(task: Task) -> Task:
        return undo_decision(task, by=secretary, version=Task.objects.get(pk=task.pk).version)

    return undo


def test_taking_back_leaves_all_as_before(carried, decide, undo, secretary):
    task = TaskFactory(kind=carried[0].seat.kind, starts_on=datetime.date(2022, 4, 1))
    ballot(task, secretary)
    main = chosen(task)
    candidate(task, is_alternate=True, alternate_of=main)
    chosen(task, is_alternate=True)
    decide(task)

    undo(task)

    assert Task.objects.get(pk=task.pk).decided_on is None
    assert list(Appointment.objects.order_by("pk")) == carried
    assert {(one.ends_on, one.ended_because) for one in Appointment.objects.all()} == {(None, "")}
    assert not Alternate.objects.exists()
    assert AuditEntry.objects.first().action == "undo_decision"
    assert len(decide(task)) == 1


@pytest.mark.parametrize(
    "facts",
    [{"ended_because": "died"}, {"ends_on": datetime.date(2022, 2, 1)}],
)
def test_taking_back_revives_nobody_who_left_meanwhile(carried, decide, undo, secretary, facts):
    task = TaskFactory(kind=carried[0].seat.kind, starts_on=datetime.date(2022, 4, 1))
    ballot(task, secretary)
    chosen(task)
    decide(task)
    Appointment.objects.filter(pk=carried[0].pk).update(**facts)
    left = Appointment.objects.get(pk=carried[0].pk)

    undo(task)

    stored = Appointment.objects.get(pk=carried[0].pk)
    assert (stored.ends_on, stored.ended_because) == (left.ends_on, left.ended_because)


def test_taking_back_proposes_alternates_again_and_leaves_whom_the_election_chose(
    task, decide, undo, secretary
):
    ballot(task, secretary)
    main = chosen(task)
    alternates = [
        candidate(task, is_alternate=True, alternate_of=main),
        candidate(task, is_alternate=True),
        candidate(task, is_alternate=True),
    ]
    loser = candidate(task)
    decide(task, alternates=alternates[1:2])

    undo(task)

    states = {one.pk: one.state for one in Candidate.objects.all()}
    assert states[main.pk] == "chosen"
    assert states[loser.pk] == "not_chosen"
    assert {states[one.pk] for one in alternates} == {"proposed"}


def test_taking_back_makes_the_nominated_candidates_again(council, decide, undo):
    task = TaskFactory(kind=kind_of(council, eligibility="business"))
    people = [candidate(task, PersonFactory()) for _ in range(2)]
    decide(task, chosen=people[:1])

    undo(task)

    assert {one.state for one in Candidate.objects.all()} == {"proposed"}


def test_what_was_lived_on_is_not_taken_back(task, decide, undo, secretary):
    ballot(task, secretary)
    chosen(task)
    (made,) = decide(task)
    end_appointment(made, by=secretary, version=1, on=TODAY, because="resigned")

    with pytest.raises(ValidationError, match="rettet eller afsluttet siden"):
        undo(task)


def test_decision_whose_alternate_was_named_since_is_not_taken_back(
    council, task, decide, undo, secretary
):
    ballot(task, secretary)
    chosen(task)
    (made,) = decide(task)
    name_alternate(made, councillor(council), by=secretary, starts_on=TODAY, ends_on=None)

    with pytest.raises(ValidationError, match="rettet eller afsluttet siden"):
        undo(task)
