"""The secretariat's page of who came to a meeting, and members' apologies."""

import datetime
import re

import pytest
from django.urls import reverse

from meetings import actions, attendances
from meetings.attendances import Entry
from meetings.models import Attendance, Meeting
from tests.factories import MembershipFactory, SubstitutionFactory, UserFactory
from tests.meetings.conftest import NOON
from tests.meetings.pages import list_texts

pytestmark = pytest.mark.django_db

DAY = datetime.date(2022, 1, 19)


@pytest.fixture
def held(agenda, publish, settings) -> Meeting:
    """The constituent meeting on its day; the agenda went out."""
    publish(agenda.meeting)
    settings.PORTAL_DATE = DAY
    return Meeting.objects.get(pk=agenda.meeting.pk)


@pytest.fixture
def seat(council, term):
    """A member with a substitute."""
    return SubstitutionFactory(
        membership=MembershipFactory(council=council, term=term, person__name="Eksempel Medlem"),
        person__name="Eksempel Vikar",
    ).membership


def url(meeting: Meeting, name: str = "meeting-attendance") -> str:
    return reverse(name, args=[meeting.pk])


def sent(meeting: Meeting, entries: dict, **more) -> dict:
    """What the page sends that shows what is recorded now."""
    chosen = {f"seat-{seat.pk}": value for seat, value in entries.items()}
    return {"seen": attendances.roll(meeting).mark, **chosen, **more}


def instead(seat) -> str:
    return f"substitute-{seat.substitutions.get().person_id}"


def statuses(meeting: Meeting) -> dict:
    return {row.membership: row.status for row in meeting.attendances.all()}


def radios(html: str, seat) -> dict[str, bool]:
    """By value, whether it is chosen."""
    found = re.findall(rf'<input type="radio"[^>]*name="seat-{seat.pk}"[^>]*>', html)
    return {re.search(r'value="([^"]*)"', one)[1]: " checked" in one for one in found}


# --- The page ------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("who", ["member", "substitute", "stranger"])
def test_only_the_councils_own_secretariat_has_the_page(
    browse, request, held, seat, who, method, everything
):
    before = everything()
    client = browse(request.getfixturevalue(who))

    assert getattr(client, method)(url(held), sent(held, {seat: "present"})).status_code == 404
    assert everything() == before


def test_visitor_is_asked_to_log_in(browse, held):
    assert browse().get(url(held)).status_code == 302


def test_pool_has_no_page(browse, secretary, council):
    assert browse(secretary).get(url(actions.open_pool(council, by=secretary))).status_code == 404


def test_page_offers_what_can_be_recorded_of_each(browse, secretary, held, seat, council, term):
    alone = MembershipFactory(council=council, term=term)
    observer = MembershipFactory(council=council, term=term, role="observer")

    html = browse(secretary).get(url(held)).content.decode()

    assert list(radios(html, seat)) == ["present", instead(seat), "apology", "absent", ""]
    assert list(radios(html, alone)) == ["present", "apology", "absent", ""]
    assert list(radios(html, observer)) == ["present", "apology", "absent", ""]
    assert radios(html, seat)[""]
    assert "KKR har 2 medlemmer på mødets dag." in html
    assert "Kun sekretariatet ser hele listen." in html


def test_page_offers_only_apologies_before_the_day(browse, secretary, meeting, seat):
    html = browse(secretary).get(url(meeting)).content.decode()

    assert list(radios(html, seat)) == ["apology", ""]
    assert "Indtil videre kan du kun notere afbud." in html
    assert "resten af medlemmerne" not in html


def test_page_without_members_says_so(browse, secretary, held):
    html = browse(secretary).get(url(held)).content.decode()

    assert "Der er ingen medlemmer i KKR Midtjylland på mødets dag." in html


def test_attendance_is_saved_and_the_page_shows_sums_and_quorum(
    browse, secretary, held, seat, council, term
):
    other = MembershipFactory(council=council, term=term)
    data = sent(held, {seat: instead(seat), other: "absent"})

    response = browse(secretary).post(url(held), data, follow=True)

    assert response.redirect_chain == [(url(held), 302)]
    assert statuses(held) == {seat: "substitute", other: "absent"}
    html = response.content.decode()
    assert "Fremmødet er gemt. Beslutningsdygtigt: 1 af 2 medlemmer." in html
    assert "Beslutningsdygtigt: 1 af 2, kræver 1" in html
    assert "Stedfortræder mødte: 1" in html
    assert radios(html, seat)[instead(seat)]


def test_second_button_says_of_the_rest_of_the_members_that_they_came(
    browse, secretary, held, seat, council, term
):
    other = MembershipFactory(council=council, term=term)
    observer = MembershipFactory(council=council, term=term, role="observer")
    data = sent(held, {seat: "apology", other: "", observer: ""}, rest="present")

    browse(secretary).post(url(held), data)

    assert statuses(held) == {seat: "apology", other: "present"}


@pytest.mark.parametrize(
    ("value", "error"),
    [
        ("there", "Vælg en af mulighederne."),
        ("substitute-0", "Vælg en af mulighederne."),
        ("substitute", "Vælg en af mulighederne."),
    ],
)
def test_page_comes_back_when_something_is_wrong(
    browse, secretary, held, seat, council, term, everything, value, error
):
    other = MembershipFactory(council=council, term=term)
    before = everything()

    response = browse(secretary).post(url(held), sent(held, {seat: value, other: "absent"}))

    assert response.status_code == 422
    assert list_texts(response, "span", "form-error-message") == [f"Fejl: {error}"]
    assert radios(response.content.decode(), other)["absent"]
    assert everything() == before


def test_what_only_the_action_can_know_is_told_at_the_row(
    browse, secretary, held, seat, council, term
):
    twice = seat.substitutions.get().person
    own = MembershipFactory(council=council, term=term, person=twice)

    data = sent(held, {seat: instead(seat), own: "present"})
    response = browse(secretary).post(url(held), data)

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {f"seat-{seat.pk}", f"seat-{own.pk}"}
    assert statuses(held) == {}


def test_conflict_keeps_what_was_chosen_beside_what_a_colleague_recorded(
    browse, secretary, held, seat, council, term
):
    theirs, untouched = (MembershipFactory(council=council, term=term) for _ in range(2))
    old = sent(held, {seat: "apology", theirs: "", untouched: ""})
    client = browse(secretary)
    client.post(url(held), sent(held, {seat: "present", theirs: "absent"}))

    response = client.post(url(held), old)

    assert response.status_code == 409
    assert statuses(held) == {seat: "present", theirs: "absent"}
    html = response.content.decode()
    assert radios(html, seat)["apology"]
    assert radios(html, theirs)["absent"]
    assert radios(html, untouched)[""]
    assert html.count("Gemt nu: ") == 1
    assert "Gemt nu: Til stede" in html

    again = sent(held, {seat: "apology", theirs: "absent"})
    assert f'name="seen" value="{again["seen"]}"' in html
    assert client.post(url(held), again).status_code == 302
    assert statuses(held) == {seat: "apology", theirs: "absent"}


def test_conflict_that_only_the_action_finds_is_shown_the_same_way(
    browse, secretary, held, seat, monkeypatch
):
    data = sent(held, {seat: "absent"})
    record = actions.record_attendance

    def after_a_colleague(meeting, **facts):
        record(meeting, **facts | {"entries": {seat.pk: Entry("present")}})
        return record(meeting, **facts)

    monkeypatch.setattr(actions, "record_attendance", after_a_colleague)
    response = browse(secretary).post(url(held), data)

    assert response.status_code == 409
    assert "Gemt nu: Til stede" in response.content.decode()
    assert radios(response.content.decode(), seat)["absent"]


@pytest.mark.parametrize("seen", [None, "", "x"])
def test_page_without_the_right_mark_is_a_conflict(browse, secretary, held, seat, seen):
    data = sent(held, {seat: "present"}) | {"seen": seen or ""}
    if seen is None:
        del data["seen"]

    assert browse(secretary).post(url(held), data).status_code == 409
    assert statuses(held) == {}


def test_substitute_who_is_replaced_meanwhile_must_be_chosen_anew(browse, secretary, held, seat):
    data = sent(held, {seat: instead(seat)})
    seat.substitutions.all().delete()
    SubstitutionFactory(membership=seat)

    response = browse(secretary).post(url(held), data)

    assert response.status_code == 409
    assert not any(radios(response.content.decode(), seat).values())
    assert statuses(held) == {}


@pytest.mark.parametrize("count", [1, 3])
def test_page_takes_as_many_queries_for_many_members_as_for_one(
    browse, secretary, held, council, term, django_assert_num_queries, count
):
    entries = {}
    for _ in range(count):
        one = MembershipFactory(council=council, term=term)
        SubstitutionFactory(membership=one)
        entries[one] = instead(one)
    client = browse(secretary)
    client.post(url(held), sent(held, entries))
    client.get(url(held))  # has its message

    with django_assert_num_queries(9):
        assert client.get(url(held)).status_code == 200


# --- Links on the meeting's page -----------------------------------------------------------------


def test_meeting_links_to_attendance_for_its_secretariat_only(browse, held, secretary, member):
    assert url(held) in browse(secretary).get(url(held, "meeting")).content.decode()
    for who in (member, None):
        assert url(held) not in browse(who).get(url(held, "meeting")).content.decode()


def test_meeting_offers_an_apology_to_who_is_expected(
    browse, meeting, member, substitute, secretary
):
    goal = url(meeting, "meeting-apology")
    for who, is_offered in ((member, True), (substitute, False), (secretary, False), (None, False)):
        html = browse(who).get(url(meeting, "meeting")).content.decode()
        assert (goal in html) == is_offered


def test_member_sees_what_was_recorded_and_others_do_not(browse, held, member, seat, secretary):
    own = member.person.memberships.get()
    browse(secretary).post(url(held), sent(held, {own: "absent", seat: "present"}))

    assert "Dit fremmøde: udeblevet." in browse(member).get(url(held, "meeting")).content.decode()
    for who in (secretary, UserFactory(), None):
        html = browse(who).get(url(held, "meeting")).content.decode()
        assert "udeblevet" not in html


# --- Apologies -----------------------------------------------------------------------------------


def test_apology_page_names_the_substitute_and_whose_duty_it_is_to_tell_them(
    browse, meeting, member
):
    SubstitutionFactory(membership=member.person.memberships.get(), person__name="Eksempel Vikar")

    html = browse(member).get(url(meeting, "meeting-apology")).content.decode()

    assert "Husk selv at give besked til din personlige stedfortræder" in html
    assert "Eksempel Vikar" in html
    assert not Attendance.objects.exists()


def test_apology_page_says_where_there_is_no_substitute(browse, meeting, member):
    html = browse(member).get(url(meeting, "meeting-apology")).content.decode()

    assert "ikke registreret en personlig stedfortræder" in html


def test_observer_apologises_without_a_substitute(browse, meeting, council, term):
    seat = MembershipFactory(council=council, term=term, role="observer")
    client = browse(UserFactory(person=seat.person))

    html = client.get(url(meeting, "meeting-apology")).content.decode()
    client.post(url(meeting, "meeting-apology"))

    assert "Du er observatør og har ingen stedfortræder." in html
    assert statuses(meeting) == {seat: "apology"}


def test_member_apologises_and_takes_it_back_in_the_browser(browse, meeting, member, secretary):
    client = browse(member)
    seat = member.person.memberships.get()

    response = client.post(url(meeting, "meeting-apology"), follow=True)

    assert statuses(meeting) == {seat: "apology"}
    assert "Dit afbud er meldt til sekretariatet." in response.content.decode()
    assert "Træk afbuddet tilbage" in response.content.decode()
    assert "Du har meldt afbud" in client.get(url(meeting, "meeting")).content.decode()
    page = browse(secretary).get(url(meeting)).content.decode()
    assert radios(page, seat)["apology"]
    assert "1 har meldt afbud" in page

    response = client.post(url(meeting, "meeting-apology-withdraw"), follow=True)

    assert statuses(meeting) == {}
    assert "Dit afbud er trukket tilbage." in response.content.decode()


def test_apology_while_the_secretariat_has_the_page_open_is_not_lost(
    browse, meeting, member, seat, secretary
):
    data = sent(meeting, {seat: "apology"})
    browse(member).post(url(meeting, "meeting-apology"))

    assert browse(secretary).post(url(meeting), data).status_code == 409
    assert statuses(meeting) == {member.person.memberships.get(): "apology"}


@pytest.mark.parametrize("name", ["meeting-apology", "meeting-apology-withdraw"])
def test_it_is_too_late_after_the_meeting(browse, meeting, member, settings, name):
    actions.send_apology(meeting, by=member, at=NOON)
    Attendance.objects.update(status="absent")
    settings.PORTAL_DATE = DAY + datetime.timedelta(days=1)

    response = browse(member).post(url(meeting, name), follow=True)

    assert "Det er for sent" in response.content.decode()
    assert list(statuses(meeting).values()) == ["absent"]


@pytest.mark.parametrize("name", ["meeting-apology", "meeting-apology-withdraw"])
@pytest.mark.parametrize("who", ["secretary", "stranger", "substitute"])
def test_who_is_not_expected_has_no_apology(browse, request, meeting, who, name):
    client = browse(request.getfixturevalue(who))

    assert client.post(url(meeting, name)).status_code == 404
    assert not Attendance.objects.exists()


def test_withdrawing_is_no_page(browse, meeting, member):
    assert browse(member).get(url(meeting, "meeting-apology-withdraw")).status_code == 405
