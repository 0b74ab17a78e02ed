"""Accounts and the secretariats' staff."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from councils.models import SecretariatMember, User
from tests.factories import TODAY, PersonFactory, SecretariatMemberFactory, UserFactory

YESTERDAY = TODAY - datetime.timedelta(days=1)


def refused(name: str):
    return pytest.raises(IntegrityError, match=name)


def test_account_is_kept_and_found_in_small_letters(db):
    user = User.objects.create_user("Mette@KKR.example", "sommer-i-Ribe-22", name="Mette")

    assert user.email == "mette@kkr.example"
    assert User.objects.get_by_natural_key("METTE@kkr.example") == user
    assert user.check_password("sommer-i-Ribe-22")


def test_account_made_without_a_password_cannot_be_logged_in_to(db):
    assert not User.objects.create_user("mette@kkr.example", name="Mette").has_usable_password()


def test_account_shows_its_owners_name_and_else_the_address(db):
    assert str(UserFactory(name="Mette Bøg")) == "Mette Bøg"
    assert str(UserFactory(name="", email="mette@kkr.example")) == "mette@kkr.example"


def test_person_has_one_account_and_outlives_it(db):
    person = PersonFactory()
    user = UserFactory(person=person)

    with pytest.raises(IntegrityError), transaction.atomic():
        UserFactory(person=person)
    user.delete()
    person.refresh_from_db()


def test_account_serves_a_council_once_at_a_time_and_may_serve_two(council, other_council):
    first = SecretariatMemberFactory(council=council, ends_on=YESTERDAY)
    again = SecretariatMemberFactory.build(council=council, user=first.user, starts_on=YESTERDAY)

    with pytest.raises(ValidationError) as error:
        again.full_clean()
    assert error.value.messages == ["Kontoen hører allerede til sekretariatet i perioden."]
    name = "councils_an_account_serves_a_council_once_at_a_time"
    with refused(name), transaction.atomic():
        again.save()
    again.starts_on = TODAY
    again.full_clean()
    again.save()
    SecretariatMemberFactory(council=other_council, user=first.user)
    assert first.user.secretariat_work.count() == 3


def test_staff_are_listed_or_have_an_account(council):
    with (
        refused("councils_staff_are_listed_or_have_an_account"),
        transaction.atomic(),
    ):
        SecretariatMemberFactory(council=council, user=None, is_listed=False)
    SecretariatMemberFactory(council=council, is_listed=False)
    SecretariatMemberFactory(council=council, user=None, is_listed=True)
    assert SecretariatMember.objects.count() == 2
