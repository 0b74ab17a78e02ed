"""What most tests need: the portal's day, and somebody in each role."""

import io

import pytest
from django.core.management import call_command
from django.test import Client, override_settings

from councils.models import Council, User
from tests.factories import (
    TODAY,
    CouncilFactory,
    MembershipFactory,
    SecretariatMemberFactory,
    SubstitutionFactory,
    TermFactory,
    UserFactory,
)


@pytest.fixture(autouse=True)
def portal_date(settings):
    """Every test happens on 12 January 2022, one week before the constituent meeting."""
    settings.PORTAL_DATE = TODAY
    return TODAY


@pytest.fixture
def council(db) -> Council:
    return CouncilFactory(slug="midtjylland", name="KKR Midtjylland", region="Midtjylland")


@pytest.fixture
def other_council(db) -> Council:
    return CouncilFactory(slug="nordjylland", name="KKR Nordjylland", region="Nordjylland")


@pytest.fixture
def term(db):
    return TermFactory()


@pytest.fixture
def secretary(council) -> User:
    """Works in the secretariat of `council`."""
    return SecretariatMemberFactory(council=council, user__name="Sekretær Midt").user


@pytest.fixture
def stranger(other_council) -> User:
    """Works in the secretariat of another council."""
    return SecretariatMemberFactory(council=other_council, user__name="Sekretær Nord").user


@pytest.fixture
def member(council, term) -> User:
    """Sits in `council`."""
    return UserFactory(person=MembershipFactory(council=council, term=term).person)


@pytest.fixture
def substitute(council, term) -> User:
    """Is a member's personal substitute in `council`."""
    membership = MembershipFactory(council=council, term=term)
    return UserFactory(person=SubstitutionFactory(membership=membership).person)


@pytest.fixture
def browse():
    """A client logged in as somebody, or as nobody: `browse(secretary).get(url)`."""

    def log_in(user: User | None = None) -> Client:
        client = Client()
        if user is not None:
            client.force_login(user)
        return client

    return log_in


@pytest.fixture
def midtjylland_demo(db) -> None:
    """The whole demonstration: KKR Midtjylland 2022-2026 in full."""
    with override_settings(DEMO=True):
        call_command("load_demo", stdout=io.StringIO())
