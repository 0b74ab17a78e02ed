"""Accounts are made and secretaries appointed: in full and with an audit entry, or not at all."""

import datetime
import io

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from councils import actions, audit
from councils.models import AuditEntry, Council, SecretariatMember, User
from tests.factories import (
    TODAY,
    PersonFactory,
    SecretariatMemberFactory,
    UserFactory,
)


@pytest.fixture
def broken_audit(monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("no audit entry")

    monkeypatch.setattr(audit, "record", fail)


def an_account(**fields) -> User:
    return actions.create_account(
        **{"by": None, "email": "mette@kkr.example", "name": "M"} | fields
    )


def account_command(*arguments: str) -> str:
    out = io.StringIO()
    call_command("create_account", *arguments, stdout=out)
    return out.getvalue()


# --- Accounts ------------------------------------------------------------------------------------


def test_account_is_made_with_an_entry_in_the_log(secretary):
    person = PersonFactory()
    user = an_account(by=secretary, email="Mette@KKR.example", name="Mette Bøg", person=person)

    user.refresh_from_db()
    assert (user.email, user.name, user.person) == ("mette@kkr.example", "Mette Bøg", person)
    assert not user.has_usable_password()
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.by, entry.council) == ("create_account", secretary, None)
    assert entry.thing == f"councils.user:{user.pk}"
    assert entry.summary == "Oprettede en konto til Mette Bøg"


def test_account_is_not_made_when_the_log_cannot_be_written(db, broken_audit):
    with pytest.raises(RuntimeError, match="no audit entry"):
        an_account()
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"email": "mette"}, {"email": ["Indtast en gyldig e-mail-adresse."]}),
        ({"email": ""}, {"email": ["Dette felt kan ikke være tomt."]}),
        ({"name": ""}, {"name": ["Dette felt kan ikke være tomt."]}),
        (
            {"email": "TAGET@kkr.example"},
            {"email": ["Der er allerede en konto med den e-mailadresse."]},
        ),
    ],
)
def test_account_is_refused_with_the_reason(db, fields, error):
    taken = UserFactory(email="taget@kkr.example")

    with pytest.raises(ValidationError) as refusal:
        an_account(**fields)
    assert refusal.value.message_dict == error
    assert list(User.objects.all()) == [taken]
    assert not AuditEntry.objects.exists()


def test_person_with_an_account_gets_no_second_one(db):
    owner = UserFactory(person=PersonFactory())

    with pytest.raises(ValidationError) as refusal:
        an_account(person=owner.person)
    assert list(refusal.value.message_dict) == ["person"]


# --- Secretaries ---------------------------------------------------------------------------------


def test_secretary_is_appointed_with_an_entry_in_the_log_of_the_council(council, secretary):
    user = UserFactory(name="Mette Bøg", email="mette@kkr.example")
    work = actions.appoint_secretary(
        user, council, by=secretary, starts_on=TODAY, title="konsulent"
    )

    work.refresh_from_db()
    assert (work.name, work.email, work.title) == ("Mette Bøg", "mette@kkr.example", "konsulent")
    assert (work.starts_on, work.ends_on, work.is_listed) == (TODAY, None, True)
    assert list(Council.objects.served_by(user, TODAY)) == [council]
    assert not Council.objects.served_by(user, TODAY - datetime.timedelta(days=1)).exists()
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.by, entry.council) == ("appoint_secretary", secretary, council)
    assert entry.thing == f"councils.secretariatmember:{work.pk}"
    assert entry.summary == "Gav Mette Bøg adgang til sekretariatet i KKR Midtjylland"


def test_secretary_is_not_appointed_when_the_log_cannot_be_written(council, broken_audit):
    with pytest.raises(RuntimeError, match="no audit entry"):
        actions.appoint_secretary(UserFactory(), council, by=None, starts_on=TODAY)
    assert not SecretariatMember.objects.exists()


def test_secretary_is_not_appointed_twice_and_may_come_back(council):
    past = SecretariatMemberFactory(council=council, ends_on=TODAY)
    tomorrow = TODAY + datetime.timedelta(days=1)

    with pytest.raises(ValidationError) as refusal:
        actions.appoint_secretary(past.user, council, by=None, starts_on=TODAY)
    assert refusal.value.messages == ["Kontoen hører allerede til sekretariatet i perioden."]
    assert not AuditEntry.objects.exists()
    actions.appoint_secretary(past.user, council, by=None, starts_on=tomorrow)
    assert council.secretariat.count() == 2


# --- The command ---------------------------------------------------------------------------------


def test_command_makes_an_account_that_serves_the_councils_named(council, other_council):
    said = account_command(
        "Mette@kkr.example",
        "Mette Bøg",
        "--secretariat=midtjylland",
        "--secretariat=nordjylland",
    )

    user = User.objects.get()
    assert said == "Made the account mette@kkr.example.\n"
    assert list(Council.objects.served_by(user, TODAY)) == [council, other_council]
    assert {(entry.by, entry.action) for entry in AuditEntry.objects.all()} == {
        (None, "create_account"),
        (None, "appoint_secretary"),
    }


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["mette", "Mette"], "Indtast en gyldig e-mail-adresse."),
        (["taget@kkr.example", "Mette"], "Der er allerede en konto med den e-mailadresse."),
        (
            ["mette@kkr.example", "Mette", "--secretariat=jylland"],
            "There is no council 'jylland'. Known: midtjylland, nordjylland.",
        ),
        (
            ["mette@kkr.example", "Mette", *["--secretariat=midtjylland"] * 2],
            "Kontoen hører allerede til sekretariatet i perioden.",
        ),
    ],
)
def test_command_says_what_is_wrong_and_makes_nothing(council, other_council, arguments, error):
    taken = UserFactory(email="taget@kkr.example")

    with pytest.raises(CommandError) as refusal:
        account_command(*arguments)
    assert str(refusal.value) == error
    assert list(User.objects.all()) == [taken]
    assert not SecretariatMember.objects.exists()
    assert not AuditEntry.objects.exists()
