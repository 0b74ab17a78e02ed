"""The demonstration: who is real, who is made up, and that loading it again changes nothing."""

import datetime
import io

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from councils import demo
from councils.models import (
    ContactDetails,
    Council,
    CouncilMembership,
    Leadership,
    Office,
    Person,
    SecretariatMember,
    Substitution,
    User,
)
from councils.reference import rows
from tests.factories import TODAY

CONSTITUENT_MEETING = datetime.date(2022, 1, 19)

pytestmark = pytest.mark.usefixtures("midtjylland_demo")


@pytest.fixture
def members():
    return CouncilMembership.objects.filter(council__slug="midtjylland").in_force(TODAY)


def test_midtjylland_has_36_members_each_with_a_substitute(members):
    assert members.count_by_role() == [
        ("Født medlem (borgmester)", 19),
        ("Supplerende medlem", 17),
    ]
    assert Substitution.objects.in_force(TODAY).count() == 36


def test_seats_of_the_lists_are_those_kl_published(members):
    seats = {}
    for letter in members.with_letter(TODAY).values_list("letter", flat=True):
        seats[letter] = seats.get(letter, 0) + 1

    assert seats == {"A": 10, "B": 2, "C": 5, "D": 2, "F": 3, "K": 1, "O": 2, "V": 9, "Ø": 2}


def test_substitute_of_a_mayor_is_the_deputy_mayor_of_the_municipality(members):
    for mayor in members.filter(role="mayor"):
        (substitution,) = mayor.substitutions.all()
        deputy = Office.objects.in_force(TODAY).get(person=substitution.person)
        assert (deputy.role, deputy.municipality) == ("deputy_mayor", mayor.municipality)


def test_chair_and_vice_chair_take_office_at_the_constituent_meeting():
    def in_office(at):
        leaders = Leadership.objects.filter(council__slug="midtjylland").in_force(at)
        return [(leader.role, leader.membership.person.name) for leader in leaders]

    assert in_office(TODAY) == []
    assert in_office(CONSTITUENT_MEETING) == [
        ("chair", "Torben Hansen"),
        ("vice_chair", "Ib Boye Lauritsen"),
    ]


def test_everybody_made_up_is_marked_and_nobody_real():
    invented = {row["name"] for row in rows(demo.DATA / "example_members_midtjylland.csv")}
    people = dict(Person.objects.values_list("name", "is_example"))

    assert len(invented) == 17 + 17 + 19
    assert {name for name, is_example in people.items() if is_example} == invented
    assert {name for name in people if name.startswith("Eksempel ")} == invented
    assert {"Torben Hansen", "Jacob Bundsgaard", "H.C. Østerby"} < set(people) - invented


def test_nobody_real_has_contact_details_or_an_account_but_the_role_of_the_chair():
    assert not ContactDetails.objects.filter(person__is_example=False).exists()
    assert ContactDetails.objects.exclude(email__endswith="@kkr.example").count() == 0
    roles = User.objects.filter(person__is_example=False)
    assert list(roles.values_list("email", "name")) == [
        ("formand@kkr.example", "Formandens rolle, KKR Midtjylland")
    ]


def test_every_council_has_an_account_that_serves_it_alone():
    for council in Council.objects.all():
        user = User.objects.get(email=f"sekretariat.{council.slug}@kkr.example")
        assert list(Council.objects.served_by(user, TODAY)) == [council]
        assert user.check_password(demo.PASSWORD)


def test_accounts_of_member_and_substitute_belong_to_a_pair_in_midtjylland(members):
    member = User.objects.get(email="medlem@kkr.example").person
    substitute = User.objects.get(email="stedfortraeder@kkr.example").person

    assert members.get(person=member).substitutions.get().person == substitute


def test_shared_accounts_are_not_listed_among_the_staff():
    listed = SecretariatMember.objects.filter(is_listed=True)

    assert listed.count() == 7
    assert not listed.filter(user__isnull=False).exists()


def test_second_load_changes_nothing_and_says_so():
    user = User.objects.get(email="medlem@kkr.example")
    user.set_password("mit-eget-kodeord")
    user.save()
    before = {model: model.objects.count() for model in (Person, Leadership, User, Office)}
    out = io.StringIO()
    with override_settings(DEMO=True):
        call_command("load_demo", stdout=out)

    said = out.getvalue()
    assert said.splitlines()[0] == "  Everything was there already; nothing was changed."
    assert f"Log in with the password {demo.PASSWORD} as one of" in said
    assert {model: model.objects.count() for model in before} == before
    user.refresh_from_db()
    assert user.check_password("mit-eget-kodeord")


def test_load_is_refused_where_it_is_no_demonstration():
    with pytest.raises(CommandError, match="never into a database with real data"):
        call_command("load_demo")
