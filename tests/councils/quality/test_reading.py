"""What is fetched for the checks, and for whom."""

import datetime

import pytest

from councils.models import ContactDetails, LeaveOfAbsence
from councils.quality import read
from tests.factories import (
    TERM_END,
    TERM_START,
    TODAY,
    CouncilMunicipalityFactory,
    ElectionFactory,
    ElectoralListFactory,
    LeadershipFactory,
    MembershipFactory,
    OfficeFactory,
    PartyMembershipFactory,
    PersonFactory,
    SecretariatMemberFactory,
    SubstitutionFactory,
    TermFactory,
)

DAY = datetime.timedelta(days=1)


@pytest.fixture
def ask(council, term, secretary):
    """Reads the Blå Bog of `council` for its secretary."""

    def reading(at=TODAY, *, term=term, user=secretary):
        return read(council, term, at, user=user, today=TODAY, unfilled=[])

    return reading


@pytest.fixture
def earlier_term(db):
    return TermFactory(
        name="2018-2022",
        election=ElectionFactory(held_on=datetime.date(2017, 11, 21)),
        starts_on=TERM_START.replace(year=2018),
        ends_on=TERM_START - DAY,
    )


def test_seats_of_the_term_and_of_the_day(ask, council, other_council, term, earlier_term):
    left = MembershipFactory(council=council, term=term, ends_on=TODAY - DAY)
    coming = MembershipFactory(council=council, term=term, starts_on=TODAY + DAY)
    left_over = MembershipFactory(council=council, term=earlier_term)
    past = {"starts_on": earlier_term.starts_on, "ends_on": earlier_term.ends_on}
    MembershipFactory(council=council, term=earlier_term, **past)
    MembershipFactory(council=other_council, term=term)
    substitutions = [SubstitutionFactory(membership=seat) for seat in (left, coming, left_over)]
    SubstitutionFactory(membership__council=other_council)

    found = ask()

    assert {seat.pk for seat in found.memberships} == {left.pk, coming.pk, left_over.pk}
    assert [seat.pk for seat in found.members] == [left_over.pk]
    assert {row.person.pk for row in found.substitutions} == {s.person_id for s in substitutions}
    assert [row.person.pk for row in found.standing_in] == [substitutions[2].person_id]


def test_a_seat_tells_of_its_person_place_and_list(ask, council, term):
    electoral_list = ElectoralListFactory(letter="A", party__name="Ahornpartiet")
    seat = MembershipFactory(
        council=council, term=term, role="supplementary", elected_by=electoral_list
    )
    party = PartyMembershipFactory(person=seat.person, ends_on=TODAY).party
    PartyMembershipFactory(person=seat.person, starts_on=TODAY + DAY)

    (found,) = ask().members

    assert (found.person.name, found.person.party.name) == (seat.person.name, party.name)
    assert found.municipality.name == seat.municipality.name
    assert (found.elected_by.name, found.elected_by.party) == (
        "Ahornpartiet (A)",
        electoral_list.party_id,
    )
    assert (found.term.name, found.term.ends_on) == (term.name, TERM_END)


def test_posts_offices_leaves_and_staff(ask, council, other_council, term):
    post = LeadershipFactory(membership__council=council, role="vice_chair")
    member = post.membership.person
    former = OfficeFactory(person=member, ends_on=TODAY - DAY)
    here = CouncilMunicipalityFactory(council=council).municipality
    mayor = OfficeFactory(municipality=here, role="mayor")
    OfficeFactory(
        municipality=here, role="mayor", starts_on=TERM_START - DAY, ends_on=TERM_START - DAY
    )
    OfficeFactory(municipality=here, role="deputy_mayor")
    CouncilMunicipalityFactory(council=other_council)
    LeaveOfAbsence.objects.create(person=member, starts_on=TODAY)
    LeaveOfAbsence.objects.create(person=mayor.person, starts_on=TODAY)
    SecretariatMemberFactory(council=council, name="Kollega Kvæde", email="kvaede@kl.dk")
    SecretariatMemberFactory(council=council, name="Fælles", is_listed=False)
    SecretariatMemberFactory(council=council, name="Tidligere", ends_on=TODAY - DAY)

    found = ask()

    assert [(row.role, row.label) for row in found.posts] == [("vice_chair", "Næstformand")]
    assert {row.person.name for row in found.offices} == {former.person.name, mayor.person.name}
    assert [place.pk for place in found.municipalities] == [here.pk]
    assert [row.person.pk for row in found.leaves] == [member.pk]
    assert ("Kollega Kvæde", "kvaede@kl.dk") in {(c.name, c.email) for c in found.staff}
    assert {"Fælles", "Tidligere"}.isdisjoint(c.name for c in found.staff)


def test_namesakes_and_what_they_hold_elsewhere(ask, council, other_council, term, earlier_term):
    seat = MembershipFactory(council=council, term=term, person__name="Åse Ørn")
    past = {"starts_on": earlier_term.starts_on, "ends_on": earlier_term.ends_on}
    before = MembershipFactory(council=council, term=earlier_term, person=seat.person, **past)
    namesake = PersonFactory(name="Aase Oern")
    PersonFactory(name="Åse Ørnsholt")
    there = MembershipFactory(council=other_council, term=term, person=namesake)

    found = ask()

    assert [person.pk for person in found.namesakes] == [namesake.pk]
    assert {
        (row.person, row.council, row.is_other_council, row.municipality)
        for row in found.seats_elsewhere
    } == {
        (seat.person_id, "KKR Midtjylland", False, before.municipality_id),
        (namesake.pk, "KKR Nordjylland", True, there.municipality_id),
    }


def test_contacts_are_those_that_the_reader_keeps_today(ask, council, term, stranger):
    member = MembershipFactory(council=council, term=term).person
    silent = MembershipFactory(council=council, term=term).person
    left = MembershipFactory(council=council, term=term, ends_on=TODAY - DAY).person
    for person in (member, left):
        ContactDetails.objects.create(
            person=person, email=f"{person.pk}@kkr.example", email_visibility=2
        )

    # On a day when all three sat there, but as of today's rights.
    found = ask(at=TERM_START)

    assert {person.pk for person in found.people} == {member.pk, silent.pk, left.pk}
    assert {pk: contact.email for pk, contact in found.contacts.items()} == {
        member.pk: f"{member.pk}@kkr.example",
        silent.pk: "",
    }
    assert ask(at=TERM_START, user=stranger).contacts == {}
