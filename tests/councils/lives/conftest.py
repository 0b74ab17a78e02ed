"""A municipality with its mayor and deputy, and a member whom a party's councillors elected."""

import datetime
from types import SimpleNamespace

import pytest

from councils import actions
from councils.lives import Event, Kind, plan
from councils.models import LifeEvent
from tests.factories import (
    TERM_END,
    CouncilMunicipalityFactory,
    ElectoralListFactory,
    LeadershipFactory,
    MembershipFactory,
    OfficeFactory,
    PartyMembershipFactory,
    PersonFactory,
    SubstitutionFactory,
)
from tests.meetings.conftest import NOON

LAST_DAY = datetime.date(2023, 6, 30)
NEXT_DAY = datetime.date(2023, 7, 1)


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@pytest.fixture
def lives(council, term) -> SimpleNamespace:
    """Mayor (chair, with the deputy as substitute) and supplementary member of list A (vice-chair,
    with a substitute); all until the term ends."""
    ending = {"ends_on": TERM_END}
    town = CouncilMunicipalityFactory(council=council).municipality
    mayor, deputy = PersonFactory(name="Borgmester Bøg"), PersonFactory(name="Vice Vibe")
    office = OfficeFactory(person=mayor, municipality=town, role="mayor", **ending)
    OfficeFactory(person=deputy, municipality=town, role="deputy_mayor", **ending)
    seat = {"council": council, "term": term, "left_because": "term_ended", **ending}
    born = MembershipFactory(person=mayor, municipality=town, **seat)
    SubstitutionFactory(membership=born, person=deputy, **ending)
    LeadershipFactory(membership=born, council=council, **ending)

    the_list = ElectoralListFactory(election=term.election, letter="A", party__name="Ahornpartiet")
    member, substitute = PersonFactory(name="Medlem Mynte"), PersonFactory(name="Stedfor Syren")
    supplementary = MembershipFactory(
        person=member,
        role="supplementary",
        elected_by=the_list,
        municipality=CouncilMunicipalityFactory(council=council).municipality,
        **seat,
    )
    SubstitutionFactory(membership=supplementary, person=substitute, **ending)
    LeadershipFactory(membership=supplementary, council=council, role="vice_chair", **ending)
    PartyMembershipFactory(person=member, party=the_list.party, **ending)
    PartyMembershipFactory(person=mayor, party=the_list.party, **ending)
    return SimpleNamespace(
        council=council,
        term=term,
        town=town,
        office=office,
        mayor=mayor,
        deputy=deputy,
        born=born,
        party=the_list.party,
        member=member,
        substitute=substitute,
        supplementary=supplementary,
    )


@pytest.fixture
def clerk(browse, secretary):
    """A browser in which the council's secretary is logged in."""
    return browse(secretary)


@pytest.fixture
def stored(lives, secretary) -> LifeEvent:
    event = Event(Kind.LEFT_MUNICIPAL_COUNCIL, lives.member, LAST_DAY)
    seen = plan(event).fingerprint
    return actions.record_life_event(
        event, by=secretary, at=NOON - datetime.timedelta(days=1), seen=seen
    )
