"""What is forgotten of people without a place and of staff, and how a name leaves the log."""

import datetime
import importlib
import io

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.core.management import call_command
from django.utils import timezone

from councils import actions, audit
from councils.actions.newcomers import create_person
from councils.models import (
    AuditEntry,
    ContactDetails,
    CouncilMembership,
    LeaveOfAbsence,
    LifeEvent,
    PartyMembership,
    Person,
    SecretariatMember,
    Substitution,
    User,
)
from tests.factories import (
    TODAY,
    MembershipFactory,
    OfficeFactory,
    PartyFactory,
    PersonFactory,
    SecretariatMemberFactory,
    SubstitutionFactory,
    UserFactory,
)

YESTERDAY = TODAY - datetime.timedelta(days=1)
OLD, NOT_OLD = datetime.date(2017, 1, 11), datetime.date(2017, 1, 12)  # five years and a day ago
# A moment in the night that is still the day before by the clock of Greenwich.
NIGHT = datetime.timedelta(minutes=30)


def forget(*arguments: str) -> str:
    out = io.StringIO()
    call_command("forget_people", *arguments, stdout=out)
    return out.getvalue()


def made(secretary, council, name="Åse Fejl", on=OLD) -> Person:
    """Somebody who was entered on the day and never got a place."""
    party = PartyFactory()
    person = create_person(name, by=secretary, council=council, party=party, since=on)
    ContactDetails.objects.create(person=person, email="aase@kkr.example")
    moment = timezone.make_aware(datetime.datetime.combine(on, datetime.time())) + NIGHT
    AuditEntry.objects.filter(thing=audit.key_of(person)).update(at=moment)
    return person


# --- People who never had a place ----------------------------------------------------------------


def test_who_never_got_a_place_is_forgotten_with_name_and_party(secretary, council):
    person = made(secretary, council)
    said = forget()

    person.refresh_from_db()
    assert person.name == "Anonymiseret person"
    assert not PartyMembership.objects.exists()
    assert not ContactDetails.objects.exists()
    assert "kontaktoplysninger, navn og parti" in said
    assert not AuditEntry.objects.filter(summary__contains="Åse").exists()
    entry = AuditEntry.objects.get(action="forget_person")
    assert (entry.council, entry.by) == (council, None)
    assert forget().startswith("0 people")
    assert AuditEntry.objects.filter(action="forget_person").count() == 1


def test_who_was_made_less_than_five_years_ago_is_not(secretary, council):
    person = made(secretary, council, on=NOT_OLD)

    assert forget().startswith("0 people")
    with pytest.raises(actions.IsProtected):
        actions.forget_person(person, by=None, before=NOT_OLD)


def test_dry_run_says_whom(secretary, council):
    made(secretary, council)

    assert "Would forget Åse Fejl" in forget("--dry-run")
    assert Person.objects.get().name == "Åse Fejl"


def test_who_was_put_in_by_nobody_known_is_left_alone(council):
    PersonFactory(title="Rådmand")  # it cannot be told since when

    assert forget().startswith("0 people")


def test_name_of_a_public_office_stays(secretary, council):
    person = made(secretary, council)
    OfficeFactory(person=person)
    forget()

    person.refresh_from_db()
    assert person.name == "Åse Fejl"
    assert not ContactDetails.objects.exists()
    assert forget().startswith("0 people")


def test_name_in_an_event_stays_and_is_not_tried_again_and_again(secretary, council):
    person = made(secretary, council)
    LifeEvent.objects.create(
        kind="died",
        person=PersonFactory(),
        told=[{"text": "Åse Fejl møder."}],
        changes=[],
        happens_on=TODAY,
        recorded_at=timezone.now(),
        recorded_by=secretary,
    )
    forget()
    person.refresh_from_db()
    assert person.name == "Åse Fejl"
    entries = AuditEntry.objects.count()

    assert forget().startswith("0 people")
    assert AuditEntry.objects.count() == entries


def test_former_substitute_keeps_the_name(secretary, council, term):
    person = made(secretary, council)
    seat = MembershipFactory(council=council, term=term, starts_on=OLD, ends_on=OLD)
    SubstitutionFactory(membership=seat, person=person, starts_on=OLD)
    forget()

    person.refresh_from_db()
    assert person.name == "Åse Fejl"
    assert PartyMembership.objects.exists()


def test_secretariat_answers_for_whom_it_made_also_once_the_seat_is_deleted(
    browse, secretary, stranger, council, term
):
    person = made(secretary, council, on=TODAY)
    MembershipFactory(council=council, term=term, person=person)
    CouncilMembership.objects.all().delete()
    address = f"/personer/{person.pk}/indsigt/"

    assert browse(secretary).get(address).status_code == 200
    assert browse(stranger).get(address).status_code == 404


# --- Former staff --------------------------------------------------------------------------------


@pytest.fixture
def former(council) -> SecretariatMember:
    member = SecretariatMemberFactory(
        council=council,
        name="Kollega Kvæde",
        email="kk@kkr.example",
        phone="12 34 56 78",
        ends_on=OLD,
        user__email="kk@kkr.example",
    )
    EmailAddress.objects.create(user=member.user, email="kk@kkr.example")
    return member


def test_former_staff_are_forgotten_but_for_the_name(former, council):
    said = forget()

    former.refresh_from_db()
    assert (former.name, former.email, former.phone) == ("Kollega Kvæde", "", "")
    assert not former.user.is_active
    assert former.user.email == f"lukket-konto-{former.user_id}@portal.invalid"
    assert not EmailAddress.objects.exists()
    assert said.splitlines()[-1].startswith("1 of former staff forgotten")
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.council) == ("forget_staff", council)
    assert "@" not in entry.summary
    assert "staff" not in forget()
    assert AuditEntry.objects.count() == 1


def test_dry_run_says_which_staff(former):
    assert "Would forget how to reach Kollega Kvæde" in forget("--dry-run")
    former.refresh_from_db()
    assert former.email == "kk@kkr.example"


@pytest.mark.parametrize("ends_on", [None, NOT_OLD, TODAY])
def test_staff_who_worked_since_are_not_forgotten(former, ends_on):
    SecretariatMember.objects.update(ends_on=ends_on)

    forget()
    former.refresh_from_db()
    assert former.email == "kk@kkr.example"
    assert not actions.forget_staff(former, by=None, before=NOT_OLD)


@pytest.mark.parametrize("ends_on", [None, NOT_OLD])
def test_account_that_serves_another_council_stays(former, other_council, ends_on):
    other = SecretariatMemberFactory(council=other_council, user=former.user, ends_on=ends_on)
    forget()

    former.refresh_from_db()
    assert former.email == ""
    assert (former.user.is_active, former.user.email) == (True, "kk@kkr.example")
    assert other.user_id == former.user_id


def test_account_of_a_politician_or_an_operator_stays(former, member):
    User.objects.filter(pk=former.user_id).update(is_superuser=True)
    SecretariatMemberFactory(user=member, starts_on=OLD, ends_on=OLD)
    forget()

    member.refresh_from_db()
    former.user.refresh_from_db()
    assert member.is_active
    assert former.user.is_active


def test_nothing_of_staff_is_taken_away_when_the_log_cannot_be_written(former, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("no audit entry")

    monkeypatch.setattr(audit, "record", fail)
    with pytest.raises(RuntimeError, match="no audit entry"):
        actions.forget_staff(former, by=None, before=NOT_OLD)
    former.refresh_from_db()
    assert former.email == "kk@kkr.example"
    assert former.user.is_active


# --- A name leaves the log -----------------------------------------------------------------------


@pytest.fixture
def vicar(secretary, council, term) -> Person:
    """Åse Fejl, called Åse Gren before; was named a substitute that ended yesterday."""
    here = {"by": secretary, "council": council}
    person = create_person("Åse Gren", **here, since=TODAY)
    facts = {"version": 1, "title": "", "gender": ""}
    actions.change_person(person, **here, **facts, name="Åse Fejl")
    person.refresh_from_db()
    seat = MembershipFactory(
        council=council, term=term, person__name="Bo Dam", starts_on="2021-01-01"
    )
    row = SubstitutionFactory(
        membership=seat, person=person, starts_on="2021-01-01", ends_on=YESTERDAY
    )
    audit.record("name_substitute", row, "Registrerede Åse Fejl for Bo Dam", **here)
    user = UserFactory(person=person, name="Åse Fejl", email="aase@kkr.example")
    audit.record("create_account", user, "Oprettede en konto til Åse Fejl", by=None)
    audit.record("other", council, "Skrev til Åse Gren og Åse Fejlhagen", **here)
    return person


def summaries(action: str) -> list[str]:
    return list(AuditEntry.objects.filter(action=action).values_list("summary", flat=True))


def test_name_leaves_the_whole_log_and_the_account(browse, secretary, vicar):
    user = vicar.user
    url = f"/personer/{vicar.pk}/anonymiser/"
    page = browse(secretary).get(url).content.decode()
    assert "bliver stående uden navn" in page
    assert "Står navnet i en af dem, bliver det stående." in page
    assert browse(secretary).post(url).status_code == 302

    assert summaries("name_substitute") == ["Registrerede Anonymiseret person for Bo Dam"]
    assert summaries("create_account") == ["Oprettede en konto til Anonymiseret person"]
    assert summaries("other") == ["Skrev til Anonymiseret person og Åse Fejlhagen"]
    assert not AuditEntry.objects.filter(summary__contains="Åse Gren").exists()
    user.refresh_from_db()
    assert (user.name, user.is_active) == ("Anonymiseret person", False)
    assert Substitution.objects.get().person.name == "Anonymiseret person"


@pytest.mark.parametrize(
    "namesake",
    [
        lambda c: PersonFactory(name="Åse Fejl"),
        lambda c: PersonFactory(name="Karen Åse Fejl"),
        lambda c: SecretariatMemberFactory(council=c, user=None, name="Åse Fejl"),
    ],
    ids=["same name", "name in a name", "colleague"],
)
def test_namesake_keeps_what_the_log_says(secretary, council, vicar, namesake):
    namesake(council)
    audit.record("other", council, "Ringede til Åse Fejl", by=secretary, council=council)
    actions.anonymise_person(vicar, by=secretary, council=council, at=TODAY)

    assert "Ringede til Åse Fejl" in summaries("other")
    assert summaries("name_substitute") == ["Registrerede Anonymiseret person for Bo Dam"]
    assert summaries("create_account") == ["Oprettede en konto til Anonymiseret person"]


@pytest.mark.parametrize(
    ("starts_on", "is_protected"), [("2021-06-01", True), (TODAY, False), ("2020-12-01", False)]
)
def test_substitute_during_a_leave_has_served(browse, secretary, vicar, starts_on, is_protected):
    member = vicar.substitutions.get().membership.person
    first = datetime.date.fromisoformat(str(starts_on))
    last = first + datetime.timedelta(days=20)
    LeaveOfAbsence.objects.create(person=member, starts_on=first, ends_on=last)
    response = browse(secretary).post(f"/personer/{vicar.pk}/anonymiser/")

    assert response.status_code == (409 if is_protected else 302)
    said = "Var stedfortræder for Bo Dam under en orlov." in response.content.decode()
    assert said is is_protected


@pytest.mark.parametrize("who", ["stranger", "member", "substitute"])
def test_nobody_else_anonymises(browse, request, vicar, who):
    client = browse(request.getfixturevalue(who))

    assert client.post(f"/personer/{vicar.pk}/anonymiser/").status_code == 404
    assert Person.objects.get(pk=vicar.pk).name == "Åse Fejl"


# --- Old entries ---------------------------------------------------------------------------------


def test_old_entries_about_accounts_lose_their_addresses(council, secretary):
    migration = importlib.import_module("councils.migrations.0006_kept_directories")
    for action, said in [
        ("create_account", "Oprettede en konto til aase.boegh@kkr.example"),
        ("appoint_secretary", "Gav aase@kkr.example adgang til sekretariatet i KKR Midtjylland"),
        ("other", "Skrev til aase@kkr.example"),
    ]:
        audit.record(action, secretary, said, by=None)
    migration.forget_addresses(apps, None)

    assert summaries("create_account") == ["Oprettede en konto"]
    assert summaries("appoint_secretary") == [
        "Gav en konto adgang til sekretariatet i KKR Midtjylland"
    ]
    assert summaries("other") == ["Skrev til aase@kkr.example"]
