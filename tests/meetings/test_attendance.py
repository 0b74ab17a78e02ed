"""Who came to a meeting: what can be recorded of whom, and whether it is enough to decide."""

import datetime

import pytest
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, transaction

from councils import audit
from councils.models import AuditEntry, LeaveOfAbsence
from meetings import actions, attendances
from meetings.attendances import Entry
from meetings.models import Attendance, Meeting
from tests.factories import (
    ElectoralListFactory,
    MeetingFactory,
    MembershipFactory,
    PartyFactory,
    PartyMembershipFactory,
    SubstitutionFactory,
    UserFactory,
)
from tests.meetings.conftest import DENMARK, NOON

pytestmark = pytest.mark.django_db

DAY = datetime.date(2022, 1, 19)
THE_DAY_BEFORE, THE_DAY_AFTER = (DAY + datetime.timedelta(days=n) for n in (-1, 1))
AT = datetime.datetime(2022, 1, 19, 12, 0, tzinfo=DENMARK)
START = datetime.datetime(2022, 1, 19, 9, 30, tzinfo=DENMARK)
PRESENT, APOLOGY, ABSENT = (Entry(status) for status in ("present", "apology", "absent"))
TOO_EARLY = "Hvem der mødte, kan først noteres på mødets dag, når dagsordenen er offentliggjort."
NOT_OWN = "Kun medlemmets egen personlige stedfortræder på mødets dag må møde."
TWICE = "Den samme person er noteret som mødt to gange."


def instead(substitution) -> Entry:
    return Entry("substitute", substitution.person_id)


@pytest.fixture
def held(agenda, publish) -> Meeting:
    """The constituent meeting, whose agenda went out."""
    publish(agenda.meeting)
    return Meeting.objects.get(pk=agenda.meeting.pk)


@pytest.fixture
def sit(council, term):
    """Members of the council: `sit(3)`."""

    def seats(count: int, **facts) -> list:
        return [MembershipFactory(council=council, term=term, **facts) for _ in range(count)]

    return seats


@pytest.fixture
def record(secretary):
    """Records entries over what is there: `record(meeting, {seat: PRESENT})`."""

    def record_entries(meeting: Meeting, entries: dict, *, at=AT, seen=None) -> attendances.Roll:
        mark = attendances.roll(meeting).mark if seen is None else seen
        by_key = {seat.pk: entry for seat, entry in entries.items()}
        return actions.record_attendance(meeting, by=secretary, entries=by_key, seen=mark, at=at)

    return record_entries


def recorded(meeting: Meeting) -> dict:
    return {row.membership: Entry.of(row) for row in meeting.attendances.all()}


def refusal(act, *args, **kwargs) -> dict:
    with pytest.raises(ValidationError) as refused, transaction.atomic():
        act(*args, **kwargs)
    return refused.value.message_dict


# --- Who is expected -----------------------------------------------------------------------------


def test_roll_has_who_sat_on_the_meetings_day_and_their_substitutes_of_that_day(
    meeting, council, other_council, term, sit
):
    [before] = sit(1, ends_on=THE_DAY_BEFORE)
    [last_day] = sit(1, ends_on=DAY)
    [first_day] = sit(1, starts_on=DAY)
    [after] = sit(1, starts_on=THE_DAY_AFTER)
    MembershipFactory(council=other_council, term=term)
    SubstitutionFactory(membership=last_day, ends_on=THE_DAY_BEFORE)
    own = SubstitutionFactory(membership=last_day, starts_on=DAY)
    SubstitutionFactory(membership=first_day, starts_on=THE_DAY_AFTER)

    roll = attendances.roll(meeting)

    substitutes = {line.seat: line.substitute for line in roll.members}
    assert substitutes == {last_day: own.person, first_day: None}
    assert before not in substitutes
    assert after not in substitutes


def test_roll_has_members_by_letter_and_says_who_is_on_leave(meeting, term, sit):
    venstre, social, none = sit(3)
    for seat, letter, name in ((venstre, "V", "Venstre"), (social, "A", "Socialdemokratiet")):
        party = PartyFactory(name=name)
        ElectoralListFactory(election=term.election, letter=letter, party=party)
        PartyMembershipFactory(person=seat.person, party=party)
    leave = LeaveOfAbsence.objects.create(person=social.person, starts_on=DAY, ends_on=DAY)

    roll = attendances.roll(meeting)

    shown = [
        (party and party.name, letter, [line.seat for line in lines])
        for party, letter, lines in roll.parties
    ]
    assert shown == [
        ("Socialdemokratiet", "A", [social]),
        ("Venstre", "V", [venstre]),
        (None, "", [none]),
    ]
    assert {line.seat: line.leave for line in roll.members}[social] == leave


@pytest.mark.parametrize("count", [1, 3])
def test_roll_takes_as_many_queries_for_many_members_as_for_one(
    held, sit, record, django_assert_num_queries, count
):
    seats = sit(count)
    for seat in seats:
        SubstitutionFactory(membership=seat)
        PartyMembershipFactory(person=seat.person)
    record(held, dict.fromkeys(seats, PRESENT))
    with django_assert_num_queries(5):
        roll = attendances.roll(held)
        assert roll.mark
        assert len(roll.parties) == count
        assert roll.attending == count


# --- Quorum --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("members", "came", "required", "is_quorate"),
    [
        (36, 18, 18, True),  # exactly half
        (36, 17, 18, False),
        (3, 1, 2, False),
        (3, 2, 2, True),
        (1, 0, 1, False),
        (1, 1, 1, True),
    ],
)
def test_half_of_the_members_is_enough(held, sit, record, members, came, required, is_quorate):
    seats = sit(members)
    entries = dict.fromkeys(seats, ABSENT) | dict.fromkeys(seats[:came], PRESENT)

    roll = record(held, entries)

    assert (roll.attending, roll.required, roll.is_quorate) == (came, required, is_quorate)


def test_substitute_counts_for_their_member_and_observers_do_not_count(held, sit, record):
    first, second, third, _ = sit(4)
    observers = sit(2, role="observer")
    substitution = SubstitutionFactory(membership=second)
    entries = {first: PRESENT, second: instead(substitution), third: APOLOGY}

    roll = record(held, entries | dict.fromkeys(observers, PRESENT))

    assert (roll.attending, len(roll.members), roll.is_quorate) == (2, 4, True)
    assert roll.observers_present == 2
    assert roll.sums == [
        ("Til stede", 1),
        ("Stedfortræder mødte", 1),
        ("Afbud", 1),
        ("Udeblevet", 0),
        ("Ikke noteret", 1),
    ]


def test_council_without_members_decides_nothing(held):
    roll = attendances.roll(held)

    assert (roll.required, roll.is_quorate, roll.is_begun) == (0, False, False)


# --- Recording -----------------------------------------------------------------------------------


def test_attendance_is_recorded_with_who_and_when_and_one_line_in_the_log(
    held, sit, record, secretary
):
    first, second = sit(2)
    substitution = SubstitutionFactory(membership=second)
    AuditEntry.objects.all().delete()

    record(held, {first: PRESENT, second: instead(substitution)})

    assert recorded(held) == {first: PRESENT, second: instead(substitution)}
    assert set(held.attendances.values_list("recorded_at", "recorded_by")) == {(AT, secretary.pk)}
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.by, entry.council) == (
        "record_attendance",
        secretary,
        held.council,
    )
    assert entry.summary == (
        "Noterede fremmøde til konstituerende møde i KKR Midtjylland 19.01.2022:"
        " 1 til stede, 1 stedfortrædere, 0 afbud, 0 udeblevet"
    )


def test_what_is_not_mentioned_or_not_changed_stays_and_what_is_emptied_goes(held, sit, record):
    first, second, third = sit(3)
    record(held, {first: PRESENT, second: ABSENT, third: ABSENT})
    before = {row.membership: row.pk for row in held.attendances.all()}

    record(held, {first: PRESENT, third: Entry()}, at=AT + datetime.timedelta(hours=1))

    assert recorded(held) == {first: PRESENT, second: ABSENT}
    assert {row.membership: row.pk for row in held.attendances.all()} == {
        first: before[first],
        second: before[second],
    }


def test_nothing_is_in_the_log_where_nothing_is_changed(held, sit, record):
    [seat] = sit(1)
    record(held, {seat: PRESENT})
    AuditEntry.objects.all().delete()

    record(held, {seat: PRESENT})

    assert not AuditEntry.objects.exists()


def test_nothing_is_saved_where_the_log_fails(held, sit, record, monkeypatch):
    [seat] = sit(1)

    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(audit, "record", fail)
    with pytest.raises(RuntimeError), transaction.atomic():
        record(held, {seat: PRESENT})

    assert not Attendance.objects.exists()


def test_page_that_showed_something_else_is_refused_with_what_is_there_now(held, sit, record):
    first, second = sit(2)
    seen = attendances.roll(held).mark
    record(held, {first: PRESENT})

    with pytest.raises(actions.AttendanceHasChanged) as conflict:
        record(held, {second: ABSENT}, seen=seen)

    assert conflict.value.stored.attending == 1
    assert recorded(held) == {first: PRESENT}


@pytest.mark.parametrize(
    "change",
    [
        lambda seat: SubstitutionFactory(membership=seat),
        lambda seat: MembershipFactory(council=seat.council, term=seat.term),
    ],
    ids=["substitute", "member"],
)
def test_page_is_refused_when_who_may_attend_has_changed(held, sit, record, change):
    [seat] = sit(1)
    seen = attendances.roll(held).mark
    change(seat)

    with pytest.raises(actions.AttendanceHasChanged):
        record(held, {seat: PRESENT}, seen=seen)


def test_who_is_not_a_member_on_the_day_is_refused(held, sit, record):
    [gone] = sit(1, ends_on=THE_DAY_BEFORE)

    assert refusal(record, held, {gone: PRESENT}) == {
        NON_FIELD_ERRORS: ["En af personerne er ikke medlem på mødets dag."]
    }
    assert recorded(held) == {}


def test_only_the_members_own_substitute_of_that_day_may_attend(held, sit, record):
    own, other, alone = sit(3)
    former = SubstitutionFactory(membership=own, ends_on=THE_DAY_BEFORE)
    SubstitutionFactory(membership=own, starts_on=DAY)
    of_other = SubstitutionFactory(membership=other)

    for entries in (
        {own: instead(former)},
        {own: instead(of_other)},
        {alone: instead(of_other)},
        {alone: Entry("substitute")},
    ):
        [seat] = entries
        assert refusal(record, held, entries) == {str(seat.pk): [NOT_OWN]}
    assert recorded(held) == {}


def test_nobody_counts_twice_as_the_substitute_of_two(held, sit, record):
    first, second = sit(2)
    substitution = SubstitutionFactory(membership=first)
    SubstitutionFactory(membership=second, person=substitution.person)
    both = {first: instead(substitution), second: instead(substitution)}

    assert refusal(record, held, both) == {str(first.pk): [TWICE], str(second.pk): [TWICE]}

    record(held, {first: instead(substitution)})
    assert refusal(record, held, {second: instead(substitution)}) == {str(second.pk): [TWICE]}
    # From one to the other in one go.
    record(held, {first: ABSENT, second: instead(substitution)})
    assert recorded(held) == {first: ABSENT, second: instead(substitution)}


def test_nobody_counts_twice_as_a_member_and_a_substitute(held, sit, record):
    first, second = sit(2)
    substitution = SubstitutionFactory(membership=first, person=second.person)

    assert refusal(record, held, {first: instead(substitution), second: PRESENT}) == {
        str(first.pk): [TWICE],
        str(second.pk): [TWICE],
    }
    record(held, {first: instead(substitution), second: APOLOGY})


@pytest.mark.parametrize(
    ("at", "is_refused"),
    [
        (datetime.datetime(2022, 1, 18, 23, 59, tzinfo=DENMARK), True),
        (datetime.datetime(2022, 1, 19, 0, 0, tzinfo=DENMARK), False),
    ],
)
def test_who_came_is_recorded_from_the_meetings_day_on(held, sit, record, at, is_refused):
    [seat] = sit(1)
    for entry in (PRESENT, ABSENT):
        if is_refused:
            assert refusal(record, held, {seat: entry}, at=at) == {str(seat.pk): [TOO_EARLY]}
        else:
            record(held, {seat: entry}, at=at)


def test_apologies_are_recorded_before_the_day_too(held, sit, record):
    [seat] = sit(1)

    roll = record(held, {seat: APOLOGY}, at=NOON)

    assert recorded(held) == {seat: APOLOGY}
    assert not roll.is_begun


def test_who_came_is_not_recorded_where_the_agenda_never_went_out(meeting, sit, record):
    [seat] = sit(1)

    assert refusal(record, meeting, {seat: PRESENT}) == {str(seat.pk): [TOO_EARLY]}


def test_pool_has_no_attendance(council, secretary, sit):
    sit(1)
    pool = actions.open_pool(council, by=secretary)

    with pytest.raises(Meeting.DoesNotExist):
        actions.record_attendance(pool, by=secretary, entries={}, seen="", at=AT)


def test_substitute_who_was_recorded_stays_when_the_substitution_is_corrected(held, sit, record):
    [seat] = sit(1)
    substitution = SubstitutionFactory(membership=seat)
    record(held, {seat: instead(substitution)})
    substitution.delete()

    record(held, {seat: instead(substitution)})

    assert recorded(held) == {seat: instead(substitution)}


def test_who_was_no_member_after_all_is_told_apart_and_removed_by_the_next_save(held, sit, record):
    stays, goes = sit(2)
    record(held, {stays: PRESENT, goes: PRESENT})
    type(goes).objects.filter(pk=goes.pk).update(ends_on=THE_DAY_BEFORE)

    roll = attendances.roll(held)
    assert ([row.membership for row in roll.gone], roll.attending) == ([goes], 1)

    assert record(held, {}).gone == []
    assert recorded(held) == {stays: PRESENT}


@pytest.mark.parametrize(
    ("status", "has_substitute"), [("substitute", False), ("present", True), ("apology", True)]
)
def test_database_refuses_a_substitute_who_does_not_fit_the_status(
    meeting, sit, secretary, status, has_substitute
):
    [seat] = sit(1)
    person = SubstitutionFactory(membership=seat).person if has_substitute else None
    with pytest.raises(IntegrityError), transaction.atomic():
        Attendance.objects.create(
            meeting=meeting,
            membership=seat,
            status=status,
            attended_by=person,
            recorded_at=AT,
            recorded_by=secretary,
        )


def test_deleting_a_meeting_that_never_went_out_takes_its_apologies_along(
    meeting, sit, record, secretary
):
    [seat] = sit(1)
    record(meeting, {seat: APOLOGY}, at=NOON)

    actions.delete_meeting(meeting, by=secretary)

    assert not Attendance.objects.exists()


# --- Apologies -----------------------------------------------------------------------------------


def test_member_apologises_and_takes_it_back(meeting, member):
    apology = actions.send_apology(meeting, by=member, at=NOON)

    assert (apology.membership.person, apology.status) == (member.person, "apology")
    assert (apology.recorded_at, apology.recorded_by) == (NOON, member)
    assert actions.send_apology(meeting, by=member, at=NOON) == apology

    actions.withdraw_apology(meeting, by=member, at=NOON)
    actions.withdraw_apology(meeting, by=member, at=NOON)

    assert not Attendance.objects.exists()
    log = AuditEntry.objects.filter(council=meeting.council).order_by("pk")
    told = [(entry.action, entry.by, entry.summary) for entry in log]
    name = "konstituerende møde i KKR Midtjylland 19.01.2022"
    assert told == [
        ("send_apology", member, f"Meldte afbud til {name}"),
        ("withdraw_apology", member, f"Trak sit afbud til {name} tilbage"),
    ]


def test_apology_is_too_late_once_the_meeting_begins(meeting, member):
    just_before = START - datetime.timedelta(seconds=1)
    with pytest.raises(actions.TooLateToApologise):
        actions.send_apology(meeting, by=member, at=START)
    actions.send_apology(meeting, by=member, at=just_before)
    with pytest.raises(actions.TooLateToApologise):
        actions.withdraw_apology(meeting, by=member, at=START)
    actions.withdraw_apology(meeting, by=member, at=just_before)


def test_apology_does_not_undo_what_the_secretariat_recorded(held, member, record):
    seat = member.person.memberships.get()
    early = datetime.datetime(2022, 1, 19, 8, 0, tzinfo=DENMARK)
    record(held, {seat: PRESENT}, at=early)

    for act in (actions.send_apology, actions.withdraw_apology):
        with pytest.raises(actions.TooLateToApologise):
            act(held, by=member, at=early)
    assert recorded(held) == {seat: PRESENT}


@pytest.mark.parametrize("who", ["substitute", "secretary", "stranger"])
def test_only_who_is_expected_apologises(meeting, request, who):
    with pytest.raises(actions.NotExpected):
        actions.send_apology(meeting, by=request.getfixturevalue(who), at=NOON)
    assert not Attendance.objects.exists()


def test_who_sits_today_but_not_on_the_meetings_day_does_not_apologise(meeting, sit):
    [leaves] = sit(1, ends_on=THE_DAY_BEFORE)
    [comes] = sit(1, starts_on=DAY)

    with pytest.raises(actions.NotExpected):
        actions.send_apology(meeting, by=UserFactory(person=leaves.person), at=NOON)
    assert actions.send_apology(meeting, by=UserFactory(person=comes.person), at=NOON)


def test_own_places_are_asked_for_in_three_queries_however_many_meetings(
    council, term, member, django_assert_num_queries
):
    meetings = [MeetingFactory(council=council, term=term) for _ in range(3)]
    own = SubstitutionFactory(membership=member.person.memberships.get())

    with django_assert_num_queries(3):
        places = attendances.own_places(member.person_id, meetings, NOON)

    assert {key: place.substitute for key, place in places.items()} == {
        meeting.pk: own.person for meeting in meetings
    }
