"""Reading the members: letters, missing substitutes, leaders then and now."""

import datetime

import pytest

from councils.models import CouncilMembership, Leadership, Substitution
from tests.factories import (
    TERM_START,
    TODAY,
    ElectionFactory,
    ElectoralListFactory,
    LeadershipFactory,
    MembershipFactory,
    PartyFactory,
    PartyMembershipFactory,
    SubstitutionFactory,
    TermFactory,
)

MID_TERM = datetime.date(2023, 6, 30)
THE_DAY_AFTER = datetime.date(2023, 7, 1)


@pytest.fixture
def next_term(db):
    return TermFactory(
        name="2026-2030",
        election=ElectionFactory(held_on=datetime.date(2025, 11, 18)),
        starts_on=datetime.date(2026, 1, 1),
        ends_on=datetime.date(2029, 12, 31),
    )


def letters(at: datetime.date) -> list[str | None]:
    members = CouncilMembership.objects.in_force(at).with_letter(at)
    return list(members.order_by("pk").values_list("letter", flat=True))


# --- Letters -------------------------------------------------------------------------------------


def test_letter_is_that_of_the_party_on_the_day_when_a_mayor_has_changed_party(council, term):
    mayor = MembershipFactory(council=council, term=term)
    old = ElectoralListFactory(election=term.election, letter="V").party
    new = ElectoralListFactory(election=term.election, letter="M").party
    PartyMembershipFactory(person=mayor.person, party=old, ends_on=MID_TERM)
    PartyMembershipFactory(person=mayor.person, party=new, starts_on=THE_DAY_AFTER)

    assert (letters(MID_TERM), letters(THE_DAY_AFTER)) == (["V"], ["M"])


def test_somebody_who_left_the_party_has_no_letter(council, term):
    mayor = MembershipFactory(council=council, term=term)
    party = ElectoralListFactory(election=term.election, letter="V").party
    PartyMembershipFactory(person=mayor.person, party=party, ends_on=MID_TERM)

    assert (letters(MID_TERM), letters(THE_DAY_AFTER)) == (["V"], [None])


def test_letter_belongs_to_the_election_of_the_term(council, term, next_term):
    """In 2021 D was Nye Borgerlige and Æ nobody's; in 2025 Æ was Danmarksdemokraterne's."""
    party, other = PartyFactory(name="Partiet"), PartyFactory(name="Et andet parti")
    ElectoralListFactory(election=term.election, letter="D", party=party)
    ElectoralListFactory(election=next_term.election, letter="Æ", party=party)
    ElectoralListFactory(election=next_term.election, letter="D", party=other)
    first = MembershipFactory(council=council, term=term, ends_on=term.ends_on)
    PartyMembershipFactory(person=first.person, party=party)
    MembershipFactory(
        council=council, term=next_term, person=first.person, starts_on=next_term.starts_on
    )

    assert (letters(term.ends_on), letters(next_term.starts_on)) == (["D"], ["Æ"])
    history = first.person.memberships.as_history()
    assert [(m.term.name, m.letter) for m in history] == [("2026-2030", "Æ"), ("2022-2026", "D")]


def test_party_without_a_list_in_the_election_has_no_letter(council, term, next_term):
    mayor = MembershipFactory(council=council, term=term)
    elsewhere = ElectoralListFactory(election=next_term.election, letter="Q").party
    PartyMembershipFactory(person=mayor.person, party=elsewhere)

    assert letters(TODAY) == [None]


# --- Substitutes ---------------------------------------------------------------------------------


def test_substitution_ends_with_the_membership_it_belongs_to(council, term):
    member = MembershipFactory(council=council, term=term, ends_on=MID_TERM)
    substitution = SubstitutionFactory(membership=member, ends_on=None)

    assert list(Substitution.objects.in_force(MID_TERM)) == [substitution]
    assert list(Substitution.objects.in_force(THE_DAY_AFTER)) == []


def test_members_are_counted_by_role_in_the_order_of_rank(council, term):
    a_list = ElectoralListFactory(election=term.election)
    MembershipFactory(council=council, term=term, role="supplementary", elected_by=a_list)
    MembershipFactory.create_batch(2, council=council, term=term)

    assert CouncilMembership.objects.in_force(TODAY).count_by_role() == [
        ("Født medlem (borgmester)", 2),
        ("Supplerende medlem", 1),
    ]


# --- Chair and vice-chair ------------------------------------------------------------------------


def test_leaders_are_those_in_office_and_those_about_to_take_over(
    council, other_council, term, next_term
):
    def led(name, role, starts_on, ends_on, term=term, council=council):
        member = MembershipFactory(council=council, term=term, person__name=name)
        LeadershipFactory(membership=member, role=role, starts_on=starts_on, ends_on=ends_on)

    led("Første formand", "chair", TERM_START, MID_TERM)
    led("Anden formand", "chair", THE_DAY_AFTER, term.ends_on)
    led("Næstformand", "vice_chair", TERM_START, term.ends_on)
    led("Næste periodes formand", "chair", next_term.starts_on, None, next_term)
    led("Et andet KKR’s formand", "chair", TERM_START, None, council=other_council)

    def names(leaders):
        return [leader.membership.person.name for leader in leaders]

    def current_or_next(at):
        return names(Leadership.objects.current_or_next(council, at))

    def former(at):
        return names(Leadership.objects.former(council, at))

    assert current_or_next(MID_TERM) == ["Første formand", "Anden formand", "Næstformand"]
    assert current_or_next(THE_DAY_AFTER) == ["Anden formand", "Næstformand"]
    assert current_or_next(next_term.starts_on) == ["Næste periodes formand"]
    assert former(MID_TERM) == []
    assert former(THE_DAY_AFTER) == ["Første formand"]
    assert former(next_term.starts_on) == ["Anden formand", "Første formand", "Næstformand"]
