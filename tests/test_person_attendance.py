"""Somebody's attendance: on a page of its own and on My page, for those entitled to see it."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kkr_portal.attendance import records
from meetings.models import Attendance
from tests.factories import (
    TODAY,
    MeetingFactory,
    MembershipFactory,
    PersonFactory,
    TermFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def attend(secretary):
    """Says of a meeting that many days from today: `attend(seat, -3, "present")`."""

    def attendance(seat, days: int, status: str, **facts) -> Attendance:
        day = TODAY + datetime.timedelta(days=days)
        at = timezone.make_aware(datetime.datetime.combine(day, datetime.time(10)))
        meetings = seat.council.meetings.filter(starts_at=at)
        meeting = meetings.first() or MeetingFactory(
            council=seat.council,
            term=seat.term,
            starts_at=at,
            ends_at=at + datetime.timedelta(hours=2),
        )
        return Attendance.objects.create(
            meeting=meeting,
            membership=seat,
            status=status,
            recorded_at=at,
            recorded_by=secretary,
            **facts,
        )

    return attendance


@pytest.fixture
def seat(member):
    return member.person.memberships.get()


def url(person) -> str:
    return reverse("person-attendance", args=[person.pk])


def page(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


# --- The record ----------------------------------------------------------------------------------


def test_sums_are_by_council_and_term_and_leave_out_meetings_to_come(
    member, seat, other_council, term, attend
):
    attend(seat, -9, "present")
    attend(seat, -8, "present")
    attend(seat, -7, "substitute", attended_by=PersonFactory())
    attend(seat, -6, "apology")
    attend(seat, 0, "absent")
    attend(seat, 1, "apology")
    elsewhere = MembershipFactory(council=other_council, term=term, person=member.person)
    attend(elsewhere, -5, "present")

    found = {
        one.meeting.council: (one.present, one.expected, len(one.coming), one.sums)
        for one in records(member.person, member, TODAY)
    }

    assert found == {
        seat.council: (
            2,
            5,
            1,
            [("Til stede", 2), ("Stedfortræder mødte", 1), ("Afbud", 1), ("Udeblevet", 1)],
        ),
        other_council: (1, 1, 0, [("Til stede", 1)]),
    }


def test_latest_term_and_latest_meeting_stand_first(member, seat, attend):
    old = TermFactory(
        name="2018-2022",
        election__held_on=datetime.date(2017, 11, 21),
        starts_on=datetime.date(2018, 1, 1),
        ends_on=datetime.date(2021, 12, 31),
    )
    before = MembershipFactory(
        council=seat.council,
        term=old,
        person=member.person,
        starts_on=old.starts_on,
        ends_on=old.ends_on,
    )
    rows = [
        attend(before, -400, "present"),
        attend(seat, -3, "present"),
        attend(seat, -2, "absent"),
    ]

    found = records(member.person, member, TODAY)

    assert [one.meeting.term.name for one in found] == ["2022-2026", "2018-2022"]
    shown = [appearance.attendance for one in found for appearance in one.held]
    assert shown == [rows[2], rows[1], rows[0]]


def test_substitute_has_the_meetings_they_attended_for_their_member(browse, substitute, attend):
    substitution = substitute.person.substitutions.get()
    attend(substitution.membership, -3, "substitute", attended_by=substitute.person)
    attend(substitution.membership, -2, "present")

    [found] = records(substitute.person, substitute, TODAY)

    assert (found.expected, found.substituted, len(found.held)) == (0, 1, 1)
    html = page(browse(substitute), url(substitute.person))
    assert "Mødte som stedfortræder for" in html
    assert "Mødt som stedfortræder: 1." in html


# --- The page ------------------------------------------------------------------------------------


def test_person_and_secretariat_have_the_page_and_nobody_else(
    browse, member, secretary, stranger, substitute, seat, attend
):
    attend(seat, -3, "absent")
    for who in (member, secretary):
        assert "Udeblevet: 1" in page(browse(who), url(member.person))
    for who in (stranger, substitute, UserFactory()):
        assert browse(who).get(url(member.person)).status_code == 404
    assert browse().get(url(member.person)).status_code == 302


def test_each_secretariat_sees_its_own_councils_meetings_only(
    browse, member, secretary, stranger, seat, other_council, term, attend
):
    attend(seat, -3, "absent")
    elsewhere = MembershipFactory(council=other_council, term=term, person=member.person)
    attend(elsewhere, -5, "apology")

    here, there = (page(browse(who), url(member.person)) for who in (secretary, stranger))

    assert "Udeblevet" in here
    assert "Afbud" not in here
    assert "Afbud" in there
    assert "Udeblevet" not in there


def test_substitute_of_the_person_does_not_have_the_persons_page(browse, substitute, attend):
    substitution = substitute.person.substitutions.get()
    attend(substitution.membership, -3, "substitute", attended_by=substitute.person)

    assert browse(substitute).get(url(substitution.membership.person)).status_code == 404


def test_secretariat_keeps_the_page_of_a_former_member(browse, secretary, seat, attend):
    attend(seat, -3, "present")
    type(seat).objects.update(ends_on=TODAY - datetime.timedelta(days=1))

    html = page(browse(secretary), url(seat.person))

    assert "Til stede ved 1 af 1 møde" in html
    assert "Rediger" not in html


def test_page_says_that_nothing_is_recorded_and_who_can_see_it(browse, member, secretary):
    own = page(browse(member), url(member.person))
    assert "Der er ikke noteret fremmøde for dig endnu." in own
    assert "Det kan kun du og sekretariatet i det KKR, der holdt mødet, se." in own

    html = page(browse(secretary), url(member.person))
    assert f"Der er ikke noteret fremmøde for {member.person} endnu." in html


@pytest.mark.parametrize("count", [1, 3])
def test_page_takes_as_many_queries_for_many_meetings_as_for_one(
    browse, member, seat, attend, django_assert_num_queries, count
):
    for days in range(count):
        attend(seat, -1 - days, "substitute", attended_by=PersonFactory())
    client = browse(member)

    with django_assert_num_queries(6):
        page(client, url(member.person))


def test_persons_page_links_to_it_for_those_entitled_only(
    browse, member, secretary, stranger, substitute
):
    address = reverse("person", args=[member.person_id])
    for who, is_linked in (
        (member, True),
        (secretary, True),
        (stranger, False),
        (substitute, False),
        (None, False),
    ):
        assert (url(member.person) in page(browse(who), address)) == is_linked


def test_persons_page_has_the_sums_for_those_entitled_only(
    browse, member, secretary, stranger, seat, attend
):
    attend(seat, -3, "present")
    address = reverse("person", args=[member.person_id])
    for who, is_told in ((member, True), (secretary, True), (stranger, False), (None, False)):
        assert ("Til stede ved 1 af 1 møde" in page(browse(who), address)) == is_told


def test_secretariats_tabs_have_it(browse, secretary, member):
    html = page(browse(secretary), reverse("person-edit", args=[member.person_id]))

    assert url(member.person) in html


# --- My page -------------------------------------------------------------------------------------


def test_my_page_has_the_sums_and_the_way_to_the_meetings(browse, member, seat, attend):
    attend(seat, -3, "present")
    attend(seat, -2, "apology")

    html = page(browse(member), "/min-side/")

    assert "Til stede ved 1 af 2 møder" in html
    assert url(member.person) in html


def test_my_page_says_where_nothing_is_recorded(browse, member):
    assert "Der er ikke noteret fremmøde for dig endnu." in page(browse(member), "/min-side/")


def test_my_page_offers_apologies_and_tells_of_them(browse, member, seat, substitute):
    meeting = MeetingFactory(council=seat.council, term=seat.term)
    address = reverse("meeting-apology", args=[meeting.pk])
    client = browse(member)

    assert "Meld afbud" in page(client, "/min-side/")
    client.post(address)
    html = page(client, "/min-side/")

    assert "Afbud meldt" in html
    assert "Se afbuddet" in html
    assert "Andet er ikke noteret." in html
    assert address not in page(browse(substitute), "/min-side/")


def test_my_page_takes_as_many_queries_for_many_meetings_as_for_one(browse, member, seat, attend):
    client, taken = browse(member), []
    for days in (1, 2, 3):
        attend(seat, -days, "present")
        attend(seat, days, "apology")
        with CaptureQueriesContext(connection) as queries:
            page(client, "/min-side/")
        taken.append(len(queries))

    assert len(set(taken)) == 1
