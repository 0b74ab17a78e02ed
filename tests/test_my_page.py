"""My page: what somebody finds there who is a member, a substitute, a colleague, or nobody."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from councils import actions
from councils.models import LeaveOfAbsence
from tests.factories import (
    TODAY,
    CouncilFactory,
    LeadershipFactory,
    MeetingFactory,
    MembershipFactory,
    SubstitutionFactory,
    UserFactory,
)

URL = "/min-side/"
YESTERDAY, TOMORROW = (TODAY + datetime.timedelta(days=n) for n in (-1, 1))


def page(client) -> str:
    response = client.get(URL)
    assert response.status_code == 200
    return response.content.decode()


def meeting_on(council, term, day: datetime.date):
    at = timezone.make_aware(datetime.datetime.combine(day, datetime.time(10)))
    return MeetingFactory(
        council=council,
        term=term,
        starts_at=at,
        ends_at=at + datetime.timedelta(hours=2),
    )


def test_member_finds_seat_post_substitute_and_leave_with_their_ends(browse, member, council):
    seat = member.person.memberships.get()
    type(seat).objects.update(ends_on="2025-12-31")
    LeadershipFactory(membership=seat, role="vice_chair", ends_on="2023-06-30")
    SubstitutionFactory(membership=seat, person__name="Eksempel Før", ends_on=YESTERDAY)
    SubstitutionFactory(membership=seat, person__name="Eksempel Vikar", starts_on=TODAY)
    LeaveOfAbsence.objects.create(
        person=member.person, starts_on=datetime.date(2022, 2, 1), ends_on=datetime.date(2022, 5, 1)
    )
    html = page(browse(member))

    assert "til og med 31. december 2025" in html
    assert "Næstformand" in html
    assert "30. juni 2023" in html
    assert "Eksempel Vikar" in html
    assert "Eksempel Før" not in html
    assert "1. februar 2022 – 1. maj 2022" in html
    assert f'href="/personer/{member.person_id}/"' in html


def test_what_is_over_is_not_there_and_what_comes_is(browse, member, council, term):
    person = member.person
    person.memberships.update(ends_on=YESTERDAY)
    html = page(browse(member))
    assert "Du har ingen plads i et KKR i dag." in html
    MembershipFactory(council=council, term=term, person=person, starts_on=TOMORROW)
    assert "slutdato ikke kendt" in page(browse(member))


def test_substitute_finds_whom_they_substitute_for(browse, substitute):
    seat = substitute.person.substitutions.get().membership
    html = page(browse(substitute))

    assert "Jeg er stedfortræder for" in html
    assert seat.person.name in html


def test_own_meetings_are_those_to_come_in_own_councils(
    browse, member, council, other_council, term
):
    own = meeting_on(council, term, TODAY)
    later = meeting_on(council, term, TOMORROW)
    past = meeting_on(council, term, YESTERDAY)
    foreign = meeting_on(other_council, term, TOMORROW)
    html = page(browse(member))

    shown = [
        f'href="{reverse("meeting", args=[one.pk])}"' in html for one in (own, later, past, foreign)
    ]
    assert shown == [True, True, False, False]
    assert html.index("onsdag d. 12. januar 2022") < html.index("torsdag d. 13. januar 2022")


def test_secretary_finds_the_council_and_what_waits(browse, secretary, member, council):
    actions.suggest_correction(
        member.person, by=member, council=council, field="title", says="Rådmand", why=""
    )
    html = page(browse(secretary))

    assert "1 venter" in html
    for address in ("forslag/", "indsigt/", "mangler/", ""):
        assert f'href="/kkr/midtjylland/blaa-bog/{address}"' in html
    assert "Mine pladser" not in html
    assert "Alt, hvad portalen ved om mig" not in html


def test_account_without_anything_is_told(browse, db):
    html = page(browse(UserFactory(name="Konto Alene")))

    assert "hverken knyttet til en politiker eller til et sekretariat" in html
    assert "Konto Alene" in html
    assert 'href="/konto/adgangskode/"' in html


def test_only_own_details_are_there_also_those_for_the_secretariat(
    browse, member, substitute, council
):
    for user, email in ((member, "min@kkr.example"), (substitute, "din@kkr.example")):
        actions.change_own_contact(
            user.person,
            by=user,
            council=council,
            version=0,
            email=email,
            email_visibility=2,
            phone="",
            phone_visibility=2,
        )
    html = page(browse(member))

    assert "min@kkr.example" in html
    assert "din@kkr.example" not in html
    assert "Vises for: kun sekretariatet" in html


@pytest.mark.parametrize("places", [1, 4])
def test_page_costs_the_same_for_one_place_and_for_four(
    browse, member, council, term, django_assert_num_queries, places
):
    for number in range(places):
        other = CouncilFactory(slug=f"kkr-{number}")
        seat = MembershipFactory(council=other, term=term, person=member.person)
        LeadershipFactory(membership=seat)
        SubstitutionFactory(membership=seat)
        SubstitutionFactory(membership=MembershipFactory(council=other), person=member.person)
        meeting_on(other, term, TOMORROW)
        actions.suggest_correction(
            member.person, by=member, council=council, field="other", says=f"{number}", why=""
        )
    client = browse(member)

    with django_assert_num_queries(23):
        client.get(URL)
