"""The Blå Bog that its tests look something up in."""

import pytest

from councils.models import (
    ContactDetails,
)
from tests.councils.pages import EMAIL, MID_TERM, PHONE, THE_DAY_AFTER
from tests.factories import (
    CouncilMunicipalityFactory,
    ElectoralListFactory,
    LeadershipFactory,
    MembershipFactory,
    OfficeFactory,
    PartyMembershipFactory,
    SecretariatMemberFactory,
    SubstitutionFactory,
)


@pytest.fixture
def blue_book(council, term):
    """Åse (V until the middle of the term, then M) in Aarhus, Bo (A) in Viborg, Carla nowhere."""
    aarhus, viborg = (
        CouncilMunicipalityFactory(
            council=council, municipality__name=name, municipality__code=code
        ).municipality
        for name, code in [("Aarhus", "751"), ("Viborg", "791")]
    )
    places = {"council": council, "term": term}
    aase = MembershipFactory(**places, municipality=aarhus, person__name="Åse Bøgh").person
    bo = MembershipFactory(**places, municipality=viborg, person__name="Bo Ærenlund").person
    MembershipFactory(**places, role="observer", person__name="Carla Dam")
    LeadershipFactory(membership=bo.memberships.get())
    soes = SubstitutionFactory(membership=bo.memberships.get(), person__name="Søs Holm").person
    OfficeFactory(person=soes, municipality=viborg)
    SecretariatMemberFactory(council=council, name="Sekretær Øst", title="konsulent", user=None)
    parties = {
        letter: ElectoralListFactory(election=term.election, letter=letter, party__name=name).party
        for letter, name in [("A", "Socialdemokratiet"), ("M", "Moderaterne"), ("V", "Venstre")]
    }
    PartyMembershipFactory(person=bo, party=parties["A"])
    PartyMembershipFactory(person=aase, party=parties["V"], ends_on=MID_TERM)
    PartyMembershipFactory(person=aase, party=parties["M"], starts_on=THE_DAY_AFTER)
    ContactDetails.objects.create(person=aase, email=EMAIL, phone=PHONE)
    return council
