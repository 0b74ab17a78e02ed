"""Rounds and the seats they fill: what the actions write, and what they refuse."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from appointments.actions import rounds as actions
from appointments.models import Round, Task
from appointments.openings import days_of, openings
from councils import audit
from councils.actions.rows import RowHasChanged
from councils.models import AuditEntry
from kkr_portal import clock
from tests.appointments.round_scene import DEADLINE, TODAY, seen
from tests.appointments.round_scene import scene as make_scene
from tests.factories import (
    TERM_END,
    TERM_START,
    AppointmentFactory,
    BodyFactory,
    CandidateFactory,
    RoundFactory,
    SeatFactory,
    SeatKindFactory,
    TaskFactory,
)


@pytest.fixture
def scene(council, term):
    return make_scene(council, term)


def errors(error) -> dict[str, list[str]]:
    return error.value.message_dict


def changed(task: Task, **facts) -> dict:
    names = ("number", "nominations_due_on", "starts_on", "ends_on")
    return {name: getattr(task, name) for name in names} | {"seen": seen(task)} | facts


# --- Rounds --------------------------------------------------------------------------------------


def test_a_round_is_created_with_one_audit_entry(council, term, secretary):
    made = actions.create_round(
        council, by=secretary, term=term, name="Efter valget", proposals_due_on=DEADLINE
    )

    assert (made.name, made.closed_at) == ("Efter valget", None)
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.by, entry.council) == ("create_round", secretary, council)


def test_two_rounds_of_a_term_have_different_names(scene, secretary):
    with pytest.raises(ValidationError) as error:
        actions.create_round(scene.council, by=secretary, term=scene.term, name=scene.round.name)

    assert errors(error) == {"name": ["Der er allerede en runde med det navn i valgperioden."]}
    assert Round.objects.count() == 1


def test_a_round_is_not_created_when_the_audit_fails(council, term, secretary, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(audit, "record", fail)
    with pytest.raises(RuntimeError):
        actions.create_round(council, by=secretary, term=term, name="Runde")

    assert not Round.objects.exists()


def test_a_round_is_not_saved_over_what_a_colleague_saved(scene, secretary):
    mark = seen(scene.round)
    actions.change_round(scene.round, by=secretary, seen=mark, name="Først", proposals_due_on=None)

    with pytest.raises(RowHasChanged):
        actions.change_round(
            scene.round, by=secretary, seen=mark, name="Bagefter", proposals_due_on=None
        )

    scene.round.refresh_from_db()
    assert (scene.round.name, scene.round.version) == ("Først", 2)


def test_nothing_changes_in_a_closed_round_until_it_is_reopened(scene, secretary):
    closed = actions.close_round(scene.round, by=secretary, seen=seen(scene.round))
    refused = [
        lambda: actions.change_round(
            closed, by=secretary, seen=seen(closed), name="Nyt", proposals_due_on=None
        ),
        lambda: actions.add_tasks(closed, [SeatKindFactory()], by=secretary, at=TODAY),
        lambda: actions.change_task(scene.one, by=secretary, **changed(scene.one, number=1)),
        lambda: actions.remove_task(scene.one, by=secretary, seen=seen(scene.one)),
        lambda: actions.set_exemption(
            scene.one, by=secretary, seen=seen(scene.one), exemption="Derfor"
        ),
        lambda: actions.close_round(closed, by=secretary, seen=seen(closed)),
    ]
    for act in refused:
        with pytest.raises(ValidationError) as error:
            act()
        assert error.value.messages == [actions.IS_CLOSED]

    again = actions.reopen_round(closed, by=secretary, seen=seen(closed))
    actions.change_task(scene.one, by=secretary, **changed(scene.one, note="Nu går det"))
    assert again.closed_at is None


def test_an_open_round_is_not_reopened(scene, secretary):
    with pytest.raises(ValidationError):
        actions.reopen_round(scene.round, by=secretary, seen=seen(scene.round))


# --- Which seats are open ------------------------------------------------------------------------


def open_kinds(round_) -> dict[str, tuple]:
    return {
        one.kind.label: (one.free, one.starts_on, one.ends_on) for one in openings(round_, TODAY)
    }


def test_an_opening_has_the_terms_days_and_all_free_seats(council, term):
    kind = SeatKindFactory(body__council=council, label="Politikere", number=3)
    seat = SeatFactory(kind=kind, number=1)
    AppointmentFactory(seat=seat, ends_on=TERM_END)

    assert open_kinds(RoundFactory(council=council, term=term)) == {
        "Politikere": (2, TERM_START, TERM_END)
    }


@pytest.mark.parametrize(
    ("facts", "free"),
    [
        ({"ends_on": datetime.date(2021, 12, 31), "starts_on": datetime.date(2018, 1, 1)}, 1),
        ({"due_on": datetime.date(2021, 12, 31), "starts_on": datetime.date(2018, 1, 1)}, 1),
        ({"due_on": TERM_START, "starts_on": datetime.date(2018, 1, 1)}, 0),
        ({"starts_on": datetime.date(2024, 1, 1)}, 0),
    ],
)
def test_who_was_appointed_until_before_leaves_the_seat_free(council, term, facts, free):
    """Also who only carries over until a successor is named; not who comes later in the term."""
    kind = SeatKindFactory(body__council=council, label="Formand")
    AppointmentFactory(seat=SeatFactory(kind=kind), **facts)

    assert open_kinds(RoundFactory(council=council, term=term))["Formand"][0] == free


def test_who_left_before_the_days_of_the_seat_leaves_it_free(council, term):
    """Though another seat of the round is filled from an earlier day."""
    SeatKindFactory(body__council=council, label="Tidlig")
    late = SeatKindFactory(
        body__council=council, body__starts_on=datetime.date(2022, 4, 1), label="Sen"
    )
    AppointmentFactory(
        seat=SeatFactory(kind=late),
        starts_on=datetime.date(2018, 1, 1),
        due_on=TERM_END,
        ends_on=datetime.date(2022, 2, 28),
    )

    found = open_kinds(RoundFactory(council=council, term=term))

    assert {label: one[0] for label, one in found.items()} == {"Tidlig": 1, "Sen": 1}


def test_a_body_with_a_term_of_its_own_gives_its_days(council, term):
    body = BodyFactory(
        council=council,
        own_term_starts_on=datetime.date(2018, 4, 1),
        own_term_years=4,
        starts_on=datetime.date(2018, 4, 1),
    )
    round_ = RoundFactory(council=council, term=term)

    days = (datetime.date(2022, 4, 1), datetime.date(2026, 3, 31))
    assert days_of(body, round_, TODAY) == days
    assert days_of(body, round_, datetime.date(2023, 5, 1)) == days


def test_nobody_is_appointed_for_longer_than_the_body_exists(council, term):
    body = BodyFactory(council=council, ends_on=datetime.date(2023, 6, 30))

    assert days_of(body, RoundFactory(council=council, term=term), TODAY) == (
        TERM_START,
        datetime.date(2023, 6, 30),
    )


def test_seats_that_cannot_be_filled_are_no_openings(council, other_council, term):
    body = BodyFactory(council=council)
    SeatKindFactory(body=body, number=None)  # nobody knows how many
    SeatKindFactory(body=body, appointer="kl", council=None)
    SeatKindFactory(body=body, council=other_council)
    gone = BodyFactory(
        council=council, starts_on=datetime.date(2018, 1, 1), ends_on=datetime.date(2021, 12, 31)
    )
    SeatKindFactory(body=gone)
    round_ = RoundFactory(council=council, term=term)
    TaskFactory(kind=SeatKindFactory(body=body), round=round_)

    assert openings(round_, TODAY) == []


def test_a_seat_in_a_body_of_another_council_is_an_opening(council, other_council, term):
    kind = SeatKindFactory(body__council=other_council, council=council, label="Delt")

    assert open_kinds(RoundFactory(council=council, term=term)) == {
        "Delt": (kind.number, TERM_START, TERM_END)
    }


# --- Tasks ---------------------------------------------------------------------------------------


def test_tasks_are_added_with_an_audit_entry_each(council, term, secretary):
    kinds = [
        SeatKindFactory(body__council=council, number=2),
        SeatKindFactory(body__council=council),
    ]
    round_ = RoundFactory(council=council, term=term)

    tasks = actions.add_tasks(round_, kinds, by=secretary, at=TODAY)

    assert [(task.kind, task.number) for task in tasks] == [(kinds[0], 2), (kinds[1], 1)]
    assert [entry.action for entry in AuditEntry.objects.all()] == ["add_tasks"] * 2


def test_no_task_is_added_when_one_of_them_cannot_be(council, term, secretary):
    full = SeatKindFactory(body__council=council, body__name="Råd", label="Formand")
    AppointmentFactory(seat=SeatFactory(kind=full))
    round_ = RoundFactory(council=council, term=term)
    kinds = [SeatKindFactory(body__council=council), full]

    with pytest.raises(ValidationError) as error:
        actions.add_tasks(round_, kinds, by=secretary, at=TODAY)

    assert errors(error) == {"kinds": ["Råd: Formand har ingen ledige pladser."]}
    assert not Task.objects.exists()


def test_a_kind_stands_once_in_a_round(scene, secretary):
    with pytest.raises(ValidationError) as error:
        actions.add_tasks(scene.round, [scene.kinds.one], by=secretary, at=TODAY)

    assert errors(error) == {
        "kinds": ["Beskæftigelsesråd: Formand kan ikke tages med i runden, eller er det allerede."]
    }


def test_adding_nothing_is_refused(scene, secretary):
    with pytest.raises(ValidationError) as error:
        actions.add_tasks(scene.round, [], by=secretary, at=TODAY)

    assert errors(error) == {"kinds": ["Vælg mindst ét hverv."]}


def test_a_task_is_changed(scene, secretary):
    due = datetime.date(2022, 2, 1)

    stored = actions.change_task(
        scene.three, by=secretary, **changed(scene.three, number=2, nominations_due_on=due)
    )

    assert (stored.number, stored.nominations_due_on, stored.version) == (2, due, 2)


@pytest.mark.parametrize(
    ("facts", "field", "said"),
    [
        ({"number": 4}, "number", "Forummet har kun 3 af pladserne."),
        (
            {"starts_on": datetime.date(2021, 12, 31)},
            "starts_on",
            "Forummet findes først fra 1.1.2022.",
        ),
        ({"ends_on": datetime.date(2021, 1, 1)}, "ends_on", "Slutdatoen ligger før startdatoen."),
    ],
)
def test_a_task_that_cannot_be_is_told_at_its_field(scene, secretary, facts, field, said):
    with pytest.raises(ValidationError) as error:
        actions.change_task(scene.three, by=secretary, **changed(scene.three, **facts))

    assert errors(error) == {field: [said]}
    scene.three.refresh_from_db()
    assert scene.three.version == 1


def test_a_task_does_not_outlast_its_body(scene, secretary):
    scene.body.ends_on = datetime.date(2023, 6, 30)
    scene.body.save()

    for ends_on in (TERM_END, None):
        with pytest.raises(ValidationError) as error:
            actions.change_task(scene.three, by=secretary, **changed(scene.three, ends_on=ends_on))
        assert errors(error) == {"ends_on": ["Forummet findes kun til 30.6.2023."]}


def test_a_task_is_not_made_smaller_than_what_is_chosen(scene, secretary):
    for _ in range(2):
        CandidateFactory(task=scene.three, state="chosen")

    with pytest.raises(ValidationError) as error:
        actions.change_task(scene.three, by=secretary, **changed(scene.three, number=1))

    assert errors(error) == {"number": ["Der er allerede valgt 2."]}


def test_a_stale_task_is_not_saved(scene, secretary):
    facts = changed(scene.three, number=2)
    actions.change_task(scene.three, by=secretary, **facts)

    with pytest.raises(RowHasChanged):
        actions.change_task(scene.three, by=secretary, **facts)


def test_a_task_is_removed_only_while_nobody_is_proposed(scene, secretary):
    CandidateFactory(task=scene.one, state="withdrawn")

    with pytest.raises(ValidationError):
        actions.remove_task(scene.one, by=secretary, seen=seen(scene.one))
    actions.remove_task(scene.three, by=secretary, seen=seen(scene.three))

    assert set(Task.objects.all()) == {scene.one, scene.business}


def test_a_decided_task_stays_as_it_is(scene, secretary):
    scene.one.decided_on = clock.today()
    scene.one.save()

    for act in (
        lambda: actions.change_task(scene.one, by=secretary, **changed(scene.one)),
        lambda: actions.remove_task(scene.one, by=secretary, seen=seen(scene.one)),
    ):
        with pytest.raises(ValidationError) as error:
            act()
        assert error.value.messages == [actions.IS_DECIDED]


def test_an_exemption_is_stored_with_its_reason_and_taken_back(scene, secretary):
    task = scene.business
    task = actions.set_exemption(
        task, by=secretary, seen=seen(task), exemption="Kun mænd var opstillet"
    )
    assert task.exemption == "Kun mænd var opstillet"

    task = actions.set_exemption(task, by=secretary, seen=seen(task), exemption="")
    assert task.exemption == ""
    assert AuditEntry.objects.count() == 2


def test_there_is_nothing_to_be_exempt_from_where_no_rule_holds(scene, secretary):
    scene.board.gender_rule = "none"
    scene.board.save()
    task = Task.objects.get(pk=scene.business.pk)

    with pytest.raises(ValidationError) as error:
        actions.set_exemption(task, by=secretary, seen=seen(task), exemption="Derfor")

    assert list(errors(error)) == ["exemption"]
