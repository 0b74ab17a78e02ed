"""Reading the members: letters, the Blå Bog's lines, missing substitutes, leaders then and now."""

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser

from councils.models import ContactDetails, CouncilMembership, Leadership, Substitution
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
    UserFactory,
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


# --- The Blå Bog ---------------------------------------------------------------------------------


def a_full_line(council, term, name: str) -> CouncilMembership:
    member = MembershipFactory(council=council, term=term, person__name=name)
    SubstitutionFactory(membership=member, person__name=f"{name}s stedfortræder")
    ContactDetails.objects.create(person=member.person, email="hemmelig@kkr.example")
    return member


@pytest.mark.parametrize("members", [1, 3])
@pytest.mark.parametrize(
    ("log_in", "queries"),
    [
        (AnonymousUser, 3),  # members, substitutes, leaders
        (UserFactory, 4),  # and contact details
    ],
)
def test_directory_costs_the_same_for_one_member_and_for_three(
    council, term, django_assert_num_queries, members, log_in, queries
):
    for number in range(members):
        a_full_line(council, term, f"Medlem {number}")
    LeadershipFactory(membership=CouncilMembership.objects.first())
    user = log_in()

    with django_assert_num_queries(queries):
        lines = [
            (
                line.person.name,
                line.letter,
                line.municipality.name != "",
                len(line.current_leaderships),
                [(s.person.name, s.letter) for s in line.current_substitutions],
                getattr(getattr(line.person, "contact", None), "email", None),
            )
            for line in CouncilMembership.objects.as_directory(TODAY, user)
        ]
    email = "hemmelig@kkr.example" if user.is_authenticated else None
    assert lines == [
        (
            f"Medlem {number}",
            None,
            True,
            int(number == 0),
            [(f"Medlem {number}s stedfortræder", None)],
            email,
        )
        for number in range(members)
    ]


def test_contact_details_are_not_even_fetched_for_somebody_not_logged_in(
    council, term, django_assert_num_queries
):
    a_full_line(council, term, "Anna")

    with django_assert_num_queries(3) as queries:
        (line,) = CouncilMembership.objects.as_directory(TODAY, AnonymousUser())
        assert not hasattr(line.person, "contact")  # known to be empty: no query of its own
    assert not any("councils_contactdetails" in query["sql"] for query in queries.captured_queries)


def test_directory_sorts_by_the_danish_alphabet(council, term):
    for name in ("Østerby", "Aagaard", "Ærenlund", "Zacho"):
        MembershipFactory(council=council, term=term, person__name=name)

    lines = CouncilMembership.objects.as_directory(TODAY, AnonymousUser())
    assert [line.person.name for line in lines] == ["Zacho", "Ærenlund", "Østerby", "Aagaard"]


def test_directory_shows_the_substitute_of_the_day(council, term):
    member = MembershipFactory(council=council, term=term)
    SubstitutionFactory(membership=member, person__name="Bo", ends_on=MID_TERM)
    SubstitutionFactory(membership=member, person__name="Carl", starts_on=THE_DAY_AFTER)

    def substitutes(at):
        (line,) = CouncilMembership.objects.as_directory(at, AnonymousUser())
        return [substitution.person.name for substitution in line.current_substitutions]

    assert (substitutes(MID_TERM), substitutes(THE_DAY_AFTER)) == (["Bo"], ["Carl"])


# --- Substitutes ---------------------------------------------------------------------------------


def test_substitution_ends_with_the_membership_it_belongs_to(council, term):
    member = MembershipFactory(council=council, term=term, ends_on=MID_TERM)
    substitution = SubstitutionFactory(membership=member, ends_on=None)

    assert list(Substitution.objects.in_force(MID_TERM)) == [substitution]
    assert list(Substitution.objects.in_force(THE_DAY_AFTER)) == []


def test_members_without_substitute_are_those_who_could_send_nobody(council, term):
    covered, alone, left_alone, observer, gone = (
        MembershipFactory(council=council, term=term, role=role, ends_on=ends_on)
        for role, ends_on in [("mayor", None)] * 3 + [("observer", None), ("mayor", MID_TERM)]
    )
    SubstitutionFactory(membership=covered)
    SubstitutionFactory(membership=left_alone, ends_on=MID_TERM)

    def without(at):
        return set(CouncilMembership.objects.without_substitute(at))

    assert without(MID_TERM) == {alone, gone}
    assert without(THE_DAY_AFTER) == {alone, left_alone}
    assert observer not in CouncilMembership.objects.voting()


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
